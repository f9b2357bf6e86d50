//! The checkpoint: what was asked and answered so far.
//!
//! A search is a function of the answers it gets. So a file of these is all that is needed to go on: the search is done
//! again from the beginning, with recorded answers for as long as there are any, which takes milliseconds, and with the
//! cluster's from there on. It ends with the same bits as if nothing had happened.
//!
//! The file begins with eight letters; then a record follows another: the lengths of task and answer (`u64`), the task
//! (with the parameters), the answer, and a checksum of all this (FNV-1a, `u64`). A record that was not finished when the
//! driver died is cut off.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::error::ClusterError;

const LETTERS: [u8; 8] = *b"thetisJ1";
/// How long a run that was just killed is waited for to let go of its file.
const LET_GO: Duration = Duration::from_secs(2);

/// A checkpoint file, open for writing, with the answers that were in it.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Digest of each recorded task, and where its answer lies in the file.
    recorded: VecDeque<Record>,
}

#[derive(Debug)]
struct Record {
    task: u64,
    start: u64,
    length: usize,
}

impl Journal {
    /// Begin a new file, in place of one that is there.
    ///
    /// # Errors
    /// The file cannot be written, or another run writes it.
    pub fn create(path: &Path) -> Result<Self, ClusterError> {
        let fail = |error: std::io::Error| unusable(path, &error.to_string());
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(fail)?;
        lock(&file, path)?;
        file.set_len(0).and_then(|()| file.write_all(&LETTERS)).map_err(fail)?;
        Ok(Self { path: path.to_path_buf(), file, recorded: VecDeque::new() })
    }

    /// Go on with a file.
    ///
    /// # Errors
    /// The file cannot be read, or is something else, or another run writes it.
    pub fn resume(path: &Path) -> Result<Self, ClusterError> {
        let fail = |error: std::io::Error| unusable(path, &error.to_string());
        let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(fail)?;
        lock(&file, path)?;
        let mut reader = BufReader::new(&file);
        let mut letters = [0; LETTERS.len()];
        if reader.read_exact(&mut letters).is_err() || letters != LETTERS {
            return Err(unusable(
                path,
                "this is no checkpoint of a calibration: name the file that was given to --checkpoint",
            ));
        }
        let length = reader.get_ref().metadata().map_err(fail)?.len();
        let mut recorded = VecDeque::new();
        let mut end = LETTERS.len() as u64;
        while let Some((record, next)) = read_record(&mut reader, end, length) {
            recorded.push_back(record);
            end = next;
        }
        drop(reader);
        file.set_len(end).map_err(fail)?;
        file.seek(SeekFrom::End(0)).map_err(fail)?;
        Ok(Self { path: path.to_path_buf(), file, recorded })
    }

    /// Number of answers that are still to be used.
    #[must_use]
    pub fn left(&self) -> usize {
        self.recorded.len()
    }

    /// The recorded answer to this task, which must be the one that was asked at this point.
    ///
    /// # Errors
    /// Another task was asked then, so this is another run's file; or it cannot be read.
    pub fn replay(&mut self, task: &[u8]) -> Result<Option<Vec<u8>>, ClusterError> {
        let Some(record) = self.recorded.pop_front() else { return Ok(None) };
        if record.task != digest(START, task) {
            return Err(unusable(
                &self.path,
                "this is the checkpoint of another run: resume with the files, the model and the options it was begun with, or begin anew without --resume",
            ));
        }
        let mut answer = vec![0; record.length];
        let read = self.file.seek(SeekFrom::Start(record.start)).and_then(|_| self.file.read_exact(&mut answer));
        let back = read.and_then(|()| self.file.seek(SeekFrom::End(0)));
        back.map_err(|error| unusable(&self.path, &error.to_string()))?;
        Ok(Some(answer))
    }

    /// Record an answer; when this returns, it is on the disk.
    ///
    /// # Errors
    /// The file cannot be written: the disk is full, say.
    pub fn record(&mut self, task: &[u8], answer: &[u8]) -> Result<(), ClusterError> {
        let mut writer = BufWriter::new(&self.file);
        let lengths = [(task.len() as u64).to_le_bytes(), (answer.len() as u64).to_le_bytes()].concat();
        let parts = [lengths.as_slice(), task, answer];
        let sum = parts.iter().fold(START, |sum, part| digest(sum, part)).to_le_bytes();
        let written = parts.iter().try_for_each(|part| writer.write_all(part)).and_then(|()| writer.write_all(&sum));
        let flushed = written.and_then(|()| writer.flush());
        drop(writer);
        flushed.and_then(|()| self.file.sync_data()).map_err(|error| unusable(&self.path, &error.to_string()))
    }
}

/// Two runs that write one file would leave none that can be read. The lock ends with the process.
fn lock(file: &File, path: &Path) -> Result<(), ClusterError> {
    let end = Instant::now() + LET_GO;
    // Where the file system has no locks there is nothing to hold.
    while let Err(TryLockError::WouldBlock) = file.try_lock() {
        if Instant::now() > end {
            return Err(unusable(
                path,
                "another run is writing this checkpoint: wait for its end, or name another file",
            ));
        }
        sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn unusable(path: &Path, reason: &str) -> ClusterError {
    ClusterError::Checkpoint { file: path.to_path_buf(), reason: reason.to_owned() }
}

/// The record that begins at `start`, and where the next does; `None` if it is not whole.
fn read_record(reader: &mut impl Read, start: u64, length: u64) -> Option<(Record, u64)> {
    let mut lengths = [0; 16];
    reader.read_exact(&mut lengths).ok()?;
    let (task, answer) = lengths.split_at(8);
    let (task, answer) = (u64::from_le_bytes(task.try_into().ok()?), u64::from_le_bytes(answer.try_into().ok()?));
    let end = start.checked_add(24)?.checked_add(task)?.checked_add(answer)?;
    if end > length {
        return None;
    }
    let mut read = |length: u64| {
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        reader.read_exact(&mut bytes).ok().map(|()| bytes)
    };
    let (task_bytes, answer_bytes, sum) = (read(task)?, read(answer)?, read(8)?);
    let expected = [lengths.as_slice(), &task_bytes, &answer_bytes].iter().fold(START, |sum, part| digest(sum, part));
    let record =
        Record { task: digest(START, &task_bytes), start: start + 16 + task, length: usize::try_from(answer).ok()? };
    (sum == expected.to_le_bytes()).then_some((record, end))
}

/// Where FNV-1a begins.
const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a (Fowler, Noll & Vo).
fn digest(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("thetis-journal-{}-{name}", std::process::id()))
    }

    #[test]
    fn what_was_recorded_is_replayed_in_order() {
        let path = path("order");
        let mut journal = Journal::create(&path).expect("can be written");
        journal.record(b"first", &[1; 100]).expect("can be written");
        journal.record(b"second", &[]).expect("can be written");
        drop(journal);
        let mut journal = Journal::resume(&path).expect("is whole");
        assert_eq!(journal.left(), 2);
        assert_eq!(journal.replay(b"first").expect("the same"), Some(vec![1; 100]));
        assert_eq!(journal.replay(b"second").expect("the same"), Some(Vec::new()));
        assert_eq!(journal.replay(b"third").expect("nothing is left"), None);
        journal.record(b"third", &[3]).expect("can be written");
        drop(journal);
        assert_eq!(Journal::resume(&path).expect("is whole").left(), 3);
        std::fs::remove_file(path).expect("it is there");
    }

    #[test]
    fn a_record_that_was_not_finished_is_cut_off_wherever_that_was() {
        let path = path("cut");
        let mut journal = Journal::create(&path).expect("can be written");
        journal.record(b"first", &[1; 10]).expect("can be written");
        journal.record(b"second", &[2; 10]).expect("can be written");
        drop(journal);
        let whole = std::fs::read(&path).expect("it is there");
        let first = 8 + 16 + 5 + 10 + 8;
        for length in first..whole.len() {
            std::fs::write(&path, &whole[..length]).expect("can be written");
            let mut journal = Journal::resume(&path).expect("begins well");
            assert_eq!(journal.left(), 1, "cut at {length}");
            journal.replay(b"first").expect("the same");
            journal.record(b"second", &[2; 10]).expect("can be written");
            assert_eq!(std::fs::read(&path).expect("it is there"), whole, "cut at {length}");
        }
        std::fs::remove_file(path).expect("it is there");
    }

    #[test]
    fn another_runs_file_and_another_file_are_refused() {
        let path = path("other");
        let mut journal = Journal::create(&path).expect("can be written");
        journal.record(b"first", &[1]).expect("can be written");
        let error = Journal::resume(&path).expect_err("it is being written");
        assert!(error.to_string().contains("another run is writing"), "{error}");
        drop(journal);
        let error = Journal::resume(&path).expect("is whole").replay(b"frist").expect_err("another task");
        assert!(error.to_string().contains("another run"), "{error}");
        std::fs::write(&path, b"something else").expect("can be written");
        assert!(Journal::resume(&path).is_err());
        std::fs::remove_file(path).expect("it is there");
    }
}
