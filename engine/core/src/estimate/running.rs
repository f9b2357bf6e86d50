//! An estimate that follows the answers.

use alloc::vec::Vec;

use super::{Estimate, Plan, Response, StandardErrorKind, Status, joint, modal, posterior, standard_error};
use crate::bank::Bank;
use crate::error::Error;
use crate::list::{copy, zeros};
use crate::math::{ln, sqrt};
use crate::model::Curves;
use crate::select::Weight;

/// The state of an estimation: each answer costs what its own block costs, and the result has the same
/// bits as estimating all answers at once.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) responses: Vec<Response>,
    pub(crate) estimate: Estimate,
    statuses: Vec<Status>,
    /// Log-weights of the blocks' grids.
    weights: Vec<f64>,
    /// Test information at the same nodes, kept only under Jeffreys' prior.
    information: Vec<f64>,
}

/// What every part of an estimation reads.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) bank: &'a Bank,
    pub(crate) plan: &'a Plan,
}

impl Running {
    pub(crate) fn new(setting: Setting<'_>) -> Self {
        let plan = setting.plan;
        let k = plan.mean.len();
        let mut running = Self {
            responses: Vec::new(),
            estimate: Estimate {
                theta: copy(&plan.mean),
                se: zeros(k),
                covariance: zeros(k * k),
                status: Status::Regular,
            },
            statuses: Vec::new(),
            weights: copy(&plan.initial),
            information: zeros(plan.initial.len()),
        };
        for _ in 0..k {
            running.statuses.push(Status::Regular);
        }
        for block in 0..plan.blocks() {
            running.refresh_with_informed(setting, block);
        }
        running
    }

    /// Take an answer in; returns the block to [`refresh`](Self::refresh).
    pub(crate) fn record(&mut self, setting: Setting<'_>, response: Response) -> Result<usize, Error> {
        let Response { item, category } = response;
        if item >= setting.bank.len() {
            return Err(Error::UnknownItem { item });
        }
        if category >= setting.bank.categories(item) {
            return Err(Error::CategoryOutOfRange { item, category });
        }
        if self.responses.iter().any(|other| other.item == item) {
            return Err(Error::AnsweredTwice { item });
        }
        Ok(self.record_checked(setting, response))
    }

    /// The same for an answer that can be given.
    pub(crate) fn record_checked(&mut self, setting: Setting<'_>, response: Response) -> usize {
        let Setting { bank, plan } = setting;
        self.responses.push(response);
        let item = bank.item(response.item);
        let block = plan.block_of(item.dimensions);
        let first = block * plan.nodes;
        let mut scratch = Curves::new();
        let mut point = copy(&plan.mean);
        let points = plan.points(block);
        for node in 0..plan.nodes {
            for d in 0..plan.size {
                point[block + d] = points[node * plan.size + d];
            }
            self.weights[first + node] +=
                item.log_probability_at(item.position(&point), response.category, &mut scratch);
            if plan.jeffreys {
                self.information[first + node] += item.information_with(&point, &mut scratch);
            }
        }
        block
    }

    /// What it is after one more answer, which must be one that can be given.
    pub(crate) fn after(&self, setting: Setting<'_>, response: Response) -> Self {
        let Estimate { theta, se, covariance, status } = &self.estimate;
        let mut after = Self {
            responses: copy(&self.responses),
            estimate: Estimate { theta: copy(theta), se: copy(se), covariance: copy(covariance), status: *status },
            statuses: copy(&self.statuses),
            weights: copy(&self.weights),
            information: copy(&self.information),
        };
        let block = after.record_checked(setting, response);
        after.refresh(setting, block);
        after
    }

    /// The posterior's mass at each node of a block, summing to 1, or in one dimension the likelihood's; none where
    /// there is no grid.
    pub(crate) fn mass(&self, setting: Setting<'_>, block: usize, weight: Weight) -> Vec<f64> {
        let plan = setting.plan;
        let first = block * plan.nodes;
        let mut mass = copy(&self.weights[first..first + plan.nodes]);
        // A normal density with another mean is the old one tilted, but for a constant.
        let tilt = plan.shift(block, &self.estimate.theta) * plan.own_precision(block);
        let mut follows = false;
        for (node, mass) in mass.iter_mut().enumerate() {
            let prior = plan.initial[first + node];
            if weight == Weight::Likelihood {
                // Outside a uniform prior's bounds there is nothing to take off.
                if prior > f64::NEG_INFINITY {
                    let is_end = node == 0 || node + 1 == plan.nodes;
                    *mass += if is_end { plan.end_weight } else { 0.0 } - prior;
                }
            } else {
                follows |= self.information[first + node] > 0.0;
                if tilt != 0.0 {
                    *mass += tilt * plan.points(block)[node];
                }
            }
        }
        // Before any answer Jeffreys' prior has no information to follow and is flat.
        if follows {
            for (node, mass) in mass.iter_mut().enumerate() {
                *mass += 0.5 * ln(self.information[first + node]);
            }
        }
        posterior::normalise(&mut mass);
        mass
    }

    /// Estimate one block anew, and then those whose prior mean follows it.
    pub(crate) fn refresh_with_informed(&mut self, setting: Setting<'_>, block: usize) {
        self.refresh(setting, block);
        for other in 0..setting.plan.blocks() {
            if setting.plan.is_informed_by(other, block) {
                self.refresh(setting, other);
            }
        }
    }

    /// Estimate one block anew.
    pub(crate) fn refresh(&mut self, setting: Setting<'_>, block: usize) {
        let plan = setting.plan;
        let n = plan.size;
        let mass = self.mass(setting, block, Weight::Posterior);
        let points = plan.points(block);
        // The part of the error covariance that is not zero: one number, or all.
        let covariance = &mut self.estimate.covariance[block * (plan.mean.len() + 1)..][..n * n];
        self.statuses[block] = Status::Regular;
        if plan.is_mean {
            posterior::mean(points, &mass, &mut self.estimate.theta[block..block + n]);
        } else if n > 1 {
            joint::mode(setting, &self.responses, &mut self.estimate.theta, covariance);
        } else {
            self.statuses[block] = modal::mode(setting, block, &self.responses, &mut self.estimate.theta);
        }
        if plan.standard_error == StandardErrorKind::Posterior {
            posterior::second_moment(points, &mass, &self.estimate.theta[block..block + n], covariance);
        } else {
            standard_error::covariance(setting, block, &self.responses, &self.estimate.theta, covariance);
        }
        for d in 0..n {
            self.estimate.se[block + d] = sqrt(covariance[d * (n + 1)]);
        }
        let mut worst = Status::Regular;
        for status in &self.statuses {
            worst = worst.max(*status);
        }
        self.estimate.status = worst;
    }
}
