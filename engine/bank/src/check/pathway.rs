//! Training modules: what they lead to, and what comes before them.

use std::collections::HashMap;

use crate::{
    id::repeated,
    read::BANK_FILE,
    types::{ItemBank, Module},
};

use super::{Code, Place, Report, identity::duplicate_keys, levels::level_to_reach};

const HERE: Place<'static> = Place::file(BANK_FILE);

pub(super) fn check(bank: &ItemBank, report: &mut Report) {
    for id in repeated(bank.pathway.iter().map(|module| module.module.as_str())) {
        HERE.report(
            report,
            Code::DuplicateModule,
            format!("several modules have the id {id}"),
            "give each module an id of its own",
        );
    }
    for module in &bank.pathway {
        develops(bank, module, report);
    }
    prerequisites(&bank.pathway, report);
}

fn develops(bank: &ItemBank, module: &Module, report: &mut Report) {
    let Module { module: id, hours, develops, .. } = module;
    if !(hours.is_finite() && *hours > 0.0) {
        HERE.report(
            report,
            Code::InvalidHours,
            format!("the module {id} takes {hours} hours"),
            "give its workload in hours, a number above 0",
        );
    }
    if develops.is_empty() {
        HERE.report(
            report,
            Code::EmptyModule,
            format!("the module {id} develops nothing"),
            "name in \"develops\" the level of at least one dimension that it leads to",
        );
    }
    duplicate_keys(HERE, &format!("develops of the module {id}"), develops.keys(), report);
    for (dimension, level) in develops.iter() {
        level_to_reach(bank, dimension, level, &format!("the module {id} leads to"), report);
    }
}

fn prerequisites(pathway: &[Module], report: &mut Report) {
    let mut places = HashMap::new();
    for (place, module) in pathway.iter().enumerate() {
        places.entry(module.module.as_str()).or_insert(place);
    }
    let mut before = vec![Vec::new(); pathway.len()];
    for (place, module) in pathway.iter().enumerate() {
        let id = &module.module;
        for other in &module.after {
            if other == id {
                HERE.report(
                    report,
                    Code::OwnPrerequisite,
                    format!("the module {id} comes after itself"),
                    "remove it from its own \"after\"",
                );
            } else if let Some(other) = places.get(other.as_str()) {
                before[place].push(*other);
            } else {
                HERE.report(
                    report,
                    Code::UnknownModule,
                    format!("the module {id} comes after {other}, which the bank does not have"),
                    "correct the id, or remove it from \"after\"",
                );
            }
        }
    }
    for cycle in cycles(&before) {
        let names: Vec<_> = cycle.iter().chain(cycle.first()).map(|place| pathway[*place].module.as_str()).collect();
        HERE.report(
            report,
            Code::CyclicPrerequisites,
            format!("each of the modules {} comes after the next, so none can be the first", names.join(" → ")),
            "remove one of them from the \"after\" of the one before it",
        );
    }
}

/// Cycles of "comes after", at least one in each part that has any. `before[m]` are the modules that come before m.
fn cycles(before: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut cycles = Vec::new();
    let mut taken = vec![false; before.len()];
    loop {
        // Take whatever can be taken: all that comes before it is.
        while let Some(next) =
            (0..before.len()).find(|module| !taken[*module] && before[*module].iter().all(|other| taken[*other]))
        {
            taken[next] = true;
        }
        let Some(mut module) = (0..before.len()).find(|module| !taken[*module]) else { return cycles };
        // Each that is left has one before it that is left, so following those leads into a circle.
        let mut way = Vec::new();
        let cycle = loop {
            if let Some(start) = way.iter().position(|seen| *seen == module) {
                break way.split_off(start);
            }
            way.push(module);
            let other = before[module].iter().find(|other| !taken[**other]);
            module = *other.expect("what cannot be taken has one before it that is not taken");
        };
        cycle.iter().for_each(|module| taken[*module] = true);
        cycles.push(cycle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_found_and_nothing_else() {
        assert_eq!(cycles(&[vec![], vec![0], vec![0, 1]]), Vec::<Vec<usize>>::new());
        assert_eq!(cycles(&[vec![1], vec![0]]), [[0, 1]]);
        // A module before a circle and one after it are no part of it.
        assert_eq!(cycles(&[vec![1], vec![2, 3], vec![3], vec![1], vec![]]), [[1, 2, 3]]);
        // Two circles apart.
        assert_eq!(cycles(&[vec![1], vec![0], vec![3], vec![2, 0]]), [[0, 1], [2, 3]]);
    }
}
