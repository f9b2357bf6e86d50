//! Calibration studied on simulated data: answers to items that are known, and how well the items are recovered.
//!
//! Programs: `thetis-bench` times calibrations beside other programs, `recovery` writes the recovery study, `cluster` times a
//! cluster of this machine's processes.

#![forbid(unsafe_code)]

pub mod cluster;
pub mod recovery;
pub mod simulate;
