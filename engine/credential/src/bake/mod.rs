//! A badge as a picture with the credential inside: baking, and taking it out again.
//!
//! 1EdTech, Open Badges 3.0, section 5.3 (baked badges).

mod emblem;
mod error;
mod picture;
mod png;
mod svg;

pub use error::UnbakeError;
pub use png::bake_png;
pub use svg::bake_svg;

pub(crate) use png::{is_png, unbake_png};
pub(crate) use svg::unbake_svg;

/// A signed credential as it travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// JSON with a Data Integrity proof.
    Json(&'a str),
    /// Compact JWS.
    Jwt(&'a str),
}
