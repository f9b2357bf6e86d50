//! Why a result cannot be reported.

use std::{error::Error, fmt};

use thetis_core::outcome::OutcomeError;

/// Why a result cannot be reported.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ReportError {
    /// The bank has no such profile.
    UnknownProfile {
        /// The id given.
        profile: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// Something of the bank names a dimension or level that it does not have.
    UnknownLevel {
        /// What names it: `profile home-care-aide`, `module first-visits`, `credential cleaning`.
        place: String,
        /// The dimension named.
        dimension: String,
        /// The level named.
        level: String,
    },
    /// A module comes after one that the bank does not have.
    UnknownModule {
        /// The module.
        module: String,
        /// The one that it names.
        after: String,
    },
    /// What the bank declares makes no sense.
    Declared {
        /// What of the bank it concerns, where it is one thing: `module first-visits`.
        place: Option<String>,
        /// What is wrong.
        error: OutcomeError,
    },
    /// The earlier session was with another bank, or another version of it.
    DifferentBank,
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownProfile { profile, known } if known.is_empty() => {
                write!(f, "there is no profile {profile}: the bank has none")
            }
            Self::UnknownProfile { profile, known } => {
                write!(f, "there is no profile {profile}: the bank has {}", known.join(", "))
            }
            Self::UnknownLevel { place, dimension, level } => {
                write!(f, "the {place} names the level {level} of {dimension}, which the bank does not have")
            }
            Self::UnknownModule { module, after } => {
                write!(f, "the module {module} comes after {after}, which the bank does not have")
            }
            Self::Declared { place: Some(place), error } => write!(f, "the {place}: {error}"),
            Self::Declared { place: None, error } => error.fmt(f),
            Self::DifferentBank => f.write_str(
                "the earlier session was with another item bank, or another version of it: only sessions with the same one can be compared",
            ),
        }
    }
}

impl Error for ReportError {}
