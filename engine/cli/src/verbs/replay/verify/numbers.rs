//! Results on the scales of learning platforms, as the player sends them: T scores, and whether a rule is met.
//!
//! `bindings/js/src/lms/scores.ts` computes the same.

use thetis_bank::outcome::{DeclaredStandards, ScoreReportDocument};
use thetis_bank::types::{DimensionKind, ItemBank};

/// `T = 50 + 10 (θ − μ)/σ`, with the mean and standard deviation of the bank's prior, 0 to 100, two decimals.
pub(super) fn t_score(theta: f64, (mean, sd): (f64, f64)) -> f64 {
    rounded((50.0 + 10.0 * (theta - mean) / sd).clamp(0.0, 100.0))
}

/// As `Math.round` does, which rounds halves up.
fn rounded(value: f64) -> f64 {
    (value * 100.0 + 0.5).floor() / 100.0
}

/// What the scores of a bank need.
#[derive(Debug)]
pub(super) struct Scale {
    /// Mean and standard deviation of each dimension.
    population: Vec<(f64, f64)>,
    /// The dimensions of which the mean is the score: those of knowledge, or all if there are none.
    counted: Vec<usize>,
}

impl Scale {
    pub(super) fn of(bank: &ItemBank, declared: &DeclaredStandards<'_>) -> Self {
        let kinds = bank.dimensions.iter().map(|dimension| dimension.kind == DimensionKind::Evaluation);
        let counted: Vec<usize> = kinds.enumerate().filter(|(_, is_own)| *is_own).map(|(place, _)| place).collect();
        let all = || (0..bank.dimensions.len()).collect();
        Self {
            population: declared.standards.population.clone(),
            counted: if counted.is_empty() { all() } else { counted },
        }
    }

    /// T score of each dimension.
    pub(super) fn scores(&self, theta: &[f64]) -> Vec<f64> {
        theta.iter().zip(&self.population).map(|(theta, population)| t_score(*theta, *population)).collect()
    }

    /// Mean of those that count.
    pub(super) fn mean(&self, scores: &[f64]) -> Option<f64> {
        let counted: Vec<f64> = self.counted.iter().filter_map(|place| scores.get(*place).copied()).collect();
        let count = u32::try_from(counted.len()).ok().filter(|count| *count > 0)?;
        Some(rounded(counted.iter().sum::<f64>() / f64::from(count)))
    }
}

/// What counts as passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verbs::replay) enum PassRule {
    /// The profile compared with is met.
    Profile,
    /// At least a level of a dimension.
    Level { dimension: String, level: String },
}

/// `profile` or `DIMENSION:LEVEL`.
pub(in crate::verbs::replay) fn pass_rule(text: &str) -> Result<PassRule, String> {
    match text.split_once(':') {
        None if text == "profile" => Ok(PassRule::Profile),
        Some((dimension, level)) if !dimension.is_empty() && !level.is_empty() => {
            Ok(PassRule::Level { dimension: dimension.to_owned(), level: level.to_owned() })
        }
        _ => Err(format!("{text:?} is no rule: write profile, or DIMENSION:LEVEL such as care:alone")),
    }
}

impl PassRule {
    /// `passed` with two chances in three, `failed` with two chances in three of the opposite.
    pub(super) fn verdict(&self, report: &ScoreReportDocument) -> &'static str {
        match self.probability(report) {
            Some(probability) if probability >= 2.0 / 3.0 => "passed",
            Some(probability) if probability <= 1.0 / 3.0 => "failed",
            _ => "unknown",
        }
    }

    fn probability(&self, report: &ScoreReportDocument) -> Option<f64> {
        match self {
            Self::Profile => report.profile.as_ref().map(|profile| profile.probability),
            Self::Level { dimension, level } => {
                let levels = &report.dimensions.iter().find(|own| own.dimension == *dimension)?.levels;
                let from = levels.iter().position(|own| own.id == *level)?;
                Some(levels[from..].iter().map(|level| level.probability).sum())
            }
        }
    }

    /// Whether a bank has what the rule names.
    ///
    /// # Errors
    /// What it does not have, and what it has.
    pub(super) fn check(&self, bank: &ItemBank) -> Result<(), String> {
        let Self::Level { dimension, level } = self else { return Ok(()) };
        if bank.dimension_index(dimension).is_none() {
            let known: Vec<&str> = bank.dimensions.iter().map(|own| own.id.as_str()).collect();
            return Err(format!("--pass: there is no dimension {dimension}; the bank has {}", known.join(", ")));
        }
        let levels = bank.levels_of(dimension);
        if levels.contains(&level.as_str()) {
            return Ok(());
        }
        Err(format!("--pass: {dimension} has no level {level}; it has {}", levels.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_scores_have_two_decimals_and_bounds() {
        let standard = (0.0, 1.0);
        assert_eq!(
            [0.0, 1.234_56, -0.5, 7.0, -7.0].map(|theta| t_score(theta, standard).to_string()),
            ["50", "62.35", "45", "100", "0"]
        );
        assert_eq!(t_score(2.0, (1.0, 2.0)).to_string(), "55");
    }

    #[test]
    fn the_score_is_the_mean_of_what_counts() {
        let scale = Scale { population: vec![(0.0, 1.0), (1.0, 2.0), (0.0, 1.0)], counted: vec![0, 1] };
        let scores = scale.scores(&[1.0, 2.0, -3.0]);
        assert_eq!(scores, [60.0, 55.0, 20.0]);
        assert_eq!(scale.mean(&scores), Some(57.5));
        assert_eq!(Scale { counted: Vec::new(), ..scale }.mean(&scores), None);
    }

    #[test]
    fn rules_are_a_profile_or_a_level() {
        let level = PassRule::Level { dimension: "care".into(), level: "alone".into() };
        assert_eq!((pass_rule("profile"), pass_rule("care:alone")), (Ok(PassRule::Profile), Ok(level)));
        for text in ["", "care", ":alone", "care:"] {
            assert!(pass_rule(text).is_err(), "{text}");
        }
    }
}
