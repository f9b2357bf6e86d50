//! Long tables: a response a line.

use std::collections::HashMap;

use thetis_calibrate::MISSING;

use crate::coding::{Cell, Coder, Coding};
use crate::columns::{ColumnFile, Values};
use crate::error::{Collector, Fault, Place, ReadError};
use crate::ids::joined;
use crate::items::{ItemList, Key};
use crate::lists::{Answers, Lists};
use crate::options::ReadOptions;
use crate::persons::{PersonCells, Persons};
use crate::text::{self, TextFile};

/// What the columns of a file are.
#[derive(Clone, Debug)]
pub(crate) struct LongRoles {
    pub(crate) person: Vec<usize>,
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
    answers: Answers,
    /// Person and item of the line before, with which the next has much in common.
    last_person: Option<u32>,
    last_item: u32,
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
            answers: Answers::default(),
            last_person: None,
            last_item: 0,
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
        while !errors.is_full() && file.next(&mut record)? {
            let place = || Place { line: Some(text::offset(&record)), ..Place::file(&file.file) };
            if record.len() != file.names.len() {
                errors.add(place(), Fault::Ragged { cells: record.len(), header: file.names.len() });
                continue;
            }
            let cell = |at: usize| std::str::from_utf8(&record[at]).map(str::trim);
            let id = |columns: &[usize]| match columns {
                [one] => cell(*one).map(Into::into),
                several => several
                    .iter()
                    .map(|at| cell(*at))
                    .collect::<Result<Vec<_>, _>>()
                    .map(|parts| joined(parts.into_iter())),
            };
            let optional = |at: Option<usize>| at.map(cell).transpose();
            let mut add = || {
                let (person, item) = (id(&roles.person)?, id(&roles.items)?);
                let response = Cell::Text(cell(roles.response)?);
                let (group, weight) = (optional(roles.group)?, optional(roles.weight)?);
                self.add(&Line { person: &person, item: &item, response, group, weight }, place, errors);
                Ok::<_, std::str::Utf8Error>(())
            };
            if add().is_err() {
                errors.add(place(), Fault::NotUtf8);
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
        // The texts first, then the response.
        let mut columns: Vec<usize> = roles.person.iter().chain(&roles.items).copied().collect();
        columns.extend(roles.group);
        columns.extend(roles.weight);
        let of_response = columns.len();
        columns.push(roles.response);
        let mut texts = vec![String::new(); of_response];
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
            for row in 0..batch.num_rows() {
                texts.iter_mut().zip(&values).for_each(|(text, values)| values.write(row, text));
                let (person, rest) = texts.split_at(roles.person.len());
                let (item, rest) = rest.split_at(roles.items.len());
                let mut rest = rest.iter().map(String::as_str);
                let line = Line {
                    person: &joined(person.iter().map(String::as_str)),
                    item: &joined(item.iter().map(String::as_str)),
                    response: values[of_response].cell(row),
                    group: roles.group.and_then(|_| rest.next()),
                    weight: roles.weight.and_then(|_| rest.next()),
                };
                let place = || Place { line: Some(before + row as u64 + 1), ..Place::file(&name) };
                self.add(&line, place, errors);
                if errors.is_full() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, line: &Line<'_>, place: impl Fn() -> Place, errors: &mut Collector) {
        let Line { person, item, response, .. } = *line;
        let here = || Place { person: Some(person.to_owned()), item: Some(item.to_owned()), ..place() };
        let person_number = match self.person(line) {
            Ok(number) => number,
            Err(fault) => return errors.add(Place { item: None, ..here() }, fault),
        };
        // Files often have the items in one order for all.
        let next = self.last_item + 1;
        let known = match self.ids.get(next as usize) {
            Some(id) if id == item => Some(next),
            _ => self.item_places.get(item).copied(),
        };
        let item_number = match known {
            Some(number) => number,
            None if self.is_left_out(item) => return,
            None => match self.new_item(item) {
                Ok(number) => number,
                Err(fault) => return errors.add(here(), fault),
            },
        };
        self.last_item = item_number;
        match self.coders[item_number as usize].code(response) {
            Ok(MISSING) => {}
            Ok(category) => self.answers.push(person_number, item_number, category),
            Err(fault) => errors.add(here(), fault),
        }
    }

    /// The number of a line's person.
    fn person(&mut self, line: &Line<'_>) -> Result<u32, Fault> {
        let Line { person, group, weight, .. } = *line;
        let cells = PersonCells { id: Some(person), group, weight };
        let last = self.last_person.filter(|last| self.persons.is(*last as usize, person));
        if let Some(known) = last.or_else(|| self.person_places.get(person).copied()) {
            self.last_person = Some(known);
            return self.persons.agree(known as usize, cells).map(|()| known);
        }
        let number = u32::try_from(self.persons.len()).unwrap_or(u32::MAX);
        self.persons.add(cells)?;
        self.person_places.insert(person.to_owned(), number);
        self.last_person = Some(number);
        Ok(number)
    }

    fn is_left_out(&self, item: &str) -> bool {
        self.list.is_some_and(|list| list.left_out.contains(item)) || self.options.drop.iter().any(|own| own == item)
    }

    fn new_item(&mut self, item: &str) -> Result<u32, Fault> {
        if item.is_empty() || item == "NA" {
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
        let Self { persons, ids, coders, answers, options, .. } = self;
        let mut lists = answers.by_person(persons.len());
        lists.once(ids.len(), options.repeated, |person, item, times| {
            let place = Place { person: Some(persons.id(person)), ..Place::item(&ids[item]) };
            let times = u32::try_from(times).unwrap_or(u32::MAX);
            errors.add(place, Fault::RepeatedResponse { times });
            !errors.is_full()
        });
        (persons, ids, coders, lists)
    }
}
