//! Difficulty closest to the estimate: `−|b − θ̂|`, logits (Urry 1970). catR: bOpt.
//!
//! The difficulty of an item in intercept form is `−d/a`. Dichotomous items.

use super::recipe::{Measure, Place, Recipe};
use crate::model::ItemView;

pub(super) const RECIPE: Recipe = Recipe { measure: Measure::Difficulty, place: Place::Estimate };

/// Minus the distance of a position of the item's from that of the estimate, logits.
pub(super) fn closeness(item: &ItemView<'_>, position: f64, theta: &[f64]) -> f64 {
    -((position - item.position(theta)) / item.position_scale()).abs()
}

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use crate::Criterion;

    /// At its difficulty the chance lies in the middle between the asymptotes.
    #[test]
    fn values_are_distances_from_the_difficulty() {
        each_case(&Criterion::ClosestDifficulty, true, |case, theta| {
            case.assert_values(theta, 1e-12, |item| {
                let chance = |theta: f64| case.probabilities(item, theta)[1];
                let (low, high) = (chance(-80.0), chance(80.0));
                let (mut left, mut right) = (-80.0, 80.0);
                for _ in 0..120 {
                    let middle = 0.5 * (left + right);
                    // A negative slope turns the curve round.
                    if (chance(middle) < 0.5 * (low + high)) == (low < high) {
                        left = middle;
                    } else {
                        right = middle;
                    }
                }
                -(left - theta).abs()
            });
        });
    }
}
