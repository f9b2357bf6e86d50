//! Levels of dimensions, and profiles that ask for them.

use crate::{
    id::repeated,
    read::BANK_FILE,
    types::{ItemBank, Level},
};

use super::{Code, Place, Report, identity::duplicate_keys};

const HERE: Place<'static> = Place::file(BANK_FILE);

pub(super) fn check(bank: &ItemBank, report: &mut Report) {
    for level in &bank.levels {
        known_dimension(bank, &level.dimension, &format!("the level {}", level.id), report);
        if let Some(eqf) = level.eqf.filter(|eqf| !(1..=8).contains(eqf)) {
            HERE.report(
                report,
                Code::InvalidEqf,
                format!("the level {} of {} has the EQF level {eqf}", level.id, level.dimension),
                "give a level from 1 to 8, or leave \"eqf\" out",
            );
        }
    }
    for dimension in &bank.dimensions {
        let levels: Vec<_> = bank.levels.iter().filter(|level| level.dimension == dimension.id).collect();
        for id in repeated(levels.iter().map(|level| level.id.as_str())) {
            HERE.report(
                report,
                Code::DuplicateLevel,
                format!("several levels of {} have the id {id}", dimension.id),
                "give each level of a dimension an id of its own",
            );
        }
        order(&dimension.id, &levels, report);
    }
    profiles(bank, report);
}

fn known_dimension(bank: &ItemBank, dimension: &str, who: &str, report: &mut Report) -> bool {
    let known = bank.dimension_index(dimension).is_some();
    if !known {
        HERE.report(
            report,
            Code::UnknownDimension,
            format!("{who} is of the dimension {dimension}, which the bank does not declare"),
            "declare it in \"dimensions\", or correct the id",
        );
    }
    known
}

/// The first level has no bound, and the bounds of the others ascend.
fn order(dimension: &str, levels: &[&Level], report: &mut Report) {
    let mut problem = |message: String, remedy: &str| {
        HERE.report(report, Code::LevelOrder, format!("levels of {dimension}: {message}"), remedy);
    };
    let Some((first, others)) = levels.split_first() else { return };
    if let Some(from) = first.from {
        problem(
            format!("the first, {}, begins at {from}, so nothing is said of those below", first.id),
            "list the lowest level first, without \"from\"",
        );
    }
    if others.is_empty() {
        problem(format!("{} is the only one", first.id), "give at least two, or none for the thirds of the prior");
    }
    let mut before = f64::NEG_INFINITY;
    for level in others {
        match level.from {
            Some(from) if from.is_finite() && from > before => before = from,
            Some(from) => problem(
                format!("{} begins at {from}, not above the one before it", level.id),
                "list the levels in ascending order, each with a finite \"from\"",
            ),
            None => problem(format!("{} has no \"from\"", level.id), "say from which θ the level begins"),
        }
    }
}

fn profiles(bank: &ItemBank, report: &mut Report) {
    duplicate_keys(HERE, "profiles", bank.profiles.keys(), report);
    for (id, profile) in bank.profiles.iter() {
        if profile.requires.is_empty() {
            HERE.report(
                report,
                Code::EmptyProfile,
                format!("the profile {id} asks for nothing"),
                "name a level for at least one dimension in \"requires\"",
            );
        }
        duplicate_keys(HERE, &format!("profiles.{id}.requires"), profile.requires.keys(), report);
        for (dimension, level) in profile.requires.iter() {
            let is_known = known_dimension(bank, dimension, &format!("what the profile {id} asks for"), report);
            let levels = bank.levels_of(dimension);
            if is_known && !levels.contains(&level.as_str()) {
                HERE.report(
                    report,
                    Code::UnknownLevel,
                    format!(
                        "the profile {id} asks for the level {level} of {dimension}, which has {}",
                        levels.join(", ")
                    ),
                    "name one of its levels",
                );
            }
        }
    }
}
