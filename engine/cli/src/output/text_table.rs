//! Aligned columns for a terminal.

use std::fmt::Write;

/// Spaces between columns.
const GAP: usize = 2;

/// Heading and alignment of a column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    heading: String,
    right: bool,
}

impl Column {
    /// A column of words.
    pub(crate) fn words(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), right: false }
    }

    /// A column of numbers.
    pub(crate) fn numbers(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), right: true }
    }
}

/// A table whose columns are as wide as what they hold.
#[derive(Clone, Debug)]
pub(crate) struct TextTable {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl TextTable {
    pub(crate) const fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Add a row; cells that are missing at its end stay blank.
    pub(crate) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The table's lines, each ended, none with spaces at its end.
    pub(crate) fn render(&self) -> String {
        let headings: Vec<String> = self.columns.iter().map(|column| column.heading.clone()).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|c| {
                let cells = self.rows.iter().filter_map(|row| row.get(c));
                cells.chain([&headings[c]]).map(|cell| width(cell)).max().unwrap_or(0)
            })
            .collect();
        let mut out = String::new();
        for row in std::iter::once(&headings).chain(&self.rows) {
            let mut line = String::new();
            for ((cell, column), wide) in row.iter().zip(&self.columns).zip(&widths) {
                let blank = wide.saturating_sub(width(cell));
                if column.right {
                    let _ = write!(line, "{:blank$}{cell}{:GAP$}", "", "");
                } else {
                    let _ = write!(line, "{cell}{:blank$}{:GAP$}", "", "");
                }
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

fn width(cell: &str) -> usize {
    cell.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right() {
        let mut table = TextTable::new(vec![Column::words("item"), Column::numbers("b"), Column::words("note")]);
        table.push(vec!["é1".into(), "-1.25".into(), "easy".into()]);
        table.push(vec!["item-20".into(), "0.5".into()]);
        assert_eq!(table.render(), "item         b  note\né1       -1.25  easy\nitem-20    0.5\n");
    }
}
