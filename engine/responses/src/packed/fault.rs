//! What can be wrong with packed responses, and with packing them.

use std::fmt;

/// What is wrong with a packed folder or file, or keeps one from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackedFault {
    /// Packed by a release with another format.
    Version {
        /// The version of the format found.
        found: String,
        /// The version that this program reads.
        known: u32,
    },
    /// Two files were not packed together.
    Mixed {
        /// The other file.
        other: String,
        /// What differs.
        what: &'static str,
    },
    /// Packed responses along with a table.
    AlongWithTable {
        /// The table.
        table: String,
    },
    /// Packed responses to be packed.
    PackedAlready,
    /// A folder without Parquet files.
    NoFiles,
    /// A file or folder without a manifest where a packed folder is needed.
    NotPacked,
    /// A folder with packed files and no manifest.
    NoManifest,
    /// A file is not what it was when it was packed.
    Damaged {
        /// What shows it.
        reason: String,
    },
    /// An option that was settled when the responses were packed.
    Settled {
        /// The option.
        option: &'static str,
    },
    /// An item is left out where rows are taken as they are packed.
    LeftOut,
    /// A list of items gives responses other categories where rows are taken as they are packed.
    Recoded,
    /// The place of the output is taken.
    Exists,
    /// Another import writes to the same place.
    Busy,
    /// The system does not let something be written.
    Unwritable {
        /// What it says.
        reason: String,
    },
    /// More items than the format has numbers for.
    TooManyItems {
        /// Most items.
        most: usize,
    },
    /// The import was stopped.
    Stopped,
    /// What was written is not what was read.
    Miscounted {
        /// What was counted.
        what: String,
        /// How many were read.
        read: String,
        /// How many were written.
        written: String,
    },
}

impl fmt::Display for PackedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version { found, known } => write!(
                f,
                "the responses were packed in format {found}, this program reads format {known}: use the release that packed them, or import them again"
            ),
            Self::Mixed { other, what } => {
                write!(f, "its {what} is not that of {other}: import all files together into one folder")
            }
            Self::AlongWithTable { table } => {
                write!(f, "packed responses cannot be read along with the table {table}: import both together first")
            }
            Self::PackedAlready => f.write_str("it is packed already: give the tables it was packed from"),
            Self::NoFiles => f.write_str("the folder has no .parquet files: name files, or another folder"),
            Self::NotPacked => f.write_str(
                "this is no folder of packed responses: make one with thetis import responses, and name that",
            ),
            Self::NoManifest => f.write_str(
                "the folder has packed responses, but no responses.json, so nobody knows whether they are all there: copy the whole folder, or import again",
            ),
            Self::Damaged { reason } => write!(f, "{reason}: copy the folder again, or import again"),
            Self::Settled { option } => write!(
                f,
                "{option} was settled when the responses were packed: leave it out, or import them again with it"
            ),
            Self::LeftOut => f.write_str(
                "it is left out, but with --engine passes take the rows as they were packed: import the responses again without it, or leave --engine out",
            ),
            Self::Recoded => f.write_str(
                "the list of items gives its responses other categories than they were packed with: import them again with this list, or leave --engine out",
            ),
            Self::Exists => f.write_str("is there already: give another folder, or remove it first"),
            Self::Busy => f.write_str("another import is writing it: wait for its end, or give another folder"),
            Self::Unwritable { reason } => {
                write!(f, "cannot be written: {reason}; see to room and rights there, or give another folder")
            }
            Self::TooManyItems { most } => write!(
                f,
                "it would be one item more than the {most} that packed responses can have: name the column of the item, leave items out with --drop or --only, or import them in parts"
            ),
            Self::Stopped => f.write_str("stopped; nothing was written"),
            Self::Miscounted { what, read, written } => write!(
                f,
                "{what}: {read} read, {written} written. Nothing was kept; the disk may be failing, else this is an error of this program: please report it"
            ),
        }
    }
}
