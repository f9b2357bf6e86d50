//! The posterior on a grid: its mean and its spread.
//!
//! Log-weights are kept and each answer adds one row to them, so an answer costs one logarithm a node
//! however many came before, and nothing underflows however long the test.

use alloc::vec;
use alloc::vec::Vec;

use crate::error::Error;
use crate::math::{exp, ln};
use crate::matrix::quadratic_form;
use crate::model::ItemView;
use crate::prior::Prior;
use crate::quadrature::Quadrature;

/// Largest product grid: 8 MB of weights.
const MAX_NODES: usize = 1_000_000;

/// A posterior over one block of dimensions, on the product of equally spaced nodes.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    dimensions: Vec<u32>,
    axis: Vec<f64>,
    /// `ln(quadrature weight × prior × likelihood)`, unnormalised; the last dimension varies fastest.
    log_weights: Vec<f64>,
    /// Test information at each node, kept only under Jeffreys' prior, which depends on it.
    information: Option<Vec<f64>>,
}

impl Grid {
    pub(super) fn new(dimensions: &[u32], quadrature: Quadrature, prior: &Prior) -> Result<Self, Error> {
        quadrature.check()?;
        let n = dimensions.len();
        let per_axis = quadrature.nodes as usize;
        let size = u32::try_from(n).ok().and_then(|n| per_axis.checked_pow(n)).filter(|s| *s <= MAX_NODES);
        let size = size.ok_or(Error::GridTooLarge)?;
        let axis: Vec<f64> = (0..quadrature.nodes).map(|j| quadrature.node(j)).collect();
        let ln_axis_weights: Vec<f64> = (0..quadrature.nodes).map(|j| ln(quadrature.weight(j))).collect();
        let mut grid = Self { dimensions: dimensions.to_vec(), axis, log_weights: vec![0.0; size], information: None };
        let precision = match prior {
            Prior::Normal(normal) => normal.precision(),
            Prior::Uniform { .. } | Prior::Jeffreys => Vec::new(),
        };
        let mut point = vec![0.0; n];
        for node in 0..size {
            let mut log_weight = 0.0;
            for (d, slot) in point.iter_mut().enumerate() {
                let j = grid.index(node, d);
                *slot = grid.axis[j];
                log_weight += ln_axis_weights[j];
            }
            log_weight += match prior {
                Prior::Normal(normal) => {
                    let deviation: Vec<f64> = point.iter().zip(normal.mean()).map(|(x, m)| x - m).collect();
                    -0.5 * quadratic_form(&precision, n, &deviation)
                }
                Prior::Uniform { lower, upper } if point[0] < *lower || point[0] > *upper => f64::NEG_INFINITY,
                Prior::Uniform { .. } | Prior::Jeffreys => 0.0,
            };
            grid.log_weights[node] = log_weight;
        }
        if grid.log_weights.iter().all(|w| *w == f64::NEG_INFINITY) {
            return Err(Error::Prior);
        }
        if matches!(prior, Prior::Jeffreys) {
            grid.information = Some(vec![0.0; size]);
        }
        Ok(grid)
    }

    /// Index along axis `d` of grid node `node`.
    fn index(&self, node: usize, d: usize) -> usize {
        let mut rest = node;
        for _ in d + 1..self.dimensions.len() {
            rest /= self.axis.len();
        }
        rest % self.axis.len()
    }

    /// Multiply the posterior by the likelihood of one answer.
    pub(super) fn multiply(&mut self, item: ItemView<'_>, category: u32) {
        if let [dimension] = item.dimensions() {
            // The likelihood varies along one axis only: one evaluation an axis node, then spread.
            let d = self.dimensions.iter().position(|j| j == dimension).unwrap_or(0);
            let scale = item.position_scale();
            let along: Vec<f64> =
                self.axis.iter().map(|x| item.log_probability_at(x * scale, category)).collect();
            if self.dimensions.len() == 1 {
                for (weight, l) in self.log_weights.iter_mut().zip(&along) {
                    *weight += l;
                }
            } else {
                for node in 0..self.log_weights.len() {
                    self.log_weights[node] += along[self.index(node, d)];
                }
            }
        } else {
            for node in 0..self.log_weights.len() {
                let mut eta = 0.0;
                for (a, j) in item.slopes().iter().zip(item.dimensions()) {
                    let d = self.dimensions.iter().position(|k| k == j).unwrap_or(0);
                    eta += a * self.axis[self.index(node, d)];
                }
                self.log_weights[node] += item.log_probability_at(eta, category);
            }
        }
        if let Some(information) = &mut self.information {
            let square = item.slopes()[0] * item.slopes()[0];
            let scale = item.position_scale();
            for (sum, x) in information.iter_mut().zip(&self.axis) {
                *sum += square * item.unit_information_at(x * scale);
            }
        }
    }

    /// The posterior's mass at each node, relative to the largest.
    pub(super) fn mass(&self) -> Mass<'_> {
        let mut weights = self.log_weights.clone();
        // Before any answer Jeffreys' prior has no information to follow and is flat.
        if let Some(information) = self.information.as_ref().filter(|i| i.iter().any(|i| *i > 0.0)) {
            for (w, i) in weights.iter_mut().zip(information) {
                *w += if *i > 0.0 { 0.5 * ln(*i) } else { f64::NEG_INFINITY };
            }
        }
        let top = weights.iter().fold(f64::NEG_INFINITY, |m, w| m.max(*w));
        let mut total = 0.0;
        for w in &mut weights {
            *w = exp(*w - top);
            total += *w;
        }
        Mass { grid: self, weights, total }
    }
}

/// A grid's posterior, exponentiated once and summarised as often as needed.
pub(super) struct Mass<'g> {
    grid: &'g Grid,
    weights: Vec<f64>,
    total: f64,
}

impl Mass<'_> {
    /// `E θ`.
    pub(super) fn mean(&self) -> Vec<f64> {
        (0..self.grid.dimensions.len()).map(|d| self.expectation(|node| self.coordinate(node, d))).collect()
    }

    /// `E (θ − centre)(θ − centre)ᵀ`, row by row: the posterior covariance if the centre is its mean.
    pub(super) fn second_moment_about(&self, centre: &[f64]) -> Vec<f64> {
        let n = self.grid.dimensions.len();
        let mut moment = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let expectation = self.expectation(|node| {
                    (self.coordinate(node, i) - centre[i]) * (self.coordinate(node, j) - centre[j])
                });
                moment[i * n + j] = expectation;
                moment[j * n + i] = expectation;
            }
        }
        moment
    }

    fn coordinate(&self, node: usize, d: usize) -> f64 {
        // One dimension is the common case, and worth not dividing for.
        if self.grid.dimensions.len() == 1 { self.grid.axis[node] } else { self.grid.axis[self.grid.index(node, d)] }
    }

    fn expectation(&self, f: impl Fn(usize) -> f64) -> f64 {
        let sum: f64 = self.weights.iter().enumerate().map(|(node, w)| w * f(node)).sum();
        sum / self.total
    }
}
