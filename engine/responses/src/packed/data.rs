//! Packed responses as data: row groups read side by side, put together in the order of persons.

use std::collections::HashMap;

use rayon::prelude::*;

use super::choice::{Choice, REFUSED};
use super::crc;
use super::part::{Part, RowAnswers, RowGroup};
use super::settled::settled;
use crate::data::{Cells, ResponseData};
use crate::error::{Collector, Fault, Place, ReadError, ReadErrors};
use crate::ids::Ids;
use crate::inputs::PackedInputs;
use crate::lists::Lists;
use crate::persons::{FinishedPersons, duplicates};
use crate::read::Job;

/// Row groups that a thread reads before all are put together.
const AT_A_TIME: usize = 4;

/// A row group as it is read now.
struct Block {
    rows: RowGroup,
    /// Rows, items and categories that cannot be.
    refused: Vec<(usize, usize, u8)>,
}

/// Read packed files.
pub(crate) fn read(job: &Job<'_>, inputs: &PackedInputs) -> Result<ResponseData, ReadErrors> {
    let PackedInputs { header, parts, .. } = inputs;
    let mut errors = Collector::default();
    settled(header, job.options, job.key, &mut errors);
    let choice = Choice::new(header, inputs.is_ordered_by_list(), job.list, &job.options.drop, &mut errors);
    if !errors.is_empty() {
        return Err(errors.into_errors());
    }
    // Each by itself: a checksum takes a look at all of a file.
    parts.par_iter().try_for_each(|(part, packed)| match packed {
        Some(packed) => crc::check(&part.path, packed),
        None => Ok(()),
    })?;
    let (limits, all) = (header.limits(), choice.is_all());
    let tasks: Vec<(&Part, usize)> =
        parts.iter().flat_map(|(part, _)| (0..part.rows.len()).map(move |number| (part, number))).collect();
    let mut together = Together::new(job, &tasks, choice.ids.len());
    // A few at a time, so that rows are not there twice.
    for tasks in tasks.chunks(AT_A_TIME * rayon::current_num_threads()) {
        let blocks: Vec<Block> = tasks
            .par_iter()
            .map(|(part, number)| {
                let rows = part.read(*number, &limits)?;
                Ok(if all { Block { rows, refused: Vec::new() } } else { chosen(rows, &choice) })
            })
            .collect::<Result<_, ReadError>>()?;
        for ((part, number), block) in tasks.iter().zip(blocks) {
            let before: usize = part.rows[..*number].iter().sum();
            for (row, item, category) in &block.refused {
                let place = Place {
                    line: u64::try_from(before + row + 1).ok(),
                    person: block.rows.persons.as_ref().map(|ids| ids.get(*row).to_owned()),
                    item: Some(choice.ids[*item].clone()),
                    ..Place::file(&part.name())
                };
                errors.add(place, choice.fault(header, *item, *category));
            }
            together.add(part, block.rows);
        }
        if !errors.is_empty() {
            return Err(errors.into_errors());
        }
    }
    let (persons, cells) = together.finish();
    if let Some(ids) = persons.ids.as_ref().filter(|_| inputs.named > 1) {
        twice(&tasks, ids, &mut errors);
    }
    if !errors.is_empty() {
        return Err(errors.into_errors());
    }
    let mut data = job.finish(persons, choice.ids, &choice.coders, cells, errors)?;
    data.models = choice.models;
    Ok(data)
}

/// The items that are read, in their order, with the categories they have now.
fn chosen(mut rows: RowGroup, choice: &Choice<'_>) -> Block {
    let mut refused = Vec::new();
    let mut code = |row: usize, item: usize, category: u8| match &choice.tables[item] {
        None => category,
        Some(table) => {
            let now = table[usize::from(category)];
            if now == REFUSED && refused.len() < ReadErrors::MOST {
                refused.push((row, item, category));
            }
            now
        }
    };
    rows.answers = match rows.answers {
        RowAnswers::Dense(cells) => {
            let width = choice.places.len();
            let mut own = Vec::with_capacity(cells.len() / width * choice.ids.len());
            for (row, cells) in cells.chunks_exact(width).enumerate() {
                own.extend(choice.sources.iter().enumerate().map(|(item, source)| code(row, item, cells[*source])));
            }
            RowAnswers::Dense(own)
        }
        RowAnswers::Sparse { lengths, items, categories } => {
            let mut answers = items.iter().zip(&categories);
            let (mut own_lengths, mut own_items, mut own_categories) = (Vec::new(), Vec::new(), Vec::new());
            let mut list: Vec<(u16, u8)> = Vec::new();
            for (row, length) in lengths.into_iter().enumerate() {
                list.clear();
                for (item, category) in answers.by_ref().take(length) {
                    if let Some(place) = choice.places[usize::from(*item)] {
                        list.push((place, code(row, usize::from(place), *category)));
                    }
                }
                list.sort_unstable();
                own_lengths.push(list.len());
                own_items.extend(list.iter().map(|(item, _)| *item));
                own_categories.extend(list.iter().map(|(_, category)| *category));
            }
            RowAnswers::Sparse { lengths: own_lengths, items: own_items, categories: own_categories }
        }
    };
    Block { rows, refused }
}

/// Row groups, one after another.
struct Together {
    rows: usize,
    items: usize,
    with_groups: bool,
    group_names: Vec<String>,
    group_places: HashMap<String, u16>,
    group_of: Vec<u16>,
    persons: FinishedPersons,
    dense: Vec<u8>,
    lists: Option<Lists>,
}

impl Together {
    fn new(job: &Job<'_>, tasks: &[(&Part, usize)], items: usize) -> Self {
        Self {
            rows: tasks.iter().map(|(part, number)| part.rows[*number]).sum(),
            items,
            with_groups: job.options.group.is_some(),
            group_names: Vec::new(),
            group_places: HashMap::new(),
            group_of: Vec::new(),
            persons: FinishedPersons::default(),
            dense: Vec::new(),
            lists: None,
        }
    }

    fn add(&mut self, part: &Part, rows: RowGroup) {
        let total = self.rows;
        if let Some(own) = &rows.persons {
            self.persons.ids.get_or_insert_with(|| Ids::with_capacity(total)).append(own);
        }
        if let Some(own) = rows.groups.filter(|_| self.with_groups) {
            // Files know groups by places of their own: those of folders apart may differ.
            let of_file: Vec<u16> = part.groups.iter().map(|name| self.group(name)).collect();
            self.group_of.extend(own.iter().map(|group| of_file[usize::from(*group)]));
        }
        if let Some(own) = &rows.weights {
            self.persons.weights.get_or_insert_with(|| Vec::with_capacity(total)).extend_from_slice(own);
        }
        if let Some(own) = &rows.counts {
            self.persons.counts.get_or_insert_with(|| Vec::with_capacity(total)).extend_from_slice(own);
        }
        match rows.answers {
            RowAnswers::Dense(cells) => {
                if self.dense.is_empty() {
                    self.dense.reserve_exact(total * self.items);
                }
                self.dense.extend_from_slice(&cells);
            }
            RowAnswers::Sparse { lengths, items, categories } => {
                let lists = self.lists.get_or_insert_with(|| Lists {
                    starts: vec![0],
                    items: Vec::new(),
                    categories: Vec::new(),
                });
                for length in lengths {
                    let start = lists.starts[lists.starts.len() - 1];
                    lists.starts.push(start + length);
                }
                lists.items.extend(items.iter().map(|item| u32::from(*item)));
                lists.categories.extend_from_slice(&categories);
            }
        }
    }

    fn group(&mut self, name: &str) -> u16 {
        if let Some(place) = self.group_places.get(name) {
            return *place;
        }
        let place = u16::try_from(self.group_names.len()).unwrap_or(u16::MAX);
        self.group_names.push(name.to_owned());
        self.group_places.insert(name.to_owned(), place);
        place
    }

    fn finish(mut self) -> (FinishedPersons, Cells) {
        self.persons.groups = self.with_groups.then_some((self.group_names, self.group_of));
        // Some files of a folder may have no one of a group that another has.
        self.persons.compact_groups();
        let cells = match self.lists {
            Some(lists) => Cells::Sparse(lists),
            None => Cells::Dense { cells: self.dense, items: self.items },
        };
        (self.persons, cells)
    }
}

/// Persons who are in two of the files or folders.
fn twice(tasks: &[(&Part, usize)], ids: &Ids, errors: &mut Collector) {
    let place_of = |person: usize| {
        let mut first = 0;
        for (part, number) in tasks {
            let rows = part.rows[*number];
            if person < first + rows {
                let before: usize = part.rows[..*number].iter().sum();
                let line = u64::try_from(before + person - first + 1).ok();
                return Place { line, ..Place::file(&part.name()) };
            }
            first += rows;
        }
        Place::default()
    };
    for (person, before) in duplicates(ids).into_iter().take(5) {
        let place = Place { person: Some(ids.get(person).to_owned()), ..place_of(person) };
        errors.add(place, Fault::DuplicatePerson { first: place_of(before).to_string() });
    }
}
