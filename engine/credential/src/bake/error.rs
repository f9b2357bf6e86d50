//! Why no credential comes out of a picture.

use std::{error::Error, fmt};

/// Why no credential comes out of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnbakeError {
    /// There is none in it.
    Nothing,
    /// There are several.
    Several,
    /// It is an Open Badge of version 1 or 2.
    OldBadge,
    /// The picture is not whole.
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for UnbakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str(
                "there is no badge in the picture: programs that show or convert pictures often drop it; ask for the original file",
            ),
            Self::Several => f.write_str("there are several badges in the picture, and one is allowed"),
            Self::OldBadge => f.write_str("the picture holds an Open Badge of version 1 or 2; this program reads version 3"),
            Self::Damaged { reason } => write!(f, "the picture is damaged: {reason}"),
        }
    }
}

impl Error for UnbakeError {}
