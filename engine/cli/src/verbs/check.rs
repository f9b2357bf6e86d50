//! `thetis check`: every problem of a bank at once.

use std::fmt::Write;

use clap::Args;
use serde::Serialize;
use thetis_bank::{BankSource, Code, OpenError, Problem, Severity, TableError, check_path};

use crate::{
    bank::{BankArguments, open_failure},
    failure::{Complaint, Failure},
    output::{CsvWriter, OutputArguments, Report, count, json},
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
        let problems = self.problems()?;
        let number = |severity| problems.iter().filter(|row| row.severity == severity).count();
        let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
        let mut summary = format!("{}, {}", count(errors, "error", "errors"), count(warnings, "warning", "warnings"));
        let notes = number(Severity::Note);
        if notes > 0 {
            summary += &format!(", {}", count(notes, "note", "notes"));
        }
        self.output.write(&CheckReport { name: self.bank.name(), problems, summary: summary.clone() })?;
        if errors > 0 || (self.deny_warnings && warnings > 0) {
            return Err(Complaint::about(self.bank.name(), summary).into());
        }
        Ok(())
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

struct CheckReport {
    name: String,
    problems: Vec<Row>,
    summary: String,
}

impl Report for CheckReport {
    fn text(&self) -> String {
        let mut out = String::new();
        let mut files: Vec<&str> = Vec::new();
        for row in &self.problems {
            if !files.contains(&row.file.as_str()) {
                files.push(&row.file);
            }
        }
        for file in files {
            let _ = writeln!(out, "{file}");
            for row in self.problems.iter().filter(|row| row.file == file) {
                let Row { code, severity, line, item, message, remedy, .. } = row;
                let _ = write!(out, "  {severity} [{code}]");
                if let Some(line) = line {
                    let _ = write!(out, " line {line}");
                }
                if let Some(item) = item {
                    let _ = write!(out, " item {item}");
                }
                let _ = writeln!(out, ": {message}");
                if !remedy.is_empty() {
                    let _ = writeln!(out, "    remedy: {remedy}");
                }
            }
            out.push('\n');
        }
        let _ = writeln!(out, "{}: {}", self.name, self.summary);
        out
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        json::rows(out, &self.problems)
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        out.write_record(["severity", "code", "file", "line", "item", "message", "remedy"])?;
        for row in &self.problems {
            let line = row.line.map_or_else(String::new, |line| line.to_string());
            let (severity, code) = (row.severity.to_string(), row.code.to_string());
            let item = row.item.as_deref().unwrap_or_default();
            out.write_record([&severity, &code, &row.file, &line, item, &row.message, &row.remedy])?;
        }
        Ok(())
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
