//! What can be wrong with response data, and where.

use std::fmt;
use std::path::PathBuf;

use crate::packed::PackedFault;

/// Where something is wrong; what is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Option<String>,
    /// Line of a text file, or row of a table in columns, from 1. The header is line 1.
    pub line: Option<u64>,
    /// The person.
    pub person: Option<String>,
    /// The item, or the name of another column.
    pub item: Option<String>,
}

impl Place {
    /// A file as a whole.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self { file: Some(file.to_owned()), ..Self::default() }
    }

    /// An item, wherever it was read.
    #[must_use]
    pub fn item(item: &str) -> Self {
        Self { item: Some(item.to_owned()), ..Self::default() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!("line {line}"));
        let person = self.person.as_ref().map(|person| format!("person {person}"));
        let item = self.item.as_ref().map(|item| format!("item {item}"));
        let parts: Vec<String> = [self.file.clone(), line, person, item].into_iter().flatten().collect();
        f.write_str(&if parts.is_empty() { "responses".to_owned() } else { parts.join(", ") })
    }
}

/// One thing wrong: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadError {
    /// Where.
    pub place: Box<Place>,
    /// What.
    pub fault: Fault,
}

impl ReadError {
    pub(crate) fn new(place: Place, fault: Fault) -> Self {
        Self { place: Box::new(place), fault }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.fault)
    }
}

impl std::error::Error for ReadError {}

/// Everything wrong that was found; looking stops after [`ReadErrors::MOST`].
#[derive(Clone, Debug, PartialEq)]
pub struct ReadErrors {
    errors: Vec<ReadError>,
}

impl ReadErrors {
    /// Most errors reported at once.
    pub const MOST: usize = 100;

    /// The same with the files in place where an error is of the data as a whole.
    pub(crate) fn of_files(mut self, paths: &[PathBuf]) -> Self {
        let file = match paths {
            [] => return self,
            [one] => one.display().to_string(),
            [first, .., last] => format!("{} … {}", first.display(), last.display()),
        };
        let nowhere = self.errors.iter_mut().map(|error| &mut error.place.file).filter(|file| file.is_none());
        nowhere.for_each(|place| *place = Some(file.clone()));
        self
    }

    /// The errors, in the order in which they were found; at least one.
    #[must_use]
    pub fn errors(&self) -> &[ReadError] {
        &self.errors
    }
}

impl fmt::Display for ReadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, error) in self.errors.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        if self.errors.len() >= Self::MOST {
            write!(f, "\n(reading stopped after {} errors)", Self::MOST)?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadErrors {}

impl From<ReadError> for ReadErrors {
    fn from(error: ReadError) -> Self {
        Self { errors: vec![error] }
    }
}

/// Collects errors.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    errors: Vec<ReadError>,
}

impl Collector {
    pub(crate) fn add(&mut self, place: Place, fault: Fault) {
        if !self.is_full() {
            self.errors.push(ReadError::new(place, fault));
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.errors.len() >= ReadErrors::MOST
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The places of errors found so far, to be made more exact.
    pub(crate) fn places(&mut self) -> impl Iterator<Item = &mut Place> {
        self.errors.iter_mut().map(|error| &mut *error.place)
    }

    /// The value, if nothing is wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, ReadErrors> {
        if self.errors.is_empty() { Ok(value) } else { Err(self.into_errors()) }
    }

    /// What is wrong; there has to be something.
    pub(crate) fn into_errors(self) -> ReadErrors {
        ReadErrors { errors: self.errors }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The system does not let the file be read.
    Unreadable {
        /// What it says.
        reason: String,
    },
    /// The file breaks off, or is not of its kind.
    NotWhole {
        /// The kind it should be of.
        kind: &'static str,
        /// What its reader says.
        reason: String,
    },
    /// The ending of the name says nothing that is known.
    UnknownKind,
    /// A file without a line, or without columns.
    Empty,
    /// The header lacks a column.
    NoColumn {
        /// The column.
        column: String,
        /// The columns there are.
        known: Vec<String>,
    },
    /// Two columns have session logs.
    SeveralLogs {
        /// Name of the first.
        first: String,
        /// Name of the second.
        second: String,
    },
    /// No column is an item's.
    NoItemColumns,
    /// Two columns have one name.
    DuplicateColumn,
    /// A column is no item of the list or bank.
    UnknownItem,
    /// None of the list's items is in the data.
    NoListedItem,
    /// A list of items has something else than it can in a column.
    ListCell {
        /// The column.
        column: &'static str,
        /// The cell.
        value: String,
        /// What it may be.
        expected: &'static str,
    },
    /// A reversed item whose highest response is unknown.
    ReversedWithoutCategories,
    /// A line has more or fewer cells than the header.
    Ragged {
        /// Cells of the line.
        cells: usize,
        /// Cells of the header.
        header: usize,
    },
    /// Text that is not UTF-8.
    NotUtf8,
    /// A response that is no whole number.
    NotACategory {
        /// What stands there.
        value: String,
    },
    /// A response below the one that counts as category 0.
    BelowLowest {
        /// The response.
        value: i64,
        /// The response that is category 0.
        lowest: i64,
    },
    /// A response above the highest that the item is said to have.
    AboveHighest {
        /// The response.
        value: i64,
        /// The highest.
        highest: i64,
    },
    /// No item has the response that counts as category 0.
    LowestUnused {
        /// The response that counts as category 0.
        lowest: i64,
        /// The lowest there is.
        found: i64,
    },
    /// A response that is none of the item's options.
    UnknownOption {
        /// The response.
        value: String,
        /// The options.
        options: Vec<String>,
    },
    /// A column of a type that holds no responses.
    ColumnType {
        /// Its type.
        found: String,
    },
    /// A line without the id of a person or an item.
    NoId {
        /// The column.
        column: String,
    },
    /// A person stands on two lines.
    DuplicatePerson {
        /// The line and file of the first.
        first: String,
    },
    /// A person answered an item more than once.
    RepeatedResponse {
        /// How often.
        times: u32,
    },
    /// A weight that is no number of persons.
    Weight {
        /// What stands there.
        value: String,
    },
    /// No group, or another than before.
    Group {
        /// What stands there.
        value: String,
        /// What stood there before.
        before: Option<String>,
    },
    /// A person who is not in the table of persons.
    UnknownPerson,
    /// There are more groups than can be told apart.
    TooManyGroups {
        /// How many can.
        most: usize,
    },
    /// The key has another length than there are items.
    KeyLength {
        /// Entries of the key.
        entries: usize,
        /// Items.
        items: usize,
    },
    /// A key in order where items have none.
    KeyWithoutOrder {
        /// Entries of the key.
        entries: usize,
    },
    /// An item has no key.
    NoKey,
    /// A key for an item that is not there.
    KeyWithoutItem,
    /// There is no person.
    NoPersons,
    /// There is one person only.
    OnePerson,
    /// There is no item, or one only.
    TooFewItems {
        /// How many there are.
        items: usize,
    },
    /// Every response is missing.
    AllMissing,
    /// Nobody answered the item.
    NobodyAnswered,
    /// All who answered the item gave one response.
    Constant {
        /// The response.
        response: String,
    },
    /// Nobody gave the right answer of the key.
    KeyUnused {
        /// The right options.
        key: Vec<String>,
    },
    /// Nobody gave a response that lies between others, or that the item is said to have.
    EmptyCategory {
        /// The response.
        response: String,
    },
    /// Two items have the same responses, or one the reverse of the other.
    Collinear {
        /// The other item.
        other: String,
        /// Whether one is the reverse of the other.
        reversed: bool,
    },
    /// Too few persons answered items of two sets of items, so that nothing puts them on one scale.
    TooLittleOverlap {
        /// An item of the first set.
        first: String,
        /// Number of items of the first set.
        first_items: usize,
        /// An item of the second set.
        second: String,
        /// Number of items of the second set.
        second_items: usize,
        /// Persons who answered a pair of items across the sets, at most.
        persons: u32,
        /// Persons needed.
        needed: u32,
    },
    /// A session log cannot be replayed.
    Log {
        /// What the engine says.
        reason: String,
    },
    /// A session log was made with another bank or design.
    OtherBank {
        /// What differs.
        what: &'static str,
        /// Its digest in the log.
        digest: u64,
    },
    /// Of packed responses.
    Packed(PackedFault),
}

impl From<PackedFault> for Fault {
    fn from(fault: PackedFault) -> Self {
        Self::Packed(fault)
    }
}

/// A list for a sentence, cut where it gets long.
fn listed(list: &[String]) -> String {
    const MOST: usize = 12;
    let more = if list.len() > MOST { ", …" } else { "" };
    format!("{}{more}", list[..list.len().min(MOST)].join(", "))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { reason } => write!(f, "cannot be read: {reason}"),
            Self::NotWhole { kind, reason } => {
                write!(f, "this is no whole {kind} file ({reason}): its end may be missing; copy or export it again")
            }
            Self::UnknownKind => f.write_str("the ending of the name says no format: use .csv, .csv.gz, .tsv, .parquet, .arrow or .feather, or read session logs with --logs"),
            Self::Empty => f.write_str("there are no lines of data: begin with a header, then a line for each person"),
            Self::NoColumn { column, known } => write!(f, "there is no column {column}; the columns are {}", listed(known)),
            Self::SeveralLogs { first, second } => write!(f, "there are logs in the columns {first} and {second}: call the one that counts log"),
            Self::NoItemColumns => f.write_str("no column is an item's: give each item a column, or say --long if a line is one response"),
            Self::DuplicateColumn => f.write_str("two columns have this name: give each item its own id, or remove one of them"),
            Self::UnknownItem => f.write_str("the list of items does not have it: add it there, correct the id, or leave the column out with --ignore"),
            Self::NoListedItem => f.write_str("none of its items has responses: compare the ids with the columns of the data"),
            Self::ListCell { column, value, expected } => write!(f, "{value:?} stands in column {column}: write {expected}"),
            Self::ReversedWithoutCategories => f.write_str("it is reversed, but nothing says its highest response: give the list of items a column categories"),
            Self::Ragged { cells, header } => write!(f, "the line has {cells} cells, the header {header}: correct the line; a text with the delimiter in it stands in quotation marks"),
            Self::NotUtf8 => f.write_str("the text is not UTF-8: save the file as UTF-8"),
            Self::NotACategory { value } => write!(f, "{value:?} is no response: write a whole number, leave the cell empty where it is missing, name a code for missing with --missing, or give a --key for raw options"),
            Self::BelowLowest { value, lowest } => write!(f, "the response {value} is below {lowest}, the lowest: say --lowest {value}, or --missing {value} if it stands for no response"),
            Self::AboveHighest { value, highest } => write!(f, "the response {value} is above {highest}, the item's highest: correct the number of categories in the list of items, or say --missing {value} if it stands for no response"),
            Self::LowestUnused { lowest, found } => write!(f, "no item has the response {lowest}, the lowest is {found}: say --lowest {found}"),
            Self::UnknownOption { value, options } => write!(f, "{value:?} is none of the item's options ({}): correct the response, the key or the bank", listed(options)),
            Self::ColumnType { found } => write!(f, "the column is of type {found}, which holds no responses: export it as whole numbers or text, or leave it out with --ignore"),
            Self::NoId { column } => write!(f, "the cell in column {column} is empty: write an id"),
            Self::DuplicatePerson { first } => write!(f, "the person has responses at {first} already: give each person an id of their own, or one line"),
            Self::RepeatedResponse { times } => write!(f, "the person answered the item {times} times: keep one answer, or say which counts with --repeated first or --repeated last"),
            Self::Weight { value } => write!(f, "{value:?} is no weight: write a number of persons, 0 or more"),
            Self::Group { value, before: None } => write!(f, "{value:?} is no group: write its name for every person"),
            Self::Group { value, before: Some(before) } => write!(f, "the person is in group {value} here, in {before} before: a person has one group"),
            Self::UnknownPerson => f.write_str("the table of persons does not have this person: add them there, or correct the id"),
            Self::TooManyGroups { most } => write!(f, "there are more than {most} groups: name a column of groups, not of persons"),
            Self::KeyLength { entries, items } => write!(f, "the key has {entries} entries for {items} items: give one for each, in the order of the columns, or a key file with the columns item and key"),
            Self::KeyWithoutOrder { entries } => write!(f, "the key has {entries} entries in order, but the items of a long table have none: give a key file with the columns item and key"),
            Self::NoKey => f.write_str("the item has no key: add it to the key, or leave the item out with --drop"),
            Self::KeyWithoutItem => f.write_str("the key has an item that the data do not have: correct the id, or remove the entry"),
            Self::NoPersons => f.write_str("there is no person: give at least two lines of responses"),
            Self::OnePerson => f.write_str("there is one person: items can be calibrated from two persons up, and well from some hundred"),
            Self::TooFewItems { items: 0 } => f.write_str("there is no item: give at least two"),
            Self::TooFewItems { .. } => f.write_str("there is one item only: give at least two of one scale"),
            Self::AllMissing => f.write_str("every response is missing: check the names of columns and the codes for missing responses"),
            Self::NobodyAnswered => f.write_str("nobody answered it: leave it out with --drop, or fix its parameters with --anchors"),
            Self::Constant { response } => write!(f, "everybody who answered it gave response {response}, so it has no finite difficulty: leave it out with --drop, or fix its parameters with --anchors"),
            Self::KeyUnused { key } => write!(f, "nobody gave {}, which the key says is right: correct the key (options are compared as they are written, capital letters too), or leave the item out with --drop", key.join(" or ")),
            Self::EmptyCategory { response } => write!(f, "nobody gave response {response}: take empty categories out with --collapse, or leave the item out with --drop"),
            Self::Collinear { other, reversed: false } => write!(f, "everybody gave the same responses as to item {other}: leave one of the two out with --drop, or say --keep-identical"),
            Self::Collinear { other, reversed: true } => write!(f, "everybody gave the reverse of the responses to item {other}: leave one of the two out with --drop, or say --keep-identical"),
            Self::TooLittleOverlap { first, first_items, second, second_items, persons, needed } => write!(
                f,
                "nothing links {first} and {} items with it to {second} and {} items with it: at most {persons} persons answered an item of each, {needed} are needed. Give the forms common items, calibrate them apart, fix items with --anchors, or say --overlap 0 if the persons of both are random samples of one population",
                first_items - 1,
                second_items - 1
            ),
            Self::Log { reason } => write!(f, "the log cannot be replayed: {reason}"),
            Self::OtherBank { what, digest } => write!(f, "the log was made with another {what} (digest {digest:016x}): give the one that the session was held with"),
            Self::Packed(fault) => fault.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where_what_and_what_to_do() {
        let place =
            Place { file: Some("a.csv".into()), line: Some(7), person: Some("p5".into()), item: Some("q2".into()) };
        let error = ReadError::new(place, Fault::NotACategory { value: "yes".into() });
        let sentence = error.to_string();
        assert!(sentence.starts_with("a.csv, line 7, person p5, item q2: \"yes\" is no response: "), "{sentence}");
    }

    #[test]
    fn collecting_stops_in_time() {
        let mut collector = Collector::default();
        (0..150).for_each(|_| collector.add(Place::default(), Fault::NoKey));
        let errors = collector.finish(()).expect_err("wrong");
        assert_eq!(errors.errors().len(), ReadErrors::MOST);
        assert!(errors.to_string().ends_with("(reading stopped after 100 errors)"));
    }
}
