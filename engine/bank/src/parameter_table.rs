//! Parameter tables: a bank of nothing but items and their models, as CSV.

use std::{collections::HashSet, io::Read, path::Path};

use thetis_core as core;

use crate::{
    check::{Code, Place, Report, models},
    compile::CompileError,
    parameter_row::Cells,
    table::{self, Collector, Row, Rows, TableErrors, separator_hint},
    types::{Model, identity},
};

/// The id under which a parameter table, which has none, enters the digest of its bank.
const TABLE_ID: &str = "parameter-table";
/// Likewise its version.
const TABLE_VERSION: &str = "1";

/// Items and their models, read from a CSV file.
///
/// The header is `item,model` and then the columns of the models used. Names of models and columns may
/// be in upper or lower case; an empty cell or `NA` is absent.
///
/// | model | columns |
/// |---|---|
/// | `1pl` (or `rasch`) | `b` |
/// | `2pl`, `3pl`, `4pl` | `a`, `b`, and `c` (lower asymptote, 0 where absent), `d` (upper, 1) as the model has them |
/// | `dichotomous` | `a` (1 where absent), `b`, `c`, `d` |
/// | `grm`, `gpcm` | `a`, `b1`, `b2`, … |
/// | `pcm` | `b1`, `b2`, … |
/// | `rsm` | `b` (location), `t1`, `t2`, … (steps) |
/// | `mgrm` | `a`, `b` (location), `t1`, `t2`, … |
/// | `nrm` | `s1`, `s2`, … and `i1`, `i2`, …: slopes and intercepts of categories 1, 2, … |
/// | several dimensions | `a1` … `aK`; dichotomous `d1` or `d` (intercept), `g` (lower asymptote, 0), `u` (upper, 1); `grm`, `gpcm`, `pcm` `d1`, `d2`, … |
///
/// In a table with columns `a1` … `aK` a slope that is 0 or absent means that the item does not load on
/// that dimension. An item with one such slope and thresholds `b` is one of that dimension alone. The
/// compensatory models' own names do as well: `compensatory-4pl`, `compensatory-grm`, `compensatory-gpcm`.
///
/// A column `se_a`, `se_b1` … holds the standard error of the parameter in column `a`, `b1` …, a number from 0. A list of
/// which some are absent counts as having none.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterTable {
    /// Name of the file.
    pub file: String,
    /// Scaling constant D.
    pub scaling: f64,
    /// Number of dimensions: the number of columns `a1` … `aK`, or 1.
    pub dimensions: u32,
    /// The items, in order; at least one.
    pub items: Vec<TableItem>,
}

/// An item of a parameter table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableItem {
    /// Id of the item.
    pub id: String,
    /// The line it stands on, from 1.
    pub line: u64,
    /// Its model.
    pub model: Model,
    /// The dimensions it measures, from 0.
    pub dimensions: Vec<u32>,
}

/// Reads a parameter table from a file.
///
/// # Errors
///
/// Everything wrong in the table, with line and column.
pub fn read_parameter_table(path: impl AsRef<Path>, scaling: f64) -> Result<ParameterTable, TableErrors> {
    let (reader, file) = table::open(path.as_ref())?;
    ParameterTable::from_reader(reader, &file, scaling)
}

impl ParameterTable {
    /// Reads a parameter table; `file` is the name that errors carry.
    ///
    /// ```
    /// use thetis_bank::ParameterTable;
    ///
    /// let csv = "item,model,a,b,b1,b2\nq1,2PL,1.2,0.5,,\nq2,GRM,0.9,,-1,1\n";
    /// let table = ParameterTable::from_reader(csv.as_bytes(), "two.csv", 1.0)?;
    /// let bank = table.compile()?;
    /// assert_eq!(bank.categories(1), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Everything wrong in the table, with line and column.
    pub fn from_reader(reader: impl Read, file: &str, scaling: f64) -> Result<Self, TableErrors> {
        let (header, mut rows) = Rows::new(reader, file)?;
        let mut errors = Collector::new(file);
        let Some(columns) = Columns::new(&header, &mut errors) else {
            return Err(errors.into_errors());
        };
        let mut items: Vec<TableItem> = Vec::new();
        let mut ids = HashSet::new();
        let mut empty = true;
        while let Some(row) = rows.next(file) {
            empty = false;
            let row = row?;
            if let Some(item) = columns.item(&row, &mut errors) {
                if !ids.insert(item.id.clone()) {
                    let first = items.iter().find(|other| other.id == item.id).map_or(0, |other| other.line);
                    errors.add(
                        Some(item.line),
                        Some((columns.item, "item")),
                        format!("the item {} stands on line {first} already; give each item an id of its own", item.id),
                    );
                }
                items.push(item);
            }
            if errors.is_full() {
                break;
            }
        }
        if empty {
            errors.add(None, None, "the table has a header but no items; add at least one");
        }
        errors.finish(Self { file: file.to_owned(), scaling, dimensions: columns.dimensions, items })
    }

    /// Ids of the items, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.items.iter().map(|item| item.id.as_str())
    }

    /// The engine's bank, with a standard normal prior in each dimension, uncorrelated.
    ///
    /// # Errors
    ///
    /// The first reason why the engine cannot use the table. [`check`](Self::check) reports them all.
    pub fn compile(&self) -> Result<core::Bank, CompileError> {
        let engine_error = |source: core::Error| CompileError::Engine {
            item: source.item().and_then(|index| self.items.get(index as usize)).map(|item| item.id.clone()),
            design: None,
            source,
        };
        let prior = core::MultivariateNormal::standard(self.dimensions).map_err(engine_error)?;
        let items = self.items.iter().map(TableItem::lower).collect();
        let identity = identity(TABLE_ID, TABLE_VERSION, self.ids());
        core::Bank::new(self.scaling, prior, items, &identity).map_err(engine_error)
    }

    /// Every problem of the parameters.
    #[must_use]
    pub fn check(&self) -> Report {
        let mut report = Report::default();
        let here = Place::file(&self.file);
        if !(self.scaling.is_finite() && self.scaling > 0.0) {
            here.report(
                &mut report,
                Code::InvalidScaling,
                format!("scaling is {}, not above 0", self.scaling),
                "use 1, or 1.702 for slopes in the normal metric",
            );
        }
        for item in &self.items {
            let place = Place { line: Some(item.line), item: Some(&item.id), ..here };
            models::check(place, &item.model, item.dimensions.len(), self.scaling, &mut report);
        }
        for dimension in 0..self.dimensions {
            if !self.items.iter().any(|item| item.dimensions.contains(&dimension)) {
                here.report(
                    &mut report,
                    Code::UnmeasuredDimension,
                    format!("no item has a slope in column a{}", dimension + 1),
                    "remove the column, or add items that measure the dimension",
                );
            }
        }
        if report.is_valid()
            && let Err(error) = self.compile()
        {
            here.report(&mut report, Code::RefusedByEngine, error.to_string(), "correct the parameters");
        }
        report.sorted()
    }
}

impl TableItem {
    fn lower(&self) -> core::Item {
        core::Item {
            model: self.model.lower(),
            dimensions: self.dimensions.clone(),
            status: core::ItemStatus::Operational,
        }
    }
}

/// Where the columns of a table are.
struct Columns {
    item: usize,
    model: usize,
    /// Names in lower case, in order.
    names: Vec<String>,
    dimensions: u32,
}

impl Columns {
    fn new(header: &Row, errors: &mut Collector<'_>) -> Option<Self> {
        let before = errors.count();
        let names: Vec<String> = header.cells.iter().map(|name| name.to_lowercase()).collect();
        let mut seen = HashSet::new();
        for (index, name) in names.iter().enumerate() {
            let shown = header.cells[index].as_str();
            let line = Some(header.line);
            if !matches!(name.as_str(), "item" | "model") && parameter(plain(name)).is_none() {
                let hint = separator_hint(&header.cells);
                errors.add(
                    line,
                    Some((index, shown)),
                    format!("no model has such a parameter; the columns are item, model, a, b, c, d, g, u and numbered a1, b1, d1, t1, s1, i1, and standard errors se_a, se_b1 …{hint}"),
                );
            } else if !seen.insert(name.as_str()) {
                errors.add(line, Some((index, shown)), "the column occurs twice; remove one of the two");
            }
        }
        let find = |wanted: &str, errors: &mut Collector<'_>| {
            let found = names.iter().position(|name| name == wanted);
            if found.is_none() {
                let hint = separator_hint(&header.cells);
                errors.add(
                    Some(header.line),
                    None,
                    format!("the header has no column {wanted}; begin it with item,model{hint}"),
                );
            }
            found
        };
        let (item, model) = (find("item", errors), find("model", errors));
        let dimensions = slope_columns(header, &names, errors);
        if errors.count() > before {
            return None;
        }
        Some(Self { item: item?, model: model?, names, dimensions })
    }

    fn item(&self, row: &Row, errors: &mut Collector<'_>) -> Option<TableItem> {
        let before = errors.count();
        let line = Some(row.line);
        if row.cells.len() != self.names.len() {
            errors.add(line, None, format!("the line has {} cells, the header {}", row.cells.len(), self.names.len()));
            return None;
        }
        let id = row.cells[self.item].as_str();
        if table::is_missing(id) || id.contains(char::is_control) {
            errors.add(line, Some((self.item, "item")), "the item has no usable id; write one");
        }
        let mut cells = Cells::new();
        for (index, (name, cell)) in self.names.iter().zip(&row.cells).enumerate() {
            if index == self.item || index == self.model || table::is_missing(cell) {
                continue;
            }
            match cell.parse::<f64>() {
                Ok(value) if value < 0.0 && plain(name) != name => errors.add(
                    line,
                    Some((index, name)),
                    format!("the standard error {cell} is below 0; write a number from 0, or nothing"),
                ),
                Ok(value) if value.is_finite() => cells.insert(index, name, value),
                Ok(_) => errors.add(line, Some((index, name)), format!("{cell} is not finite; use a finite number")),
                Err(_) => errors.add(
                    line,
                    Some((index, name)),
                    format!("{cell:?} is not a number; write numbers as 1.25, and nothing or NA where there is none"),
                ),
            }
        }
        if errors.count() > before {
            return None;
        }
        match cells.model(&row.cells[self.model], self.dimensions) {
            Ok((model, dimensions)) => Some(TableItem { id: id.to_owned(), line: row.line, model, dimensions }),
            Err(faults) => {
                for fault in faults {
                    let column = match fault.column {
                        Some(index) => (index, self.names[index].as_str()),
                        None => (self.model, "model"),
                    };
                    errors.add(line, Some(column), fault.reason);
                }
                None
            }
        }
    }
}

/// What standard errors' columns begin with.
pub(crate) const STANDARD_ERROR: &str = "se_";

/// The parameter whose value, or standard error, a column holds.
fn plain(name: &str) -> &str {
    name.strip_prefix(STANDARD_ERROR).unwrap_or(name)
}

/// The letter of a parameter column and its number, where it is one.
pub(crate) fn parameter(name: &str) -> Option<(char, Option<u32>)> {
    let letter = name.chars().next()?;
    let number = &name[letter.len_utf8()..];
    if number.is_empty() {
        return matches!(letter, 'a' | 'b' | 'c' | 'd' | 'g' | 'u').then_some((letter, None));
    }
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    let number = number.parse().ok().filter(|_| plain)?;
    matches!(letter, 'a' | 'b' | 'd' | 't' | 's' | 'i').then_some((letter, Some(number)))
}

/// K of the columns a1 … aK, which have to be all there; 1 where there are none.
fn slope_columns(header: &Row, names: &[String], errors: &mut Collector<'_>) -> u32 {
    let numbers: HashSet<u32> = names
        .iter()
        .filter_map(|name| match parameter(name) {
            Some(('a', number)) => number,
            _ => None,
        })
        .collect();
    let highest = numbers.iter().copied().max().unwrap_or(1);
    // As many columns as the highest number says: none is missing. The table is no wider than its header.
    if !numbers.is_empty() && numbers.len() != highest as usize {
        let missing = (1..=highest).find(|number| !numbers.contains(number)).unwrap_or(1);
        errors.add(
            Some(header.line),
            None,
            format!("there is a column a{highest} but no a{missing}; number the dimensions from 1 without gaps"),
        );
    }
    highest
}

/// Something wrong in a row: the index of its column, where it is one, and the reason.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) column: Option<usize>,
    pub(crate) reason: String,
}
