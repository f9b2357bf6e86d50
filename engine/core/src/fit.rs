//! Person fit: whether the answers look like those of somebody whom the model describes.
//!
//! With `W = Σ_i (ln P_i − E ln P_i)` at θ̂, `V` its variance at a known θ, `S` the score and `I` the
//! information of the answers, `C = Σ_i Σ_k P_ik s_ik ln P_ik` and `c = I⁻¹ C`:
//!
//! | statistic | formula | source |
//! |---|---|---|
//! | lz | `W / √V` | Drasgow, Levine & Williams (1985) |
//! | lz* | `(W − cᵀS) / √(V − CᵀI⁻¹C)` | Snijders (2001); categories: Sinharay (2016) |
//! | CUSUM | `C⁺ = max(0, C⁺ + T)`, `C⁻ = min(0, C⁻ + T)`, `T = (x − E x)/((m − 1) n)` | van Krimpen-Stoop & Meijer (2000) |
//! | Guttman errors | pairs of steps, the likelier failed and the other passed | Guttman (1944); Emons (2008) |
//!
//! Snijders' `r₀` is minus the score, as every estimator here solves `S + r₀ = 0` (EAP nearly). Both are
//! about standard normal; low values are unlikely patterns. x is an item's category of m, `E x` its
//! expectation at the estimate before the answer, n the number of answers. A step is "category k or above"; its
//! chance at θ̂ says how likely it is. Everything is over scored answers; fast answers over all.

use alloc::vec::Vec;

use crate::list::zeros;
use crate::math::{ln, sqrt};
use crate::matrix::{invert, product};
use crate::model::Curves;
use crate::session::{Answer, State, Test};

/// Bounds beyond which an outcome is to be read with care; 0 where something is not watched. Nothing is ever
/// hidden or blocked because of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FitBounds {
    /// lz* below this, a negative number: −1.645 flags one in twenty.
    pub lz: f64,
    /// CUSUM beyond this on either side.
    pub cusum: f64,
    /// More than this share of pairs being Guttman errors.
    pub guttman: f64,
    /// An answer in less than this is fast, seconds.
    pub fast_seconds: f64,
    /// More than this share of fast answers.
    pub fast_share: f64,
}

/// Person fit after some answers. Everything is finite: 0 where it is not defined, as before any answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fit {
    /// Standardised log-likelihood.
    pub lz: f64,
    /// The same, corrected for θ̂ being an estimate.
    pub lz_star: f64,
    /// Largest C⁺ of the course.
    pub cusum_upper: f64,
    /// Smallest C⁻ of the course.
    pub cusum_lower: f64,
    /// Guttman errors as a share of the pairs that could be one.
    pub guttman: f64,
    /// Share of fast answers.
    pub fast: f64,
    /// What is beyond its bound: 1 lz*, 2 CUSUM, 4 Guttman errors, 8 fast answers, added up.
    pub flags: u32,
}

/// Person fit of a session with these answers.
pub(crate) fn fit(test: &Test, state: &State, answers: &[Answer]) -> Fit {
    let State { running, course, scored, .. } = state;
    let bounds = &test.design.fit;
    let theta = &running.estimate.theta;
    let k = theta.len();
    let mut fit = Fit::default();
    let mut curves = Curves::new();
    let (mut w, mut v) = (0.0, 0.0);
    let (mut covariance, mut score, mut information) = (zeros(k), zeros(k), zeros(k * k));
    let (mut upper, mut lower) = (0.0f64, 0.0f64);
    let (mut highest, mut lowest) = (0.0f64, 0.0f64);
    let n = running.responses.len() as f64;
    let mut steps = Vec::new();
    for (place, response) in running.responses.iter().enumerate() {
        let item = test.bank.item(response.item);
        let before = &course[scored[place] as usize * 2 * k..][..k];
        item.curves(before, &mut curves);
        let mut expected = 0.0;
        for (category, curve) in curves.categories.iter().enumerate() {
            expected += category as f64 * curve.probability;
        }
        let residual = (f64::from(response.category) - expected) / (f64::from(item.categories - 1) * n);
        upper = (upper + residual).max(0.0);
        lower = (lower + residual).min(0.0);
        highest = highest.max(upper);
        lowest = lowest.min(lower);

        let log_chosen = item.log_probability_at(item.position(theta), response.category, &mut curves);
        item.curves(theta, &mut curves);
        let (mut mean, mut square, mut with_score) = (0.0, 0.0, 0.0);
        let mut above = 1.0;
        for (category, curve) in curves.categories.iter().enumerate() {
            // P ln P is 0 where P underflows.
            let p = curve.probability;
            let log = if p > 0.0 { ln(p) } else { 0.0 };
            mean += p * log;
            square += p * log * log;
            with_score += p * log * curve.score;
            if category > 0 {
                steps.push(Step { chance: above, passed: u32::from(response.category >= category as u32) });
            }
            above -= p;
        }
        w += log_chosen - mean;
        v += square - mean * mean;
        let chosen = curves.categories[response.category as usize].score;
        for (place, a) in item.slopes.iter().enumerate() {
            let d = item.dimensions[place] as usize;
            covariance[d] += a * with_score;
            score[d] += a * chosen;
        }
        item.add_outer_product(curves.information(), k, &mut information);
    }
    for d in 0..k {
        // A dimension not measured has no part in it.
        let diagonal = &mut information[d * (k + 1)];
        if *diagonal <= 0.0 {
            *diagonal = 1.0;
        }
    }
    (fit.cusum_upper, fit.cusum_lower) = (highest, lowest);
    let standardised = |w: f64, v: f64| if v > LEAST_VARIANCE { w / sqrt(v) } else { 0.0 };
    fit.lz = standardised(w, v);
    if invert(&mut information, k) > 0.0 {
        let mut c = zeros(k);
        product(&information, &covariance, &mut c);
        for d in 0..k {
            w -= c[d] * score[d];
            v -= c[d] * covariance[d];
        }
        fit.lz_star = standardised(w, v);
    }
    fit.guttman = guttman(&steps);
    let mut fast = 0.0;
    for answer in answers {
        if f64::from(answer.centiseconds) < bounds.fast_seconds * 100.0 {
            fast += 1.0;
        }
    }
    fit.fast = fast / answers.len().max(1) as f64;
    let beyond = |value: f64, bound: f64| u32::from(bound > 0.0 && value > bound);
    fit.flags = beyond(-fit.lz_star, -bounds.lz)
        + 2 * beyond(fit.cusum_upper.max(-fit.cusum_lower), bounds.cusum)
        + 4 * beyond(fit.guttman, bounds.guttman)
        + 8 * u32::from(bounds.fast_seconds > 0.0 && fit.fast > bounds.fast_share);
    fit
}

/// Below this a variance is rounding: of one two-parameter item, what is left for lz* is nothing.
const LEAST_VARIANCE: f64 = 1e-9;

/// A step of an item: the chance to pass it, and whether it was passed.
#[derive(Clone, Copy)]
struct Step {
    chance: f64,
    passed: u32,
}

/// Share of pairs of a passed and a failed step in which the failed one was likelier.
fn guttman(steps: &[Step]) -> f64 {
    let (mut errors, mut pairs) = (0.0, 0.0f64);
    for passed in steps {
        for failed in steps {
            if passed.passed > failed.passed {
                pairs += 1.0;
                if failed.chance > passed.chance {
                    errors += 1.0;
                }
            }
        }
    }
    errors / pairs.max(1.0)
}
