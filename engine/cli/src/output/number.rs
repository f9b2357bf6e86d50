//! How numbers are written.

/// Smallest magnitude that four decimals show as something else than zero.
const SMALLEST_SHOWN: f64 = 5e-5;
/// Smallest magnitude at which four decimals would be a column of digits nobody reads.
const LARGE: f64 = 1e7;

/// Four decimals: abilities, standard errors, probabilities.
pub(crate) fn decimals(value: f64) -> String {
    if value.is_finite() && value.abs() < SMALLEST_SHOWN {
        // Not -0.0000.
        format!("{:.4}", 0.0)
    } else {
        magnitude(value)
    }
}

/// Four decimals, or scientific notation where those would say nothing or too much: information, and
/// what criteria make of it.
pub(crate) fn magnitude(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        exact(value)
    } else if size >= LARGE || (size > 0.0 && size < SMALLEST_SHOWN) {
        format!("{value:.3e}")
    } else {
        format!("{:.4}", value + 0.0)
    }
}

/// Four decimals, or that it is below what they show: probabilities of tests.
pub(crate) fn probability(p: f64) -> String {
    if (0.0..SMALLEST_SHOWN).contains(&p) { "<0.0001".into() } else { decimals(p) }
}

/// The shortest decimal that reads back as the same double; `inf` and `-inf` where it is infinite.
pub(crate) fn exact(value: f64) -> String {
    format!("{value:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_round_towards_what_is_readable() {
        let values = [0.0, -0.0, -7.5e-17, 1.0, -2.345_678, 123_456.789, 1e9, f64::INFINITY];
        let expected = ["0.0000", "0.0000", "0.0000", "1.0000", "-2.3457", "123456.7890", "1.000e9", "inf"];
        assert_eq!(values.map(decimals), expected);
    }

    #[test]
    fn small_probabilities_are_not_nothing() {
        assert_eq!([0.0, 1e-7, 0.04, 1.0].map(probability), ["<0.0001", "<0.0001", "0.0400", "1.0000"]);
    }

    #[test]
    fn magnitude_keeps_what_is_small_apart_from_nothing() {
        let values = [0.0, -0.0, 0.000_05, 0.000_01, 3.2e-9, 12.5];
        assert_eq!(values.map(magnitude), ["0.0000", "0.0000", "0.0001", "1.000e-5", "3.200e-9", "12.5000"]);
    }

    #[test]
    fn exact_numbers_read_back_as_the_same_double() {
        for value in [0.1, 1.0 / 3.0, -1e-300, f64::MAX, f64::NEG_INFINITY, 4e-324] {
            let back: f64 = exact(value).parse().expect("a number");
            assert_eq!(back.to_bits(), value.to_bits(), "{value}");
        }
    }
}
