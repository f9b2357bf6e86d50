//! Session logs: replayed, so that what they say is certain.

mod find;
mod kept;
mod source;
mod table;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use thetis_core::{Given, LogHeader, PassScoring, Session, Test};

use crate::coding::{Coder, Coding};
use crate::data::{Cells, ResponseData};
use crate::error::{Collector, Fault, Place, ReadErrors};
use crate::items::ItemList;
use crate::lists::Lists;
use crate::options::ReadOptions;
use crate::persons::{PersonCells, PersonTable, Persons};
use crate::read::Job;

pub use find::{FoundLog, MOST_LOG_BYTES, NoLog, find_log};
pub use kept::{Kept, KeptEstimate, KeptInteraction, KeptObjective};
pub use source::{CarriedLog, LogColumns, each_log, has_many_logs};

/// A log and whose it is.
struct Log {
    place: Place,
    group: Option<String>,
    weight: Option<String>,
    bytes: Vec<u8>,
}

/// Read session logs, always as lists, from whatever [`each_log`] takes: files with one log, folders of them, tables. A
/// table has a log a line, as `thetis simulate --logs` writes them, and may have columns of persons and groups; or it has
/// the rows that a learning platform exports, of which attempts without a log are left out.
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
    let columns = LogColumns {
        text: options.text,
        person: options.person.clone(),
        only_person: true,
        log: None,
        group: options.group.clone(),
        weight: options.weight.clone(),
    };
    for path in &paths {
        each_log(path, &columns, &mut |CarriedLog { place, group, weight, log, .. }| match log {
            Ok(found) => logs.push(Log { place, group, weight, bytes: found.bytes }),
            // Whoever opened the page and left has answered nothing.
            Err(NoLog::Empty) if place.line.is_some() => {}
            Err(reason) => errors.add(place, Fault::Log { reason: reason.to_string() }),
        })?;
    }
    let sessions = replay_all(&logs, tests);
    let with_ids = logs.iter().all(|log| log.place.person.is_some());
    let mut persons = Persons::new(options, table.as_ref(), with_ids);
    let wanted: Vec<bool> = ids.iter().map(|id| list.items.iter().any(|item| item.id == *id)).collect();
    let mut lists = Lists { starts: vec![0], items: Vec::new(), categories: Vec::new() };
    for (log, session) in logs.iter().zip(sessions) {
        let person = PersonCells {
            id: log.place.person.as_deref().filter(|_| with_ids),
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
