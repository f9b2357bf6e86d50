//! A packed folder as an engine: its files are read again in every pass, so that memory does not grow with the persons.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use thetis_calibrate::passes::{Answer, Coverage, Engine, Instructions, Task, Worker, tally_task};
use thetis_calibrate::{CalibrationError, Frame, InformationKind, Responses, Sums, Tally};

use super::crc;
use super::fault::PackedFault;
use super::header::VERSION;
use super::manifest::Folder;
use super::part::{Part, RowAnswers, RowGroup};
use super::sample::Sample;
use crate::error::{Place, ReadError, ReadErrors};

/// Row groups that a thread goes through before their answers are put together.
const AT_A_TIME: usize = 4;

/// Persons on a disk.
///
/// Every pass reads all files, on all cores; each row group is answered for by itself, and answers are added in the order of
/// persons, so that results are the same for any number of threads. They are those of responses in memory up to the order
/// in which sums are added.
#[derive(Debug)]
pub struct Disk {
    folder: Folder,
    grouped: bool,
    parts: Vec<Part>,
    /// Categories that a byte may name, by item.
    limits: Vec<u8>,
    /// What every pass must be about, once the first has said it.
    all: Option<Coverage>,
}

impl Disk {
    /// Open a folder and check every byte of it; persons are in groups if they are asked for.
    ///
    /// # Errors
    /// No packed folder, or files that are not as they were written.
    pub fn open(path: &Path, grouped: bool) -> Result<Self, ReadErrors> {
        let folder = Folder::open(path)?;
        let manifest = folder.manifest();
        let files = folder.files();
        files.par_iter().zip(&manifest.files).try_for_each(|(path, packed)| crc::check(path, packed))?;
        let mut parts = Vec::with_capacity(files.len());
        for path in &files {
            let place = Place::file(&path.display().to_string());
            let other = || PackedFault::Version { found: "no packed file".into(), known: VERSION };
            let part = Part::open(path)?.ok_or_else(|| ReadError::new(place, other().into()))?;
            part.check_columns(&manifest.header)?;
            parts.push(part);
        }
        let limits = manifest.header.limits();
        Ok(Self { grouped, parts, limits, all: None, folder })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The first pass: how many persons there are in each category of this frame, held against the manifest.
    ///
    /// # Errors
    /// Files that are not as they were written, or a frame of other responses.
    pub fn tally(&mut self, frame: &Frame) -> Result<Tally, CalibrationError> {
        let answer = self.pass(&tally_task(frame))?;
        let coverage = answer.coverage();
        let tally = answer.into_tally(frame).map_err(engine)?;
        self.folder.manifest().check(&tally, coverage.rows).map_err(engine)?;
        self.all = Some(coverage);
        Ok(tally)
    }

    /// The persons that starting values are found with.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub fn sample(&self, frame: &Frame, tally: &Tally) -> Result<Responses, CalibrationError> {
        let manifest = self.folder.manifest();
        let mut sample = Sample::new(manifest, tally.persons());
        for (path, packed) in self.folder.files().iter().zip(&manifest.files) {
            let file = std::fs::File::open(path).map_err(engine)?;
            sample.read(packed, file).map_err(engine)?;
        }
        sample.responses(frame.ids())
    }

    /// What all persons together answer to a task.
    fn pass(&self, task: &[u8]) -> Result<Answer, CalibrationError> {
        let instructions = Arc::new(Instructions::from_bytes(task).map_err(engine)?);
        let groups: Vec<(&Part, usize)> =
            self.parts.iter().flat_map(|part| (0..part.rows.len()).map(move |number| (part, number))).collect();
        let mut all = Worker::new(Arc::clone(&instructions)).answer();
        // A few at a time: an answer may have many numbers.
        for groups in groups.chunks(AT_A_TIME * rayon::current_num_threads()) {
            let answers: Vec<Answer> = groups
                .par_iter()
                .map(|(part, number)| self.answer(part, *number, &instructions))
                .collect::<Result<_, _>>()?;
            answers.iter().try_for_each(|answer| all.merge(answer)).map_err(engine)?;
        }
        match self.all {
            Some(expected) if expected != all.coverage() => {
                let what = format!(
                    "{} changed while it was read: a pass saw {} rows that are not the {} of the first pass",
                    self.folder.path().display(),
                    all.coverage().rows,
                    expected.rows
                );
                Err(CalibrationError::Engine { reason: what })
            }
            _ => Ok(all),
        }
    }

    /// What the persons of a row group answer.
    fn answer(&self, part: &Part, number: usize, task: &Arc<Instructions>) -> Result<Answer, CalibrationError> {
        let rows = part.read(number, &self.limits).map_err(engine)?;
        let mut worker = Worker::new(Arc::clone(task));
        self.hand_over(&rows, &mut worker).map_err(engine)?;
        Ok(worker.answer())
    }

    fn hand_over(&self, rows: &RowGroup, worker: &mut Worker) -> Result<(), thetis_calibrate::passes::RowError> {
        let group = |row: usize| rows.groups.as_ref().filter(|_| self.grouped).map_or(0, |groups| groups[row]);
        let weight = |row: usize| rows.weights.as_ref().map_or(1.0, |weights| weights[row]);
        match &rows.answers {
            RowAnswers::Dense(cells) => {
                let mut rows = cells.chunks_exact(self.limits.len()).enumerate();
                rows.try_for_each(|(row, cells)| worker.dense(group(row), weight(row), cells))
            }
            RowAnswers::Sparse { lengths, items, categories } => {
                let bytes: Vec<u8> = items.iter().flat_map(|item| item.to_le_bytes()).collect();
                let mut start = 0;
                lengths.iter().enumerate().try_for_each(|(row, length)| {
                    let own = start..start + length;
                    start = own.end;
                    worker.sparse(group(row), weight(row), &bytes[2 * own.start..2 * own.end], &categories[own])
                })
            }
        }
    }
}

impl Engine for Disk {
    fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError> {
        self.pass(&task.to_bytes())?.into_sums().map_err(engine)
    }

    fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError> {
        self.pass(&task.information_to_bytes(kind))?.into_information().map_err(engine)
    }
}

fn engine(error: impl std::fmt::Display) -> CalibrationError {
    CalibrationError::Engine { reason: error.to_string() }
}
