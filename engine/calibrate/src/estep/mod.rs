//! The expectation step: from parameters and persons to expected counts.
//!
//! Everything a person contributes to the logarithm of the likelihood at the nodes is a sum of rows of one table:
//! the latent density of the group, and for each few items together (a *chunk*) the row of the pattern answered.
//! With eight binary items a row that is one addition where a product would need eight (Robitzsch 2021's
//! pseudo-items; here for any model, any number of categories, and with missing responses as one more category).
//! The posterior is added to the rows of a table of the same shape, from which the expected counts of items are
//! folded once at the end. Sparse data is the same with a row an item.
//!
//! Only nodes matter at which the posterior is not nothing: each person has a window of nodes, found once and
//! checked each time. Outside, the posterior is below [`NEGLIGIBLE`](kernel) of its maximum; for models with
//! log-concave likelihood it falls at least geometrically from there.

mod kernel;
mod layout;
mod persons;
mod reduced;
mod running;
mod sums;
mod tables;

pub(crate) use layout::Layout;
pub(crate) use persons::Persons;
pub(crate) use reduced::{
    expectation as reduced_expectation, marginals as reduced_marginals, posterior as reduced_posterior,
};
pub(crate) use running::Running;
pub use sums::Sums;
pub(crate) use tables::{Curves, Tables};

use rayon::prelude::*;

use crate::problem::Problem;
use crate::simd::{Lane, Pool};

/// Persons whose sums one task collects.
const BLOCK: usize = 8_192;

/// The expectation step: expected counts, log-likelihood and weight of these persons.
///
/// It depends on its arguments only; sums of parts of the persons, merged, are the sums of the whole.
pub(crate) fn expectation(
    problem: &Problem,
    layout: &Layout,
    tables: &Tables,
    persons: &Persons,
    range: Range,
    pool: &Pool,
) -> Sums {
    let blocks: Vec<_> = persons.blocks(BLOCK).collect();
    let accumulate = |block| kernel::accumulate(tables, persons, block, range, pool);
    let mut sum = kernel::Partial::zeros(tables, pool);
    // A few blocks at a time: their sums take as much memory as the table, each.
    for batch in blocks.chunks(BATCH) {
        let partial: Vec<kernel::Partial> = batch.to_vec().into_par_iter().map(accumulate).collect();
        for part in partial {
            sum.merge(&part);
            pool.give_back(part.counts);
        }
    }
    let sums = sums::fold(problem, layout, &mut sum);
    pool.give_back(sum.counts);
    sums
}

/// Blocks that are summed at one time.
const BATCH: usize = 64;

/// The nodes that are summed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    /// Those that matter to each person.
    Windows,
    /// All.
    Everything,
}

/// Find each person's window of nodes, and sort persons by it.
pub(crate) fn locate(tables: &Tables, persons: &mut Persons) {
    let blocks: Vec<_> = persons.blocks(BLOCK).collect();
    let windows: Vec<_> = blocks.into_par_iter().map(|block| kernel::locate(tables, persons, block)).collect();
    persons.sort_by_window(&windows.concat());
}

/// Visit every entry with its posterior at the nodes and its log-likelihood.
pub(crate) fn posterior(tables: &Tables, persons: &Persons, mut visit: impl FnMut(usize, &[f64], f64)) {
    let nodes = tables.nodes;
    let mut inside = |entry: usize, posterior: &[f64], value: f64| visit(entry, &posterior[..nodes], value);
    kernel::posteriors(tables, persons, 0..persons.len(), &mut inside);
}

/// As [`posterior`], of some entries, with the padding.
pub(crate) fn posterior_of(
    tables: &Tables,
    persons: &Persons,
    entries: std::ops::Range<usize>,
    mut visit: impl FnMut(usize, &[f64], f64),
) {
    kernel::posteriors(tables, persons, entries, &mut visit);
}

/// The sums of posteriors that `fill` adds to the rows of a table.
pub(crate) fn counts_of(
    problem: &Problem,
    layout: &Layout,
    tables: &Tables,
    pool: &Pool,
    fill: impl FnOnce(&mut [Lane]),
) -> Sums {
    let mut partial = kernel::Partial::zeros(tables, pool);
    fill(partial.counts.lanes_mut());
    let sums = sums::fold(problem, layout, &mut partial);
    pool.give_back(partial.counts);
    sums
}
