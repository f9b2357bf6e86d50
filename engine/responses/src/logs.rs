//! Session logs: replayed, so that what they say is certain.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thetis_core::{Given, LogHeader, PassScoring, Session, Test};

use crate::coding::{Coder, Coding};
use crate::data::{Cells, ResponseData};
use crate::error::{Collector, Fault, Place, ReadError, ReadErrors};
use crate::ids::joined;
use crate::items::ItemList;
use crate::lists::Lists;
use crate::options::{Kind, ReadOptions};
use crate::persons::{PersonCells, PersonTable, Persons};
use crate::read::Job;
use crate::text;

/// More bytes than any session log has.
const MOST_BYTES: u64 = 4 << 20;
/// The first byte of a log that is not text.
const FIRST_BYTE: u8 = b'T';

/// A log and whose it is.
struct Log {
    place: Place,
    person: Option<String>,
    group: Option<String>,
    weight: Option<String>,
    bytes: Vec<u8>,
}

/// Read session logs, always as lists. A `.csv` file has a log a line in a column `log`, as `thetis simulate --logs`
/// writes them, and may have columns of persons and groups; any other file is one log, binary or as base64url text.
///
/// `ids` are all items of the bank, in its order; `list` are those to take, with their numbers of categories; `tests`
/// are the designs that the sessions may have followed. What counts is each answer as it stands at the end; an item
/// passed over is in category 0 if its design counts that as the lowest answer, and else missing. Answers to pilot items
/// are there like all others.
///
/// # Errors
/// As [`read`](crate::read()); a log that is damaged, or was made with another bank or design.
pub fn read_logs<P: AsRef<Path>>(
    files: &[P],
    options: &ReadOptions,
    ids: &[String],
    list: &ItemList,
    tests: &[Arc<Test>],
) -> Result<ResponseData, ReadErrors> {
    let paths: Vec<PathBuf> = files.iter().map(|path| path.as_ref().to_path_buf()).collect();
    let table = options.persons.as_ref().map(|path| PersonTable::read(path, options)).transpose()?;
    let mut errors = Collector::default();
    let mut logs = Vec::new();
    for path in &paths {
        if Kind::of(path) == Some(Kind::Csv) {
            read_table(path, options, &mut logs, &mut errors)?;
        } else {
            logs.push(read_file(path)?);
        }
    }
    let sessions = replay_all(&logs, tests);
    let with_ids = logs.iter().all(|log| log.person.is_some());
    let mut persons = Persons::new(options, table.as_ref(), with_ids);
    let wanted: Vec<bool> = ids.iter().map(|id| list.items.iter().any(|item| item.id == *id)).collect();
    let mut lists = Lists { starts: vec![0], items: Vec::new(), categories: Vec::new() };
    for (log, session) in logs.iter().zip(sessions) {
        let person = PersonCells {
            id: log.person.as_deref().filter(|_| with_ids),
            group: log.group.as_deref(),
            weight: log.weight.as_deref(),
        };
        match (session, persons.add(person)) {
            (Ok(mut answers), Ok(())) => {
                answers.retain(|(item, _)| wanted[*item as usize]);
                answers.sort_unstable();
                lists.items.extend(answers.iter().map(|(item, _)| *item));
                lists.categories.extend(answers.iter().map(|(_, category)| *category));
                lists.starts.push(lists.items.len());
            }
            (Err(fault), _) | (_, Err(fault)) => errors.add(log.place.clone(), fault),
        }
    }
    for (person, first) in persons.duplicates().into_iter().take(5) {
        errors.add(logs[person].place.clone(), Fault::DuplicatePerson { first: logs[first].place.to_string() });
    }
    if !errors.is_empty() {
        return Err(errors.into_errors());
    }
    // Items that no session came to are none of the data.
    let asked: HashSet<u32> = lists.items.iter().copied().collect();
    let places: Vec<usize> = (0..ids.len()).filter(|item| asked.contains(&u32::try_from(*item).unwrap_or(0))).collect();
    let mut number = vec![0; ids.len()];
    for (new, old) in (0..).zip(&places) {
        number[*old] = new;
    }
    lists.items.iter_mut().for_each(|item| *item = number[*item as usize]);
    let own_ids: Vec<String> = places.iter().map(|item| ids[*item].clone()).collect();
    let coder = |id: &String| {
        let listed = list.items.iter().find(|item| item.id == *id);
        let categories = match listed.map(|item| &item.coding) {
            Some(Coding::Numbers { categories, .. }) => *categories,
            Some(Coding::Options(options)) => options.iter().map(|(_, category)| category + 1).max(),
            _ => Some(2),
        };
        let coding = Coding::Numbers { lowest: Some(0), categories, reversed: false };
        Coder::new(coding, 0, &[])
    };
    let coders: Vec<Coder<'_>> = own_ids.iter().map(coder).collect();
    let job = Job { paths, options, list: Some(list), key: None, table: table.as_ref() };
    let data = job.finish(persons.finish(), own_ids, &coders, Cells::Sparse(lists), errors);
    data.map_err(|errors| errors.of_files(&job.paths))
}

fn read_file(path: &Path) -> Result<Log, ReadError> {
    let file = path.display().to_string();
    let fail = |fault| ReadError::new(Place::file(&file), fault);
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|opened| opened.take(MOST_BYTES).read_to_end(&mut bytes))
        .map_err(|error| fail(Fault::Unreadable { reason: error.to_string() }))?;
    if bytes.first() != Some(&FIRST_BYTE) {
        bytes = decode(&bytes).ok_or_else(|| fail(Fault::Log { reason: NO_LOG.to_owned() }))?;
    }
    let person = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Ok(Log { place: Place::file(&file), person, group: None, weight: None, bytes })
}

const NO_LOG: &str = "this is neither a session log nor one as base64url text";

fn read_table(
    path: &Path,
    options: &ReadOptions,
    logs: &mut Vec<Log>,
    errors: &mut Collector,
) -> Result<(), ReadErrors> {
    let table = text::read_table(path, options.text)?;
    let find = |name: &str| table.names.iter().position(|own| own == name);
    let needed = |name: &str, errors: &mut Collector| {
        let found = find(name);
        if found.is_none() {
            let fault = Fault::NoColumn { column: name.to_owned(), known: table.names.clone() };
            errors.add(Place::file(&table.file), fault);
        }
        found
    };
    let person: Vec<usize> = match &options.person[..] {
        [] => find("person").into_iter().collect(),
        names => names.iter().filter_map(|name| needed(name, errors)).collect(),
    };
    let Some(column) = needed("log", errors) else { return Ok(()) };
    let (group, weight) = (options.group.as_deref().and_then(find), options.weight.as_deref().and_then(find));
    for (line, cells) in &table.rows {
        let cell = |at: Option<usize>| at.map(|at| cells[at].clone());
        let id = || joined(person.iter().map(|at| cells[*at].as_str())).into_owned();
        let person = (!person.is_empty()).then(id);
        let place = Place { line: Some(*line), person: person.clone(), ..Place::file(&table.file) };
        match decode(cells[column].as_bytes()) {
            Some(bytes) => {
                logs.push(Log { place, person, group: cell(group), weight: cell(weight), bytes });
            }
            None => errors.add(place, Fault::Log { reason: NO_LOG.to_owned() }),
        }
    }
    Ok(())
}

/// Base64url, or base64, padded or not, in lines or not.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let plain: Vec<u8> = text
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=')
        .map(|byte| match byte {
            b'+' => b'-',
            b'/' => b'_',
            other => *other,
        })
        .collect();
    URL_SAFE_NO_PAD.decode(plain).ok()
}

/// Items and categories of each log's answers, in the order of the logs.
fn replay_all(logs: &[Log], tests: &[Arc<Test>]) -> Vec<Result<Vec<(u32, u8)>, Fault>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = logs.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = logs
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(|log| replay(&log.bytes, tests)).collect::<Vec<_>>()))
            .collect();
        let mut all = Vec::with_capacity(logs.len());
        for worker in workers {
            match worker.join() {
                Ok(part) => all.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}

fn replay(bytes: &[u8], tests: &[Arc<Test>]) -> Result<Vec<(u32, u8)>, Fault> {
    let failed = |error: thetis_core::Error| Fault::Log { reason: error.to_string() };
    let header = LogHeader::read(bytes).map_err(failed)?;
    if tests.iter().all(|test| test.bank().digest() != header.bank_digest) {
        return Err(Fault::OtherBank { what: "bank", digest: header.bank_digest });
    }
    let Some(test) = tests.iter().find(|test| test.design_digest() == header.design_digest) else {
        return Err(Fault::OtherBank { what: "design", digest: header.design_digest });
    };
    let session = Session::resume(test.clone(), bytes).map_err(failed)?;
    let answers = session.steps().filter_map(|step| match step.answer.given {
        Given::Category(category) => Some((step.answer.item, u8::try_from(category).ok()?)),
        // As the session scored it.
        Given::Passed(pass) => {
            (test.design().answers.scoring(pass) == PassScoring::Lowest).then_some((step.answer.item, 0))
        }
    });
    Ok(answers.collect())
}
