//! Which score on one form is worth which on another.

use super::form::Form;
use super::points::Points;
use crate::error::CalibrationError;

/// A score with its equivalent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EquatedScore {
    /// Score on the one form.
    pub score: usize,
    /// Ability at which it is expected; `None` for scores nobody is expected to have, and in observed-score equating.
    pub theta: Option<f64>,
    /// The equivalent on the other form.
    pub equivalent: f64,
}

/// Farthest ability looked at, logits.
const FARTHEST: f64 = 1e4;

/// True-score equating (Lord 1980): the ability θ at which a score of `from` is expected, and the score of `to` expected
/// there. Both forms must be on one scale (see [`Transformation::item`](super::Transformation::item)). The highest
/// scores are equivalent. Scores not above the sum c of lower asymptotes are expected of nobody; they are
/// interpolated, `s · c_to/c_from` (Kolen & Brennan 2014, 6.5.2).
///
/// # Errors
/// A form whose expected score does not rise to the highest score, as with upper asymptotes below 1.
pub fn true_score_equating(from: &Form, to: &Form) -> Result<Vec<EquatedScore>, CalibrationError> {
    let (lowest, lowest_to) = (from.lowest_expected(), to.lowest_expected());
    let highest = from.highest();
    let equate = |score: usize| {
        let target = score as f64;
        if score == highest {
            return Ok(EquatedScore { score, theta: None, equivalent: to.highest() as f64 });
        }
        if target <= lowest || score == 0 {
            let part = if lowest > 0.0 { target / lowest } else { 0.0 };
            return Ok(EquatedScore { score, theta: None, equivalent: part * lowest_to });
        }
        let theta = ability(from, target).ok_or(CalibrationError::NotDefined {
            statistic: "true-score equating",
            reason: "a score is expected at no ability, since items have upper asymptotes; equate observed scores",
        })?;
        Ok(EquatedScore { score, theta: Some(theta), equivalent: to.expected_score(theta) })
    };
    (0..=highest).map(equate).collect()
}

/// Where a score is expected, by regula falsi (Illinois) on a bracket that is made wide enough.
fn ability(form: &Form, target: f64) -> Option<f64> {
    let error = |theta: f64| form.expected_score(theta) - target;
    let (mut low, mut high) = (-4.0, 4.0);
    while error(low) > 0.0 && low > -FARTHEST {
        low *= 2.0;
    }
    while error(high) < 0.0 && high < FARTHEST {
        high *= 2.0;
    }
    let (mut below, mut above) = (error(low), error(high));
    if below > 0.0 || above < 0.0 {
        return None;
    }
    let mut kept = 0_i32;
    for _ in 0..400 {
        let falsi = (low * above - high * below) / (above - below);
        let theta = if falsi > low && falsi < high { falsi } else { 0.5 * (low + high) };
        let here = error(theta);
        if here < 0.0 {
            (low, below) = (theta, here);
            above *= if kept < 0 { 0.5 } else { 1.0 };
            kept = -1;
        } else {
            (high, above) = (theta, here);
            below *= if kept > 0 { 0.5 } else { 1.0 };
            kept = 1;
        }
        if here.abs() < 1e-13 || high - low < 1e-13 * (1.0 + theta.abs()) {
            return Some(theta);
        }
    }
    Some(0.5 * (low + high))
}

/// Observed-score equating: the distributions of both scores in one population, and scores of equal percentile ranks
/// (Lord & Wingersky 1984; Kolen & Brennan 2014, 6.6). A score is spread evenly over half a point on either side, so
/// that equivalents go from −½ to the highest score and ½.
///
/// `population` is the distribution of ability on the common scale; its weights are brought to sum to 1.
#[must_use]
pub fn observed_score_equating(from: &Form, to: &Form, population: &Points) -> Vec<EquatedScore> {
    let (f, g) = (marginal(from, population), marginal(to, population));
    let mut below = 0.0;
    let mut equated = Vec::with_capacity(f.len());
    for (score, probability) in f.iter().enumerate() {
        let rank = below + 0.5 * probability;
        below += probability;
        equated.push(EquatedScore { score, theta: None, equivalent: quantile(&g, rank) });
    }
    equated
}

/// Distribution of scores in a population.
fn marginal(form: &Form, population: &Points) -> Vec<f64> {
    let total: f64 = population.weight.iter().sum();
    let mut sum = vec![0.0; form.highest() + 1];
    for (theta, weight) in population.pairs() {
        for (sum, p) in sum.iter_mut().zip(form.score_distribution(theta)) {
            *sum += weight / total * p;
        }
    }
    sum
}

/// The score that has this percentile rank.
fn quantile(distribution: &[f64], rank: f64) -> f64 {
    let mut below = 0.0;
    for (score, probability) in distribution.iter().enumerate() {
        if below + probability > rank {
            return score as f64 - 0.5 + (rank - below) / probability;
        }
        below += probability;
    }
    distribution.len() as f64 - 0.5
}
