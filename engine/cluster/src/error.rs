//! What can go wrong on a cluster, and what to do about it.

use std::fmt;
use std::path::PathBuf;

use thetis_calibrate::CalibrationError;
use thetis_calibrate::passes::{Coverage, WireError};

use crate::function::function_name;

/// Why a calibration on a cluster ended without a result.
#[derive(Debug)]
#[non_exhaustive]
pub enum ClusterError {
    /// The responses cannot be read.
    Data {
        /// What the reader says: file and reason.
        reason: String,
    },
    /// The folder has no column of this name for groups.
    Group {
        /// The folder.
        folder: PathBuf,
        /// What was asked for.
        asked: String,
        /// What there is.
        there: Option<String>,
    },
    /// A file is not what the manifest says.
    Corrupt {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The scheduler does not answer.
    Unreachable {
        /// Its address.
        scheduler: String,
        /// What was said.
        reason: String,
    },
    /// The scheduler is there, and this process may not work with it.
    Refused {
        /// Its address.
        scheduler: String,
        /// What it does.
        reason: String,
    },
    /// No executor came in the time that was given.
    NoExecutors {
        /// The scheduler's address.
        scheduler: String,
        /// How long was waited, seconds.
        seconds: u64,
    },
    /// The processes are of different releases.
    Version {
        /// What was said.
        reason: String,
    },
    /// A pass was not about every person exactly once.
    Coverage {
        /// Number of the pass, from 1.
        pass: u64,
        /// What it should have been about.
        expected: Coverage,
        /// What it was about.
        found: Coverage,
    },
    /// A pass's sums are of another weight than all persons have.
    Weight {
        /// Number of the pass, from 1.
        pass: u64,
        /// The persons' weight.
        expected: f64,
        /// The sums'.
        found: f64,
    },
    /// The first pass found other responses than were imported.
    Manifest {
        /// What differs.
        what: String,
    },
    /// A pass gave numbers that are not finite.
    NotFinite {
        /// Number of the pass, from 1.
        pass: u64,
    },
    /// A pass went wrong in some other way, again and again.
    Query {
        /// What was said at last.
        reason: String,
        /// How often it was tried.
        attempts: u32,
    },
    /// Bytes that came back cannot be read.
    Answer(WireError),
    /// The checkpoint cannot be used.
    Checkpoint {
        /// Its file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// The calibration itself refuses.
    Calibration(CalibrationError),
    /// A process of the cluster could not be started.
    Start {
        /// What it says.
        reason: String,
    },
}

impl fmt::Display for ClusterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data { reason } | Self::Start { reason } => f.write_str(reason),
            Self::Group { folder, asked, there: Some(there) } => write!(
                f,
                "{}: groups are of the column {there}, not {asked}: say --group {there}, or import again with --group {asked}",
                folder.display()
            ),
            Self::Group { folder, asked, there: None } => write!(
                f,
                "{}: the responses were imported without groups: import again with --group {asked}",
                folder.display()
            ),
            Self::Corrupt { file, reason } => write!(
                f,
                "{}: {reason}: copy or import it again; --resume then goes on where this run stopped",
                file.display()
            ),
            Self::Unreachable { scheduler, reason } => write!(
                f,
                "the scheduler at {scheduler} does not answer ({reason}): start one with `thetis-cluster scheduler`, or correct the address"
            ),
            Self::Refused { scheduler, reason } => write!(f, "the scheduler at {scheduler} {reason}"),
            Self::NoExecutors { scheduler, seconds } => write!(
                f,
                "no executor has been connected to {scheduler} for {seconds} seconds: start one with `thetis-cluster executor --scheduler {scheduler}`, then go on with --resume"
            ),
            Self::Version { reason } => write!(
                f,
                "scheduler, executors and this program are not of one release ({reason}): this one needs the function {}; run the same thetis-cluster everywhere",
                function_name()
            ),
            Self::Coverage { pass, expected, found } => write!(
                f,
                "pass {pass} was about {} rows with fingerprint {:016x}, and should have been about {} with {:016x}: the cluster lost or repeated work, or a file changed meanwhile; nothing of it was used. Go on with --resume, and if it happens again, report it with the scheduler's log",
                found.rows, found.fingerprint, expected.rows, expected.fingerprint
            ),
            Self::Weight { pass, expected, found } => write!(
                f,
                "pass {pass} has expected numbers of {found} persons in all, and should have {expected}: a machine computes wrongly; nothing of it was used. Go on with --resume on other machines"
            ),
            Self::Manifest { what } => write!(
                f,
                "the cluster sees other responses than were imported: {what}; let every machine read the same files, or import again"
            ),
            Self::NotFinite { pass } => write!(
                f,
                "pass {pass} gave numbers that are not finite: a machine computes wrongly, or parameters ran away; give priors, or look at the machines"
            ),
            Self::Query { reason, attempts } => {
                write!(
                    f,
                    "a pass failed {attempts} times, at last with: {reason}; the scheduler's and the executors' logs say more"
                )
            }
            Self::Answer(error) => write!(f, "what came back cannot be read: {error}"),
            Self::Checkpoint { file, reason } => write!(f, "{}: {reason}", file.display()),
            Self::Calibration(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ClusterError {}

impl From<WireError> for ClusterError {
    fn from(error: WireError) -> Self {
        Self::Answer(error)
    }
}

impl From<CalibrationError> for ClusterError {
    fn from(error: CalibrationError) -> Self {
        Self::Calibration(error)
    }
}
