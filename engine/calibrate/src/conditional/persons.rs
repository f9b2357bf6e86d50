//! Abilities by maximum likelihood, given the items.

use std::collections::{BTreeMap, BTreeSet};

use super::estimate::Conditional;
use super::likelihood::answers_and_score;
use super::spline;
use crate::data::Responses;
use crate::error::CalibrationError;

/// What the lowest and the highest score get, for which the likelihood has no maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extremes {
    /// As R eRm: the natural cubic spline through the abilities of the scores that *occur* among persons who answered
    /// the same items, continued in a straight line. The value depends on who else took part.
    Erm,
    /// The same through the abilities of all scores, whether or not they occur.
    AllScores,
    /// Minus or plus infinity.
    Infinite,
}

/// One person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonAbility {
    /// Raw score over the items answered.
    pub score: usize,
    /// Highest possible score over the items answered; 0 if there were none.
    pub highest: usize,
    /// Ability, logits; NaN for a person who answered nothing.
    pub theta: f64,
    /// Standard error `1/√I(θ)`; `None` for extreme scores.
    pub standard_error: Option<f64>,
}

impl PersonAbility {
    /// Whether the score is the lowest or the highest.
    #[must_use]
    pub fn is_extreme(&self) -> bool {
        self.score == 0 || self.score == self.highest
    }
}

/// Newton steps and halvings at most.
const ROUNDS: u32 = 200;
/// Largest change of an ability, logits, at which the search ends.
const TOLERANCE: f64 = 1e-13;

impl Conditional {
    /// Each person's ability: where the expected score is the raw score. The errors of the items are not in its
    /// standard error.
    ///
    /// # Errors
    /// Other items than those estimated, or a category that was not.
    pub fn abilities(&self, responses: &Responses, extremes: Extremes) -> Result<Vec<PersonAbility>, CalibrationError> {
        self.check(responses)?;
        let mut scores_of: BTreeMap<Vec<usize>, BTreeSet<usize>> = BTreeMap::new();
        let rows: Vec<(Vec<usize>, usize)> = (0..responses.persons())
            .map(|person| {
                let (answers, score) = answers_and_score(responses, person);
                (answers.into_iter().map(|(item, _)| item).collect(), score)
            })
            .collect();
        for (items, score) in &rows {
            scores_of.entry(items.clone()).or_default().insert(*score);
        }
        let tables: BTreeMap<&[usize], BTreeMap<usize, PersonAbility>> = scores_of
            .iter()
            .map(|(items, scores)| (items.as_slice(), self.score_table(items, scores, extremes)))
            .collect();
        Ok(rows.iter().map(|(items, score)| tables[items.as_slice()][score]).collect())
    }

    /// The part of the variance of abilities that is not error: `(Var θ̂ − mean SE²)/Var θ̂` over persons whose score is
    /// not extreme (Wright & Masters 1982; R eRm's `SepRel`). Below 0 if errors exceed the variance.
    #[must_use]
    pub fn separation_reliability(responses: &Responses, abilities: &[PersonAbility]) -> f64 {
        let (mut weight, mut sum, mut squares, mut errors) = (0.0, 0.0, 0.0, 0.0);
        for (person, ability) in abilities.iter().enumerate() {
            if let (Some(error), false) = (ability.standard_error, ability.is_extreme()) {
                let w = responses.weight(person);
                weight += w;
                sum += w * ability.theta;
                squares += w * ability.theta * ability.theta;
                errors += w * error * error;
            }
        }
        let variance = (squares - sum * sum / weight) / (weight - 1.0);
        (variance - errors / weight) / variance
    }

    pub(super) fn check(&self, responses: &Responses) -> Result<(), CalibrationError> {
        if responses.items() != self.items.len() {
            return Err(CalibrationError::Items { expected: responses.items(), found: self.items.len() });
        }
        let unknown = (0..self.items.len()).find(|item| responses.categories(*item) > self.design.highest(*item) + 1);
        match unknown {
            Some(item) => Err(CalibrationError::Value {
                place: self.items[item].id.clone(),
                parameter: "a response".into(),
                value: responses.categories(item) as f64 - 1.0,
            }),
            None => Ok(()),
        }
    }

    /// Probabilities of an item's categories.
    pub(super) fn probabilities(&self, item: usize, theta: f64) -> Vec<f64> {
        let mut terms = vec![0.0];
        terms.extend(self.items[item].easiness.iter().enumerate().map(|(k, w)| w + theta * (k + 1) as f64));
        let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        terms.iter_mut().for_each(|term| *term = libm::exp(*term - most));
        let sum: f64 = terms.iter().sum();
        terms.iter_mut().for_each(|term| *term /= sum);
        terms
    }

    fn score_table(
        &self,
        items: &[usize],
        occur: &BTreeSet<usize>,
        extremes: Extremes,
    ) -> BTreeMap<usize, PersonAbility> {
        let highest: usize = items.iter().map(|item| self.design.highest(*item)).sum();
        let inner = |score: &usize| *score > 0 && *score < highest;
        let ability = |score: usize| {
            let (theta, information) = self.modal(items, score);
            PersonAbility { score, highest, theta, standard_error: Some(1.0 / information.sqrt()) }
        };
        let mut table: BTreeMap<usize, PersonAbility> =
            occur.iter().copied().filter(inner).map(|score| (score, ability(score))).collect();
        let knots: Vec<(f64, f64)> = match extremes {
            _ if table.len() == occur.len() => return table,
            Extremes::Infinite => Vec::new(),
            Extremes::Erm => table.values().map(|known| (known.score as f64, known.theta)).collect(),
            Extremes::AllScores => (1..highest).map(|score| (score as f64, self.modal(items, score).0)).collect(),
        };
        let (x, y): (Vec<f64>, Vec<f64>) = knots.into_iter().unzip();
        let ends = spline::ends(&x, &y);
        for score in occur.iter().copied().filter(|score| !inner(score)) {
            let end = usize::from(score > 0);
            let theta = match ends {
                _ if highest == 0 => f64::NAN,
                Some(ends) => {
                    let knot = if end == 0 { x[0] } else { x[x.len() - 1] };
                    ends[end].0 + ends[end].1 * (score as f64 - knot)
                }
                None => [f64::NEG_INFINITY, f64::INFINITY][end],
            };
            table.insert(score, PersonAbility { score, highest, theta, standard_error: None });
        }
        table
    }

    /// The ability at which the expected score is this one, and the information there. The score is not extreme.
    fn modal(&self, items: &[usize], score: usize) -> (f64, f64) {
        let moments = |theta: f64| {
            let (mut mean, mut variance) = (0.0, 0.0);
            for item in items {
                let p = self.probabilities(*item, theta);
                let first: f64 = p.iter().enumerate().map(|(k, p)| k as f64 * p).sum();
                mean += first;
                variance += p.iter().enumerate().map(|(k, p)| (k as f64 - first).powi(2) * p).sum::<f64>();
            }
            (mean, variance)
        };
        let target = score as f64;
        // Beyond all thresholds by enough for any score.
        let widest = self.items.iter().flat_map(|item| &item.thresholds).fold(0.0_f64, |most, t| most.max(t.abs()));
        let reach = widest + libm::log(self.design.steps() as f64 + 2.0) * 2.0 + 10.0;
        let (mut low, mut high, mut theta) = (-reach, reach, 0.0);
        for _ in 0..ROUNDS {
            let (mean, variance) = moments(theta);
            if mean < target {
                low = theta
            } else {
                high = theta
            }
            let newton = theta + (target - mean) / variance;
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            let change = (next - theta).abs();
            theta = next;
            if change < TOLERANCE * (1.0 + theta.abs()) {
                break;
            }
        }
        (theta, moments(theta).1)
    }
}
