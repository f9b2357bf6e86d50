//! Getting a session log from wherever it is: a file, standard input, or the command line.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use thetis_responses::{CarriedLog, FoundLog, MOST_LOG_BYTES, NoLog, Place};

use crate::failure::{Complaint, Failure};

/// No log is shorter as base64 text, and few file names are as long.
const SHORTEST_TEXT: usize = 40;
/// What logs begin with where they are pasted: as base64 text, as the state of a learning platform, in quotation marks
/// and in JSON.
const BEGINNINGS: [&str; 5] = ["V", "T1.", "\"", "'", "{"];
/// What messages call a log that stands on the command line itself.
const PASTED: &str = "LOG";

/// A log and what to call it.
pub(super) struct Log {
    pub(super) name: String,
    pub(super) found: FoundLog,
}

impl Log {
    /// Read the log that the argument means.
    ///
    /// # Errors
    /// Data, where there is nothing to read or no log in it.
    pub(super) fn read(argument: &str) -> Result<Self, Failure> {
        let CarriedLog { place, log, .. } = carried(argument)?;
        let name = place.to_string();
        match log {
            Ok(found) => Ok(Self { name, found }),
            Err(reason) => Err(Complaint::about(name, reason.to_string()).into()),
        }
    }
}

/// What the argument means, with or without a log in it.
///
/// # Errors
/// Data, where there is nothing to read.
pub(super) fn carried(argument: &str) -> Result<CarriedLog, Failure> {
    if Path::new(argument).is_dir() {
        let reason = "is a folder: give one log of it, or verify all of them with --verify";
        return Err(Complaint::about(argument, reason).into());
    }
    if argument == "-" {
        return from_reader(io::stdin().lock(), "standard input");
    }
    match File::open(argument) {
        Ok(file) => from_reader(file, argument),
        Err(_) if is_pasted(argument) => Ok(CarriedLog::new(Place::file(PASTED), argument.as_bytes())),
        Err(error) => Err(unreadable(argument, &error)),
    }
}

fn from_reader(reader: impl Read, name: &str) -> Result<CarriedLog, Failure> {
    let mut bytes = Vec::new();
    reader.take(MOST_LOG_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > MOST_LOG_BYTES {
        return Err(Complaint::about(name, NoLog::TooLarge.to_string()).into());
    }
    Ok(CarriedLog::new(Place::file(name), &bytes))
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    Complaint::about(name, format!("cannot be read: {error}")).into()
}

/// Whether an argument that names no file looks like a log that was pasted.
fn is_pasted(argument: &str) -> bool {
    argument.len() >= SHORTEST_TEXT && BEGINNINGS.iter().any(|beginning| argument.starts_with(beginning))
}
