//! Selection criteria in the engine's form.

use thetis_core as core;

use crate::types::{Criterion, Scale, Weight};

/// What of a bank and a design a criterion is lowered with.
#[derive(Clone, Copy, Debug)]
pub struct CriterionContext {
    /// Number of dimensions: as many weights has a criterion that says none.
    pub dimensions: usize,
    /// Length of the whole test where the criterion does not say it.
    pub max_items: u32,
}

impl Criterion {
    /// The engine's form; `item` gives the place of an item of a fixed order.
    ///
    /// # Errors
    ///
    /// Those of `item`.
    pub fn lower<E>(
        &self,
        context: CriterionContext,
        item: impl Fn(&str) -> Result<u32, E>,
    ) -> Result<core::Criterion, E> {
        let length = |own: &Option<u32>| own.unwrap_or(context.max_items);
        let optimality = |rule, prior: &bool, weights: &Option<Vec<f64>>| core::Criterion::Optimality {
            rule,
            prior: *prior,
            weights: weights.clone().unwrap_or_else(|| vec![1.0; context.dimensions]),
        };
        Ok(match self {
            Self::MaximumInformation {} => core::Criterion::MaximumInformation,
            Self::Random {} => core::Criterion::Random,
            Self::FixedOrder { order } => {
                core::Criterion::FixedOrder(order.iter().map(|id| item(id)).collect::<Result<_, _>>()?)
            }
            Self::ClosestDifficulty {} => core::Criterion::ClosestDifficulty,
            Self::OptimalTheta {} => core::Criterion::OptimalTheta,
            Self::WeightedInformation { weight } => core::Criterion::WeightedInformation(weight.lower()),
            Self::ExpectedInformation { observed } => core::Criterion::ExpectedInformation { observed: *observed },
            Self::ExpectedPosteriorVariance { predictive } => {
                core::Criterion::ExpectedPosteriorVariance { predictive: *predictive }
            }
            Self::KullbackLeibler { weight } => core::Criterion::KullbackLeibler(weight.lower()),
            Self::KullbackLeiblerPoint { delta, scale } => {
                core::Criterion::KullbackLeiblerPoint { delta: *delta, scale: scale.lower() }
            }
            Self::KullbackLeiblerInterval { delta, scale } => {
                core::Criterion::KullbackLeiblerInterval { delta: *delta, scale: scale.lower() }
            }
            Self::GlobalDiscrimination { weight } => core::Criterion::GlobalDiscrimination(weight.lower()),
            Self::IntervalInformation { half_width } => {
                core::Criterion::IntervalInformation { half_width: *half_width }
            }
            Self::EfficiencyBalanced { standard_errors } => {
                core::Criterion::EfficiencyBalanced { standard_errors: *standard_errors }
            }
            Self::Progressive { length: own, standard_error, acceleration } => {
                core::Criterion::Progressive(core::Progress {
                    length: length(own),
                    standard_error: *standard_error,
                    acceleration: *acceleration,
                })
            }
            Self::Proportional { length: own, standard_error, acceleration } => {
                core::Criterion::Proportional(core::Progress {
                    length: length(own),
                    standard_error: *standard_error,
                    acceleration: *acceleration,
                })
            }
            Self::Stratified { strata, length: own, blocked } => {
                core::Criterion::Stratified { strata: *strata, length: length(own), blocked: *blocked }
            }
            Self::DOptimality { prior, weights } => optimality(core::MatrixRule::D, prior, weights),
            Self::TOptimality { prior, weights } => optimality(core::MatrixRule::T, prior, weights),
            Self::AOptimality { prior, weights } => optimality(core::MatrixRule::A, prior, weights),
            Self::EOptimality { prior, weights } => optimality(core::MatrixRule::E, prior, weights),
            Self::WRule { prior, weights } => optimality(core::MatrixRule::W, prior, weights),
        })
    }
}

impl Weight {
    const fn lower(self) -> core::Weight {
        match self {
            Self::Likelihood => core::Weight::Likelihood,
            Self::Posterior => core::Weight::Posterior,
        }
    }
}

impl Scale {
    const fn lower(self) -> core::Scale {
        match self {
            Self::Fixed => core::Scale::Fixed,
            Self::Shrinking => core::Scale::Shrinking,
            Self::Growing => core::Scale::Growing,
        }
    }
}
