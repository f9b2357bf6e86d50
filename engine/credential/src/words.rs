//! Our own words in a credential, in the languages of the player; the texts of levels and credentials are the bank's.
//!
//! `words.json` is read by the player's builder too, so that both write the same.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Spoken where a language is not.
const FALLBACK: &str = "en";

/// What a credential says beside the bank's texts. `{name}`, `{percent}`, `{answers}`, `{level}` are filled in.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Words {
    /// What kind of assessment it was, and what it is not.
    pub(crate) about: String,
    /// What a result as a whole is given for.
    pub(crate) criteria: String,
    /// What a micro-credential asks for, in numbers.
    pub(crate) asked: String,
    /// Name of a result that is a level.
    pub(crate) level: String,
    /// Name of a result that is a probability.
    pub(crate) probability: String,
    /// Name of a level of the European Qualifications Framework.
    pub(crate) eqf: String,
    /// Whose judgement that level is.
    pub(crate) eqf_note: String,
    /// What an occupation has to do with the result.
    pub(crate) occupation: String,
    /// The kind of assessment, in three words, for the picture.
    pub(crate) kind: String,
}

impl Words {
    /// The words of a language (BCP 47): its own, its base language's, or English.
    pub(crate) fn of(language: &str) -> Self {
        let mut all: BTreeMap<String, Self> =
            serde_json::from_str(include_str!("words.json")).expect("the file is part of the crate and tested");
        let base = language.split('-').next().unwrap_or(language);
        let known = [language, base, FALLBACK].into_iter().find(|tag| all.contains_key(*tag));
        known.and_then(|tag| all.remove(tag)).expect("the file has English")
    }
}

/// Fill one place of a text.
pub(crate) fn fill(text: &str, place: &str, value: &str) -> String {
    text.replace(&format!("{{{place}}}"), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_places_and_an_unknown_one_is_english() {
        for tag in ["en", "fr", "de", "es", "it", "fi", "ar", "uk"] {
            let words = Words::of(tag);
            let places = [
                (&words.asked, vec!["{percent}", "{answers}"]),
                (&words.level, vec!["{name}"]),
                (&words.probability, vec!["{name}"]),
                (&words.eqf, vec!["{level}"]),
            ];
            for (text, places) in places {
                assert!(places.iter().all(|place| text.contains(place)), "{tag}: {text}");
                assert_eq!(text.matches('{').count(), places.len(), "{tag}: {text}");
            }
        }
        assert_eq!(Words::of("de-AT").kind, Words::of("de").kind);
        assert_eq!(Words::of("sw").kind, Words::of("en").kind);
    }
}
