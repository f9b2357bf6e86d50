//! Two categories: `P(1) = c + (d − c) σ(z)` (Birnbaum 1968; upper asymptote: Barton & Lord 1981).

use super::{Category, Curves};
use crate::math::{exp, fabs, ln, ln_logistic};

/// `σ(z)`, `σ(−z)` and `σ(z)σ(−z)` from one exponential.
fn logistic_pair(z: f64) -> (f64, f64, f64) {
    let e = exp(-fabs(z));
    let near = 1.0 / (1.0 + e);
    let far = e * near;
    if z >= 0.0 { (near, far, near * far) } else { (far, near, near * far) }
}

pub(super) fn curves(z: f64, c: f64, d: f64, out: &mut Curves) {
    let (l, q, w) = logistic_pair(z);
    let span = d - c;
    // With no asymptote in its way a category's log-derivatives have closed forms that hold in the far
    // tail, where dividing by the probability would be 0/0.
    out.push(if d < 1.0 {
        with_asymptote((1.0 - d) + span * q, -span * w, -span * w * (q - l), -span * w * (1.0 - 6.0 * w))
    } else {
        Category {
            probability: span * q,
            log_probability: ln(span) + ln_logistic(-z),
            score: -l,
            score_d1: -w,
            score_d2: -w * (q - l),
        }
    });
    out.push(if c > 0.0 {
        with_asymptote(c + span * l, span * w, span * w * (q - l), span * w * (1.0 - 6.0 * w))
    } else {
        Category {
            probability: span * l,
            log_probability: ln(span) + ln_logistic(z),
            score: q,
            score_d1: -w,
            score_d2: -w * (q - l),
        }
    });
}

/// A category whose probability never falls to zero, from `P` and its derivatives.
fn with_asymptote(p: f64, p1: f64, p2: f64, p3: f64) -> Category {
    let (r1, r2, r3) = (p1 / p, p2 / p, p3 / p);
    Category {
        probability: p,
        log_probability: ln(p),
        score: r1,
        score_d1: r2 - r1 * r1,
        score_d2: r3 - 3.0 * r1 * r2 + 2.0 * r1 * r1 * r1,
    }
}

/// `ln P(category)`.
pub(super) fn log_probability(z: f64, c: f64, d: f64, category: u32) -> f64 {
    if category == 1 {
        if c > 0.0 { ln(c + (d - c) * logistic_pair(z).0) } else { ln(d) + ln_logistic(z) }
    } else if d < 1.0 {
        ln((1.0 - d) + (d - c) * logistic_pair(z).1)
    } else {
        ln(1.0 - c) + ln_logistic(-z)
    }
}

/// Expected information per unit of z²: one exponential, at most two divisions.
pub(super) fn information(z: f64, c: f64, d: f64) -> f64 {
    let (l, q, w) = logistic_pair(z);
    if c > 0.0 {
        let span = d - c;
        let slope = span * w;
        let p = c + span * l;
        if d < 1.0 {
            slope * slope / (p * ((1.0 - d) + span * q))
        } else {
            slope * l / p
        }
    } else if d < 1.0 {
        d * w * q / ((1.0 - d) + d * q)
    } else {
        w
    }
}
