//! Tables with logs: one a line, or spread over the rows of a platform's export, each an element and its value.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;

use super::find::{NoLog, find_log, is_log};
use super::kept::{Element, Kept};
use super::source::{CarriedLog, LogColumns};
use crate::error::{Fault, Place, ReadErrors};
use crate::ids::joined;
use crate::text::{self, Lines, TextFile, TextFormat};

/// Names of columns that say whose a log is, the first of which that is there counts.
const PERSONS: [&str; 14] = [
    "person",
    "user",
    "userid",
    "user_id",
    "user id",
    "username",
    "idnumber",
    "learner",
    "learner_id",
    "student",
    "student_id",
    "participant",
    "actor",
    "simulee",
];
/// Names of columns that say which of a person's logs it is, all of which count.
const OCCASIONS: [&str; 10] = [
    "scormid",
    "scoid",
    "sco",
    "registration",
    "attempt",
    "attemptid",
    "attempt_id",
    "attemptnumber",
    "session",
    "replication",
];
/// Names of the column of logs.
const LOGS: [&str; 4] = ["log", "suspend_data", "cmi.suspend_data", "state"];

/// Take every log of a table.
pub(super) fn each(path: &Path, columns: &LogColumns, take: &mut dyn FnMut(CarriedLog)) -> Result<(), ReadErrors> {
    let format = with_delimiter(path, columns.text)?;
    let open = || TextFile::open(path, TextFormat { header: true, ..format });
    let file = open()?;
    let find = |name: &str| file.names.iter().position(|own| own.eq_ignore_ascii_case(name));
    if let (Some(element), Some(value), None) = (find("element"), find("value"), find("log")) {
        return Rows::of(&file, columns, element, value)?.each(path, file, take);
    }
    let log = match &columns.log {
        Some(name) => find(name),
        None => LOGS.iter().find_map(|name| find(name)).map_or_else(|| column_of_logs(open()?), |at| Ok(Some(at)))?,
    };
    let Some(log) = log else {
        let column = columns.log.clone().unwrap_or_else(|| LOGS[0].to_owned());
        return Err(Place::file(&file.file).fault(Fault::NoColumn { column, known: file.names }));
    };
    let person = if columns.only_person && columns.person.is_empty() {
        find("person").into_iter().collect()
    } else {
        persons(&file, columns)?
    };
    let (group, weight) = (columns.group.as_deref().and_then(find), columns.weight.as_deref().and_then(find));
    let elements: Vec<(usize, Element)> =
        file.names.iter().enumerate().filter_map(|(at, name)| Some((at, Element::of(name)?))).collect();
    each_line(path, file, |place, cells| {
        let cells = match cells {
            Ok(cells) => cells,
            Err(fault) => return take(unreadable(place, &fault)),
        };
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let mut kept = Kept::default();
        elements.iter().for_each(|(at, element)| kept.take(*element, cell(*at)));
        let id = joined(person.iter().map(|at| cell(*at))).into_owned();
        let place = Place { person: (!person.is_empty()).then_some(id), ..place };
        let own = |at: Option<usize>| at.map(|at| cell(at).to_owned());
        let carried = CarriedLog::with(place, find_log(cell(log).as_bytes()), kept);
        take(CarriedLog { group: own(group), weight: own(weight), ..carried });
    })
}

impl Place {
    fn fault(self, fault: Fault) -> ReadErrors {
        crate::error::ReadError::new(self, fault).into()
    }
}

fn unreadable(place: Place, fault: &Fault) -> CarriedLog {
    CarriedLog::with(place, Err(NoLog::Unreadable(fault.to_string())), Kept::default())
}

/// Excel writes semicolons where the comma is the decimal sign.
fn with_delimiter(path: &Path, format: TextFormat) -> Result<TextFormat, ReadErrors> {
    if format.delimiter.is_some() {
        return Ok(format);
    }
    let whole = TextFile::open(path, TextFormat { delimiter: Some(b'\n'), ..format })?;
    let header = whole.names.first().map_or("", String::as_str);
    let delimiter = [b';', b'\t'].into_iter().find(|byte| header.bytes().any(|own| own == *byte));
    Ok(if header.contains(',') { format } else { TextFormat { delimiter, ..format } })
}

/// The only column that has logs in it.
fn column_of_logs(file: TextFile) -> Result<Option<usize>, ReadErrors> {
    let mut found = None;
    let (name, names) = (file.file.clone(), file.names.clone());
    let mut record = csv::ByteRecord::new();
    let mut file = file;
    while found.is_none() && file.next(&mut record)? {
        let is_log = |cell: &[u8]| std::str::from_utf8(cell).is_ok_and(is_log);
        let mut logs = record.iter().enumerate().filter(|(_, cell)| is_log(cell)).map(|(at, _)| at);
        found = logs.next();
        if let (Some(first), Some(second)) = (found, logs.next()) {
            let column = |at: usize| names.get(at).cloned().unwrap_or_default();
            let fault = Fault::SeveralLogs { first: column(first), second: column(second) };
            return Err(Place::file(&name).fault(fault));
        }
    }
    Ok(found)
}

/// The columns that say whose a log is.
fn persons(file: &TextFile, columns: &LogColumns) -> Result<Vec<usize>, ReadErrors> {
    let find = |name: &str| file.names.iter().position(|own| own.eq_ignore_ascii_case(name));
    if columns.person.is_empty() {
        let person = PERSONS.iter().find_map(|name| find(name));
        return Ok(person.into_iter().chain(OCCASIONS.iter().filter_map(|name| find(name))).collect());
    }
    let named = |name: &String| {
        find(name).ok_or_else(|| {
            let fault = Fault::NoColumn { column: name.clone(), known: file.names.clone() };
            Place::file(&file.file).fault(fault)
        })
    };
    columns.person.iter().map(named).collect()
}

/// Every line with its cells, or what is wrong with it.
fn each_line(
    path: &Path,
    mut file: TextFile,
    mut of: impl FnMut(Place, Result<Vec<&str>, Fault>),
) -> Result<(), ReadErrors> {
    let mut lines = Lines::open(path).ok();
    let mut record = csv::ByteRecord::new();
    while file.next(&mut record)? {
        let line = lines.as_mut().and_then(|lines| lines.of(text::offset(&record)));
        let place = Place { line, ..Place::file(&file.file) };
        let cells = record.iter().map(|cell| std::str::from_utf8(cell).map(str::trim)).collect::<Result<Vec<_>, _>>();
        let cells = match cells {
            Err(_) => Err(Fault::NotUtf8),
            Ok(cells) if cells.len() != file.names.len() => {
                Err(Fault::Ragged { cells: cells.len(), header: file.names.len() })
            }
            Ok(cells) => Ok(cells),
        };
        of(place, cells);
    }
    Ok(())
}

/// The rows of a platform's export.
struct Rows {
    person: Vec<usize>,
    element: usize,
    value: usize,
    group: Option<usize>,
    weight: Option<usize>,
}

/// What the rows of one attempt say.
struct Attempt {
    place: Place,
    group: Option<String>,
    weight: Option<String>,
    state: Option<String>,
    kept: Kept,
}

impl Rows {
    fn of(file: &TextFile, columns: &LogColumns, element: usize, value: usize) -> Result<Self, ReadErrors> {
        let person = persons(file, columns)?;
        if person.is_empty() {
            let fault = Fault::NoColumn { column: "user".to_owned(), known: file.names.clone() };
            return Err(Place::file(&file.file).fault(fault));
        }
        let find = |name: &Option<String>| file.names.iter().position(|own| Some(own) == name.as_ref());
        Ok(Self { person, element, value, group: find(&columns.group), weight: find(&columns.weight) })
    }

    /// Rows may stand in any order; a later value of an element stands for an earlier one.
    fn each(self, path: &Path, file: TextFile, take: &mut dyn FnMut(CarriedLog)) -> Result<(), ReadErrors> {
        let mut attempts: Vec<Attempt> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut bad = Vec::new();
        each_line(path, file, |place, cells| {
            let cells = match cells {
                Ok(cells) => cells,
                Err(fault) => return bad.push((place, fault)),
            };
            let Some(element) = Element::of(cells[self.element]) else { return };
            let id = joined(self.person.iter().map(|at| cells[*at])).into_owned();
            let at = match places.entry(id) {
                Entry::Occupied(at) => *at.get(),
                Entry::Vacant(free) => {
                    let place = Place { person: Some(free.key().clone()), ..place.clone() };
                    let own = |at: Option<usize>| at.map(|at| cells[at].to_owned());
                    let (group, weight) = (own(self.group), own(self.weight));
                    attempts.push(Attempt { place, group, weight, state: None, kept: Kept::default() });
                    *free.insert(attempts.len() - 1)
                }
            };
            let attempt = &mut attempts[at];
            if element == Element::State {
                attempt.state = Some(cells[self.value].to_owned());
                attempt.place.line = place.line;
            }
            attempt.kept.take(element, cells[self.value]);
        })?;
        for Attempt { place, group, weight, state, kept } in attempts {
            let log = find_log(state.as_deref().unwrap_or_default().as_bytes());
            take(CarriedLog { group, weight, ..CarriedLog::with(place, log, kept) });
        }
        bad.iter().for_each(|(place, fault)| take(unreadable(place.clone(), fault)));
        Ok(())
    }
}
