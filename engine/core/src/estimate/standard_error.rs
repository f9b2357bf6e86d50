//! Error covariance from expected or observed information.
//!
//! | estimator | expected |
//! |---|---|
//! | ML, WLE | `1/I` |
//! | MAP, EAP, normal prior | `1/(I + σ⁻²)`; in several dimensions `(I + Σ⁻¹)⁻¹` |
//! | MAP, EAP, uniform prior | `1/I` |
//! | Jeffreys' mode, or Jeffreys' prior | `1/(I − (I″I − I′²)/2I²)` |
//!
//! Observed replaces I by minus the second derivative of the log-likelihood. Where the result would not
//! be positive (a 3PL likelihood can be convex) the error is infinite.

use alloc::vec;
use alloc::vec::Vec;

use super::score::Score;
use super::{Estimator, Response, Setting, StandardErrorKind, joint};
use crate::matrix::invert;
use crate::prior::Prior;

pub(super) fn covariance(setting: Setting<'_>, block: usize, responses: &[Response], theta: &[f64]) -> Vec<f64> {
    let Setting { estimation, plan, .. } = setting;
    let observed = estimation.standard_error == StandardErrorKind::Observed;
    let n = plan.size;
    let mut information = if n > 1 {
        joint::information_and_gradient(setting, responses, theta, observed).0
    } else {
        let score = Score::at(setting, block, responses, theta[block]);
        let from_answers = if observed { -score.second } else { score.information };
        let from_prior = match (estimation.estimator, &estimation.prior) {
            (Estimator::Ml | Estimator::Wle, _) => 0.0,
            (Estimator::Jeffreys, _) | (_, Some(Prior::Jeffreys)) => {
                let (i, i1, i2) = (score.information, score.information_d1, score.information_d2);
                score.over_twice_information(score.over_twice_information(i1 * i1 - i2 * i)) * 2.0
            }
            (_, Some(Prior::Uniform { .. })) => 0.0,
            _ => plan.precision[block * (plan.mean.len() + 1)],
        };
        vec![from_answers + from_prior]
    };
    if invert(&mut information, n) > 0.0 { information } else { vec![f64::INFINITY; n * n] }
}
