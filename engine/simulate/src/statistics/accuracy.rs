//! How close estimates come to the truth.

use serde::Serialize;

use super::{Moments, PairMoments};

/// Half width of the 95 % confidence interval, standard errors.
pub(crate) const INTERVAL: f64 = 1.959_963_984_540_054;

/// What one session says about one dimension.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    pub(crate) truth: f64,
    pub(crate) estimate: f64,
    pub(crate) se: f64,
}

impl Outcome {
    pub(crate) fn error(&self) -> f64 {
        self.estimate - self.truth
    }

    /// Whether the 95 % interval holds the truth.
    pub(crate) fn is_covered(&self) -> bool {
        self.error().abs() <= INTERVAL * self.se
    }
}

/// Errors of many sessions in one dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Accuracy {
    pair: PairMoments,
    error: Moments,
    squared: Moments,
    absolute: Moments,
    se: Moments,
    variance: Moments,
    covered: u64,
}

impl Accuracy {
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        let error = outcome.error();
        self.pair.add(outcome.truth, outcome.estimate);
        self.error.add(error);
        self.squared.add(error * error);
        self.absolute.add(error.abs());
        self.covered += u64::from(outcome.is_covered());
        // Answers that say nothing leave an infinite standard error, which has no mean.
        if outcome.se.is_finite() {
            self.se.add(outcome.se);
            self.variance.add(outcome.se * outcome.se);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.pair.merge(&other.pair);
        self.error.merge(&other.error);
        self.squared.merge(&other.squared);
        self.absolute.merge(&other.absolute);
        self.se.merge(&other.se);
        self.variance.merge(&other.variance);
        self.covered += other.covered;
    }

    pub(crate) fn report(&self) -> AccuracyReport {
        let n = self.error.count() as f64;
        let correlation = self.pair.correlation();
        let rmse = self.squared.mean().sqrt();
        AccuracyReport {
            true_mean: self.pair.x.mean(),
            true_sd: self.pair.x.sd(),
            estimate_sd: self.pair.y.sd(),
            bias: self.error.mean(),
            bias_error: self.error.sd() / n.sqrt(),
            rmse,
            rmse_error: self.squared.sd() / (2.0 * rmse * n.sqrt()),
            mae: self.absolute.mean(),
            correlation,
            mean_se: self.se.mean(),
            without_se: self.error.count() - self.se.count(),
            coverage: self.covered as f64 / n,
            reliability: 1.0 - self.variance.mean() / self.pair.x.variance(),
            squared_correlation: correlation * correlation,
        }
    }
}

/// Accuracy in one dimension, over all sessions. Numbers that are not defined, as the correlation where the
/// truth does not vary, are NaN.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccuracyReport {
    /// Mean of true θ.
    pub true_mean: f64,
    /// Standard deviation of true θ.
    pub true_sd: f64,
    /// Standard deviation of the estimates.
    pub estimate_sd: f64,
    /// `mean(θ̂ − θ)`, logits.
    pub bias: f64,
    /// Monte Carlo standard error of the bias, `SD/√n` (Morris, White & Crowther 2019).
    pub bias_error: f64,
    /// `√mean((θ̂ − θ)²)`, logits.
    pub rmse: f64,
    /// Monte Carlo standard error of the RMSE, by the delta method.
    pub rmse_error: f64,
    /// `mean |θ̂ − θ|`, logits.
    pub mae: f64,
    /// Pearson's correlation of θ and θ̂.
    pub correlation: f64,
    /// Mean of the standard errors that the sessions ended with, logits; without infinite ones.
    pub mean_se: f64,
    /// Number of sessions that ended with an infinite standard error.
    pub without_se: u64,
    /// Share of sessions whose 95 % interval `θ̂ ± 1.96 SE` holds θ.
    pub coverage: f64,
    /// Marginal reliability `1 − mean(SE²)/Var(θ)` (Green, Bock, Humphreys, Linn & Reckase 1984).
    pub reliability: f64,
    /// Squared correlation of θ and θ̂: the reliability that the simulation itself shows.
    pub squared_correlation: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounding of sums of a few numbers of size one.
    const ROUNDING: f64 = 1e-14;

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < ROUNDING, "{found}, expected {expected}");
    }

    #[test]
    fn every_number_by_hand() {
        let outcomes = [(-1.0, -0.5, 0.2), (0.0, -0.5, 0.3), (1.0, 1.5, 0.4), (2.0, 1.5, f64::INFINITY)];
        let mut accuracy = Accuracy::default();
        for (truth, estimate, se) in outcomes {
            accuracy.add(&Outcome { truth, estimate, se });
        }
        let report = accuracy.report();
        // Errors 0.5, −0.5, 0.5, −0.5.
        close(report.bias, 0.0);
        close(report.rmse, 0.5);
        close(report.mae, 0.5);
        // SD of the errors: √(4 · 0.25 / 3); over √4.
        close(report.bias_error, (1.0f64 / 3.0).sqrt() / 2.0);
        close(report.rmse_error, 0.0);
        // θ: mean 0.5, squared deviations 2.25 + 0.25 + 0.25 + 2.25 = 5. θ̂: mean 0.5, four times 1. Products: 1.5 + 0.5 + 0.5 + 1.5.
        close(report.true_mean, 0.5);
        close(report.true_sd, (5.0f64 / 3.0).sqrt());
        close(report.estimate_sd, (4.0f64 / 3.0).sqrt());
        close(report.correlation, 4.0 / 20f64.sqrt());
        close(report.squared_correlation, 0.8);
        close(report.mean_se, 0.3);
        assert_eq!(report.without_se, 1);
        // mean SE² = (0.04 + 0.09 + 0.16)/3; Var θ = 5/3.
        close(report.reliability, 1.0 - 0.29 / 5.0);
        // 0.5 against 1.96 · 0.2 = 0.39, 0.59, 0.78, ∞.
        close(report.coverage, 0.75);
    }

    #[test]
    fn merging_is_seeing_all() {
        let outcome = |i: i32| {
            let truth = f64::from(i) / 7.0;
            Outcome { truth, estimate: truth + f64::from(i % 3) / 5.0, se: 0.1 + f64::from(i % 4) / 20.0 }
        };
        let (mut all, mut left, mut right) = (Accuracy::default(), Accuracy::default(), Accuracy::default());
        for i in 0..40 {
            all.add(&outcome(i));
            if i < 13 { left.add(&outcome(i)) } else { right.add(&outcome(i)) }
        }
        left.merge(&right);
        let (merged, all) = (left.report(), all.report());
        close(merged.bias, all.bias);
        close(merged.rmse, all.rmse);
        close(merged.correlation, all.correlation);
        close(merged.reliability, all.reliability);
        close(merged.coverage, all.coverage);
    }
}
