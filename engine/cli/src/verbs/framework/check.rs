//! `thetis framework check`: every problem of a folder's frameworks, profiles and practices at once.

use std::path::PathBuf;

use clap::Args;
use thetis_bank::Severity;
use thetis_framework::{Problem, check_folder};

use crate::{
    failure::Failure,
    output::{Finding, OutputArguments, write_problems},
};

const AFTER_HELP: &str = "\
Examples:
  thetis framework check item-banks
  thetis framework check item-banks --deny-warnings --format json";

/// Find every problem of frameworks, profiles and practices: what is wrong, where, and what to do about it
///
/// Banks beside them that name a framework are compared with it and with the profiles. Errors make the exit code 1;
/// warnings do not, unless --deny-warnings is given. A note says what is no fault. JSON is [{severity, code, file, place, message, remedy}], with a
/// line where one line is at fault.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Check {
    /// Folder that holds frameworks/, profiles/ or practices/, such as item-banks
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
    #[command(flatten)]
    output: OutputArguments,
}

impl Check {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let problems = check_folder(&self.folder).problems().to_vec();
        write_problems(&self.output, self.folder.display().to_string(), problems, self.deny_warnings)
    }
}

impl Finding for Problem {
    const PLACE: &'static str = "place";

    fn severity(&self) -> Severity {
        self.severity
    }

    fn code(&self) -> String {
        self.code.to_string()
    }

    fn file(&self) -> &str {
        &self.file
    }

    fn line(&self) -> Option<u64> {
        self.line
    }

    fn place(&self) -> &str {
        &self.place
    }

    fn message(&self) -> &str {
        &self.message
    }

    fn remedy(&self) -> &str {
        &self.remedy
    }
}
