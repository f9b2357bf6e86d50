//! Whether a maximum exists.

use super::design::{Design, RaschModel};
use super::likelihood::{Observed, answers_and_score};
use crate::data::Responses;
use crate::error::CalibrationError;

/// Items with more categories than the model has.
pub(super) fn dichotomous(model: RaschModel, responses: &Responses) -> Result<(), CalibrationError> {
    let item = (0..responses.items()).find(|item| responses.categories(*item) > 2);
    match item {
        Some(item) if model == RaschModel::Rasch => Err(CalibrationError::NotDichotomous {
            item: responses.ids()[item].clone(),
            categories: responses.categories(item),
            model: "Rasch",
        }),
        _ => Ok(()),
    }
}

/// Items that nobody answered or all alike, and empty categories, among the persons who say something.
pub(super) fn categories(
    model: RaschModel,
    responses: &Responses,
    design: &Design,
    observed: &Observed,
) -> Result<(), CalibrationError> {
    let category = |k: usize| u8::try_from(k).unwrap_or(u8::MAX);
    let mut in_scale: Vec<f64> = Vec::new();
    for item in 0..design.items() {
        let id = || responses.ids()[item].clone();
        let mut counts = vec![observed.zeros[item]];
        counts.extend(&observed.counts[design.starts[item]..design.starts[item + 1]]);
        let seen: Vec<usize> = (0..counts.len()).filter(|k| counts[*k] > 0.0).collect();
        match seen[..] {
            [] => return Err(CalibrationError::NobodyAnswered { item: id() }),
            [only] => return Err(CalibrationError::ConstantItem { item: id(), category: category(only) }),
            _ => {}
        }
        in_scale.resize(in_scale.len().max(counts.len()), 0.0);
        in_scale.iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
        let empty = counts.iter().position(|count| *count <= 0.0);
        if let (Some(empty), true) = (empty, model != RaschModel::RatingScale) {
            return Err(CalibrationError::EmptyCategory { item: id(), category: category(empty), group: None });
        }
    }
    match in_scale.iter().position(|count| *count <= 0.0) {
        Some(empty) => Err(CalibrationError::EmptyCategory {
            item: format!("{} (nor to any other of the scale)", responses.ids()[0]),
            category: category(empty),
            group: None,
        }),
        None => Ok(()),
    }
}

/// Bits in a word.
const WORD: usize = u64::BITS as usize;

/// Whether every item can be compared with every other: along chains in which somebody scored above the lowest on an
/// item and below the highest on the next, both ways. Of dichotomous items this is when a unique finite maximum exists
/// (Fischer 1981); of others it is necessary.
pub(super) fn connected(responses: &Responses, design: &Design) -> Result<(), CalibrationError> {
    let items = design.items();
    let words = items.div_ceil(WORD);
    let mut beats = vec![0_u64; items * words];
    let mut below = vec![0_u64; words];
    for person in (0..responses.persons()).filter(|person| responses.weight(*person) > 0.0) {
        let (answers, _) = answers_and_score(responses, person);
        below.fill(0);
        for (item, k) in &answers {
            if *k < design.highest(*item) {
                below[item / WORD] |= 1 << (item % WORD);
            }
        }
        for (item, _) in answers.iter().filter(|(_, k)| *k > 0) {
            let row = &mut beats[item * words..(item + 1) * words];
            row.iter_mut().zip(&below).for_each(|(row, below)| *row |= below);
        }
    }
    let edge = |from: usize, to: usize| beats[from * words + to / WORD] >> (to % WORD) & 1 == 1;
    let reached = |edge: &dyn Fn(usize, usize) -> bool| {
        let (mut seen, mut open) = (vec![false; items], vec![0]);
        seen[0] = true;
        while let Some(from) = open.pop() {
            for (to, seen) in seen.iter_mut().enumerate().filter(|(to, seen)| !**seen && edge(from, *to)) {
                *seen = true;
                open.push(to);
            }
        }
        seen.iter().position(|seen| !seen)
    };
    let error = |item: usize, other: usize| {
        let id = |item: usize| responses.ids()[item].clone();
        Err(CalibrationError::NotConnected { item: id(item), other: id(other) })
    };
    if let Some(other) = reached(&edge) {
        return error(0, other);
    }
    match reached(&|from, to| edge(to, from)) {
        Some(item) => error(item, 0),
        None => Ok(()),
    }
}
