//! What a session's answers tell of a person, as numbers.

use alloc::vec::Vec;

use crate::list::copy;
use crate::session::Session;

/// The evidence of one session, from which everything in a [`ScoreReport`](super::ScoreReport) follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Estimate of each dimension, logits.
    pub theta: Vec<f64>,
    /// Error covariance, row by row, logits²; infinite on the diagonal where nothing is known.
    pub covariance: Vec<f64>,
    /// Scored answers to items that measure each dimension.
    pub answers: Vec<u32>,
    /// Of each dimension, `P(θ ≥ cut)` for each of its cut scores, from the posterior on the design's grid; `None` where the
    /// design has none: the posterior then counts as normal, with the estimate as its mean and the standard error as its
    /// standard deviation.
    pub above: Vec<Vec<Option<f64>>>,
}

impl Evidence {
    /// The evidence of a session for these cut scores, ascending, a list for each dimension.
    #[must_use]
    pub fn of(session: &Session, cuts: &[Vec<f64>]) -> Self {
        let estimate = session.estimate();
        let mut answers = Vec::new();
        let mut above = Vec::new();
        for (dimension, cuts) in cuts.iter().enumerate() {
            answers.push(session.scored_answers(dimension as u32));
            above.push(cuts.iter().map(|cut| session.posterior_above(dimension as u32, *cut)).collect());
        }
        Self { theta: copy(&estimate.theta), covariance: copy(&estimate.covariance), answers, above }
    }
}
