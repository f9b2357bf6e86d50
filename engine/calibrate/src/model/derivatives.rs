//! Derivatives of a category's log-probability, one by one.

use super::shape::{Shape, Update};
use crate::quadrature::Grid;

impl Shape {
    /// `∂ ln P(k)/∂parameter` at every node: categories × parameters × nodes.
    pub(crate) fn log_derivatives(&self, parameters: &[f64], grid: &Grid) -> Vec<f64> {
        let (categories, size) = (self.categories, self.len());
        let mut list = vec![0.0; categories * size * grid.nodes];
        let mut unused = vec![0.0; size * size];
        let mut gradient = vec![0.0; size];
        for node in 0..grid.nodes {
            let theta: Vec<f64> = grid.theta.iter().map(|line| line[node]).collect();
            let point = Grid::at(&theta);
            let mut probability = vec![0.0; categories * point.stride];
            let mut logarithm = probability.clone();
            self.curves(parameters, &point, &mut probability, &mut logarithm);
            for category in 0..categories {
                // One person in this category at this node: the gradient of its log-likelihood is what is wanted.
                let mut counts = vec![0.0; categories * point.stride];
                counts[category * point.stride] = 1.0;
                gradient.fill(0.0);
                let mut update = Update { gradient: &mut gradient, information: &mut unused };
                self.derive(parameters, &point, &probability, &counts, &mut update);
                for (place, value) in gradient.iter().enumerate() {
                    list[(category * size + place) * grid.nodes + node] = *value;
                }
            }
        }
        list
    }

    /// Add the item's expected information about ability at a point: `Σ_k (∂P_k/∂θ_d)²/P_k` for each dimension.
    pub(crate) fn information(&self, parameters: &[f64], point: &Grid, sum: &mut [f64]) {
        let mut probability = vec![0.0; self.categories * point.stride];
        let mut logarithm = probability.clone();
        self.curves(parameters, point, &mut probability, &mut logarithm);
        for (dimension, sum) in sum.iter_mut().enumerate() {
            // Central differences of ln P: good to 1e-8, where statistics are shown to four digits.
            const STEP: f64 = 1e-4;
            let at = |sign: f64| {
                let theta: Vec<f64> = point
                    .theta
                    .iter()
                    .enumerate()
                    .map(|(d, line)| line[0] + if d == dimension { sign * STEP } else { 0.0 })
                    .collect();
                let near = Grid::at(&theta);
                let mut p = vec![0.0; self.categories * near.stride];
                let mut log = p.clone();
                self.curves(parameters, &near, &mut p, &mut log);
                log
            };
            let (above, below) = (at(1.0), at(-1.0));
            for k in 0..self.categories {
                let place = k * point.stride;
                let slope = (above[place] - below[place]) / (2.0 * STEP);
                *sum += probability[place] * slope * slope;
            }
        }
    }
}
