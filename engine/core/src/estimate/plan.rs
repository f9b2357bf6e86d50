//! What of an estimation no answer changes: which dimensions are estimated together, how, and on what grid.

use alloc::vec::Vec;
use core::f64::consts::LN_2;

use super::{Dependence, Estimation, Estimator, StandardErrorKind};
use crate::bank::Bank;
use crate::error::Error;
use crate::list::zeros;
use crate::math::{clamp, sqrt};
use crate::matrix::{invert, quadratic_form};
use crate::prior::Prior;
use crate::quadrature::{Quadrature, Rule, is_range};

/// Largest product grid: 8 MB of weights.
const MAX_NODES: usize = 1_000_000;

/// What is added to the score where a mode is sought, and whose curvature counts as information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Correction {
    /// Nothing: ML, and MAP with a uniform prior.
    None,
    /// The slope of a normal prior's logarithm.
    Normal,
    /// Warm's `J/2I`.
    Warm,
    /// `I′/2I`: Jeffreys' mode, and MAP with Jeffreys' prior.
    Jeffreys,
}

/// An [`Estimation`] worked out for a bank.
///
/// Dimensions are estimated in blocks: each by itself if no item and no prior covariance links any two of
/// them, else all together.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Dimensions in a block: 1, or all.
    pub(crate) size: usize,
    /// Whether the estimate is the posterior's mean; else a mode.
    pub(crate) is_mean: bool,
    pub(crate) correction: Correction,
    pub(crate) standard_error: StandardErrorKind,
    /// Range of modal estimates.
    pub(crate) range: (f64, f64),
    /// The part of it where a uniform prior is.
    pub(crate) support: (f64, f64),
    /// Mean of the normal prior, or of the bank's where the prior is of another kind.
    pub(crate) mean: Vec<f64>,
    /// Inverse covariance of the same.
    pub(crate) precision: Vec<f64>,
    /// By how much a logit of each dimension's estimate moves the prior mean of each, a row for each that is moved.
    pull: Vec<f64>,
    /// Whether the grid's prior is Jeffreys', which depends on the items answered.
    pub(crate) jeffreys: bool,
    /// Number of nodes of a block's grid; 0 if nothing needs a grid.
    pub(crate) nodes: usize,
    /// Where they lie, logits: of each block, of each node, one number a dimension of the block, of which the last
    /// varies fastest.
    points: Vec<f64>,
    /// Distance of neighbours in each dimension.
    spacing: Vec<f64>,
    /// `ln(quadrature weight)` of the first and the last node of a dimension by itself; of the others it is 0.
    pub(crate) end_weight: f64,
    /// `ln(quadrature weight × prior)` of each node.
    pub(crate) initial: Vec<f64>,
}

impl Plan {
    /// What [`make`](Self::make) fills.
    pub(crate) const EMPTY: Self = Self {
        size: 1,
        is_mean: false,
        correction: Correction::None,
        standard_error: StandardErrorKind::Expected,
        range: (0.0, 0.0),
        support: (0.0, 0.0),
        mean: Vec::new(),
        precision: Vec::new(),
        pull: Vec::new(),
        jeffreys: false,
        nodes: 0,
        points: Vec::new(),
        spacing: Vec::new(),
        end_weight: 0.0,
        initial: Vec::new(),
    };

    pub(crate) fn make(
        &mut self,
        bank: &Bank,
        estimation: &Estimation,
        needs_grid: bool,
    ) -> Result<(), &'static Error> {
        let (from, to) = estimation.range;
        if !is_range(from, to) {
            return Err(&Error::Range);
        }
        self.range = (from, to);
        let mut normal = Some(bank.prior());
        let (mut lower, mut upper) = (f64::NEG_INFINITY, f64::INFINITY);
        match estimation.own_prior() {
            None => {}
            Some(Prior::Normal(other)) => normal = Some(other),
            Some(Prior::Uniform { lower: first, upper: last }) => {
                (normal, lower, upper) = (None, *first, *last);
                if !is_range(lower, upper) {
                    return Err(&Error::Prior);
                }
            }
            Some(Prior::Jeffreys) => normal = None,
        }
        let is_bounded = lower > f64::NEG_INFINITY;
        self.correction = match estimation.estimator {
            Estimator::Ml => Correction::None,
            Estimator::Wle => Correction::Warm,
            Estimator::Jeffreys => Correction::Jeffreys,
            _ if normal.is_some() => Correction::Normal,
            _ if is_bounded => Correction::None,
            _ => Correction::Jeffreys,
        };
        self.is_mean = estimation.estimator == Estimator::Eap;
        // The posterior lives where range and prior overlap; if they do not, at the nearer end.
        if estimation.estimator == Estimator::Map {
            self.support = (clamp(lower, from, to), clamp(upper, from, to));
        } else {
            self.support = self.range;
        }
        let is_normal = normal.is_some() && estimation.estimator != Estimator::Jeffreys;
        self.jeffreys = !is_normal && !is_bounded;
        let normal = normal.unwrap_or(bank.prior());
        let k = bank.dimensions();
        if normal.dimensions() != k {
            return Err(&Error::Prior);
        }
        self.mean.extend_from_slice(normal.mean());
        self.precision.extend_from_slice(normal.covariance());
        self.pull = zeros(k * k);
        let covariance = self.precision.as_mut_slice();
        let mut separate = false;
        if let Dependence::Separate { informed_by } = &estimation.dependence {
            separate = true;
            for (d, source) in informed_by.iter().enumerate() {
                let Some(source) = *source else { continue };
                let source = source as usize;
                // A chain would make an estimate depend on the order of answers.
                if d >= k || source >= k || informed_by.get(source).is_none_or(Option::is_some) {
                    return Err(&Error::Dependence);
                }
                // Only a normal prior has a mean to be moved.
                if is_normal {
                    self.pull[d * k + source] = covariance[d * k + source] / covariance[source * (k + 1)];
                }
            }
        }
        let mut linked = false;
        for r in 0..k {
            for c in 0..k {
                let value = &mut covariance[r * k + c];
                if r != c {
                    if separate {
                        *value = 0.0;
                    }
                    linked |= *value != 0.0;
                }
            }
        }
        for item in 0..bank.len() {
            linked |= bank.item(item).dimensions.len() > 1;
        }
        if linked {
            self.size = k;
            if separate || self.correction != Correction::Normal {
                return Err(&Error::EstimatorNeedsOneDimension);
            }
        }
        self.standard_error = estimation.standard_error;
        if needs_grid || self.is_mean || self.standard_error == StandardErrorKind::Posterior {
            let quadrature = estimation.quadrature.unwrap_or(Quadrature::default_for(self.size));
            if !quadrature.is_sound() {
                return Err(&Error::Range);
            }
            self.nodes = 1;
            for _ in 0..self.size {
                self.nodes = self.nodes.saturating_mul(quadrature.nodes as usize);
            }
            if self.nodes > MAX_NODES {
                return Err(&Error::GridTooLarge);
            }
            if quadrature.rule == Rule::Trapezoid {
                self.end_weight = -LN_2;
            }
            // The default grid is meant for a standard normal prior, one that is given is in logits.
            let (mut centre, mut scale) = (zeros(k), zeros(k));
            for d in 0..k {
                scale[d] = 1.0;
                if estimation.quadrature.is_none() {
                    centre[d] = self.mean[d];
                    scale[d] = sqrt(self.precision[d * (k + 1)]);
                }
                self.spacing.push(scale[d] * (quadrature.node(1) - quadrature.node(0)));
            }
            invert(&mut self.precision, k);
            let per_axis = quadrature.nodes as usize;
            let mut any_mass = false;
            for block in 0..self.blocks() {
                // A dimension of another block stands at its prior mean.
                let mut deviation = zeros(k);
                for node in 0..self.nodes {
                    let mut log_weight = 0.0;
                    let mut stride = self.nodes;
                    for d in block..block + self.size {
                        stride /= per_axis;
                        let j = node / stride % per_axis;
                        if j == 0 || j + 1 == per_axis {
                            log_weight += self.end_weight;
                        }
                        let x = centre[d] + scale[d] * quadrature.node(j as u32);
                        // A uniform prior is for one dimension.
                        if x < lower || x > upper {
                            log_weight = f64::NEG_INFINITY;
                        }
                        deviation[d] = x - self.mean[d];
                        self.points.push(x);
                    }
                    if is_normal {
                        log_weight -= 0.5 * quadratic_form(&self.precision, &deviation);
                    }
                    any_mass |= log_weight > f64::NEG_INFINITY;
                    self.initial.push(log_weight);
                }
            }
            return if any_mass { Ok(()) } else { Err(&Error::Prior) };
        }
        invert(&mut self.precision, k);
        Ok(())
    }

    /// Number of blocks.
    pub(crate) fn blocks(&self) -> usize {
        self.mean.len() / self.size
    }

    /// The block of an item, from its first dimension: all of them lie in one.
    pub(crate) fn block_of(&self, dimensions: &[u32]) -> usize {
        if self.size > 1 { 0 } else { dimensions[0] as usize }
    }

    /// Precision of a dimension's prior by itself, per logit².
    pub(crate) fn own_precision(&self, dimension: usize) -> f64 {
        self.precision[dimension * (self.mean.len() + 1)]
    }

    /// How far a dimension's prior mean has moved because of others' estimates, logits.
    pub(crate) fn shift(&self, dimension: usize, theta: &[f64]) -> f64 {
        let mut shift = 0.0;
        for (source, theta) in theta.iter().enumerate() {
            shift += self.pull[dimension * self.mean.len() + source] * (theta - self.mean[source]);
        }
        shift
    }

    /// Whether a dimension's prior mean follows another's estimate.
    pub(crate) fn is_informed_by(&self, dimension: usize, source: usize) -> bool {
        self.pull[dimension * self.mean.len() + source] != 0.0
    }

    /// Distance of two nodes of a dimension's grid, logits.
    pub(crate) fn spacing(&self, dimension: usize) -> f64 {
        self.spacing[dimension]
    }

    /// First node of the grid of a dimension by itself, logits.
    pub(crate) fn first_node(&self, dimension: usize) -> f64 {
        self.points[dimension * self.nodes]
    }

    /// The nodes of a block, each with a number for every dimension of the block.
    pub(crate) fn points(&self, block: usize) -> &[f64] {
        let count = self.nodes * self.size;
        &self.points[block * count..][..count]
    }
}
