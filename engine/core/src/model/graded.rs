//! Ordered categories by cumulative logits: `P(X ≥ k) = σ(z_k)` (Samejima 1969).
//!
//! With `z_k > z_{k+1}` the difference of two logistics factors exactly,
//! `σ(z_k) − σ(z_{k+1}) = σ(z_k) σ(−z_{k+1}) (1 − e^{−(z_k − z_{k+1})})`,
//! and its logarithm has the derivatives `1 − σ(z_k) − σ(z_{k+1})`, `−w_k − w_{k+1}` with `w = σ(1 − σ)`.
//! Nothing is subtracted, so nothing cancels. The last factor depends on the thresholds alone and is
//! computed once, when the bank is made.

use super::{Category, Curves};
use crate::math::{ln, ln_logistic, logistic};

/// Thresholds and, of inner category k, `gaps[k-1] = 1 − e^{−(z_k − z_{k+1})}`.
#[derive(Clone, Copy)]
pub(super) struct Graded<'b> {
    pub(super) scale: f64,
    pub(super) thresholds: &'b [f64],
    pub(super) gaps: &'b [f64],
}

impl Graded<'_> {
    pub(super) fn curves(self, x: f64, out: &mut Curves) {
        // A category lies between the boundary below it (σ = 1 for the lowest) and the one above (0 for the last).
        let (mut over, mut under, mut w) = (1.0, 0.0, 0.0);
        for k in 0..self.thresholds.len() + 1 {
            let (above_over, above_under, above_w) = match self.thresholds.get(k) {
                Some(t) => logistic(self.scale * (x - t)),
                None => (0.0, 1.0, 0.0),
            };
            out.categories.push(Category {
                probability: over * above_under * self.gap(k),
                // 1 − σ_k − σ_{k+1}, written so that neither tail loses digits.
                score: under - above_over,
                score_d1: -w - above_w,
                score_d2: -w * (under - over) - above_w * (above_under - above_over),
            });
            (over, under, w) = (above_over, above_under, above_w);
        }
    }

    /// The last factor of category k; the outer two have none.
    fn gap(self, k: usize) -> f64 {
        if k == 0 { 1.0 } else { self.gaps.get(k - 1).copied().unwrap_or(1.0) }
    }

    /// `ln P(category)`.
    pub(super) fn log_probability(self, x: f64, category: u32) -> f64 {
        let k = category as usize;
        let mut sum = ln(self.gap(k));
        if k > 0 {
            sum += ln_logistic(self.scale * (x - self.thresholds[k - 1]));
        }
        if let Some(t) = self.thresholds.get(k) {
            sum += ln_logistic(-self.scale * (x - t));
        }
        sum
    }
}
