//! Alpha and the standard error of measurement.

use super::moments::ItemMoments;

/// What classical test theory says of the sum of all items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestStatistics {
    /// Mean of the sum: the sum of the items' means.
    pub mean: f64,
    /// Standard deviation of the sum, from the covariances.
    pub sd: f64,
    /// Coefficient alpha.
    pub alpha: f64,
    /// Alpha of the items brought to one variance.
    pub alpha_standardised: f64,
    /// Standard error of measurement by alpha, in units of the sum.
    pub standard_error: f64,
}

impl ItemMoments {
    /// `α = n/(n − 1) · (1 − Σ Var Xᵢ/Var T)` (Cronbach 1951; Kuder & Richardson's 20th formula of dichotomous items),
    /// standardised `α = n r̄/(1 + (n − 1) r̄)` with the mean correlation r̄, `SEM = SD √(1 − α)`.
    #[must_use]
    pub fn test_statistics(&self) -> TestStatistics {
        let items = self.items();
        let trace: f64 = (0..items).map(|i| self.covariance(i, i)).sum();
        let variance = self.total_variance();
        let correlations: f64 =
            (0..items).flat_map(|i| (0..items).map(move |j| (i, j))).map(|(i, j)| self.correlation(i, j)).sum();
        let coefficient = alpha(items, trace, variance);
        TestStatistics {
            mean: self.means().iter().sum(),
            sd: variance.sqrt(),
            alpha: coefficient,
            alpha_standardised: alpha(items, items as f64, correlations),
            standard_error: (variance * (1.0 - coefficient)).sqrt(),
        }
    }
}

/// Alpha of a sum of items, given the sum of their variances and the variance of their sum.
pub(super) fn alpha(items: usize, variances: f64, variance: f64) -> f64 {
    let n = items as f64;
    n / (n - 1.0) * (1.0 - variances / variance)
}
