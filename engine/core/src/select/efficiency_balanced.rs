//! Efficiency balanced information: `(1 + 1/I*) ∫ I(θ) dθ` over `θ̂ ± z·SE`, where `I*` is the item's greatest
//! information, so that items of low slope are not left over (Han 2012).
//!
//! By the midpoint rule on 100 cells, as RSCAT; to either side the interval is at most as wide as the range in which
//! estimates are sought. Dichotomous items.

use super::optimal_theta::peak;
use super::recipe::{Measure, Place, Recipe};
use crate::model::{Curves, ItemView};

pub(super) const RECIPE: Recipe = Recipe { measure: Measure::BalancedInformation, place: Place::StandardErrors };

/// `I*`, per logit².
pub(super) fn greatest_information(item: &ItemView<'_>) -> f64 {
    let slope = item.slopes[0];
    slope * slope * item.unit_information_at(peak(item), &mut Curves::new())
}

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use crate::{Criterion, Estimation, Estimator, estimate};

    #[test]
    fn values_are_integrals_weighed_against_the_greatest_information() {
        each_case(&Criterion::EfficiencyBalanced { standard_errors: 2.0 }, true, |case, theta| {
            let design = &case.test.design().estimation;
            let se = estimate(case.bank(), case.answers.clone(), design).expect("an estimate").se[0];
            case.assert_values(theta, 1e-9, |item| {
                let integral = case.integral(theta, 2.0 * se, |at| case.information(item, at));
                (1.0 + 1.0 / case.peak(item).1) * integral
            });
        });
    }

    #[test]
    fn an_infinite_error_is_bounded_by_the_range() {
        let criterion = Criterion::EfficiencyBalanced { standard_errors: 2.0 };
        let case = super::super::naive::Case::new(0, criterion, true, Estimator::Ml);
        assert!(case.answers.is_empty(), "nothing is known");
        let (lower, upper) = Estimation::DEFAULT_RANGE;
        case.assert_values(0.4, 1e-9, |item| {
            let integral = case.integral(0.4, upper - lower, |at| case.information(item, at));
            (1.0 + 1.0 / case.peak(item).1) * integral
        });
    }
}
