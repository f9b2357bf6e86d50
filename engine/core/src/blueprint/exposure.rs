//! Exposure control without a server: a lot, drawn from the session's seed, decides which items are eligible.
//!
//! With probabilities found by simulation, an item is seen by no more persons than wished (van der Linden &
//! Veldkamp 2004, 2007). Sympson & Hetter's (1985) experiment, which sets an item aside for the rest of the
//! test when it is selected and the lot says no, is the same lot drawn when it is needed.

use alloc::vec::Vec;

use super::mark;
use crate::random;

/// Eligibility probabilities, for classes of ability.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposure {
    /// Where the classes of the first dimension's θ part, ascending, logits; none for one class.
    pub bounds: Vec<f64>,
    /// Of every class, of every item of the bank, the probability that it is eligible; empty: all are.
    pub probabilities: Vec<f64>,
}

impl Exposure {
    /// The lots of a session: of every class, of every item, [`KEPT`](mark::KEPT) where it is eligible.
    pub(crate) fn draw(&self, seed: u64, lots: &mut Vec<u8>) {
        let mut draws = random::Draws::new(seed, random::EXPOSURE);
        for probability in &self.probabilities {
            lots.push(if draws.unit() < *probability { mark::KEPT } else { 0 });
        }
    }

    /// Close what the lot of the present class does not allow, if anything else is open.
    pub(crate) fn close(&self, theta: &[f64], lots: &[u8], marks: &mut [u8]) {
        if lots.is_empty() {
            return;
        }
        let mut first = 0;
        for bound in &self.bounds {
            if theta[0] >= *bound {
                first += marks.len();
            }
        }
        for (item, mark) in marks.iter_mut().enumerate() {
            *mark |= lots[first + item];
        }
        mark::close_others(false, marks);
    }
}
