//! What parameter tables and response tables share: CSV records, cells, and errors with line and column.

use std::{
    error::Error,
    fmt,
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
};

/// Something wrong in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1; `None` where it is the file as a whole.
    pub line: Option<u64>,
    /// Number, from 1, and name of the column; `None` where it is the line as a whole.
    pub column: Option<(usize, String)>,
    /// What is wrong and what to do about it.
    pub reason: String,
    /// Whether the system would not let the file be read, so that nothing is known of its contents.
    pub cannot_be_read: bool,
}

impl TableError {
    fn whole(file: &str, reason: String) -> Self {
        Self { file: file.to_owned(), line: None, column: None, reason, cannot_be_read: false }
    }

    fn io(file: &str, error: &io::Error) -> Self {
        let reason = format!("cannot be read: {error}");
        Self { cannot_be_read: true, ..Self::whole(file, reason) }
    }

    /// Column and reason, without file and line.
    pub(crate) fn described(&self) -> String {
        let reason = &self.reason;
        match &self.column {
            Some((number, name)) if name.is_empty() => format!("column {number}: {reason}"),
            Some((number, name)) => format!("column {number} ({name}): {reason}"),
            None => reason.clone(),
        }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ", line {line}")?;
        }
        formatter.write_str(if self.column.is_some() { ", " } else { ": " })?;
        formatter.write_str(&self.described())
    }
}

impl Error for TableError {}

/// Everything wrong in a table; reading stops after [`TableErrors::MOST`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableErrors {
    errors: Vec<TableError>,
}

impl TableErrors {
    /// Most errors reported of one table.
    pub const MOST: usize = 100;

    /// The errors, in the order of the file; at least one.
    #[must_use]
    pub fn errors(&self) -> &[TableError] {
        &self.errors
    }
}

impl fmt::Display for TableErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            error.fmt(formatter)?;
        }
        if self.errors.len() >= Self::MOST {
            write!(formatter, "\n(reading stopped after {} errors)", Self::MOST)?;
        }
        Ok(())
    }
}

impl Error for TableErrors {}

impl From<TableError> for TableErrors {
    fn from(error: TableError) -> Self {
        Self { errors: vec![error] }
    }
}

/// Collects errors of a table.
pub(crate) struct Collector<'a> {
    pub(crate) file: &'a str,
    errors: Vec<TableError>,
}

impl<'a> Collector<'a> {
    pub(crate) const fn new(file: &'a str) -> Self {
        Self { file, errors: Vec::new() }
    }

    pub(crate) fn add(&mut self, line: Option<u64>, column: Option<(usize, &str)>, reason: impl Into<String>) {
        self.errors.push(TableError {
            file: self.file.to_owned(),
            line,
            column: column.map(|(index, name)| (index + 1, name.to_owned())),
            reason: reason.into(),
            cannot_be_read: false,
        });
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.errors.len() >= TableErrors::MOST
    }

    pub(crate) const fn count(&self) -> usize {
        self.errors.len()
    }

    /// The value, if no error was collected.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, TableErrors> {
        if self.errors.is_empty() { Ok(value) } else { Err(self.into_errors()) }
    }

    pub(crate) fn into_errors(mut self) -> TableErrors {
        self.errors.truncate(TableErrors::MOST);
        TableErrors { errors: self.errors }
    }
}

/// What Windows programs begin UTF-8 files with.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A line of a table.
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) cells: Vec<String>,
}

/// Reads the header and then hands over the rows one by one.
pub(crate) struct Rows {
    records: csv::Reader<Cursor<Vec<u8>>>,
}

impl Rows {
    /// The header's names and the reader of the rows that follow.
    pub(crate) fn new(mut reader: impl Read, file: &str) -> Result<(Row, Self), TableError> {
        let mut text = Vec::new();
        reader.read_to_end(&mut text).map_err(|error| TableError::io(file, &error))?;
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        // Rows of uneven length are let through here and reported with their line by the caller.
        let records = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(Cursor::new(text));
        let mut rows = Self { records };
        let header = rows.next(file).unwrap_or_else(|| {
            let reason = "the file is empty; begin it with a header";
            Err(TableError::whole(file, reason.into()))
        })?;
        Ok((header, rows))
    }

    /// The next row; an error ends the table.
    pub(crate) fn next(&mut self, file: &str) -> Option<Result<Row, TableError>> {
        let mut record = csv::StringRecord::new();
        match self.records.read_record(&mut record) {
            Ok(true) => Some(Ok(Row {
                line: record.position().map_or(0, |position| self.line(position)),
                cells: record.iter().map(|cell| text(cell).to_owned()).collect(),
            })),
            Ok(false) => None,
            Err(error) => Some(Err(self.error(file, &error))),
        }
    }

    /// The line a record begins on. The reader's own position is that of the blank lines before it.
    fn line(&self, position: &csv::Position) -> u64 {
        let text = self.records.get_ref().get_ref();
        let start = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(text.len());
        let blank = text[start..]
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .filter(|byte| **byte == b'\n')
            .count();
        position.line() + blank as u64
    }

    fn error(&self, file: &str, error: &csv::Error) -> TableError {
        let line = error.position().map(|position| self.line(position));
        let (column, reason) = match error.kind() {
            csv::ErrorKind::Utf8 { err, .. } => {
                let column = (err.field() + 1, String::new());
                (Some(column), "the text is not UTF-8; save the file as CSV UTF-8".into())
            }
            _ => (None, error.to_string()),
        };
        TableError { line, column, ..TableError::whole(file, reason) }
    }
}

/// Opens a file whose errors are those of a table.
pub(crate) fn open(path: &Path) -> Result<(File, String), TableError> {
    let file = path.display().to_string();
    match File::open(path) {
        Ok(reader) => Ok((reader, file)),
        Err(error) => Err(TableError::io(&file, &error)),
    }
}

/// A cell without the apostrophe that was put before it, by us or by a spreadsheet program, lest it be taken for a formula.
fn text(cell: &str) -> &str {
    let after = cell.strip_prefix('\'').filter(|after| after.starts_with(['=', '+', '-', '@']));
    after.unwrap_or(cell)
}

/// Whether a cell holds nothing: empty or `NA`.
pub(crate) fn is_missing(cell: &str) -> bool {
    cell.is_empty() || cell == "NA"
}

/// A hint for headers that were separated otherwise.
pub(crate) fn separator_hint(header: &[String]) -> &'static str {
    match header {
        [only] if only.contains(';') => "; separate columns by commas, not semicolons",
        [only] if only.contains('\t') => "; separate columns by commas, not tabs",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableError> {
        let (header, mut rows) = Rows::new(bytes, "t.csv")?;
        let mut all = vec![header.cells];
        while let Some(row) = rows.next("t.csv") {
            all.push(row?.cells);
        }
        Ok(all)
    }

    #[test]
    fn byte_order_mark_quotes_and_line_ends() {
        let all = rows(b"\xef\xbb\xbfitem,model\r\n\"A, 1\", 2pl \r\n").expect("a table");
        assert_eq!(all, [["item", "model"], ["A, 1", "2pl"]]);
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = b"\xef\xbb\xbf\n\nh\r\n\r\n\"a\nb\"\n\nc";
        let (header, mut rows) = Rows::new(&text[..], "t.csv").expect("a table");
        let mut lines = vec![header.line];
        while let Some(row) = rows.next("t.csv") {
            lines.push(row.expect("a row").line);
        }
        assert_eq!(lines, [3, 5, 8]);
    }

    #[test]
    fn text_that_is_not_utf8_is_located() {
        let error = rows(b"item,model\nA,b\nB,\xff\n").expect_err("not UTF-8");
        assert_eq!((error.line, error.column.clone()), (Some(3), Some((2, String::new()))));
        assert!(error.to_string().starts_with("t.csv, line 3, column 2: "), "{error}");
    }

    #[test]
    fn the_apostrophe_before_a_formula_is_no_part_of_the_text() {
        let all = rows(b"item,model\n'=1+1,'-q\n'q,'\n").expect("a table");
        assert_eq!(all[1..], [["=1+1", "-q"], ["'q", "'"]]);
    }

    #[test]
    fn an_empty_file_has_no_header() {
        let error = rows(b"").expect_err("empty");
        assert!(error.reason.contains("begin it with a header"), "{error}");
    }
}
