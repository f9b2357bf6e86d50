//! Response tables: who answered what, as CSV.

use std::{
    collections::{HashMap, HashSet},
    io::Read,
    path::Path,
};

use thetis_core as core;

use crate::table::{self, Collector, Row, Rows, TableErrors, separator_hint};

/// The answers of several persons to items of a bank.
///
/// The header names items by id; a first column `person` names the persons, who otherwise count from 1.
/// Cells hold response categories, whole numbers from 0; an empty cell or `NA` is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseTable {
    /// The persons, in order.
    pub persons: Vec<String>,
    /// Index in the bank of each column's item.
    pub items: Vec<u32>,
    /// Response categories, person by person; `None` is missing.
    pub cells: Vec<Option<u16>>,
}

impl ResponseTable {
    /// Reads a response table from a file. `ids` are those of the items of `bank`, in order.
    ///
    /// # Errors
    ///
    /// Everything wrong in the table, with line and column.
    pub fn read<S: AsRef<str>>(path: impl AsRef<Path>, ids: &[S], bank: &core::Bank) -> Result<Self, TableErrors> {
        let (reader, file) = table::open(path.as_ref())?;
        Self::from_reader(reader, &file, ids, bank)
    }

    /// Reads a response table; `file` is the name that errors carry.
    ///
    /// ```
    /// use thetis_bank::{ParameterTable, ResponseTable};
    ///
    /// let csv = "item,model,b\nq1,rasch,-1\nq2,rasch,1\n";
    /// let parameters = ParameterTable::from_reader(csv.as_bytes(), "items.csv", 1.0)?;
    /// let ids: Vec<_> = parameters.ids().collect();
    /// let csv = "person,q2,q1\nann,0,1\nbob,,NA\n";
    /// let table = ResponseTable::from_reader(csv.as_bytes(), "answers.csv", &ids, &parameters.compile()?)?;
    /// assert_eq!(table.persons, ["ann", "bob"]);
    /// assert_eq!(table.responses(0).count(), 2);
    /// assert_eq!(table.responses(1).count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Everything wrong in the table, with line and column.
    pub fn from_reader<S: AsRef<str>>(
        reader: impl Read,
        file: &str,
        ids: &[S],
        bank: &core::Bank,
    ) -> Result<Self, TableErrors> {
        let (header, mut rows) = Rows::new(reader, file)?;
        let mut errors = Collector::new(file);
        let columns = Columns::new(&header, ids, bank, &mut errors);
        let mut table = Self { persons: Vec::new(), items: columns.items.clone(), cells: Vec::new() };
        // Without a sound header no row can be judged.
        if errors.count() > 0 {
            return errors.finish(table);
        }
        while let Some(row) = rows.next(file) {
            columns.row(row?, bank, &mut table, &mut errors);
            if errors.is_full() {
                break;
            }
        }
        errors.finish(table)
    }

    /// Index and category of the items that a person answered, in the order of the columns.
    ///
    /// # Panics
    ///
    /// If there is no such person.
    pub fn responses(&self, person: usize) -> impl Iterator<Item = core::Response> {
        let width = self.items.len();
        let row = &self.cells[person * width..(person + 1) * width];
        self.items.iter().zip(row).filter_map(|(item, cell)| {
            cell.map(|category| core::Response { item: *item, category: u32::from(category) })
        })
    }
}

struct Columns {
    has_person: bool,
    names: Vec<String>,
    items: Vec<u32>,
}

impl Columns {
    fn new<S: AsRef<str>>(header: &Row, ids: &[S], bank: &core::Bank, errors: &mut Collector<'_>) -> Self {
        let indices: HashMap<&str, u32> = ids.iter().map(AsRef::as_ref).zip(0..bank.len()).collect();
        let names = header.cells.clone();
        let first = names.first().map_or("", String::as_str);
        let has_person = first.eq_ignore_ascii_case("person") && !indices.contains_key(first);
        let line = Some(header.line);
        let mut items = Vec::new();
        let mut seen = HashSet::new();
        for (column, name) in names.iter().enumerate().skip(usize::from(has_person)) {
            match indices.get(name.as_str()) {
                None => errors.add(
                    line,
                    Some((column, name)),
                    format!(
                        "the bank has no item {name:?}; correct the id or remove the column{}",
                        separator_hint(&header.cells)
                    ),
                ),
                Some(_) if !seen.insert(name) => {
                    errors.add(line, Some((column, name)), "the item has two columns; remove one of them");
                }
                Some(index) => items.push(*index),
            }
        }
        if items.is_empty() && errors.count() == 0 {
            errors.add(line, None, "the header names no item; give each item a column with its id");
        }
        Self { has_person, names, items }
    }

    fn row(&self, row: Row, bank: &core::Bank, table: &mut ResponseTable, errors: &mut Collector<'_>) {
        let line = Some(row.line);
        if row.cells.len() != self.names.len() {
            errors.add(line, None, format!("the line has {} cells, the header {}", row.cells.len(), self.names.len()));
            return;
        }
        let offset = usize::from(self.has_person);
        let person = if self.has_person { row.cells[0].clone() } else { (table.persons.len() + 1).to_string() };
        table.persons.push(person);
        for ((column, cell), item) in row.cells.iter().enumerate().skip(offset).zip(&self.items) {
            let parsed =
                if table::is_missing(cell) { Ok(None) } else { category(cell, bank.categories(*item)).map(Some) };
            table.cells.push(parsed.unwrap_or_else(|reason| {
                errors.add(line, Some((column, &self.names[column])), reason);
                None
            }));
        }
    }
}

fn category(cell: &str, categories: u32) -> Result<u16, String> {
    let highest = categories - 1;
    match cell.parse::<u16>() {
        Ok(category) if u32::from(category) <= highest => Ok(category),
        _ if cell.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(format!("the item has categories 0 to {highest}, but the cell has {cell}"))
        }
        _ => Err(format!(
            "{cell:?} is not a category; write 0 to {highest}, and nothing or NA where the answer is missing"
        )),
    }
}
