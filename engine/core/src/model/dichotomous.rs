//! Two categories: `P(1) = c + (d − c) σ(z)` (Birnbaum 1968; upper asymptote: Barton & Lord 1981).

use super::{Category, Curves};
use crate::math::{exp, ln, ln_logistic, logistic};

pub(super) fn curves(z: f64, c: f64, d: f64, out: &mut Curves) {
    // The wrong answer is the right one mirrored: σ(−z), asymptotes 1 − d and 1 − c, odd derivatives reversed.
    let wrong = category(-z, 1.0 - d, 1.0 - c);
    out.categories.push(Category { score: -wrong.score, score_d2: -wrong.score_d2, ..wrong });
    out.categories.push(category(z, c, d));
}

fn category(z: f64, c: f64, d: f64) -> Category {
    let (l, q, w) = logistic(z);
    let span = d - c;
    let p = c + span * l;
    if c > 0.0 {
        let r1 = span * w / p;
        let r2 = r1 * (q - l);
        let r3 = r1 * (1.0 - 6.0 * w);
        Category {
            probability: p,
            score: r1,
            score_d1: r2 - r1 * r1,
            score_d2: r3 - 3.0 * r1 * r2 + 2.0 * r1 * r1 * r1,
        }
    } else {
        // Without an asymptote the closed forms hold in the far tail, where dividing by P would be 0/0.
        Category { probability: p, score: q, score_d1: -w, score_d2: -w * (q - l) }
    }
}

/// `ln P(category)`.
pub(super) fn log_probability(z: f64, c: f64, d: f64, category: u32) -> f64 {
    let (z, c, d) = if category == 1 { (z, c, d) } else { (-z, 1.0 - d, 1.0 - c) };
    if c > 0.0 { ln(c + (d - c) * logistic(z).0) } else { ln(d) + ln_logistic(z) }
}

/// Expected information per unit of z²: one exponential, at most two divisions.
pub(super) fn information(z: f64, c: f64, d: f64) -> f64 {
    // Written out rather than through `logistic`: this is what choosing an item does for every item left.
    let e = exp(-z.abs());
    let near = 1.0 / (1.0 + e);
    let far = e * near;
    let w = near * far;
    if c <= 0.0 && d >= 1.0 {
        return w;
    }
    let (l, q) = if z >= 0.0 { (near, far) } else { (far, near) };
    let span = d - c;
    if c <= 0.0 {
        return d * w * q / ((1.0 - d) + d * q);
    }
    let p = c + span * l;
    let slope = span * w;
    if d < 1.0 { slope * slope / (p * ((1.0 - d) + span * q)) } else { slope * l / p }
}
