//! Sums over the answered items of one dimension, from which modal estimators and errors are made.

use super::{Response, Setting};
use crate::model::{Category, Curves};

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
            // The sums of `Curves`, all in one go.
            let (mut i, mut i1, mut i2, mut j) = (0.0, 0.0, 0.0, 0.0);
            for category in &curves.categories {
                let Category { probability: p, score: s, score_d1: s1, score_d2: s2 } = *category;
                let square = s * s;
                i += p * square;
                i1 += p * (s * (square + 2.0 * s1));
                i2 += p * (square * (square + 5.0 * s1) + 2.0 * s1 * s1 + 2.0 * s * s2);
                j += p * (s * (s1 + square));
            }
            sum.information += a * (a * i);
            sum.information_d1 += a * (a * (a * i1));
            sum.information_d2 += a * (a * (a * (a * i2)));
            sum.bias_numerator += a * (a * (a * j));
        }
        sum
    }

    /// `value / 2I`, or zero where there is no information.
    pub(super) fn over_twice_information(&self, value: f64) -> f64 {
        if self.information > 0.0 { value / (2.0 * self.information) } else { 0.0 }
    }
}
