//! Parquet and Arrow files: columns of types, batch by batch.

use std::fmt::Write;
use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::FileReader;
use arrow_schema::{ArrowError, DataType};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use thetis_calibrate::MISSING;

use crate::coding::{Cell, Coder};
use crate::error::{Fault, Place, ReadError};
use crate::options::Kind;

/// Rows read at a time.
const BATCH: usize = 4_096;

/// A file of columns, opened.
pub(crate) struct ColumnFile {
    pub(crate) file: String,
    pub(crate) names: Vec<String>,
    kind: &'static str,
    input: Input,
    rows: u64,
}

enum Input {
    Parquet(Box<ParquetRecordBatchReaderBuilder<File>>),
    Arrow(File),
}

/// The batches of the columns asked for.
pub(crate) struct Batches {
    file: String,
    kind: &'static str,
    reader: Reader,
    /// Of each column asked for, its place in a batch.
    pub(crate) places: Vec<usize>,
    rows: u64,
}

enum Reader {
    Parquet(ParquetRecordBatchReader),
    Arrow(Box<FileReader<BufReader<File>>>),
}

impl ColumnFile {
    pub(crate) fn open(path: &Path, kind: Kind) -> Result<Self, ReadError> {
        let file = path.display().to_string();
        let fail = |fault| ReadError::new(Place::file(&file), fault);
        let opened = File::open(path).map_err(|error| fail(Fault::Unreadable { reason: error.to_string() }))?;
        if kind == Kind::Parquet {
            let kind = "Parquet";
            let builder = ParquetRecordBatchReaderBuilder::try_new(opened)
                .map_err(|error| fail(Fault::NotWhole { kind, reason: error.to_string() }))?;
            let names = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
            let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
            return Ok(Self { file, names, kind, input: Input::Parquet(Box::new(builder)), rows });
        }
        let kind = "Arrow";
        let whole = |error: ArrowError| fail(Fault::NotWhole { kind, reason: error.to_string() });
        let again = opened.try_clone().map_err(|error| fail(Fault::Unreadable { reason: error.to_string() }))?;
        let reader = FileReader::try_new(BufReader::new(opened), None).map_err(whole)?;
        let names = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
        Ok(Self { file, names, kind, input: Input::Arrow(again), rows: 0 })
    }

    /// The number of rows, where the file says it beforehand; else 0.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Read these columns only.
    pub(crate) fn batches(self, columns: &[usize]) -> Result<Batches, ReadError> {
        let Self { file, kind, input, .. } = self;
        let mut order = columns.to_vec();
        order.sort_unstable();
        order.dedup();
        // Batches have the columns in the order of the file.
        let places = columns.iter().filter_map(|column| order.binary_search(column).ok()).collect();
        let fail = |reason: String| ReadError::new(Place::file(&file), Fault::NotWhole { kind, reason });
        let reader = match input {
            Input::Parquet(builder) => {
                let mask = ProjectionMask::roots(builder.parquet_schema(), order);
                let builder = builder.with_projection(mask).with_batch_size(BATCH);
                Reader::Parquet(builder.build().map_err(|error| fail(error.to_string()))?)
            }
            Input::Arrow(mut input) => {
                input.rewind().map_err(|error| fail(error.to_string()))?;
                let reader = FileReader::try_new(BufReader::new(input), Some(order));
                Reader::Arrow(Box::new(reader.map_err(|error| fail(error.to_string()))?))
            }
        };
        Ok(Batches { file, kind, reader, places, rows: 0 })
    }
}

impl Batches {
    /// The number of rows before a batch, and the batch.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, RecordBatch)>, ReadError> {
        let next = match &mut self.reader {
            Reader::Parquet(reader) => reader.next(),
            Reader::Arrow(reader) => reader.next(),
        };
        let before = self.rows;
        match next {
            None => Ok(None),
            Some(Ok(batch)) => {
                self.rows += batch.num_rows() as u64;
                Ok(Some((before, batch)))
            }
            Some(Err(error)) => Err(ReadError::new(
                Place { line: Some(before + 1), ..Place::file(&self.file) },
                Fault::NotWhole { kind: self.kind, reason: error.to_string() },
            )),
        }
    }
}

/// The categories of a column of small whole numbers, which most columns of responses are, straight into `cells`.
///
/// Returns whether that was all there is to do: a column of another type, or with something that is no category, is
/// left to [`Values`], row by row.
pub(crate) fn small_numbers<'c>(array: &dyn Array, coder: &Coder<'_>, cells: impl Iterator<Item = &'c mut u8>) -> bool {
    fn code<'c, T: Copy>(
        values: &[T],
        array: &dyn Array,
        cells: impl Iterator<Item = &'c mut u8>,
        category: impl Fn(T) -> Option<u8>,
    ) -> bool {
        let missing = array.nulls();
        for (row, (value, cell)) in values.iter().zip(cells).enumerate() {
            *cell = match category(*value) {
                _ if missing.is_some_and(|nulls| nulls.is_null(row)) => MISSING,
                Some(category) => category,
                None => return false,
            };
        }
        true
    }
    match array.data_type() {
        DataType::Int8 => code(array.as_primitive::<Int8Type>().values(), array, cells, |n| coder.small(n.into())),
        DataType::UInt8 => code(array.as_primitive::<UInt8Type>().values(), array, cells, |n| coder.small(n.into())),
        DataType::Int32 => code(array.as_primitive::<Int32Type>().values(), array, cells, |n| coder.small(n.into())),
        DataType::Int64 => code(array.as_primitive::<Int64Type>().values(), array, cells, |n| coder.small(n)),
        _ => false,
    }
}

/// The values of a column in a batch.
pub(crate) enum Values<'b> {
    Nothing,
    Whole(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Text(Vec<Option<&'b str>>),
}

impl<'b> Values<'b> {
    /// # Errors
    /// A type that holds neither numbers nor text.
    pub(crate) fn new(array: &'b dyn Array) -> Result<Self, Fault> {
        macro_rules! whole {
            ($kind:ty) => {
                Self::Whole(array.as_primitive::<$kind>().iter().map(|value| value.map(i64::from)).collect())
            };
        }
        Ok(match array.data_type() {
            DataType::Null => Self::Nothing,
            DataType::Boolean => Self::Whole(array.as_boolean().iter().map(|value| value.map(i64::from)).collect()),
            DataType::Int8 => whole!(Int8Type),
            DataType::Int16 => whole!(Int16Type),
            DataType::Int32 => whole!(Int32Type),
            DataType::Int64 => whole!(Int64Type),
            DataType::UInt8 => whole!(UInt8Type),
            DataType::UInt16 => whole!(UInt16Type),
            DataType::UInt32 => whole!(UInt32Type),
            DataType::UInt64 => {
                let values = array.as_primitive::<UInt64Type>().iter();
                Self::Whole(values.map(|value| value.map(|value| i64::try_from(value).unwrap_or(i64::MAX))).collect())
            }
            DataType::Float32 => {
                Self::Real(array.as_primitive::<Float32Type>().iter().map(|value| value.map(f64::from)).collect())
            }
            DataType::Float64 => Self::Real(array.as_primitive::<Float64Type>().iter().collect()),
            DataType::Utf8 => Self::Text(array.as_string::<i32>().iter().collect()),
            DataType::LargeUtf8 => Self::Text(array.as_string::<i64>().iter().collect()),
            DataType::Utf8View => Self::Text(array.as_string_view().iter().collect()),
            DataType::Dictionary(..) => Self::dictionary(array)?,
            other => return Err(Fault::ColumnType { found: other.to_string() }),
        })
    }

    fn dictionary(array: &'b dyn Array) -> Result<Self, Fault> {
        let dictionary = array.as_any_dictionary();
        if dictionary.values().is_empty() {
            return Ok(Self::Nothing);
        }
        let keys = dictionary.normalized_keys();
        fn pick<T: Copy>(array: &dyn Array, keys: &[usize], values: &[Option<T>]) -> Vec<Option<T>> {
            keys.iter().enumerate().map(|(row, key)| if array.is_null(row) { None } else { values[*key] }).collect()
        }
        Ok(match Self::new(dictionary.values().as_ref())? {
            Self::Nothing => Self::Nothing,
            Self::Whole(values) => Self::Whole(pick(array, &keys, &values)),
            Self::Real(values) => Self::Real(pick(array, &keys, &values)),
            Self::Text(values) => Self::Text(pick(array, &keys, &values)),
        })
    }

    /// What stands in a row.
    pub(crate) fn cell(&self, row: usize) -> Cell<'b> {
        match self {
            Self::Nothing => Cell::Empty,
            Self::Whole(values) => values[row].map_or(Cell::Empty, Cell::Number),
            Self::Real(values) => values[row].map_or(Cell::Empty, Cell::Real),
            Self::Text(values) => values[row].map_or(Cell::Empty, Cell::Text),
        }
    }

    /// The same as text, for ids and groups, in place of what was there; empty where there is nothing.
    pub(crate) fn write(&self, row: usize, text: &mut String) {
        text.clear();
        let written = match self.cell(row) {
            Cell::Empty => Ok(()),
            Cell::Number(number) => write!(text, "{number}"),
            // As a whole number where it is one: what 1.0 stands for is 1.
            Cell::Real(value) => write!(text, "{value}"),
            Cell::Text(own) => text.write_str(own.trim()),
        };
        debug_assert!(written.is_ok(), "a text takes everything");
    }
}
