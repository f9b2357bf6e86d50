//! How an item's value is made: what is computed of the item, and where.

use super::Weight;

/// What is computed, and where.
pub(super) struct Recipe {
    pub(super) measure: Measure,
    pub(super) place: Place,
}

/// What is computed of an item. Where it is a sum over nodes, `P_k` are the item's category probabilities, `w` and
/// `t` a node's weight and place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Nothing: every item is as good as any other.
    Same,
    /// `−|b − θ̂|`.
    Difficulty,
    /// `−|θ* − θ̂|`.
    OptimalTheta,
    /// `Σ w P_1² − (Σ w P_1)²`.
    Spread,
    /// `(1 + 1/I*) Σ w I`.
    BalancedInformation,
    /// `Σ w I`.
    Information,
    /// `Σ w Σ_k P_k(0) ln(P_k(0) / P_k)`.
    Divergence,
    /// `Σ w Σ_k P_k ln(P_k / P_k(r))`, r the reference.
    ReverseDivergence,
    /// `−Σ_k c_k (Σ w P_k t² / Σ w P_k − (Σ w P_k t / Σ w P_k)²)`, `c_k = Σ w P_k`: minus the variance left by the
    /// answer, on average.
    Variance,
    /// The same with `c_k = P_k(0)`.
    VarianceAtEstimate,
    /// Information after each possible answer.
    ExpectedInformation,
    /// A scalar of the information matrix.
    Matrix,
}

impl Measure {
    /// Whether it is defined for dichotomous items alone.
    pub(super) fn is_dichotomous(self) -> bool {
        matches!(self, Self::Difficulty | Self::OptimalTheta | Self::Spread | Self::BalancedInformation)
    }
}

/// Where it is computed.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// At the estimate.
    Estimate,
    /// A distance above the estimate in every dimension, with the same distance below it as the reference.
    Points,
    /// A distance to either side: an integral by the midpoint rule.
    Interval,
    /// So many standard errors to either side, at most as far as the range of estimates is wide.
    StandardErrors,
    /// On the estimation's grid.
    Grid(Weight),
}
