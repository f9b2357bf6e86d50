//! Wide tables: a person a line, an item a column.

use std::path::Path;

use thetis_calibrate::MISSING;

use crate::coding::Coder;
use crate::columns::{ColumnFile, Values};
use crate::error::{Collector, Fault, Place, ReadError};
use crate::persons::{PersonCells, Persons};
use crate::text::{self, TextFile};

/// What the columns of a file are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    pub(crate) person: Option<usize>,
    pub(crate) group: Option<usize>,
    pub(crate) weight: Option<usize>,
    /// Columns of items, and which item each is.
    pub(crate) items: Vec<(usize, usize)>,
}

/// Responses being read, persons × items, row by row.
#[derive(Debug)]
pub(crate) struct Wide<'o> {
    pub(crate) persons: Persons<'o>,
    pub(crate) cells: Vec<u8>,
    /// Where the lines of persons begin: offset in a text, row in columns.
    pub(crate) offsets: Vec<u64>,
    items: usize,
}

impl<'o> Wide<'o> {
    pub(crate) fn new(persons: Persons<'o>, items: usize) -> Self {
        Self { persons, cells: Vec::new(), offsets: Vec::new(), items }
    }

    /// Read a text file. What is wrong is collected, with offsets in place of lines.
    pub(crate) fn read_text(
        &mut self,
        mut file: TextFile,
        roles: &Roles,
        ids: &[String],
        coders: &[Coder<'_>],
        errors: &mut Collector,
    ) -> Result<(), ReadError> {
        let mut record = csv::ByteRecord::new();
        while !errors.is_full() && file.next(&mut record)? {
            let offset = text::offset(&record);
            let place = || Place { line: Some(offset), ..Place::file(&file.file) };
            if record.len() != file.names.len() {
                errors.add(place(), Fault::Ragged { cells: record.len(), header: file.names.len() });
                continue;
            }
            let cell = |at: Option<usize>| match at.map(|at| std::str::from_utf8(&record[at])) {
                None => Ok(None),
                Some(Ok(text)) => Ok(Some(text.trim())),
                Some(Err(_)) => Err(Fault::NotUtf8),
            };
            let cells = |person: &mut Persons<'_>| {
                person.add(PersonCells {
                    id: cell(roles.person)?,
                    group: cell(roles.group)?,
                    weight: cell(roles.weight)?,
                })
            };
            if let Err(fault) = cells(&mut self.persons) {
                let person = cell(roles.person).ok().flatten().map(str::to_owned);
                errors.add(Place { person, ..place() }, fault);
                continue;
            }
            self.offsets.push(offset);
            let start = self.cells.len();
            self.cells.resize(start + self.items, MISSING);
            let row = &mut self.cells[start..];
            for (column, item) in &roles.items {
                match coders[*item].bytes(&record[*column]) {
                    Ok(category) => row[*item] = category,
                    Err(fault) => {
                        let person = Some(self.persons.id(self.persons.len() - 1));
                        errors.add(Place { person, item: Some(ids[*item].clone()), ..place() }, fault);
                    }
                }
            }
        }
        Ok(())
    }

    /// Read a file of columns. Lines of errors are rows, from 1.
    pub(crate) fn read_columns(
        &mut self,
        file: ColumnFile,
        roles: &Roles,
        ids: &[String],
        coders: &[Coder<'_>],
        errors: &mut Collector,
    ) -> Result<(), ReadError> {
        let name = file.file.clone();
        let names = file.names.clone();
        let own = [roles.person, roles.group, roles.weight];
        let columns: Vec<usize> =
            own.into_iter().flatten().chain(roles.items.iter().map(|(column, _)| *column)).collect();
        let mut batches = file.batches(&columns)?;
        let places = batches.places.clone();
        let of_item = columns.len() - roles.items.len();
        while let Some((before, batch)) = batches.next()? {
            let values = |at: usize, errors: &mut Collector| match Values::new(batch.column(places[at]).as_ref()) {
                Ok(values) => values,
                Err(fault) => {
                    errors.add(Place { item: Some(names[columns[at]].clone()), ..Place::file(&name) }, fault);
                    Values::Nothing
                }
            };
            let mut next = 0;
            let mut own_values = own.map(|column| {
                column.map(|_| {
                    next += 1;
                    values(next - 1, errors)
                })
            });
            let start = self.cells.len();
            let first = self.persons.len();
            for row in 0..batch.num_rows() {
                let line = before + row as u64 + 1;
                let [id, group, weight] = own_values.each_mut().map(|values| values.as_ref().map(|v| v.text(row)));
                let cells = PersonCells { id: id.as_deref(), group: group.as_deref(), weight: weight.as_deref() };
                if let Err(fault) = self.persons.add(cells) {
                    errors.add(Place { line: Some(line), person: id, ..Place::file(&name) }, fault);
                }
                self.offsets.push(line);
            }
            // After an error in a row, rows and persons are no longer the same; nothing is made of them any more.
            self.cells.resize(start + batch.num_rows() * self.items, MISSING);
            for (place, (_, item)) in roles.items.iter().enumerate() {
                let values = values(of_item + place, errors);
                let coder = &coders[*item];
                for row in 0..batch.num_rows() {
                    match coder.code(values.cell(row)) {
                        Ok(category) => self.cells[start + row * self.items + item] = category,
                        Err(fault) => {
                            let person = (first + row < self.persons.len()).then(|| self.persons.id(first + row));
                            let line = Some(before + row as u64 + 1);
                            let item = Some(ids[*item].clone());
                            errors.add(Place { line, person, item, ..Place::file(&name) }, fault);
                        }
                    }
                }
                if errors.is_full() {
                    return Ok(());
                }
            }
            if errors.is_full() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Put lines in place of offsets, in errors that were added since there were `from`.
pub(crate) fn resolve_lines(path: &Path, errors: &mut Collector, from: usize) {
    let offsets: Vec<u64> = errors.places().skip(from).filter_map(|place| place.line).collect();
    if offsets.is_empty() {
        return;
    }
    let found = text::lines(path, &offsets);
    let mut lines = found.into_iter().flatten();
    for place in errors.places().skip(from).filter(|place| place.line.is_some()) {
        place.line = lines.next();
    }
}
