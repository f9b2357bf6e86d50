//! Which items of a bifactor model share a specific dimension.

use crate::specification::Specification;

/// A general dimension, and specific ones that share one place in the grid.
#[derive(Clone, Debug)]
pub(crate) struct Reduction {
    /// Nodes of one dimension.
    pub(crate) per_dimension: usize,
    /// Number of specific dimensions.
    pub(crate) specific: usize,
    /// Sets of items: one for each specific dimension, and one for those without, which is last.
    pub(crate) factors: usize,
    /// The set of each item.
    pub(crate) of_item: Vec<usize>,
    /// The set of each table row, once there are tables.
    pub(crate) of_row: Vec<u16>,
}

impl Reduction {
    #[inline(always)]
    pub(crate) fn of_row(&self, row: u32) -> usize {
        usize::from(self.of_row[row as usize])
    }

    pub(super) fn new(specification: &Specification) -> Option<Self> {
        if specification.specific.is_empty() {
            return None;
        }
        let place = |dimension: &u32| specification.specific.iter().position(|own| own == dimension);
        let specific = specification.specific.len();
        let of_item = specification.items.iter().map(|item| item.dimensions.iter().find_map(place).unwrap_or(specific));
        Some(Self {
            per_dimension: specification.nodes.per_dimension as usize,
            specific,
            factors: specific + 1,
            of_item: of_item.collect(),
            of_row: Vec::new(),
        })
    }
}
