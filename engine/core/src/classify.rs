//! Classification: on which side of each cut score a person is, and when that is decided.
//!
//! | method | a cut c is decided when | source |
//! |---|---|---|
//! | confidence interval | `\|θ̂ − c\| ≥ z·SE` | Kingsbury & Weiss (1983); catR |
//! | SPRT | `ln L(c + δ)/L(c − δ)` leaves `ln β/(1−α) … ln (1−β)/α` | Wald (1947); Reckase (1983) |
//! | generalised likelihood ratio | the same of `sup_{θ≥c+δ} L / sup_{θ≤c−δ} L` | Bartroff, Finkelman & Lai (2008); Thompson (2009) |
//! | posterior | `P(θ > c)` is at least p, or at most 1 − p | Rudner (2002) |
//!
//! With several cut scores every one is decided by itself (Sobel & Wald 1949). Dimensions other than the
//! cut's are held at their estimates.

use crate::estimate::posterior_above;
use crate::list::copy;
use crate::math::{clamp, ln};
use crate::model::Curves;
use crate::session::Session;

/// When a cut score counts as decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Classification {
    /// It lies outside the confidence interval.
    Interval {
        /// Half width z of the interval, standard errors: 1.96 for 95 %.
        standard_errors: f64,
    },
    /// Sequential probability ratio test.
    Sprt {
        /// Chance of deciding "above" for a person δ below.
        alpha: f64,
        /// Chance of deciding "below" for a person δ above.
        beta: f64,
        /// Half width of the indifference region, logits.
        delta: f64,
    },
    /// Generalised likelihood ratio test, over the range in which estimates are sought.
    LikelihoodRatio {
        /// As for the SPRT.
        alpha: f64,
        /// As for the SPRT.
        beta: f64,
        /// As for the SPRT.
        delta: f64,
    },
    /// Posterior probability of one side.
    Posterior {
        /// The probability that decides, above one half.
        probability: f64,
    },
}

/// Distance of the points at which the likelihood's supremum is sought, logits; at θ̂ besides.
const SEARCH_STEP: f64 = 1.0 / 64.0;

/// Most such points: 64 logits apart their ends may be, before the points lie farther apart.
const MOST_STEPS: f64 = 4096.0;

/// Whether every cut score is decided.
pub(crate) fn is_decided(classification: Classification, session: &Session) -> bool {
    for (dimension, cuts) in session.test().design().cuts.iter().enumerate() {
        for cut in cuts {
            if !cut_is_decided(classification, session, dimension, *cut) {
                return false;
            }
        }
    }
    true
}

fn cut_is_decided(classification: Classification, session: &Session, dimension: usize, cut: f64) -> bool {
    let estimate = session.estimate();
    let (theta, se) = (estimate.theta[dimension], estimate.se[dimension]);
    let (alpha, beta, ratio) = match classification {
        Classification::Interval { standard_errors } => return (theta - cut).abs() >= standard_errors * se,
        Classification::Posterior { probability } => {
            let above = posterior_above(session.setting(), session.running(), dimension, cut);
            return above >= probability || above <= 1.0 - probability;
        }
        Classification::Sprt { alpha, beta, delta } => {
            let at = |x| log_likelihood(session, dimension, x);
            (alpha, beta, at(cut + delta) - at(cut - delta))
        }
        Classification::LikelihoodRatio { alpha, beta, delta } => {
            let (lower, upper) = session.setting().plan.range;
            let sup = |from: f64, to: f64| {
                let mut sup = log_likelihood(session, dimension, clamp(theta, from, to));
                let step = SEARCH_STEP.max((to - from) / MOST_STEPS);
                let mut x = from;
                while x < to {
                    sup = sup.max(log_likelihood(session, dimension, x));
                    x += step;
                }
                sup.max(log_likelihood(session, dimension, to))
            };
            let (below, above) = (cut - delta, cut + delta);
            (alpha, beta, sup(above, upper.max(above)) - sup(lower.min(below), below))
        }
    };
    ratio >= ln((1.0 - beta) / alpha) || ratio <= ln(beta / (1.0 - alpha))
}

/// Of the answers to items of a dimension, at `x` there and at the estimates elsewhere.
fn log_likelihood(session: &Session, dimension: usize, x: f64) -> f64 {
    let mut point = copy(&session.estimate().theta);
    point[dimension] = x;
    let mut scratch = Curves::new();
    let mut sum = 0.0;
    for response in &session.running().responses {
        let item = session.setting().bank.item(response.item);
        let mut is_measured = false;
        for d in item.dimensions {
            is_measured |= *d as usize == dimension;
        }
        if is_measured {
            sum += item.log_probability_at(item.position(&point), response.category, &mut scratch);
        }
    }
    sum
}
