//! Tail probabilities and quantiles of the distributions that test statistics have.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};
use statrs::function::erf::erfc;

/// `P(X > x)` of the chi-squared distribution; NaN without degrees of freedom or for a statistic that is not a number.
pub(crate) fn chi_square(x: f64, df: f64) -> f64 {
    match ChiSquared::new(df) {
        Ok(distribution) if !x.is_nan() => distribution.sf(x.max(0.0)),
        _ => f64::NAN,
    }
}

/// `P(|Z| > |z|)` of the standard normal distribution.
pub(crate) fn two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The value that the standard normal distribution does not exceed with this probability; infinite at 0 and 1.
pub(crate) fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From R 4.2.2: `pchisq(lower.tail = FALSE)`, as in `ctt`, `erm` and `dif_classical`.
    #[test]
    fn tails_are_those_of_r() {
        for (x, df, p) in [
            (28.912_468_649_185_8, 1.0, 7.572_389_426_613_31e-8),
            (32.541_541_615_533_3, 29.0, 0.296_613_127_853_435),
            (55.926_405_353_878_6, 7.0, 9.766_889_408_491_46e-10),
        ] {
            assert!((chi_square(x, df) / p - 1.0).abs() < 1e-6, "{x} {df}: {}", chi_square(x, df));
        }
        assert!(chi_square(1.0, 0.0).is_nan() && chi_square(f64::NAN, 2.0).is_nan());
    }

    #[test]
    fn the_normal_distribution_is_its_square_root() {
        for z in [-3.0, -0.5, 0.2, 1.96, 5.0] {
            assert!((two_sided(z) / chi_square(z * z, 1.0) - 1.0).abs() < 1e-9, "{z}");
            assert!((normal_quantile(0.5 * two_sided(z)) + z.abs()).abs() < 1e-9, "{z}");
        }
    }
}
