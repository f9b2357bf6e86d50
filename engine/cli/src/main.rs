//! The `thetis` command: the only place of the engine that reads arguments and prints.
//!
//! Each verb computes its whole report before a byte of it is written, so that a failure leaves nothing
//! half-written. Reports go to standard output (or `-o`), complaints to standard error, and the exit code
//! says which: 0 done, 1 the data are wrong, 2 the command line is.

#![forbid(unsafe_code)]

mod arguments;
mod bank;
mod failure;
mod output;
mod partial_file;
mod progress;
mod verbs;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match verbs::CommandLine::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
