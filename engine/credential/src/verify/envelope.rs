//! What holds a credential: a picture, JSON or a token.

use std::{error::Error, fmt};

use serde_json::{Map, Value};

use crate::bake::{UnbakeError, is_png, unbake_png, unbake_svg};
use crate::proof::{ProofError, looks_like_jwt};

/// More bytes than any badge has, of which the picture is most.
const MOST_BYTES: usize = 8 << 20;

/// What held a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Nothing but itself.
    Plain,
    /// An SVG picture.
    Svg,
    /// A PNG picture.
    Png,
}

/// How a credential is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proofed {
    /// Data Integrity.
    DataIntegrity,
    /// VC-JWT.
    Jwt,
}

/// Why there is nothing to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenError {
    /// Too large to be one.
    TooLarge,
    /// Neither picture nor JSON nor token.
    NotABadge,
    /// JSON or a token that is no Open Badge of version 3.
    NoOpenBadge,
    /// The picture gives none.
    Picture(UnbakeError),
    /// The JSON is not whole.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// The token cannot be read.
    Token(ProofError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("is larger than any badge"),
            Self::NotABadge => f.write_str("is no badge: a badge is an SVG or PNG picture, JSON, or a JWT (eyJ…)"),
            Self::NoOpenBadge => f.write_str(
                "is no Open Badge of version 3: its type must have VerifiableCredential and OpenBadgeCredential",
            ),
            Self::Picture(error) => error.fmt(f),
            Self::Json { line, column } => {
                write!(f, "the badge is not whole: its JSON breaks off or is changed at line {line}, column {column}")
            }
            Self::Token(error) => error.fmt(f),
        }
    }
}

impl Error for OpenError {}

/// A credential with its signature.
pub(super) enum Envelope {
    Json(Map<String, Value>),
    Jwt(String),
}

impl Envelope {
    pub(super) fn open(bytes: &[u8]) -> Result<(Carrier, Self), OpenError> {
        if bytes.len() > MOST_BYTES {
            return Err(OpenError::TooLarge);
        }
        if is_png(bytes) {
            let text = unbake_png(bytes).map_err(OpenError::Picture)?;
            return Ok((Carrier::Png, Self::read(&text)?));
        }
        let text = str::from_utf8(bytes).map_err(|_| OpenError::NotABadge)?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.starts_with('<') {
            let text = unbake_svg(text).map_err(OpenError::Picture)?;
            return Ok((Carrier::Svg, Self::read(&text)?));
        }
        Ok((Carrier::Plain, Self::read(text)?))
    }

    fn read(text: &str) -> Result<Self, OpenError> {
        let text = text.trim();
        if looks_like_jwt(text) {
            return Ok(Self::Jwt(text.to_owned()));
        }
        if !text.starts_with('{') {
            return Err(OpenError::NotABadge);
        }
        serde_json::from_str(text)
            .map(Self::Json)
            .map_err(|error| OpenError::Json { line: error.line(), column: error.column() })
    }
}
