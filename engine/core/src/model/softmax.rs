//! Categories by a softmax: partial credit (Masters 1982; Muraki 1992) and nominal (Bock 1972).
//!
//! `P_k ∝ exp(z_k)` where `z_k` grows by `m_k` for each unit of η: the category number for partial
//! credit, the category slope for the nominal model. The derivatives of `ln P_k` are `m_k − E m`,
//! `−Var m` and minus the third central moment of m.

use super::{Category, Curves};
use crate::math::{exp, ln};

/// What is known of a category before the total is: `z` in the probability's place, `m` in the score's.
pub(super) fn push_term(z: f64, m: f64, out: &mut Curves) {
    out.categories.push(Category { probability: z, score: m, ..Category::default() });
}

/// Turn terms into categories; returns the `ln P` of one of them.
pub(super) fn finish(out: &mut Curves, category: u32) -> f64 {
    let mut top = f64::NEG_INFINITY;
    for k in &out.categories {
        top = top.max(k.probability);
    }
    let chosen = out.categories[category as usize].probability - top;
    let (mut total, mut mean) = (0.0, 0.0);
    for k in &mut out.categories {
        k.probability = exp(k.probability - top);
        total += k.probability;
        mean += k.probability * k.score;
    }
    mean /= total;
    let (mut second, mut third) = (0.0, 0.0);
    for k in &mut out.categories {
        k.probability /= total;
        k.score -= mean;
        second += k.probability * k.score * k.score;
        third += k.probability * k.score * k.score * k.score;
    }
    for k in &mut out.categories {
        k.score_d1 = -second;
        k.score_d2 = -third;
    }
    chosen - ln(total)
}
