//! Tail probabilities and quantiles of the distributions that test statistics have.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};
use statrs::function::erf::erfc;
use statrs::function::gamma::gamma_lr;

/// `P(X > x)` of the chi-squared distribution; NaN without degrees of freedom or for a statistic that is not a number.
pub(crate) fn chi_square(x: f64, df: f64) -> f64 {
    match ChiSquared::new(df) {
        Ok(distribution) if !x.is_nan() => distribution.sf(x.max(0.0)),
        _ => f64::NAN,
    }
}

/// `P(X ≤ x)` of the non-central chi-squared distribution: a Poisson mixture of central ones.
pub(crate) fn noncentral_chi_square(x: f64, df: f64, noncentrality: f64) -> f64 {
    /// A part below this, and all after it, adds nothing.
    const SMALLEST: f64 = 1e-17;
    /// Parts beyond the most likely one at most: ten times its spread at a non-centrality of a million.
    const MOST: f64 = 10_000.0;
    let central = |j: f64| if x > 0.0 { gamma_lr(0.5 * df + j, 0.5 * x) } else { 0.0 };
    let half = 0.5 * noncentrality;
    if half <= 0.0 {
        return central(0.0);
    }
    let weight = |j: f64| libm::exp(j * libm::log(half) - half - libm::lgamma(j + 1.0));
    // From the most likely number of the mixture outwards.
    let centre = half.floor();
    let mut sum = 0.0;
    let mut j = centre;
    while weight(j) >= SMALLEST && j <= centre + MOST {
        sum += weight(j) * central(j);
        j += 1.0;
    }
    j = centre - 1.0;
    while j >= 0.0 && weight(j) >= SMALLEST {
        sum += weight(j) * central(j);
        j -= 1.0;
    }
    sum
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

    /// From R 4.2.2: `pchisq(lower.tail = FALSE)`, as in `ctt`, `erm`, `dif_classical` and the files of mirt.
    #[test]
    fn tails_are_those_of_r() {
        for (x, df, p) in [
            (28.912_468_649_185_8, 1.0, 7.572_389_426_613_31e-8),
            (32.541_541_615_533_3, 29.0, 0.296_613_127_853_435),
            (55.926_405_353_878_6, 7.0, 9.766_889_408_491_46e-10),
        ] {
            assert!((chi_square(x, df) / p - 1.0).abs() < 1e-6, "{x} {df}: {}", chi_square(x, df));
        }
        for (x, df, p) in [
            (23.174_453_073_720_3, 9.0, 0.005_816_183_794_593_25),
            (11.938_405_539_684_2, 5.0, 0.035_641_583_873_015_9),
            (14.453_446_310_700_2, 2.0, 0.000_726_898_899_564_07),
            (4.786_867_236_964_35, 6.0, 0.571_425_264_906_972),
        ] {
            assert!((chi_square(x, df) - p).abs() < 1e-12, "{x} {df}: {}", chi_square(x, df));
        }
        assert!(chi_square(1.0, 0.0).is_nan() && chi_square(f64::NAN, 2.0).is_nan());
    }

    #[test]
    fn without_noncentrality_the_distribution_is_central() {
        assert!((noncentral_chi_square(11.938, 5.0, 0.0) - (1.0 - chi_square(11.938, 5.0))).abs() < 1e-14);
        assert!(noncentral_chi_square(10.0, 3.0, 5.0) < noncentral_chi_square(10.0, 3.0, 4.0));
    }

    /// With 2 degrees of freedom it is the squared distance from the origin of a normal point at distance √λ.
    #[test]
    fn the_mixture_is_the_normal_integral() {
        let (x, noncentrality) = (6.0_f64, 3.0_f64);
        let (radius, cells) = (x.sqrt(), 10_000);
        let step = std::f64::consts::PI / f64::from(cells);
        let mut sum = 0.0;
        for cell in 0..cells {
            // Across the disc of radius √x: at u = √x sin φ the other coordinate is within ±√x cos φ.
            let angle = (f64::from(cell) + 0.5) * step - 0.5 * std::f64::consts::PI;
            let away = radius * angle.sin() - noncentrality.sqrt();
            let density = libm::exp(-0.5 * away * away) / 2.506_628_274_631_000_5;
            sum += density * (1.0 - two_sided(radius * angle.cos())) * radius * angle.cos() * step;
        }
        let found = noncentral_chi_square(x, 2.0, noncentrality);
        assert!((found - sum).abs() < 1e-9, "{found} for {sum}");
    }

    #[test]
    fn the_normal_distribution_is_its_square_root() {
        for z in [-3.0, -0.5, 0.2, 1.96, 5.0] {
            assert!((two_sided(z) / chi_square(z * z, 1.0) - 1.0).abs() < 1e-9, "{z}");
            assert!((normal_quantile(0.5 * two_sided(z)) + z.abs()).abs() < 1e-9, "{z}");
        }
    }
}
