//! What can be wrong with a problem.

use std::fmt;

use crate::problem::Part;

/// Why a problem has no answer. That no test satisfies the constraints is an answer, not an error.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum AssemblyError {
    /// The list of numbers ends within the problem.
    TooShort {
        /// Its length.
        words: usize,
    },
    /// The list of numbers goes on behind the problem.
    TooLong {
        /// Where the problem ends, from 0.
        position: usize,
    },
    /// A number that counts or names something is not a whole number from 0 to 2³² − 1.
    NotWhole {
        /// Where it stands, from 0.
        position: usize,
        /// The number.
        value: f64,
    },
    /// There are not as many states as values.
    States {
        /// Values given.
        values: usize,
        /// States given.
        states: usize,
    },
    /// An item's value is negative or not finite.
    Value {
        /// The item.
        item: u32,
        /// Its value.
        value: f64,
    },
    /// An item's state is none of 0 (free), 1 (in the test) and 2 (not in the test).
    State {
        /// The item.
        item: u32,
        /// The number given.
        value: f64,
    },
    /// A constraint or set names an item that is not there.
    UnknownItem {
        /// The constraint or set.
        part: Part,
        /// The item.
        item: u32,
        /// How many items there are.
        items: u32,
    },
    /// A constraint or set names an item twice, or two sets have an item in common.
    RepeatedItem {
        /// The constraint or the set, the later one of two.
        part: Part,
        /// The item.
        item: u32,
    },
    /// The mixed-integer solver gave up, which no well-formed problem is known to make it do.
    Solver,
}

impl fmt::Display for AssemblyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            AssemblyError::TooShort { words } => {
                write!(f, "the problem goes on behind its last number (number {words}): send all of it")
            }
            AssemblyError::TooLong { position } => {
                write!(f, "the problem ends before number {}: send nothing behind it", position + 1)
            }
            AssemblyError::NotWhole { position, value } => {
                write!(f, "number {} is {value}: it must be a whole number from 0 to 4294967295", position + 1)
            }
            AssemblyError::States { values, states } => {
                write!(f, "there are {values} values and {states} states: give each item one of each")
            }
            AssemblyError::Value { item, value } => {
                write!(f, "item {item} has the value {value}: it must be finite and not negative")
            }
            AssemblyError::State { item, value } => {
                write!(f, "item {item} has the state {value}: it must be 0 (free), 1 (in the test) or 2 (not in the test)")
            }
            AssemblyError::UnknownItem { part, item, items } => {
                write!(f, "{part} names item {item}, but there are {items} items, counted from 0")
            }
            AssemblyError::RepeatedItem { part: Part::Set(set), item } => {
                write!(f, "set {set} names item {item}, which it or a set before it has named: put it in one set, once")
            }
            AssemblyError::RepeatedItem { part, item } => {
                write!(f, "{part} names item {item} twice: name it once")
            }
            AssemblyError::Solver => f.write_str(
                "the mixed-integer solver could neither find the best test nor prove that there is none; please report this problem",
            ),
        }
    }
}

impl std::error::Error for AssemblyError {}
