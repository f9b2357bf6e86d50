//! Which responses, and how they are read.

mod raw;

use std::{path::PathBuf, sync::Arc};

use clap::{Args, ValueEnum};
use thetis_bank::BankSource;
use thetis_core::Test;
use thetis_responses::{
    ItemList, Key, Kind, ReadErrors, ReadOptions, Repeated, ResponseData, Shape, Storage, TextFormat, read, read_logs,
};

use crate::{
    bank::{BankArguments, LoadedBank},
    failure::{Complaint, Failure},
};

pub(super) use raw::RawOptions;

/// What `--key` says where the bank scores raw options.
const KEY_OF_BANK: &str = "bank";

/// Which responses, and how they are read.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Responses")]
pub(in crate::verbs) struct ReadingArguments {
    /// Each line is one response, with columns person, item and response (or as --person, --item, --response say)
    #[arg(long, conflicts_with = "logs")]
    long: bool,
    /// Files are session logs, or .csv tables with a column log, made with the bank of --items
    #[arg(long, requires = "items")]
    pub(super) logs: bool,
    /// Design of the sessions beside the bank's own, for --logs: a JSON file; may be repeated
    #[arg(long, value_name = "FILE.json", requires = "logs")]
    design: Vec<String>,
    /// Column of the person's id: person unless given, and a wide table may do without; with several, separated by commas, a person is each combination
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    person: Vec<String>,
    /// Column of the item in --long; with several, separated by commas, an item is each combination
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',', default_value = "item", requires = "long")]
    item: Vec<String>,
    /// Column of the response in --long
    #[arg(long, value_name = "COLUMN", default_value = "response", requires = "long")]
    response: String,
    /// Column of the group; the first group is the reference, the others' mean and variance are estimated
    #[arg(long, value_name = "COLUMN")]
    pub(super) group: Option<String>,
    /// Column of the weight: how many persons a person stands for
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// Scale weights so that persons weigh 1 on average, as sampling weights should
    #[arg(long, requires = "weight")]
    scale_weights: bool,
    /// CSV table of persons, for --group and --weight where the responses have no such column
    #[arg(long, value_name = "FILE")]
    persons: Option<PathBuf>,
    /// Columns of a wide table that are no items
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The items: a bank, a parameter table, or a CSV list with a column item and, as wished, model, categories, lowest, keying (-1 for reversed)
    #[arg(long, value_name = "BANK|FILE")]
    pub(super) items: Option<PathBuf>,
    /// Take only items with this in this column of --items; may be repeated
    #[arg(long, value_name = "COLUMN=VALUE", requires = "items", value_parser = equation)]
    only: Vec<(String, String)>,
    /// Items to leave out
    #[arg(long, value_name = "ITEM,…", value_delimiter = ',')]
    drop: Vec<String>,
    /// Right answers, where responses are raw options: a CSV file with columns item and key, a text such as ABDC or 1,4,2, or bank for the scoring of the bank in --items
    #[arg(long, value_name = "FILE|TEXT|bank")]
    key: Option<String>,
    /// The response that is category 0, unless the item says otherwise
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true)]
    lowest: i64,
    /// Codes for no response, beside an empty cell and NA
    #[arg(long, value_name = "CODE,…", value_delimiter = ',', allow_hyphen_values = true)]
    missing: Vec<String>,
    /// Renumber categories so that those nobody chose are gone
    #[arg(long)]
    collapse: bool,
    /// Which of a person's several answers to an item counts, in --long
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = RepeatedName::Refused)]
    repeated: RepeatedName,
    /// Persons who must have answered both of two items for the two to be linked; 0 asks for no links
    #[arg(long, value_name = "N", default_value_t = ReadOptions::OVERLAP)]
    overlap: u32,
    /// Let items with the same responses pass
    #[arg(long)]
    keep_identical: bool,
    /// Kind of the files, instead of what their names say
    #[arg(long, value_enum, value_name = "KIND")]
    input: Option<KindName>,
    /// What separates the cells of a text file: a character, or tab; a tab for .tsv, else a comma, unless given
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// The first line of a text file is data; columns are called 1, 2, …
    #[arg(long)]
    no_header: bool,
    /// How responses are kept in memory
    #[arg(long, value_enum, value_name = "HOW", default_value_t = StorageName::Automatic)]
    storage: StorageName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RepeatedName {
    /// None: they are an error
    Refused,
    /// The first, in the order of the files
    First,
    /// The last
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindName {
    /// Text with a delimiter; .gz is compressed
    Csv,
    /// Apache Parquet
    Parquet,
    /// Arrow IPC file (Feather version 2)
    Arrow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StorageName {
    /// Lists where less than a quarter of the responses is there
    Automatic,
    /// A byte for every person and item
    Dense,
    /// Lists of what each person answered
    Sparse,
}

impl ReadingArguments {
    /// Read the responses. `known` are items with known parameters and their numbers of categories.
    ///
    /// # Errors
    /// Everything wrong in the files, and options that do not go together.
    pub(in crate::verbs) fn read(&self, files: &[PathBuf], known: Vec<(String, u8)>) -> Result<ResponseData, Failure> {
        let text = TextFormat { delimiter: self.delimiter, header: !self.no_header };
        let options = self.options(text, known);
        let bank = match &self.items {
            Some(path) if self.logs || is_bank(path) => Some(BankArguments::new(path.clone(), None).load()?),
            _ => None,
        };
        let of_bank = self.key.as_deref() == Some(KEY_OF_BANK);
        if of_bank && !bank.as_ref().is_some_and(|bank| matches!(bank.source, BankSource::Folder(_))) {
            return Err(Failure::usage("--key bank needs a bank's folder in --items: only a bank has a scoring"));
        }
        let mut list = match (&bank, &self.items) {
            (Some(bank), _) => Some(ItemList::of_bank(&bank.source, of_bank)),
            (None, Some(path)) => Some(ItemList::read(path, TextFormat::default()).map_err(|errors| failure(&errors))?),
            (None, None) => None,
        };
        for (column, value) in &self.only {
            if let Some(list) = &mut list {
                let refused = |fault| Failure::usage(format!("--only {column}={value}: {fault}"));
                list.only(column, value).map_err(refused)?;
            }
        }
        let options = self.without_dropped(options, &mut list)?;
        if let (true, Some(bank), Some(list)) = (self.logs, &bank, &list) {
            let tests = self.tests(bank)?;
            return read_logs(files, &options, bank.ids(), list, &tests).map_err(|errors| failure(&errors));
        }
        let key = match &self.key {
            None => None,
            Some(_) if of_bank => None,
            Some(text) if PathBuf::from(text).is_file() => {
                Some(Key::read(text.as_ref(), TextFormat::default()).map_err(|errors| failure(&errors))?)
            }
            Some(text) if text.ends_with(".csv") => {
                return Err(Complaint::about(text, "cannot be read: there is no such file").into());
            }
            Some(text) => Some(Key::parse(text)),
        };
        read(files, &options, list.as_ref(), key.as_ref()).map_err(|errors| failure(&errors))
    }

    fn options(&self, text: TextFormat, known: Vec<(String, u8)>) -> ReadOptions {
        ReadOptions {
            text,
            kind: self.input.map(|kind| match kind {
                KindName::Csv => Kind::Csv,
                KindName::Parquet => Kind::Parquet,
                KindName::Arrow => Kind::Arrow,
            }),
            shape: match self.long {
                true => Shape::Long { items: self.item.clone(), response: self.response.clone() },
                false => Shape::Wide,
            },
            person: self.person.clone(),
            group: self.group.clone(),
            weight: self.weight.clone(),
            scale_weights: self.scale_weights,
            persons: self.persons.clone(),
            ignore: self.ignore.clone(),
            missing: self.missing.clone(),
            lowest: self.lowest,
            collapse: self.collapse,
            repeated: match self.repeated {
                RepeatedName::Refused => Repeated::Refused,
                RepeatedName::First => Repeated::First,
                RepeatedName::Last => Repeated::Last,
            },
            storage: match self.storage {
                StorageName::Automatic => Storage::Automatic,
                StorageName::Dense => Storage::Dense,
                StorageName::Sparse => Storage::Sparse,
            },
            overlap: self.overlap,
            keep_identical: self.keep_identical,
            drop: Vec::new(),
            known,
        }
    }

    /// Dropped items are taken from the list, where there is one.
    fn without_dropped(&self, options: ReadOptions, list: &mut Option<ItemList>) -> Result<ReadOptions, Failure> {
        if let Some(list) = list {
            for item in &self.drop {
                if !list.items.iter().any(|own| own.id == *item) && !list.left_out.contains(item) {
                    return Err(Failure::usage(format!("--drop {item}: there is no such item in --items")));
                }
                list.items.retain(|own| own.id != *item);
                list.left_out.insert(item.clone());
            }
            return Ok(options);
        }
        Ok(ReadOptions { drop: self.drop.clone(), ..options })
    }

    /// Every design that the sessions may have followed.
    fn tests(&self, bank: &LoadedBank) -> Result<Vec<Arc<Test>>, Failure> {
        let own: Vec<String> = match &bank.source {
            BankSource::Folder(folder) => folder.bank.designs.keys().map(ToOwned::to_owned).collect(),
            BankSource::Table(_) => Vec::new(),
        };
        own.iter().chain(&self.design).map(|name| bank.test(name).map(Arc::new)).collect()
    }
}

/// Whether `--items` is a bank: a folder, a bank.json, or a table with a column model.
pub(super) fn is_bank(path: &std::path::Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// What is wrong in responses, as complaints.
pub(in crate::verbs) fn failure(errors: &ReadErrors) -> Failure {
    let complaint = |error: &thetis_responses::ReadError| {
        let place = thetis_responses::Place { item: None, ..(*error.place).clone() };
        Complaint::about(place.to_string(), error.fault.to_string()).of_item(error.place.item.as_ref())
    };
    Failure::Data(errors.errors().iter().map(complaint).collect())
}

fn equation(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((column, value)) if !column.is_empty() => Ok((column.to_owned(), value.to_owned())),
        _ => Err(format!("{text:?} is not COLUMN=VALUE")),
    }
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [one] if !one.is_ascii_alphanumeric() && *one != b'"' => Ok(*one),
        _ if text == "tab" || text == "\\t" => Ok(b'\t'),
        _ => Err(format!("{text:?} separates no cells; write one character such as ; or tab")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_one_character() {
        assert_eq!([delimiter(";"), delimiter("tab"), delimiter("|")], [Ok(b';'), Ok(b'\t'), Ok(b'|')]);
        for text in ["", "a", "1", "::", "\""] {
            assert!(delimiter(text).is_err(), "{text}");
        }
        assert_eq!(equation("scale=A=B"), Ok(("scale".into(), "A=B".into())));
        assert!(equation("scale").is_err() && equation("=x").is_err());
    }
}
