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

use super::plan::Correction;
use super::score::Score;
use super::{Response, Setting, StandardErrorKind, joint};
use crate::list::copy;
use crate::matrix::invert;

pub(super) fn covariance(
    setting: Setting<'_>,
    block: usize,
    responses: &[Response],
    theta: &[f64],
    covariance: &mut [f64],
) {
    let plan = setting.plan;
    let observed = plan.standard_error == StandardErrorKind::Observed;
    if plan.size > 1 {
        joint::information_and_gradient(setting, responses, theta, observed, covariance, &mut copy(theta));
    } else {
        let score = Score::at(setting, block, responses, theta[block]);
        covariance[0] = if observed { -score.second } else { score.information };
        covariance[0] += match plan.correction {
            Correction::Normal => plan.own_precision(block),
            Correction::Jeffreys => {
                let (i, i1, i2) = (score.information, score.information_d1, score.information_d2);
                score.over_twice_information(score.over_twice_information(i1 * i1 - i2 * i)) * 2.0
            }
            _ => 0.0,
        };
    }
    if invert(covariance, plan.size) <= 0.0 {
        covariance.fill(f64::INFINITY);
    }
}
