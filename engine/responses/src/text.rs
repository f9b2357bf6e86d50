//! CSV files, also compressed: reading record by record, and finding lines again.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::error::{Fault, Place, ReadError, ReadErrors};

/// How a text file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextFormat {
    /// What separates cells; `None` is a tab for `.tsv` and a comma for all others.
    pub delimiter: Option<u8>,
    /// Whether the first line names the columns. Without it they are named 1, 2, …
    pub header: bool,
}

impl Default for TextFormat {
    /// A header; the delimiter of the file's ending.
    fn default() -> Self {
        Self { delimiter: None, header: true }
    }
}

/// What Windows programs begin UTF-8 files with.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Bytes read at a time.
const BUFFER: usize = 1 << 18;

/// More bytes than any line has. A line is in memory whole, and a few kilobytes compressed may be gigabytes of one line.
const LONGEST_LINE: usize = 16 << 20;

/// Ends reading at a line that is too long.
struct Limited {
    reader: Box<dyn BufRead>,
    /// Bytes read since the record before.
    count: Rc<Cell<usize>>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.count.get() > LONGEST_LINE {
            let reason = format!("a line has more than {} megabytes", LONGEST_LINE >> 20);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
        }
        let read = self.reader.read(buffer)?;
        self.count.set(self.count.get() + read);
        Ok(read)
    }
}

/// A text file being read.
pub(crate) struct TextFile {
    pub(crate) file: String,
    pub(crate) names: Vec<String>,
    /// Bytes of the file read so far, compressed as they are.
    pub(crate) consumed: Arc<AtomicU64>,
    records: csv::Reader<Limited>,
    /// Bytes read of the text since the record before.
    count: Rc<Cell<usize>>,
    /// The first record, where it is no header.
    first: Option<csv::ByteRecord>,
}

/// A file that counts what is read of it.
struct Counted {
    file: File,
    consumed: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

fn open(path: &Path, consumed: Arc<AtomicU64>) -> io::Result<Box<dyn BufRead>> {
    let file = BufReader::with_capacity(BUFFER, Counted { file: File::open(path)?, consumed });
    let compressed = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    let mut reader: Box<dyn BufRead> = match compressed {
        true => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file))),
        false => Box::new(file),
    };
    // The mark is in the first buffer whole, or the file is no longer than the mark.
    if reader.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
        reader.consume(BYTE_ORDER_MARK.len());
    }
    Ok(reader)
}

fn is_tab_separated(path: &Path) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    name.ends_with(".tsv") || name.ends_with(".tsv.gz")
}

impl TextFile {
    pub(crate) fn open(path: &Path, format: TextFormat) -> Result<Self, ReadError> {
        let file = path.display().to_string();
        let consumed = Arc::default();
        let reader = open(path, Arc::clone(&consumed)).map_err(|error| failure(&file, &error))?;
        let count = Rc::new(Cell::new(0));
        let delimiter = format.delimiter.unwrap_or(if is_tab_separated(path) { b'\t' } else { b',' });
        let mut records = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(BUFFER)
            .from_reader(Limited { reader, count: count.clone() });
        let mut record = csv::ByteRecord::new();
        let found = records.read_byte_record(&mut record).map_err(|error| csv_failure(&file, error))?;
        if !found {
            return Err(ReadError::new(Place::file(&file), Fault::Empty));
        }
        if !format.header {
            let names = (1..=record.len()).map(|number| number.to_string()).collect();
            return Ok(Self { file, names, consumed, records, count, first: Some(record) });
        }
        let mut names = Vec::with_capacity(record.len());
        for cell in &record {
            match std::str::from_utf8(cell) {
                Ok(name) => names.push(name.trim().to_owned()),
                Err(_) => {
                    let place = Place { line: Some(1), ..Place::file(&file) };
                    return Err(ReadError::new(place, Fault::NotUtf8));
                }
            }
        }
        Ok(Self { file, names, consumed, records, count, first: None })
    }

    /// Read the next record; its position is where its line, or a blank one before it, begins.
    pub(crate) fn next(&mut self, record: &mut csv::ByteRecord) -> Result<bool, ReadError> {
        if let Some(first) = self.first.take() {
            *record = first;
            return Ok(true);
        }
        self.count.set(0);
        self.records.read_byte_record(record).map_err(|error| csv_failure(&self.file, error))
    }
}

/// The offset at which a record begins.
pub(crate) fn offset(record: &csv::ByteRecord) -> u64 {
    record.position().map_or(0, csv::Position::byte)
}

fn failure(file: &str, error: &io::Error) -> ReadError {
    let reason = error.to_string();
    let fault = match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            Fault::NotWhole { kind: "gzip", reason }
        }
        _ => Fault::Unreadable { reason },
    };
    ReadError::new(Place::file(file), fault)
}

fn csv_failure(file: &str, error: csv::Error) -> ReadError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => failure(file, &error),
        other => {
            let fault = Fault::NotWhole { kind: "CSV", reason: format!("{other:?}") };
            ReadError::new(Place::file(file), fault)
        }
    }
}

/// The lines, from 1, of records that begin at these offsets. `None` where the file cannot be read again.
pub(crate) fn lines(path: &Path, offsets: &[u64]) -> Option<Vec<u64>> {
    let mut lines = Lines::open(path).ok()?;
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    order.sort_by_key(|place| offsets[*place]);
    let mut found = vec![1; offsets.len()];
    for place in order {
        found[place] = lines.of(offsets[place])?;
    }
    Some(found)
}

/// Counts the lines of a file. A record's line is that of its first byte which is no line end, as editors count.
pub(crate) struct Lines {
    reader: Box<dyn BufRead>,
    at: u64,
    line: u64,
}

impl Lines {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { reader: open(path, Arc::default())?, at: 0, line: 1 })
    }

    /// The line, from 1, of the record that begins at an offset, which is not before the last one asked for.
    pub(crate) fn of(&mut self, offset: u64) -> Option<u64> {
        loop {
            let buffer = self.reader.fill_buf().ok()?;
            let mut length = 0;
            // Line ends before the record are not its own.
            while let Some(byte) = buffer.get(length)
                && (self.at < offset || matches!(byte, b'\n' | b'\r'))
            {
                self.line += u64::from(*byte == b'\n');
                self.at += 1;
                length += 1;
            }
            let is_there = length < buffer.len() || buffer.is_empty();
            self.reader.consume(length);
            if is_there {
                return Some(self.line);
            }
        }
    }
}

/// A small table, whole in memory.
pub(crate) struct SmallTable {
    pub(crate) file: String,
    pub(crate) names: Vec<String>,
    /// Lines with their cells, as many as names.
    pub(crate) rows: Vec<(u64, Vec<String>)>,
}

/// Read a table that has a header and a cell a column on every line.
pub(crate) fn read_table(path: &Path, format: TextFormat) -> Result<SmallTable, ReadErrors> {
    let mut text = TextFile::open(path, TextFormat { header: true, ..format })?;
    let mut rows = Vec::new();
    let mut offsets = Vec::new();
    let mut record = csv::ByteRecord::new();
    let fail = |offset: u64, fault: Fault| {
        let line = lines(path, &[offset]).map(|lines| lines[0]);
        ReadErrors::from(ReadError::new(Place { line, ..Place::file(&path.display().to_string()) }, fault))
    };
    while text.next(&mut record)? {
        if record.len() != text.names.len() {
            return Err(fail(offset(&record), Fault::Ragged { cells: record.len(), header: text.names.len() }));
        }
        let cells = record.iter().map(|cell| std::str::from_utf8(cell).map(|cell| cell.trim().to_owned()));
        match cells.collect::<Result<Vec<_>, _>>() {
            Ok(cells) => rows.push((0, cells)),
            Err(_) => return Err(fail(offset(&record), Fault::NotUtf8)),
        }
        offsets.push(offset(&record));
    }
    if let Some(lines) = lines(path, &offsets) {
        rows.iter_mut().zip(lines).for_each(|(row, line)| row.0 = line);
    }
    Ok(SmallTable { file: text.file, names: text.names, rows })
}
