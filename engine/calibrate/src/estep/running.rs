//! An expectation step over persons who come a few at a time, on one thread.

use super::kernel::{self, Partial};
use super::{Layout, Persons, Range, Sums, Tables, reduced, sums};
use crate::problem::Problem;
use crate::simd::Pool;

/// Sums so far.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    partial: Partial,
}

impl Running {
    pub(crate) fn new(tables: &Tables) -> Self {
        Self { partial: Partial::zeros(tables, &Pool::default()) }
    }

    /// Add these persons.
    pub(crate) fn add(&mut self, problem: &Problem, tables: &Tables, persons: &Persons, range: Range) {
        match &problem.reduction {
            Some(reduction) => reduced::add_all(&mut self.partial, tables, persons, reduction),
            None => kernel::add(&mut self.partial, tables, persons, 0..persons.len(), range),
        }
    }

    /// The sums of all who were added.
    pub(crate) fn finish(mut self, problem: &Problem, layout: &Layout) -> Sums {
        sums::fold(problem, layout, &mut self.partial)
    }
}
