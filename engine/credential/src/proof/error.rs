//! What is wrong with a signature.

use std::{error::Error, fmt};

use crate::did::DidError;
use crate::json_ld::JsonLdError;

/// What is wrong with a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProofError {
    /// There is none.
    Missing,
    /// There is none of a kind that this program knows.
    UnknownSuite {
        /// The kinds found.
        found: String,
    },
    /// There are several, and it is not said which speaks for the badge.
    Several,
    /// Something that a signature has is missing or not as it must be.
    Malformed {
        /// Which member, and what it should be.
        reason: String,
    },
    /// The key is not known or not the issuer's.
    Key(DidError),
    /// The document cannot be brought into the form that is signed.
    Form(JsonLdError),
    /// Something can be read in the badge that no signature covers.
    NotCovered {
        /// Its place.
        place: String,
    },
    /// The signature does not fit: something was changed after signing.
    Broken,
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the badge is not signed"),
            Self::UnknownSuite { found } => write!(
                f,
                "the badge is signed in a way that this program does not know ({found}); it knows eddsa-rdfc-2022 and JWT with EdDSA"
            ),
            Self::Several => f.write_str("the badge has several signatures, and it is not said which of them counts"),
            Self::Malformed { reason } => write!(f, "the signature is not as it must be: {reason}"),
            Self::Key(error) => error.fmt(f),
            Self::Form(error) => write!(f, "the badge cannot be read as it was signed: {error}"),
            Self::NotCovered { place } => {
                write!(f, "the badge shows something that its signature does not cover: {place}")
            }
            Self::Broken => f.write_str("the signature does not fit: the badge was changed after it was signed"),
        }
    }
}

impl Error for ProofError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Key(error) => Some(error),
            Self::Form(error) => Some(error),
            _ => None,
        }
    }
}

impl From<DidError> for ProofError {
    fn from(error: DidError) -> Self {
        Self::Key(error)
    }
}

impl From<JsonLdError> for ProofError {
    fn from(error: JsonLdError) -> Self {
        Self::Form(error)
    }
}
