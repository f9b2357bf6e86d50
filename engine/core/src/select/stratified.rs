//! Slopes in strata, low ones first, so that the best items are not spent while little is known; within the
//! stratum the difficulty closest to the estimate: `−|b − θ̂|`, logits (Chang & Ying 1999).
//!
//! Operational items are sorted by slope, ties in the order of the bank, and stratum s of S begins at place
//! `⌊s n/S⌋` of n. With blocking, items sorted by difficulty make blocks of S, and each block is divided by slope
//! (Chang, Qian & Ying 2001), so that every stratum has the whole range of difficulties. Item number j of a test
//! of L, from 0, comes from stratum `⌊j S/L⌋`; items of another stratum are [`APART`] worse for each stratum
//! between. Dichotomous items.

use alloc::vec::Vec;

use super::{Candidate, View, take_best};
use crate::bank::Bank;

/// More than difficulties lie apart, and little enough to leave their digits.
const APART: f64 = 1e6;

/// Of every item, its stratum, from 0.
pub(super) fn strata(bank: &Bank, strata: u32, blocked: bool) -> Vec<u32> {
    let mut left = Vec::new();
    for item in 0..bank.len() {
        if bank.is_available(item) {
            let view = bank.item(item);
            let difficulty = view.values[0] / view.position_scale();
            left.push(Candidate { item, value: if blocked { -difficulty } else { 0.0 } });
        }
    }
    let mut places = Vec::new();
    for item in 0..bank.len() {
        // For items that are not operational this means nothing.
        places.push(item);
    }
    let mut count = left.len() as u32;
    while count > 0 {
        let size = if blocked { strata.min(count) } else { count };
        count -= size;
        let mut block = Vec::new();
        for _ in 0..size {
            let item = take_best(&mut left);
            block.push(Candidate { item, value: -bank.item(item).slopes[0].abs() });
        }
        for rank in 1..size + 1 {
            // Below `strata`, a u32.
            let stratum = (u64::from(rank) * u64::from(strata) - 1) / u64::from(size);
            places[take_best(&mut block) as usize] = stratum as u32;
        }
    }
    places
}

/// What an item's value loses for not being of the present stratum.
pub(super) fn penalty(strata: u32, length: u32, item: u32, view: &View<'_>) -> f64 {
    let present = (u64::from(view.step) * u64::from(strata) / u64::from(length.max(1))).min(u64::from(strata) - 1);
    APART * u64::from(view.strata[item as usize]).abs_diff(present) as f64
}

#[cfg(test)]
mod tests {
    use alloc::sync::Arc;
    use alloc::vec;

    use super::*;
    use crate::{Criterion, Design, Item, ItemModel, ItemStatus, MultivariateNormal, Response, Selection, Test};

    fn bank(items: &[(f64, f64)]) -> Bank {
        let mut items: Vec<Item> = items.iter().map(|(a, b)| Item::new(ItemModel::two_pl(*a, *b))).collect();
        // Has no part in the ranks.
        items.insert(1, Item { status: ItemStatus::Retired, ..Item::new(ItemModel::two_pl(0.1, 0.0)) });
        Bank::new(1.0, MultivariateNormal::standard(1).expect("a prior"), items, "strata").expect("a bank")
    }

    /// Slopes and difficulties; the sixth and the first tie.
    const ITEMS: [(f64, f64); 7] =
        [(1.0, 0.0), (0.5, 1.0), (2.0, -1.0), (0.7, 2.0), (1.5, -2.0), (1.0, 0.5), (0.9, -0.5)];

    #[test]
    fn slopes_make_strata() {
        let strata = strata(&bank(&ITEMS), 3, false);
        // By slope: 1, 3, 6, 0, 5, 4, 2; parts begin at places 0, ⌊7/3⌋ and ⌊14/3⌋.
        let expected = [1, 0, 2, 0, 2, 2, 1];
        assert_eq!([0, 2, 3, 4, 5, 6, 7].map(|item| strata[item]), expected);
    }

    #[test]
    fn blocks_give_every_stratum_all_difficulties() {
        let strata = strata(&bank(&ITEMS), 3, true);
        // By difficulty: 4, 2, 6 | 0, 5, 1 | 3. By slope within: 6, 4, 2 | 1, 0, 5 | 3; one alone is of the last part.
        let expected = [1, 0, 2, 2, 1, 2, 0];
        assert_eq!([0, 2, 3, 4, 5, 6, 7].map(|item| strata[item]), expected);
    }

    #[test]
    fn the_test_goes_through_the_strata() {
        let criterion = Criterion::Stratified { strata: 3, length: 6, blocked: false };
        let bank = Arc::new(bank(&ITEMS));
        let selection = Selection { criterion, randomesque: 1 };
        let test = Test::new(bank.clone(), Design { selection, ..Design::adaptive(&bank, 6) }).expect("sound");
        let by_slope = [vec![2, 4], vec![7, 0], vec![6, 5, 3]];
        for answered in 0..7 {
            // None of those ranked below: the retired item cannot be asked, but answered.
            let answers: Vec<Response> =
                [1, 2, 0, 3, 4, 5, 6][..answered].iter().map(|item| Response { item: *item, category: 1 }).collect();
            let stratum = (answered * 3 / 6).min(2);
            for candidate in test.rank(&answers, Some(&[0.2]), 0).expect("values") {
                let own = by_slope.iter().position(|items| items.contains(&candidate.item)).expect("of a stratum");
                let view = bank.item(candidate.item);
                let closeness = -(view.values[0] - 0.2).abs();
                let expected = closeness - APART * own.abs_diff(stratum) as f64;
                assert!((candidate.value - expected).abs() < 1e-9, "{answered}: {candidate:?} for {expected}");
            }
        }
    }
}
