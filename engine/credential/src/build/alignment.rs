//! Places in other people's frameworks: occupations of ESCO, levels of the European Qualifications Framework.

use std::collections::BTreeSet;

use crate::types::Alignment;
use crate::words::{Words, fill};

/// An occupation of ESCO (European Skills, Competences, Qualifications and Occupations).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// `http://data.europa.eu/esco/occupation/…`.
    pub uri: String,
    /// Its code, for example `5322.1`.
    pub code: String,
    /// Name of the bank's profile in the credential's language.
    pub name: String,
}

/// Concepts of the EQF in the EU's controlled vocabularies, by number.
const EQF_LEVELS: &str = "http://data.europa.eu/snb/eqf/";

/// The occupation first, then levels from the lowest up, each once.
pub(super) fn alignments(
    occupation: Option<&Occupation>,
    eqf: impl IntoIterator<Item = u8>,
    words: &Words,
) -> Vec<Alignment> {
    let occupation = occupation.map(|occupation| Alignment {
        types: ["Alignment"],
        target_name: occupation.name.clone(),
        target_url: occupation.uri.clone(),
        target_description: words.occupation.clone(),
        target_framework: "ESCO",
        target_code: occupation.code.clone(),
        target_type: "ext:EscoOccupation",
    });
    let levels = eqf.into_iter().collect::<BTreeSet<u8>>();
    let levels = levels.into_iter().map(|level| Alignment {
        types: ["Alignment"],
        target_name: fill(&words.eqf, "level", &level.to_string()),
        target_url: format!("{EQF_LEVELS}{level}"),
        target_description: words.eqf_note.clone(),
        target_framework: "European Qualifications Framework",
        target_code: level.to_string(),
        target_type: "ext:EqfLevel",
    });
    occupation.into_iter().chain(levels).collect()
}
