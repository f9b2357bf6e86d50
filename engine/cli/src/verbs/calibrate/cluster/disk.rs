//! `--engine disk`: passes over a folder that is larger than memory.

use std::path::Path;

use thetis_calibrate::{CalibrationError, Frame, Responses, Tally};
use thetis_responses::packed::{Disk, Manifest};

use super::{super::reading, Elsewhere};
use crate::failure::{Complaint, Failure};

/// Open a folder.
///
/// # Errors
/// No packed folder, or files that are not as they were packed.
pub(super) fn open(folder: &Path, grouped: bool) -> Result<Disk, Failure> {
    Disk::open(folder, grouped).map_err(|errors| reading::failure(&errors))
}

impl Elsewhere for Disk {
    fn manifest(&mut self, _: &Path) -> Result<Manifest, Failure> {
        Ok(self.folder().manifest().clone())
    }

    fn tally(&mut self, frame: &Frame) -> Result<Tally, Failure> {
        Self::tally(self, frame).map_err(|error| complaint(self, &error))
    }

    fn sample(&mut self, frame: &Frame, tally: &Tally) -> Result<Responses, Failure> {
        Self::sample(self, frame, tally).map_err(|error| complaint(self, &error))
    }
}

fn complaint(disk: &Disk, error: &CalibrationError) -> Failure {
    Complaint::about(disk.folder().path().display().to_string(), error.to_string()).into()
}
