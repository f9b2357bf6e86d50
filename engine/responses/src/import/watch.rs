//! How far an import is, and whether it is to go on.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Place, ReadError};
use crate::packed::PackedFault;
use crate::read::Opened;

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading tables; counted are bytes.
    Reading,
    /// Putting the responses of each person together.
    Sorting,
    /// Writing persons who were sorted.
    Writing,
    /// Reading what was written, to count it; counted are rows.
    Checking,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// How much of it is done.
    pub done: u64,
    /// How much there is.
    pub total: u64,
}

/// Says how far it is.
pub(crate) struct Watch<'w> {
    tell: &'w mut dyn FnMut(Progress) -> bool,
    /// Bytes of the tables before each, and of all.
    before: Vec<u64>,
    total: u64,
}

/// How far a file is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileProgress {
    before: u64,
    bytes: u64,
    /// Bytes of a text read so far, or how many rows there are.
    read: Option<Arc<AtomicU64>>,
    rows: u64,
}

impl<'w> Watch<'w> {
    /// `tell` hears how far it is, and says whether to go on.
    pub(crate) fn new(paths: &[PathBuf], tell: &'w mut dyn FnMut(Progress) -> bool) -> Self {
        let mut before = Vec::with_capacity(paths.len() + 1);
        let mut total = 0;
        for path in paths {
            before.push(total);
            total += fs::metadata(path).map_or(0, |found| found.len());
        }
        before.push(total);
        Self { tell, before, total }
    }

    pub(crate) fn file(&self, number: usize, file: &Opened) -> FileProgress {
        let before = self.before[number];
        let bytes = self.before[number + 1] - before;
        match file {
            Opened::Text(file) => FileProgress { before, bytes, read: Some(Arc::clone(&file.consumed)), rows: 0 },
            Opened::Columns(file) => FileProgress { before, bytes, read: None, rows: file.rows() },
        }
    }

    /// So many of so many are done; now and then this is told.
    pub(crate) fn step(&mut self, stage: Stage, done: u64, total: u64) -> Result<(), ReadError> {
        const EVERY: u64 = 4_096;
        if done.is_multiple_of(EVERY) || done == total { self.tell(stage, done, total) } else { Ok(()) }
    }

    pub(crate) fn tell(&mut self, stage: Stage, done: u64, total: u64) -> Result<(), ReadError> {
        match (self.tell)(Progress { stage, done, total }) {
            true => Ok(()),
            false => Err(ReadError::new(
                Place { file: Some("import".into()), ..Place::default() },
                PackedFault::Stopped.into(),
            )),
        }
    }
}

impl FileProgress {
    /// The file is read as far as this row, or, of a text, as far as it is.
    pub(crate) fn at(&self, watch: &mut Watch<'_>, row: u64) -> Result<(), ReadError> {
        let read = match &self.read {
            Some(read) => read.load(Ordering::Relaxed).min(self.bytes),
            None if self.rows > 0 => {
                let part = u128::from(self.bytes) * u128::from(row.min(self.rows)) / u128::from(self.rows);
                u64::try_from(part).unwrap_or(self.bytes)
            }
            None => 0,
        };
        let total = watch.total;
        watch.tell(Stage::Reading, self.before + read, total)
    }
}
