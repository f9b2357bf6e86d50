//! Information at the estimates that each possible answer would lead to: `Σ_k P_k(θ̂) I(θ̂_k)`, per logit² (van der
//! Linden 1998). catR: MEI.
//!
//! `θ̂_k` is the design's estimate from the answers so far and category k of this item; I is what the item's own
//! answer then tells: observed information (`−d² ln P_k/dθ²`, which can be negative) or expected.

use super::View;
use crate::estimate::Response;
use crate::model::Curves;

pub(super) fn value(observed: bool, candidate: u32, view: &View<'_>) -> f64 {
    let item = view.setting.bank.item(candidate);
    let (mut now, mut then) = (Curves::new(), Curves::new());
    item.curves(view.theta, &mut now);
    let mut value = 0.0;
    let mut category = 0;
    while category < now.categories.len() {
        // At most MAX_CATEGORIES.
        let after = view.running.after(view.setting, Response { item: candidate, category: category as u32 });
        item.curves(&after.estimate.theta, &mut then);
        let unit = if observed { -then.categories[category].score_d1 } else { then.information() };
        let slope = item.slopes[0];
        value += now.categories[category].probability * (slope * (slope * unit));
        category += 1;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::naive::Case;
    use crate::{Criterion, Curves, Estimator, Response, estimate};

    #[test]
    fn values_are_information_after_each_answer() {
        for (seed, estimator) in [
            (3, Estimator::Eap),
            (7, Estimator::Map),
            (8, Estimator::Wle),
            (5, Estimator::Ml),
            (6, Estimator::Jeffreys),
        ] {
            for observed in [false, true] {
                let case = Case::new(seed, Criterion::ExpectedInformation { observed }, false, estimator);
                let theta = 0.25;
                case.assert_values(theta, 1e-11, |item| {
                    let mut value = 0.0;
                    for (category, chance) in (0..).zip(case.probabilities(item, theta)) {
                        let mut answers = case.answers.clone();
                        answers.push(Response { item, category });
                        let then =
                            estimate(case.bank(), answers, &case.test.design().estimation).expect("an estimate").theta;
                        let mut curves = Curves::new();
                        case.bank().curves(item, &then, &mut curves);
                        let slope = case.bank().item(item).slopes()[0];
                        let chosen = curves.categories()[category as usize];
                        let second = chosen.d2() / chosen.probability - chosen.score * chosen.score;
                        let information =
                            if observed { -slope * slope * second } else { case.information(item, then[0]) };
                        value += chance * information;
                    }
                    value
                });
            }
        }
    }
}
