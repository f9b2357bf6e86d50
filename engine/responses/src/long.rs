//! Long tables: a response a line.

use std::collections::HashMap;

use thetis_calibrate::MISSING;

use crate::coding::{Cell, Coder, Coding};
use crate::columns::{ColumnFile, Values};
use crate::error::{Collector, Fault, Place, ReadError};
use crate::items::{ItemList, Key};
use crate::options::{ReadOptions, Repeated};
use crate::persons::{PersonCells, Persons};
use crate::text::{self, TextFile};

/// What the columns of a file are.
#[derive(Clone, Debug)]
pub(crate) struct LongRoles {
    pub(crate) person: usize,
    pub(crate) items: Vec<usize>,
    pub(crate) response: usize,
    pub(crate) group: Option<usize>,
    pub(crate) weight: Option<usize>,
}

/// Responses being read, in the order of the lines.
#[derive(Debug)]
pub(crate) struct Long<'o> {
    pub(crate) persons: Persons<'o>,
    pub(crate) ids: Vec<String>,
    pub(crate) coders: Vec<Coder<'o>>,
    options: &'o ReadOptions,
    list: Option<&'o ItemList>,
    key: Option<&'o Key>,
    person_places: HashMap<String, u32>,
    item_places: HashMap<String, u32>,
    of_person: Vec<u32>,
    of_item: Vec<u32>,
    categories: Vec<u8>,
}

/// Responses by person.
#[derive(Debug)]
pub(crate) struct Lists {
    pub(crate) starts: Vec<usize>,
    pub(crate) items: Vec<u32>,
    pub(crate) categories: Vec<u8>,
}

/// A line, in parts.
struct Line<'a> {
    person: &'a str,
    item: &'a str,
    response: Cell<'a>,
    group: Option<&'a str>,
    weight: Option<&'a str>,
}

impl<'o> Long<'o> {
    pub(crate) fn new(
        persons: Persons<'o>,
        options: &'o ReadOptions,
        list: Option<&'o ItemList>,
        key: Option<&'o Key>,
    ) -> Self {
        Self {
            persons,
            ids: Vec::new(),
            coders: Vec::new(),
            options,
            list,
            key,
            person_places: HashMap::new(),
            item_places: HashMap::new(),
            of_person: Vec::new(),
            of_item: Vec::new(),
            categories: Vec::new(),
        }
    }

    /// Read a text file. What is wrong is collected, with offsets in place of lines.
    pub(crate) fn read_text(
        &mut self,
        mut file: TextFile,
        roles: &LongRoles,
        errors: &mut Collector,
    ) -> Result<(), ReadError> {
        let mut record = csv::ByteRecord::new();
        let mut joined = String::new();
        while !errors.is_full() && file.next(&mut record)? {
            let place = Place { line: Some(text::offset(&record)), ..Place::file(&file.file) };
            if record.len() != file.names.len() {
                errors.add(place, Fault::Ragged { cells: record.len(), header: file.names.len() });
                continue;
            }
            let cell = |at: usize| std::str::from_utf8(&record[at]).map(str::trim);
            let optional = |at: Option<usize>| at.map(cell).transpose();
            let line = || {
                let (person, response) = (cell(roles.person)?, Cell::Text(cell(roles.response)?));
                Ok::<_, std::str::Utf8Error>((person, response, optional(roles.group)?, optional(roles.weight)?))
            };
            joined.clear();
            let parts = roles.items.iter().enumerate().try_for_each(|(number, at)| {
                joined.push_str(if number > 0 { "/" } else { "" });
                cell(*at).map(|part| joined.push_str(part))
            });
            match (line(), parts) {
                (Ok((person, response, group, weight)), Ok(())) => {
                    let line = Line { person, item: &joined, response, group, weight };
                    self.add(&line, &place, errors);
                }
                _ => errors.add(place, Fault::NotUtf8),
            }
        }
        Ok(())
    }

    /// Read a file of columns. Lines of errors are rows, from 1.
    pub(crate) fn read_columns(
        &mut self,
        file: ColumnFile,
        roles: &LongRoles,
        errors: &mut Collector,
    ) -> Result<(), ReadError> {
        let name = file.file.clone();
        let names = file.names.clone();
        let mut columns = vec![roles.person, roles.response];
        columns.extend(&roles.items);
        columns.extend(roles.group);
        columns.extend(roles.weight);
        let mut batches = file.batches(&columns)?;
        let places = batches.places.clone();
        while let Some((before, batch)) = batches.next()? {
            let mut values = Vec::with_capacity(columns.len());
            for (place, column) in places.iter().zip(&columns) {
                match Values::new(batch.column(*place).as_ref()) {
                    Ok(found) => values.push(found),
                    Err(fault) => {
                        errors.add(Place { item: Some(names[*column].clone()), ..Place::file(&name) }, fault);
                        return Ok(());
                    }
                }
            }
            let after_items = 2 + roles.items.len();
            for row in 0..batch.num_rows() {
                let person = values[0].text(row);
                let item: Vec<String> = values[2..after_items].iter().map(|part| part.text(row)).collect();
                let mut rest = values[after_items..].iter().map(|value| value.text(row));
                let group = roles.group.and_then(|_| rest.next());
                let weight = roles.weight.and_then(|_| rest.next());
                let line = Line {
                    person: &person,
                    item: &item.join("/"),
                    response: values[1].cell(row),
                    group: group.as_deref(),
                    weight: weight.as_deref(),
                };
                let place = Place { line: Some(before + row as u64 + 1), ..Place::file(&name) };
                self.add(&line, &place, errors);
                if errors.is_full() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, line: &Line<'_>, place: &Place, errors: &mut Collector) {
        let Line { person, item, response, group, weight } = *line;
        let cells = PersonCells { id: Some(person), group, weight };
        let known = self.person_places.get(person).copied();
        let person_number = match known {
            Some(number) => self.persons.agree(number as usize, cells).map(|()| number),
            None => {
                let number = u32::try_from(self.persons.len()).unwrap_or(u32::MAX);
                self.persons.add(cells).map(|()| {
                    self.person_places.insert(person.to_owned(), number);
                    number
                })
            }
        };
        let here = || Place { person: Some(person.to_owned()), item: Some(item.to_owned()), ..place.clone() };
        let person_number = match person_number {
            Ok(number) => number,
            Err(fault) => return errors.add(Place { item: None, ..here() }, fault),
        };
        let item_number = match self.item_places.get(item) {
            Some(number) => *number,
            None if self.is_left_out(item) => return,
            None => match self.new_item(item) {
                Ok(number) => number,
                Err(fault) => return errors.add(here(), fault),
            },
        };
        match self.coders[item_number as usize].code(response) {
            Ok(MISSING) => {}
            Ok(category) => {
                self.of_person.push(person_number);
                self.of_item.push(item_number);
                self.categories.push(category);
            }
            Err(fault) => errors.add(here(), fault),
        }
    }

    fn is_left_out(&self, item: &str) -> bool {
        self.list.is_some_and(|list| list.left_out.contains(item)) || self.options.drop.iter().any(|own| own == item)
    }

    fn new_item(&mut self, item: &str) -> Result<u32, Fault> {
        if item.is_empty() || item.split('/').any(|part| part == "NA") {
            return Err(Fault::NoId { column: "of the item".into() });
        }
        let listed = match self.list {
            None => None,
            Some(list) => Some(list.items.iter().find(|own| own.id == item).ok_or(Fault::UnknownItem)?),
        };
        let coding = match self.key {
            None => listed.map_or_else(Coding::default, |listed| listed.coding.clone()),
            Some(Key::ByItem(entries)) => match entries.iter().find(|(id, _)| id == item) {
                Some((_, right)) => Coding::Key(right.clone()),
                None => return Err(Fault::NoKey),
            },
            Some(Key::InOrder(entries)) => return Err(Fault::KeyWithoutOrder { entries: entries.len() }),
        };
        let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(item.to_owned());
        self.item_places.insert(item.to_owned(), number);
        self.coders.push(Coder::new(coding, self.options.lowest, &self.options.missing));
        Ok(number)
    }

    /// Everything by person, each answer once.
    pub(crate) fn finish(self, errors: &mut Collector) -> (Persons<'o>, Vec<String>, Vec<Coder<'o>>, Lists) {
        let persons = self.persons.len();
        let mut starts = vec![0_usize; persons + 1];
        for person in &self.of_person {
            starts[*person as usize + 1] += 1;
        }
        for person in 0..persons {
            starts[person + 1] += starts[person];
        }
        let mut next = starts.clone();
        let mut items = vec![0_u32; self.of_person.len()];
        let mut categories = vec![0_u8; self.of_person.len()];
        for ((person, item), category) in self.of_person.iter().zip(&self.of_item).zip(&self.categories) {
            let at = &mut next[*person as usize];
            (items[*at], categories[*at]) = (*item, *category);
            *at += 1;
        }
        let lists = Lists { starts, items, categories };
        let lists = self.once(lists, errors);
        (self.persons, self.ids, self.coders, lists)
    }

    /// Of several answers of a person to an item, the one that counts.
    fn once(&self, lists: Lists, errors: &mut Collector) -> Lists {
        let Lists { starts, items, categories } = lists;
        let mut place_of = vec![usize::MAX; self.ids.len()];
        let mut kept = Lists { starts: vec![0], items: Vec::new(), categories: Vec::new() };
        kept.items.reserve_exact(items.len());
        kept.categories.reserve_exact(items.len());
        for (person, range) in starts.windows(2).enumerate() {
            let own = kept.items.len();
            for at in range[0]..range[1] {
                let place = &mut place_of[items[at] as usize];
                if (own..kept.items.len()).contains(place) {
                    match self.options.repeated {
                        Repeated::Refused => {
                            let times = items[range[0]..range[1]].iter().filter(|item| **item == items[at]).count();
                            let place = Place {
                                person: Some(self.persons.id(person)),
                                ..Place::item(&self.ids[items[at] as usize])
                            };
                            let times = u32::try_from(times).unwrap_or(u32::MAX);
                            errors.add(place, Fault::RepeatedResponse { times });
                        }
                        Repeated::First => {}
                        Repeated::Last => kept.categories[*place] = categories[at],
                    }
                } else {
                    *place = kept.items.len();
                    kept.items.push(items[at]);
                    kept.categories.push(categories[at]);
                }
            }
            // In the order of items, so that persons with the same responses are the same.
            let mut row: Vec<(u32, u8)> =
                kept.items[own..].iter().copied().zip(kept.categories[own..].iter().copied()).collect();
            row.sort_unstable();
            for (at, (item, category)) in row.into_iter().enumerate() {
                (kept.items[own + at], kept.categories[own + at]) = (item, category);
            }
            kept.starts.push(kept.items.len());
            if errors.is_full() {
                break;
            }
        }
        kept
    }
}
