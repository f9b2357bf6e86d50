//! One packed file: what its end says, and its rows, a row group at a time.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt16Type, UInt32Type};
use arrow_array::{Array, BinaryArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use thetis_calibrate::MISSING;

use super::fault::PackedFault;
use super::header::{
    GROUP, GROUPS_KEY, HEADER_KEY, Header, ITEMS, Layout, PERSON, PERSONS, RESPONSES, VERSION, VERSION_KEY, WEIGHT,
};
use crate::error::{Fault, Place, ReadError};
use crate::ids::Ids;

/// The columns of files with this header.
pub(crate) fn schema(header: &Header) -> Schema {
    let columns = [
        (header.persons, PERSON, DataType::Utf8),
        (header.group.is_some(), GROUP, DataType::UInt16),
        (header.has_weights(), WEIGHT, DataType::Float64),
        (header.merged, PERSONS, DataType::UInt32),
        (header.layout == Layout::Sparse, ITEMS, DataType::Binary),
        (true, RESPONSES, DataType::Binary),
    ];
    let there = columns.into_iter().filter(|(there, ..)| *there);
    Schema::new(there.map(|(_, name, kind)| Field::new(name, kind, false)).collect::<Vec<_>>())
}

/// A packed file, opened.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) path: PathBuf,
    /// The header, as it stands in the file.
    pub(crate) header: String,
    pub(crate) groups: Vec<String>,
    /// Rows of each row group.
    pub(crate) rows: Vec<usize>,
    metadata: ArrowReaderMetadata,
}

/// The responses of a row group.
#[derive(Debug)]
pub(crate) enum RowAnswers {
    /// Rows × items.
    Dense(Vec<u8>),
    /// Of each row, how many responses; then all items and categories.
    Sparse { lengths: Vec<usize>, items: Vec<u16>, categories: Vec<u8> },
}

/// A row group.
#[derive(Debug)]
pub(crate) struct RowGroup {
    pub(crate) persons: Option<Ids>,
    /// Places among the groups of the file.
    pub(crate) groups: Option<Vec<u16>>,
    pub(crate) weights: Option<Vec<f64>>,
    /// How many persons each row stands for.
    pub(crate) counts: Option<Vec<u32>>,
    pub(crate) answers: RowAnswers,
}

/// What the metadata of a Parquet file have under a key.
fn value<'m>(metadata: &'m ArrowReaderMetadata, key: &str) -> Option<&'m str> {
    let pairs = metadata.metadata().file_metadata().key_value_metadata()?;
    pairs.iter().find(|pair| pair.key == key)?.value.as_deref()
}

impl Part {
    /// Open a file. `None` if it is Parquet, but not packed.
    pub(crate) fn open(path: &Path) -> Result<Option<Self>, ReadError> {
        let fail = |fault| ReadError::new(Place::file(&path.display().to_string()), fault);
        let file = File::open(path).map_err(|error| fail(Fault::Unreadable { reason: error.to_string() }))?;
        let whole = |reason: String| fail(Fault::NotWhole { kind: "Parquet", reason });
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new());
        let metadata = metadata.map_err(|error| whole(error.to_string()))?;
        let Some(version) = value(&metadata, VERSION_KEY) else { return Ok(None) };
        if version != VERSION.to_string() {
            return Err(fail(PackedFault::Version { found: version.to_owned(), known: VERSION }.into()));
        }
        let header = value(&metadata, HEADER_KEY).ok_or_else(|| whole("it lacks its header".into()))?.to_owned();
        let groups = value(&metadata, GROUPS_KEY).ok_or_else(|| whole("it lacks its groups".into()))?;
        let groups = serde_json::from_str(groups).map_err(|error| whole(error.to_string()))?;
        let rows = metadata.metadata().row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0));
        let rows = rows.collect();
        Ok(Some(Self { path: path.to_path_buf(), header, groups, rows, metadata }))
    }

    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The header, understood, and in agreement with the columns.
    pub(crate) fn header(&self) -> Result<Header, ReadError> {
        let whole = |reason| ReadError::new(Place::file(&self.name()), Fault::NotWhole { kind: "packed", reason });
        let header: Header = serde_json::from_str(&self.header).map_err(|error| whole(error.to_string()))?;
        self.check_columns(&header)?;
        Ok(header)
    }

    pub(crate) fn check_columns(&self, header: &Header) -> Result<(), ReadError> {
        let expected = schema(header);
        let found = self.metadata.schema();
        let same = |(own, other): (&_, &_)| {
            let (own, other): (&std::sync::Arc<Field>, &std::sync::Arc<Field>) = (own, other);
            own.name() == other.name() && own.data_type() == other.data_type() && !own.is_nullable()
        };
        if found.fields().len() == expected.fields().len() && found.fields().iter().zip(expected.fields()).all(same) {
            return Ok(());
        }
        let reason = "its columns are not those of its header".to_owned();
        Err(ReadError::new(Place::file(&self.name()), Fault::NotWhole { kind: "packed", reason }))
    }

    /// Read a row group. `limits` are the categories that a byte may name, by item.
    pub(crate) fn read(&self, number: usize, limits: &[u8]) -> Result<RowGroup, ReadError> {
        // Rows before it, for messages.
        let before: usize = self.rows[..number].iter().sum();
        let fail = |row: usize, fault: Fault| {
            let line = u64::try_from(before + row + 1).ok();
            ReadError::new(Place { line, ..Place::file(&self.name()) }, fault)
        };
        let whole = |reason: String| fail(0, Fault::NotWhole { kind: "Parquet", reason });
        // Of its own: threads must not share the place in a file.
        let file = File::open(&self.path).map_err(|error| fail(0, Fault::Unreadable { reason: error.to_string() }))?;
        let rows = self.rows[number];
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
            .with_row_groups(vec![number])
            .with_batch_size(rows)
            .build();
        let mut reader = reader.map_err(|error| whole(error.to_string()))?;
        let batch = match reader.next() {
            Some(Ok(batch)) if batch.num_rows() == rows => batch,
            Some(Ok(batch)) => return Err(whole(format!("{} rows in place of {rows}", batch.num_rows()))),
            Some(Err(error)) => return Err(whole(error.to_string())),
            None => return Err(whole("there are no rows".into())),
        };
        self.row_group(&batch, limits).map_err(|(row, reason)| fail(row, PackedFault::Damaged { reason }.into()))
    }

    /// What stands in a batch; else the row and why it cannot be what was packed.
    fn row_group(&self, batch: &RecordBatch, limits: &[u8]) -> Result<RowGroup, (usize, String)> {
        let column = |name| batch.column_by_name(name);
        let persons = column(PERSON).map(|array| {
            let mut ids = Ids::default();
            ids.reserve(array.len());
            array.as_string::<i32>().iter().for_each(|id| ids.push(id.unwrap_or_default()));
            ids
        });
        let groups = column(GROUP).map(|array| array.as_primitive::<UInt16Type>().values().to_vec());
        if let Some(row) = groups.iter().flatten().position(|group| usize::from(*group) >= self.groups.len()) {
            return Err((row, "the row is of a group that the file does not name".into()));
        }
        let weights = column(WEIGHT).map(|array| array.as_primitive::<Float64Type>().values().to_vec());
        if let Some(row) = weights.iter().flatten().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return Err((row, "the weight of the row is no number of persons".into()));
        }
        let counts = column(PERSONS).map(|array| array.as_primitive::<UInt32Type>().values().to_vec());
        let bytes = column(RESPONSES).map(|array| array.as_binary::<i32>());
        let bytes = bytes.ok_or_else(|| (0, "there are no responses".to_owned()))?;
        let answers = match column(ITEMS) {
            None => dense(bytes, limits)?,
            Some(items) => sparse(items.as_binary::<i32>(), bytes, limits)?,
        };
        Ok(RowGroup { persons, groups, weights, counts, answers })
    }
}

/// The bytes of all rows, one after another.
fn contents(array: &BinaryArray) -> &[u8] {
    let offsets = array.value_offsets();
    let place = |offset: Option<&i32>| offset.and_then(|offset| usize::try_from(*offset).ok()).unwrap_or(0);
    &array.value_data()[place(offsets.first())..place(offsets.last())]
}

fn dense(bytes: &BinaryArray, limits: &[u8]) -> Result<RowAnswers, (usize, String)> {
    let items = limits.len();
    if let Some(row) = (0..bytes.len()).find(|row| usize::try_from(bytes.value_length(*row)) != Ok(items)) {
        return Err((row, format!("the row has {} responses to {items} items", bytes.value_length(row))));
    }
    let cells = contents(bytes);
    // 255 wraps to 0, so that a missing response is below every limit.
    let sound =
        |row: &[u8]| row.iter().zip(limits).fold(true, |sound, (cell, limit)| sound & (cell.wrapping_add(1) <= *limit));
    match cells.chunks_exact(items.max(1)).position(|row| !sound(row)) {
        Some(row) => Err((row, "the row has a category that its item does not have".into())),
        None => Ok(RowAnswers::Dense(cells.to_vec())),
    }
}

fn sparse(items: &BinaryArray, bytes: &BinaryArray, limits: &[u8]) -> Result<RowAnswers, (usize, String)> {
    let mut lengths = Vec::with_capacity(bytes.len());
    for row in 0..bytes.len() {
        let (places, responses) = (items.value_length(row), bytes.value_length(row));
        if places != responses * 2 {
            return Err((row, format!("the row has {responses} responses to {places} half items")));
        }
        lengths.push(usize::try_from(responses).unwrap_or(0));
    }
    let places: Vec<u16> = contents(items).as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    let categories = contents(bytes).to_vec();
    let mut start = 0;
    for (row, length) in lengths.iter().enumerate() {
        let own = start..start + length;
        if !places[own.clone()].is_sorted_by(|a, b| a < b) {
            return Err((row, "the items of the row are not in order".into()));
        }
        let sound = |(item, category): (&u16, &u8)| {
            *category != MISSING && limits.get(usize::from(*item)).is_some_and(|limit| category < limit)
        };
        if !places[own.clone()].iter().zip(&categories[own.clone()]).all(sound) {
            return Err((row, "the row has an item or a category that there is not".into()));
        }
        start = own.end;
    }
    Ok(RowAnswers::Sparse { lengths, items: places, categories })
}
