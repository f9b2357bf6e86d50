//! Sums over the answered items of one dimension, from which modal estimators and errors are made.

use crate::bank::Bank;
use crate::estimate::Response;
use crate::model::Curves;

/// At one θ: log-likelihood, its derivatives, test information, and Warm's J; all with respect to θ.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Score {
    pub(super) log_likelihood: f64,
    pub(super) first: f64,
    pub(super) second: f64,
    pub(super) information: f64,
    pub(super) information_d1: f64,
    pub(super) information_d2: f64,
    pub(super) bias_numerator: f64,
}

impl Score {
    /// Sum over `responses`, all to items of the dimension at whose value `theta` (one slot a dimension
    /// of the bank) is evaluated.
    pub(super) fn at(bank: &Bank, responses: &[Response], theta: &[f64], curves: &mut Curves) -> Self {
        let mut sum = Self::default();
        for response in responses {
            let view = bank.item(response.item);
            view.curves(theta, curves);
            let chosen = curves.categories()[response.category as usize];
            let a = view.slopes()[0];
            sum.log_likelihood += chosen.log_probability;
            sum.first += a * chosen.score;
            sum.second += a * (a * chosen.score_d1);
            sum.information += a * (a * curves.information());
            sum.information_d1 += a * (a * (a * curves.information_d1()));
            sum.information_d2 += a * (a * (a * (a * curves.information_d2())));
            sum.bias_numerator += a * (a * (a * curves.bias_numerator()));
        }
        sum
    }

    /// `J / 2I`, or zero where there is no information to correct.
    pub(super) fn warm_correction(&self) -> f64 {
        if self.information > 0.0 { self.bias_numerator / (2.0 * self.information) } else { 0.0 }
    }

    /// `(ln √I)′ = I′ / 2I`, or zero where there is no information.
    pub(super) fn jeffreys_slope(&self) -> f64 {
        if self.information > 0.0 { self.information_d1 / (2.0 * self.information) } else { 0.0 }
    }
}
