//! What an expectation step gives, and how two of them become one.

use super::kernel::Partial;
use super::layout::Layout;
use super::tables::first_rows;
use crate::problem::Problem;

/// Mergeable sums over persons. Rows over nodes are padded to whole cache lines of eight numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    /// Expected number of persons at each node in each category: items' categories (by group, where groups have
    /// parameters of their own) × padded nodes.
    pub counts: Vec<f64>,
    /// Expected number of persons at each node: groups × padded nodes.
    pub density: Vec<f64>,
    /// Log-likelihood, natural logarithm.
    pub log_likelihood: f64,
    /// Sum of the persons' weights.
    pub weight: f64,
    /// Persons who needed more nodes than their window had.
    pub widened: usize,
}

impl Sums {
    /// Add the sums of other persons under the same parameters.
    ///
    /// # Panics
    /// If the other sums are of another specification.
    pub fn merge(&mut self, other: &Self) {
        let alike = self.counts.len() == other.counts.len() && self.density.len() == other.density.len();
        assert!(alike, "sums of one specification are merged");
        for (sum, part) in self.counts.iter_mut().zip(&other.counts) {
            *sum += part;
        }
        for (sum, part) in self.density.iter_mut().zip(&other.density) {
            *sum += part;
        }
        self.log_likelihood += other.log_likelihood;
        self.weight += other.weight;
        self.widened += other.widened;
    }
}

/// From counts of patterns to counts of items' categories.
pub(super) fn fold(problem: &Problem, layout: &Layout, partial: &mut Partial) -> Sums {
    let stride = problem.grid.stride;
    let first = first_rows(problem);
    let mut counts = vec![0.0; first[problem.instances.len()] * stride];
    let numbers = partial.counts.as_mut_slice();
    let groups = problem.latent.len();
    let density = numbers[..groups * stride].to_vec();
    for chunk in &layout.chunks {
        let rows = &mut numbers[chunk.first_row * stride..(chunk.first_row + chunk.rows) * stride];
        let mut prefixes = chunk.rows;
        for member in chunk.members.iter().rev() {
            prefixes /= member.radix;
            let categories = member.categories;
            for prefix in 0..prefixes {
                for digit in 0..member.radix {
                    let from = (prefix * member.radix + digit) * stride;
                    if digit < categories {
                        let at = (first[member.instance] + digit) * stride;
                        for (sum, count) in counts[at..at + stride].iter_mut().zip(&rows[from..from + stride]) {
                            *sum += count;
                        }
                    }
                    let to = prefix * stride;
                    if digit == 0 {
                        rows.copy_within(from..from + stride, to);
                    } else {
                        let (head, tail) = rows.split_at_mut(from);
                        for (sum, count) in head[to..to + stride].iter_mut().zip(&tail[..stride]) {
                            *sum += count;
                        }
                    }
                }
            }
        }
    }
    Sums { counts, density, log_likelihood: partial.log_likelihood, weight: partial.weight, widened: partial.widened }
}
