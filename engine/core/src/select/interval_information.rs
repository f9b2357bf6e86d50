//! Information integrated about the estimate: `∫ I(θ) dθ` from `θ̂ − h` to `θ̂ + h`, per logit (Veerkamp & Berger
//! 1997). By the midpoint rule on 100 cells.

use super::recipe::{Measure, Place, Recipe};

pub(super) const RECIPE: Recipe = Recipe { measure: Measure::Information, place: Place::Interval };

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use crate::Criterion;

    #[test]
    fn values_are_integrals_of_the_information() {
        each_case(&Criterion::IntervalInformation { half_width: 0.8 }, false, |case, theta| {
            case.assert_values(theta, 1e-11, |item| case.integral(theta, 0.8, |at| case.information(item, at)));
        });
    }

    /// Of a Rasch item the integral of the information is the gain in its chance.
    #[test]
    fn the_rule_is_good_to_four_digits() {
        each_case(&Criterion::IntervalInformation { half_width: 2.0 }, true, |case, theta| {
            let values = case.test.rank(&[], Some(&[theta]), 0).expect("values");
            let chance = |theta: f64| case.probabilities(0, theta)[1];
            let gain = chance(theta + 2.0) - chance(theta - 2.0);
            assert!((values[0].value / gain - 1.0).abs() < 1e-4, "{} for {gain}", values[0].value);
        });
    }
}
