//! Wide tables, a few persons at a time.

use std::path::Path;

use super::counts::Tally;
use super::row::{Row, RowAnswers};
use super::sink::Sink;
use super::sort::Sorter;
use super::{ImportOptions, Packed, Watch, key_of_place, person_key, place_of_key};
use crate::error::{Collector, Fault, Place, ReadErrors};
use crate::packed::Source;
use crate::persons::Persons;
use crate::read::{Job, Opened, WidePlan};
use crate::wide::{Wide, resolve_lines};

/// Persons read before they are packed.
const PERSONS: usize = 2_048;

/// Pack wide tables.
pub(super) fn pack(
    job: &Job<'_>,
    opened: Vec<Opened>,
    options: &ImportOptions,
    (folder, runs): (&Path, &Path),
    watch: &mut Watch<'_>,
) -> Result<Packed, ReadErrors> {
    let WidePlan { ids, coders, with_ids, roles } = job.wide_plan(&opened)?;
    job.check_items(ids.len())?;
    let mut errors = Collector::default();
    let header = job.header(Source::Wide, with_ids, &ids, &coders);
    let mut sink = Sink::new(folder, runs, header, options, None);
    let mut tally = Tally::default();
    // Half of the memory is the sink's.
    let mut persons = Sorter::new(runs, "persons", options.memory / 2);
    let mut wide = Wide::new(Persons::new(job.options, job.table, with_ids), ids.len());
    for (number, ((file, roles), path)) in opened.into_iter().zip(&roles).zip(&job.paths).enumerate() {
        let before = errors.places().count();
        let progress = watch.file(number, &file);
        let mut take = |wide: &mut Wide<'_>, errors: &mut Collector, least: usize| {
            let rows = wide.persons.len();
            // After an error nothing is packed any more, and rows and persons may not be as many.
            if rows < least || !errors.is_empty() {
                if rows >= least {
                    wide.clear();
                }
                return Ok(());
            }
            for row in 0..rows {
                let cells = &wide.cells[row * ids.len()..(row + 1) * ids.len()];
                let (person, group, weight) = wide.persons.get(row);
                if let Some(person) = person {
                    let mut key = person_key(person);
                    key.extend(key_of_place(number, wide.offsets[row]));
                    persons.push(&key, &[])?;
                }
                tally.row(1, group, weight);
                tally.responses.add_row(cells, 1);
                let row = Row { person, group, weight, answers: RowAnswers::Dense(cells) };
                sink.push(&row, wide.persons.group_names())?;
            }
            progress.at(watch, wide.offsets.last().copied().unwrap_or(0))?;
            wide.clear();
            Ok(())
        };
        let mut taker = |wide: &mut Wide<'_>, errors: &mut Collector| take(wide, errors, PERSONS);
        match file {
            Opened::Text(file) => {
                let read = wide.read_text(file, roles, &ids, &coders, &mut errors, &mut taker);
                resolve_lines(path, &mut errors, before);
                read?;
            }
            Opened::Columns(file) => wide.read_columns(file, roles, &ids, &coders, &mut errors, &mut taker)?,
        }
        take(&mut wide, &mut errors, 0)?;
    }
    if errors.is_empty() {
        duplicates(job, persons, &mut errors)?;
    }
    if tally.persons == 0 && errors.is_empty() {
        errors.add(Place::default(), Fault::NoPersons);
    }
    if !errors.is_empty() {
        return Err(errors.into_errors());
    }
    let groups = wide.persons.group_names().to_vec();
    let (header, files) = sink.finish(&groups)?;
    Ok(Packed { ids: with_ids, header, files, groups, tally, lines: None })
}

/// That nobody is there twice.
fn duplicates(job: &Job<'_>, persons: Sorter, errors: &mut Collector) -> Result<(), ReadErrors> {
    /// Each needs a look at the file: some are enough to see what is wrong.
    const MOST: usize = 5;
    let mut sorted = persons.finish()?;
    let mut first: (Vec<u8>, Option<(usize, u64)>) = (Vec::new(), None);
    let mut found = 0;
    while let Some((key, _)) = sorted.next()? {
        let (person, place) = place_of_key(key);
        if first.0 != person {
            first = (person.to_vec(), place);
            continue;
        }
        if let (Some((file, at)), Some((first_file, first_at))) = (place, first.1) {
            let person = Some(super::person_of_key(person));
            let first = job.place(first_file, first_at).to_string();
            errors.add(Place { person, ..job.place(file, at) }, Fault::DuplicatePerson { first });
            found += 1;
        }
        if found >= MOST {
            break;
        }
    }
    Ok(())
}
