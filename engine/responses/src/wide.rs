//! Wide tables: a person a line, an item a column.

use std::path::Path;

use thetis_calibrate::MISSING;

use crate::coding::Coder;
use crate::columns::{self, ColumnFile, Values};
use crate::error::{Collector, Fault, Place, ReadError};
use crate::ids::joined;
use crate::persons::{PersonCells, Persons};
use crate::text::{self, TextFile};

/// What the columns of a file are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    /// Columns of the person's id: none where there are no ids.
    pub(crate) person: Vec<usize>,
    pub(crate) group: Option<usize>,
    pub(crate) weight: Option<usize>,
    /// Columns of items, and which item each is.
    pub(crate) items: Vec<(usize, usize)>,
}

/// Hears of the rows read so far, after each line of a text and each batch of columns, and may take them away.
pub(crate) type Taker<'t, 'o> = dyn FnMut(&mut Wide<'o>, &mut Collector) -> Result<(), ReadError> + 't;

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

    /// Make room for this many persons more, so that the lists need not grow, and be twice there, on the way.
    pub(crate) fn reserve(&mut self, persons: u64) {
        // A file may say what it likes: what does not fit is found out when it comes.
        let persons = usize::try_from(persons).unwrap_or(0);
        if self.cells.try_reserve_exact(persons.saturating_mul(self.items)).is_ok() {
            self.offsets.reserve(persons);
            self.persons.reserve(persons);
        }
    }

    /// Read a text file. What is wrong is collected, with offsets in place of lines.
    pub(crate) fn read_text(
        &mut self,
        mut file: TextFile,
        roles: &Roles,
        ids: &[String],
        coders: &[Coder<'_>],
        errors: &mut Collector,
        taker: &mut Taker<'_, 'o>,
    ) -> Result<(), ReadError> {
        let mut record = csv::ByteRecord::new();
        while !errors.is_full() && file.next(&mut record)? {
            let offset = text::offset(&record);
            let place = || Place { line: Some(offset), ..Place::file(&file.file) };
            if record.len() != file.names.len() {
                errors.add(place(), Fault::Ragged { cells: record.len(), header: file.names.len() });
                continue;
            }
            let cell = |at: usize| std::str::from_utf8(&record[at]).map(str::trim).map_err(|_| Fault::NotUtf8);
            let id = |columns: &[usize]| {
                let cells: Vec<&str> = columns.iter().map(|at| cell(*at)).collect::<Result<_, _>>()?;
                Ok::<_, Fault>((!cells.is_empty()).then(|| joined(cells.into_iter())))
            };
            let cells = |persons: &mut Persons<'_>| {
                let id = id(&roles.person)?;
                let [group, weight] = [roles.group, roles.weight].map(|at| at.map(cell).transpose());
                persons.add(PersonCells { id: id.as_deref(), group: group?, weight: weight? })
            };
            if let Err(fault) = cells(&mut self.persons) {
                let person = id(&roles.person).ok().flatten().map(Into::into);
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
            taker(self, errors)?;
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
        taker: &mut Taker<'_, 'o>,
    ) -> Result<(), ReadError> {
        let name = file.file.clone();
        let names = file.names.clone();
        let own = roles.person.iter().copied().chain(roles.group).chain(roles.weight);
        let columns: Vec<usize> = own.chain(roles.items.iter().map(|(column, _)| *column)).collect();
        let mut batches = file.batches(&columns)?;
        let places = batches.places.clone();
        let of_item = columns.len() - roles.items.len();
        let mut texts = vec![String::new(); of_item];
        while let Some((before, batch)) = batches.next()? {
            let values = |at: usize, errors: &mut Collector| match Values::new(batch.column(places[at]).as_ref()) {
                Ok(values) => values,
                Err(fault) => {
                    errors.add(Place { item: Some(names[columns[at]].clone()), ..Place::file(&name) }, fault);
                    Values::Nothing
                }
            };
            let own: Vec<Values<'_>> = (0..of_item).map(|at| values(at, errors)).collect();
            let (id_values, rest) = own.split_at(roles.person.len());
            let start = self.cells.len();
            let first = self.persons.len();
            for row in 0..batch.num_rows() {
                let line = before + row as u64 + 1;
                texts.iter_mut().zip(&own).for_each(|(text, values)| values.write(row, text));
                let id = (!id_values.is_empty()).then(|| joined(texts[..id_values.len()].iter().map(String::as_str)));
                let mut rest = texts[id_values.len()..id_values.len() + rest.len()].iter().map(String::as_str);
                let group = roles.group.and_then(|_| rest.next());
                let weight = roles.weight.and_then(|_| rest.next());
                if let Err(fault) = self.persons.add(PersonCells { id: id.as_deref(), group, weight }) {
                    errors.add(Place { line: Some(line), person: id.map(Into::into), ..Place::file(&name) }, fault);
                }
                self.offsets.push(line);
            }
            // After an error in a row, rows and persons are no longer the same; nothing is made of them any more.
            self.cells.resize(start + batch.num_rows() * self.items, MISSING);
            for (place, (_, item)) in roles.items.iter().enumerate() {
                let coder = &coders[*item];
                let array = batch.column(places[of_item + place]);
                let column = self.cells[start + *item..].iter_mut().step_by(self.items);
                if columns::small_numbers(array.as_ref(), coder, column) {
                    continue;
                }
                let values = values(of_item + place, errors);
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
            taker(self, errors)?;
        }
        Ok(())
    }

    /// Forget the rows read so far.
    pub(crate) fn clear(&mut self) {
        self.persons.clear();
        self.cells.clear();
        self.offsets.clear();
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
