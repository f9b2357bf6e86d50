//! The missing information: what the responses leave unknown of the complete data's score.

use std::ops::Range;

use rayon::prelude::*;

use super::scores::{Change, Posteriors, Scores, products};
use crate::engine::Local;
use crate::estep::{self, Curves, Tables};
use crate::linear::Square;
use crate::problem::Problem;
use crate::simd::{self, LANE, Pool};

/// Entries whose posteriors are held at one time, and numbers of them.
const ENTRIES: usize = 32_768;
const NUMBERS: usize = 1 << 22;

/// `Σ_p w_p Cov(S_p | x_p)`, the posterior covariance of the complete data's score (Louis 1982).
///
/// `S_p` is a sum over the items answered, so that `Σ_p w_p E(S_p S_pᵀ)` follows from expected numbers of persons at
/// each node in a category of one item and a category of another: an expectation step for each item, over persons by
/// their category of it. The products of means are taken off.
pub(super) fn information(problem: &Problem, local: &Local, full: &[f64], curves: &Curves) -> Square {
    let scores = Scores::new(problem, full);
    let tables = local.tables(problem, curves);
    let size = problem.free.count;
    let pool = Pool::default();
    let mut information = Square::zeros(size);
    let at_once = (NUMBERS / problem.grid.stride).clamp(1, ENTRIES);
    for entries in local.persons.blocks(at_once) {
        let (posteriors, means) = products((problem, local), &scores, &tables, entries.clone());
        for i in 0..size {
            for j in 0..=i {
                information.add(i, j, -means.get(i, j));
            }
        }
        let conditions = Conditions::new(local, &scores, entries);
        let parts: Vec<Vec<(usize, Vec<f64>)>> = conditions
            .list
            .par_iter()
            .map(|condition| condition.products((problem, local), &scores, (&tables, &pool), &posteriors))
            .collect();
        for (row, values) in parts.into_iter().flatten() {
            // The upper triangle is the same, seen from the other item.
            for (column, value) in values.iter().enumerate().take(row + 1) {
                information.add(row, column, *value);
            }
        }
    }
    for i in 0..size {
        for j in 0..i {
            information.set(j, i, information.get(i, j));
        }
    }
    information
}

/// Persons who are in one group, or gave one response to an item, with the score of that.
struct Condition<'a> {
    entries: Vec<u32>,
    changes: &'a [Change],
}

/// All conditions whose scores are of something free.
struct Conditions<'a> {
    list: Vec<Condition<'a>>,
}

impl<'a> Conditions<'a> {
    fn new(local: &Local, scores: &'a Scores, block: Range<usize>) -> Self {
        let empty = |changes: &'a Vec<Change>| Condition { entries: Vec::new(), changes };
        let mut groups: Vec<Condition<'a>> = scores.groups.iter().map(empty).collect();
        let mut items: Vec<Vec<Condition<'a>>> =
            scores.items.iter().map(|categories| categories.iter().map(empty).collect()).collect();
        for entry in block {
            let number = u32::try_from(entry).expect("fewer than 4 thousand million persons");
            let (group, answers) = local.answers(entry);
            groups[group].entries.push(number);
            for (instance, category) in answers {
                items[instance][category].entries.push(number);
            }
        }
        let all = groups.into_iter().chain(items.into_iter().flatten());
        Self { list: all.filter(|own| !own.changes.is_empty() && !own.entries.is_empty()).collect() }
    }
}

impl Condition<'_> {
    /// `Σ_p w_p E(s S_pᵀ)` over these persons: of each free parameter of the condition, a row over all.
    fn products(
        &self,
        (problem, local): (&Problem, &Local),
        scores: &Scores,
        (tables, pool): (&Tables, &Pool),
        posteriors: &Posteriors,
    ) -> Vec<(usize, Vec<f64>)> {
        let stride = problem.grid.stride;
        let sums = estep::counts_of(problem, &local.layout, tables, pool, |counts| {
            self.scatter(local, posteriors, counts, stride / LANE);
        });
        let mut rows: Vec<(usize, Vec<f64>)> =
            self.changes.iter().map(|change| (change.free, vec![0.0; problem.free.count])).collect();
        let mut add = |other: &Change, counts: &[f64]| {
            let weighted: Vec<f64> = other.values.iter().zip(counts).map(|(value, n)| value * n).collect();
            for ((_, row), own) in rows.iter_mut().zip(self.changes) {
                row[other.free] += own.values.iter().zip(&weighted).map(|(a, b)| a * b).sum::<f64>();
            }
        };
        for (changes, counts) in scores.groups.iter().zip(sums.density.chunks_exact(stride)) {
            changes.iter().for_each(|change| add(change, counts));
        }
        let categories = scores.items.iter().flatten();
        for (changes, counts) in categories.zip(sums.counts.chunks_exact(stride)) {
            if counts.iter().any(|n| *n != 0.0) {
                changes.iter().for_each(|change| add(change, counts));
            }
        }
        rows
    }

    /// Add the persons' posteriors to the rows of what they answered.
    fn scatter(&self, local: &Local, posteriors: &Posteriors, counts: &mut [[f64; LANE]], lanes: usize) {
        simd::dispatch(
            #[inline(always)]
            || {
                for entry in &self.entries {
                    let entry = *entry as usize;
                    let (lines, posterior) = posteriors.of(entry);
                    let weight = local.persons.weights[entry];
                    for row in local.persons.rows(entry) {
                        let start = *row as usize * lanes;
                        let row = &mut counts[start + lines.start..start + lines.end];
                        for (sum, part) in row.iter_mut().zip(posterior) {
                            for i in 0..LANE {
                                sum[i] += weight * part[i];
                            }
                        }
                    }
                }
            },
        );
    }
}
