//! What the parameters say at the nodes: each item's curves, and the table of all rows.

use super::layout::Layout;
use crate::latent;
use crate::problem::{Problem, latent_len};
use crate::simd::{Aligned, Pool};

/// Category probabilities of every instance at every node, and their logarithms.
#[derive(Clone, Debug)]
pub(crate) struct Curves {
    /// Where each instance's categories begin, in rows of `stride`.
    pub(crate) first: Vec<usize>,
    pub(crate) stride: usize,
    pub(crate) probability: Vec<f64>,
    pub(crate) logarithm: Vec<f64>,
    /// `ln w` of each group.
    pub(crate) log_weights: Vec<f64>,
}

impl Curves {
    pub(crate) fn new(problem: &Problem, full: &[f64]) -> Self {
        let stride = problem.grid.stride;
        let first = first_rows(problem);
        let rows = first[problem.instances.len()];
        let mut curves = Self {
            first,
            stride,
            probability: vec![0.0; rows * stride],
            logarithm: vec![0.0; rows * stride],
            log_weights: vec![0.0; problem.latent.len() * stride],
        };
        for (number, instance) in problem.instances.iter().enumerate() {
            let range = curves.range(number);
            let (p, log) = (&mut curves.probability[range.clone()], &mut curves.logarithm[range]);
            instance.shape.curves(&full[instance.range()], &problem.grid, p, log);
        }
        if let Some(histogram) = &problem.histogram {
            curves.log_weights.copy_from_slice(&histogram.log_weights);
            return curves;
        }
        let size = latent_len(problem.dimensions());
        for (start, row) in problem.latent.iter().zip(curves.log_weights.chunks_exact_mut(stride)) {
            latent::log_weights(&full[*start..start + size], &problem.grid, row);
        }
        curves
    }

    /// The places of an instance's categories in the lists.
    pub(crate) fn range(&self, instance: usize) -> std::ops::Range<usize> {
        self.first[instance] * self.stride..self.first[instance + 1] * self.stride
    }
}

/// Where each instance's categories begin, and the number of all.
pub(super) fn first_rows(problem: &Problem) -> Vec<usize> {
    let mut first = vec![0];
    for instance in &problem.instances {
        first.push(first[first.len() - 1] + instance.shape.categories);
    }
    first
}

/// The table: rows × stride.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    pub(crate) table: Aligned,
    pub(crate) rows: usize,
    pub(crate) stride: usize,
    pub(crate) nodes: usize,
    /// The first so many rows are the groups' latent densities.
    pub(crate) groups: usize,
}

impl Tables {
    pub(crate) fn new(problem: &Problem, layout: &Layout, curves: &Curves, pool: &Pool) -> Self {
        let stride = problem.grid.stride;
        let mut table = pool.take(layout.rows * stride);
        let numbers = table.as_mut_slice();
        numbers[..curves.log_weights.len()].copy_from_slice(&curves.log_weights);
        let mut prefix_row = vec![0.0; stride];
        for chunk in &layout.chunks {
            let rows = &mut numbers[chunk.first_row * stride..(chunk.first_row + chunk.rows) * stride];
            let mut prefixes = 1;
            rows[..stride].fill(0.0);
            for member in &chunk.members {
                let logs = &curves.logarithm[curves.range(member.instance)];
                // From the last prefix down, so that none is overwritten before it is used.
                for prefix in (0..prefixes).rev() {
                    prefix_row.copy_from_slice(&rows[prefix * stride..(prefix + 1) * stride]);
                    for digit in 0..member.radix {
                        let start = (prefix * member.radix + digit) * stride;
                        let target = &mut rows[start..start + stride];
                        match logs.get(digit * stride..(digit + 1) * stride) {
                            Some(log) => {
                                for ((target, prefix), log) in target.iter_mut().zip(&prefix_row).zip(log) {
                                    *target = prefix + log;
                                }
                            }
                            None => target.copy_from_slice(&prefix_row),
                        }
                    }
                }
                prefixes *= member.radix;
            }
        }
        Self { table, rows: layout.rows, stride, nodes: problem.grid.nodes, groups: problem.latent.len() }
    }
}
