//! A packed folder, as the driver of a calibration sees it.

use std::fs::File;
use std::path::{Path, PathBuf};

use datafusion::arrow::array::{Array, AsArray, BinaryArray, RecordBatch};
use datafusion::arrow::datatypes::{Float64Type, UInt16Type};
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{ParquetRecordBatchReaderBuilder, RowSelection, RowSelector};
use thetis_calibrate::{Frame, MISSING, Responses, Tally, sample_step};
use thetis_responses::Coding;
use thetis_responses::packed::{Folder, GROUP, ITEMS, Layout, Manifest, RESPONSES, WEIGHT};

use crate::error::ClusterError;

/// Persons who are read at one time.
const BATCH: usize = 8_192;

/// Packed responses: the files, and what is in them.
#[derive(Clone, Debug)]
pub struct Dataset {
    folder: Folder,
    /// The files' full paths: executors must find them there too.
    files: Vec<PathBuf>,
    frame: Frame,
    grouped: bool,
}

impl Dataset {
    /// Open a folder; persons are in groups if `group` is the name of the column that they were imported by.
    ///
    /// # Errors
    /// No packed folder, files that are not as they were written, or another column of groups.
    pub fn open(path: &Path, group: Option<&str>) -> Result<Self, ClusterError> {
        let fault = |error: &dyn std::fmt::Display| ClusterError::Data { reason: error.to_string() };
        let path = path.canonicalize().map_err(|error| ClusterError::Data {
            reason: format!("{}: {error}: give a folder that `thetis import responses` wrote", path.display()),
        })?;
        let folder = Folder::open(&path).map_err(|errors| fault(&errors))?;
        let Manifest { header, groups, counts, .. } = folder.manifest();
        if let Some(asked) = group.filter(|asked| header.group.as_deref() != Some(*asked)) {
            return Err(ClusterError::Group { folder: path, asked: asked.to_owned(), there: header.group.clone() });
        }
        let ids = header.items.iter().map(|item| item.id.clone()).collect();
        let seen = |item: usize| counts.get(item).map_or(0, |counts| u8::try_from(counts.len()).unwrap_or(u8::MAX));
        let items = header.items.iter().enumerate();
        let categories = items.map(|(item, packed)| seen(item).max(said(&packed.coding))).collect();
        let names = if group.is_some() { groups.clone() } else { vec!["all".to_owned()] };
        let frame = Frame::new(ids, categories, names, header.layout == Layout::Sparse)?;
        Ok(Self { files: folder.files(), folder, frame, grouped: group.is_some() })
    }

    /// What the responses are responses to.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The files, in the order of persons.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        self.folder.manifest()
    }

    /// The columns that the function is given: group, weight and items, where there are any, and the responses.
    #[must_use]
    pub fn columns(&self) -> [Option<&'static str>; 4] {
        let header = &self.manifest().header;
        [
            self.grouped.then_some(GROUP),
            header.has_weights().then_some(WEIGHT),
            self.frame.is_sparse().then_some(ITEMS),
            Some(RESPONSES),
        ]
    }

    /// Whether the cluster saw what was imported.
    ///
    /// # Errors
    /// What differs.
    pub fn check(&self, tally: &Tally, rows: u64) -> Result<(), ClusterError> {
        let manifest = self.manifest();
        let differ = |what: String| Err(ClusterError::Manifest { what });
        if rows != manifest.rows {
            return differ(format!("{rows} rows instead of {}", manifest.rows));
        }
        /// Sums of weights in another order may differ by so much, in parts.
        const ROUNDING: f64 = 1e-9;
        // Who gave no response is weighed in the manifest only.
        if tally.persons() == rows && (tally.weight() - manifest.weight).abs() > ROUNDING * manifest.weight.abs() {
            return differ(format!("weights of {} instead of {}", tally.weight(), manifest.weight));
        }
        if manifest.header.has_weights() {
            return Ok(());
        }
        for (item, expected) in manifest.counts.iter().enumerate() {
            for (category, expected) in expected.iter().enumerate() {
                let groups = 0..self.frame.groups().len();
                let found: f64 = groups.map(|group| tally.count(group, item, category)).sum();
                #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 persons")]
                let expected = *expected as f64;
                if (found - expected).abs() > 0.5 {
                    let id = &self.frame.ids()[item];
                    return differ(format!("{found} responses {category} to item {id} instead of {expected}"));
                }
            }
        }
        Ok(())
    }

    /// The persons that starting values are found with, in order, of one group.
    ///
    /// They are counted without those who gave no response at all; where there are such persons, all files are read up
    /// to the last of the sample.
    ///
    /// # Errors
    /// Files that cannot be read, named.
    pub fn sample(&self, tally: &Tally) -> Result<Responses, ClusterError> {
        let step = sample_step(tally.persons());
        let everyone = tally.persons() == self.manifest().rows;
        let mut sample = Sample { step, next: 0, counted: 0, items: self.frame.items(), ..Sample::default() };
        for (path, file) in self.files.iter().zip(&self.manifest().files) {
            if everyone {
                self.read(path, Some((&mut sample, file.rows)))?;
            } else {
                self.read(path, Some((&mut sample, u64::MAX)))?;
            }
        }
        let responses = if self.frame.is_sparse() {
            Responses::sparse(self.frame.ids().to_vec(), sample.starts(), sample.list_items, sample.cells)
        } else {
            Responses::dense(self.frame.ids().to_vec(), sample.cells)
        };
        let responses = responses?;
        Ok(if sample.weighted { responses.with_weights(sample.weights)? } else { responses })
    }

    /// Read a file from end to end, to find out whether it can be read.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify(&self, path: &Path) -> Result<(), ClusterError> {
        self.read(path, None)
    }

    /// Go through a file: all of it, or the rows of a sample.
    fn read(&self, path: &Path, sample: Option<(&mut Sample, u64)>) -> Result<(), ClusterError> {
        let corrupt = |error: &dyn std::fmt::Display| ClusterError::Corrupt {
            file: path.to_path_buf(),
            reason: error.to_string(),
        };
        let file = File::open(path).map_err(|error| corrupt(&error))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| corrupt(&error))?;
        let columns = self.columns().into_iter().flatten().collect::<Vec<_>>();
        let mask = ProjectionMask::columns(builder.parquet_schema(), columns);
        let mut builder = builder.with_projection(mask).with_batch_size(BATCH);
        let mut sample = sample;
        if let Some((sample, rows)) = &mut sample
            && *rows != u64::MAX
        {
            let Some(selection) = sample.selection(*rows) else { return Ok(()) };
            builder = builder.with_row_selection(selection);
        }
        for batch in builder.build().map_err(|error| corrupt(&error))? {
            let batch = batch.map_err(|error| corrupt(&error))?;
            if let Some((sample, rows)) = &mut sample {
                sample.add(&batch, *rows == u64::MAX).ok_or_else(|| corrupt(&"a column is not what it should be"))?;
            }
        }
        Ok(())
    }
}

/// How many categories an item is said to have.
fn said(coding: &Coding) -> u8 {
    match coding {
        Coding::Numbers { categories, .. } => categories.unwrap_or(0),
        Coding::Key(_) => 2,
        Coding::Options(options) => options.iter().map(|(_, category)| category + 1).max().unwrap_or(0),
    }
}

/// Some persons' responses, being collected.
#[derive(Debug, Default)]
struct Sample {
    /// Every how many-th person is taken.
    step: u64,
    /// The number of the person to be taken next.
    next: u64,
    /// Persons so far.
    counted: u64,
    items: usize,
    weighted: bool,
    weights: Vec<f64>,
    cells: Vec<u8>,
    list_items: Vec<u32>,
    lengths: Vec<usize>,
}

impl Sample {
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
    fn add(&mut self, batch: &RecordBatch, choose: bool) -> Option<()> {
        let responses: &BinaryArray = batch.column_by_name(RESPONSES)?.as_binary_opt()?;
        let items: Option<&BinaryArray> = match batch.column_by_name(ITEMS) {
            Some(items) => Some(items.as_binary_opt()?),
            None => None,
        };
        let weights = match batch.column_by_name(WEIGHT) {
            Some(weights) => Some(weights.as_primitive_opt::<Float64Type>()?),
            None => None,
        };
        if let Some(groups) = batch.column_by_name(GROUP) {
            groups.as_primitive_opt::<UInt16Type>()?;
        }
        self.weighted |= weights.is_some();
        for row in 0..batch.num_rows() {
            let cells = responses.value(row);
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
            if items.is_none() && cells.len() != self.items {
                return None;
            }
            if let Some(items) = items {
                let (numbers, _) = items.value(row).as_chunks::<2>();
                self.list_items.extend(numbers.iter().map(|number| u32::from(u16::from_le_bytes(*number))));
                self.lengths.push(numbers.len());
            }
            self.cells.extend_from_slice(cells);
            self.weights.extend(weights.map(|weights| weights.value(row)));
        }
        (items.is_none_or(|items| items.null_count() == 0) && responses.null_count() == 0).then_some(())
    }

    /// Where each person's list begins.
    fn starts(&self) -> Vec<usize> {
        let ends = self.lengths.iter().scan(0, |end, length| {
            *end += length;
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    }
}
