//! Ability estimation.
//!
//! If no item measures two dimensions and the prior correlates none, each dimension is estimated by itself,
//! exactly as in a one-dimensional test; else all are estimated jointly.
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

mod joint;
mod modal;
mod plan;
mod posterior;
mod root;
mod running;
mod score;
mod standard_error;

pub(crate) use plan::Plan;
pub(crate) use posterior::above as posterior_above;
pub(crate) use running::{Running, Setting};

use alloc::vec::Vec;

use crate::bank::Bank;
use crate::error::Error;
use crate::prior::Prior;
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
    /// Prior for MAP, EAP and posterior standard errors; `None` is the bank's own. For scoring: designs that cross into WebAssembly have
    /// the bank's, and the module they cross into is built without this.
    #[cfg(feature = "own-prior")]
    pub prior: Option<Prior>,
    /// Range in which ML, MAP, WLE and Jeffreys' mode are sought, logits. Joint MAP is not bounded.
    pub range: (f64, f64),
    /// Quadrature for EAP and posterior standard errors; `None` is
    /// [`Quadrature::default_for`] as many dimensions as depend on each other, in standard deviations of the
    /// prior about its mean.
    pub quadrature: Option<Quadrature>,
    /// The standard error reported.
    pub standard_error: StandardErrorKind,
    /// What correlated dimensions tell of each other.
    pub dependence: Dependence,
}

/// What the answers of one dimension tell of another that the prior correlates with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Dependence {
    /// Everything: one joint posterior.
    #[default]
    Joint,
    /// Each dimension is estimated by itself, covariances of the prior left aside; but for the dimensions that
    /// name another, whose prior mean follows that one's estimate: `μ_d + Σ_ds/Σ_ss (θ̂_s − μ_s)`.
    Separate {
        /// Of each dimension, the one that moves its prior mean; that one must have none itself.
        informed_by: Vec<Option<u32>>,
    },
}

impl Estimation {
    /// The same with the bank's prior.
    pub(crate) fn without_own_prior(self) -> Self {
        Self {
            #[cfg(feature = "own-prior")]
            prior: None,
            ..self
        }
    }

    /// The prior in place of the bank's.
    pub(crate) const fn own_prior(&self) -> Option<&Prior> {
        #[cfg(feature = "own-prior")]
        return self.prior.as_ref();
        #[cfg(not(feature = "own-prior"))]
        None
    }

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
        Self {
            estimator,
            #[cfg(feature = "own-prior")]
            prior: None,
            range: Self::DEFAULT_RANGE,
            quadrature: None,
            standard_error,
            dependence: Dependence::Joint,
        }
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
    let mut plan = Plan::EMPTY;
    plan.make(bank, estimation, false).map_err(|error| *error)?;
    let setting = Setting { bank, plan: &plan };
    let mut running = Running::new(setting);
    for response in responses {
        running.record(setting, response)?;
    }
    for block in 0..plan.blocks() {
        running.refresh_with_informed(setting, block);
    }
    Ok(running.estimate)
}
