//! Smallest variance of the posterior after the answer, on average: `−Σ_k P(k) Var(θ | k)`, logit² (Owen 1975; van
//! der Linden 1998).
//!
//! `P(k)` is the chance of category k: as the posterior predicts it, `E P_k` (van der Linden 1998), or at the estimate,
//! `P_k(θ̂)` (catR: MEPV). Values differ by up to 7 %, choices seldom. With `t = θ − θ̂`, `Var(θ | k)` is
//! `E P_k t² / E P_k − (E P_k t / E P_k)²`: sums over the posterior before the answer, so nothing is estimated anew.
//! The posterior is that on the grid whichever estimator the design has, as in catR.

use super::Weight;
use super::recipe::{Measure, Place, Recipe};

pub(super) fn recipe(predictive: bool) -> Recipe {
    let measure = if predictive { Measure::Variance } else { Measure::VarianceAtEstimate };
    Recipe { measure, place: Place::Grid(Weight::Posterior) }
}

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use crate::Criterion;

    /// The posterior after each answer, its mean, its variance.
    #[test]
    fn values_are_variances_after_each_answer() {
        for predictive in [true, false] {
            each_case(&Criterion::ExpectedPosteriorVariance { predictive }, false, |case, theta| {
                let nodes = case.weights(true);
                case.assert_values(theta, 1e-11, |item| {
                    let mut expected = 0.0;
                    for category in 0..case.bank().categories(item) as usize {
                        let after = |at: f64, weight: f64| weight * case.probabilities(item, at)[category];
                        let chance: f64 = nodes.iter().map(|(at, weight)| after(*at, *weight)).sum();
                        let mean = nodes.iter().map(|(at, weight)| at * after(*at, *weight)).sum::<f64>() / chance;
                        let square = |at: f64| (at - mean) * (at - mean);
                        let variance =
                            nodes.iter().map(|(at, weight)| square(*at) * after(*at, *weight)).sum::<f64>() / chance;
                        let weight = if predictive { chance } else { case.probabilities(item, theta)[category] };
                        expected += weight * variance;
                    }
                    -expected
                });
            });
        }
    }
}
