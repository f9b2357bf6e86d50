//! How many persons there are and who left items out: what the layout of tables depends on.

use super::{Cells, MISSING, Responses};

/// Persons of each group, and items they left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Whether responses are listed person by person rather than in rows of all items.
    pub(crate) sparse: bool,
    /// Persons of each group.
    pub(crate) members: Vec<u64>,
    /// Of each group, whether somebody has no response to an item; of sparse data it is not asked.
    pub(crate) omitted: Vec<Vec<bool>>,
}

impl Extent {
    /// Of nobody.
    pub(crate) fn empty(groups: usize, items: usize, sparse: bool) -> Self {
        Self { sparse, members: vec![0; groups], omitted: vec![vec![false; items]; groups] }
    }

    pub(crate) fn of(responses: &Responses) -> Self {
        let sparse = matches!(responses.cells(), Cells::Sparse { .. });
        let mut extent = Self::empty(responses.groups().len(), responses.items(), sparse);
        for person in 0..responses.persons() {
            extent.members[responses.group(person)] += 1;
        }
        if let Cells::Dense(cells) = responses.cells() {
            for (person, row) in cells.chunks_exact(responses.items()).enumerate() {
                extent.note(responses.group(person), row);
            }
        }
        extent
    }

    /// Take note of what a person left out.
    #[inline(always)]
    pub(crate) fn note(&mut self, group: usize, row: &[u8]) {
        for (omitted, cell) in self.omitted[group].iter_mut().zip(row) {
            *omitted |= *cell == MISSING;
        }
    }

    /// Add other persons.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.members.iter_mut().zip(&other.members).for_each(|(sum, part)| *sum += part);
        for (own, other) in self.omitted.iter_mut().zip(&other.omitted) {
            own.iter_mut().zip(other).for_each(|(own, other)| *own |= other);
        }
    }
}
