//! The items that are most informative at a θ closest to the estimate: `−|θ* − θ̂|`, logits. catR: thOpt.
//!
//! Without asymptotes θ* is the difficulty, with a lower one it lies above (Birnbaum 1968), with both it is the
//! root of a cubic (Magis 2013); it is found by bisection. Dichotomous items.

use super::recipe::{Measure, Place, Recipe};
use crate::model::{Curves, ItemView};

pub(super) const RECIPE: Recipe = Recipe { measure: Measure::OptimalTheta, place: Place::Estimate };

/// Halvings of one unit of `z`.
const HALVINGS: u32 = 42;

/// The item's position where it is most informative.
///
/// In l, the logistic of z, `d ln I/dl` falls from l = ⅓, where it is not negative, to l = ⅔, where it is not
/// positive, whatever the asymptotes; so there is one maximum, and it lies within ln 2 of the difficulty.
pub(super) fn peak(item: &ItemView<'_>) -> f64 {
    let mut curves = Curves::new();
    // In location form, z is the slope times a distance.
    let mut step = item.position_scale() / item.slopes[0];
    let mut x = item.values[0];
    for _ in 0..HALVINGS {
        step *= 0.5;
        item.curves_at(x, &mut curves);
        x += if curves.information_d1() > 0.0 { step } else { -step };
    }
    x
}

#[cfg(test)]
mod tests {
    use super::super::naive::each_case;
    use crate::Criterion;

    /// A maximum is flat: a search of the information itself finds the place to half its digits.
    #[test]
    fn values_are_distances_from_the_largest_information() {
        each_case(&Criterion::OptimalTheta, true, |case, theta| {
            case.assert_values(theta, 1e-4, |item| -(case.peak(item).0 - theta).abs());
        });
    }

    /// Birnbaum (1968): `b + ln((1 + √(1 + 8c))/2) / a`, and the same mirrored for an upper asymptote.
    #[test]
    fn with_one_asymptote_the_place_is_known() {
        use crate::{Bank, Design, Item, ItemModel, MultivariateNormal, Selection, Test};
        use alloc::sync::Arc;
        let shift = |c: f64| libm::log(0.5 * (1.0 + libm::sqrt(1.0 + 8.0 * c)));
        let mut items = alloc::vec::Vec::new();
        let mut places = alloc::vec::Vec::new();
        for j in 0..100 {
            let (a, b, c) = (0.3 + 0.05 * f64::from(j), -2.0 + 0.04 * f64::from(j), 0.0099 * f64::from(j));
            items.push(Item::new(ItemModel::three_pl(a, b, c)));
            places.push(b + shift(c) / a);
            items.push(Item::new(ItemModel::four_pl(a, b, 0.0, 1.0 - c)));
            places.push(b - shift(c) / a);
        }
        let bank =
            Arc::new(Bank::new(1.0, MultivariateNormal::standard(1).expect("a prior"), items, "3PL").expect("a bank"));
        let selection = Selection { criterion: Criterion::OptimalTheta, randomesque: 1 };
        let design = Design { selection, ..Design::adaptive(&bank, 9) };
        let values = Test::new(bank, design).expect("sound").rank(&[], Some(&[-9.0]), 0).expect("values");
        for (candidate, place) in values.iter().zip(places) {
            assert!((candidate.value + place + 9.0).abs() < 1e-11, "{} for {place}", -candidate.value - 9.0);
        }
    }
}
