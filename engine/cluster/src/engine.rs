//! The cluster as an engine of `thetis-calibrate`: every answer is checked before it is used, and recorded.

use std::path::Path;

use flate2::Crc;
use thetis_calibrate::passes::{Answer, Coverage, Engine, Task, tally_task};
use thetis_calibrate::{
    Calibration, CalibrationError, Continue, Covariance, Cycle, InformationKind, Options, Specification, Sums, Tally,
    calibrate_on,
};

use crate::client::Client;
use crate::dataset::Dataset;
use crate::error::ClusterError;
use crate::journal::Journal;
use crate::storage::Source;

/// Sums of weights in another order may differ by so much, in parts.
const ROUNDING: f64 = 1e-9;

/// Persons on a cluster.
#[derive(Debug)]
pub struct Cluster {
    dataset: Dataset,
    client: Client,
    journal: Option<Journal>,
    /// What every pass must be about, and the weight of all persons, once the first pass has said it.
    all: Option<(Coverage, f64)>,
    passes: u64,
    /// Why the last pass failed: [`CalibrationError`] has no place for it.
    failure: Option<ClusterError>,
}

impl Cluster {
    /// A data set, and who goes through it; with a journal, what is in it need not be asked again.
    #[must_use]
    pub fn new(dataset: Dataset, client: Client, journal: Option<Journal>) -> Self {
        Self { dataset, client, journal, all: None, passes: 0, failure: None }
    }

    /// The data set.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The first pass: how many persons there are in each category. It is held against the manifest, and all later passes
    /// against it.
    ///
    /// # Errors
    /// What the cluster or the files are at fault with.
    pub fn tally(&mut self) -> Result<Tally, ClusterError> {
        self.tally_answer().map(|(tally, _)| tally)
    }

    /// As [`tally`](Self::tally), and the answer it is.
    ///
    /// # Errors
    /// As [`tally`](Self::tally).
    pub fn tally_answer(&mut self) -> Result<(Tally, Answer), ClusterError> {
        let frame = self.dataset.frame().clone();
        let answer = self.pass(&tally_task(&frame))?;
        let coverage = answer.coverage();
        let tally = answer.clone().into_tally(&frame)?;
        if let Err(error) = self.dataset.check(&tally, coverage.rows) {
            return Err(self.culprit().unwrap_or(error));
        }
        self.all = Some((coverage, tally.weight()));
        Ok((tally, answer))
    }

    /// Find the maximum; see [`calibrate_on`]. The specification is for the data set's frame.
    ///
    /// # Errors
    /// What the cluster, the files or the specification are at fault with.
    pub fn calibrate(
        &mut self,
        specification: &Specification,
        options: &Options,
        progress: &mut dyn FnMut(Cycle) -> Continue,
    ) -> Result<Calibration, ClusterError> {
        let tally = self.tally()?;
        let frame = self.dataset.frame().clone();
        let sample = self.dataset.sample(&tally)?.responses(frame.ids())?;
        let found = calibrate_on(&frame, &tally, &sample, specification, options, self, progress);
        found.map_err(|error| self.why(error))
    }

    /// Standard errors: see [`Calibration::covariance_on`].
    ///
    /// # Errors
    /// What the cluster is at fault with, or information that is singular.
    pub fn covariance(&mut self, calibration: &Calibration, kind: InformationKind) -> Result<Covariance, ClusterError> {
        calibration.covariance_on(self, kind).map_err(|error| self.why(error))
    }

    /// One pass: from the journal if it is there, else by the cluster.
    ///
    /// # Errors
    /// What the cluster or the files are at fault with; an answer that is not about every person exactly once, or not
    /// finite, or whose sums are not of all persons' weight.
    pub fn pass(&mut self, task: &[u8]) -> Result<Answer, ClusterError> {
        self.passes += 1;
        let recorded = match &mut self.journal {
            Some(journal) => journal.replay(task)?,
            None => None,
        };
        if let Some(bytes) = recorded {
            let answer = Answer::from_bytes(&bytes)?;
            return self.checked(answer);
        }
        let answer = match self.client.answer(task) {
            Err(ClusterError::Data { reason }) => {
                return Err(self.culprit().unwrap_or(ClusterError::Data { reason }));
            }
            other => other?,
        };
        let answer = self.checked(answer)?;
        if let Some(journal) = &mut self.journal {
            journal.record(task, &answer.to_bytes())?;
        }
        Ok(answer)
    }

    /// Right or stop.
    fn checked(&self, answer: Answer) -> Result<Answer, ClusterError> {
        let (pass, found) = (self.passes, answer.coverage());
        if let Some((expected, _)) = self.all
            && expected != found
        {
            return Err(ClusterError::Coverage { pass, expected, found });
        }
        if !answer.is_finite() {
            return Err(ClusterError::NotFinite { pass });
        }
        if let (Some((_, weight)), Some(sums)) = (self.all, answer.sums()) {
            // Every person is somewhere: the density's counts are the persons.
            let density: f64 = sums.density.iter().sum();
            for found in [sums.weight, density] {
                if (found - weight).abs() > ROUNDING * weight.abs().max(1.0) {
                    return Err(ClusterError::Weight { pass, expected: weight, found });
                }
            }
        }
        Ok(answer)
    }

    /// The first file that is not as it was imported.
    fn culprit(&self) -> Option<ClusterError> {
        let files = self.dataset.files().iter().zip(&self.dataset.manifest().files);
        files.into_iter().find_map(|(path, packed)| {
            let corrupt = |reason: String| Some(ClusterError::Corrupt { file: path.clone(), reason });
            match checksum(path) {
                Err(error) => corrupt(format!("it cannot be read ({error})")),
                Ok(found) if found != packed.crc32 => corrupt(format!(
                    "the file is not the one that was imported (CRC-32 {found:08x} instead of {:08x})",
                    packed.crc32
                )),
                Ok(_) => self.dataset.verify(path).err(),
            }
        })
    }

    /// What lies behind an error of the calibration.
    fn why(&mut self, error: CalibrationError) -> ClusterError {
        self.failure.take().unwrap_or(ClusterError::Calibration(error))
    }

    /// Keep the reason, and say it to the calibration.
    fn fail<T>(&mut self, found: Result<T, ClusterError>) -> Result<T, CalibrationError> {
        found.map_err(|error| {
            let reason = error.to_string();
            self.failure = Some(error);
            CalibrationError::Engine { reason }
        })
    }
}

impl Engine for Cluster {
    fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError> {
        let found = self.pass(&task.to_bytes()).and_then(|answer| Ok(answer.into_sums()?));
        self.fail(found)
    }

    fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError> {
        let found = self.pass(&task.information_to_bytes(kind));
        let found = found.and_then(|answer| Ok(answer.into_information()?));
        self.fail(found)
    }
}

/// CRC-32 of a file.
fn checksum(path: &Path) -> std::io::Result<u32> {
    use std::io::Read;
    let mut file = Source::open(path)?.reader();
    let mut crc = Crc::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(crc.sum()),
            length => crc.update(&buffer[..length]),
        }
    }
}
