//! Sorting in bounded memory: what does not fit is sorted piece by piece into runs on disk, which are then merged.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut;

use super::runs::{FAN_IN, Merge, Record, RunWriter};
use crate::error::{Place, ReadError};
use crate::packed::PackedFault;

/// Sorts records by their keys, no two of which may be alike.
pub(crate) struct Sorter {
    folder: PathBuf,
    name: &'static str,
    /// Bytes of records in memory, at most.
    most: usize,
    /// Records in memory, at most.
    most_records: usize,
    buffer: usize,
    records: Records,
    runs: Vec<PathBuf>,
    made: usize,
}

/// Records in memory.
#[derive(Default)]
pub(crate) struct Records {
    bytes: Vec<u8>,
    index: Vec<Entry>,
}

/// Where a record is, and how its key begins, so that most comparisons need not look there.
#[derive(Clone, Copy)]
struct Entry {
    prefix: u64,
    start: usize,
    key: u32,
    value: u32,
}

impl Records {
    fn key(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.start..entry.start + entry.key as usize]
    }

    fn value(&self, entry: &Entry) -> &[u8] {
        let start = entry.start + entry.key as usize;
        &self.bytes[start..start + entry.value as usize]
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        let key = |entry: &Entry| &bytes[entry.start..entry.start + entry.key as usize];
        self.index.par_sort_unstable_by(|a, b| a.prefix.cmp(&b.prefix).then_with(|| key(a).cmp(key(b))));
    }
}

impl Sorter {
    /// `memory` is what the sorter may take; runs are written into `folder` under this name.
    pub(crate) fn new(folder: &Path, name: &'static str, memory: usize) -> Self {
        // An entry is worth as much as a record of its size; a fifth is left for the buffers of a merge.
        let entries = memory / 5 * 2;
        Self {
            folder: folder.to_path_buf(),
            name,
            most: entries,
            most_records: (entries / size_of::<Entry>()).max(1),
            buffer: (memory / 5 / (FAN_IN + 1)).clamp(1 << 12, 1 << 20),
            records: Records::default(),
            runs: Vec::new(),
            made: 0,
        }
    }

    /// Add a record.
    pub(crate) fn push(&mut self, key: &[u8], value: &[u8]) -> Result<(), ReadError> {
        let needed = key.len() + value.len();
        let full = self.records.bytes.len() + needed > self.most || self.records.index.len() >= self.most_records;
        if full && !self.records.index.is_empty() {
            self.spill()?;
        }
        let Records { bytes, index } = &mut self.records;
        if bytes.len() + needed > bytes.capacity() {
            // Twice as much, but no more than is allowed, so that the bound is kept.
            let wished = (bytes.capacity() * 2).min(self.most).max(bytes.len() + needed);
            bytes.reserve_exact(wished - bytes.len());
        }
        let mut prefix = [0; 8];
        let length = key.len().min(prefix.len());
        prefix[..length].copy_from_slice(&key[..length]);
        let entry = Entry {
            prefix: u64::from_be_bytes(prefix),
            start: bytes.len(),
            key: u32::try_from(key.len()).unwrap_or(u32::MAX),
            value: u32::try_from(value.len()).unwrap_or(u32::MAX),
        };
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(value);
        index.push(entry);
        Ok(())
    }

    /// Write what is in memory as a run.
    fn spill(&mut self) -> Result<(), ReadError> {
        self.records.sort();
        let path = self.next_path();
        let write = || {
            let mut run = RunWriter::create(&path, self.buffer)?;
            for entry in &self.records.index {
                run.write(self.records.key(entry), self.records.value(entry))?;
            }
            run.finish()
        };
        write().map_err(|error| unwritable(&path, &error))?;
        self.runs.push(path);
        self.records.bytes.clear();
        self.records.index.clear();
        Ok(())
    }

    fn next_path(&mut self) -> PathBuf {
        self.made += 1;
        self.folder.join(format!("{}-{}.run", self.name, self.made))
    }

    /// All records in the order of their keys.
    pub(crate) fn finish(mut self) -> Result<Sorted, ReadError> {
        if self.runs.is_empty() {
            self.records.sort();
            return Ok(Sorted::Memory { records: self.records, at: 0 });
        }
        self.spill()?;
        self.records = Records::default();
        while self.runs.len() > FAN_IN {
            let path = self.next_path();
            let some: Vec<PathBuf> = self.runs.drain(..FAN_IN).collect();
            let merge = || {
                let mut merge = Merge::new(some, self.buffer)?;
                let mut run = RunWriter::create(&path, self.buffer)?;
                while let Some((key, value)) = merge.next()? {
                    run.write(key, value)?;
                }
                run.finish()
            };
            merge().map_err(|error| unwritable(&path, &error))?;
            self.runs.push(path);
        }
        let merge = Merge::new(self.runs, self.buffer).map_err(|error| unwritable(&self.folder, &error))?;
        Ok(Sorted::Disk { merge, folder: self.folder })
    }
}

/// Records in the order of their keys.
pub(crate) enum Sorted {
    Memory { records: Records, at: usize },
    Disk { merge: Merge, folder: PathBuf },
}

impl Sorted {
    /// The next key and value.
    pub(crate) fn next(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        match self {
            Self::Memory { records, at } => {
                let Some(entry) = records.index.get(*at) else { return Ok(None) };
                *at += 1;
                Ok(Some((records.key(entry), records.value(entry))))
            }
            Self::Disk { merge, folder } => merge.next().map_err(|error| unwritable(folder, &error)),
        }
    }
}

/// That something cannot be written, or be read again where it was just written.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> ReadError {
    let fault = PackedFault::Unwritable { reason: error.to_string() };
    ReadError::new(Place::file(&path.display().to_string()), fault.into())
}

/// An empty folder for runs.
pub(crate) fn runs_folder(folder: &Path) -> Result<PathBuf, ReadError> {
    let runs = folder.join("runs");
    fs::create_dir(&runs).map_err(|error| unwritable(&runs, &error))?;
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::env;

    #[test]
    fn any_memory_gives_the_same_order() {
        let folder = env::temp_dir().join(format!("thetis-sort-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("creatable");
        let records: Vec<(Vec<u8>, Vec<u8>)> = (0_u32..5_000)
            .map(|n| {
                let mixed = n.wrapping_mul(2_654_435_761);
                let key = [format!("{}", mixed % 700).as_bytes(), &n.to_be_bytes()].concat();
                (key, n.to_le_bytes()[..(n % 4) as usize].to_vec())
            })
            .collect();
        let mut expected = records.clone();
        expected.sort();
        // All in memory; a few runs; more runs than are merged at a time; a record at a time.
        for memory in [1 << 20, 1 << 16, 2_000, 0] {
            let mut sorter = Sorter::new(&folder, "test", memory);
            records.iter().for_each(|(key, value)| sorter.push(key, value).expect("room"));
            let mut sorted = sorter.finish().expect("room");
            let mut found = Vec::new();
            while let Some((key, value)) = sorted.next().expect("readable") {
                found.push((key.to_vec(), value.to_vec()));
            }
            assert!(found == expected, "memory {memory}");
            drop(sorted);
            assert_eq!(fs::read_dir(&folder).expect("there").count(), 0, "runs are removed");
        }
        fs::remove_dir_all(&folder).expect("removable");
    }
}
