//! MAP where several dimensions depend on each other: Newton's method, its step kept short enough.

use super::{Response, Setting};
use crate::list::{copy, zeros};
use crate::matrix::{invert, product};
use crate::model::Curves;

/// Converged when no dimension moves by more than this, logits.
const STEP: f64 = 1e-12;

/// Longest step in one dimension, logits. Halved whenever the search turns back on itself, so that it
/// cannot swing about a steep item for ever.
const LONGEST: f64 = 1.0;

/// Newton converges in well under twenty steps; the bound is for posteriors flatter than rounding.
const MAX_STEPS: u32 = 200;

/// The posterior mode nearest uphill of the prior mean; the only one where no item has asymptotes.
///
/// Spoils `covariance`.
pub(super) fn mode(setting: Setting<'_>, responses: &[Response], theta: &mut [f64], covariance: &mut [f64]) {
    let n = theta.len();
    theta.copy_from_slice(&setting.plan.mean);
    let mut longest = LONGEST;
    let mut before = zeros(n);
    let mut step = zeros(n);
    let mut gradient = zeros(n);
    for _ in 0..MAX_STEPS {
        // Observed information converges quadratically; expected is positive definite everywhere.
        information_and_gradient(setting, responses, theta, true, covariance, &mut gradient);
        if invert(covariance, n) <= 0.0 {
            information_and_gradient(setting, responses, theta, false, covariance, &mut gradient);
            invert(covariance, n);
        }
        product(covariance, &gradient, &mut step);
        let (mut length, mut along) = (0.0f64, 0.0);
        for (d, s) in step.iter().enumerate() {
            length = length.max(s.abs());
            along += s * before[d];
        }
        if along < 0.0 {
            longest *= 0.5;
        }
        let scale = if length > longest { longest / length } else { 1.0 };
        for (d, s) in step.iter().enumerate() {
            theta[d] += scale * s;
        }
        if length * scale < STEP {
            break;
        }
        before.copy_from_slice(&step);
    }
}

/// Information of the answers (observed, or expected) plus the prior's precision; and the slope of the log
/// posterior.
pub(super) fn information_and_gradient(
    setting: Setting<'_>,
    responses: &[Response],
    theta: &[f64],
    observed: bool,
    information: &mut [f64],
    gradient: &mut [f64],
) {
    let plan = setting.plan;
    let n = theta.len();
    let mut towards_mean = copy(&plan.mean);
    for (d, t) in theta.iter().enumerate() {
        towards_mean[d] -= t;
    }
    product(&plan.precision, &towards_mean, gradient);
    information.copy_from_slice(&plan.precision);
    let mut curves = Curves::new();
    for response in responses {
        let item = setting.bank.item(response.item);
        item.curves(theta, &mut curves);
        let chosen = curves.categories[response.category as usize];
        for (place, a) in item.slopes.iter().enumerate() {
            gradient[item.dimensions[place] as usize] += a * chosen.score;
        }
        item.add_outer_product(if observed { -chosen.score_d1 } else { curves.information() }, n, information);
    }
}
