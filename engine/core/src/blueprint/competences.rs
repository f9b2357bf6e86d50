//! Which competence is measured next, where one test measures several.

use alloc::vec::Vec;

use super::mark;
use crate::estimate::Estimate;
use crate::session::{State, Test};

/// Which competence comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The one with the largest standard error.
    LargestUncertainty,
    /// The one with the cut score nearest to its estimate, in standard errors, of those not yet
    /// [decided](Competences::DECIDED); when all are, the one with the largest standard error.
    NearestCut,
    /// The one with the lowest estimate.
    Weakest,
    /// The first in the order of the bank.
    InOrder,
}

/// How competences take turns. A competence may have several dimensions (what a person can do, and how
/// confident they are): the one that stands out stands for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Competences {
    /// Which comes next, of those that are open.
    pub next: Next,
    /// Of each dimension, the number of its competence, from 0.
    pub of: Vec<u32>,
    /// A competence that was asked so many items is passed over while another is open; 0 is no bound.
    pub max_items: u32,
    /// So is one whose dimensions all have a standard error this small, logits; 0 is no bound.
    pub standard_error: f64,
}

impl Competences {
    /// A cut score so many standard errors away from the estimate is decided.
    pub const DECIDED: f64 = 1.96;

    pub(super) fn close(&self, test: &Test, state: &State, marks: &mut [u8]) {
        let Estimate { se, .. } = &state.running.estimate;
        let theta = state.theta(test);
        let (mut best, mut best_class, mut most) = (None, 0, f64::NEG_INFINITY);
        for (dimension, competence) in self.of.iter().enumerate() {
            let (mut open, mut asked) = (false, 0);
            for (item, mark) in marks.iter().enumerate() {
                if self.of[test.bank.first_dimension(item)] == *competence {
                    open |= *mark == 0;
                    asked += u32::from(mark & mark::ASKED);
                }
            }
            if !open {
                continue;
            }
            let mut precise = self.standard_error > 0.0;
            for (d, other) in self.of.iter().enumerate() {
                precise &= other != competence || se[d] <= self.standard_error;
            }
            let (theta, se) = (theta[dimension], se[dimension]);
            let mut nearest = f64::INFINITY;
            for cut in test.design.cuts_of(dimension) {
                nearest = nearest.min((theta - cut).abs() / se);
            }
            let undecided = self.next == Next::NearestCut && nearest < Self::DECIDED;
            let value = match self.next {
                Next::NearestCut if undecided => -nearest,
                Next::Weakest => -theta,
                Next::InOrder => 0.0,
                _ => se,
            };
            // What is finished comes last, what is undecided first.
            let mut class = 1 + u32::from(undecided);
            if !(precise || (self.max_items > 0 && asked >= self.max_items)) {
                class += 2;
            }
            if class > best_class || (class == best_class && value > most) {
                (best, best_class, most) = (Some(*competence), class, value);
            }
        }
        for (item, mark) in marks.iter_mut().enumerate() {
            if best == Some(self.of[test.bank.first_dimension(item)]) {
                *mark |= mark::KEPT;
            }
        }
        mark::close_others(false, marks);
    }
}
