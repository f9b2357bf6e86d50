//! Why a bank is not packed.

use std::{error::Error, fmt, io, path::PathBuf};

use thetis_bank::{Problem, ReadError};

/// Why a bank is not packed.
#[derive(Debug)]
#[non_exhaustive]
pub enum PackError {
    /// `thetis check` finds errors in the bank.
    Refused {
        /// The errors.
        problems: Vec<Problem>,
    },
    /// The bank is a parameter table, which has no questions to show.
    Table {
        /// The table.
        file: PathBuf,
    },
    /// A file of the bank cannot be read.
    Bank(ReadError),
    /// A file in the bank's folder is a link to one outside of it.
    Elsewhere {
        /// The link.
        file: PathBuf,
    },
    /// An option names something that the bank does not have.
    Unknown {
        /// What it is: `design`, `language`, `profile`, `dimension`, `level of hygiene`.
        what: String,
        /// The name given.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The passing rule is that the profile's requirements are met, and no profile is given.
    PassWithoutProfile,
    /// The passing rule is neither `profile` nor a dimension and a level.
    PassForm {
        /// What was given.
        rule: String,
    },
    /// The title is empty.
    EmptyTitle,
    /// The theme refers to a file that would not be in the package.
    ThemeRefers {
        /// The theme.
        file: PathBuf,
        /// What it refers to, as written.
        reference: String,
    },
    /// This program was built without the player.
    NoPlayer,
    /// A folder is not that of a built player.
    NotAPlayer {
        /// The folder.
        folder: PathBuf,
        /// The first file that is missing.
        missing: &'static str,
    },
    /// There is something in the folder that is to be written.
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// A file or folder cannot be read.
    Read {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file or folder cannot be written.
    Write {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl PackError {
    /// Whether the options are at fault, and not the files.
    #[must_use]
    pub const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Unknown { .. }
                | Self::PassWithoutProfile
                | Self::PassForm { .. }
                | Self::EmptyTitle
                | Self::NotEmpty { .. }
        )
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { problems } => {
                write!(formatter, "thetis check finds errors in the bank ({}), the first: ", problems.len())?;
                problems.first().map_or(Ok(()), |problem| problem.fmt(formatter))
            }
            Self::Table { file } => write!(
                formatter,
                "{}: a parameter table has no questions to show; give the folder of a bank",
                file.display()
            ),
            Self::Bank(error) => error.fmt(formatter),
            Self::Elsewhere { file } => write!(
                formatter,
                "{}: this is a link to a file outside of the bank's folder, which would be published; copy the file into the folder, or remove the link",
                file.display()
            ),
            Self::Unknown { what, name, known } if known.is_empty() => {
                write!(formatter, "there is no {what} {name}: the bank has none; leave the option out")
            }
            Self::Unknown { what, name, known } => {
                write!(formatter, "there is no {what} {name}; use one of: {}", known.join(", "))
            }
            Self::PassWithoutProfile => formatter
                .write_str("the passing rule \"profile\" needs a profile to be met; give one with --profile"),
            Self::PassForm { rule } => write!(
                formatter,
                "{rule:?} is no passing rule; give \"profile\", or a dimension and its level as in hygiene:alone"
            ),
            Self::EmptyTitle => formatter.write_str("the title is empty; leave it out to have the bank's own"),
            Self::ThemeRefers { file, reference } => write!(
                formatter,
                "{}: {reference} would not be in the package; put it into the file as a data: URL, or leave it out",
                file.display()
            ),
            Self::NoPlayer => formatter.write_str(
                "this program was built without the player; run \"cargo xtask build\" and build it again, or give the folder of a built player with --player",
            ),
            Self::NotAPlayer { folder, missing } => write!(
                formatter,
                "{}: this is no built player, {missing} is missing; give the folder bindings/js/dist after \"cargo xtask build\"",
                folder.display()
            ),
            Self::NotEmpty { folder } => write!(
                formatter,
                "{}: there is something in this folder; give a new or an empty one",
                folder.display()
            ),
            Self::Read { file, source } => write!(formatter, "{}: cannot be read: {source}", file.display()),
            Self::Write { file, source } => write!(formatter, "{}: cannot be written: {source}", file.display()),
        }
    }
}

impl Error for PackError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Bank(error) => Some(error),
            Self::Read { source, .. } | Self::Write { source, .. } => Some(source),
            _ => None,
        }
    }
}
