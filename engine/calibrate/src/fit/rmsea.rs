//! Root mean square error of approximation.

use crate::tails;

/// `√(max(0, X/df − 1)/(N − 1))` (Steiger & Lind 1980), NaN without degrees of freedom.
pub(super) fn rmsea(x: f64, df: f64, persons: f64) -> f64 {
    if df <= 0.0 { f64::NAN } else { ((x / df - 1.0).max(0.0) / (persons - 1.0)).sqrt() }
}

/// 90 % confidence interval of the RMSEA, from the non-centralities that put X at the 95th and 5th percentile.
pub(super) fn interval(x: f64, df: f64, persons: f64) -> (f64, f64) {
    let bound = |probability| (noncentrality(x, df, probability) / ((persons - 1.0) * df)).sqrt();
    (bound(0.95), bound(0.05))
}

/// The non-centrality at which `x` has this probability of not being exceeded; 0 if none is so small.
fn noncentrality(x: f64, df: f64, probability: f64) -> f64 {
    /// Bisections: more than a double has digits.
    const ROUNDS: u32 = 200;
    let below = |noncentrality| tails::noncentral_chi_square(x, df, noncentrality);
    if below(0.0) <= probability {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, x.max(df));
    while below(high) > probability {
        high *= 2.0;
    }
    for _ in 0..ROUNDS {
        let middle = 0.5 * (low + high);
        if below(middle) > probability { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
