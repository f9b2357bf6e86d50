//! Responses in memory: who answered what, with what weight, in which group.

mod check;
mod extent;
mod frame;
mod tally;

pub(crate) use extent::Extent;
pub use frame::Frame;
pub use tally::Tally;

use crate::error::CalibrationError;

/// Stands for a missing response in dense data.
pub const MISSING: u8 = u8::MAX;

/// Responses of persons to items, checked. Categories count from 0.
///
/// Dense data is one byte a person and item, row by row; sparse data lists what each person answered, which for
/// adaptive tests is far less. A missing response says nothing: it is ignorable given what was observed, as with
/// items left out by design or chosen by an adaptive test.
#[derive(Clone, Debug)]
pub struct Responses {
    ids: Vec<String>,
    categories: Vec<u8>,
    persons: usize,
    cells: Cells,
    weights: Option<Vec<f64>>,
    groups: Vec<String>,
    group_of: Option<Vec<u16>>,
}

/// How the responses are stored.
#[derive(Clone, Debug)]
pub(crate) enum Cells {
    /// Persons × items, row by row; [`MISSING`] where there is none.
    Dense(Vec<u8>),
    /// Person p's responses are numbers `starts[p]..starts[p + 1]` of the two lists.
    Sparse { starts: Vec<usize>, items: Vec<u32>, categories: Vec<u8> },
}

impl Responses {
    /// Dense data: `cells` is persons × items, row by row, with [`MISSING`] (255) for no response.
    ///
    /// ```
    /// use thetis_calibrate::{MISSING, Responses};
    /// let cells = vec![1, 0, 0, 1, 1, MISSING];
    /// let responses = Responses::dense(vec!["q1".into(), "q2".into()], cells)?;
    /// assert_eq!((responses.persons(), responses.items()), (3, 2));
    /// # Ok::<(), thetis_calibrate::CalibrationError>(())
    /// ```
    ///
    /// # Errors
    /// No or one item, no or one person, two items of one id, or a list that is not a whole number of rows.
    pub fn dense(ids: Vec<String>, cells: Vec<u8>) -> Result<Self, CalibrationError> {
        check::ids(&ids)?;
        let items = ids.len();
        if !cells.len().is_multiple_of(items) {
            let expected = cells.len().next_multiple_of(items);
            return Err(CalibrationError::Shape { expected, found: cells.len() });
        }
        let persons = cells.len() / items;
        let mut categories = vec![0_u8; items];
        for row in cells.chunks_exact(items) {
            for (most, cell) in categories.iter_mut().zip(row) {
                // 255 wraps to 0, so that a missing response counts as no category.
                *most = (*most).max(cell.wrapping_add(1));
            }
        }
        Self::checked(ids, categories, persons, Cells::Dense(cells))
    }

    /// Sparse data: person p answered `items[starts[p]..starts[p + 1]]` with the same places of `categories`.
    ///
    /// # Errors
    /// As [`dense`](Self::dense); lists of differing lengths, an item that is not there, or an item answered twice.
    pub fn sparse(
        ids: Vec<String>,
        starts: Vec<usize>,
        items: Vec<u32>,
        categories: Vec<u8>,
    ) -> Result<Self, CalibrationError> {
        check::ids(&ids)?;
        check::sparse(&ids, &starts, &items, &categories)?;
        let persons = starts.len().saturating_sub(1);
        let mut most = vec![0_u8; ids.len()];
        for (item, category) in items.iter().zip(&categories) {
            let most = &mut most[*item as usize];
            *most = (*most).max(category.wrapping_add(1));
        }
        Self::checked(ids, most, persons, Cells::Sparse { starts, items, categories })
    }

    fn checked(ids: Vec<String>, categories: Vec<u8>, persons: usize, cells: Cells) -> Result<Self, CalibrationError> {
        let groups = vec!["all".to_owned()];
        let responses = Self { ids, categories, persons, cells, weights: None, groups, group_of: None };
        check::size(&responses)?;
        Ok(responses)
    }

    /// Give each person a weight: how many persons he or she stands for. Everything that is summed over persons is
    /// weighted.
    ///
    /// # Errors
    /// Another number of weights than persons, or a weight that is negative or not finite.
    pub fn with_weights(mut self, weights: Vec<f64>) -> Result<Self, CalibrationError> {
        check::weights(self.persons, &weights)?;
        self.weights = Some(weights);
        Ok(self)
    }

    /// Put persons into groups: `group_of[p]` is a place in `groups`.
    ///
    /// # Errors
    /// Another number of entries than persons, a group that is not there, or one without persons.
    pub fn with_groups(mut self, groups: Vec<String>, group_of: Vec<u16>) -> Result<Self, CalibrationError> {
        check::groups(self.persons, &groups, &group_of)?;
        self.groups = groups;
        self.group_of = Some(group_of);
        Ok(self)
    }

    /// Say how many categories each item has, where the highest may not occur among these persons: in a block of a
    /// larger data set, or with items whose parameters are known.
    ///
    /// # Errors
    /// Another number of entries than items, or fewer categories than were seen.
    pub fn with_categories(mut self, categories: Vec<u8>) -> Result<Self, CalibrationError> {
        check::categories(&self.ids, &self.categories, &categories)?;
        self.categories = categories;
        Ok(self)
    }

    /// Number of persons.
    #[must_use]
    pub fn persons(&self) -> usize {
        self.persons
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

    /// The groups' names; one, `all`, unless there are more.
    #[must_use]
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// A person's group.
    #[must_use]
    pub fn group(&self, person: usize) -> usize {
        self.group_of.as_ref().map_or(0, |groups| usize::from(groups[person]))
    }

    /// A person's weight.
    #[must_use]
    pub fn weight(&self, person: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[person])
    }

    /// Whether persons carry weights.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        self.weights.is_some()
    }

    /// Number of categories of an item: one more than the highest response seen.
    #[must_use]
    pub fn categories(&self, item: usize) -> usize {
        usize::from(self.categories[item])
    }

    /// Sum of all weights: the number of persons where there are none.
    #[must_use]
    pub fn total_weight(&self) -> f64 {
        (0..self.persons).map(|person| self.weight(person)).sum()
    }

    /// Hands over the weight and the answers of each person of a group who answered every item.
    pub(crate) fn each_complete(&self, group: usize, mut hand_over: impl FnMut(f64, &[(usize, usize)])) {
        let items = self.items();
        let mut row = Vec::with_capacity(items);
        for person in (0..self.persons).filter(|person| self.group(*person) == group) {
            row.clear();
            row.extend(self.answers(person));
            if row.len() == items {
                hand_over(self.weight(person), &row);
            }
        }
    }

    /// What a person answered: items and categories, missing ones left out.
    pub fn answers(&self, person: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let (dense, sparse) = match &self.cells {
            Cells::Dense(cells) => (Some(&cells[person * self.items()..(person + 1) * self.items()]), None),
            Cells::Sparse { starts, items, categories } => {
                let place = starts[person]..starts[person + 1];
                (None, Some((&items[place.clone()], &categories[place])))
            }
        };
        let dense = dense.into_iter().flatten().enumerate().filter(|(_, cell)| **cell != MISSING);
        let sparse = sparse.into_iter().flat_map(|(items, categories)| items.iter().zip(categories));
        dense
            .map(|(item, cell)| (item, usize::from(*cell)))
            .chain(sparse.map(|(item, category)| (*item as usize, usize::from(*category))))
    }

    /// A person's response to an item.
    #[must_use]
    pub fn answer(&self, person: usize, item: usize) -> Option<usize> {
        match &self.cells {
            Cells::Dense(cells) => match cells[person * self.items() + item] {
                MISSING => None,
                cell => Some(usize::from(cell)),
            },
            Cells::Sparse { .. } => self.answers(person).find(|(place, _)| *place == item).map(|(_, k)| k),
        }
    }

    /// Whether no response is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        match &self.cells {
            Cells::Dense(cells) => !cells.contains(&MISSING),
            Cells::Sparse { items, .. } => items.len() == self.persons * self.items(),
        }
    }

    pub(crate) fn cells(&self) -> &Cells {
        &self.cells
    }

    /// Weighted number of persons in each category of each item, by group: `[group][item][category]`.
    pub(crate) fn category_counts(&self) -> Vec<Vec<Vec<f64>>> {
        let empty: Vec<Vec<f64>> = self.categories.iter().map(|k| vec![0.0; usize::from(*k)]).collect();
        let mut counts = vec![empty; self.groups.len()];
        if let (Cells::Dense(cells), None, None) = (&self.cells, &self.weights, &self.group_of) {
            // The usual case, quickly: a table of bytes' counts for each item.
            let mut table = vec![[0_u32; 256]; self.items()];
            for row in cells.chunks_exact(self.items()) {
                for (table, cell) in table.iter_mut().zip(row) {
                    table[usize::from(*cell)] += 1;
                }
            }
            for (counts, table) in counts[0].iter_mut().zip(&table) {
                counts.iter_mut().zip(table).for_each(|(count, n)| *count = f64::from(*n));
            }
            return counts;
        }
        for person in 0..self.persons {
            let (group, weight) = (self.group(person), self.weight(person));
            for (item, category) in self.answers(person) {
                counts[group][item][category] += weight;
            }
        }
        counts
    }
}
