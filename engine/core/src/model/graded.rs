//! Ordered categories by cumulative logits: `P(X ≥ k) = σ(z_k)` (Samejima 1969).
//!
//! With `z_k > z_{k+1}` the difference of two logistics factors exactly,
//! `σ(z_k) − σ(z_{k+1}) = σ(z_k) σ(−z_{k+1}) (1 − e^{−(z_k − z_{k+1})})`,
//! and its logarithm has the derivatives `1 − σ(z_k) − σ(z_{k+1})`, `−w_k − w_{k+1}` with `w = σ(1 − σ)`.
//! Nothing is subtracted, so nothing cancels. The last factor depends on the thresholds alone and is
//! computed once, when the bank is made.

use super::{Category, Curves};
use crate::math::{ln_logistic, logistic};

/// `gaps[k-1]` is `1 − e^{−(z_k − z_{k+1})}` of inner category k, `ln_gaps` its logarithm.
pub(super) fn curves(z: impl Iterator<Item = f64>, gaps: &[f64], ln_gaps: &[f64], out: &mut Curves) {
    // Category k lies between boundary k (below; 1 for k = 0) and k + 1 (above; 0 for the last).
    let mut below = Boundary::LOWEST;
    let mut inner = gaps.iter().zip(ln_gaps);
    for (k, z) in z.enumerate() {
        let above = Boundary::at(z);
        let (gap, ln_gap) = if k == 0 { (1.0, 0.0) } else { inner.next().map_or((1.0, 0.0), |(g, l)| (*g, *l)) };
        out.push(between(&below, &above, gap, ln_gap));
        below = above;
    }
    out.push(between(&below, &Boundary::HIGHEST, 1.0, 0.0));
}

/// One cumulative boundary: `σ(z)`, `σ(−z)` and their logarithms.
struct Boundary {
    over: f64,
    under: f64,
    ln_over: f64,
    ln_under: f64,
}

impl Boundary {
    const LOWEST: Self = Self { over: 1.0, under: 0.0, ln_over: 0.0, ln_under: 0.0 };
    const HIGHEST: Self = Self { over: 0.0, under: 1.0, ln_over: 0.0, ln_under: 0.0 };

    fn at(z: f64) -> Self {
        Self { over: logistic(z), under: logistic(-z), ln_over: ln_logistic(z), ln_under: ln_logistic(-z) }
    }
}

fn between(below: &Boundary, above: &Boundary, gap: f64, ln_gap: f64) -> Category {
    let (w_below, w_above) = (below.over * below.under, above.over * above.under);
    Category {
        probability: below.over * above.under * gap,
        log_probability: below.ln_over + above.ln_under + ln_gap,
        // 1 − σ_k − σ_{k+1}, written so that neither tail loses digits.
        score: below.under - above.over,
        score_d1: -w_below - w_above,
        score_d2: -w_below * (below.under - below.over) - w_above * (above.under - above.over),
    }
}

/// `ln P(category)` from its two boundaries.
pub(super) fn log_probability(below: Option<f64>, above: Option<f64>, ln_gap: f64) -> f64 {
    below.map_or(0.0, ln_logistic) + above.map_or(0.0, |z| ln_logistic(-z)) + ln_gap
}

/// Expected information per unit of η²: one exponential a threshold.
pub(super) fn information(z: impl Iterator<Item = f64>, gaps: &[f64]) -> f64 {
    let mut total = 0.0;
    let (mut over, mut under) = (1.0, 0.0);
    let mut inner = gaps.iter();
    for (k, z) in z.enumerate() {
        let (o, u) = (logistic(z), logistic(-z));
        let gap = if k == 0 { 1.0 } else { inner.next().copied().unwrap_or(1.0) };
        let score = under - o;
        total += over * u * gap * score * score;
        (over, under) = (o, u);
    }
    total + over * under * under
}
