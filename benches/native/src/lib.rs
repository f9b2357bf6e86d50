//! Calibration studied on simulated data: answers to items that are known, and how well the items are recovered.
//!
//! Programs: `thetis-bench` times calibrations beside other programs, `recovery` writes the recovery study.

#![forbid(unsafe_code)]

pub mod recovery;
pub mod simulate;
