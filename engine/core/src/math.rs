//! The only door to transcendental functions.
//!
//! Exponential and logarithm come from `libm`, in plain Rust, so that an estimate has the same bits
//! natively and in every browser. Platform intrinsics, fused multiply-add and `std` floats are not used in
//! this crate; `xtask` has a test that searches for them. Everything else is made of these two: each more
//! function of `libm` would be half a kilobyte of a candidate's download.

pub(crate) use libm::{exp, log as ln};

/// `σ(z)`, `σ(−z)` and `σ(z) σ(−z)`, where `σ(z) = 1 / (1 + e^−z)`; from one exponential, exact to
/// rounding in both tails.
pub(crate) fn logistic(z: f64) -> (f64, f64, f64) {
    let e = exp(-z.abs());
    let near = 1.0 / (1.0 + e);
    let far = e * near;
    if z >= 0.0 { (near, far, near * far) } else { (far, near, near * far) }
}

/// `ln σ(z)`, finite wherever `z` is; absolute error at most 2e-16 or one part in 10¹⁵.
pub(crate) fn ln_logistic(z: f64) -> f64 {
    z.min(0.0) - ln(1.0 + exp(-z.abs()))
}

/// `1 − e^−x` for `x ≥ 0`, with full relative accuracy down to zero.
pub(crate) fn one_minus_exp_neg(x: f64) -> f64 {
    /// Below this the series has converged to the last bit after [`TERMS`] terms; above it, nothing cancels.
    const SMALL: f64 = 0.03;
    const TERMS: u32 = 8;
    if x > SMALL {
        return 1.0 - exp(-x);
    }
    let mut sum = 0.0;
    for k in (1..=TERMS).rev() {
        sum = x / f64::from(k) * (1.0 - sum);
    }
    sum
}

/// Square root, to one unit in the last place: one Newton step from `e^(½ ln x)`.
pub(crate) fn sqrt(x: f64) -> f64 {
    if x <= 0.0 || x == f64::INFINITY {
        return x;
    }
    let y = exp(0.5 * ln(x));
    0.5 * (y + x / y)
}

/// `value`, or the nearer end of `lower..=upper`. `f64::clamp` would do, but its assertion prints floats,
/// and printing floats is 15 kB of WebAssembly.
pub(crate) fn clamp(value: f64, lower: f64, upper: f64) -> f64 {
    value.max(lower).min(upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_is_stable_in_both_tails() {
        assert!(logistic(-800.0).0 >= 0.0, "underflows to zero, not NaN");
        assert!((logistic(800.0).0 - 1.0).abs() < f64::EPSILON, "saturates at one");
        assert!((ln_logistic(-800.0) + 800.0).abs() < 1e-12, "the log never underflows");
        assert!((logistic(1.3).0 + logistic(-1.3).0 - 1.0).abs() < 1e-16, "symmetric about zero");
    }

    #[test]
    fn small_functions_agree_with_the_platform() {
        for power in -60..=60 {
            let x = 1.7 * 10f64.powi(power / 4);
            assert!((sqrt(x) / x.sqrt() - 1.0).abs() < 4e-16, "square root of {x}");
            let expected = -(-x).exp_m1();
            assert!((one_minus_exp_neg(x) / expected - 1.0).abs() < 1e-14, "1 − e^−{x}");
        }
        assert_eq!(sqrt(0.0).to_bits(), 0, "zero");
        assert!(sqrt(f64::INFINITY).is_infinite(), "infinity");
    }
}
