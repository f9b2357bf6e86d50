//! Confidence beside knowledge.

use super::levels::CLEAR;
use super::normal::cdf;
use crate::math::sqrt;

/// How far confidence and knowledge have to be apart to count as different, standard deviations of the population: a large effect
/// (Cohen 1988).
const APART: f64 = 0.8;

/// A dimension's estimate beside the population it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Estimate, logits.
    pub theta: f64,
    /// Error variance, logits².
    pub variance: f64,
    /// Mean of the population, logits.
    pub mean: f64,
    /// Standard deviation of the population, logits.
    pub sd: f64,
}

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calibration {
    /// Confidence is lower than knowledge.
    Underestimates,
    /// They are near each other.
    Matches,
    /// Confidence is higher than knowledge.
    Overestimates,
    /// The answers do not tell.
    Unclear,
}

/// How a person's confidence stands to what they know.
///
/// The two have scales of their own. What they share is a population: `d = (θ_c − μ_c)/σ_c − (θ_e − μ_e)/σ_e` says by how many
/// standard deviations the person is further up in confidence than in knowledge (calibration bias; Stankov & Crawford
/// 1996). Its error follows from the error covariance of the two estimates. Where the prior correlates them, each is drawn
/// towards the other, so that a difference that is found is rather too small than too large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// d, standard deviations.
    pub difference: f64,
    /// Standard error of d.
    pub error: f64,
    /// Probability that d is below −0.8.
    pub underestimates: f64,
    /// Probability that d is between −0.8 and 0.8.
    pub matches: f64,
    /// Probability that d is above 0.8.
    pub overestimates: f64,
    /// The one that has two chances in three, if one has.
    pub verdict: Calibration,
}

impl Comparison {
    /// Compares. `covariance` is that of the two errors, logits².
    ///
    /// ```
    /// use thetis_core::outcome::{Calibration, Comparison, Placed};
    /// // One standard deviation above others in knowledge, half a one below in confidence.
    /// let knowledge = Placed { theta: 1.0, variance: 0.16, mean: 0.0, sd: 1.0 };
    /// let confidence = Placed { theta: -0.5, variance: 0.09, mean: 0.0, sd: 1.0 };
    /// let found = Comparison::new(knowledge, confidence, 0.0);
    /// assert_eq!((found.difference, found.error), (-1.5, 0.5));
    /// // P(d < −0.8) = Φ((−0.8 + 1.5) / 0.5) = Φ(1.4)
    /// assert!((found.underestimates - 0.9192).abs() < 1e-4);
    /// assert_eq!(found.verdict, Calibration::Underestimates);
    /// ```
    #[must_use]
    pub fn new(knowledge: Placed, confidence: Placed, covariance: f64) -> Self {
        let difference =
            (confidence.theta - confidence.mean) / confidence.sd - (knowledge.theta - knowledge.mean) / knowledge.sd;
        let variance = confidence.variance / (confidence.sd * confidence.sd)
            + knowledge.variance / (knowledge.sd * knowledge.sd)
            - 2.0 * covariance / (confidence.sd * knowledge.sd);
        let error = sqrt(variance.max(0.0));
        let below = |bound: f64| {
            if error > 0.0 {
                cdf((bound - difference) / error)
            } else if difference < bound {
                1.0
            } else {
                0.0
            }
        };
        let underestimates = below(-APART);
        let overestimates = 1.0 - below(APART);
        let matches = (1.0 - underestimates - overestimates).max(0.0);
        let verdict = if underestimates >= CLEAR {
            Calibration::Underestimates
        } else if overestimates >= CLEAR {
            Calibration::Overestimates
        } else if matches >= CLEAR {
            Calibration::Matches
        } else {
            Calibration::Unclear
        };
        Self { difference, error, underestimates, matches, overestimates, verdict }
    }
}
