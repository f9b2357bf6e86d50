//! `thetis framework`: competence frameworks, profiles and practices checked; frameworks exchanged as CASE 1.1.

mod check;
mod export;
mod import;

use clap::{Args, Subcommand};
use thetis_framework::ReadError;

use crate::failure::{Complaint, Failure};

const AFTER_HELP: &str = "\
Examples:
  thetis framework check item-banks
  thetis framework export item-banks/frameworks/care-and-household --case -o package.json
  thetis framework import package.json -o frameworks/care";

/// Check frameworks, profiles and practices; exchange frameworks as CASE 1.1
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Framework {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Check(check::Check),
    Export(export::Export),
    Import(import::Import),
}

impl Framework {
    pub(super) fn run(&self) -> Result<(), Failure> {
        match &self.action {
            Action::Check(action) => action.run(),
            Action::Export(action) => action.run(),
            Action::Import(action) => action.run(),
        }
    }
}

/// Everything that could not be read in a folder.
fn unreadable(folder: &str, errors: &[ReadError]) -> Failure {
    let complaint = |error: &ReadError| {
        let line = error.line.map_or_else(String::new, |line| format!(", line {line}"));
        let file = format!("{}{line}", error.file);
        Complaint::about(format!("{folder}: {file}"), format!("{}; {}", error.reason, error.remedy))
    };
    Failure::Data(errors.iter().map(complaint).collect())
}
