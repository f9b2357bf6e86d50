//! Persons' scores: derivatives of their log-likelihoods, as posterior means of the complete data's.

use std::ops::Range;

use rayon::prelude::*;

use crate::engine::Local;
use crate::estep::{self, Tables};
use crate::linear::Square;
use crate::problem::Problem;
use crate::simd::{self, LANE};

/// Entries that one task takes.
const TASK: usize = 1_024;
/// Entries whose products are added at one time.
const AT_ONCE: usize = 4;
/// Lines of nodes where the posterior is below are left out at both ends. It sums to 1.
const NEGLIGIBLE: f64 = 1e-14;

/// Derivatives of the complete data's log-likelihood in one free parameter, at the nodes.
pub(super) struct Change {
    /// The free parameter.
    pub(super) free: usize,
    pub(super) values: Vec<f64>,
}

/// The complete data's scores, by what is observed.
pub(super) struct Scores {
    /// Of each instance and category.
    pub(super) items: Vec<Vec<Vec<Change>>>,
    /// Of each group.
    pub(super) groups: Vec<Vec<Change>>,
}

impl Scores {
    pub(super) fn new(problem: &Problem, full: &[f64]) -> Self {
        let (nodes, stride) = (problem.grid.nodes, problem.grid.stride);
        let change = |at: usize, row: &[f64]| {
            let free = problem.free.of[at]?;
            let mut values = row.to_vec();
            values.resize(stride, 0.0);
            values.iter().any(|value| *value != 0.0).then_some(Change { free, values })
        };
        let of_instance = |instance: &crate::problem::Instance| {
            let rows = instance.shape.log_derivatives(&full[instance.range()], &problem.grid);
            let of_category = |rows: &[f64]| {
                rows.chunks_exact(nodes).zip(instance.range()).filter_map(|(row, at)| change(at, row)).collect()
            };
            rows.chunks_exact(instance.shape.len() * nodes).map(of_category).collect()
        };
        let of_group = |(rows, start): (&Vec<f64>, &usize)| {
            rows.chunks_exact(nodes).zip(*start..).filter_map(|(row, at)| change(at, row)).collect()
        };
        Self {
            items: problem.instances.iter().map(of_instance).collect(),
            groups: problem.latent_scores(full).iter().zip(&problem.latent).map(of_group).collect(),
        }
    }
}

/// Posteriors of some entries of the persons, each over the lines of nodes where it is something.
pub(super) struct Posteriors {
    /// The first of these entries.
    first: usize,
    /// Of each entry, its lines, and where they begin in `values`.
    places: Vec<(Range<usize>, usize)>,
    values: Vec<[f64; LANE]>,
}

impl Posteriors {
    /// The lines of an entry, and the posterior there.
    pub(super) fn of(&self, entry: usize) -> (Range<usize>, &[[f64; LANE]]) {
        let (lines, start) = &self.places[entry - self.first];
        (lines.clone(), &self.values[*start..start + lines.len()])
    }

    fn append(&mut self, other: Self) {
        let start = self.values.len();
        self.places.extend(other.places.into_iter().map(|(lines, place)| (lines, place + start)));
        self.values.extend(other.values);
    }
}

/// The posteriors of these entries, and `Σ_p w_p s_p s_pᵀ` over them, lower triangle.
pub(super) fn products(
    (problem, local): (&Problem, &Local),
    scores: &Scores,
    tables: &Tables,
    entries: Range<usize>,
) -> (Posteriors, Square) {
    let size = problem.free.count;
    let tasks: Vec<Range<usize>> =
        entries.clone().step_by(TASK).map(|start| start..(start + TASK).min(entries.end)).collect();
    let of_task = |task: Range<usize>| {
        let mut posteriors = Posteriors { first: task.start, places: Vec::new(), values: Vec::new() };
        let mut means = vec![0.0; task.len().next_multiple_of(AT_ONCE) * size];
        estep::posterior_of(tables, &local.persons, task.clone(), |entry, posterior, _| {
            let (lines, _) = posterior.as_chunks::<LANE>();
            let matters = |line: &[f64; LANE]| line.iter().any(|p| *p > NEGLIGIBLE);
            let first = lines.iter().position(matters).unwrap_or(0);
            let end = lines.iter().rposition(matters).map_or(lines.len(), |last| last + 1);
            posteriors.places.push((first..end, posteriors.values.len()));
            posteriors.values.extend_from_slice(&lines[first..end]);
            let place = entry - task.start;
            let own = &mut means[place * size..(place + 1) * size];
            let nodes = first * LANE..end * LANE;
            let (group, answers) = local.answers(entry);
            let of_answers = answers.iter().flat_map(|(instance, category)| &scores.items[*instance][*category]);
            for change in scores.groups[group].iter().chain(of_answers) {
                own[change.free] += dot(&change.values[nodes.clone()], &posterior[nodes.clone()]);
            }
            let root = local.persons.weights[entry].sqrt();
            own.iter_mut().for_each(|mean| *mean *= root);
        });
        let mut sum = Square::zeros(size);
        add_products(&mut sum, &means);
        (posteriors, sum)
    };
    let mut all = Posteriors { first: entries.start, places: Vec::new(), values: Vec::new() };
    let mut sum = Square::zeros(size);
    // A few tasks at a time: each has a matrix.
    for batch in tasks.chunks(rayon::current_num_threads().max(1) * 2) {
        let parts: Vec<(Posteriors, Square)> = batch.to_vec().into_par_iter().map(of_task).collect();
        for (posteriors, part) in parts {
            all.append(posteriors);
            sum.entries.iter_mut().zip(&part.entries).for_each(|(sum, part)| *sum += part);
        }
    }
    (all, sum)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    simd::dispatch(
        #[inline(always)]
        || {
            let mut sum = [0.0; LANE];
            for (a, b) in a.as_chunks::<LANE>().0.iter().zip(b.as_chunks::<LANE>().0) {
                for i in 0..LANE {
                    sum[i] += a[i] * b[i];
                }
            }
            sum.iter().sum()
        },
    )
}

/// Add `Σ s sᵀ`, lower triangle; `scores` has a row a person, a multiple of [`AT_ONCE`] of them.
fn add_products(sum: &mut Square, scores: &[f64]) {
    let size = sum.size;
    if size == 0 {
        return;
    }
    simd::dispatch(
        #[inline(always)]
        || {
            for four in scores.chunks_exact(AT_ONCE * size) {
                let (a, rest) = four.split_at(size);
                let (b, rest) = rest.split_at(size);
                let (c, d) = rest.split_at(size);
                for i in 0..size {
                    let (x, y, z, w) = (a[i], b[i], c[i], d[i]);
                    let row = &mut sum.entries[i * size..=i * size + i];
                    let others = a.iter().zip(b).zip(c.iter().zip(d));
                    for (sum, ((a, b), (c, d))) in row.iter_mut().zip(others) {
                        *sum += (x * a + y * b) + (z * c + w * d);
                    }
                }
            }
        },
    );
}
