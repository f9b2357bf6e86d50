//! The posterior on a grid: its mean and its spread.
//!
//! Log-weights are kept and each answer adds one row to them, so an answer costs one logarithm a node
//! however many came before, and nothing underflows however long the test.

use alloc::vec;
use alloc::vec::Vec;

use super::Plan;
use crate::math::{exp, ln};

/// The posterior's mass at each node, summing to 1, from log-weights and, under Jeffreys' prior, the test
/// information there.
pub(super) fn mass(weights: &[f64], information: &[f64]) -> Vec<f64> {
    let mut mass = weights.to_vec();
    let mut top = f64::NEG_INFINITY;
    // Before any answer Jeffreys' prior has no information to follow and is flat.
    let follows = information.iter().any(|i| *i > 0.0);
    for (w, i) in mass.iter_mut().zip(information) {
        if follows {
            *w += 0.5 * ln(*i);
        }
        top = top.max(*w);
    }
    let mut total = 0.0;
    for w in &mut mass {
        *w = exp(*w - top);
        total += *w;
    }
    for w in &mut mass {
        *w /= total;
    }
    mass
}

/// `E θ`, into the block's slots of `theta`.
pub(super) fn mean(plan: &Plan, block: usize, mass: &[f64], theta: &mut [f64]) {
    let theta = &mut theta[block..block + plan.size];
    theta.fill(0.0);
    plan.each_node(block, mass.len(), &mut |node, point| {
        let mut d = 0;
        while d < theta.len() {
            theta[d] += mass[node] * point[block + d];
            d += 1;
        }
    });
}

/// `E (θ − centre)(θ − centre)ᵀ`, row by row: the posterior covariance if the centre is its mean.
pub(super) fn second_moment(plan: &Plan, block: usize, mass: &[f64], centre: &[f64]) -> Vec<f64> {
    let n = plan.size;
    let mut moment = vec![0.0; n * n];
    let sums = moment.as_mut_slice();
    plan.each_node(block, mass.len(), &mut |node, point| {
        let mut r = 0;
        while r < n {
            let weighted = mass[node] * (point[block + r] - centre[block + r]);
            let mut c = 0;
            while c < n {
                sums[r * n + c] += weighted * (point[block + c] - centre[block + c]);
                c += 1;
            }
            r += 1;
        }
    });
    moment
}
