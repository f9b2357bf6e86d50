//! Blueprints with everything in turn: content, enemies, item sets, pilots, exposure, competences, shadow tests.

use alloc::vec;
use alloc::vec::Vec;

use thetis_core::{Bank, Blueprint, Competences, Constraint, Exposure, ItemSet, Next, Pilot, Refresh, Shadow};

use crate::numbers::Numbers;

pub(crate) fn blueprint(numbers: &mut Numbers, bank: &Bank, length: u32, has_cuts: bool) -> Blueprint {
    let operational: Vec<u32> = (0..bank.len()).filter(|item| bank.is_available(*item)).collect();
    let mut constraints = Vec::new();
    if numbers.below(3) == 0 {
        // Three areas in turn.
        for area in 0..3 {
            let items: Vec<u32> = operational.iter().copied().filter(|item| item % 3 == area).collect();
            let min = numbers.below(3).min(items.len() as u32);
            let max = if numbers.below(2) == 0 { items.len() as u32 } else { min + numbers.below(4) };
            let target = if numbers.below(2) == 0 { numbers.sixty_fourths(8, 40) } else { 0.0 };
            constraints.push(Constraint { items, min, max, target });
        }
    }
    if numbers.below(4) == 0 && operational.len() > 3 {
        for pair in operational.chunks_exact(2).take(3) {
            constraints.push(Constraint { items: pair.to_vec(), min: 0, max: 1, target: 0.0 });
        }
    }
    Blueprint {
        constraints,
        sets: if numbers.below(4) == 0 { sets(numbers, &operational) } else { Vec::new() },
        pilot: if numbers.below(3) == 0 { pilot(numbers, bank, length) } else { Pilot::default() },
        exposure: if numbers.below(3) == 0 { exposure(numbers, bank) } else { Exposure::default() },
        competences: (numbers.below(3) == 0).then(|| competences(numbers, bank, has_cuts)),
        shadow: None,
    }
}

/// Every fourth item on: two or three in a set.
fn sets(numbers: &mut Numbers, operational: &[u32]) -> Vec<ItemSet> {
    let mut sets = Vec::new();
    for items in operational.chunks_exact(4).take(4) {
        let items = items[..2 + numbers.below(2) as usize].to_vec();
        let count = items.len() as u32;
        let min = if numbers.below(2) == 0 { count } else { 1 };
        sets.push(ItemSet { items, min, max: count, ordered: numbers.below(2) == 0 });
    }
    sets
}

fn pilot(numbers: &mut Numbers, bank: &Bank, length: u32) -> Pilot {
    let pilots = (0..bank.len()).filter(|item| bank.is_pilot(*item)).count() as u32;
    let items = pilots.min(1 + numbers.below(2)).min(length);
    Pilot { items, from: 1, to: length }
}

fn exposure(numbers: &mut Numbers, bank: &Bank) -> Exposure {
    let bounds = match numbers.below(3) {
        0 => vec![],
        1 => vec![0.25],
        _ => vec![-0.5, 0.5],
    };
    let count = (bounds.len() as u32 + 1) * bank.len();
    Exposure { bounds, probabilities: (0..count).map(|_| numbers.sixty_fourths(0, 64)).collect() }
}

fn competences(numbers: &mut Numbers, bank: &Bank, has_cuts: bool) -> Competences {
    const POLICIES: [Next; 4] = [Next::LargestUncertainty, Next::Weakest, Next::InOrder, Next::NearestCut];
    Competences {
        next: POLICIES[numbers.below(if has_cuts { 4 } else { 3 }) as usize],
        of: (0..bank.dimensions() as u32).map(|dimension| dimension.min(1)).collect(),
        max_items: if numbers.below(2) == 0 { 0 } else { 3 },
        standard_error: if numbers.below(2) == 0 { 0.0 } else { numbers.sixty_fourths(20, 48) },
    }
}

/// Shadow tests, which need a small bank.
pub(crate) fn shadow(numbers: &mut Numbers) -> Shadow {
    let refresh = match numbers.below(3) {
        0 => Refresh::Always,
        1 => Refresh::Every(1 + numbers.below(3)),
        _ => Refresh::Change(numbers.sixty_fourths(4, 40)),
    };
    Shadow { refresh, sets: if numbers.below(2) == 0 { (0, 9) } else { (1, 2) } }
}
