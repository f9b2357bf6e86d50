//! Pilot items: asked, recorded, not scored, so that they can be calibrated.

use super::{ItemSet, mark};
use crate::random;
use crate::session::State;

/// How many pilot items a test has, and where. Each set of positions between the two has the same chance, and so
/// has each pilot item: what a criterion would make of their parameters is not known yet. A start item keeps its
/// position, and an item set in progress is finished first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pilot {
    /// Number of pilot items; they count for the length of the test.
    pub items: u32,
    /// First position that may be one, from 1.
    pub from: u32,
    /// Last such position.
    pub to: u32,
}

impl Pilot {
    /// Whether the next position is a pilot item's: with chance (pilots missing) / (positions left), which
    /// gives every choice of positions the same chance and uses all pilots up (Fan, Muller & Rezucha 1962).
    fn is_due(&self, sets: &[ItemSet], state: &State) -> bool {
        let position = state.count + 1;
        if position < self.from || position > self.to {
            return false;
        }
        for set in sets {
            if set.is_unfinished(state.last, &state.marks) {
                return false;
            }
        }
        let missing = self.items.saturating_sub(state.pilots);
        missing > 0 && random::below(state.seed, random::PILOTS + u64::from(position), self.to - position + 1) < missing
    }

    /// If the next position is a pilot item's, open pilot items and close the others. Not where all of them were
    /// seen before, and excluded: then the position is left to the others.
    pub(crate) fn open(&self, sets: &[ItemSet], state: &State, marks: &mut [u8]) -> bool {
        let mut is_due = false;
        for mark in marks.iter() {
            is_due |= *mark == mark::PILOT;
        }
        is_due = is_due && self.is_due(sets, state);
        if is_due {
            for mark in marks.iter_mut() {
                *mark ^= mark::PILOT;
            }
        }
        is_due
    }
}
