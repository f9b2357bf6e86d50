//! Long tables: sorted by person, put together, and sorted back into the order in which persons first come.

use std::path::Path;

use super::counts::Tally;
use super::row::{Row, RowAnswers, pairs};
use super::segments::Segments;
use super::sink::Sink;
use super::sort::{Sorted, Sorter, unwritable};
use super::{ImportOptions, Packed, Stage, Watch, key_of_place, person_of_key, place_of_key};
use crate::error::{Collector, Fault, Place, ReadError, ReadErrors};
use crate::lines;
use crate::long_items::LongItems;
use crate::options::Repeated;
use crate::packed::Source;
use crate::persons::Persons;
use crate::read::{Job, Opened};
use crate::wide::resolve_lines;

/// Pack long tables.
pub(super) fn pack(
    job: &Job<'_>,
    opened: Vec<Opened>,
    (items, response): (&[String], &str),
    options: &ImportOptions,
    (folder, runs): (&Path, &Path),
    watch: &mut Watch<'_>,
) -> Result<Packed, ReadErrors> {
    let roles = job.long_roles(&opened, items, response)?;
    let mut errors = Collector::default();
    // Two sorters at a time: one is read while the other fills.
    let mut by_person = Sorter::new(runs, "person", options.memory / 2);
    let persons = Persons::new(job.options, job.table, false);
    let long_items = LongItems::new(job.options, job.list, job.key);
    let mut segments = Segments::new(persons, long_items, &mut by_person, watch);
    for (number, ((file, roles), path)) in opened.into_iter().zip(&roles).zip(&job.paths).enumerate() {
        let before = errors.places().count();
        segments.begin(number, &file)?;
        match file {
            Opened::Text(file) => {
                let read = lines::read_text(file, roles, &mut segments, &mut errors);
                resolve_lines(path, &mut errors, before);
                read?;
            }
            Opened::Columns(file) => lines::read_columns(file, roles, &mut segments, &mut errors)?,
        }
    }
    segments.end()?;
    let Segments { persons, items: LongItems { ids, coders, .. }, counts, lines, number, .. } = segments;
    let groups = persons.group_names().to_vec();
    if errors.is_empty() && number == 0 {
        errors.add(Place::default(), Fault::NoPersons);
    }
    if errors.is_empty() {
        job.key_fits(&ids, &mut errors);
        job.check_items(ids.len())?;
    }
    if !errors.is_empty() {
        return Err(errors.into_errors());
    }
    let mut assembly = Assembly {
        job,
        ids: &ids,
        groups: &groups,
        tally: Tally { responses: counts, ..Tally::default() },
        sorter: Sorter::new(runs, "order", options.memory / 2),
        errors,
        person: None,
        value: Vec::new(),
    };
    assembly.all(by_person.finish()?, number, watch)?;
    let Assembly { tally, sorter, errors, .. } = assembly;
    if !errors.is_empty() {
        return Err(errors.into_errors());
    }
    let all = tally.persons * ids.len() as u64;
    let header = job.header(Source::Long, true, &ids, &coders);
    let mut sink = Sink::new(folder, runs, header, options, Some((all, tally.responses.responses())));
    let mut sorted = sorter.finish()?;
    let mut done = 0;
    while let Some((_, row)) = sorted.next()? {
        let row = Row::decode(row).ok_or_else(|| damaged(runs))?;
        sink.push(&row, &groups)?;
        done += 1;
        watch.step(Stage::Writing, done, tally.persons)?;
    }
    let (header, files) = sink.finish(&groups)?;
    Ok(Packed { ids: true, header, files, groups, tally, lines: Some(lines) })
}

/// A run that is not what was written.
fn damaged(runs: &Path) -> ReadError {
    unwritable(runs, &std::io::ErrorKind::InvalidData.into())
}

/// Someone being put together.
struct Assembled {
    key: Vec<u8>,
    first: (usize, u64),
    group: Option<u16>,
    weight: Option<f64>,
    answers: Vec<(u16, u8)>,
}

/// Puts persons together.
struct Assembly<'a> {
    job: &'a Job<'a>,
    ids: &'a [String],
    groups: &'a [String],
    tally: Tally,
    sorter: Sorter,
    errors: Collector,
    person: Option<Assembled>,
    value: Vec<u8>,
}

impl Assembly<'_> {
    /// All segments, in the order of persons, and of each person in that of the files.
    fn all(&mut self, mut segments: Sorted, number: u64, watch: &mut Watch<'_>) -> Result<(), ReadError> {
        let mut done = 0;
        while let Some((key, value)) = segments.next()? {
            let (person, place) = place_of_key(key);
            let (Some(place), Some(row)) = (place, Row::decode(value)) else { return Err(damaged(Path::new("runs"))) };
            match self.person.as_mut().filter(|own| own.key == person) {
                Some(_) => self.more(place, &row),
                None => {
                    self.end()?;
                    if self.errors.is_full() {
                        return Ok(());
                    }
                    self.person = Some(Assembled {
                        key: person.to_vec(),
                        first: place,
                        group: row.group,
                        weight: row.weight,
                        answers: Vec::new(),
                    });
                }
            }
            if let (Some(own), RowAnswers::Sparse { items, categories }) = (&mut self.person, row.answers) {
                let answers = pairs(items, categories);
                own.answers.extend(answers.filter_map(|(item, category)| Some((u16::try_from(item).ok()?, category))));
            }
            done += 1;
            watch.step(Stage::Sorting, done, number)?;
        }
        self.end()
    }

    /// Whether another segment of the person agrees with the first.
    fn more(&mut self, (file, at): (usize, u64), row: &Row<'_>) {
        let Some(own) = &self.person else { return };
        let name = |group: Option<u16>| group.map_or_else(String::new, |group| self.groups[usize::from(group)].clone());
        let fault = if row.group != own.group {
            Fault::Group { value: name(row.group), before: Some(name(own.group)) }
        } else if row.weight.map(f64::to_bits) != own.weight.map(f64::to_bits) {
            let number = |weight: Option<f64>| weight.map_or_else(String::new, |weight| weight.to_string());
            Fault::Weight { value: format!("{}, after {}", number(row.weight), number(own.weight)) }
        } else {
            return;
        };
        // To find the line takes a look at the file.
        if !self.errors.is_full() {
            let place = Place { person: Some(person_of_key(&own.key)), ..self.job.place(file, at) };
            self.errors.add(place, fault);
        }
    }

    /// The person is whole.
    fn end(&mut self) -> Result<(), ReadError> {
        let Some(Assembled { key, first, group, weight, mut answers }) = self.person.take() else { return Ok(()) };
        let person = person_of_key(&key);
        // Stable, so that several answers to an item stay in their order.
        answers.sort_by_key(|(item, _)| *item);
        let (mut items, mut categories) = (Vec::with_capacity(2 * answers.len()), Vec::with_capacity(answers.len()));
        for same in answers.chunk_by(|a, b| a.0 == b.0) {
            let (item, last) = (same[0].0, same.len() - 1);
            let counts = match self.job.options.repeated {
                _ if last == 0 => 0,
                Repeated::First => 0,
                Repeated::Last => last,
                Repeated::Refused => {
                    let place = Place { person: Some(person.clone()), ..Place::item(&self.ids[usize::from(item)]) };
                    let times = u32::try_from(same.len()).unwrap_or(u32::MAX);
                    self.errors.add(place, Fault::RepeatedResponse { times });
                    0
                }
            };
            let others = same.iter().enumerate().filter(|(place, _)| *place != counts);
            others.for_each(|(_, (item, category))| self.tally.responses.remove(usize::from(*item), *category));
            items.extend(item.to_le_bytes());
            categories.push(same[counts].1);
        }
        self.tally.row(1, group, weight);
        self.value.clear();
        let answers = RowAnswers::Sparse { items: &items, categories: &categories };
        Row { person: Some(&person), group, weight, answers }.encode(&mut self.value);
        self.sorter.push(&key_of_place(first.0, first.1), &self.value)
    }
}
