//! `thetis check`: every problem of a bank at once.

use clap::Args;
use serde::Serialize;
use thetis_bank::{BankSource, Code, OpenError, Problem, Severity, TableError, check_path};

use crate::{
    bank::{BankArguments, open_failure},
    failure::Failure,
    output::{Finding, OutputArguments, write_problems},
};

const AFTER_HELP: &str = "\
Examples:
  thetis check item-banks/soft-skills
  thetis check item-banks/soft-skills --deny-warnings --format json
  thetis check items.csv --scaling 1.702";

/// Find every problem of a bank: what is wrong, where, and what to do about it
///
/// Errors make the bank unusable and the exit code 1; warnings do not, unless --deny-warnings is given. A note says what is no
/// fault of the bank, such as texts that no second speaker has read.
/// JSON is [{code, severity, file, item, message, remedy}], with a line where one line is at fault.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Check {
    #[command(flatten)]
    bank: BankArguments,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
    #[command(flatten)]
    output: OutputArguments,
}

impl Check {
    pub(super) fn run(&self) -> Result<(), Failure> {
        write_problems(&self.output, self.bank.name(), self.problems()?, self.deny_warnings)
    }

    fn problems(&self) -> Result<Vec<Row>, Failure> {
        // A folder is read file by file, so that one that cannot be read does not hide the others' problems.
        let report = match self.bank.open()? {
            Err(error) if !self.bank.path.exists() => return Err(open_failure(&error)),
            Ok(source @ BankSource::Table(_)) => source.check(),
            Err(OpenError::Table(errors)) => {
                return Ok(errors.errors().iter().map(Row::of_table).collect());
            }
            Ok(BankSource::Folder(_)) | Err(OpenError::Read(_)) => check_path(&self.bank.path),
        };
        Ok(report.problems().iter().map(Row::from).collect())
    }
}

/// A problem as it is reported.
#[derive(Debug, Serialize)]
struct Row {
    code: Code,
    severity: Severity,
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    item: Option<String>,
    message: String,
    remedy: String,
}

impl Finding for Row {
    const PLACE: &'static str = "item";

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
        self.item.as_deref().unwrap_or_default()
    }

    fn place_in_words(&self) -> String {
        format!("item {}", self.place())
    }

    fn message(&self) -> &str {
        &self.message
    }

    fn remedy(&self) -> &str {
        &self.remedy
    }
}

impl Row {
    fn of_table(error: &TableError) -> Self {
        let column = error.column.as_ref().map(|(number, name)| match name.as_str() {
            "" => format!("column {number}: "),
            name => format!("column {number} ({name}): "),
        });
        // The reason of a table's error goes on, after a semicolon, with what to do about it.
        let (message, remedy) = error.reason.split_once("; ").unwrap_or((&error.reason, ""));
        Self {
            code: if error.line.is_none() { Code::UnreadableFile } else { Code::MalformedFile },
            severity: Severity::Error,
            file: error.file.clone(),
            line: error.line,
            item: None,
            message: column.unwrap_or_default() + message,
            remedy: remedy.to_owned(),
        }
    }
}

impl From<&Problem> for Row {
    fn from(problem: &Problem) -> Self {
        let Problem { severity, code, file, line, item, message, remedy } = problem.clone();
        Self { code, severity, file, line, item, message, remedy }
    }
}
