//! What to read and how.

use std::path::{Path, PathBuf};

use crate::text::TextFormat;

/// What a line is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// A person: each item has a column.
    #[default]
    Wide,
    /// One response.
    Long {
        /// The column of the item; with several, an item is each combination, its id their cells joined by `/`.
        items: Vec<String>,
        /// The column of the response.
        response: String,
    },
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text with a delimiter, `.csv` or `.tsv`, also compressed: `.gz`.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC file (Feather version 2).
    Arrow,
}

impl Kind {
    /// The kind that a file's name says.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        let ending = plain.rsplit_once('.')?.1;
        match ending {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "parquet" if plain == name => Some(Self::Parquet),
            "arrow" | "feather" | "ipc" if plain == name => Some(Self::Arrow),
            _ => None,
        }
    }
}

/// Which of several answers of a person to an item counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeated {
    /// None: they are an error.
    #[default]
    Refused,
    /// The first, in the order of the files.
    First,
    /// The last.
    Last,
}

/// How responses are kept in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// As lists where less than a quarter of the responses is there.
    #[default]
    Automatic,
    /// A byte for every person and item.
    Dense,
    /// Lists of what each person answered.
    Sparse,
}

/// What to read and how. [`Default`] is a wide table with a header, categories from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadOptions {
    /// Layout of text files.
    pub text: TextFormat,
    /// The kind of all files, instead of what their names say.
    pub kind: Option<Kind>,
    /// What a line is.
    pub shape: Shape,
    /// The column of the person's id; with several, each combination is a person, the id their cells joined by `/`, as
    /// for persons on several occasions or before several raters. Unless named it is `person`, and a wide table may do
    /// without.
    pub person: Vec<String>,
    /// The column of the group.
    pub group: Option<String>,
    /// The column of the weight.
    pub weight: Option<String>,
    /// Scale weights so that persons weigh 1 on average. Sampling weights sum to the population, as if
    /// all of it had answered: standard errors would be those of that many persons.
    pub scale_weights: bool,
    /// A CSV table of persons, with the column of the id, for group and weight where the data have no such column.
    pub persons: Option<PathBuf>,
    /// Columns of a wide table to pass over.
    pub ignore: Vec<String>,
    /// Items to leave out, where no list of items does it.
    pub drop: Vec<String>,
    /// Codes for no response, beside an empty cell and `NA`.
    pub missing: Vec<String>,
    /// The response that is category 0, of items that do not say it themselves.
    pub lowest: i64,
    /// Renumber categories so that those nobody chose are gone.
    pub collapse: bool,
    /// Which of several answers counts.
    pub repeated: Repeated,
    /// How responses are kept.
    pub storage: Storage,
    /// Persons who have to have answered a pair of items for the two to be linked; 0 asks for no links.
    pub overlap: u32,
    /// Let items with the same responses pass.
    pub keep_identical: bool,
    /// Items with known parameters and their numbers of categories: they may be constant or have empty categories.
    pub known: Vec<(String, u8)>,
}

impl ReadOptions {
    /// Persons who link two items, unless another number is asked for.
    pub const OVERLAP: u32 = 5;

    /// The names of the columns of persons.
    pub(crate) fn person_columns(&self) -> Vec<&str> {
        match &self.person[..] {
            [] => vec!["person"],
            names => names.iter().map(String::as_str).collect(),
        }
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            text: TextFormat::default(),
            kind: None,
            shape: Shape::default(),
            person: Vec::new(),
            group: None,
            weight: None,
            scale_weights: false,
            persons: None,
            ignore: Vec::new(),
            drop: Vec::new(),
            missing: Vec::new(),
            lowest: 0,
            collapse: false,
            repeated: Repeated::default(),
            storage: Storage::default(),
            overlap: Self::OVERLAP,
            keep_identical: false,
            known: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_the_kind() {
        for (name, kind) in [
            ("a.csv", Some(Kind::Csv)),
            ("b/a.CSV.gz", Some(Kind::Csv)),
            ("a.tsv", Some(Kind::Csv)),
            ("a.parquet", Some(Kind::Parquet)),
            ("a.feather", Some(Kind::Arrow)),
            ("a.parquet.gz", None),
            ("a.xlsx", None),
            ("csv", None),
        ] {
            assert_eq!(Kind::of(Path::new(name)), kind, "{name}");
        }
    }
}
