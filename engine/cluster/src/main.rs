//! `thetis-cluster`: scheduler, executors and the driver of calibrations on a cluster.

#![forbid(unsafe_code)]

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
