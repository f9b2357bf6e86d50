//! Promises of a session and its log, for any bank, design and answers: one file a promise or a few of a kind.
//!
//! Cases are drawn from fixed seeds, so that a red run is red again; see `support/draw.rs`.

mod amendments;
mod bank_refusals;
mod choice;
mod classification;
mod competences;
mod content;
mod design_refusals;
mod estimates;
mod exposure;
mod fit;
mod fuzz;
mod log_integrity;
mod log_size;
mod nothing_panics;
mod pilots;
mod replay;
mod selection;
mod shadow;
mod stopping;
mod support;
