//! Information averaged over where ability may be: `Σ w I(θ)`, per logit².
//!
//! With the likelihood as weight, MLWI (Veerkamp & Berger 1997); with the posterior, MPWI (van der Linden 1998).
//! Weights are on the estimation's grid and sum to 1; catR's are the same times one number for all items.

use super::Weight;
use super::recipe::{Measure, Place, Recipe};

pub(super) fn recipe(weight: Weight) -> Recipe {
    Recipe { measure: Measure::Information, place: Place::Grid(weight) }
}

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use super::Weight;
    use crate::Criterion;

    #[test]
    fn values_are_averages_of_the_information() {
        for weight in [Weight::Likelihood, Weight::Posterior] {
            each_case(&Criterion::WeightedInformation(weight), false, |case, theta| {
                let nodes = case.weights(weight == Weight::Posterior);
                case.assert_values(theta, 1e-11, |item| {
                    nodes.iter().map(|(at, weight)| weight * case.information(item, *at)).sum()
                });
            });
        }
    }
}
