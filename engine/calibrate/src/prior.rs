//! Prior distributions of item parameters.

use crate::error::CalibrationError;

/// What is assumed of a parameter before the data, on the scale it is estimated on: slopes and intercepts as they
/// are, asymptotes on the logit (but for [`Beta`](Self::Beta)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParameterPrior {
    /// Normal. On an asymptote it is a prior of the logit.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Log-normal, for slopes: `ln a` is normal.
    LogNormal {
        /// Mean of the logarithm.
        mean: f64,
        /// Standard deviation of the logarithm.
        sd: f64,
    },
    /// Beta, for asymptotes, of the asymptote itself, not its logit: `(α − 1) ln g + (β − 1) ln(1 − g)` as R mirt's
    /// `expbeta`.
    Beta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
    },
}

/// `ln √(2π)`
const LN_SQRT_TWO_PI: f64 = 0.918_938_533_204_672_8;

impl ParameterPrior {
    pub(crate) fn check(&self) -> Result<(), CalibrationError> {
        let (prior, sound) = match *self {
            Self::Normal { mean, sd } => ("normal", mean.is_finite() && sd.is_finite() && sd > 0.0),
            Self::LogNormal { mean, sd } => ("log-normal", mean.is_finite() && sd.is_finite() && sd > 0.0),
            Self::Beta { alpha, beta } => ("beta", alpha.is_finite() && beta.is_finite() && alpha > 0.0 && beta > 0.0),
        };
        if sound { Ok(()) } else { Err(CalibrationError::Prior { prior }) }
    }

    /// The value if its density is positive, else one where it is: of a log-normal prior the median.
    pub(crate) fn inside(&self, x: f64) -> f64 {
        match *self {
            Self::LogNormal { mean, .. } if x <= 0.0 => libm::exp(mean),
            _ => x,
        }
    }

    /// Logarithm of the density, and its first and second derivatives in the estimated parameter. −∞ where the
    /// density is 0.
    pub(crate) fn log_density(&self, x: f64) -> (f64, f64, f64) {
        match *self {
            Self::Normal { mean, sd } => {
                let z = (x - mean) / sd;
                (-0.5 * z * z - libm::log(sd) - LN_SQRT_TWO_PI, -z / sd, -1.0 / (sd * sd))
            }
            Self::LogNormal { .. } if x <= 0.0 => (f64::NEG_INFINITY, 0.0, 0.0),
            Self::LogNormal { mean, sd } => {
                let log = libm::log(x);
                let z = (log - mean) / sd;
                let value = -0.5 * z * z - libm::log(sd) - LN_SQRT_TWO_PI - log;
                let first = -(1.0 + z / sd) / x;
                (value, first, (1.0 + z / sd - 1.0 / (sd * sd)) / (x * x))
            }
            Self::Beta { alpha, beta } => {
                let g = 1.0 / (1.0 + libm::exp(-x));
                let rest = 1.0 / (1.0 + libm::exp(x));
                let constant = libm::lgamma(alpha + beta) - libm::lgamma(alpha) - libm::lgamma(beta);
                let value = constant + (alpha - 1.0) * libm::log(g) + (beta - 1.0) * libm::log(rest);
                let first = (alpha - 1.0) * rest - (beta - 1.0) * g;
                (value, first, -(alpha + beta - 2.0) * g * rest)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_are_those_of_the_density() {
        let priors = [
            ParameterPrior::Normal { mean: -1.4, sd: 0.5 },
            ParameterPrior::LogNormal { mean: 0.2, sd: 0.7 },
            ParameterPrior::Beta { alpha: 5.0, beta: 17.0 },
        ];
        for prior in priors {
            for x in [0.3, 0.9, 2.5] {
                let h = 1e-5;
                let (_, first, second) = prior.log_density(x);
                let (right, left) = (prior.log_density(x + h), prior.log_density(x - h));
                let near = |a: f64, b: f64| (a - b).abs() < 1e-7 * (1.0 + a.abs());
                assert!(near(first, (right.0 - left.0) / (2.0 * h)), "{prior:?} at {x}");
                assert!(near(second, (right.1 - left.1) / (2.0 * h)), "{prior:?} at {x}");
            }
        }
    }

    #[test]
    fn a_density_integrates_to_one() {
        let prior = ParameterPrior::LogNormal { mean: 0.0, sd: 0.5 };
        let sum: f64 = (1..20_000).map(|i| libm::exp(prior.log_density(f64::from(i) * 1e-3).0) * 1e-3).sum();
        assert!((sum - 1.0).abs() < 1e-6, "{sum}");
    }
}
