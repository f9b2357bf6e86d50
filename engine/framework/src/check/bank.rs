//! Banks that name a framework: what they measure is in it, and they ask of an occupation what its profile asks.

use std::collections::BTreeMap;

use thetis_bank::{
    ItemBank,
    types::{Dimension, DimensionKind, Profile as BankProfile},
};

use super::{Code, framework::competences, practice::unknown_profile, report::Findings};
use crate::{Framework, Library, Profile};

pub(super) fn check(bank: &ItemBank, library: &Library, findings: &mut Findings<'_>) {
    let Some(id) = &bank.framework else {
        return;
    };
    let Some(framework) = library.frameworks.get(id).map(|folder| &folder.framework) else {
        let known = library.frameworks.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("there is no framework {id:?}");
        findings.add(Code::UnknownFramework, "framework", message, format!("use one of: {known}"));
        return;
    };
    for competence in evaluated(bank).map(|dimension| dimension.competence.as_str()) {
        if framework.competence(competence).is_none() {
            let message = format!("the framework {id} has no competence {competence:?}");
            let remedy = format!("use one of: {}", competences(framework));
            findings.add(Code::UnknownCompetence, "dimensions", message, remedy);
        }
    }
    levels(bank, framework, findings);
    for item in &bank.items {
        if let Some(outcome) = &item.outcome
            && framework.outcomes().all(|known| known.id != *outcome)
        {
            let message = format!("the framework {id} has no learning outcome {outcome:?}");
            let remedy = "correct the id, or add the outcome to the framework";
            findings.add(Code::UnknownOutcome, format!("items.{}", item.id), message, remedy);
        }
    }
    for (id, asks) in bank.profiles.iter() {
        let Some(occupation) = &asks.occupation else {
            continue;
        };
        let place = format!("profiles.{id}");
        match library.profiles.get(occupation) {
            None => unknown_profile(&place, occupation, library, findings),
            Some(profile) => compare(&place, bank, asks, profile, findings),
        }
    }
}

fn evaluated(bank: &ItemBank) -> impl Iterator<Item = &Dimension> {
    bank.dimensions.iter().filter(|dimension| dimension.kind == DimensionKind::Evaluation)
}

/// Levels of competences are the framework's, with its EQF level.
fn levels(bank: &ItemBank, framework: &Framework, findings: &mut Findings<'_>) {
    for dimension in evaluated(bank) {
        for level in bank.levels.iter().filter(|level| level.dimension == dimension.id) {
            let place = format!("levels.{}.{}", dimension.id, level.id);
            match framework.level(&level.id) {
                None => {
                    let message = format!("the framework {} has no level {:?}", framework.id, level.id);
                    findings.add(Code::UnknownLevel, place, message, "use the framework's levels");
                }
                Some(known) if level.eqf.is_some_and(|eqf| eqf != known.eqf) => {
                    let eqf = level.eqf.unwrap_or_default();
                    let message = format!("EQF {eqf} here, EQF {} in the framework", known.eqf);
                    findings.add(Code::BankDisagrees, place, message, "say the same in both");
                }
                Some(_) => {}
            }
        }
    }
}

/// The part of a profile that a bank measures, there and here: level and importance by competence.
fn compare(place: &str, bank: &ItemBank, asks: &BankProfile, profile: &Profile, findings: &mut Findings<'_>) {
    let here: BTreeMap<_, _> = evaluated(bank)
        .filter_map(|dimension| {
            let level = asks.requires.get(&dimension.id)?;
            let importance = asks.importance.get(&dimension.id).copied().unwrap_or(1.0);
            Some((dimension.competence.as_str(), (level.as_str(), importance)))
        })
        .collect();
    let measured: Vec<_> = evaluated(bank).map(|dimension| dimension.competence.as_str()).collect();
    let there: BTreeMap<_, _> = profile
        .requires
        .iter()
        .filter(|requirement| measured.contains(&requirement.competence.as_str()))
        .map(|own| (own.competence.as_str(), (own.level.as_str(), f64::from(own.importance))))
        .collect();
    let say = |asked: Option<&(&str, f64)>| {
        asked.map_or_else(|| "nothing".to_owned(), |(level, importance)| format!("{level} (importance {importance})"))
    };
    for competence in measured {
        let (here, there) = (here.get(competence), there.get(competence));
        if here != there {
            let message =
                format!("of {competence} it asks for {}, profiles/{}.json for {}", say(here), profile.id, say(there));
            findings.add(Code::BankDisagrees, place, message, "say the same in both");
        }
    }
}
