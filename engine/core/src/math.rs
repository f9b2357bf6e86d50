//! The only door to transcendental functions.
//!
//! Everything comes from `libm`, in plain Rust, so that an estimate has the same bits natively and in
//! every browser. Platform intrinsics, fused multiply-add and `std` floats are not used in this crate;
//! `xtask` has a test that searches for them.

pub(crate) use libm::{exp, expm1, fabs, log as ln, log1p as ln_1p, sqrt};

/// The logistic function `1 / (1 + e^-z)`, exact to rounding for every finite `z`.
pub(crate) fn logistic(z: f64) -> f64 {
    let e = exp(-fabs(z));
    if z >= 0.0 { 1.0 / (1.0 + e) } else { e / (1.0 + e) }
}

/// `ln(logistic(z))`, finite wherever `z` is.
pub(crate) fn ln_logistic(z: f64) -> f64 {
    let tail = ln_1p(exp(-fabs(z)));
    if z >= 0.0 { -tail } else { z - tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_is_stable_in_both_tails() {
        assert!(logistic(-800.0) >= 0.0, "underflows to zero, not NaN");
        assert!((logistic(800.0) - 1.0).abs() < f64::EPSILON, "saturates at one");
        assert!((ln_logistic(-800.0) + 800.0).abs() < 1e-12, "the log never underflows");
        assert!((logistic(1.3) + logistic(-1.3) - 1.0).abs() < 1e-16, "symmetric about zero");
    }
}
