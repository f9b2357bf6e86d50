//! The latent density as an empirical histogram: its weights at the nodes are estimated.
//!
//! EM's step for the weights (Bock & Aitkin 1981; Mislevy 1984) is the expected part of a group's persons at each
//! node, `p_q = n_q/N`. Where zero and unit of ability must be fixed, the step maximises `Σ_q n_q ln w_q` among the
//! weights of mean μ and variance σ²: `w_q = p_q/(1 + λᵀc_q)`, `c_q = (θ_q − μ, (θ_q − μ)² − σ²)`, with λ such that
//! `Σ_q w_q c_q = 0` (empirical likelihood, Owen 1988). So the log-likelihood never falls. R mirt's `EHW` instead
//! shifts the histogram by interpolation (Woods 2007), which agrees as nodes become dense.

use crate::latent::{self, NOTHING};
use crate::quadrature::Grid;
use crate::specification::{LatentNormal, Setting};

/// Logarithm of the least weight: 1e-130, so that products of logarithms stay finite.
const LEAST: f64 = -300.0;

/// Moments that are held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Held {
    pub(crate) mean: Option<f64>,
    pub(crate) variance: Option<f64>,
}

/// The weights of all groups, in one dimension.
#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    /// Of each group, what is held.
    pub(crate) held: Vec<Held>,
    /// `ln w_q`: groups × stride.
    pub(crate) log_weights: Vec<f64>,
}

impl Histogram {
    /// Begin with normal densities; `None` if a variance is held about a mean that is not.
    pub(crate) fn new(densities: &[LatentNormal], grid: &Grid) -> Option<Self> {
        let fixed = |setting: Setting| match setting {
            Setting::Fixed(value) => Some(value),
            Setting::Estimated(_) => None,
        };
        let held: Vec<Held> = densities
            .iter()
            .map(|density| Held { mean: fixed(density.mean[0]), variance: fixed(density.covariance[0]) })
            .collect();
        if held.iter().any(|held| held.mean.is_none() && held.variance.is_some()) {
            return None;
        }
        let mut log_weights = vec![0.0; densities.len() * grid.stride];
        for (density, row) in densities.iter().zip(log_weights.chunks_exact_mut(grid.stride)) {
            latent::log_weights(&[density.mean[0].value(), density.covariance[0].value()], grid, row);
        }
        Some(Self { held, log_weights })
    }

    /// The weights of a group's nodes; they sum to 1.
    pub(crate) fn weights(&self, group: usize, grid: &Grid) -> Vec<f64> {
        let row = &self.log_weights[group * grid.stride..];
        row[..grid.nodes].iter().map(|log| libm::exp(*log)).collect()
    }

    /// Mean and variance of a group.
    pub(crate) fn moments(&self, group: usize, grid: &Grid) -> (f64, f64) {
        let weights = self.weights(group, grid);
        let theta = &grid.theta[0];
        let mean: f64 = weights.iter().zip(theta).map(|(w, theta)| w * theta).sum();
        let variance = weights.iter().zip(theta).map(|(w, theta)| w * (theta - mean) * (theta - mean)).sum();
        (mean, variance)
    }

    /// Number of free weights: those of all nodes but one, less the moments that are held.
    pub(crate) fn parameters(&self, grid: &Grid) -> usize {
        let held = |held: &Held| usize::from(held.mean.is_some()) + usize::from(held.variance.is_some());
        self.held.iter().map(|own| (grid.nodes - 1).saturating_sub(held(own))).sum()
    }

    /// EM's step: `ln w` of all groups, from expected numbers of persons at the nodes (groups × stride).
    pub(crate) fn maximise(&self, counts: &[f64], grid: &Grid) -> Vec<f64> {
        let mut next = vec![NOTHING; self.log_weights.len()];
        let rows = next.chunks_exact_mut(grid.stride).zip(counts.chunks_exact(grid.stride));
        for (held, (row, counts)) in self.held.iter().zip(rows) {
            let total: f64 = counts[..grid.nodes].iter().sum();
            let parts: Vec<f64> = counts[..grid.nodes].iter().map(|n| n / total).collect();
            let weights = hold(*held, &parts, &grid.theta[0][..grid.nodes]);
            for (log, weight) in row.iter_mut().zip(&weights) {
                *log = libm::log(*weight).max(LEAST);
            }
        }
        next
    }

    /// The weights nearest to `exp` of these logarithms: they sum to 1 and have the moments that are held. `None` if a
    /// logarithm is not finite.
    pub(crate) fn nearest(&self, logarithms: &[f64], grid: &Grid) -> Option<Vec<f64>> {
        let mut parts = vec![0.0; logarithms.len()];
        for (row, logs) in parts.chunks_exact_mut(grid.stride).zip(logarithms.chunks_exact(grid.stride)) {
            let logs = &logs[..grid.nodes];
            if !logs.iter().all(|log| log.is_finite()) {
                return None;
            }
            let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            row.iter_mut().zip(logs).for_each(|(part, log)| *part = libm::exp(log - most));
        }
        Some(self.maximise(&parts, grid))
    }
}

/// `p_q/(1 + λᵀc_q)`: λ maximises the concave `Σ_q p_q ln(1 + λᵀc_q)`, by Newton's method with halved steps.
fn hold(held: Held, parts: &[f64], theta: &[f64]) -> Vec<f64> {
    /// Newton steps at most, and the size of the gradient at which they end.
    const STEPS: u32 = 100;
    const SMALL: f64 = 1e-13;
    /// A step is halved so often at most.
    const HALVINGS: u32 = 60;
    let Some(mean) = held.mean else { return parts.to_vec() };
    let statistics = |theta: &f64| {
        let away = theta - mean;
        // Without a variance that is held, the second statistic is nothing.
        [away, held.variance.map_or(0.0, |variance| away * away - variance)]
    };
    let c: Vec<[f64; 2]> = theta.iter().map(statistics).collect();
    let factor = |lambda: [f64; 2], c: &[f64; 2]| 1.0 + lambda[0] * c[0] + lambda[1] * c[1];
    let value = |lambda: [f64; 2]| -> f64 {
        let terms = parts.iter().zip(&c).filter(|(part, _)| **part > 0.0);
        terms
            .map(|(part, c)| {
                let factor = factor(lambda, c);
                if factor > 0.0 { part * libm::log(factor) } else { f64::NEG_INFINITY }
            })
            .sum()
    };
    let mut lambda = [0.0; 2];
    let mut best = value(lambda);
    for _ in 0..STEPS {
        let (mut gradient, mut curvature) = ([0.0; 2], [0.0; 3]);
        for (part, c) in parts.iter().zip(&c).filter(|(part, _)| **part > 0.0) {
            let factor = factor(lambda, c);
            for i in 0..2 {
                gradient[i] += part * c[i] / factor;
            }
            let weight = part / (factor * factor);
            curvature[0] += weight * c[0] * c[0];
            curvature[1] += weight * c[0] * c[1];
            curvature[2] += weight * c[1] * c[1];
        }
        if gradient[0].abs().max(gradient[1].abs()) < SMALL {
            break;
        }
        let step = if held.variance.is_some() {
            let determinant = curvature[0] * curvature[2] - curvature[1] * curvature[1];
            [
                (curvature[2] * gradient[0] - curvature[1] * gradient[1]) / determinant,
                (curvature[0] * gradient[1] - curvature[1] * gradient[0]) / determinant,
            ]
        } else {
            [gradient[0] / curvature[0], 0.0]
        };
        let mut scale = 1.0;
        let mut taken = false;
        for _ in 0..HALVINGS {
            let next = [lambda[0] + scale * step[0], lambda[1] + scale * step[1]];
            let found = value(next);
            if found >= best {
                (lambda, best, taken) = (next, found, true);
                break;
            }
            scale *= 0.5;
        }
        if !taken {
            break;
        }
    }
    let weights: Vec<f64> = parts.iter().zip(&c).map(|(part, c)| part / factor(lambda, c)).collect();
    // 1 but for rounding.
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quadrature::Nodes;

    /// Expected numbers of persons, skewed and not standardised.
    fn counts(grid: &Grid) -> Vec<f64> {
        let bump = |theta: f64, mean: f64, sd: f64| libm::exp(-0.5 * (theta - mean) * (theta - mean) / (sd * sd)) / sd;
        let mut counts = vec![0.0; grid.stride];
        for (count, theta) in counts.iter_mut().zip(&grid.theta[0]).take(grid.nodes) {
            *count = 300.0 * bump(*theta, -0.4, 0.6) + 100.0 * bump(*theta, 2.0, 0.9);
        }
        counts
    }

    #[test]
    fn what_is_held_is_held() {
        let grid = Grid::new(&Nodes::default_for(1), 1);
        let counts = counts(&grid);
        for (density, mean, variance) in [
            (LatentNormal::standard(1), Some(0.0), Some(1.0)),
            (LatentNormal::free_variance(), Some(0.0), None),
            (LatentNormal::free(), None, None),
        ] {
            let mut histogram = Histogram::new(&[density], &grid).expect("nothing amiss");
            histogram.log_weights = histogram.maximise(&counts, &grid);
            let found = histogram.moments(0, &grid);
            assert!((histogram.weights(0, &grid).iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(mean.is_none_or(|mean| (found.0 - mean).abs() < 1e-10), "{found:?}");
            assert!(variance.is_none_or(|variance| (found.1 - variance).abs() < 1e-10), "{found:?}");
        }
    }

    /// No other weights of the same moments, near by, have a larger `Σ n ln w`.
    #[test]
    fn the_step_is_the_maximum() {
        let grid = Grid::new(&Nodes::default_for(1), 1);
        let counts = counts(&grid);
        let histogram = Histogram::new(&[LatentNormal::standard(1)], &grid).expect("nothing amiss");
        let best = histogram.maximise(&counts, &grid);
        let value = |logs: &[f64]| -> f64 { logs.iter().zip(&counts).take(grid.nodes).map(|(log, n)| n * log).sum() };
        for node in (18..48).step_by(5) {
            for push in [-0.05, 0.05] {
                let mut moved = best.clone();
                moved[node] += push;
                let moved = histogram.nearest(&moved, &grid).expect("finite");
                assert!(value(&moved) < value(&best), "node {node}, {push}: {} {}", value(&moved), value(&best));
            }
        }
    }

    #[test]
    fn a_variance_about_no_mean_is_refused() {
        let grid = Grid::new(&Nodes::default_for(1), 1);
        let density = LatentNormal { mean: vec![Setting::Estimated(0.0)], covariance: vec![Setting::Fixed(1.0)] };
        assert!(Histogram::new(&[density], &grid).is_none());
    }
}
