//! Levels of dimensions, and profiles that ask for them.

use crate::{
    id::repeated,
    read::BANK_FILE,
    types::{ItemBank, Level, Profile},
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

pub(super) fn known_dimension(bank: &ItemBank, dimension: &str, who: &str, report: &mut Report) -> bool {
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

/// Whether the dimension is known and has the level; `who` is the beginning of a sentence: "the profile cook asks for".
pub(super) fn known_level(bank: &ItemBank, dimension: &str, level: &str, who: &str, report: &mut Report) -> bool {
    if !known_dimension(bank, dimension, &format!("what {who}"), report) {
        return false;
    }
    let levels = bank.levels_of(dimension);
    let known = levels.contains(&level);
    if !known {
        HERE.report(
            report,
            Code::UnknownLevel,
            format!("{who} the level {level} of {dimension}, which has {}", levels.join(", ")),
            "name one of its levels",
        );
    }
    known
}

/// As [`known_level`], and reports the lowest level, on which or above which everybody is.
pub(super) fn level_to_reach(bank: &ItemBank, dimension: &str, level: &str, who: &str, report: &mut Report) {
    if known_level(bank, dimension, level, who, report) && bank.levels_of(dimension).first() == Some(&level) {
        HERE.report(
            report,
            Code::LowestLevel,
            format!("{who} the level {level} of {dimension}, which is the lowest: everybody has reached it"),
            "name a higher level, or leave the dimension out",
        );
    }
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
    let mut before: Option<(&str, f64)> = None;
    for Level { id, from, .. } in others {
        let Some(from) = *from else {
            problem(format!("{id} has no \"from\""), "say from which θ the level begins");
            continue;
        };
        if !from.is_finite() {
            problem(format!("{id} begins at {from}"), "give a finite \"from\"");
            continue;
        }
        if let Some((lower, bound)) = before.filter(|(_, bound)| from <= *bound) {
            problem(
                format!("{id} begins at {from}, which is not above {bound}, where {lower} begins"),
                "list the levels in ascending order, and correct \"from\"",
            );
        }
        before = Some((id, from));
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
            known_level(bank, dimension, level, &format!("the profile {id} asks for"), report);
        }
        importance(id, profile, report);
    }
}

fn importance(id: &str, profile: &Profile, report: &mut Report) {
    duplicate_keys(HERE, &format!("profiles.{id}.importance"), profile.importance.keys(), report);
    for (dimension, importance) in profile.importance.iter() {
        if !profile.requires.contains(dimension) {
            HERE.report(
                report,
                Code::UnrequiredImportance,
                format!("the profile {id} gives {dimension} the importance {importance}, but asks for no level of it"),
                "name the level in \"requires\", or remove it from \"importance\"",
            );
        }
        if !(importance.is_finite() && *importance > 0.0) {
            HERE.report(
                report,
                Code::InvalidImportance,
                format!("the profile {id} gives {dimension} the importance {importance}"),
                "give a number above 0: 1 for what matters as usual, 2 for what matters twice as much",
            );
        }
    }
}
