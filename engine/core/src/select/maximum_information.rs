//! Maximum Fisher information at the estimate: `I(θ̂)`, per logit² (Lord 1980). catR: MFI.
//!
//! In several dimensions that do not depend on each other, information about the item's own dimension.

use super::recipe::{Measure, Place, Recipe};

pub(super) const RECIPE: Recipe = Recipe { measure: Measure::Information, place: Place::Estimate };

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use crate::Criterion;

    #[test]
    fn values_are_the_information_at_the_estimate() {
        each_case(&Criterion::MaximumInformation, false, |case, theta| {
            case.assert_values(theta, 0.0, |item| case.information(item, theta));
        });
    }
}
