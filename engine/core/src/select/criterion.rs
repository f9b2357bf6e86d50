//! The criteria by name, with their parameters.

use alloc::vec::Vec;

use super::recipe::{Measure, Place, Recipe};
use super::{
    closest_difficulty, efficiency_balanced, expected_posterior_variance, global_discrimination, interval_information,
    kullback_leibler, maximum_information, optimal_theta, weighted_information,
};
use crate::bank::Bank;
use crate::error::Error;
use crate::estimate::Plan;
use crate::math::{exp, ln};
use crate::model::Family;

/// What the values are averaged over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The likelihood of the answers, normalised. catR: MLWI, KL, GDI.
    Likelihood,
    /// The posterior. catR: MPWI, KLP, GDIP.
    Posterior,
}

/// How the half width δ depends on n, the number of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// δ. mirtCAT: KL; catIrt: FP, FI.
    Fixed,
    /// δ/√n, n at least 1. Chang & Ying (1996); catIrt: VP, VI.
    Shrinking,
    /// δ√n, n at least 1. mirtCAT: KLn.
    Growing,
}

/// A scalar of the information matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixRule {
    /// Determinant (Segall 1996).
    D,
    /// Weighted trace `Σ w_i I_ii`.
    T,
    /// Minus the weighted trace of the inverse, `−Σ w_i (I⁻¹)_ii`: the estimates' variances.
    A,
    /// Smallest eigenvalue.
    E,
    /// `wᵀ I w`: information about the weighted sum of the dimensions.
    W,
}

/// How far a test has come, from 0 to 1, for criteria that begin at random and end at the best item.
///
/// By length: `Σ_{k≤n} k^a / Σ_{k<length} k^a` with n answers (catR's rule "length"). By precision, if a
/// standard error is given: `max(I/I*, n/(length − 1))^a` where `I* = 1/SE²` (catR's rule "precision").
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Number of items of the whole test.
    pub length: u32,
    /// The standard error aimed at, logits; 0 to go by length.
    pub standard_error: f64,
    /// Acceleration a, above 0: the larger, the longer choices stay random.
    pub acceleration: f64,
}

/// What makes an item the best to ask: its value, larger being better.
///
/// | criterion | value | source |
/// |---|---|---|
/// | [`MaximumInformation`](Self::MaximumInformation) | `I(θ̂)` | Lord (1980) |
/// | [`ClosestDifficulty`](Self::ClosestDifficulty) | `−\|b − θ̂\|` | Urry (1970) |
/// | [`OptimalTheta`](Self::OptimalTheta) | `−\|θ* − θ̂\|`, where the item's information is largest at θ* | Birnbaum (1968); Magis (2013) |
/// | [`WeightedInformation`](Self::WeightedInformation) | `E I(θ)` over likelihood or posterior | Veerkamp & Berger (1997); van der Linden (1998) |
/// | [`ExpectedInformation`](Self::ExpectedInformation) | `Σ_k P_k I(θ̂_k)` after each answer | van der Linden (1998) |
/// | [`ExpectedPosteriorVariance`](Self::ExpectedPosteriorVariance) | `−Σ_k P_k Var(θ \| k)` | Owen (1975); van der Linden (1998); catR |
/// | [`KullbackLeibler`](Self::KullbackLeibler) | `E KL(θ̂ ‖ θ)` over likelihood or posterior | Chang & Ying (1996) |
/// | [`KullbackLeiblerPoint`](Self::KullbackLeiblerPoint) | `KL(θ̂ + δ ‖ θ̂ − δ)` | Eggen (1999); mirtCAT |
/// | [`KullbackLeiblerInterval`](Self::KullbackLeiblerInterval) | `∫ KL(θ ‖ θ̂) dθ` over `θ̂ ± δ` | Chang & Ying (1996); catIrt |
/// | [`GlobalDiscrimination`](Self::GlobalDiscrimination) | variance of `P(1)` over likelihood or posterior | Kaplan, de la Torre & Barrada (2015) |
/// | [`IntervalInformation`](Self::IntervalInformation) | `∫ I(θ) dθ` over `θ̂ ± h` | Veerkamp & Berger (1997) |
/// | [`EfficiencyBalanced`](Self::EfficiencyBalanced) | `(1 + 1/I*) ∫ I(θ) dθ` over `θ̂ ± z·SE` | Han (2012) |
/// | [`Progressive`](Self::Progressive) | `w I(θ̂) + (1 − w) U`, U uniform up to the largest I | Revuelta & Ponsoda (1998) |
/// | [`Proportional`](Self::Proportional) | `(I(θ̂) / max I)^p`, drawn in proportion | Segall (2004); Barrada et al. (2008) |
/// | [`Stratified`](Self::Stratified) | `−\|b − θ̂\|` within the stratum of slopes in turn | Chang & Ying (1999); Chang, Qian & Ying (2001) |
/// | [`Optimality`](Self::Optimality) | a scalar of the information matrix after asking | Segall (1996); Mulder & van der Linden (2009) |
///
/// `E` is over the estimation's grid; θ* and I* are where an item is most informative and how much it is there; w is
/// the [`Progress`], p that times the length or the information aimed at. Distances and variances are negative.
#[derive(Clone, Debug, PartialEq)]
pub enum Criterion {
    /// Largest Fisher information at the estimate. Where dimensions depend on each other: see
    /// [`Optimality`](Self::Optimality).
    MaximumInformation,
    /// Any item, each with equal chance.
    Random,
    /// These items in this order; what is left unnamed is never asked.
    FixedOrder(Vec<u32>),
    /// Difficulty closest to the estimate (catR: bOpt); dichotomous items.
    ClosestDifficulty,
    /// Most informative at a θ closest to the estimate (catR: thOpt); dichotomous items.
    OptimalTheta,
    /// Information averaged over the likelihood (MLWI) or the posterior (MPWI).
    WeightedInformation(Weight),
    /// Information at the estimates that each possible answer would give (MEI).
    ExpectedInformation {
        /// Observed information, as catR's default, or expected.
        observed: bool,
    },
    /// Smallest variance of the posterior after the answer, on average (MEPV).
    ExpectedPosteriorVariance {
        /// Whether answers are as likely as the posterior predicts (van der Linden 1998), or as at the estimate, which
        /// is catR's way.
        predictive: bool,
    },
    /// Kullback–Leibler distance from the estimate, averaged (catR: KL, KLP).
    KullbackLeibler(Weight),
    /// Kullback–Leibler distance between two points, in every dimension δ above and below the estimate.
    KullbackLeiblerPoint {
        /// Half width, logits.
        delta: f64,
        /// How it changes during the test.
        scale: Scale,
    },
    /// Kullback–Leibler distance to the estimate, integrated about it.
    KullbackLeiblerInterval {
        /// Half width, logits.
        delta: f64,
        /// How it changes during the test.
        scale: Scale,
    },
    /// Variance of the chance of a right answer (catR: GDI, GDIP); dichotomous items.
    GlobalDiscrimination(Weight),
    /// Information integrated about the estimate.
    IntervalInformation {
        /// Half width, logits.
        half_width: f64,
    },
    /// The same over the confidence interval, weighed against the item's greatest information; dichotomous items.
    EfficiencyBalanced {
        /// Half width, standard errors.
        standard_errors: f64,
    },
    /// From random to most informative.
    Progressive(Progress),
    /// Drawn in proportion to a power of information that grows.
    Proportional(Progress),
    /// Slopes in strata, low ones first; within, the closest difficulty; dichotomous items.
    Stratified {
        /// Number of strata.
        strata: u32,
        /// Number of items of the whole test, divided evenly among strata.
        length: u32,
        /// Whether strata are made within blocks of similar difficulty.
        blocked: bool,
    },
    /// A scalar of the information matrix of the answered items and this one, at the estimate.
    Optimality {
        /// Which.
        rule: MatrixRule,
        /// Whether the inverse prior covariance is added (mirtCAT: `DPrule`; without: `Drule`).
        prior: bool,
        /// One weight a dimension for T, A and W; not used by D and E.
        weights: Vec<f64>,
    },
}

impl Criterion {
    /// D-optimality.
    #[must_use]
    pub fn d_optimality(prior: bool, dimensions: usize) -> Self {
        Self::Optimality { rule: MatrixRule::D, prior, weights: alloc::vec![1.0; dimensions] }
    }

    /// How an item's value is made.
    pub(super) fn recipe(&self) -> Recipe {
        let whole_answer = |measure| Recipe { measure, place: Place::Estimate };
        match *self {
            Self::Random | Self::FixedOrder(_) => whole_answer(Measure::Same),
            Self::ExpectedInformation { .. } => whole_answer(Measure::ExpectedInformation),
            Self::Optimality { .. } => whole_answer(Measure::Matrix),
            Self::MaximumInformation | Self::Progressive(_) | Self::Proportional(_) => maximum_information::RECIPE,
            Self::ClosestDifficulty | Self::Stratified { .. } => closest_difficulty::RECIPE,
            Self::OptimalTheta => optimal_theta::RECIPE,
            Self::WeightedInformation(weight) => weighted_information::recipe(weight),
            Self::ExpectedPosteriorVariance { predictive } => expected_posterior_variance::recipe(predictive),
            Self::KullbackLeibler(weight) => kullback_leibler::weighted(weight),
            Self::KullbackLeiblerPoint { .. } => kullback_leibler::POINT,
            Self::KullbackLeiblerInterval { .. } => kullback_leibler::INTERVAL,
            Self::GlobalDiscrimination(weight) => global_discrimination::recipe(weight),
            Self::IntervalInformation { .. } => interval_information::RECIPE,
            Self::EfficiencyBalanced { .. } => efficiency_balanced::RECIPE,
        }
    }

    /// Distance from the estimate, logits or standard errors, after so many scored answers.
    pub(super) fn distance(&self, answers: usize) -> f64 {
        let (distance, power) = match self {
            Self::KullbackLeiblerPoint { delta, scale } | Self::KullbackLeiblerInterval { delta, scale } => {
                let power = match scale {
                    Scale::Fixed => 0.0,
                    Scale::Shrinking => -0.5,
                    Scale::Growing => 0.5,
                };
                (delta, power)
            }
            Self::IntervalInformation { half_width: distance }
            | Self::EfficiencyBalanced { standard_errors: distance } => (distance, 0.0),
            _ => return 0.5,
        };
        (distance * exp(power * ln(answers.max(1) as f64))).min(FARTHEST)
    }

    /// Whether values are sums over the estimation's grid.
    pub(crate) fn needs_grid(&self) -> bool {
        matches!(self.recipe().place, Place::Grid(_))
    }

    /// What it asks of items and estimation; its numbers are checked where they are read.
    pub(crate) fn check(&self, bank: &Bank, plan: &Plan) -> Result<(), Error> {
        let Recipe { measure, place } = self.recipe();
        if plan.size > 1 && !matches!(measure, Measure::Same | Measure::Matrix) && !matches!(place, Place::Points) {
            return Err(Error::CriterionNeedsOneDimension);
        }
        for item in 0..bank.len() {
            if measure.is_dichotomous() && bank.is_available(item) && bank.item(item).family != Family::Dichotomous {
                return Err(Error::CriterionNotForItem { item });
            }
        }
        Ok(())
    }

    /// Of every item, its stratum; none for other criteria.
    pub(crate) fn strata(&self, bank: &Bank) -> Vec<u32> {
        match self {
            Self::Stratified { strata, blocked, .. } => super::stratified::strata(bank, *strata, *blocked),
            _ => Vec::new(),
        }
    }
}

/// The farthest distance, logits or standard errors: a wider one counts as that.
const FARTHEST: f64 = 1e6;

#[cfg(test)]
mod tests {
    use alloc::sync::Arc;
    use alloc::vec;

    use super::*;
    use crate::{Design, Item, ItemModel, ItemStatus, MultivariateNormal, Selection, Test};

    fn refusal(bank: &Bank, criterion: Criterion) -> Option<Error> {
        let design = Design { selection: Selection { criterion, randomesque: 1 }, ..Design::adaptive(bank, 3) };
        Test::new(Arc::new(bank.clone()), design).err()
    }

    fn bank(items: Vec<Item>) -> Bank {
        Bank::new(1.0, MultivariateNormal::standard(1).expect("a prior"), items, "few").expect("a bank")
    }

    #[test]
    fn what_needs_dichotomous_items_names_the_other() {
        let graded = Item::new(ItemModel::graded(1.0, &[-1.0, 1.0]));
        let retired = Item { status: ItemStatus::Retired, ..graded.clone() };
        let pilot = Item { status: ItemStatus::Pilot, ..graded.clone() };
        let two_pl = Item::new(ItemModel::two_pl(1.0, 0.0));
        let mixed = bank(vec![retired.clone(), two_pl.clone(), graded]);
        let dichotomous = bank(vec![retired, two_pl, pilot]);
        for criterion in [
            Criterion::ClosestDifficulty,
            Criterion::OptimalTheta,
            Criterion::GlobalDiscrimination(Weight::Posterior),
            Criterion::EfficiencyBalanced { standard_errors: 2.0 },
            Criterion::Stratified { strata: 2, length: 3, blocked: false },
        ] {
            let expected = Some(Error::CriterionNotForItem { item: 2 });
            assert_eq!(refusal(&mixed, criterion.clone()), expected, "{criterion:?}");
            assert_eq!(refusal(&dichotomous, criterion.clone()), None, "{criterion:?}: only operational items count");
        }
        assert_eq!(refusal(&mixed, Criterion::ExpectedPosteriorVariance { predictive: true }), None, "for all models");
    }
}
