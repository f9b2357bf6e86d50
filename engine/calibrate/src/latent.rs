//! The latent density on the nodes, and its derivatives.
//!
//! At node q the density of a group is `w_q ∝ exp(−½ (θ_q − μ)ᵀ Σ⁻¹ (θ_q − μ))` with `Σ w_q = 1`. Derivatives are
//! those of the normalised weights, so that the log-likelihood's gradient is exact on any grid.

use crate::linear::{self, Square};
use crate::problem::{Problem, latent_len};
use crate::quadrature::Grid;

/// What stands for the logarithm of 0 in padding.
pub(crate) const NOTHING: f64 = -1e30;

/// Mean and covariance of a group, from its latent parameters.
pub(crate) fn moments(parameters: &[f64], dimensions: usize) -> (Vec<f64>, Square) {
    let mut covariance = Square::zeros(dimensions);
    let mut place = dimensions;
    for i in 0..dimensions {
        for j in 0..=i {
            covariance.set(i, j, parameters[place]);
            covariance.set(j, i, parameters[place]);
            place += 1;
        }
    }
    (parameters[..dimensions].to_vec(), covariance)
}

/// Whether all covariance matrices are positive definite.
pub(crate) fn is_sound(problem: &Problem, full: &[f64]) -> bool {
    let dimensions = problem.dimensions();
    problem.latent.iter().all(|start| {
        let (mean, covariance) = moments(&full[*start..*start + latent_len(dimensions)], dimensions);
        mean.iter().all(|mean| mean.is_finite()) && linear::cholesky(&covariance).is_some()
    })
}

/// Fill `row` with `ln w_q`.
pub(crate) fn log_weights(parameters: &[f64], grid: &Grid, row: &mut [f64]) {
    let dimensions = grid.dimensions();
    let (mean, covariance) = moments(parameters, dimensions);
    let precision = inverse(&covariance);
    let mut total = 0.0;
    let mut most = f64::NEG_INFINITY;
    for (node, value) in row[..grid.nodes].iter_mut().enumerate() {
        let away: Vec<f64> = grid.theta.iter().zip(&mean).map(|(line, mean)| line[node] - mean).collect();
        let form: f64 = (0..dimensions)
            .map(|i| away[i] * precision.row(i).iter().zip(&away).map(|(p, a)| p * a).sum::<f64>())
            .sum();
        *value = -0.5 * form;
        most = most.max(*value);
    }
    for value in &row[..grid.nodes] {
        total += libm::exp(value - most);
    }
    let constant = most + libm::log(total);
    row[..grid.nodes].iter_mut().for_each(|value| *value -= constant);
    row[grid.nodes..].fill(NOTHING);
}

fn inverse(covariance: &Square) -> Square {
    let factor = linear::cholesky(covariance).expect("a covariance matrix was checked to be positive definite");
    linear::inverse(&factor)
}

/// `∂ ln w_q/∂parameter`: latent parameters × nodes.
pub(crate) fn scores(parameters: &[f64], grid: &Grid, log_weights: &[f64]) -> Vec<f64> {
    let dimensions = grid.dimensions();
    let size = latent_len(dimensions);
    let (mean, covariance) = moments(parameters, dimensions);
    let precision = inverse(&covariance);
    let mut scores = vec![0.0; size * grid.nodes];
    let mut scaled = vec![0.0; dimensions];
    for node in 0..grid.nodes {
        for i in 0..dimensions {
            scaled[i] = (0..dimensions).map(|j| precision.get(i, j) * (grid.theta[j][node] - mean[j])).sum();
            scores[i * grid.nodes + node] = scaled[i];
        }
        let mut place = dimensions;
        for i in 0..dimensions {
            for j in 0..=i {
                scores[place * grid.nodes + node] = scaled[i] * scaled[j] * if i == j { 0.5 } else { 1.0 };
                place += 1;
            }
        }
    }
    // The weights are normalised on the grid: the statistics' means come off.
    for row in scores.chunks_exact_mut(grid.nodes) {
        let mean: f64 = row.iter().zip(log_weights).map(|(score, log)| score * libm::exp(*log)).sum();
        row.iter_mut().for_each(|score| *score -= mean);
    }
    scores
}

/// Gradient and expected information of `Σ_q counts_q ln w_q` in the latent parameters, row by row.
pub(crate) fn derive(parameters: &[f64], grid: &Grid, log_weights: &[f64], counts: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let size = latent_len(grid.dimensions());
    let scores = scores(parameters, grid, log_weights);
    let rows: Vec<&[f64]> = scores.chunks_exact(grid.nodes).collect();
    let weights: Vec<f64> = log_weights[..grid.nodes].iter().map(|log| libm::exp(*log)).collect();
    let total: f64 = counts[..grid.nodes].iter().sum();
    let gradient = rows.iter().map(|row| row.iter().zip(counts).map(|(score, n)| score * n).sum()).collect();
    let mut information = vec![0.0; size * size];
    for i in 0..size {
        for j in 0..=i {
            let products = rows[i].iter().zip(rows[j]).zip(&weights);
            let value = total * products.map(|((a, b), weight)| a * b * weight).sum::<f64>();
            information[i * size + j] = value;
            information[j * size + i] = value;
        }
    }
    (gradient, information)
}
