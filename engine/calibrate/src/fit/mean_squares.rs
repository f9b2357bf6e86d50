//! Infit, outfit and person fit at the persons' EAP scores.

use super::{float, probabilities_at};
use crate::calibrate::Calibration;
use crate::data::Responses;
use crate::score::{Eap, ScoreError};

/// Squared residuals of an item, in units of their expectation (Wright & Masters 1982). 1 is what the model expects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanSquares {
    /// Mean of squared standardised residuals.
    pub outfit: f64,
    /// The same, standardised by the Wilson–Hilferty cube root.
    pub outfit_z: f64,
    /// Squared residuals, weighted by information.
    pub infit: f64,
    /// The same, standardised.
    pub infit_z: f64,
}

/// Fit of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonFit {
    /// Infit and outfit over the items answered.
    pub mean_squares: MeanSquares,
    /// Standardised log-likelihood of the responses (Drasgow, Levine & Williams 1985): lz, in R mirt `Zh`. Unusual
    /// patterns are below 0.
    pub lz: f64,
}

/// Smallest variance a residual is divided by, `√1e-5` as in R mirt.
const SMALLEST_VARIANCE: f64 = 0.003_162_277_660_168_379_5;
/// Largest standard deviation in the cube-root transformation, as in R mirt.
#[expect(clippy::approx_constant, reason = "R mirt has these five digits")]
const LARGEST_SPREAD: f64 = 1.414_2;

/// Sums from which mean squares are made.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sums {
    /// Weight of the responses.
    pub(crate) count: f64,
    /// Sum of squared standardised residuals.
    pub(crate) standardised: f64,
    squares: f64,
    variance: f64,
    /// `Σ C/W²`
    ratio: f64,
    /// `Σ (C − W²)`
    excess: f64,
}

impl Sums {
    pub(crate) fn add(&mut self, part: &Residual, weight: f64) {
        let Residual { value, variance, fourth } = *part;
        self.count += weight;
        self.standardised += weight * value * value / variance;
        self.squares += weight * value * value;
        self.variance += weight * variance;
        self.ratio += weight * fourth / (variance * variance);
        self.excess += weight * (fourth - variance * variance);
    }

    /// Mean squares; with `largest_spread` no standard deviation in the cube-root transformation is larger.
    pub(crate) fn mean_squares(&self, largest_spread: Option<f64>) -> MeanSquares {
        let outfit = self.standardised / self.count;
        let infit = self.squares / self.variance;
        let cube_root = |value: f64, spread: f64| {
            let q = largest_spread.map_or(spread, |largest| spread.min(largest));
            (libm::cbrt(value) - 1.0) * (3.0 / q) + q / 3.0
        };
        let outfit_spread = (self.ratio / (self.count * self.count) - 1.0 / self.count).sqrt();
        let infit_spread = (self.excess / (self.variance * self.variance)).sqrt();
        MeanSquares {
            outfit,
            outfit_z: cube_root(outfit, outfit_spread),
            infit,
            infit_z: cube_root(infit, infit_spread),
        }
    }
}

/// A response less its expectation, with the second and fourth moments of that difference.
pub(crate) struct Residual {
    pub(super) value: f64,
    variance: f64,
    fourth: f64,
}

impl Residual {
    pub(crate) fn new(probabilities: &[f64], category: usize) -> Self {
        let mean: f64 = probabilities.iter().enumerate().map(|(k, p)| float(k) * p).sum();
        let moment = |power: i32| -> f64 {
            probabilities.iter().enumerate().map(|(k, p)| (float(k) - mean).powi(power) * p).sum()
        };
        Self { value: float(category) - mean, variance: moment(2), fourth: moment(4) }
    }
}

/// A residual whose variance is bounded from below.
pub(super) fn residual(probabilities: &[f64], category: usize) -> Residual {
    let free = Residual::new(probabilities, category);
    Residual { variance: free.variance.max(SMALLEST_VARIANCE), ..free }
}

impl Calibration {
    /// Infit and outfit of each item at these scores (R mirt: `itemfit(fit_stats = "infit")` with EAP).
    ///
    /// # Errors
    /// Other items than those calibrated.
    pub fn item_mean_squares(&self, responses: &Responses, scores: &[Eap]) -> Result<Vec<MeanSquares>, ScoreError> {
        self.check(responses)?;
        let mut sums = vec![Sums::default(); responses.items()];
        for (person, score) in scores.iter().enumerate() {
            let weight = responses.weight(person);
            let instances = &self.evaluator.problem.instance_of[responses.group(person)];
            for (item, k) in responses.answers(person) {
                let p = probabilities_at(self, instances[item], &score.theta);
                sums[item].add(&residual(&p, k), weight);
            }
        }
        Ok(sums.iter().map(|sums| sums.mean_squares(Some(LARGEST_SPREAD))).collect())
    }

    /// Fit of each person at these scores (R mirt: `personfit`). A person without responses has NaN.
    ///
    /// # Errors
    /// Other items than those calibrated.
    pub fn person_fit(&self, responses: &Responses, scores: &[Eap]) -> Result<Vec<PersonFit>, ScoreError> {
        self.check(responses)?;
        let fit = |(person, score): (usize, &Eap)| {
            let mut sums = Sums::default();
            let (mut observed, mut mean, mut variance) = (0.0, 0.0, 0.0);
            let instances = &self.evaluator.problem.instance_of[responses.group(person)];
            for (item, k) in responses.answers(person) {
                let p = probabilities_at(self, instances[item], &score.theta);
                sums.add(&residual(&p, k), 1.0);
                let logs: Vec<f64> = p.iter().map(|p| libm::log(p.max(1e-300))).collect();
                let first: f64 = p.iter().zip(&logs).map(|(p, log)| p * log).sum();
                let second: f64 = p.iter().zip(&logs).map(|(p, log)| p * log * log).sum();
                observed += logs[k];
                mean += first;
                variance += second - first * first;
            }
            PersonFit { mean_squares: sums.mean_squares(Some(LARGEST_SPREAD)), lz: (observed - mean) / variance.sqrt() }
        };
        Ok(scores.iter().enumerate().map(fit).collect())
    }
}
