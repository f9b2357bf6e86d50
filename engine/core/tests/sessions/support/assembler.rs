//! An exact assembler that tries every test: for banks of up to twelve items.

use std::sync::{Arc, Mutex};

use thetis_core::Assembler;

/// A problem as [`Assembler`] documents it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    pub(crate) length: u32,
    pub(crate) values: Vec<f64>,
    /// 0 free, 1 in the test, 2 not in it.
    pub(crate) states: Vec<u32>,
    pub(crate) constraints: Vec<Bounded>,
    pub(crate) used_sets: (u32, u32),
    pub(crate) sets: Vec<Bounded>,
}

/// Items of which from `min` to `max` are in a test.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bounded {
    pub(crate) min: u32,
    pub(crate) max: u32,
    pub(crate) items: Vec<u32>,
}

impl Problem {
    pub(crate) fn read(words: &[f64]) -> Self {
        let mut words = words.iter().copied();
        let mut number = || words.next().expect("a whole problem");
        #[expect(clippy::cast_sign_loss, reason = "counts and places")]
        let whole = |number: f64| number as u32;
        let (n, length) = (whole(number()), whole(number()));
        let (values, states) = (0..n).map(|_| (number(), whole(number()))).unzip();
        let list = |number: &mut dyn FnMut() -> f64| {
            let (min, max, count) = (whole(number()), whole(number()), whole(number()));
            Bounded { min, max, items: (0..count).map(|_| whole(number())).collect() }
        };
        let constraints = (0..whole(number())).map(|_| list(&mut number)).collect();
        let (sets, fewest, most) = (whole(number()), whole(number()), whole(number()));
        let sets = (0..sets).map(|_| list(&mut number)).collect();
        assert!(words.next().is_none(), "nothing is left of a problem");
        Self { length, values, states, constraints, used_sets: (fewest, most), sets }
    }

    /// Whether these items, as bits, are a test.
    pub(crate) fn allows(&self, test: u32) -> bool {
        let has = |item: u32| test & 1 << item != 0;
        let count = |items: &[u32]| items.iter().filter(|item| has(**item)).count() as u32;
        let used = self.sets.iter().filter(|set| count(&set.items) > 0).count() as u32;
        test.count_ones() == self.length
            && (0..).zip(&self.states).all(|(item, state)| *state == 0 || (*state == 1) == has(item))
            && self.constraints.iter().all(|c| (c.min..=c.max).contains(&count(&c.items)))
            // A set of which none is asked may count as used only if it has no minimum.
            && (used..=used + self.sets.iter().filter(|s| s.min == 0 && count(&s.items) == 0).count() as u32)
                .any(|used| (self.used_sets.0..=self.used_sets.1).contains(&used))
            && self.sets.iter().all(|s| count(&s.items) == 0 || (s.min..=s.max).contains(&count(&s.items)))
    }

    pub(crate) fn value(&self, test: u32) -> f64 {
        (0..).zip(&self.values).filter(|(item, _)| test & 1 << item != 0).map(|(_, value)| value).sum()
    }

    /// The best test, of equals the one whose first differing item comes first in the bank.
    pub(crate) fn best(&self) -> Option<u32> {
        let mut best: Option<(f64, u32)> = None;
        for test in 0..1 << self.values.len() {
            if self.allows(test) {
                let value = self.value(test);
                let first = |other: u32| (test ^ other) & (test ^ other).wrapping_neg() & test != 0;
                if best.is_none_or(|(most, other)| value > most || (value >= most && first(other))) {
                    best = Some((value, test));
                }
            }
        }
        best.map(|(_, test)| test)
    }
}

pub(crate) fn items_of(test: u32) -> Vec<u32> {
    (0..32).filter(|item| test & 1 << item != 0).collect()
}

/// Solves problems by trying everything, and remembers them.
#[derive(Debug, Default)]
pub(crate) struct Exhaustive {
    pub(crate) problems: Mutex<Vec<Problem>>,
}

impl Exhaustive {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// The problems posed since the last call.
    pub(crate) fn posed(&self) -> Vec<Problem> {
        std::mem::take(&mut *self.problems.lock().expect("no other thread"))
    }
}

impl Assembler for Exhaustive {
    fn assemble(&self, problem: &[f64]) -> Option<Vec<u32>> {
        let problem = Problem::read(problem);
        assert!(problem.values.len() <= 12, "small banks only");
        let best = problem.best();
        self.problems.lock().expect("no other thread").push(problem);
        best.map(items_of)
    }
}
