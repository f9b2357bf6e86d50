//! The only door to transcendental functions.
//!
//! In plain Rust, so that an estimate has the same bits natively and in every browser. Platform intrinsics,
//! fused multiply-add and `std` floats are not used in this crate; `xtask` has a test that searches for them.
//! The logarithm and the error function are `libm`'s. The exponential is `libm`'s algorithm without its detours for numbers that
//! cannot occur here: a third of a kilobyte of a candidate's download, in which everything else is made of
//! these two.

pub(crate) use libm::{erfc, log as ln};

/// `e^x`, to less than one unit in the last place: argument reduction by `ln 2` in two parts and the rational
/// approximation of fdlibm (Sun Microsystems 1993; Remez on ±½ ln 2).
pub(crate) fn exp(x: f64) -> f64 {
    /// Beyond, the result is infinite, and below its negative, zero: `e^±745.2` is the smallest denormal.
    const LARGEST: f64 = 745.2;
    const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    const P: [f64; 5] = [
        1.666_666_666_666_660_2e-1,
        -2.777_777_777_701_559_3e-3,
        6.613_756_321_437_934e-5,
        -1.653_390_220_546_525_2e-6,
        4.138_136_797_057_238_5e-8,
    ];
    let x = clamp(x, -LARGEST, LARGEST);
    // Rounded to the nearest whole number, half away from zero.
    let k = (x * core::f64::consts::LOG2_E + if x < 0.0 { -0.5 } else { 0.5 }) as i32;
    let (high, low) = (x - f64::from(k) * LN_2_HIGH, f64::from(k) * LN_2_LOW);
    let r = high - low;
    let square = r * r;
    let c = r - square * (P[0] + square * (P[1] + square * (P[2] + square * (P[3] + square * P[4]))));
    let y = 1.0 + (r * c / (2.0 - c) - low + high);
    // 2^k in two factors, as one alone can be out of range where the product is not.
    let half = k / 2;
    y * power_of_two(half) * power_of_two(k - half)
}

/// `2^k` for |k| ≤ 1022.
fn power_of_two(k: i32) -> f64 {
    f64::from_bits((1023 + i64::from(k)).cast_unsigned() << 52)
}

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
    const TERMS: f64 = 8.0;
    if x > SMALL {
        return 1.0 - exp(-x);
    }
    let mut sum = 0.0;
    let mut k = TERMS;
    while k > 0.0 {
        sum = x / k * (1.0 - sum);
        k -= 1.0;
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
    fn the_exponential_is_right_to_the_last_place_or_two() {
        let mut worst = 0.0f64;
        for j in -1_490_000i32..=1_420_000 {
            let x = f64::from(j) * 0.000_5 + 1e-7;
            let (ours, theirs) = (exp(x), libm::exp(x));
            if theirs > f64::MIN_POSITIVE {
                worst = worst.max((ours / theirs - 1.0).abs());
            } else {
                assert!((ours - theirs).abs() <= 1e-323, "denormal at {x}: {ours} against {theirs}");
            }
        }
        assert!(worst <= 2.0 * f64::EPSILON, "largest relative difference {worst}");
        assert!(exp(0.0).to_bits() == 1f64.to_bits() && exp(-1e300) <= 0.0 && exp(1e300) == f64::INFINITY, "ends");
        assert!(
            exp(f64::NEG_INFINITY) <= 0.0 && exp(709.7).is_finite() && exp(710.0) == f64::INFINITY,
            "and near them"
        );
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
