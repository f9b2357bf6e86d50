//! Sorted runs of records on disk, and their merging.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Runs that are merged at a time.
pub(crate) const FAN_IN: usize = 64;

/// Key and value.
pub(crate) type Record<'r> = (&'r [u8], &'r [u8]);

/// A run being written.
pub(crate) struct RunWriter {
    file: BufWriter<File>,
}

impl RunWriter {
    pub(crate) fn create(path: &Path, buffer: usize) -> io::Result<Self> {
        Ok(Self { file: BufWriter::with_capacity(buffer, File::create_new(path)?) })
    }

    pub(crate) fn write(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let length =
            |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge));
        self.file.write_all(&length(key)?.to_le_bytes())?;
        self.file.write_all(&length(value)?.to_le_bytes())?;
        self.file.write_all(key)?;
        self.file.write_all(value)
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A run being read: the record it has come to.
struct Run {
    file: BufReader<File>,
    path: PathBuf,
    key: Vec<u8>,
    value: Vec<u8>,
}

impl Run {
    fn open(path: PathBuf, buffer: usize) -> io::Result<Self> {
        let file = BufReader::with_capacity(buffer, File::open(&path)?);
        Ok(Self { file, path, key: Vec::new(), value: Vec::new() })
    }

    /// Go on to the next record; false at the end.
    fn next(&mut self) -> io::Result<bool> {
        let mut lengths = [[0; 4]; 2];
        let mut first = [0];
        if self.file.read(&mut first)? == 0 {
            return Ok(false);
        }
        lengths[0][0] = first[0];
        self.file.read_exact(&mut lengths[0][1..])?;
        self.file.read_exact(&mut lengths[1])?;
        for (bytes, length) in [&mut self.key, &mut self.value].into_iter().zip(lengths) {
            bytes.resize(usize::try_from(u32::from_le_bytes(length)).unwrap_or(0), 0);
            self.file.read_exact(bytes)?;
        }
        Ok(true)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // What is left is removed with its folder.
        let _ = fs::remove_file(&self.path);
    }
}

/// Runs being merged: a heap of them, by the keys they have come to.
pub(crate) struct Merge {
    runs: Vec<Run>,
    heap: Vec<usize>,
    /// Whether the first of the heap was handed out.
    taken: bool,
}

impl Merge {
    /// Begin to merge runs, which are removed when the merge is dropped.
    pub(crate) fn new(paths: Vec<PathBuf>, buffer: usize) -> io::Result<Self> {
        let mut merge = Self { runs: Vec::with_capacity(paths.len()), heap: Vec::new(), taken: false };
        for path in paths {
            let mut run = Run::open(path, buffer)?;
            if run.next()? {
                merge.heap.push(merge.runs.len());
                merge.runs.push(run);
            }
        }
        (0..merge.heap.len() / 2).rev().for_each(|at| merge.sift(at));
        Ok(merge)
    }

    /// The next record, in the order of keys.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        if self.taken {
            let Some(first) = self.heap.first() else { return Ok(None) };
            if !self.runs[*first].next()? {
                self.heap.swap_remove(0);
            }
            self.sift(0);
        }
        self.taken = true;
        let Some(first) = self.heap.first() else { return Ok(None) };
        let run = &self.runs[*first];
        Ok(Some((&run.key, &run.value)))
    }

    /// Let a run sink to its place in the heap.
    fn sift(&mut self, mut at: usize) {
        let key = |heap: &[usize], at: usize| &self.runs[heap[at]].key;
        loop {
            let mut least = at;
            for child in [2 * at + 1, 2 * at + 2] {
                if child < self.heap.len() && key(&self.heap, child) < key(&self.heap, least) {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            self.heap.swap(at, least);
            at = least;
        }
    }
}
