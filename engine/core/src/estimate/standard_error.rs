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
use super::{Block, Estimator, StandardErrorKind};
use crate::bank::Bank;
use crate::matrix::{cholesky, inverse};
use crate::model::Curves;
use crate::prior::Prior;

pub(super) fn covariance(bank: &Bank, block: &Block, theta: &[f64]) -> Vec<f64> {
    if block.dimensions.len() > 1 {
        return joint(bank, block, theta);
    }
    let mut point = vec![0.0; bank.dimensions()];
    point[block.dimensions[0] as usize] = theta[0];
    let score = Score::at(bank, &block.responses, &point, &mut Curves::new());
    let from_answers = match block.standard_error {
        StandardErrorKind::Observed => -score.second,
        StandardErrorKind::Expected | StandardErrorKind::Posterior => score.information,
    };
    let from_prior = match (block.estimator, &block.prior) {
        (Estimator::Ml | Estimator::Wle, _) => 0.0,
        (Estimator::Jeffreys, _) | (_, Prior::Jeffreys) => {
            let (i, i1, i2) = (score.information, score.information_d1, score.information_d2);
            if i > 0.0 { -(i2 * i - i1 * i1) / (2.0 * i * i) } else { 0.0 }
        }
        (_, Prior::Normal(normal)) => 1.0 / normal.covariance()[0],
        (_, Prior::Uniform { .. }) => 0.0,
    };
    let information = from_answers + from_prior;
    vec![if information > 0.0 { 1.0 / information } else { f64::INFINITY }]
}

fn joint(bank: &Bank, block: &Block, theta: &[f64]) -> Vec<f64> {
    let n = block.dimensions.len();
    let observed = block.standard_error == StandardErrorKind::Observed;
    let information = super::joint::posterior_information(bank, block, theta, observed);
    cholesky(&information, n).map_or_else(
        || {
            let mut infinite = vec![0.0; n * n];
            for i in 0..n {
                infinite[i * n + i] = f64::INFINITY;
            }
            infinite
        },
        |l| inverse(&l, n),
    )
}
