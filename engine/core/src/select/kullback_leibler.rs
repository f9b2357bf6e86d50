//! Kullback–Leibler distances between the answers of a person at one ability and of one at another:
//! `KL(θ₀ ‖ θ) = Σ_k P_k(θ₀) ln(P_k(θ₀) / P_k(θ))`.
//!
//! | variant | value | who |
//! |---|---|---|
//! | weighted | `Σ w KL(θ̂ ‖ θ)` over the grid; weights sum to 1 | catR: KL over the likelihood, KLP over the posterior |
//! | point | `KL(θ̂ + δ ‖ θ̂ − δ)`, δ in every dimension | mirtCAT: KL, KLn; Eggen (1999) |
//! | interval | `∫ KL(θ ‖ θ̂) dθ` from `θ̂ − δ` to `θ̂ + δ`, logits | catIrt: FI-KL, VI-KL |
//!
//! Chang & Ying (1996) proposed the first with the arguments of the last, and δ shrinking with the number of answers.
//! δ is as given, over √n, or times √n (mirtCAT's KLn), with n scored answers, at least 1. Probabilities below the
//! smallest normal double count as that.

use super::Weight;
use super::recipe::{Measure, Place, Recipe};

pub(super) fn weighted(weight: Weight) -> Recipe {
    Recipe { measure: Measure::Divergence, place: Place::Grid(weight) }
}

pub(super) const POINT: Recipe = Recipe { measure: Measure::ReverseDivergence, place: Place::Points };

pub(super) const INTERVAL: Recipe = Recipe { measure: Measure::ReverseDivergence, place: Place::Interval };

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use super::Weight;
    use crate::{Criterion, Scale};

    #[test]
    fn weighted_values_are_averages_of_the_distance_from_the_estimate() {
        for weight in [Weight::Likelihood, Weight::Posterior] {
            each_case(&Criterion::KullbackLeibler(weight), false, |case, theta| {
                let nodes = case.weights(weight == Weight::Posterior);
                case.assert_values(theta, 1e-11, |item| {
                    nodes.iter().map(|(at, weight)| weight * case.divergence(item, theta, *at)).sum()
                });
            });
        }
    }

    fn scaled(delta: f64, scale: Scale, answers: usize) -> f64 {
        let root = libm::sqrt(answers.max(1) as f64);
        match scale {
            Scale::Fixed => delta,
            Scale::Shrinking => delta / root,
            Scale::Growing => delta * root,
        }
    }

    #[test]
    fn point_values_are_distances_of_two_points() {
        for scale in [Scale::Fixed, Scale::Shrinking, Scale::Growing] {
            each_case(&Criterion::KullbackLeiblerPoint { delta: 0.3, scale }, false, |case, theta| {
                let delta = scaled(0.3, scale, case.answers.len());
                case.assert_values(theta, 1e-11, |item| case.divergence(item, theta + delta, theta - delta));
            });
        }
    }

    #[test]
    fn interval_values_are_integrals_of_the_distance_to_the_estimate() {
        for scale in [Scale::Fixed, Scale::Shrinking, Scale::Growing] {
            each_case(&Criterion::KullbackLeiblerInterval { delta: 1.2, scale }, false, |case, theta| {
                let delta = scaled(1.2, scale, case.answers.len());
                case.assert_values(theta, 1e-11, |item| {
                    case.integral(theta, delta, |at| case.divergence(item, at, theta))
                });
            });
        }
    }
}
