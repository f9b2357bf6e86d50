//! MAP where several dimensions depend on each other: Newton's method with a safeguarded step.

use alloc::vec;
use alloc::vec::Vec;

use super::Block;
use crate::bank::Bank;
use crate::matrix::{cholesky, quadratic_form, solve};
use crate::model::Curves;
use crate::prior::Prior;

/// Converged when no dimension moves by more than this, logits.
const STEP: f64 = 1e-12;

/// Newton converges in well under twenty steps; the bound is for posteriors flatter than rounding.
const MAX_STEPS: u32 = 100;

/// Halvings of a step that does not climb.
const MAX_HALVINGS: u32 = 40;

/// The posterior mode nearest uphill of the prior mean; the only one where no item has asymptotes.
pub(super) fn mode(bank: &Bank, block: &Block) -> Vec<f64> {
    let n = block.dimensions.len();
    let (mean, precision) = normal(block);
    let mut theta = mean.clone();
    let mut height = log_posterior(bank, block, &mean, &precision, &theta);
    for _ in 0..MAX_STEPS {
        let gradient = gradient(bank, block, &mean, &precision, &theta);
        // Observed information converges quadratically; expected is positive definite everywhere.
        let factor = cholesky(&posterior_information(bank, block, &theta, true), n)
            .or_else(|| cholesky(&posterior_information(bank, block, &theta, false), n));
        let Some(factor) = factor else { return theta };
        let mut step = gradient;
        solve(&factor, n, &mut step);
        let mut scale = 1.0;
        let mut climbed = None;
        for _ in 0..MAX_HALVINGS {
            let next: Vec<f64> = theta.iter().zip(&step).map(|(t, s)| t + scale * s).collect();
            let at_next = log_posterior(bank, block, &mean, &precision, &next);
            if at_next >= height {
                climbed = Some((next, at_next));
                break;
            }
            scale *= 0.5;
        }
        let longest = step.iter().fold(0.0, |m: f64, s| m.max(s.abs()));
        match climbed {
            Some((next, at_next)) => (theta, height) = (next, at_next),
            // Rounding hides a climb this small; the full step is still the better point.
            None => {
                if longest < STEP.max(1e-6) {
                    for (t, s) in theta.iter_mut().zip(&step) {
                        *t += s;
                    }
                }
                return theta;
            }
        }
        if longest < STEP {
            return theta;
        }
    }
    theta
}

/// Information of the answers (observed, or expected) plus the prior's precision, over the block.
pub(super) fn posterior_information(bank: &Bank, block: &Block, theta: &[f64], observed: bool) -> Vec<f64> {
    let n = block.dimensions.len();
    let (_, mut information) = normal(block);
    let point = spread(bank, block, theta);
    let mut curves = Curves::new();
    for response in &block.responses {
        let view = bank.item(response.item);
        view.curves(&point, &mut curves);
        let curvature = if observed {
            -curves.categories()[response.category as usize].score_d1
        } else {
            curves.information()
        };
        for (a, i) in view.slopes().iter().zip(view.dimensions()) {
            for (b, j) in view.slopes().iter().zip(view.dimensions()) {
                information[place(block, *i) * n + place(block, *j)] += a * (b * curvature);
            }
        }
    }
    information
}

fn gradient(bank: &Bank, block: &Block, mean: &[f64], precision: &[f64], theta: &[f64]) -> Vec<f64> {
    let n = block.dimensions.len();
    let mut gradient = vec![0.0; n];
    for i in 0..n {
        for j in 0..n {
            gradient[i] += precision[i * n + j] * (mean[j] - theta[j]);
        }
    }
    let point = spread(bank, block, theta);
    let mut curves = Curves::new();
    for response in &block.responses {
        let view = bank.item(response.item);
        view.curves(&point, &mut curves);
        let score = curves.categories()[response.category as usize].score;
        for (a, j) in view.slopes().iter().zip(view.dimensions()) {
            gradient[place(block, *j)] += a * score;
        }
    }
    gradient
}

fn log_posterior(bank: &Bank, block: &Block, mean: &[f64], precision: &[f64], theta: &[f64]) -> f64 {
    let point = spread(bank, block, theta);
    let deviation: Vec<f64> = theta.iter().zip(mean).map(|(t, m)| t - m).collect();
    let prior = -0.5 * quadratic_form(precision, theta.len(), &deviation);
    let likelihood: f64 = block
        .responses
        .iter()
        .map(|r| {
            let view = bank.item(r.item);
            view.log_probability_at(view.position(&point), r.category)
        })
        .sum();
    prior + likelihood
}

/// The block's θ in the slots of the whole bank's.
fn spread(bank: &Bank, block: &Block, theta: &[f64]) -> Vec<f64> {
    let mut point = vec![0.0; bank.dimensions()];
    for (t, j) in theta.iter().zip(&block.dimensions) {
        point[*j as usize] = *t;
    }
    point
}

/// Where a dimension of the bank stands within the block.
fn place(block: &Block, dimension: u32) -> usize {
    block.dimensions.iter().position(|d| *d == dimension).unwrap_or(0)
}

/// Mean and precision of the block's prior; joint blocks are made with a normal prior only.
fn normal(block: &Block) -> (Vec<f64>, Vec<f64>) {
    match &block.prior {
        Prior::Normal(normal) => (normal.mean().to_vec(), normal.precision()),
        Prior::Uniform { .. } | Prior::Jeffreys => {
            let n = block.dimensions.len();
            (block.start.clone(), vec![0.0; n * n])
        }
    }
}
