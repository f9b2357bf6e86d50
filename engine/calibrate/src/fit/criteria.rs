//! Information criteria.

use super::float;
use crate::calibrate::Calibration;

/// Log-likelihood with a penalty for parameters; smaller is better. `p` is the number of free parameters, `N` the sum
/// of weights. Of a model with priors they are computed from the log-likelihood alone, as in R mirt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criteria {
    /// Number of free parameters, with the weights of an empirical histogram: the nodes of each group less 1 and less
    /// its moments that are fixed, as R mirt counts them.
    pub parameters: usize,
    /// `−2ℓ + 2p` (Akaike 1974).
    pub aic: f64,
    /// `AIC + 2p(p + 1)/(N − p − 1)` (Hurvich & Tsai 1989); infinite if N ≤ p + 1.
    pub aicc: f64,
    /// `−2ℓ + p ln N` (Schwarz 1978).
    pub bic: f64,
    /// `−2ℓ + p ln((N + 2)/24)` (Sclove 1987).
    pub sabic: f64,
}

impl Calibration {
    /// Information criteria.
    #[must_use]
    pub fn criteria(&self) -> Criteria {
        let problem = &self.evaluator.problem;
        let weights = problem.histogram.as_ref().map_or(0, |histogram| histogram.parameters(&problem.grid));
        let parameters = self.free.len() + weights;
        let (p, n, deviance) = (float(parameters), self.persons, -2.0 * self.log_likelihood);
        let aic = deviance + 2.0 * p;
        let rest = n - p - 1.0;
        let correction = if rest > 0.0 { 2.0 * p * (p + 1.0) / rest } else { f64::INFINITY };
        Criteria {
            parameters,
            aic,
            aicc: aic + correction,
            bic: deviance + p * libm::log(n),
            sabic: deviance + p * libm::log((n + 2.0) / 24.0),
        }
    }
}
