//! What of an estimation no answer changes: which dimensions are estimated together, and on what grid.

use alloc::vec;
use alloc::vec::Vec;

use super::{Estimation, Estimator, StandardErrorKind};
use crate::bank::Bank;
use crate::error::Error;
use crate::math::sqrt;
use crate::matrix::quadratic_form;
use crate::prior::Prior;
use crate::quadrature::{Quadrature, Rule};

/// Largest product grid: 8 MB of weights.
const MAX_NODES: usize = 1_000_000;

/// An [`Estimation`] worked out for a bank.
///
/// Dimensions are estimated in blocks: each by itself if no item and no prior covariance links any two of
/// them, else all together.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Dimensions in a block: 1, or all.
    pub(crate) size: usize,
    /// Mean of the normal prior, or of the bank's where the prior is of another kind.
    pub(crate) mean: Vec<f64>,
    /// Inverse covariance of the same.
    pub(crate) precision: Vec<f64>,
    /// Nodes of each dimension's grid; empty if nothing needs a grid.
    axis: Vec<f64>,
    /// What a node is multiplied by before `centre` is added, one a dimension: the prior's standard deviation
    /// for the default grid, which is meant for a standard normal prior; 1 for a grid given in logits.
    scale: Vec<f64>,
    /// The prior mean for the default grid, 0 for a grid given in logits.
    centre: Vec<f64>,
    /// `ln(quadrature weight × prior)` of each node, block by block; the last dimension varies fastest.
    pub(crate) initial: Vec<f64>,
    /// Whether the prior is Jeffreys', which depends on the items answered.
    pub(crate) jeffreys: bool,
}

impl Plan {
    pub(crate) fn new(bank: &Bank, estimation: &Estimation) -> Result<Self, Error> {
        if !is_range(estimation.range.0, estimation.range.1) {
            return Err(Error::Range);
        }
        let mut normal = bank.prior();
        let mut joint_allowed = matches!(estimation.estimator, Estimator::Map | Estimator::Eap);
        let (mut lower, mut upper) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut is_normal = false;
        match &estimation.prior {
            None => is_normal = true,
            Some(Prior::Normal(other)) => {
                normal = other;
                is_normal = true;
            }
            Some(Prior::Uniform { lower: from, upper: to }) => {
                (lower, upper) = (*from, *to);
                if !is_range(lower, upper) {
                    return Err(Error::Prior);
                }
            }
            Some(Prior::Jeffreys) => {}
        }
        is_normal &= estimation.estimator != Estimator::Jeffreys;
        joint_allowed &= is_normal;
        let k = bank.dimensions();
        if normal.dimensions() != k {
            return Err(Error::Prior);
        }
        let joint = k > 1 && is_linked(bank, normal.covariance());
        if joint && !joint_allowed {
            return Err(Error::EstimatorNeedsOneDimension);
        }
        let mut plan = Self {
            size: if joint { k } else { 1 },
            mean: normal.mean().to_vec(),
            precision: normal.precision(),
            axis: Vec::new(),
            scale: vec![1.0; k],
            centre: vec![0.0; k],
            initial: Vec::new(),
            jeffreys: !is_normal && lower == f64::NEG_INFINITY,
        };
        if estimation.estimator == Estimator::Eap || estimation.standard_error == StandardErrorKind::Posterior {
            if estimation.quadrature.is_none() {
                plan.centre.copy_from_slice(normal.mean());
                for (d, scale) in plan.scale.iter_mut().enumerate() {
                    *scale = sqrt(normal.covariance()[d * (k + 1)]);
                }
            }
            let quadrature = estimation.quadrature.unwrap_or(Quadrature::default_for(plan.size));
            quadrature.check()?;
            plan.fill_grid(&quadrature, is_normal, lower, upper)?;
        }
        Ok(plan)
    }

    /// Number of blocks.
    pub(crate) fn blocks(&self) -> usize {
        self.mean.len() / self.size
    }

    /// The block of an item, from its first dimension: all of them lie in one.
    pub(crate) fn block_of(&self, dimensions: &[u32]) -> usize {
        if self.size > 1 { 0 } else { dimensions[0] as usize }
    }

    /// Number of nodes of a block's grid.
    pub(crate) fn nodes(&self) -> usize {
        self.initial.len() / self.blocks()
    }

    fn fill_grid(&mut self, quadrature: &Quadrature, is_normal: bool, lower: f64, upper: f64) -> Result<(), Error> {
        let mut nodes = 1usize;
        for _ in 0..self.size {
            nodes = nodes.saturating_mul(quadrature.nodes as usize);
        }
        if nodes > MAX_NODES {
            return Err(Error::GridTooLarge);
        }
        for j in 0..quadrature.nodes {
            self.axis.push(quadrature.node(j));
        }
        let per_axis = self.axis.len();
        let mut initial = Vec::new();
        let mut any_mass = false;
        let mut deviation = vec![0.0; self.mean.len()];
        for block in 0..self.blocks() {
            self.each_node(block, nodes, &mut |node, point| {
                let mut log_weight = 0.0;
                let mut rest = node;
                for _ in 0..self.size {
                    let j = rest % per_axis;
                    rest /= per_axis;
                    if quadrature.rule == Rule::Trapezoid && (j == 0 || j == per_axis - 1) {
                        log_weight -= core::f64::consts::LN_2;
                    }
                }
                // A uniform prior is for one dimension.
                if point[block] < lower || point[block] > upper {
                    log_weight = f64::NEG_INFINITY;
                }
                if is_normal {
                    for (d, slot) in deviation.iter_mut().enumerate() {
                        // A dimension of another block stands at its prior mean.
                        *slot = point[d] - self.mean[d];
                    }
                    log_weight -= 0.5 * quadratic_form(&self.precision, &deviation);
                }
                any_mass |= log_weight > f64::NEG_INFINITY;
                initial.push(log_weight);
            });
        }
        self.initial = initial;
        if any_mass { Ok(()) } else { Err(Error::Prior) }
    }

    /// Every node of a block's grid: its number, and its point with the other blocks at their prior means.
    pub(crate) fn each_node(&self, block: usize, nodes: usize, visit: &mut dyn FnMut(usize, &[f64])) {
        let mut point = self.mean.clone();
        // Slices and a plain count, for speed where code is compiled for size.
        let (axis, scale, centre) = (self.axis.as_slice(), self.scale.as_slice(), self.centre.as_slice());
        let here = point.as_mut_slice();
        let mut node = 0;
        while node < nodes {
            let mut rest = node;
            let mut d = self.size;
            while d > 0 {
                d -= 1;
                let mut j = rest;
                // One dimension is the common case, and worth not dividing for.
                if d > 0 {
                    j = rest % axis.len();
                    rest /= axis.len();
                }
                here[block + d] = centre[block + d] + scale[block + d] * axis[j];
            }
            visit(node, here);
            node += 1;
        }
    }
}

/// The first below the second, and both within a million logits: beyond, squares would lose what they measure.
fn is_range(lower: f64, upper: f64) -> bool {
    lower >= -1e6 && lower < upper && upper <= 1e6
}

/// Whether an item or a covariance links two dimensions.
fn is_linked(bank: &Bank, covariance: &[f64]) -> bool {
    let mut linked = false;
    for (place, value) in covariance.iter().enumerate() {
        // On the diagonal the place is a multiple of K + 1.
        linked |= *value != 0.0 && !place.is_multiple_of(bank.dimensions() + 1);
    }
    for item in 0..bank.len() {
        linked |= bank.item(item).dimensions.len() > 1;
    }
    linked
}
