//! A blueprint as numbers.
//!
//! | | |
//! |---|---|
//! | constraints | number; each min, max, target, number of items, items |
//! | item sets | number; each min, max, whether ordered, number of items, items |
//! | pilot items | number, from, to |
//! | exposure | number of bounds, bounds, number of probabilities, probabilities |
//! | competences | 0 off, 1 largest uncertainty, 2 nearest cut, 3 weakest, 4 in order; unless off: K competences, most items, standard error |
//! | shadow test | 0 off, 1 always, 2 every, 3 change; unless off: steps or logits (0 for always), fewest sets, most sets |

use alloc::vec::Vec;

use super::{FLAGS, Reader, flag, place, put_items, put_list};
use crate::bank::Bank;
use crate::blueprint::{Blueprint, Competences, Constraint, Exposure, ItemSet, Next, Pilot, Refresh, Shadow, mark};
use crate::error::Error;
use crate::list::copy;

const NEXT: [Next; 4] = [Next::LargestUncertainty, Next::NearestCut, Next::Weakest, Next::InOrder];

pub(super) fn read(blueprint: &mut Blueprint, reader: &mut Reader<'_>, bank: &Bank, classifiable: bool) {
    let mut marks = copy(&bank.marks);
    let wrong = &Error::Blueprint { item: 0 };
    for _ in 0..reader.count() {
        let (min, max, target) = (reader.integer(), reader.integer(), reader.not_negative(wrong));
        reader.check(min <= max && target <= 1.0, wrong);
        let mut items = Vec::new();
        reader.bank_items(wrong, 0, &mut marks, &mut items);
        blueprint.constraints.push(Constraint { items, min, max, target });
    }
    for _ in 0..reader.count() {
        let (min, max, ordered) = (reader.integer(), reader.integer(), reader.pick(&FLAGS));
        let mut items = Vec::new();
        reader.bank_items(wrong, mark::CLOSED, &mut marks, &mut items);
        reader.check(min <= max && max > 0 && min as usize <= items.len(), wrong);
        blueprint.sets.push(ItemSet { items, min, max, ordered });
    }
    let mut available = 0;
    for mark in &marks {
        available += u32::from(*mark == mark::PILOT);
    }
    let (pilots, from, to) = (reader.integer(), reader.integer(), reader.integer());
    blueprint.pilot = Pilot { items: pilots, from, to };
    // As many positions as pilots, none of them before the first.
    reader.check(pilots == 0 || (from > 0 && to >= from && pilots - 1 <= to - from && pilots <= available), wrong);
    let Exposure { bounds, probabilities } = &mut blueprint.exposure;
    reader.ascending(wrong, bounds);
    reader.list(probabilities);
    for probability in &*probabilities {
        reader.check(*probability >= 0.0 && *probability <= 1.0, wrong);
    }
    let expected = (bounds.len() + 1) * bank.len() as usize;
    reader.check(probabilities.is_empty() || probabilities.len() == expected, wrong);
    let next = reader.code(5);
    if next > 0 {
        let mut of = Vec::new();
        reader.integers(bank.dimensions() as u32, &mut of);
        blueprint.competences = Some(Competences {
            next: NEXT[next as usize - 1],
            of,
            max_items: reader.integer(),
            standard_error: reader.not_negative(wrong),
        });
        reader.check(next != 2 || classifiable, &Error::CutScores);
    }
    let refresh = reader.code(4);
    if refresh > 0 {
        let refresh = match refresh {
            2 => Refresh::Every(reader.integer()),
            3 => Refresh::Change(reader.not_negative(wrong)),
            _ => {
                reader.number();
                Refresh::Always
            }
        };
        blueprint.shadow = Some(Shadow { refresh, sets: (reader.integer(), reader.integer()) });
    }
}

pub(super) fn write(blueprint: &Blueprint, out: &mut Vec<f64>) {
    let Blueprint { constraints, sets, pilot, exposure, competences, shadow } = blueprint;
    out.push(constraints.len() as f64);
    for Constraint { items, min, max, target } in constraints {
        out.extend([f64::from(*min), f64::from(*max), *target]);
        put_items(items, out);
    }
    out.push(sets.len() as f64);
    for ItemSet { items, min, max, ordered } in sets {
        out.extend([f64::from(*min), f64::from(*max), flag(*ordered)]);
        put_items(items, out);
    }
    out.extend([pilot.items, pilot.from, pilot.to].map(f64::from));
    put_list(&exposure.bounds, out);
    put_list(&exposure.probabilities, out);
    match competences {
        None => out.push(0.0),
        Some(Competences { next, of, max_items, standard_error }) => {
            out.push(place(&NEXT, next) + 1.0);
            out.extend(of.iter().map(|competence| f64::from(*competence)));
            out.extend([f64::from(*max_items), *standard_error]);
        }
    }
    match shadow {
        None => out.push(0.0),
        Some(Shadow { refresh, sets }) => {
            out.extend(match refresh {
                Refresh::Always => [1.0, 0.0],
                Refresh::Every(steps) => [2.0, f64::from(*steps)],
                Refresh::Change(most) => [3.0, *most],
            });
            out.extend([f64::from(sets.0), f64::from(sets.1)]);
        }
    }
}
