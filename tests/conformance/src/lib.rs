//! Agreement of `thetis-core` with numbers other programs computed, and with its own promises.
//!
//! The tests are in `tests/`, one file a promise. Here is what they share: the reference files of
//! `tests/fixtures/reference` as types ([`catr`], [`catr_criteria`], [`catr_traces`], [`mirtcat`]), a ledger of
//! comparisons that remembers the worst ([`Agreement`]), banks that strain the numerics ([`stress`]), and estimating
//! equations written a second time, straight from the literature ([`equation`]).

pub mod catr;
pub mod catr_criteria;
pub mod catr_traces;
pub mod difference;
pub mod equation;
pub mod matrices;
pub mod mirt;
pub mod mirtcat;
pub mod stress;

mod agreement;

pub use agreement::{Agreement, Tolerance};

use serde::de::DeserializeOwned;

/// Read a file of `tests/fixtures/reference`.
///
/// # Panics
/// If it is missing or is not what `T` expects: a test cannot go on without its numbers.
#[must_use]
pub fn reference<T: DeserializeOwned>(name: &str) -> T {
    let path = format!("{}/../fixtures/reference/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path} has an unexpected shape: {error}"))
}
