//! Where rows go: looked at until it is clear how they are best packed, then packed.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use thetis_calibrate::MISSING;

use super::parts::Parts;
use super::patterns::Patterns;
use super::row::{Row, RowAnswers};
use super::{ImportOptions, MergePatterns};
use crate::error::ReadError;
use crate::options::Storage;
use crate::packed::{Header, Layout, PackedFile};

/// Persons looked at.
const SAMPLE: usize = 100_000;
/// Bytes of them, at most: whatever memory there is, so that it decides nothing.
const SAMPLE_BYTES: usize = 16 << 20;
/// Lists are shorter where less than one in so many responses is there.
const SPARSE: u64 = 4;
/// Patterns are merged where less than one in so many persons has one of their own.
const DIFFERENT: usize = 2;

/// Takes rows.
pub(crate) struct Sink {
    folder: PathBuf,
    runs: PathBuf,
    header: Header,
    /// The layout, where it is known before the rows.
    layout: Option<Layout>,
    merge: MergePatterns,
    memory: usize,
    state: State,
}

enum State {
    Looking { rows: Vec<u8>, ends: Vec<usize> },
    Writing(Box<Parts>),
    Merging(Box<Patterns>),
}

impl Sink {
    /// `header` is right but for layout and merging, which `filled` persons × items and responses, or else the first
    /// persons, decide where the options do not.
    pub(crate) fn new(
        folder: &Path,
        runs: &Path,
        header: Header,
        options: &ImportOptions,
        filled: Option<(u64, u64)>,
    ) -> Self {
        let layout = match options.storage {
            Storage::Dense => Some(Layout::Dense),
            Storage::Sparse => Some(Layout::Sparse),
            Storage::Automatic => filled.map(|(all, there)| layout(all, there)),
        };
        Self {
            folder: folder.to_path_buf(),
            runs: runs.to_path_buf(),
            header,
            layout,
            merge: options.merge,
            memory: options.memory,
            state: State::Looking { rows: Vec::new(), ends: Vec::new() },
        }
    }

    /// Add a person. `groups` are the names of all groups so far.
    pub(crate) fn push(&mut self, row: &Row<'_>, groups: &[String]) -> Result<(), ReadError> {
        match &mut self.state {
            State::Looking { rows, ends } => {
                row.encode(rows);
                ends.push(rows.len());
                if ends.len() >= SAMPLE || rows.len() >= SAMPLE_BYTES {
                    self.decide(groups)?;
                }
                Ok(())
            }
            State::Writing(parts) => parts.push(row, 1, groups),
            State::Merging(patterns) => patterns.push(row),
        }
    }

    fn decide(&mut self, groups: &[String]) -> Result<(), ReadError> {
        let State::Looking { rows, ends } = &mut self.state else { return Ok(()) };
        let (rows, ends) = (std::mem::take(rows), std::mem::take(ends));
        let starts = [0].into_iter().chain(ends.iter().copied());
        let decoded = || starts.clone().zip(&ends).filter_map(|(start, end)| Row::decode(&rows[start..*end]));
        let items = self.header.items.len();
        self.header.layout = self.layout.unwrap_or_else(|| {
            layout(ends.len() as u64 * items as u64, decoded().map(|row| there(&row.answers)).sum())
        });
        self.header.merged = match self.merge {
            MergePatterns::Always => true,
            MergePatterns::Never => false,
            MergePatterns::Automatic => {
                let different: HashSet<u64> = decoded().map(|row| print(&row)).collect();
                different.len() * DIFFERENT < ends.len()
            }
        };
        if self.header.merged {
            self.header.persons = false;
            let with_groups = self.header.group.is_some();
            let mut patterns = Patterns::new(&self.runs, self.header.layout, items, with_groups, self.memory);
            decoded().try_for_each(|row| patterns.push(&row))?;
            self.state = State::Merging(Box::new(patterns));
        } else {
            let mut parts = Parts::create(&self.folder, &self.header)?;
            decoded().try_for_each(|row| parts.push(&row, 1, groups))?;
            self.state = State::Writing(Box::new(parts));
        }
        Ok(())
    }

    /// All rows are there: end the files.
    pub(crate) fn finish(mut self, groups: &[String]) -> Result<(Header, Vec<PackedFile>), ReadError> {
        self.decide(groups)?;
        let parts = match self.state {
            State::Writing(parts) => *parts,
            State::Merging(patterns) => {
                let mut parts = Parts::create(&self.folder, &self.header)?;
                patterns.finish(&mut parts, groups)?;
                parts
            }
            State::Looking { .. } => unreachable!("it is decided"),
        };
        Ok((self.header, parts.finish(groups)?))
    }
}

fn layout(all: u64, there: u64) -> Layout {
    if there * SPARSE < all { Layout::Sparse } else { Layout::Dense }
}

fn there(answers: &RowAnswers<'_>) -> u64 {
    match answers {
        RowAnswers::Dense(cells) => cells.iter().filter(|cell| **cell != MISSING).count() as u64,
        RowAnswers::Sparse { categories, .. } => categories.len() as u64,
    }
}

/// A number for group and responses: of so few rows, no two that differ have the same.
fn print(row: &Row<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    row.group.hash(&mut hasher);
    match row.answers {
        RowAnswers::Dense(cells) => cells.hash(&mut hasher),
        RowAnswers::Sparse { items, categories } => (items, categories).hash(&mut hasher),
    }
    hasher.finish()
}
