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
        for (sum, x) in theta.iter_mut().zip(&point[block..]) {
            *sum += mass[node] * x;
        }
    });
}

/// `E (θ − centre)(θ − centre)ᵀ`, row by row: the posterior covariance if the centre is its mean.
pub(super) fn second_moment(plan: &Plan, block: usize, mass: &[f64], centre: &[f64]) -> Vec<f64> {
    let n = plan.size;
    let mut moment = vec![0.0; n * n];
    plan.each_node(block, mass.len(), &mut |node, point| {
        let deviation = |d: usize| point[block + d] - centre[block + d];
        for (place, sum) in moment.iter_mut().enumerate() {
            *sum += mass[node] * (deviation(place / n) * deviation(place % n));
        }
    });
    moment
}
