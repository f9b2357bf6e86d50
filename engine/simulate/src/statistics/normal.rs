//! The normal distribution.

use std::f64::consts::FRAC_1_SQRT_2;

/// `Φ(z)`: the probability that a standard normal variable is at most z.
pub(crate) fn cumulative(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabled_values() {
        // Abramowitz & Stegun, table 26.1; the tail from table 26.2.
        let table = [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_543),
            (1.96, 0.975_002_104_851_780),
            (-3.0, 0.001_349_898_031_630),
            (f64::INFINITY, 1.0),
            (f64::NEG_INFINITY, 0.0),
        ];
        for (z, expected) in table {
            assert!((cumulative(z) - expected).abs() < 1e-15, "{z}: {}", cumulative(z));
        }
        assert!((cumulative(-8.0) / 6.220_960_574_271_785e-16 - 1.0).abs() < 1e-12, "the tail keeps its digits");
    }
}
