//! What counts are compared with.

/// Assert that these are counts of so many equally likely outcomes: χ² below its mean plus five of its standard
/// deviations, which a sound generator exceeds less than once in ten thousand.
#[track_caller]
pub(crate) fn assert_uniform(counts: &[u32], outcomes: usize, what: &str) {
    assert_eq!(counts.len(), outcomes, "every outcome of {what} occurs: {counts:?}");
    let expected = f64::from(counts.iter().sum::<u32>()) / outcomes as f64;
    assert_expected(counts, &vec![expected; outcomes], what);
}

/// The same for outcomes that are not equally likely.
#[track_caller]
pub(crate) fn assert_expected(counts: &[u32], expected: &[f64], what: &str) {
    let chi_square: f64 = counts.iter().zip(expected).map(|(n, e)| (f64::from(*n) - e).powi(2) / e).sum();
    let freedom = counts.len() as f64 - 1.0;
    let bound = freedom + 5.0 * (2.0 * freedom).sqrt();
    assert!(chi_square < bound, "{what}: χ² {chi_square} of {bound}, {counts:?} against {expected:?}");
}

/// Assert that a share of `n` draws is this probability, within four standard errors.
#[track_caller]
pub(crate) fn assert_share(count: u32, n: u32, probability: f64, what: &str) {
    let n = f64::from(n);
    let (share, error) = (f64::from(count) / n, (probability * (1.0 - probability) / n).sqrt());
    assert!((share - probability).abs() <= 4.0 * error, "{what}: {share} against {probability} ± {error}");
}

/// Mean and standard deviation.
pub(crate) fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, variance.sqrt())
}
