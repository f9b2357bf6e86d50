//! A whole bank beside what the method says of it.

use super::{ExpertError, LEVELS, LeftAlone, METHOD, RATING_METHOD, cuts::cut_score, expert_model};
use crate::types::{DimensionKind, Item, ItemBank, Level, Model, ProvenanceSource};

/// What the method says of every item and level of a bank.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The items whose parameters follow from the method, in the order of the bank.
    pub items: Vec<JudgedItem>,
    /// The items of which it says nothing: place in the bank, and why.
    pub left_alone: Vec<(usize, LeftAlone)>,
    /// The levels whose beginnings follow from the method, in the order of the bank.
    pub levels: Vec<JudgedLevel>,
}

/// What the method says of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedItem {
    /// Its place in the bank.
    pub item: usize,
    /// Its model, with standard errors.
    pub model: Model,
    /// How its provenance names the method.
    pub method: &'static str,
    /// In what the bank differs.
    pub differences: Vec<Difference>,
}

/// In what a bank's item differs from what the method says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Model or parameters.
    Parameters,
    /// Standard errors.
    StandardErrors,
    /// The provenance is missing or names another method; its day may be any.
    Provenance,
}

impl Difference {
    /// What differs, in a word or two.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parameters => "parameters",
            Self::StandardErrors => "standard errors",
            Self::Provenance => "provenance",
        }
    }
}

/// What the method says of a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JudgedLevel {
    /// Its place in the bank's levels.
    pub level: usize,
    /// Its EQF level.
    pub eqf: u8,
    /// θ from which it begins, logits.
    pub from: f64,
    /// Whether the bank says otherwise.
    pub differs: bool,
}

impl Judged {
    /// How many items and how many levels the bank has otherwise than the method.
    #[must_use]
    pub fn differing(&self) -> (usize, usize) {
        let items = self.items.iter().filter(|item| !item.differences.is_empty()).count();
        (items, self.levels.iter().filter(|level| level.differs).count())
    }
}

/// What the method says of a bank.
///
/// Levels are those of evaluation dimensions of which some item has a judgement, but for the lowest of each and those
/// without an EQF level.
///
/// # Errors
/// Every declaration from which no parameters follow.
pub fn judge(bank: &ItemBank) -> Result<Judged, Vec<ExpertError>> {
    let mut judged = Judged { items: Vec::new(), left_alone: Vec::new(), levels: Vec::new() };
    let mut errors = Vec::new();
    for (place, item) in bank.items.iter().enumerate() {
        match LeftAlone::of(item) {
            Some(reason) => judged.left_alone.push((place, reason)),
            None => match expert_model(bank, item) {
                Ok(model) => judged.items.push(compared(place, item, model)),
                Err(error) => errors.push(error),
            },
        }
    }
    for dimension in bank.dimensions.iter().filter(|dimension| dimension.kind == DimensionKind::Evaluation) {
        let is_judged = |item: &Item| item.judgement.is_some() && item.dimensions.contains(&dimension.id);
        if bank.items.iter().any(is_judged) {
            levels(bank, &dimension.id, &mut judged.levels, &mut errors);
        }
    }
    judged.levels.sort_unstable_by_key(|level| level.level);
    if errors.is_empty() { Ok(judged) } else { Err(errors) }
}

fn compared(place: usize, item: &Item, model: Model) -> JudgedItem {
    let method = if item.judgement.is_some() { METHOD } else { RATING_METHOD };
    let mut differences = Vec::new();
    let own = &item.model;
    if own.name() != model.name() || own.parameters() != model.parameters() {
        differences.push(Difference::Parameters);
    }
    if own.standard_errors() != model.standard_errors() {
        differences.push(Difference::StandardErrors);
    }
    let is_named = item.provenance.as_ref().is_some_and(|provenance| {
        provenance.source == ProvenanceSource::Expert && provenance.method.as_deref() == Some(method)
    });
    if !is_named {
        differences.push(Difference::Provenance);
    }
    JudgedItem { item: place, model, method, differences }
}

fn levels(bank: &ItemBank, dimension: &str, judged: &mut Vec<JudgedLevel>, errors: &mut Vec<ExpertError>) {
    let own = bank.levels.iter().enumerate().filter(|(_, level)| level.dimension == dimension);
    let mut before: Option<u8> = None;
    for (number, (place, Level { id, from, eqf, .. })) in own.enumerate() {
        let Some(eqf) = *eqf else { continue };
        let (dimension, level) = (dimension.to_owned(), id.clone());
        match before {
            Some(before) if before >= eqf => {
                errors.push(ExpertError::LevelOrder { dimension, level, eqf, before });
            }
            _ if number == 0 => {}
            _ if !LEVELS.contains(&eqf) => errors.push(ExpertError::LevelEqf { dimension, level, eqf }),
            _ => {
                let cut = cut_score(eqf);
                judged.push(JudgedLevel { level: place, eqf, from: cut, differs: *from != Some(cut) });
            }
        }
        before = Some(eqf);
    }
}
