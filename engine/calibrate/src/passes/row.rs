//! What can be wrong with a row of responses.

use std::fmt;

/// Why a row is refused. Items are counted from 0, in the order of the frame.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RowError {
    /// Another number of responses than items.
    Length {
        /// Responses there should be.
        expected: usize,
        /// Responses there are.
        found: usize,
    },
    /// A category that the item does not have.
    Category {
        /// The item.
        item: usize,
        /// The category.
        category: u8,
        /// How many the item has.
        categories: usize,
    },
    /// An item that is not there.
    Item {
        /// The item.
        item: usize,
        /// How many there are.
        items: usize,
    },
    /// Items that do not ascend: one is named twice, or they are in no order.
    Order {
        /// The item at which they do not.
        item: usize,
    },
    /// A group that is not there.
    Group {
        /// The group.
        group: u16,
        /// How many there are.
        groups: usize,
    },
    /// A weight that is none.
    Weight {
        /// The weight.
        weight: f64,
    },
    /// A row of all items where lists were announced, or the other way about.
    Layout,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => {
                write!(f, "a row has {found} responses where {expected} were announced")?;
            }
            Self::Category { item, category, categories } => {
                write!(f, "a row has category {category} of item number {item}, which has {categories}")?;
            }
            Self::Item { item, items } => write!(f, "a row has item number {item}, and there are {items}")?,
            Self::Order { item } => write!(f, "a row has item number {item} twice or out of order")?,
            Self::Group { group, groups } => write!(f, "a row has group number {group}, and there are {groups}")?,
            Self::Weight { weight } => write!(f, "a row has the weight {weight}, which is negative or not finite")?,
            Self::Layout => {
                f.write_str("a row is a list where rows of all items were announced, or the other way about")?
            }
        }
        f.write_str(": the file was changed or is not of this data set; import it again")
    }
}

impl std::error::Error for RowError {}
