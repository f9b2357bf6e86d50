//! Some persons of packed responses, evenly spaced: those that starting values are found with.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, BinaryArray, RecordBatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReaderBuilder, RowSelection, RowSelector};
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;
use thetis_calibrate::passes::WireError;
use thetis_calibrate::{CalibrationError, MISSING, Responses, sample_step};

use super::header::{ITEMS, Layout, RESPONSES, WEIGHT};
use super::manifest::{Manifest, PackedFile};

/// Rows that are read at one time.
const BATCH: usize = 8_192;

/// Some persons' responses, collected file by file.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Every how many-th person is taken.
    step: u64,
    /// The number of the person to be taken next.
    next: u64,
    /// Persons so far.
    counted: u64,
    /// Whether every row counts as a person: else those without a response have to be found.
    everyone: bool,
    items: usize,
    rows: Rows,
}

/// Responses of some persons, of one group.
#[derive(Clone, Debug, PartialEq)]
struct Rows {
    sparse: bool,
    /// Of each person, if there are weights.
    weights: Option<Vec<f64>>,
    /// Dense: rows of all items; sparse: what was answered.
    cells: Vec<u8>,
    /// Sparse: which items.
    items: Vec<u32>,
    /// Sparse: of each person, how many.
    lengths: Vec<u64>,
}

impl Sample {
    /// Of a folder in which so many rows have a response: every [`sample_step`]-th of these, from the first.
    ///
    /// Where other rows have none, every file is read up to the last person of the sample.
    #[must_use]
    pub fn new(manifest: &Manifest, persons: u64) -> Self {
        let header = &manifest.header;
        let rows = Rows {
            sparse: header.layout == Layout::Sparse,
            weights: header.has_weights().then(Vec::new),
            cells: Vec::new(),
            items: Vec::new(),
            lengths: Vec::new(),
        };
        let everyone = persons == manifest.rows;
        Self { step: sample_step(persons), next: 0, counted: 0, everyone, items: header.items.len(), rows }
    }

    /// Take the persons of the next file; they come in the order of the manifest.
    ///
    /// # Errors
    /// A file that is not whole, or whose columns are not what they should be.
    pub fn read<R: ChunkReader + 'static>(&mut self, file: &PackedFile, reader: R) -> Result<(), ParquetError> {
        let columns = [WEIGHT, ITEMS, RESPONSES];
        if !self.everyone {
            for batch in open(reader, &columns)?.build()? {
                self.add(&batch?, true)?;
            }
            return Ok(());
        }
        let Some(selection) = self.selection(file.rows) else { return Ok(()) };
        for batch in open(reader, &columns)?.with_row_selection(selection).build()? {
            self.add(&batch?, false)?;
        }
        Ok(())
    }

    /// The rows of the next file that are taken, of so many; `None` if there are none.
    fn selection(&mut self, rows: u64) -> Option<RowSelection> {
        let end = self.counted + rows;
        let mut selectors = Vec::new();
        let mut at = self.counted;
        let size = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
        while self.next < end {
            selectors.push(RowSelector::skip(size(self.next - at)));
            selectors.push(RowSelector::select(1));
            at = self.next + 1;
            self.next += self.step;
        }
        selectors.push(RowSelector::skip(size(end - at)));
        self.counted = end;
        (selectors.len() > 1).then(|| RowSelection::from(selectors))
    }

    /// Take the rows of a batch, or, if `choose`, those of them whose turn it is.
    fn add(&mut self, batch: &RecordBatch, choose: bool) -> Result<(), ParquetError> {
        let columns = Columns::of(batch, self.rows.sparse, self.rows.weights.is_some())?;
        for row in 0..batch.num_rows() {
            let cells = columns.responses.value(row);
            if choose {
                if cells.iter().all(|cell| *cell == MISSING) {
                    continue;
                }
                self.counted += 1;
                if self.counted - 1 != self.next {
                    continue;
                }
                self.next += self.step;
            }
            match columns.items {
                None if cells.len() != self.items => return Err(wrong(RESPONSES)),
                None => {}
                Some(items) => {
                    let (numbers, rest) = items.value(row).as_chunks::<2>();
                    if numbers.len() != cells.len() || !rest.is_empty() {
                        return Err(wrong(ITEMS));
                    }
                    self.rows.items.extend(numbers.iter().map(|number| u32::from(u16::from_le_bytes(*number))));
                    self.rows.lengths.push(numbers.len() as u64);
                }
            }
            self.rows.cells.extend_from_slice(cells);
            if let (Some(all), Some(weights)) = (&mut self.rows.weights, columns.weights) {
                all.push(weights.value(row));
            }
        }
        Ok(())
    }

    /// The sample, to be sent: letters, layout, then each list with its length, little-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let Rows { sparse, weights, cells, items, lengths } = &self.rows;
        let mut bytes = LETTERS.to_vec();
        bytes.extend([u8::from(*sparse), u8::from(weights.is_some())]);
        let weights = weights.as_deref().unwrap_or_default();
        for length in [weights.len(), items.len(), lengths.len(), cells.len()] {
            bytes.extend((length as u64).to_le_bytes());
        }
        weights.iter().for_each(|weight| bytes.extend(weight.to_le_bytes()));
        items.iter().for_each(|item| bytes.extend(item.to_le_bytes()));
        lengths.iter().for_each(|length| bytes.extend(length.to_le_bytes()));
        bytes.extend(cells);
        bytes
    }

    /// The responses, all of one group, to items with these ids.
    ///
    /// # Errors
    /// What the responses are refused for: items or categories that there cannot be.
    pub fn responses(self, ids: &[String]) -> Result<Responses, CalibrationError> {
        self.rows.responses(ids)
    }
}

/// A [`Sample`] from its [bytes](Sample::to_bytes): the responses, all of one group, to items with these ids.
///
/// # Errors
/// Bytes of something else, or responses that there cannot be.
pub fn sample_from_bytes(bytes: &[u8], ids: &[String]) -> Result<Responses, WireError> {
    let invalid = WireError::Invalid { what: "the sample of persons" };
    Rows::from_bytes(bytes)?.responses(ids).map_err(|_| invalid)
}

/// What a sample's bytes begin with.
const LETTERS: [u8; 8] = *b"thetisS1";

impl Rows {
    fn from_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        let other = WireError::Other { expected: "a sample of persons" };
        let mut rest = bytes.strip_prefix(&LETTERS).ok_or(other)?;
        let mut take = |length: usize| -> Result<&[u8], WireError> {
            let (first, after) = rest.split_at_checked(length).ok_or(WireError::Damaged)?;
            rest = after;
            Ok(first)
        };
        let flags = take(2)?.to_vec();
        let (lengths, _) = take(32)?.as_chunks::<8>();
        let length = |place: usize, size: usize| {
            let length = usize::try_from(u64::from_le_bytes(lengths[place])).ok();
            length.and_then(|length| length.checked_mul(size)).ok_or(WireError::Damaged)
        };
        let (weights, items) = (take(length(0, 8)?)?, take(length(1, 4)?)?);
        let (each, cells) = (take(length(2, 8)?)?, take(length(3, 1)?)?);
        let found = Self {
            sparse: flags[0] == 1,
            weights: (flags[1] == 1)
                .then(|| weights.as_chunks::<8>().0.iter().map(|weight| f64::from_le_bytes(*weight)).collect()),
            items: items.as_chunks::<4>().0.iter().map(|item| u32::from_le_bytes(*item)).collect(),
            lengths: each.as_chunks::<8>().0.iter().map(|length| u64::from_le_bytes(*length)).collect(),
            cells: cells.to_vec(),
        };
        if rest.is_empty() { Ok(found) } else { Err(WireError::Damaged) }
    }

    fn responses(self, ids: &[String]) -> Result<Responses, CalibrationError> {
        let responses = if self.sparse {
            let ends = self.lengths.iter().scan(0_usize, |end, length| {
                *end = end.saturating_add(usize::try_from(*length).unwrap_or(usize::MAX));
                Some(*end)
            });
            let starts = std::iter::once(0).chain(ends).collect();
            Responses::sparse(ids.to_vec(), starts, self.items, self.cells)?
        } else {
            Responses::dense(ids.to_vec(), self.cells)?
        };
        match self.weights {
            Some(weights) => responses.with_weights(weights),
            None => Ok(responses),
        }
    }
}

/// Read all that a pass would of a file, to find out whether it can be read.
///
/// # Errors
/// A file that is not whole, or whose columns are not what they should be.
pub fn verify<R: ChunkReader + 'static>(manifest: &Manifest, grouped: bool, reader: R) -> Result<(), ParquetError> {
    let columns: Vec<&str> = manifest.columns(grouped).into_iter().flatten().collect();
    for batch in open(reader, &columns)?.build()? {
        Columns::of(&batch?, manifest.header.layout == Layout::Sparse, manifest.header.has_weights())?;
    }
    Ok(())
}

/// Those columns of a file, in batches.
fn open<R: ChunkReader + 'static>(
    reader: R,
    columns: &[&str],
) -> Result<ParquetRecordBatchReaderBuilder<R>, ParquetError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(reader)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
    Ok(builder.with_projection(mask).with_batch_size(BATCH))
}

/// What a batch has of each row.
struct Columns<'a> {
    weights: Option<&'a arrow_array::Float64Array>,
    items: Option<&'a BinaryArray>,
    responses: &'a BinaryArray,
}

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch, sparse: bool, weighted: bool) -> Result<Self, ParquetError> {
        let bytes = |name: &str| -> Result<&'a BinaryArray, ParquetError> {
            let column = batch.column_by_name(name).and_then(|column| column.as_binary_opt::<i32>());
            column.filter(|column| column.null_count() == 0).ok_or_else(|| wrong(name))
        };
        let weights = || {
            let column = batch.column_by_name(WEIGHT).and_then(|column| column.as_primitive_opt::<Float64Type>());
            column.filter(|column| column.null_count() == 0).ok_or_else(|| wrong(WEIGHT))
        };
        Ok(Self {
            weights: weighted.then(weights).transpose()?,
            items: sparse.then(|| bytes(ITEMS)).transpose()?,
            responses: bytes(RESPONSES)?,
        })
    }
}

fn wrong(column: &str) -> ParquetError {
    ParquetError::General(format!("the column {column} is not what it should be"))
}
