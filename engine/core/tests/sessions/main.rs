//! Promises of a session and its log, for any bank, design and answers: `cases` makes them, the other
//! modules hold the promises.
//!
//! Cases come from a fixed seed, so that a red run is red again; `PROPTEST_RNG_SEED` and `PROPTEST_CASES`
//! choose others.

mod bank_refusals;
mod cases;
mod design_refusals;
mod log_integrity;
mod log_size;
mod properties;
mod selection;
