//! Which items may be asked, together and now: content, enemies, item sets, pilots, exposure, competences,
//! and shadow tests.
//!
//! A criterion says which item is best; the blueprint says which it chooses among. At each step every item
//! starts as allowed unless it was asked, was excluded at the start, is not operational, or is not named by a fixed
//! order; then, in this order:
//!
//! 1. a pilot position asks a pilot item, which is drawn by lot ([`Pilot`]);
//! 2. an item set in progress is finished, one that was left stays closed ([`ItemSet`]);
//! 3. constraints close what would exceed a maximum, and close all that brings no unmet minimum nearer as
//!    soon as no position is to spare ([`Constraint`]); or a shadow test leaves only its own items ([`Shadow`]);
//! 4. items that the session's lot made ineligible are closed ([`Exposure`]);
//! 5. the competence whose turn it is closes the others ([`Competences`]);
//! 6. the content area furthest below its target closes the others (Kingsbury & Zara 1989).
//!
//! Steps 4 to 6 are wishes: one that would leave nothing to ask is passed over. Steps 1 to 3 are not.

mod competences;
mod constraint;
mod exposure;
pub(crate) mod item_set;
pub(crate) mod mark;
mod pilot;
mod shadow;

pub use competences::{Competences, Next};
pub use constraint::Constraint;
pub use exposure::Exposure;
pub use item_set::ItemSet;
pub use pilot::Pilot;
pub use shadow::{Assembler, Refresh, Shadow};

use alloc::vec::Vec;

use crate::session::{State, Test};

/// Which items may be asked, together and now. The default allows everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blueprint {
    /// Minima, maxima and targets of content areas; enemy items.
    pub constraints: Vec<Constraint>,
    /// Items that share a stimulus.
    pub sets: Vec<ItemSet>,
    /// Unscored items.
    pub pilot: Pilot,
    /// Eligibility probabilities.
    pub exposure: Exposure,
    /// Which competence is measured next.
    pub competences: Option<Competences>,
    /// Choose from the best whole test.
    pub shadow: Option<Shadow>,
}

impl Blueprint {
    /// Everything is allowed.
    pub(crate) const OPEN: Self = Self {
        constraints: Vec::new(),
        sets: Vec::new(),
        pilot: Pilot { items: 0, from: 0, to: 0 },
        exposure: Exposure { bounds: Vec::new(), probabilities: Vec::new() },
        competences: None,
        shadow: None,
    };

    /// Whether nothing is ever closed.
    pub(crate) fn is_open(&self) -> bool {
        self.constraints.is_empty()
            && self.sets.is_empty()
            && self.pilot.items == 0
            && self.exposure.probabilities.is_empty()
            && self.competences.is_none()
            && self.shadow.is_none()
    }

    /// Close what may not be asked at a position that is no pilot item's.
    pub(crate) fn close(&self, test: &Test, state: &State, marks: &mut [u8]) {
        let positions_left = state.positions_left(test);
        let has_shadow = self.shadow.is_some();
        item_set::close_over(&self.sets, state.last, positions_left, marks);
        if has_shadow {
            mark::set(mark::KEPT, &state.shadow, marks);
            mark::close_others(true, marks);
        }
        item_set::close_later(&self.sets, state.last, has_shadow, marks);
        if !has_shadow {
            constraint::close(&self.constraints, positions_left, marks);
        }
        self.exposure.close(state.theta(test), &state.eligible, marks);
        if let Some(competences) = &self.competences {
            competences.close(test, state, marks);
        }
        constraint::balance(&self.constraints, marks);
    }
}
