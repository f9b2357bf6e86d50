//! Sums over the answered items of one dimension, from which modal estimators and errors are made.

use super::{Response, Setting};
use crate::model::Curves;

/// At one θ: derivatives of the log-likelihood, test information, and Warm's J; all with respect to θ.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Score {
    pub(super) first: f64,
    pub(super) second: f64,
    pub(super) information: f64,
    pub(super) information_d1: f64,
    pub(super) information_d2: f64,
    pub(super) bias_numerator: f64,
}

impl Score {
    /// Sum over the responses to items of a one-dimensional block.
    pub(super) fn at(setting: Setting<'_>, block: usize, responses: &[Response], theta: f64) -> Self {
        let mut sum = Self::default();
        let mut curves = Curves::new();
        for response in responses {
            let view = setting.bank.item(response.item);
            if setting.plan.block_of(view.dimensions) != block {
                continue;
            }
            view.curves_at(theta * view.position_scale(), &mut curves);
            let chosen = curves.categories[response.category as usize];
            let a = view.slopes[0];
            sum.first += a * chosen.score;
            sum.second += a * (a * chosen.score_d1);
            sum.information += a * (a * curves.information());
            sum.information_d1 += a * (a * (a * curves.information_d1()));
            sum.information_d2 += a * (a * (a * (a * curves.information_d2())));
            sum.bias_numerator += a * (a * (a * curves.bias_numerator()));
        }
        sum
    }

    /// `value / 2I`, or zero where there is no information.
    pub(super) fn over_twice_information(&self, value: f64) -> f64 {
        if self.information > 0.0 { value / (2.0 * self.information) } else { 0.0 }
    }
}
