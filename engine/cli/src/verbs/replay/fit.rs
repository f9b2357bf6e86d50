//! How well the answers fit the models, and what is to be read with care because of it.

use serde::Serialize;
use thetis_core::{Fit, FitBounds};

use crate::output::number;

/// A reason to read the outcome with care.
#[derive(Debug, PartialEq)]
pub(super) struct Care {
    /// Short name, as the design's bound has it.
    pub(super) name: &'static str,
    /// What is beyond which bound.
    pub(super) sentence: String,
}

/// Person fit as the report has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FitDocument {
    lz: f64,
    lz_star: f64,
    cusum_upper: f64,
    cusum_lower: f64,
    guttman: f64,
    fast: f64,
    /// Names of the bounds exceeded.
    read_with_care: Vec<&'static str>,
}

impl FitDocument {
    pub(super) fn new(fit: &Fit, bounds: &FitBounds) -> Self {
        Self {
            lz: fit.lz,
            lz_star: fit.lz_star,
            cusum_upper: fit.cusum_upper,
            cusum_lower: fit.cusum_lower,
            guttman: fit.guttman,
            fast: fit.fast,
            read_with_care: cares(fit, bounds).into_iter().map(|care| care.name).collect(),
        }
    }
}

/// The reasons that the engine flags, in the order of its flags.
pub(super) fn cares(fit: &Fit, bounds: &FitBounds) -> Vec<Care> {
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let cusum = if fit.cusum_upper >= -fit.cusum_lower { fit.cusum_upper } else { fit.cusum_lower };
    let all = [
        (
            "lz",
            format!(
                "the pattern of answers is unlikely at this estimate: lz* is {}, below {}",
                number::decimals(fit.lz_star),
                bounds.lz
            ),
        ),
        (
            "cusum",
            format!(
                "the answers drift away from the estimates during the test: the CUSUM reaches {}, beyond ±{}",
                number::decimals(cusum),
                bounds.cusum
            ),
        ),
        (
            "guttman",
            format!(
                "easier items were failed and harder ones passed: {} of the pairs that could be are Guttman errors, more than {}",
                percent(fit.guttman),
                percent(bounds.guttman)
            ),
        ),
        (
            "fast",
            format!(
                "{} of the answers took less than {} s, more than {}",
                percent(fit.fast),
                bounds.fast_seconds,
                percent(bounds.fast_share)
            ),
        ),
    ];
    let flagged = |bit: usize| fit.flags & (1 << bit) != 0;
    all.into_iter()
        .enumerate()
        .filter(|(bit, _)| flagged(*bit))
        .map(|(_, (name, sentence))| Care { name, sentence })
        .collect()
}

/// The line of a text report.
pub(super) fn summary(fit: &Fit) -> String {
    format!(
        "lz* {}, CUSUM {} to {}, Guttman errors {:.0} %, fast answers {:.0} %",
        number::decimals(fit.lz_star),
        number::decimals(fit.cusum_lower),
        number::decimals(fit.cusum_upper),
        fit.guttman * 100.0,
        fit.fast * 100.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flag_has_its_sentence_with_value_and_bound() {
        let bounds = FitBounds { lz: -1.645, cusum: 0.25, guttman: 0.3, fast_seconds: 1.5, fast_share: 0.1 };
        let fit = Fit {
            lz_star: -2.5,
            cusum_upper: 0.1,
            cusum_lower: -0.4,
            guttman: 0.5,
            fast: 0.25,
            flags: 15,
            ..Fit::default()
        };
        let cares = cares(&fit, &bounds);
        assert_eq!(cares.iter().map(|care| care.name).collect::<Vec<_>>(), ["lz", "cusum", "guttman", "fast"]);
        for (care, words) in
            cares.iter().zip([["-2.5000", "-1.645"], ["-0.4000", "±0.25"], ["50 %", "30 %"], ["25 %", "1.5 s"]])
        {
            assert!(words.iter().all(|word| care.sentence.contains(word)), "{care:?}");
        }
        assert_eq!(super::cares(&Fit { flags: 4, ..fit }, &bounds).len(), 1);
        assert_eq!(super::cares(&Fit { flags: 0, ..fit }, &bounds), []);
    }
}
