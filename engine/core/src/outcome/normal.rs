//! The standard normal distribution and its inverse.

use crate::math::{erfc, ln, sqrt};

/// `Φ(x)`, the probability that a standard normal variable is at most `x`: `erfc(−x/√2) / 2`, to about one part in 10¹⁵ in both tails.
///
/// ```
/// # use thetis_core::outcome::normal_cdf;
/// assert!((normal_cdf(1.96) - 0.975_002_104_851_780).abs() < 1e-15);
/// ```
#[must_use]
pub fn cdf(x: f64) -> f64 {
    0.5 * erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
}

/// The value of a polynomial, the coefficient of the highest power first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    let mut value = 0.0;
    for coefficient in coefficients {
        value = value * x + coefficient;
    }
    value
}

/// `Φ⁻¹(p)` for `0 < p < 1`, to about one part in 10¹⁵ (Wichura 1988, AS 241, PPND16).
pub(super) fn quantile(p: f64) -> f64 {
    const CENTRE: [[f64; 8]; 2] = [
        [
            2.509_080_928_730_122_7e3,
            3.343_057_558_358_813e4,
            6.726_577_092_700_87e4,
            4.592_195_393_154_987e4,
            1.373_169_376_550_946_2e4,
            1.971_590_950_306_551_3e3,
            1.331_416_678_917_843_8e2,
            3.387_132_872_796_366_5,
        ],
        [
            5.226_495_278_852_854e3,
            2.872_908_573_572_194_3e4,
            3.930_789_580_009_271e4,
            2.121_379_430_158_66e4,
            5.394_196_021_424_751e3,
            6.871_870_074_920_579e2,
            4.231_333_070_160_091e1,
            1.0,
        ],
    ];
    const NEAR: [[f64; 8]; 2] = [
        [
            7.745_450_142_783_414e-4,
            2.272_384_498_926_918_4e-2,
            2.417_807_251_774_506e-1,
            1.270_458_252_452_368_4,
            3.647_848_324_763_204_5,
            5.769_497_221_460_691,
            4.630_337_846_156_546,
            1.423_437_110_749_683_5,
        ],
        [
            1.050_750_071_644_416_9e-9,
            5.475_938_084_995_345e-4,
            1.519_866_656_361_645_7e-2,
            1.481_039_764_274_800_8e-1,
            6.897_673_349_851e-1,
            1.676_384_830_183_803_8,
            2.053_191_626_637_759,
            1.0,
        ],
    ];
    const FAR: [[f64; 8]; 2] = [
        [
            2.010_334_399_292_288_1e-7,
            2.711_555_568_743_487_6e-5,
            1.242_660_947_388_078_4e-3,
            2.653_218_952_657_612_4e-2,
            2.965_605_718_285_048_7e-1,
            1.784_826_539_917_291_3,
            5.463_784_911_164_114,
            6.657_904_643_501_103,
        ],
        [
            2.044_263_103_389_939_8e-15,
            1.421_511_758_316_446e-7,
            1.846_318_317_510_054_8e-5,
            7.868_691_311_456_133e-4,
            1.487_536_129_085_061_5e-2,
            1.369_298_809_227_358e-1,
            5.998_322_065_558_88e-1,
            1.0,
        ],
    ];
    let ratio = |[above, below]: &[[f64; 8]; 2], x: f64| polynomial(above, x) / polynomial(below, x);
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180_625 - q * q);
    }
    let tail = sqrt(-ln(if q < 0.0 { p } else { 1.0 - p }));
    let x = if tail <= 5.0 { ratio(&NEAR, tail - 1.6) } else { ratio(&FAR, tail - 5.0) };
    if q < 0.0 { -x } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_function_has_the_published_values() {
        // Abramowitz & Stegun (1964), table 26.1.
        for (x, p) in
            [(0.0, 0.5), (1.0, 0.841_344_746_068_543), (1.96, 0.975_002_104_851_780), (3.0, 0.998_650_101_968_370)]
        {
            assert!((cdf(x) - p).abs() < 1e-14, "Φ({x}) = {}", cdf(x));
            assert!((cdf(-x) - (1.0 - p)).abs() < 1e-14, "Φ(−{x})");
        }
        assert!(cdf(f64::INFINITY) >= 1.0 && cdf(f64::NEG_INFINITY) <= 0.0, "ends");
    }

    #[test]
    fn the_quantile_is_the_inverse() {
        let mut worst = 0.0f64;
        for j in 1..4_000 {
            let p = f64::from(j) / 4_000.0;
            worst = worst.max((cdf(quantile(p)) / p - 1.0).abs());
        }
        for power in 4..300 {
            let p = 10f64.powi(-power);
            // A relative error of x is one of x² in p.
            worst = worst.max((cdf(quantile(p)) / p - 1.0).abs() / quantile(p).powi(2));
        }
        assert!(worst < 4e-15, "largest relative error {worst}");
        assert!((quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14, "97.5 %");
    }
}
