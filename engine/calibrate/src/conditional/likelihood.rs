//! The conditional log-likelihood, its gradient and its information.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::design::Design;
use super::symmetric::{Order, sums};
use crate::data::Responses;
use crate::linear::Square;

/// Persons who answered the same items.
pub(super) struct Pattern {
    /// The items, in order.
    pub(super) items: Vec<usize>,
    /// Weight of persons by raw score. Lowest and highest score are left out: they say nothing.
    pub(super) counts: Vec<f64>,
}

/// What the likelihood needs of the responses.
pub(super) struct Observed {
    pub(super) patterns: Vec<Pattern>,
    /// For each step, the weight of the informative persons in its category.
    pub(super) counts: Vec<f64>,
    /// For each item, the weight of the informative persons in category 0.
    pub(super) zeros: Vec<f64>,
    /// Weight of the informative persons.
    pub(super) persons: f64,
}

/// A person's answers in order of items, and their sum.
pub(super) fn answers_and_score(responses: &Responses, person: usize) -> (Vec<(usize, usize)>, usize) {
    let mut answers: Vec<(usize, usize)> = responses.answers(person).collect();
    answers.sort_unstable();
    let score = answers.iter().map(|(_, k)| k).sum();
    (answers, score)
}

impl Observed {
    pub(super) fn new(responses: &Responses, design: &Design) -> Self {
        let mut by_items: BTreeMap<Vec<usize>, Vec<f64>> = BTreeMap::new();
        let (mut counts, mut zeros) = (vec![0.0; design.steps()], vec![0.0; design.items()]);
        let mut persons = 0.0;
        for person in 0..responses.persons() {
            let weight = responses.weight(person);
            let (answers, score) = answers_and_score(responses, person);
            let highest: usize = answers.iter().map(|(item, _)| design.highest(*item)).sum();
            if score == 0 || score == highest || weight <= 0.0 {
                continue;
            }
            let items = answers.iter().map(|(item, _)| *item).collect();
            by_items.entry(items).or_insert_with(|| vec![0.0; highest + 1])[score] += weight;
            for (item, k) in answers {
                match k {
                    0 => zeros[item] += weight,
                    _ => counts[design.starts[item] + k - 1] += weight,
                }
            }
            persons += weight;
        }
        let patterns = by_items.into_iter().map(|(items, counts)| Pattern { items, counts }).collect();
        Self { patterns, counts, zeros, persons }
    }
}

/// The likelihood at one point.
pub(super) struct Likelihood {
    pub(super) value: f64,
    /// In the free parameters; empty if not asked for.
    pub(super) gradient: Vec<f64>,
    /// Minus the second derivatives; empty if not asked for.
    pub(super) information: Square,
}

/// Parts the patterns are summed in, whatever the number of threads, so that sums do not depend on it.
const PARTS: usize = 16;

/// `ln L = Σ_ik n_ik w_ik − Σ_patterns Σ_r n_r ln γ_r` (Andersen 1973).
pub(super) fn likelihood(observed: &Observed, design: &Design, free: &[f64], order: Order) -> Likelihood {
    let weights = design.weights(free);
    let steps = if order == Order::Value { 0 } else { design.steps() };
    let part = |patterns: &[Pattern]| {
        let (mut value, mut first, mut second) = (0.0, vec![0.0; steps], Square::zeros(steps));
        for pattern in patterns {
            let range = |item: &usize| design.starts[*item]..design.starts[item + 1];
            let rows: Vec<&[f64]> = pattern.items.iter().map(|item| &weights[range(item)]).collect();
            let sums = sums(&rows, &pattern.counts, order);
            value += sums.log_gamma;
            if order == Order::Derivatives {
                let places: Vec<usize> = pattern.items.iter().flat_map(range).collect();
                for (i, x) in places.iter().enumerate() {
                    first[*x] += sums.first[i];
                    for (j, y) in places.iter().enumerate() {
                        second.add(*x, *y, sums.second.get(i, j));
                    }
                }
            }
        }
        (value, first, second)
    };
    let size = observed.patterns.len().div_ceil(PARTS).max(1);
    let parts: Vec<_> = observed.patterns.par_chunks(size).map(part).collect();
    let mut value: f64 = observed.counts.iter().zip(&weights).map(|(n, w)| n * w).sum();
    let (mut first, mut second) = (vec![0.0; steps], Square::zeros(steps));
    for (part, part_first, part_second) in parts {
        value -= part;
        first.iter_mut().zip(part_first).for_each(|(sum, part)| *sum += part);
        second.entries.iter_mut().zip(part_second.entries).for_each(|(sum, part)| *sum += part);
    }
    if order == Order::Value {
        return Likelihood { value, gradient: Vec::new(), information: Square::zeros(0) };
    }
    let mut gradient = vec![0.0; design.free];
    let mut information = Square::zeros(design.free);
    for (x, row) in design.rows.iter().enumerate() {
        for (a, factor) in row {
            gradient[*a] += factor * (observed.counts[x] - first[x]);
            for (y, other) in design.rows.iter().enumerate() {
                for (b, other_factor) in other {
                    information.add(*a, *b, factor * other_factor * second.get(x, y));
                }
            }
        }
    }
    Likelihood { value, gradient, information }
}
