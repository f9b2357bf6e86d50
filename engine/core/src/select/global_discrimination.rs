//! Variance of the chance of a right answer, `Σ w P² − (Σ w P)²` (Kaplan, de la Torre & Barrada 2015).
//!
//! Over the likelihood catR calls it GDI, over the posterior GDIP. Weights are on the estimation's grid and sum
//! to 1. Dichotomous items.

use super::Weight;
use super::recipe::{Measure, Place, Recipe};

pub(super) fn recipe(weight: Weight) -> Recipe {
    Recipe { measure: Measure::Spread, place: Place::Grid(weight) }
}

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use super::Weight;
    use crate::Criterion;

    #[test]
    fn values_are_variances_of_the_chance_of_a_right_answer() {
        for weight in [Weight::Likelihood, Weight::Posterior] {
            each_case(&Criterion::GlobalDiscrimination(weight), true, |case, theta| {
                let nodes = case.weights(weight == Weight::Posterior);
                case.assert_values(theta, 1e-11, |item| {
                    let chance = |at: f64| case.probabilities(item, at)[1];
                    let mean: f64 = nodes.iter().map(|(at, weight)| weight * chance(*at)).sum();
                    let square = |at: f64| (chance(at) - mean) * (chance(at) - mean);
                    nodes.iter().map(|(at, weight)| weight * square(*at)).sum()
                });
            });
        }
    }
}
