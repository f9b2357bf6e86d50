//! The data read: responses for calibration, and the names they go by.

use std::fmt;

use thetis_calibrate::{MISSING, Responses};

use crate::ids::Ids;
use crate::lists::Lists;

/// Responses with the names of persons and categories.
#[derive(Clone, Debug)]
pub struct ResponseData {
    /// The responses, groups and weights.
    pub responses: Responses,
    /// Of each item, the response that each category stands for, as the files have it.
    pub codes: Vec<Vec<String>>,
    /// Of each item, the name of its model, if the list of items has one.
    pub models: Vec<Option<String>>,
    /// What a reader of the results should know.
    pub notes: Vec<Note>,
    pub(crate) persons: Option<Ids>,
}

impl ResponseData {
    /// The id of a person, from 0: the number from 1 where the files have no ids.
    #[must_use]
    pub fn person(&self, person: usize) -> String {
        self.persons.as_ref().map_or_else(|| (person + 1).to_string(), |ids| ids.get(person).to_owned())
    }

    /// Number of responses that are there.
    #[must_use]
    pub fn observed(&self) -> usize {
        (0..self.responses.persons()).map(|person| self.responses.answers(person).count()).sum()
    }
}

/// Something that is no error, but to be known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Persons without a response were left out: they say nothing, and would count as sample.
    WithoutResponses {
        /// How many.
        persons: usize,
    },
    /// Items of the list that the data do not have.
    NotInData {
        /// Their ids.
        items: Vec<String>,
    },
    /// Categories nobody chose were taken out of an item.
    Collapsed {
        /// The item.
        item: String,
        /// The responses, as the files have them, that are left, each a category.
        left: Vec<String>,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WithoutResponses { persons: 1 } => f.write_str("one person without a response was left out"),
            Self::WithoutResponses { persons } => write!(f, "{persons} persons without a response were left out"),
            Self::NotInData { items } => write!(f, "items without a column, left out: {}", items.join(", ")),
            Self::Collapsed { item, left } => {
                write!(
                    f,
                    "item {item}: categories nobody chose are gone; {} are left, numbered from 0",
                    left.join(", ")
                )
            }
        }
    }
}

/// Responses before they are checked.
#[derive(Debug)]
pub(crate) enum Cells {
    /// Persons × items, row by row.
    Dense { cells: Vec<u8>, items: usize },
    /// By person.
    Sparse(Lists),
}

impl Cells {
    pub(crate) fn persons(&self) -> usize {
        match self {
            Self::Dense { items: 0, .. } => 0,
            Self::Dense { cells, items } => cells.len() / items,
            Self::Sparse(lists) => lists.starts.len() - 1,
        }
    }

    /// The answers of a person: items and categories.
    pub(crate) fn answers(&self, person: usize) -> impl Iterator<Item = (usize, u8)> + '_ {
        let (dense, sparse) = match self {
            Self::Dense { cells, items } => (Some(&cells[person * items..(person + 1) * items]), None),
            Self::Sparse(lists) => {
                let range = lists.starts[person]..lists.starts[person + 1];
                (None, Some((&lists.items[range.clone()], &lists.categories[range])))
            }
        };
        let dense = dense.into_iter().flatten().copied().enumerate().filter(|(_, cell)| *cell != MISSING);
        let sparse = sparse.into_iter().flat_map(|(items, categories)| items.iter().zip(categories));
        dense.chain(sparse.map(|(item, category)| (*item as usize, *category)))
    }

    /// Leave out the persons for whom `kept` is false.
    pub(crate) fn retain_persons(&mut self, kept: &[bool]) {
        match self {
            Self::Dense { cells, items } => {
                let mut write = 0;
                for (person, _) in kept.iter().enumerate().filter(|(_, kept)| **kept) {
                    cells.copy_within(person * *items..(person + 1) * *items, write);
                    write += *items;
                }
                cells.truncate(write);
            }
            // Who is left out has an empty list.
            Self::Sparse(lists) => {
                let mut persons = kept.iter();
                let mut first = true;
                lists.starts.retain(|_| std::mem::take(&mut first) || persons.next() == Some(&true));
            }
        }
    }

    /// Put other categories in place, item by item.
    pub(crate) fn renumber(&mut self, tables: &[Option<Box<[u8; 256]>>]) {
        match self {
            Self::Dense { cells, items } => {
                for row in cells.chunks_exact_mut(*items) {
                    for (cell, table) in row.iter_mut().zip(tables) {
                        if let Some(table) = table {
                            *cell = table[usize::from(*cell)];
                        }
                    }
                }
            }
            Self::Sparse(lists) => {
                for (item, category) in lists.items.iter().zip(&mut lists.categories) {
                    if let Some(table) = &tables[*item as usize] {
                        *category = table[usize::from(*category)];
                    }
                }
            }
        }
    }

    /// As lists.
    pub(crate) fn into_sparse(self) -> Self {
        let Self::Dense { .. } = self else { return self };
        let mut lists = Lists { starts: vec![0], items: Vec::new(), categories: Vec::new() };
        for person in 0..self.persons() {
            for (item, category) in self.answers(person) {
                lists.items.push(u32::try_from(item).unwrap_or(u32::MAX));
                lists.categories.push(category);
            }
            lists.starts.push(lists.items.len());
        }
        Self::Sparse(lists)
    }

    /// As a byte for every person and item.
    pub(crate) fn into_dense(self, items: usize) -> Self {
        let Self::Sparse(lists) = self else { return self };
        let persons = lists.starts.len() - 1;
        let mut cells = vec![MISSING; persons * items];
        for (person, range) in lists.starts.windows(2).enumerate() {
            for at in range[0]..range[1] {
                cells[person * items + lists.items[at] as usize] = lists.categories[at];
            }
        }
        Self::Dense { cells, items }
    }
}
