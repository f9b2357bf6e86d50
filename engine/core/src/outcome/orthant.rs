//! The probability that several things hold at once.

use alloc::vec::Vec;

use super::normal::{cdf, quantile};
use crate::list::{copy, zeros};
use crate::math::sqrt;

/// Points at which the integral is evaluated.
const POINTS: u32 = 4_096;

/// Square roots of the first primes: multiples of them fill the unit cube evenly (Richtmyer's lattice).
const GENERATORS: [f64; 12] = [
    core::f64::consts::SQRT_2,
    1.732_050_807_568_877_2,
    2.236_067_977_499_79,
    2.645_751_311_064_590_7,
    3.316_624_790_355_4,
    3.605_551_275_463_989,
    4.123_105_625_617_661,
    4.358_898_943_540_674,
    4.795_831_523_312_719,
    5.385_164_807_134_504,
    5.567_764_362_830_022,
    6.082_762_530_298_219,
];

/// Correlations below this are none.
const NONE: f64 = 1e-12;

/// The probability that all of some events hold, each of which has probability `p` by itself, where they depend on each other as
/// normal variables with these correlations do (a Gaussian copula); `correlation` has a row for each event.
///
/// Without correlation it is the product. With it, the orthant probability `P(X_1 < Φ⁻¹(p_1), …)` of a multivariate normal
/// distribution by Genz's (1992, eq. 1.4) transformation to the unit cube, at fixed lattice points with the baker's
/// transformation (Genz & Bretz 2009, 4.2), so that it has the same bits everywhere; error about 1e-4 for ten events.
pub(super) fn all_hold(p: &[f64], correlation: &[f64]) -> f64 {
    let n = p.len();
    let mut product = 1.0;
    let mut dependent = false;
    for i in 0..n {
        product *= p[i];
        for j in 0..i {
            dependent |= correlation[i * n + j].abs() > NONE;
        }
    }
    // An event that is certain binds nothing; one that is impossible decides.
    if !dependent || product <= 0.0 || n > GENERATORS.len() + 1 {
        return product;
    }
    let factor = cholesky(correlation, n);
    let mut bound = Vec::new();
    for p in p {
        bound.push(if *p < 1.0 { quantile(*p) } else { f64::INFINITY });
    }
    let mut y = zeros(n);
    let mut sum = 0.0;
    for point in 1..=POINTS {
        let mut probability = 1.0;
        for i in 0..n {
            let mut mean = 0.0;
            for j in 0..i {
                mean += factor[i * n + j] * y[j];
            }
            let scale = factor[i * n + i];
            let below = if scale > 0.0 {
                cdf((bound[i] - mean) / scale)
            } else if bound[i] >= mean {
                1.0
            } else {
                0.0
            };
            probability *= below;
            if i + 1 < n {
                let u = below * baker(f64::from(point) * GENERATORS[i]);
                // Where nothing is left below the bound, the product is 0 whatever the value is.
                y[i] = if u > 0.0 { quantile(u.min(1.0 - f64::EPSILON)) } else { 0.0 };
            }
        }
        sum += probability;
    }
    sum / f64::from(POINTS)
}

/// The fractional part, folded: `|2 {x} − 1|`.
fn baker(x: f64) -> f64 {
    let fraction = x - f64::from(x as i32);
    (2.0 * fraction - 1.0).abs()
}

/// The lower triangle of which `a` is the product with its transpose; a row that depends on those before it has a diagonal of 0.
fn cholesky(a: &[f64], n: usize) -> Vec<f64> {
    /// What is left of a variance of 1 that the rows before explain wholly.
    const NOTHING: f64 = 1e-12;
    let mut l = copy(a);
    for i in 0..n {
        for j in 0..n {
            if j > i {
                l[i * n + j] = 0.0;
                continue;
            }
            let mut rest = a[i * n + j];
            for k in 0..j {
                rest -= l[i * n + k] * l[j * n + k];
            }
            let diagonal = l[j * n + j];
            l[i * n + j] = if i == j {
                if rest > NOTHING { sqrt(rest) } else { 0.0 }
            } else if diagonal > 0.0 {
                rest / diagonal
            } else {
                0.0
            };
        }
    }
    l
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    /// `n` events of which any two correlate by `r`.
    fn equal(n: usize, r: f64) -> Vec<f64> {
        (0..n * n).map(|place| if place % (n + 1) == 0 { 1.0 } else { r }).collect()
    }

    #[test]
    fn two_events_agree_with_the_closed_form() {
        // P(X < 0, Y < 0) = 1/4 + arcsin(r) / 2π (Sheppard 1899).
        for r in [-0.9f64, -0.5, 0.0, 0.3, 0.7, 0.95] {
            let expected = 0.25 + r.asin() / core::f64::consts::TAU;
            let found = all_hold(&[0.5, 0.5], &equal(2, r));
            assert!((found - expected).abs() < 2e-4, "r = {r}: {found}, not {expected}");
        }
    }

    #[test]
    fn equal_events_agree_with_the_closed_form() {
        // At r = ½ all of n are below 0 with probability 1/(n + 1) (Gupta 1963).
        for n in [2, 3, 5, 10] {
            let expected = 1.0 / (n as f64 + 1.0);
            let found = all_hold(&vec![0.5; n], &equal(n, 0.5));
            assert!((found - expected).abs() < 1e-3, "{n} events: {found}, not {expected}");
        }
    }

    #[test]
    fn certain_and_impossible_events_decide_as_they_should() {
        let r = equal(3, 0.6);
        assert_eq!(all_hold(&[], &[]).to_bits(), 1f64.to_bits(), "nothing to hold");
        assert!(all_hold(&[0.9, 0.0, 0.9], &r) <= 0.0, "one is impossible");
        let (two, three) = (all_hold(&[0.7, 0.8], &equal(2, 0.6)), all_hold(&[0.7, 0.8, 1.0], &r));
        assert!((two - three).abs() < 2e-4, "a certain one changes nothing: {two}, {three}");
        assert!((all_hold(&[0.6, 0.6], &equal(2, 1.0)) - 0.6).abs() < 2e-4, "the same event twice");
    }
}
