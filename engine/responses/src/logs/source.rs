//! Where logs come from: a file, a folder of files, a table with a log a line, or the rows that a platform exports.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::find::{FoundLog, MOST_LOG_BYTES, NoLog, find_log, is_one_log};
use super::kept::Kept;
use super::table;
use crate::error::{Fault, Place, ReadError, ReadErrors};
use crate::options::Kind;
use crate::text::TextFormat;

/// How tables of logs are laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogColumns {
    /// Layout of the text. Without a delimiter, a header without commas has semicolons or tabs.
    pub text: TextFormat,
    /// Columns of the person's id, joined by `/`; those with a usual name if there are none.
    pub person: Vec<String>,
    /// Whether a table with a log a line has ids only in a column `person`.
    pub only_person: bool,
    /// The column of logs, if not the one called `log` or `suspend_data`, or the only one that has logs.
    pub log: Option<String>,
    /// The column of the group.
    pub group: Option<String>,
    /// The column of the weight.
    pub weight: Option<String>,
}

/// A log, whose it is, and what was kept beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct CarriedLog {
    /// File, line, and the person if that is known: of a file with one log, its name.
    pub place: Place,
    /// What stands in the column of the group.
    pub group: Option<String>,
    /// What stands in the column of the weight.
    pub weight: Option<String>,
    /// The log, not checked in any way.
    pub log: Result<FoundLog, NoLog>,
    /// What a platform kept beside it.
    pub kept: Kept,
}

impl CarriedLog {
    /// A log found in a text or in the bytes of a file, with what else is there.
    pub fn new(place: Place, content: &[u8]) -> Self {
        Self::with(place, find_log(content), Kept::default())
    }

    pub(crate) fn with(place: Place, mut log: Result<FoundLog, NoLog>, mut kept: Kept) -> Self {
        if let Ok(found) = &mut log {
            kept.estimates.append(&mut found.estimates);
        }
        Self { place, group: None, weight: None, log, kept }
    }
}

/// Whether a path has more than one log: a folder, or a table.
#[must_use]
pub fn has_many_logs(path: &Path) -> bool {
    path.is_dir() || is_table(path)
}

/// A file whose name says a table, unless all of it is one log. A `.txt` may be any text: a table has several columns.
fn is_table(path: &Path) -> bool {
    let is_plain = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
    let is_other = |content: &[u8]| {
        let header = content.split(|byte| *byte == b'\n').next().unwrap_or_default();
        is_one_log(content) || (is_plain && !header.iter().any(|byte| b",;\t".contains(byte)))
    };
    Kind::of(path) == Some(Kind::Csv) && !beginning(path).is_ok_and(|content| is_other(&content))
}

/// Take every log of a file or folder, in the order of lines, or of names; what is no log is taken as such. Memory holds
/// one log at a time, but for a platform's rows, which may stand in any order.
///
/// # Errors
/// The path cannot be read, or is a table in which nothing says where the logs are. In a folder that is no error of the
/// whole: the file is taken as one without a log.
pub fn each_log(path: &Path, columns: &LogColumns, take: &mut dyn FnMut(CarriedLog)) -> Result<(), ReadErrors> {
    if !path.is_dir() {
        return of_file(path, columns, take);
    }
    for file in files_of(path)? {
        if let Err(errors) = of_file(&file, columns, take) {
            for error in errors.errors() {
                let reason = NoLog::Unreadable(error.fault.to_string());
                take(CarriedLog::with((*error.place).clone(), Err(reason), Kept::default()));
            }
        }
    }
    Ok(())
}

/// All files below a folder by their names, but hidden ones; links to folders are not followed.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, ReadErrors> {
    let fail = |error: io::Error| {
        let fault = Fault::Unreadable { reason: error.to_string() };
        ReadErrors::from(ReadError::new(Place::file(&folder.display().to_string()), fault))
    };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            entries.push((entry.path(), entry.file_type().map_err(fail)?.is_dir()));
        }
    }
    entries.sort();
    let mut files = Vec::new();
    for (path, is_folder) in entries {
        if is_folder {
            files.extend(files_of(&path)?);
        } else if !path.is_dir() {
            files.push(path);
        }
    }
    Ok(files)
}

fn of_file(path: &Path, columns: &LogColumns, take: &mut dyn FnMut(CarriedLog)) -> Result<(), ReadErrors> {
    if is_table(path) {
        return table::each(path, columns, take);
    }
    let name = path.display().to_string();
    let person = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let place = Place { person, ..Place::file(&name) };
    let log = match read_one(path) {
        Err(NoLog::Unreadable(reason)) => {
            return Err(ReadError::new(Place::file(&name), Fault::Unreadable { reason }).into());
        }
        log => log,
    };
    take(CarriedLog::with(place, log, Kept::default()));
    Ok(())
}

/// The log that a file is.
fn read_one(path: &Path) -> Result<FoundLog, NoLog> {
    let bytes = beginning(path).map_err(|error| NoLog::Unreadable(error.to_string()))?;
    if bytes.len() as u64 > MOST_LOG_BYTES { Err(NoLog::TooLarge) } else { find_log(&bytes) }
}

/// As much of a file as there may be, and a byte.
fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_LOG_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
