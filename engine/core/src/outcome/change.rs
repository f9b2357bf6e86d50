//! Before and after.

use super::normal::cdf;
use crate::math::sqrt;

/// How many of its standard errors a change has to be to count as reliable: 95 % (Jacobson & Truax 1991).
const RELIABLE: f64 = 1.96;

/// Which way a person has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Reliably higher than before.
    Higher,
    /// Reliably lower than before.
    Lower,
    /// No change that is larger than the error of measurement.
    NoReliableChange,
}

/// The change of a dimension between two sessions.
///
/// `RC = (θ₂ − θ₁) / √(se₁² + se₂²)`, the reliable change index (Jacobson & Truax 1991) with the standard errors of the two
/// estimates in place of one for all persons, as is usual with item response theory (Reise & Haviland 2005). Estimates with a
/// prior are both drawn to its mean, so that a change that is found is rather too small than too large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Estimate of the earlier session, logits.
    pub before: f64,
    /// Estimate of the later one, logits.
    pub after: f64,
    /// `after − before`.
    pub difference: f64,
    /// Standard error of the difference.
    pub error: f64,
    /// Probability that the person is higher now, `Φ(RC)`.
    pub probability: f64,
    /// Which way, if either.
    pub verdict: Direction,
}

impl Change {
    /// From two estimates and their error variances, logits and logits².
    ///
    /// ```
    /// use thetis_core::outcome::{Change, Direction};
    /// let change = Change::new((-0.4, 0.09), (0.9, 0.16));
    /// assert!((change.difference - 1.3).abs() < 1e-12 && (change.error - 0.5).abs() < 1e-12);
    /// assert_eq!(change.verdict, Direction::Higher); // 1.3 / 0.5 = 2.6 standard errors
    /// assert!((change.probability - 0.9953).abs() < 1e-4);
    /// ```
    #[must_use]
    pub fn new(before: (f64, f64), after: (f64, f64)) -> Self {
        let difference = after.0 - before.0;
        let error = sqrt(before.1 + after.1);
        let index = if error > 0.0 { difference / error } else { 0.0 };
        let verdict = if index >= RELIABLE {
            Direction::Higher
        } else if index <= -RELIABLE {
            Direction::Lower
        } else {
            Direction::NoReliableChange
        };
        Self { before: before.0, after: after.0, difference, error, probability: cdf(index), verdict }
    }
}
