//! Numbers on the command line.

/// Largest magnitude of a number on the command line. No ability scale is wider, and no square or
/// product of such numbers overflows.
const LARGEST: f64 = 1e6;
/// Smallest number where one above 0 is meant: a standard deviation of less has a precision beyond doubles.
const SMALLEST_POSITIVE: f64 = 1e-6;

/// A number.
pub(crate) fn number(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(value) if value.abs() <= LARGEST => Ok(value),
        Ok(value) if value.is_finite() => Err(format!("{text} is beyond ±{LARGEST}")),
        _ => Err(format!("{text:?} is not a finite number")),
    }
}

/// A number above 0.
pub(crate) fn positive(text: &str) -> Result<f64, String> {
    let value = number(text)?;
    if value >= SMALLEST_POSITIVE { Ok(value) } else { Err(format!("{text} is below {SMALLEST_POSITIVE}")) }
}

/// Numbers separated by commas; at least one.
pub(crate) fn list(text: &str) -> Result<Vec<f64>, String> {
    text.split(',').map(number).collect()
}

/// Two numbers, the first below the second.
pub(crate) fn interval(text: &str) -> Result<(f64, f64), String> {
    match list(text)?[..] {
        [lower, upper] if lower < upper => Ok((lower, upper)),
        [lower, upper] => Err(format!("{lower} is not below {upper}")),
        _ => Err(format!("{text:?} is not two numbers, for example -4,4")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_numbers_of_a_sane_size_pass() {
        for text in ["nan", "inf", "-infinity", "1e999", "1e7", "", "1;2", "0x1"] {
            assert!(number(text).is_err(), "{text}");
        }
        assert_eq!(list("-1, 2.5e-1"), Ok(vec![-1.0, 0.25]));
    }

    #[test]
    fn an_interval_has_two_ends_in_order() {
        assert_eq!(interval("-4,4"), Ok((-4.0, 4.0)));
        for text in ["4,-4", "1,1", "1", "1,2,3", "-4,nan"] {
            assert!(interval(text).is_err(), "{text}");
        }
    }
}
