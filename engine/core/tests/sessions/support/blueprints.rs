//! Random blueprints: content, enemies, item sets, pilots, exposure, competences.

use thetis_core::{Bank, Blueprint, Competences, Constraint, Exposure, ItemSet, Next, Pilot};

use crate::support::banks::{operational, pilots};
use crate::support::draw::Draw;

/// Content areas with minima, maxima or targets: disjoint ones, or some that overlap.
pub(crate) fn areas(draw: &mut Draw, bank: &Bank, length: u32) -> Vec<Constraint> {
    let count = draw.whole(1, 4);
    let disjoint = draw.chance(0.5);
    let mut areas = vec![Vec::new(); count as usize];
    for item in operational(bank) {
        if disjoint {
            areas[draw.below(count) as usize].push(item);
        } else {
            for area in &mut areas {
                if draw.chance(0.4) {
                    area.push(item);
                }
            }
        }
    }
    areas
        .into_iter()
        .map(|items| {
            let min = draw.pick(&[0, 0, 1, 2, 3]).min(items.len() as u32);
            let max = if draw.chance(0.5) { items.len() as u32 } else { draw.whole(min, length.max(min)) };
            // Equal ones make ties.
            let target = match draw.below(4) {
                0 | 1 => 0.0,
                2 => 0.25,
                _ => draw.between(0.05, 0.8),
            };
            Constraint { items, min, max, target }
        })
        .collect()
}

/// Pairs of which at most one is asked.
pub(crate) fn enemies(draw: &mut Draw, bank: &Bank) -> Vec<Constraint> {
    let items = operational(bank);
    let pairs = if items.len() < 2 { 0 } else { draw.whole(1, 4) };
    draw.list(pairs, |draw| Constraint { items: draw.some_of(&items, 2), min: 0, max: 1, target: 0.0 })
}

pub(crate) fn sets(draw: &mut Draw, bank: &Bank) -> Vec<ItemSet> {
    let items = draw.some_of(&operational(bank), bank.len());
    let mut sets = Vec::new();
    let mut rest = items.as_slice();
    while !rest.is_empty() && draw.chance(0.7) {
        let (set, others) = rest.split_at(draw.whole(1, 4).min(rest.len() as u32) as usize);
        rest = others;
        let count = set.len() as u32;
        let min = if draw.chance(0.5) { count } else { draw.whole(0, count) };
        sets.push(ItemSet {
            items: set.to_vec(),
            min,
            max: draw.whole(min.max(1), count.max(1)),
            ordered: draw.chance(0.5),
        });
    }
    sets
}

pub(crate) fn pilot(draw: &mut Draw, bank: &Bank) -> Pilot {
    let most = pilots(bank).len() as u32;
    if most == 0 {
        return Pilot::default();
    }
    let (items, from) = (draw.whole(1, most), draw.whole(1, 4));
    Pilot { items, from, to: from + items - 1 + draw.below(6) }
}

pub(crate) fn exposure(draw: &mut Draw, bank: &Bank) -> Exposure {
    let count = draw.below(3);
    let mut bounds = draw.list(count, |draw| draw.between(-1.0, 1.0));
    bounds.sort_by(f64::total_cmp);
    let count = (bounds.len() as u32 + 1) * bank.len();
    let probabilities = draw.list(count, |draw| match draw.below(4) {
        0 => 0.0,
        1 => 1.0,
        _ => draw.unit(),
    });
    Exposure { bounds, probabilities }
}

pub(crate) fn competences(draw: &mut Draw, bank: &Bank, classifiable: bool) -> Competences {
    let k = bank.dimensions() as u32;
    let next = draw.pick(&[Next::LargestUncertainty, Next::Weakest, Next::InOrder, Next::NearestCut]);
    Competences {
        next: if next == Next::NearestCut && !classifiable { Next::InOrder } else { next },
        of: draw.list(k, |draw| draw.below(k)),
        max_items: draw.pick(&[0, 0, 1, 2, 3]),
        standard_error: if draw.chance(0.5) { 0.0 } else { draw.between(0.3, 1.0) },
    }
}

/// Everything in it has a chance of its own; shadow tests are drawn elsewhere.
pub(crate) fn blueprint(draw: &mut Draw, bank: &Bank, length: u32, classifiable: bool) -> Blueprint {
    let mut constraints = Vec::new();
    if draw.chance(0.4) {
        constraints.extend(areas(draw, bank, length));
    }
    if draw.chance(0.25) {
        constraints.extend(enemies(draw, bank));
    }
    Blueprint {
        constraints,
        sets: draw.maybe(0.25, |draw| sets(draw, bank)).unwrap_or_default(),
        pilot: draw.maybe(0.3, |draw| pilot(draw, bank)).unwrap_or_default(),
        exposure: draw.maybe(0.3, |draw| exposure(draw, bank)).unwrap_or_default(),
        competences: draw.maybe(0.3, |draw| competences(draw, bank, classifiable)),
        shadow: None,
    }
}
