//! The chi-squared distribution, also non-central, and what is made of it.

use super::float;

/// Upper tail of the chi-squared distribution; NaN without degrees of freedom.
pub(super) fn upper_tail(x: f64, df: f64) -> f64 {
    if df <= 0.0 { f64::NAN } else { 1.0 - lower_gamma(0.5 * df, 0.5 * x.max(0.0)) }
}

/// Regularised lower incomplete gamma function, by series or continued fraction (Lentz; Press et al. 2007, 6.2).
fn lower_gamma(a: f64, x: f64) -> f64 {
    const SMALL: f64 = 1e-300;
    const PRECISION: f64 = 1e-16;
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * PRECISION {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return front * sum;
    }
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / SMALL, 1.0 / b);
    let mut h = d;
    for i in 1..100_000 {
        let i = float(i);
        let numerator = -i * (i - a);
        b += 2.0;
        d = 1.0 / nonzero(numerator * d + b, SMALL);
        c = nonzero(b + numerator / c, SMALL);
        let change = c * d;
        h *= change;
        if (change - 1.0).abs() < PRECISION * 10.0 {
            break;
        }
    }
    1.0 - front * h
}

fn nonzero(x: f64, small: f64) -> f64 {
    if x.abs() < small { small } else { x }
}

/// Distribution function of the non-central chi-squared distribution: a Poisson mixture of central ones.
fn noncentral(x: f64, df: f64, lambda: f64) -> f64 {
    let half = 0.5 * lambda;
    // From the most likely number of the mixture outwards.
    let centre = half.floor();
    let weight = |j: f64| libm::exp(-half + if half > 0.0 { j * libm::log(half) } else { 0.0 } - libm::lgamma(j + 1.0));
    let mut sum = 0.0;
    let mut j = centre;
    loop {
        let part = if half > 0.0 || j < 0.5 { weight(j) } else { 0.0 };
        sum += part * lower_gamma(0.5 * df + j, 0.5 * x);
        if part < 1e-17 || j > centre + 10_000.0 {
            break;
        }
        j += 1.0;
    }
    j = centre - 1.0;
    while j >= 0.0 {
        let part = weight(j);
        sum += part * lower_gamma(0.5 * df + j, 0.5 * x);
        if part < 1e-17 {
            break;
        }
        j -= 1.0;
    }
    sum
}

/// The non-centrality at which `x` has this probability of not being exceeded; 0 if none is so small.
fn noncentrality(x: f64, df: f64, probability: f64) -> f64 {
    if noncentral(x, df, 0.0) <= probability {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, x.max(df));
    while noncentral(x, df, high) > probability {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if noncentral(x, df, middle) > probability { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// `√(max(0, X/df − 1)/(N − 1))` (Steiger & Lind 1980), NaN without degrees of freedom.
pub(super) fn rmsea(x: f64, df: f64, persons: f64) -> f64 {
    if df <= 0.0 { f64::NAN } else { ((x / df - 1.0).max(0.0) / (persons - 1.0)).sqrt() }
}

/// 90 % confidence interval of the RMSEA, from the non-centralities that put X at the 95th and 5th percentile.
pub(super) fn rmsea_interval(x: f64, df: f64, persons: f64) -> (f64, f64) {
    let bound = |probability| (noncentrality(x, df, probability) / ((persons - 1.0) * df)).sqrt();
    (bound(0.95), bound(0.05))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From R 4.2.2: pchisq(x, df, ncp, lower.tail = FALSE).
    #[test]
    fn tails_are_those_of_r() {
        for (x, df, p) in [
            (23.174_453_073_720_3, 9.0, 0.005_816_183_794_593_25),
            (11.938_405_539_684_2, 5.0, 0.035_641_583_873_015_9),
            (14.453_446_310_700_2, 2.0, 0.000_726_898_899_564_07),
            (4.786_867_236_964_35, 6.0, 0.571_425_264_906_972),
        ] {
            assert!((upper_tail(x, df) - p).abs() < 1e-12, "{x} {df}: {}", upper_tail(x, df));
        }
    }

    #[test]
    fn a_noncentral_distribution_without_noncentrality_is_central() {
        assert!((noncentral(11.938, 5.0, 0.0) - (1.0 - upper_tail(11.938, 5.0))).abs() < 1e-14);
        assert!(noncentral(10.0, 3.0, 5.0) < noncentral(10.0, 3.0, 4.0));
    }
}
