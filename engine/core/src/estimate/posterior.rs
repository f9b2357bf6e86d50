//! The posterior on a grid: its mean and its spread.
//!
//! Log-weights are kept and each answer adds one row to them, so an answer costs one logarithm a node
//! however many came before, and nothing underflows however long the test.

use super::{Running, Setting};
use crate::math::{clamp, exp};
use crate::select::Weight;

/// From log-weights to masses that sum to 1.
pub(super) fn normalise(mass: &mut [f64]) {
    let mut top = f64::NEG_INFINITY;
    for w in mass.iter() {
        top = top.max(*w);
    }
    let mut total = 0.0;
    for w in mass.iter_mut() {
        *w = exp(*w - top);
        total += *w;
    }
    for w in mass.iter_mut() {
        *w /= total;
    }
}

/// `E θ` of a block.
pub(super) fn mean(points: &[f64], mass: &[f64], theta: &mut [f64]) {
    let n = theta.len();
    for (d, mean) in theta.iter_mut().enumerate() {
        *mean = 0.0;
        for (node, mass) in mass.iter().enumerate() {
            *mean += mass * points[node * n + d];
        }
    }
}

/// `E (θ − centre)(θ − centre)ᵀ` of a block, row by row: the posterior covariance if the centre is its mean.
pub(super) fn second_moment(points: &[f64], mass: &[f64], centre: &[f64], moment: &mut [f64]) {
    let n = centre.len();
    for (place, moment) in moment.iter_mut().enumerate() {
        let (r, c) = (place / n, place % n);
        *moment = 0.0;
        for (node, mass) in mass.iter().enumerate() {
            let weighted = mass * (points[node * n + r] - centre[r]);
            *moment += weighted * (points[node * n + c] - centre[c]);
        }
    }
}

/// Probability that θ of a dimension is above a cut score. A node's mass counts as spread evenly over the
/// nearest half of the way to its neighbours.
pub(crate) fn above(setting: Setting<'_>, running: &Running, dimension: usize, cut: f64) -> f64 {
    let plan = setting.plan;
    let (mut block, mut d) = (dimension, 0);
    if plan.size > 1 {
        (block, d) = (0, dimension);
    }
    let points = plan.points(block);
    let mut above = 0.0;
    for (node, mass) in running.mass(setting, block, Weight::Posterior).iter().enumerate() {
        above += mass * clamp((points[node * plan.size + d] - cut) / plan.spacing(dimension) + 0.5, 0.0, 1.0);
    }
    above
}
