//! Ability estimation.
//!
//! Dimensions that no item links and no prior covariance correlates are estimated apart, each exactly as
//! in a one-dimensional test; dimensions that depend on each other form a block and are estimated jointly.
//!
//! | estimator | solves | several dependent dimensions |
//! |---|---|---|
//! | [`Estimator::Ml`] | `S(θ) = 0` | no |
//! | [`Estimator::Map`] | `S(θ) + (ln prior)′ = 0` | yes, normal prior |
//! | [`Estimator::Wle`] | `S(θ) + J/2I = 0` (Warm 1989) | no |
//! | [`Estimator::Jeffreys`] | `S(θ) + I′/2I = 0` | no |
//! | [`Estimator::Eap`] | posterior mean by quadrature | yes, normal prior |
//!
//! `S` is the score, `I` the expected test information, `J` of
//! [`Curves::bias_numerator`](crate::Curves::bias_numerator). R mirt and mirtCAT call the Jeffreys mode
//! "WLE"; the two agree for 1PL and 2PL and differ for 3PL and 4PL.

mod eap;
mod joint;
mod modal;
mod root;
mod score;
mod standard_error;

use alloc::vec;
use alloc::vec::Vec;

use crate::bank::Bank;
use crate::error::Error;
use crate::prior::{MultivariateNormal, Prior};
use crate::quadrature::Quadrature;

/// An answer as the estimators see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    /// Index of the item in its bank.
    pub item: u32,
    /// Response category, from 0.
    pub category: u32,
}

/// Point estimators of ability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimator {
    /// Maximum likelihood, within the range.
    Ml,
    /// Mode of the posterior (Bayes modal).
    Map,
    /// Mean of the posterior.
    Eap,
    /// Warm's weighted likelihood.
    Wle,
    /// Mode of the posterior under Jeffreys' prior.
    Jeffreys,
}

/// Which standard error goes with an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardErrorKind {
    /// From expected information, plus the curvature of the prior where the estimator has one.
    Expected,
    /// From observed information (minus the second derivative of the log-likelihood), plus the prior's.
    Observed,
    /// `√E[(θ − θ̂)²]` under the posterior, by quadrature.
    Posterior,
}

/// How ability is estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimation {
    /// The estimator.
    pub estimator: Estimator,
    /// Prior for MAP, EAP and posterior standard errors; `None` is the bank's own.
    pub prior: Option<Prior>,
    /// Range in which ML, MAP, WLE and Jeffreys' mode are sought, logits. Joint MAP is not bounded.
    pub range: (f64, f64),
    /// Quadrature for EAP and posterior standard errors; `None` is [`Quadrature::default_for`] the block.
    pub quadrature: Option<Quadrature>,
    /// The standard error reported.
    pub standard_error: StandardErrorKind,
}

impl Estimation {
    /// Range in which modal estimates are sought unless another is given, logits.
    pub const DEFAULT_RANGE: (f64, f64) = (-6.0, 6.0);

    /// An estimator with the bank's prior, ±6, the default quadrature, and its usual standard error:
    /// posterior for EAP, expected for the others.
    #[must_use]
    pub fn new(estimator: Estimator) -> Self {
        let standard_error = match estimator {
            Estimator::Eap => StandardErrorKind::Posterior,
            _ => StandardErrorKind::Expected,
        };
        Self { estimator, prior: None, range: Self::DEFAULT_RANGE, quadrature: None, standard_error }
    }
}

/// How an estimate came about, worst dimension first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// An inner solution.
    Regular,
    /// The solution lies at the lower or upper end of the range: with ML, every answer was the lowest
    /// (or every one the highest).
    AtBound,
    /// Nothing answered and no prior: the estimate is the prior mean (within the range), its standard
    /// error infinite.
    NoInformation,
}

/// An estimate of ability. `theta` is always finite; a standard error is positive, infinite where the
/// answers hold no information, never NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// One value a dimension, logits.
    pub theta: Vec<f64>,
    /// Standard error of each, logits.
    pub se: Vec<f64>,
    /// Error covariance, row by row; its diagonal is `se²`.
    pub covariance: Vec<f64>,
    /// How it came about.
    pub status: Status,
}

/// Estimate ability from all answers at once.
///
/// ```
/// use thetis_core::{Bank, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Response, estimate};
/// let items = [-1.0, 0.0, 1.0].map(|b| Item::new(ItemModel::one_pl(b))).to_vec();
/// let bank = Bank::new(1.0, MultivariateNormal::standard(1)?, items, "three")?;
/// let answers = [1, 1, 0].iter().enumerate().map(|(i, c)| Response { item: i as u32, category: *c });
/// let eap = estimate(&bank, answers, &Estimation::new(Estimator::Eap))?;
/// assert!(eap.theta[0] > 0.0 && eap.se[0] < 1.0);
/// # Ok::<(), thetis_core::Error>(())
/// ```
///
/// # Errors
/// An unknown item, a category out of range, an item answered twice, or an [`Estimation`] that is not
/// defined for this bank.
pub fn estimate(
    bank: &Bank,
    responses: impl IntoIterator<Item = Response>,
    estimation: &Estimation,
) -> Result<Estimate, Error> {
    let mut running = Running::new(bank, estimation)?;
    for response in responses {
        running.record(bank, response)?;
    }
    running.refresh(bank);
    Ok(running.into_estimate())
}

/// Dimensions that are estimated together, with everything that does not change during a test.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) dimensions: Vec<u32>,
    pub(crate) prior: Prior,
    pub(crate) estimator: Estimator,
    pub(crate) standard_error: StandardErrorKind,
    pub(crate) range: (f64, f64),
    /// Where an estimate without any information is put, and joint MAP starts.
    pub(crate) start: Vec<f64>,
    pub(crate) responses: Vec<Response>,
    grid: Option<eap::Grid>,
    stale: bool,
}

/// An estimate that follows the answers: each one costs what its own block costs, and the result has
/// the same bits as estimating all answers at once.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    blocks: Vec<Block>,
    /// Block of each dimension.
    block_of: Vec<u32>,
    answered: Vec<bool>,
    statuses: Vec<Status>,
    estimate: Estimate,
}

impl Running {
    pub(crate) fn new(bank: &Bank, estimation: &Estimation) -> Result<Self, Error> {
        let (lower, upper) = estimation.range;
        if !(lower.is_finite() && upper.is_finite() && lower < upper) {
            return Err(Error::Range);
        }
        if let Some(quadrature) = &estimation.quadrature {
            quadrature.check()?;
        }
        let k = bank.dimensions();
        let normal = match &estimation.prior {
            Some(Prior::Normal(normal)) if normal.dimensions() != k => return Err(Error::Prior),
            Some(Prior::Normal(normal)) => normal,
            Some(Prior::Uniform { lower, upper }) if !(lower.is_finite() && upper.is_finite() && lower < upper) => {
                return Err(Error::Prior);
            }
            _ => bank.prior(),
        };
        let block_of = blocks_of(bank, normal);
        let count = block_of.iter().max().map_or(0, |last| last + 1);
        let blocks = (0..count)
            .map(|b| {
                let dimensions = (0u32..).zip(&block_of).filter(|(_, of)| **of == b).map(|(j, _)| j).collect();
                Block::new(dimensions, normal, estimation)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut running = Self {
            statuses: vec![Status::Regular; blocks.len()],
            blocks,
            block_of,
            answered: vec![false; bank.len() as usize],
            estimate: Estimate {
                theta: vec![0.0; k],
                se: vec![0.0; k],
                covariance: vec![0.0; k * k],
                status: Status::Regular,
            },
        };
        running.refresh(bank);
        Ok(running)
    }

    /// Take an answer in. The estimate follows at the next [`refresh`](Self::refresh).
    pub(crate) fn record(&mut self, bank: &Bank, response: Response) -> Result<(), Error> {
        let Response { item, category } = response;
        let Some(answered) = self.answered.get_mut(item as usize) else {
            return Err(Error::UnknownItem { item });
        };
        let view = bank.item(item);
        if category >= view.categories() {
            return Err(Error::CategoryOutOfRange { item, category });
        }
        if core::mem::replace(answered, true) {
            return Err(Error::AnsweredTwice { item });
        }
        let block = &mut self.blocks[self.block_of[view.dimensions()[0] as usize] as usize];
        block.responses.push(response);
        if let Some(grid) = &mut block.grid {
            grid.multiply(view, category);
        }
        block.stale = true;
        Ok(())
    }

    /// Estimate the blocks that answers have come to since the last time.
    pub(crate) fn refresh(&mut self, bank: &Bank) {
        let k = bank.dimensions();
        for (block, status) in self.blocks.iter_mut().zip(&mut self.statuses) {
            if !block.stale {
                continue;
            }
            block.stale = false;
            let (theta, covariance, block_status) = block.estimate(bank);
            let n = block.dimensions.len();
            *status = block_status;
            for (r, i) in block.dimensions.iter().enumerate() {
                let i = *i as usize;
                self.estimate.theta[i] = theta[r];
                self.estimate.se[i] = crate::math::sqrt(covariance[r * n + r]);
                for (c, j) in block.dimensions.iter().enumerate() {
                    self.estimate.covariance[i * k + *j as usize] = covariance[r * n + c];
                }
            }
        }
        self.estimate.status = self.statuses.iter().copied().max().unwrap_or(Status::Regular);
    }

    pub(crate) fn current(&self) -> &Estimate {
        &self.estimate
    }

    pub(crate) fn is_answered(&self, item: u32) -> bool {
        self.answered[item as usize]
    }

    fn into_estimate(self) -> Estimate {
        self.estimate
    }
}

impl Block {
    fn new(dimensions: Vec<u32>, normal: &MultivariateNormal, estimation: &Estimation) -> Result<Self, Error> {
        let Estimation { estimator, standard_error, range, .. } = *estimation;
        let marginal = normal.marginal(&dimensions);
        let start = marginal.mean().iter().map(|m| m.clamp(range.0, range.1)).collect();
        let prior = match &estimation.prior {
            None | Some(Prior::Normal(_)) => Prior::Normal(marginal),
            Some(other) => other.clone(),
        };
        let joint = dimensions.len() > 1;
        let normal_prior = matches!(prior, Prior::Normal(_));
        if joint && !(normal_prior && matches!(estimator, Estimator::Map | Estimator::Eap)) {
            return Err(Error::EstimatorNeedsOneDimension);
        }
        let grid = if estimator == Estimator::Eap || standard_error == StandardErrorKind::Posterior {
            let quadrature =
                estimation.quadrature.unwrap_or_else(|| Quadrature::default_for(dimensions.len()));
            Some(eap::Grid::new(&dimensions, quadrature, &prior)?)
        } else {
            None
        };
        Ok(Self {
            dimensions,
            prior,
            estimator,
            standard_error,
            range,
            start,
            responses: Vec::new(),
            grid,
            stale: true,
        })
    }

    /// Estimate, error covariance and status of this block's dimensions.
    fn estimate(&self, bank: &Bank) -> (Vec<f64>, Vec<f64>, Status) {
        let mass = self.grid.as_ref().map(eap::Grid::mass);
        let (theta, status) = match (self.estimator, &mass) {
            (Estimator::Eap, Some(mass)) => (mass.mean(), Status::Regular),
            _ if self.dimensions.len() > 1 => (joint::mode(bank, self), Status::Regular),
            _ => {
                let (theta, status) = modal::mode(bank, self);
                (vec![theta], status)
            }
        };
        let covariance = match (self.standard_error, &mass) {
            (StandardErrorKind::Posterior, Some(mass)) => mass.second_moment_about(&theta),
            _ => standard_error::covariance(bank, self, &theta),
        };
        (theta, covariance, status)
    }
}

/// The block of each dimension: linked by an item or by a prior covariance, however indirectly.
fn blocks_of(bank: &Bank, normal: &MultivariateNormal) -> Vec<u32> {
    let k = bank.dimensions();
    let mut label: Vec<u32> = (0u32..).take(k).collect();
    let mut join = |i: usize, j: usize| {
        let (keep, drop) = (label[i].min(label[j]), label[i].max(label[j]));
        for l in &mut label {
            if *l == drop {
                *l = keep;
            }
        }
    };
    for i in 0..k {
        for j in 0..i {
            if normal.covariance()[i * k + j] != 0.0 {
                join(i, j);
            }
        }
    }
    for item in 0..bank.len() {
        let dimensions = bank.item(item).dimensions();
        for j in &dimensions[1..] {
            join(dimensions[0] as usize, *j as usize);
        }
    }
    // Number the blocks without holes, in order of their first dimension.
    let mut seen: Vec<u32> = Vec::new();
    for l in &label {
        if !seen.contains(l) {
            seen.push(*l);
        }
    }
    label
        .iter()
        .map(|l| (0u32..).zip(&seen).find(|(_, s)| *s == l).map_or(0, |(b, _)| b))
        .collect()
}
