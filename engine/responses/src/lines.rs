//! Long tables line by line, whatever kind of file they are.

use crate::coding::Cell;
use crate::columns::{ColumnFile, Values};
use crate::error::{Collector, Fault, Place, ReadError};
use crate::ids::joined;
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

/// A line, in parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) person: &'a str,
    pub(crate) item: &'a str,
    pub(crate) response: Cell<'a>,
    pub(crate) group: Option<&'a str>,
    pub(crate) weight: Option<&'a str>,
    /// Where it begins: offset in a text, row in columns, from 1.
    pub(crate) at: u64,
}

/// Takes lines, in their order.
pub(crate) trait Lines {
    /// Take a line. What is wrong with it is collected; an error ends the reading.
    fn add(&mut self, line: &Line<'_>, place: impl Fn() -> Place, errors: &mut Collector) -> Result<(), ReadError>;
}

/// Read a text file. What is wrong is collected, with offsets in place of lines.
pub(crate) fn read_text(
    mut file: TextFile,
    roles: &LongRoles,
    lines: &mut impl Lines,
    errors: &mut Collector,
) -> Result<(), ReadError> {
    let mut record = csv::ByteRecord::new();
    while !errors.is_full() && file.next(&mut record)? {
        let at = text::offset(&record);
        let place = || Place { line: Some(at), ..Place::file(&file.file) };
        if record.len() != file.names.len() {
            errors.add(place(), Fault::Ragged { cells: record.len(), header: file.names.len() });
            continue;
        }
        let cell = |at: usize| std::str::from_utf8(&record[at]).map(str::trim);
        let id = |columns: &[usize]| match columns {
            [one] => cell(*one).map(Into::into),
            several => {
                several.iter().map(|at| cell(*at)).collect::<Result<Vec<_>, _>>().map(|parts| joined(parts.into_iter()))
            }
        };
        let optional = |at: Option<usize>| at.map(cell).transpose();
        let mut add = || {
            let (person, item) = (id(&roles.person)?, id(&roles.items)?);
            let response = Cell::Text(cell(roles.response)?);
            let (group, weight) = (optional(roles.group)?, optional(roles.weight)?);
            let line = Line { person: &person, item: &item, response, group, weight, at };
            Ok::<_, std::str::Utf8Error>(lines.add(&line, place, errors))
        };
        match add() {
            Ok(added) => added?,
            Err(_) => errors.add(place(), Fault::NotUtf8),
        }
    }
    Ok(())
}

/// Read a file of columns. Lines of errors are rows, from 1.
pub(crate) fn read_columns(
    file: ColumnFile,
    roles: &LongRoles,
    lines: &mut impl Lines,
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
                at: before + row as u64 + 1,
            };
            let place = || Place { line: Some(line.at), ..Place::file(&name) };
            lines.add(&line, place, errors)?;
            if errors.is_full() {
                return Ok(());
            }
        }
    }
    Ok(())
}
