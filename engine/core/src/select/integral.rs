//! What most criteria share: a sum over points of ability of something that an item is there.
//!
//! Ability is counted from the estimate, in every dimension of the item alike, so that one loop serves the nodes of
//! a grid, of an interval, and single points in several dimensions. Nodes belong to the dimension that an item
//! measures and are equally spaced.

use alloc::vec::Vec;

use super::View;
use super::recipe::{Measure, Place};
use crate::math::{ln, logistic};
use crate::model::{Curves, Family, ItemView};

/// Cells of an interval; as many as RSCAT has.
const CELLS: usize = 100;

/// Equally spaced nodes of one block, and room to sum in.
pub(super) struct Nodes {
    reference: f64,
    first: f64,
    step: f64,
    weights: Vec<f64>,
    /// The item's categories at a node.
    curves: Curves,
    /// Its categories at the reference, with sums or the logarithm of the probability in place of derivatives.
    sums: Curves,
}

impl Nodes {
    pub(super) const EMPTY: Self =
        Self { reference: 0.0, first: 0.0, step: 0.0, weights: Vec::new(), curves: Curves::new(), sums: Curves::new() };

    /// Lay them for a block.
    pub(super) fn lay(&mut self, place: Place, mut distance: f64, view: &View<'_>, block: usize) {
        let View { setting, running, theta, .. } = *view;
        self.curves.categories.clear();
        let mut cells = 1;
        match place {
            Place::Estimate | Place::Points => {}
            Place::Interval => cells = CELLS,
            Place::StandardErrors => {
                let (lower, upper) = setting.plan.range;
                distance = (distance * running.estimate.se[block]).min(upper - lower);
                cells = CELLS;
            }
            Place::Grid(weight) => {
                self.step = setting.plan.spacing(block);
                self.first = setting.plan.first_node(block) - theta[block];
                self.weights = running.mass(setting, block, weight);
                return;
            }
        }
        self.step = 2.0 * distance / cells as f64;
        self.first = 0.5 * self.step - distance;
        self.weights.clear();
        self.weights.resize(cells, self.step);
        if matches!(place, Place::Points) {
            (self.reference, self.first, self.weights[0]) = (-distance, distance, 1.0);
        }
    }

    /// The sum for one item.
    pub(super) fn sum(&mut self, measure: Measure, item: &ItemView<'_>, theta: &[f64]) -> f64 {
        let Self { curves, sums, .. } = self;
        let origin = item.position(theta);
        // What a logit in every dimension adds to the position.
        let mut scale = 1.0;
        if !item.location_form {
            scale = 0.0;
            for a in item.slopes {
                scale += a;
            }
        }
        let is_information = matches!(measure, Measure::Information | Measure::BalancedInformation);
        let is_divergence = matches!(measure, Measure::Divergence | Measure::ReverseDivergence);
        if !is_information {
            item.curves_at(origin + self.reference * scale, sums);
            for sum in sums.categories.iter_mut() {
                let log = if is_divergence { ln_probability(sum.probability) } else { 0.0 };
                (sum.score, sum.score_d1, sum.score_d2) = (0.0, 0.0, log);
            }
        }
        let mut total = 0.0;
        let mut t = self.first;
        for w in &self.weights {
            let x = origin + t * scale;
            if is_information {
                let slope = item.slopes[0];
                total += w * (slope * slope * item.unit_information_at(x, curves));
            } else {
                probabilities(item, x, curves);
            }
            // None for information.
            for (k, sum) in sums.categories.iter_mut().enumerate() {
                let p = curves.categories[k].probability;
                let weighted = w * p;
                if is_divergence {
                    let factor = if measure == Measure::Divergence { w * sum.probability } else { -weighted };
                    total += factor * (sum.score_d2 - ln_probability(p));
                    continue;
                }
                sum.score += weighted;
                if measure == Measure::Spread {
                    sum.score_d1 += weighted * p;
                } else {
                    sum.score_d1 += weighted * t;
                    sum.score_d2 += weighted * t * t;
                }
            }
            t += self.step;
        }
        for sum in &sums.categories {
            let (mass, first) = (sum.score, sum.score_d1);
            if measure == Measure::Spread {
                total += 0.5 * (first - mass * mass);
            } else if mass > 0.0 {
                // A category that never comes leaves nothing. Its mass is its chance, as predicted.
                let chance = if measure == Measure::Variance { mass } else { sum.probability };
                total -= chance / mass * (sum.score_d2 - first * first / mass);
            }
        }
        total
    }
}

/// Finite where the probability underflows.
fn ln_probability(p: f64) -> f64 {
    ln(p.max(f64::MIN_POSITIVE))
}

/// The categories' probabilities at a position into `curves`, which need not hold this item's.
fn probabilities(item: &ItemView<'_>, x: f64, curves: &mut Curves) {
    if let (Family::Dichotomous, [wrong, right]) = (item.family, curves.categories.as_mut_slice()) {
        // What selection on a grid spends its time with: no derivatives.
        let scale = if item.location_form { item.slopes[0] } else { 1.0 };
        let (l, q, _) = logistic(scale * (x - item.values[0]));
        let (c, d) = (item.values[1], item.values[2]);
        wrong.probability = (1.0 - d) + (d - c) * q;
        right.probability = c + (d - c) * l;
    } else {
        item.curves_at(x, curves);
    }
}
