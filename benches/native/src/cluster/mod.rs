//! Calibration on a cluster of this machine, beside the local engine: what is timed, and how it is told.

mod data;
mod machine;
mod report;

pub use data::{Data, Imported};
pub use machine::{Engine, Machine, Row};
pub use report::Report;
