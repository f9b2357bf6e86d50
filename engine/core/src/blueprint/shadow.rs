//! Shadow tests (van der Linden & Reese 1998): at each step the best whole test that satisfies every
//! constraint and holds what was asked already; the next item is the best of its items not yet asked.

use alloc::vec::Vec;
use core::fmt::Debug;

use super::{Blueprint, mark};
use crate::model::Curves;
use crate::session::{State, Test};

/// When the shadow test is assembled anew (Choi, Moellering, Li & van der Linden 2016).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refresh {
    /// At every step.
    Always,
    /// At every so many steps.
    Every(u32),
    /// When an estimate has moved by more than this since, logits.
    Change(f64),
}

/// A design with shadow tests. They maximise information at the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shadow {
    /// When it is assembled anew.
    pub refresh: Refresh,
    /// Fewest and most item sets in a test.
    pub sets: (u32, u32),
}

/// Finds the best test of a problem.
///
/// The problem is a list of numbers: number of items n, length of the test; n pairs of value and state (0
/// free, 1 in the test, 2 not in it); number of constraints, each with min, max, number of items, items; number of
/// item sets, fewest and most sets, each set with min, max, number of items, items. A set is used or not;
/// used, it has from min to max items. The sum of the values is to be as large as possible.
pub trait Assembler: Debug + Send + Sync {
    /// Items of an optimal test, or `None` if there is no test at all. The same problem must give the same
    /// items on every machine, since logs are replayed.
    fn assemble(&self, problem: &[f64]) -> Option<Vec<u32>>;
}

impl Shadow {
    /// Whether the test is to be assembled before item number `step`, the estimates having been `then` when it was last.
    pub(crate) fn is_due(&self, step: u32, theta: &[f64], then: &[f64]) -> bool {
        match self.refresh {
            _ if then.is_empty() => true,
            Refresh::Always => true,
            Refresh::Every(steps) => step.is_multiple_of(steps.max(1)),
            Refresh::Change(most) => {
                let mut moved = 0.0f64;
                for (d, then) in then.iter().enumerate() {
                    moved = moved.max((theta[d] - then).abs());
                }
                moved > most
            }
        }
    }

    /// The problem at this point; what has other marks than [`ASKED`](mark::ASKED) is not in the test.
    pub(crate) fn problem(&self, test: &Test, state: &State, marks: &[u8]) -> Vec<f64> {
        let Blueprint { constraints, sets, pilot, .. } = &test.design.blueprint;
        let mut words = Vec::new();
        let length = test.design.stop.max_items.saturating_sub(pilot.items);
        words.push(marks.len() as f64);
        words.push(f64::from(length));
        let mut scratch = Curves::new();
        let theta = state.theta(test);
        for (item, mark) in marks.iter().enumerate() {
            words.push(test.bank.item(item as u32).information_with(theta, &mut scratch));
            words.push(match *mark & !mark::CLOSED {
                mark::ASKED => 1.0,
                _ if *mark == 0 => 0.0,
                _ => 2.0,
            });
        }
        words.push(constraints.len() as f64);
        for constraint in constraints {
            put(constraint.min, constraint.max, &constraint.items, &mut words);
        }
        words.push(sets.len() as f64);
        words.push(f64::from(self.sets.0));
        words.push(f64::from(self.sets.1));
        for set in sets {
            put(set.min, set.max, &set.items, &mut words);
        }
        words
    }
}

fn put(min: u32, max: u32, items: &[u32], words: &mut Vec<f64>) {
    words.push(f64::from(min));
    words.push(f64::from(max));
    words.push(items.len() as f64);
    for item in items {
        words.push(f64::from(*item));
    }
}
