//! Random problems, the same in every run.

use thetis_assembly::{ItemSet, Limit, Problem, State};

/// SplitMix64 (Steele, Lea & Flood 2014).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        (self.next() % u64::from(end)) as u32
    }

    /// A number of the range.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// Whether something that happens in so many of a hundred cases does.
    pub(crate) fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Each of `0..end` with that chance.
    fn some(&mut self, end: u32, chance: u32) -> Vec<u32> {
        (0..end).filter(|_| self.percent(chance)).collect()
    }
}

/// A problem of at most that many items: with or without sets, items in and out, ties, and limits so tight that
/// every other problem has no test.
pub(crate) fn problem(random: &mut Random, most_items: u32) -> Problem {
    let items = random.between(1, most_items);
    let length = random.between(0, items.min(8));
    let coarse = random.percent(30);
    let value = |random: &mut Random| if coarse { f64::from(random.below(4)) / 4.0 } else { random.uniform() * 2.0 };
    let values = (0..items).map(|_| value(random)).collect();
    let fixed = random.below(15);
    let states = (0..items).map(|_| match random.below(100) {
        chance if chance < fixed => State::In,
        chance if chance < 2 * fixed => State::Out,
        _ => State::Free,
    });
    let states = states.collect();
    let constraints = (0..random.below(7)).map(|_| {
        let chance = random.between(20, 70);
        let items = random.some(items, chance);
        let min = random.below(4).min(random.below(4));
        let max = min + random.below(4);
        Limit { min, max, items }
    });
    let constraints = constraints.collect();
    let mut members = vec![Vec::new(); if random.percent(50) { random.between(1, 4) as usize } else { 0 }];
    if !members.is_empty() {
        for item in 0..items {
            let set = random.below(members.len() as u32 + 1) as usize;
            if let Some(set) = members.get_mut(set) {
                set.push(item);
            }
        }
    }
    let sets: Vec<ItemSet> = members
        .into_iter()
        .map(|items| {
            let min = random.below(4);
            ItemSet { min, max: (min + random.below(4)).saturating_sub(u32::from(random.percent(5))), items }
        })
        .collect();
    let sets_min = random.below(3).min(sets.len() as u32);
    let sets_max = sets_min + random.below(3);
    Problem { length, values, states, constraints, sets, sets_min, sets_max }
}

/// A problem as a blueprint makes it: every item in one category of each attribute, limits about what a random
/// test would have.
pub(crate) fn blueprint(random: &mut Random, items: u32, length: u32, attributes: &[u32]) -> Problem {
    let mut constraints = Vec::new();
    for categories in attributes {
        let of: Vec<u32> = (0..items).map(|_| random.below(*categories)).collect();
        for category in 0..*categories {
            let items: Vec<u32> = (0..items).filter(|item| of[*item as usize] == category).collect();
            let expected = length / categories;
            constraints.push(Limit { min: expected.saturating_sub(1), max: expected + random.between(1, 2), items });
        }
    }
    Problem {
        length,
        values: (0..items).map(|_| random.uniform() * random.uniform()).collect(),
        states: (0..items).map(|item| if item < random.below(5) { State::In } else { State::Free }).collect(),
        constraints,
        sets: Vec::new(),
        sets_min: 0,
        sets_max: 0,
    }
}
