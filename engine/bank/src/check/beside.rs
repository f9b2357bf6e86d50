//! What lies beside a bank: the framework that has its competences, and the occupations that its profiles name.
//!
//! Of these files only what a bank has to agree with is read.

use std::{
    collections::{BTreeSet, HashMap},
    io,
    path::Path,
};

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    id::is_valid_id,
    read::{BANK_FILE, ReadError, read_json},
    types::{Dimension, DimensionKind, ItemBank, Profile},
};

use super::{Code, Place, Report, report_unread};

const HERE: Place<'static> = Place::file(BANK_FILE);

#[derive(Deserialize)]
struct Framework {
    #[serde(default)]
    levels: Vec<KnownLevel>,
    areas: Vec<Area>,
}

#[derive(Deserialize)]
struct KnownLevel {
    id: String,
    eqf: u8,
}

#[derive(Deserialize)]
struct Area {
    competences: Vec<Competence>,
}

#[derive(Deserialize)]
struct Competence {
    id: String,
    outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    id: String,
}

#[derive(Deserialize)]
struct Occupation {
    requires: Vec<Requirement>,
}

#[derive(Deserialize)]
struct Requirement {
    competence: String,
    level: String,
    #[serde(default = "usual")]
    importance: f64,
}

/// The importance of a requirement for which none is given.
const fn usual() -> f64 {
    1.0
}

/// `folder` is that of the bank.
pub(super) fn check(bank: &ItemBank, folder: &Path, report: &mut Report) {
    if let Some(id) = bank.framework.as_ref().filter(|id| is_valid_id(id)) {
        let file = format!("../frameworks/{id}/framework.json");
        match read::<Framework>(folder, &file, report) {
            Found::Read(framework) => compare_framework(bank, id, &framework, report),
            Found::Nothing => HERE.report(
                report,
                Code::FrameworkNotCompared,
                format!("the framework {id} is not in {file}, so competences and outcomes were not compared with it"),
                "put the framework there, or correct \"framework\"",
            ),
            Found::Unreadable => {}
        }
    }
    for (id, profile) in bank.profiles.iter() {
        let Some(occupation) = profile.occupation.as_ref().filter(|occupation| is_valid_id(occupation)) else {
            continue;
        };
        let file = format!("../profiles/{occupation}.json");
        match read::<Occupation>(folder, &file, report) {
            Found::Read(asked) => compare_profile(bank, (id, profile), (occupation, &asked), report),
            Found::Nothing => HERE.report(
                report,
                Code::ProfileNotCompared,
                format!(
                    "the occupation {occupation} of the profile {id} is not in {file}, so the two were not compared"
                ),
                "put the occupation there, or correct \"occupation\"",
            ),
            Found::Unreadable => {}
        }
    }
}

enum Found<T> {
    Read(T),
    Nothing,
    /// It is there, and what is wrong with it was reported.
    Unreadable,
}

fn read<T: DeserializeOwned>(folder: &Path, file: &str, report: &mut Report) -> Found<T> {
    match read_json(&folder.join(file)) {
        Ok(value) => Found::Read(value),
        Err(ReadError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Found::Nothing,
        Err(error) => {
            report_unread(file, &error, report);
            Found::Unreadable
        }
    }
}

fn compare_framework(bank: &ItemBank, id: &str, framework: &Framework, report: &mut Report) {
    let competences: Vec<_> = framework.areas.iter().flat_map(|area| &area.competences).collect();
    let known: BTreeSet<_> = competences.iter().map(|competence| competence.id.as_str()).collect();
    let own: BTreeSet<_> = bank.dimensions.iter().map(|dimension| dimension.competence.as_str()).collect();
    for competence in own.difference(&known) {
        HERE.report(
            report,
            Code::UnknownCompetence,
            format!("the framework {id} does not have the competence {competence}"),
            format!("use one of its competences ({})", known.iter().copied().collect::<Vec<_>>().join(", ")),
        );
    }
    compare_levels(bank, id, &framework.levels, report);
    let of: HashMap<_, _> = competences
        .iter()
        .flat_map(|competence| competence.outcomes.iter().map(|outcome| (outcome.id.as_str(), competence.id.as_str())))
        .collect();
    let competence_of: HashMap<_, _> =
        bank.dimensions.iter().map(|dimension| (dimension.id.as_str(), dimension.competence.as_str())).collect();
    for item in &bank.items {
        let Some(outcome) = &item.outcome else { continue };
        let place = Place::item(BANK_FILE, &item.id);
        let Some(competence) = of.get(outcome.as_str()) else {
            place.report(
                report,
                Code::UnknownOutcome,
                format!("the framework {id} does not have the learning outcome {outcome}"),
                "correct the id, or add the outcome to the framework",
            );
            continue;
        };
        let own: BTreeSet<_> =
            item.dimensions.iter().filter_map(|dimension| competence_of.get(dimension.as_str())).collect();
        if !own.is_empty() && !own.contains(competence) {
            let own = own.into_iter().copied().collect::<Vec<_>>().join(", ");
            place.report(
                report,
                Code::OutcomeCompetence,
                format!("the learning outcome {outcome} belongs to {competence}, but the item measures {own}"),
                "name an outcome of the competence that the item measures, or correct its dimension",
            );
        }
    }
}

/// The levels of what is evaluated are the framework's, where it has any, and at the same place of the EQF.
fn compare_levels(bank: &ItemBank, id: &str, known: &[KnownLevel], report: &mut Report) {
    let is_evaluated = |dimension: &str| {
        let own = bank.dimensions.iter().find(|own| own.id == dimension);
        own.is_some_and(|own| own.kind == DimensionKind::Evaluation)
    };
    for level in bank.levels.iter().filter(|level| !known.is_empty() && is_evaluated(&level.dimension)) {
        let theirs = known.iter().find(|other| other.id == level.id);
        let message = match (theirs, level.eqf) {
            (None, _) => format!("the framework {id} does not have the level {} of {}", level.id, level.dimension),
            (Some(theirs), Some(eqf)) if eqf != theirs.eqf => format!(
                "the level {} of {} has the EQF level {eqf}, in the framework {id} {}",
                level.id, level.dimension, theirs.eqf
            ),
            _ => continue,
        };
        HERE.report(report, Code::FrameworkLevel, message, "use the framework's levels and their \"eqf\"");
    }
}

/// Of an occupation, a bank asks for what it measures, no more and no less.
fn compare_profile(
    bank: &ItemBank,
    (id, profile): (&str, &Profile),
    (occupation, asked): (&str, &Occupation),
    report: &mut Report,
) {
    for Dimension { id: dimension, competence, kind } in &bank.dimensions {
        if *kind != DimensionKind::Evaluation {
            continue;
        }
        let own = profile
            .requires
            .get(dimension)
            .map(|level| (level.as_str(), profile.importance.get(dimension).copied().unwrap_or_else(usual)));
        let theirs = asked
            .requires
            .iter()
            .find(|requirement| requirement.competence == *competence)
            .map(|requirement| (requirement.level.as_str(), requirement.importance));
        if own != theirs {
            HERE.report(
                report,
                Code::ProfileDiffers,
                format!(
                    "of {dimension}, the profile {id} asks for {}, but the occupation {occupation} for {} of {competence}",
                    described(own),
                    described(theirs)
                ),
                format!("write the same in the profile and in ../profiles/{occupation}.json"),
            );
        }
    }
}

fn described(requirement: Option<(&str, f64)>) -> String {
    requirement.map_or_else(
        || "nothing".to_owned(),
        |(level, importance)| format!("the level {level} with importance {importance}"),
    )
}
