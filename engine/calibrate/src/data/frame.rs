//! What responses are responses to: items, categories and groups, without the persons.

use super::{Cells, Responses, check};
use crate::error::CalibrationError;

/// Items and groups of a data set whose persons may be elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    ids: Vec<String>,
    categories: Vec<u8>,
    groups: Vec<String>,
    sparse: bool,
}

impl Frame {
    /// Items with their numbers of categories (one more than the highest response), the groups' names, and whether
    /// persons' responses are lists (sparse) rather than rows of all items.
    ///
    /// ```
    /// use thetis_calibrate::Frame;
    /// let frame = Frame::new(vec!["q1".into(), "q2".into()], vec![2, 5], vec!["all".into()], false)?;
    /// assert_eq!((frame.items(), frame.categories(1)), (2, 5));
    /// # Ok::<(), thetis_calibrate::CalibrationError>(())
    /// ```
    ///
    /// # Errors
    /// No or one item, two items of one id, no group, or another number of categories than items.
    pub fn new(
        ids: Vec<String>,
        categories: Vec<u8>,
        groups: Vec<String>,
        sparse: bool,
    ) -> Result<Self, CalibrationError> {
        check::ids(&ids)?;
        if ids.len() != categories.len() {
            return Err(CalibrationError::Items { expected: ids.len(), found: categories.len() });
        }
        if groups.is_empty() {
            return Err(CalibrationError::Groups { group: 0, groups: 0 });
        }
        Ok(Self { ids, categories, groups, sparse })
    }

    /// Of so many items and groups, whose names do not matter.
    pub(crate) fn unnamed(categories: Vec<u8>, groups: usize, sparse: bool) -> Self {
        Self { ids: vec![String::new(); categories.len()], categories, groups: vec![String::new(); groups], sparse }
    }

    /// That of responses in memory.
    #[must_use]
    pub fn of(responses: &Responses) -> Self {
        Self {
            ids: responses.ids.clone(),
            categories: responses.categories.clone(),
            groups: responses.groups.clone(),
            sparse: matches!(responses.cells, Cells::Sparse { .. }),
        }
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.ids.len()
    }

    /// The items' ids.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The groups' names.
    #[must_use]
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Number of categories of an item.
    #[must_use]
    pub fn categories(&self, item: usize) -> usize {
        usize::from(self.categories[item])
    }

    /// Whether persons' responses are lists.
    #[must_use]
    pub fn is_sparse(&self) -> bool {
        self.sparse
    }
}
