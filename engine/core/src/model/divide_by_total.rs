//! Categories by a softmax: partial credit (Masters 1982; Muraki 1992) and nominal (Bock 1972).
//!
//! `P_k ∝ exp(z_k)` where `z_k` grows by `m_k` for each unit of η: the category number for partial
//! credit, the category slope for the nominal model. The derivatives of `ln P_k` are `m_k − E m`,
//! `−Var m` and minus the third central moment of m.

use super::{Category, Curves};
use crate::math::{exp, ln};

/// `terms` yields `(z_k, m_k)` for every category.
pub(super) fn curves(terms: impl Iterator<Item = (f64, f64)>, out: &mut Curves) {
    let mut top = f64::NEG_INFINITY;
    for (z, m) in terms {
        top = top.max(z);
        // The score's place holds m until its mean is known.
        out.push(Category { log_probability: z, score: m, ..Category::default() });
    }
    let categories = out.as_mut_slice();
    let mut total = 0.0;
    for k in categories.iter_mut() {
        k.log_probability -= top;
        k.probability = exp(k.log_probability);
        total += k.probability;
    }
    let ln_total = ln(total);
    let mut mean = 0.0;
    for k in categories.iter_mut() {
        k.probability /= total;
        k.log_probability -= ln_total;
        mean += k.probability * k.score;
    }
    let (mut second, mut third) = (0.0, 0.0);
    for k in categories.iter_mut() {
        k.score -= mean;
        let square = k.score * k.score;
        second += k.probability * square;
        third += k.probability * square * k.score;
    }
    for k in categories {
        k.score_d1 = -second;
        k.score_d2 = -third;
    }
}

/// `ln P(category)`.
pub(super) fn log_probability(terms: impl Iterator<Item = (f64, f64)> + Clone, category: u32) -> f64 {
    let top = terms.clone().fold(f64::NEG_INFINITY, |top, (z, _)| top.max(z));
    let mut chosen = 0.0;
    let mut total = 0.0;
    for (k, (z, _)) in (0u32..).zip(terms) {
        if k == category {
            chosen = z - top;
        }
        total += exp(z - top);
    }
    chosen - ln(total)
}

/// Expected information per unit of η²: the variance of m.
pub(super) fn information(terms: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let top = terms.clone().fold(f64::NEG_INFINITY, |top, (z, _)| top.max(z));
    let (mut total, mut first) = (0.0, 0.0);
    for (z, m) in terms.clone() {
        let e = exp(z - top);
        total += e;
        first += e * m;
    }
    let mean = first / total;
    // A second pass keeps the variance from cancelling; it costs the exponentials again only here.
    let second: f64 = terms.map(|(z, m)| exp(z - top) * (m - mean) * (m - mean)).sum();
    second / total
}
