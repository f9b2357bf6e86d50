//! Small text files, and how an error of one is reported.

use std::{fmt::Display, fs, path::Path};

use crate::failure::{Complaint, Failure};

/// An error about a file.
pub(super) fn complaint(file: &Path, reason: impl Display) -> Failure {
    Complaint::about(file.display().to_string(), reason.to_string()).into()
}

/// The text of a file.
///
/// # Errors
/// Data: it cannot be read, or is no text.
pub(super) fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|error| complaint(file, format!("cannot be read: {error}")))
}
