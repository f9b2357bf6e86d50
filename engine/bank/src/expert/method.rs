//! From what is declared of an item to its model.

use std::ops::RangeInclusive;

use super::{ExpertError, guessing::lower_asymptote};
use crate::types::{
    Demand, Item, ItemBank, ItemKind, Judgement, Model, Provenance, ProvenanceSource, Scoring, StandardErrors, Values,
};

/// The method in a few words, as the provenance of an item names it. Its number grows when other parameters would come out.
pub const METHOD: &str = "thetis judge 1: EQF level, demand and options";
/// The same of likert and confidence items without a judgement.
pub const RATING_METHOD: &str = "thetis judge 1: points of the rating scale";

/// Distance of two neighbouring EQF levels, logits.
pub const LEVEL_DISTANCE: f64 = 2.0;
/// The EQF levels that the method covers; beyond, difficulties would be where no scale that starts with them is of use.
pub const LEVELS: RangeInclusive<u8> = 1..=5;
/// The EQF level, between 2 and 3, where the scale has its zero.
const ZERO_LEVEL: f64 = 2.5;
/// What each demand adds to the difficulty, logits; on average nothing.
pub const DEMANDS: [(Demand, f64); 4] =
    [(Demand::Remember, -0.6), (Demand::Understand, -0.2), (Demand::Apply, 0.2), (Demand::Judge, 0.6)];

/// Slope where one option is chosen, logistic metric.
pub(super) const SLOPE_OF_ONE_CHOICE: f64 = 1.3;
/// Slope of true-false and situational-judgement items: half of the answers are right by chance, and the best thing to
/// do depends on more than the competence.
const SLOPE_OF_LOOSE_CHOICE: f64 = 1.2;
/// Slope where all parts of an answer have to be right, which chance and slips rarely bring about.
const SLOPE_OF_ALL_PARTS: f64 = 1.4;
/// Slope of an item of m points, times √m: the points of one item hang together, so they tell less than m items.
const SLOPE_OF_POINTS: f64 = 1.2;
/// Slope of likert and confidence items.
const SLOPE_OF_RATINGS: f64 = 1.7;

/// From the first to the last step of an item of several points, logits.
const SPREAD_OF_POINTS: f64 = 1.5;
/// From the first to the last threshold of a likert or confidence item, logits.
const SPREAD_OF_RATINGS: f64 = 3.0;

/// Lower asymptotes below are none.
const NEGLIGIBLE: f64 = 0.05;

/// Standard error of a difficulty, step or threshold, logits.
const ERROR_OF_DIFFICULTY: f64 = 0.7;
/// Standard error of a slope, logistic metric.
const ERROR_OF_SLOPE: f64 = 0.4;
/// Standard error of a lower asymptote.
const ERROR_OF_ASYMPTOTE: f64 = 0.1;

/// Units of the last decimal kept.
const DECIMALS: f64 = 1e4;

/// Why an item's parameters are left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftAlone {
    /// They are estimated from answers.
    Calibrated,
    /// The author judged nothing.
    NoJudgement,
    /// It measures several dimensions, of which the method says nothing.
    SeveralDimensions,
}

impl LeftAlone {
    /// Why the parameters of this item are left as they are, if they are.
    #[must_use]
    pub fn of(item: &Item) -> Option<Self> {
        let is_calibrated = |provenance: &Provenance| provenance.source == ProvenanceSource::Calibrated;
        if item.provenance.as_ref().is_some_and(is_calibrated) {
            Some(Self::Calibrated)
        } else if item.dimensions.len() > 1 {
            Some(Self::SeveralDimensions)
        } else if item.judgement.is_none() && !is_rating(item.kind) {
            Some(Self::NoJudgement)
        } else {
            None
        }
    }

    /// The reason in a word or two.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calibrated => "calibrated",
            Self::NoJudgement => "no judgement",
            Self::SeveralDimensions => "several dimensions",
        }
    }
}

/// Difficulty of an item of one option, centre of the steps of others, logits: `(e − 2.5) · LEVEL_DISTANCE` and the
/// offset of the demand.
#[must_use]
pub fn difficulty(judgement: Judgement) -> f64 {
    let offset = DEMANDS.iter().find(|(demand, _)| *demand == judgement.demand).map_or(0.0, |(_, offset)| *offset);
    rounded(level_centre(judgement.eqf) + offset)
}

/// Difficulty of an item of this EQF level and average demand.
pub(super) fn level_centre(eqf: u8) -> f64 {
    (f64::from(eqf) - ZERO_LEVEL) * LEVEL_DISTANCE
}

/// The model that follows from what is declared of an item, with standard errors; slopes are in the bank's scaling. It
/// is the same whether the item has been calibrated or not.
///
/// # Errors
/// An item of several dimensions, or without a judgement where its kind needs one; an EQF level outside [`LEVELS`]; an
/// item without options, or whose scoring makes no categories.
pub fn expert_model(bank: &ItemBank, item: &Item) -> Result<Model, ExpertError> {
    let id = || item.id.clone();
    if item.dimensions.len() > 1 {
        return Err(ExpertError::SeveralDimensions { item: id() });
    }
    if let Some(Judgement { eqf, .. }) = item.judgement.filter(|judgement| !LEVELS.contains(&judgement.eqf)) {
        return Err(ExpertError::Eqf { item: id(), eqf });
    }
    let centre = match item.judgement {
        Some(Judgement { eqf, .. }) if is_rating(item.kind) => level_centre(eqf),
        Some(judgement) => difficulty(judgement),
        None if is_rating(item.kind) => 0.0,
        None => return Err(ExpertError::NoJudgement { item: id() }),
    };
    let options = bank.options(item).filter(|options| !options.is_empty());
    let options = options.ok_or_else(|| ExpertError::Options { item: id() })?;
    let highest = highest_category(&item.scoring).ok_or_else(|| ExpertError::Categories { item: id() })?;
    Ok(model(item, options, centre, highest, bank.scaling))
}

const fn is_rating(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Likert | ItemKind::Confidence)
}

fn model(item: &Item, options: &[String], centre: f64, highest: u16, scaling: f64) -> Model {
    let slope = |slope: f64| rounded(slope / scaling);
    let a_error = Some(Values::One(rounded(ERROR_OF_SLOPE / scaling)));
    if is_rating(item.kind) || highest > 1 {
        let b_errors = Values::Many(vec![ERROR_OF_DIFFICULTY; usize::from(highest)]);
        let standard_errors = Some(StandardErrors { a: a_error, b: Some(b_errors), ..StandardErrors::default() });
        return if is_rating(item.kind) {
            let b = spread(centre, SPREAD_OF_RATINGS, highest);
            Model::Grm { a: slope(SLOPE_OF_RATINGS), b, standard_errors }
        } else {
            let b = spread(centre, SPREAD_OF_POINTS, highest);
            Model::Gpcm { a: slope(SLOPE_OF_POINTS / f64::from(highest).sqrt()), b, standard_errors }
        };
    }
    let a = slope(match (&item.scoring, item.kind) {
        (scoring, _) if scoring.most_points() > 1 => SLOPE_OF_POINTS,
        (scoring, _) if scoring.parts().is_some() => SLOPE_OF_ALL_PARTS,
        (_, ItemKind::TrueFalse | ItemKind::SituationalJudgement) => SLOPE_OF_LOOSE_CHOICE,
        _ => SLOPE_OF_ONE_CHOICE,
    });
    let c = lower_asymptote(item, options);
    let errors = StandardErrors { a: a_error, b: Some(Values::One(ERROR_OF_DIFFICULTY)), ..StandardErrors::default() };
    if c < NEGLIGIBLE {
        return Model::TwoPl { a, b: centre, standard_errors: Some(errors) };
    }
    let errors = StandardErrors { c: Some(Values::One(ERROR_OF_ASYMPTOTE)), ..errors };
    Model::ThreePl { a, b: centre, c: rounded(c), standard_errors: Some(errors) }
}

/// So many values, evenly spaced and symmetric about the centre; a single one is the centre.
fn spread(centre: f64, width: f64, count: u16) -> Vec<f64> {
    let last = f64::from(count - 1);
    let place = |step: u16| if count == 1 { 0.0 } else { f64::from(step) / last - 0.5 };
    (0..count).map(|step| rounded(centre + width * place(step))).collect()
}

/// The highest category scored, from 1; `None` where some category below it is not reached.
fn highest_category(scoring: &Scoring) -> Option<u16> {
    let of = |categories: &[u16]| {
        let highest = categories.iter().copied().max()?;
        (highest > 0 && (0..highest).all(|category| categories.contains(&category))).then_some(highest)
    };
    match (scoring, scoring.parts()) {
        (Scoring::Key { .. }, _) => Some(1),
        (Scoring::Categories { categories }, _) => of(categories),
        (_, Some((_, Some(categories)))) => of(categories),
        _ => u16::try_from(scoring.most_points()).ok().filter(|points| *points > 0),
    }
}

/// The nearest number of four decimals, and 0 rather than −0: what a person can read and type.
pub(super) fn rounded(value: f64) -> f64 {
    (value * DECIMALS).round() / DECIMALS + 0.0
}
