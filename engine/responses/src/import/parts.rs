//! Packed files being written: rows become row groups, row groups files. A thread of its own encodes and compresses.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::{self, JoinHandle};

use arrow_array::builder::{BinaryBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, UInt16Array, UInt32Array};
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use thetis_calibrate::MISSING;

use super::row::{Row, RowAnswers, pairs};
use super::sort::unwritable;
use crate::error::{Place, ReadError};
use crate::packed::crc::CheckedFile;
use crate::packed::header::{GROUPS_KEY, HEADER_KEY, VERSION_KEY};
use crate::packed::part::schema;
use crate::packed::{GROUP, Header, Layout, PERSONS, PackedFault, PackedFile, VERSION, WEIGHT};

/// Rows of a row group.
const ROWS: usize = 50_000;
/// Bytes of ids, items and responses in a row group, at most.
const BYTES: usize = 64 << 20;
/// Row groups waiting to be written.
const WAITING: usize = 1;

/// Row groups of a file: few in the first files, so that little data is in several, more in later ones, so that much data
/// is not in too many. It depends on nothing else, so that the same responses make the same files anywhere.
fn row_groups_of(file: usize) -> usize {
    const FILES: usize = 16;
    const MOST: usize = 16;
    1_usize.checked_shl(u32::try_from(file / FILES).unwrap_or(u32::MAX)).map_or(MOST, |groups| groups.min(MOST))
}

/// A row group, and the groups known when it was closed.
type Batch = (RecordBatch, Arc<[String]>);

/// Packed files being written.
pub(crate) struct Parts {
    schema: SchemaRef,
    layout: Layout,
    items: usize,
    rows: RowsInWork,
    sender: Option<SyncSender<Batch>>,
    writer: Option<JoinHandle<Result<Vec<PackedFile>, ReadError>>>,
    folder: PathBuf,
}

#[derive(Default)]
struct RowsInWork {
    number: usize,
    bytes: usize,
    persons: StringBuilder,
    groups: Vec<u16>,
    weights: Vec<f64>,
    counts: Vec<u32>,
    items: BinaryBuilder,
    responses: BinaryBuilder,
    /// Bytes of the row being added, in the other layout than it came.
    scratch: (Vec<u8>, Vec<u8>),
}

impl Parts {
    pub(crate) fn create(folder: &Path, header: &Header) -> Result<Self, ReadError> {
        let schema: SchemaRef = Arc::new(schema(header));
        let (sender, receiver) = mpsc::sync_channel(WAITING);
        let work = (folder.to_path_buf(), Arc::clone(&schema), properties(header));
        let writer = thread::Builder::new()
            .name("packing".into())
            .spawn(move || write_all(&work.0, &work.1, &work.2, &receiver))
            .map_err(|error| unwritable(folder, &error))?;
        Ok(Self {
            schema,
            layout: header.layout,
            items: header.items.len(),
            rows: RowsInWork::default(),
            sender: Some(sender),
            writer: Some(writer),
            folder: folder.to_path_buf(),
        })
    }

    /// Add a row for so many persons.
    pub(crate) fn push(&mut self, row: &Row<'_>, persons: u32, groups: &[String]) -> Result<(), ReadError> {
        let rows = &mut self.rows;
        if let Some(person) = row.person {
            rows.persons.append_value(person);
            rows.bytes += person.len();
        }
        rows.groups.extend(row.group);
        rows.weights.extend(row.weight);
        rows.counts.push(persons);
        let (first, second) = &mut rows.scratch;
        match (self.layout, laid_out(row.answers, self.layout, self.items, first, second)) {
            (Layout::Dense, (cells, _)) => {
                rows.responses.append_value(cells);
                rows.bytes += cells.len();
            }
            (Layout::Sparse, (items, categories)) => {
                rows.items.append_value(items);
                rows.responses.append_value(categories);
                rows.bytes += items.len() + categories.len();
            }
        }
        rows.number += 1;
        if rows.number >= ROWS || rows.bytes >= BYTES {
            self.close_row_group(groups)?;
        }
        Ok(())
    }

    fn close_row_group(&mut self, groups: &[String]) -> Result<(), ReadError> {
        let mut rows = std::mem::take(&mut self.rows);
        let mut columns: Vec<ArrayRef> = Vec::new();
        for field in self.schema.fields() {
            columns.push(match field.name().as_str() {
                crate::packed::PERSON => Arc::new(rows.persons.finish()),
                GROUP => Arc::new(UInt16Array::from(std::mem::take(&mut rows.groups))),
                WEIGHT => Arc::new(Float64Array::from(std::mem::take(&mut rows.weights))),
                PERSONS => Arc::new(UInt32Array::from(std::mem::take(&mut rows.counts))),
                crate::packed::ITEMS => Arc::new(rows.items.finish()),
                _ => Arc::new(rows.responses.finish()),
            });
        }
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)
            .unwrap_or_else(|error| unreachable!("a row has a cell for every column: {error}"));
        let sent = self.sender.as_ref().is_some_and(|sender| sender.send((batch, groups.into())).is_ok());
        // The writer gives up only over an error, which it has.
        if sent { Ok(()) } else { self.join().map(|_| ()) }
    }

    /// Wait for the writer's end.
    fn join(&mut self) -> Result<Vec<PackedFile>, ReadError> {
        self.sender = None;
        match self.writer.take().map(JoinHandle::join) {
            Some(Ok(written)) => written,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => {
                let fault = PackedFault::Unwritable { reason: "writing has ended".into() };
                Err(ReadError::new(Place::file(&self.folder.display().to_string()), fault.into()))
            }
        }
    }

    /// All rows are there: end the last file.
    pub(crate) fn finish(mut self, groups: &[String]) -> Result<Vec<PackedFile>, ReadError> {
        if self.rows.number > 0 {
            self.close_row_group(groups)?;
        }
        self.join()
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        // The folder is removed next: nobody may write to it any more.
        self.sender = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// Answers as a layout has them: the bytes of all items, or items and categories.
pub(crate) fn laid_out<'a>(
    answers: RowAnswers<'a>,
    layout: Layout,
    items: usize,
    first: &'a mut Vec<u8>,
    second: &'a mut Vec<u8>,
) -> (&'a [u8], &'a [u8]) {
    match (answers, layout) {
        (RowAnswers::Dense(cells), Layout::Dense) => (cells, &[]),
        (RowAnswers::Sparse { items, categories }, Layout::Sparse) => (items, categories),
        (RowAnswers::Dense(cells), Layout::Sparse) => {
            first.clear();
            second.clear();
            for (item, category) in (0_u16..).zip(cells).filter(|(_, category)| **category != MISSING) {
                first.extend(item.to_le_bytes());
                second.push(*category);
            }
            (first, second)
        }
        (RowAnswers::Sparse { items: places, categories }, Layout::Dense) => {
            first.clear();
            first.resize(items, MISSING);
            pairs(places, categories).for_each(|(item, category)| first[item] = category);
            (first, &[])
        }
    }
}

fn properties(header: &Header) -> WriterProperties {
    let key_values = vec![
        KeyValue::new(VERSION_KEY.to_owned(), VERSION.to_string()),
        KeyValue::new(HEADER_KEY.to_owned(), header.json()),
    ];
    let mut properties = WriterProperties::builder()
        .set_created_by("thetis".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap_or_default()))
        // Hardly two rows are alike, and nobody asks for the rows between two.
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(key_values));
    for column in [GROUP, WEIGHT, PERSONS] {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column), true);
    }
    properties.build()
}

/// Write row groups into files as they come.
fn write_all(
    folder: &Path,
    schema: &SchemaRef,
    properties: &WriterProperties,
    batches: &Receiver<Batch>,
) -> Result<Vec<PackedFile>, ReadError> {
    let mut files = Vec::new();
    let mut file: Option<FileInWork> = None;
    for (batch, groups) in batches {
        let mut own = match file.take() {
            Some(file) => file,
            None => FileInWork::create(folder, files.len(), schema, properties)?,
        };
        own.add(&batch, groups)?;
        if own.row_groups >= row_groups_of(files.len()) {
            files.push(own.finish()?);
        } else {
            file = Some(own);
        }
    }
    if let Some(file) = file {
        files.push(file.finish()?);
    }
    Ok(files)
}

struct FileInWork {
    path: PathBuf,
    name: String,
    writer: ArrowWriter<CheckedFile>,
    rows: u64,
    row_groups: usize,
    groups: Arc<[String]>,
}

impl FileInWork {
    fn create(
        folder: &Path,
        number: usize,
        schema: &Arc<Schema>,
        properties: &WriterProperties,
    ) -> Result<Self, ReadError> {
        let name = format!("part-{number:05}.parquet");
        let path = folder.join(&name);
        let file = CheckedFile::create(&path).map_err(|error| unwritable(&path, &error))?;
        let writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties.clone()));
        let writer = writer.map_err(|error| failed(&path, error))?;
        Ok(Self { path, name, writer, rows: 0, row_groups: 0, groups: Arc::from([]) })
    }

    fn add(&mut self, batch: &RecordBatch, groups: Arc<[String]>) -> Result<(), ReadError> {
        let written = self.writer.write(batch).and_then(|()| self.writer.flush());
        written.map_err(|error| failed(&self.path, error))?;
        self.rows += batch.num_rows() as u64;
        self.row_groups += 1;
        self.groups = groups;
        Ok(())
    }

    fn finish(mut self) -> Result<PackedFile, ReadError> {
        let names = serde_json::to_string(&self.groups[..]).unwrap_or_else(|error| unreachable!("texts: {error}"));
        self.writer.append_key_value_metadata(KeyValue::new(GROUPS_KEY.to_owned(), names));
        let file = self.writer.into_inner().map_err(|error| failed(&self.path, error))?;
        let (bytes, crc32) = file.finish().map_err(|error| unwritable(&self.path, &error))?;
        Ok(PackedFile { name: self.name, rows: self.rows, bytes, crc32 })
    }
}

fn failed(path: &Path, error: ParquetError) -> ReadError {
    let reason = match error {
        ParquetError::External(error) => error.to_string(),
        other => other.to_string(),
    };
    let fault = PackedFault::Unwritable { reason };
    ReadError::new(Place::file(&path.display().to_string()), fault.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_several_but_not_too_many() {
        let files = |row_groups: usize| {
            let (mut files, mut left) = (0, row_groups);
            while left > 0 {
                left = left.saturating_sub(row_groups_of(files));
                files += 1;
            }
            files
        };
        assert_eq!([1, 16, 20, 200, 2_000].map(files), [1, 16, 18, 59, 174]);
        assert_eq!(row_groups_of(usize::MAX), 16);
    }
}
