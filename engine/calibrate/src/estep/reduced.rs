//! The expectation step by dimension reduction (Gibbons & Hedeker 1992; Cai 2010).
//!
//! Where every item loads on general dimensions and at most one specific one, and specific dimensions are independent, the
//! likelihood given general ability is a product over specific dimensions of integrals over each alone. With one general
//! dimension the model is bifactor, with several it is two-tier. All rows are over the product of general and specific
//! nodes, general ones fastest, whatever the number of specific dimensions.

use std::ops::Range;

use rayon::prelude::*;

use super::kernel::Partial;
use super::layout::Layout;
use super::persons::Persons;
use super::sums::{self, Sums};
use super::tables::Tables;
use crate::problem::{Problem, Reduction};
use crate::quadrature::Grid;
use crate::simd::{self, Pool};

/// Persons whose sums one task collects.
const BLOCK: usize = 512;
/// Blocks that are summed at one time.
const BATCH: usize = 16;
/// Fewer blocks where their sums would together be more numbers than this, half a gigabyte.
const MOST_NUMBERS: usize = 1 << 26;

/// Where a person stands on the general dimensions and on each specific one.
#[derive(Clone, Debug)]
pub(crate) struct Marginals {
    pub(crate) mean: Vec<f64>,
    pub(crate) sd: Vec<f64>,
}

/// Logarithms of the latent densities on the nodes.
struct Densities {
    /// Of the general dimensions, for each group.
    general: Vec<Vec<f64>>,
    /// Of a specific dimension.
    specific: Vec<f64>,
}

impl Densities {
    /// The two parts of the groups' rows: specific dimensions are independent of the general ones, and the same in all
    /// groups.
    fn new(tables: &Tables, reduction: &Reduction) -> Self {
        let general = reduction.general_nodes;
        let groups = tables.table.as_slice().chunks_exact(tables.stride).take(tables.groups);
        let rows: Vec<&[f64]> = groups.map(|row| &row[..tables.nodes]).collect();
        let of_general = |row: &&[f64]| {
            (0..general).map(|node| log_sum(row.iter().skip(node).step_by(general).copied())).collect::<Vec<f64>>()
        };
        let specific = rows[0].chunks_exact(general).map(|line| log_sum(line.iter().copied()));
        Self { general: rows.iter().map(of_general).collect(), specific: specific.collect() }
    }
}

/// `ln Σ exp x`
fn log_sum(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = values.clone().fold(f64::NEG_INFINITY, f64::max);
    most + libm::log(values.map(|value| libm::exp(value - most)).sum())
}

/// Working space for one person.
struct Scratch {
    /// Of each specific dimension, its density given the general ones and the person's responses, over the product.
    conditional: Vec<Vec<f64>>,
    /// Posterior of the general dimensions.
    general: Vec<f64>,
    most: Vec<f64>,
    total: Vec<f64>,
}

impl Scratch {
    fn new(reduction: &Reduction, stride: usize) -> Self {
        let line = vec![0.0; reduction.general_nodes];
        Self {
            conditional: vec![vec![0.0; stride]; reduction.factors],
            general: line.clone(),
            most: line.clone(),
            total: line,
        }
    }
}

/// Fill `scratch` for a person; the log-likelihood.
fn weigh(tables: &Tables, rows: &[u32], reduction: &Reduction, densities: &Densities, scratch: &mut Scratch) -> f64 {
    let (stride, per) = (tables.stride, reduction.general_nodes);
    let nodes = per * reduction.specific_nodes;
    let (general, specific) = (&densities.general[rows[0] as usize], &densities.specific);
    let table = tables.table.as_slice();
    let Scratch { conditional, general: posterior, most, total } = scratch;
    simd::dispatch(
        #[inline(always)]
        || {
            posterior.copy_from_slice(general);
            for (factor, conditional) in conditional.iter_mut().enumerate() {
                for (line, log) in conditional.chunks_exact_mut(per).zip(specific) {
                    line.fill(*log);
                }
                for row in rows[1..].iter().filter(|row| reduction.of_row(**row) == factor) {
                    let start = *row as usize * stride;
                    for (sum, log) in conditional.iter_mut().zip(&table[start..start + stride]) {
                        *sum += log;
                    }
                }
                most.fill(f64::NEG_INFINITY);
                for line in conditional[..nodes].chunks_exact(per) {
                    for (most, value) in most.iter_mut().zip(line) {
                        *most = if *value > *most { *value } else { *most };
                    }
                }
                total.fill(0.0);
                for line in conditional[..nodes].chunks_exact_mut(per) {
                    for ((value, most), total) in line.iter_mut().zip(&*most).zip(&mut *total) {
                        *value = simd::exp(*value - most);
                        *total += *value;
                    }
                }
                for line in conditional[..nodes].chunks_exact_mut(per) {
                    for (value, total) in line.iter_mut().zip(&*total) {
                        *value /= total;
                    }
                }
                conditional[nodes..].fill(0.0);
                for ((posterior, most), total) in posterior.iter_mut().zip(&*most).zip(&*total) {
                    *posterior += most + simd::ln(*total);
                }
            }
            let most = posterior.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let mut total = 0.0;
            for value in posterior.iter_mut() {
                *value = simd::exp(*value - most);
                total += *value;
            }
            posterior.iter_mut().for_each(|value| *value /= total);
            most + simd::ln(total)
        },
    )
}

/// The expectation step.
pub(crate) fn expectation(
    problem: &Problem,
    reduction: &Reduction,
    layout: &Layout,
    tables: &Tables,
    persons: &Persons,
    pool: &Pool,
) -> Sums {
    let densities = Densities::new(tables, reduction);
    let blocks: Vec<Range<usize>> = persons.blocks(BLOCK).collect();
    let accumulate = |block: Range<usize>| accumulate(tables, persons, block, reduction, &densities, pool);
    let mut sum = Partial::zeros(tables, pool);
    let batch = (MOST_NUMBERS / (tables.rows * tables.stride)).clamp(1, BATCH);
    for batch in blocks.chunks(batch) {
        let partial: Vec<Partial> = batch.to_vec().into_par_iter().map(accumulate).collect();
        for part in partial {
            sum.merge(&part);
            pool.give_back(part.counts);
        }
    }
    let sums = sums::fold(problem, layout, &mut sum);
    pool.give_back(sum.counts);
    sums
}

fn accumulate(
    tables: &Tables,
    persons: &Persons,
    block: Range<usize>,
    reduction: &Reduction,
    densities: &Densities,
    pool: &Pool,
) -> Partial {
    let mut partial = Partial::zeros(tables, pool);
    add(&mut partial, tables, persons, block, reduction, densities);
    partial
}

/// Add the expected counts of these persons.
fn add(
    partial: &mut Partial,
    tables: &Tables,
    persons: &Persons,
    block: Range<usize>,
    reduction: &Reduction,
    densities: &Densities,
) {
    let mut scratch = Scratch::new(reduction, tables.stride);
    let general = reduction.general_nodes;
    for entry in block {
        let (rows, weight) = (persons.rows(entry), persons.weights[entry]);
        let value = weigh(tables, rows, reduction, densities, &mut scratch);
        partial.log_likelihood += weight * value;
        partial.weight += weight;
        for conditional in &mut scratch.conditional {
            for line in conditional[..tables.nodes].chunks_exact_mut(general) {
                for (value, general) in line.iter_mut().zip(&scratch.general) {
                    *value *= weight * general;
                }
            }
        }
        let counts = partial.counts.as_mut_slice();
        // The density's row is as that of items without a specific dimension: over specific nodes nothing is known.
        let density = rows[0] as usize * tables.stride;
        for (sum, part) in
            counts[density..density + tables.stride].iter_mut().zip(&scratch.conditional[reduction.specific])
        {
            *sum += part;
        }
        for row in &rows[1..] {
            let start = *row as usize * tables.stride;
            let joint = &scratch.conditional[reduction.of_row(*row)];
            for (sum, part) in counts[start..start + tables.stride].iter_mut().zip(joint) {
                *sum += part;
            }
        }
    }
}

/// Add the expected counts of all these persons on this thread.
pub(super) fn add_all(partial: &mut Partial, tables: &Tables, persons: &Persons, reduction: &Reduction) {
    add(partial, tables, persons, 0..persons.len(), reduction, &Densities::new(tables, reduction));
}

/// Visit every entry with its posterior: of each set of items, that of the general dimensions and its own, over the
/// product of nodes; together 1.
pub(crate) fn posterior(
    reduction: &Reduction,
    tables: &Tables,
    persons: &Persons,
    mut visit: impl FnMut(usize, &[Vec<f64>]),
) {
    let densities = Densities::new(tables, reduction);
    let mut scratch = Scratch::new(reduction, tables.stride);
    for entry in 0..persons.len() {
        weigh(tables, persons.rows(entry), reduction, &densities, &mut scratch);
        for conditional in &mut scratch.conditional {
            for line in conditional[..tables.nodes].chunks_exact_mut(reduction.general_nodes) {
                line.iter_mut().zip(&scratch.general).for_each(|(value, general)| *value *= general);
            }
        }
        visit(entry, &scratch.conditional);
    }
}

/// Posterior moments of each entry.
pub(crate) fn marginals(grid: &Grid, reduction: &Reduction, tables: &Tables, persons: &Persons) -> Vec<Marginals> {
    let densities = Densities::new(tables, reduction);
    let mut scratch = Scratch::new(reduction, tables.stride);
    let general = reduction.general_nodes;
    let (lines, inner) = grid.theta.split_at(reduction.general);
    let inner: Vec<f64> = inner[0][..tables.nodes].iter().step_by(general).copied().collect();
    let moments = |weights: &[f64], line: &[f64]| {
        let mean: f64 = weights.iter().zip(line).map(|(w, theta)| w * theta).sum();
        let square: f64 = weights.iter().zip(line).map(|(w, theta)| w * (theta - mean) * (theta - mean)).sum();
        (mean, square.sqrt())
    };
    let of_entry = |entry: usize| {
        weigh(tables, persons.rows(entry), reduction, &densities, &mut scratch);
        let specific = scratch.conditional[..reduction.specific].iter().map(|conditional| {
            let lines = conditional[..tables.nodes].chunks_exact(general);
            let marginal = lines.map(|line| line.iter().zip(&scratch.general).map(|(c, g)| c * g).sum());
            moments(&marginal.collect::<Vec<f64>>(), &inner)
        });
        let (mean, sd) = lines.iter().map(|line| moments(&scratch.general, line)).chain(specific).unzip();
        Marginals { mean, sd }
    };
    (0..persons.len()).map(of_entry).collect()
}
