//! An estimate that follows the answers.

use alloc::vec;
use alloc::vec::Vec;

use super::{
    Estimate, Estimation, Estimator, Plan, Response, StandardErrorKind, Status, joint, modal, posterior, standard_error,
};
use crate::bank::Bank;
use crate::error::Error;
use crate::math::sqrt;
use crate::model::Curves;

/// The state of an estimation: each answer costs what its own block costs, and the result has the same
/// bits as estimating all answers at once.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) responses: Vec<Response>,
    pub(crate) estimate: Estimate,
    /// Of every item of the bank, whether it is answered.
    pub(crate) answered: Vec<bool>,
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
    pub(crate) estimation: &'a Estimation,
    pub(crate) plan: &'a Plan,
}

impl Running {
    pub(crate) fn new(setting: Setting<'_>) -> Self {
        let Setting { bank, plan, .. } = setting;
        let k = bank.dimensions();
        let mut running = Self {
            responses: Vec::new(),
            estimate: Estimate {
                theta: vec![0.0; k],
                se: vec![0.0; k],
                covariance: vec![0.0; k * k],
                status: Status::Regular,
            },
            answered: vec![false; bank.len() as usize],
            statuses: vec![Status::Regular; plan.blocks()],
            weights: plan.initial.clone(),
            information: vec![0.0; plan.initial.len()],
        };
        for block in 0..plan.blocks() {
            running.refresh(setting, block);
        }
        running
    }

    pub(crate) fn is_answered(&self, item: u32) -> bool {
        self.answered[item as usize]
    }

    /// Take an answer in; returns the block to [`refresh`](Self::refresh).
    pub(crate) fn record(&mut self, setting: Setting<'_>, response: Response) -> Result<usize, Error> {
        let Setting { bank, plan, .. } = setting;
        let Response { item, category } = response;
        if item >= bank.len() {
            return Err(Error::UnknownItem { item });
        }
        if category >= bank.categories(item) {
            return Err(Error::CategoryOutOfRange { item, category });
        }
        if self.is_answered(item) {
            return Err(Error::AnsweredTwice { item });
        }
        self.answered[item as usize] = true;
        self.responses.push(response);
        let view = bank.item(item);
        let block = plan.block_of(view.dimensions);
        let nodes = plan.nodes();
        let mut scratch = Curves::new();
        let (weights, sums) = (self.weights.as_mut_slice(), self.information.as_mut_slice());
        plan.each_node(block, nodes, &mut |node, point| {
            let node = block * nodes + node;
            weights[node] += view.log_probability_at(view.position(point), category, &mut scratch);
            if plan.jeffreys {
                sums[node] += view.information_with(point, &mut scratch);
            }
        });
        Ok(block)
    }

    /// Estimate one block anew.
    pub(crate) fn refresh(&mut self, setting: Setting<'_>, block: usize) {
        let Setting { bank, estimation, plan } = setting;
        let k = bank.dimensions();
        let nodes = block * plan.nodes()..(block + 1) * plan.nodes();
        let theta = &mut self.estimate.theta;
        let mass = posterior::mass(&self.weights[nodes.clone()], &self.information[nodes]);
        let mut status = Status::Regular;
        if estimation.estimator == Estimator::Eap {
            posterior::mean(plan, block, &mass, theta);
        } else if plan.size > 1 {
            joint::mode(setting, &self.responses, theta);
        } else {
            status = modal::mode(setting, block, &self.responses, theta);
        }
        let covariance = if estimation.standard_error == StandardErrorKind::Posterior {
            posterior::second_moment(plan, block, &mass, theta)
        } else {
            standard_error::covariance(setting, block, &self.responses, theta)
        };
        for (r, row) in covariance.chunks_exact(plan.size).enumerate() {
            let start = (block + r) * k + block;
            self.estimate.covariance[start..start + plan.size].copy_from_slice(row);
            self.estimate.se[block + r] = sqrt(row[r]);
        }
        self.statuses[block] = status;
        self.estimate.status = Status::Regular;
        for status in &self.statuses {
            self.estimate.status = self.estimate.status.max(*status);
        }
    }
}
