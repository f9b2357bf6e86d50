//! The problems that a check finds, laid out, and whether they make the command fail.

use std::fmt::Write;

use serde::Serialize;
use thetis_bank::Severity;

use super::{CsvWriter, OutputArguments, Report, count, json};
use crate::failure::{Complaint, Failure};

/// A problem as a check found it. In JSON it is written as it serialises.
pub(crate) trait Finding: Serialize {
    /// What the column of its place in a file is called.
    const PLACE: &'static str;

    fn severity(&self) -> Severity;
    fn code(&self) -> String;
    fn file(&self) -> &str;
    /// From 1, where one line is at fault.
    fn line(&self) -> Option<u64>;
    /// Where in the file; empty for the whole file.
    fn place(&self) -> &str;
    /// The same in a sentence.
    fn place_in_words(&self) -> String {
        self.place().to_owned()
    }
    fn message(&self) -> &str;
    /// May be empty.
    fn remedy(&self) -> &str;
}

/// All problems of what is called `name`.
struct ProblemReport<F> {
    name: String,
    problems: Vec<F>,
    summary: String,
}

/// Writes the problems.
///
/// # Errors
/// Data, with the number of problems, if there are errors; or warnings where those are denied.
pub(crate) fn write_problems<F: Finding>(
    output: &OutputArguments,
    name: String,
    problems: Vec<F>,
    deny_warnings: bool,
) -> Result<(), Failure> {
    let number = |severity| problems.iter().filter(|problem| problem.severity() == severity).count();
    let (errors, warnings, notes) = (number(Severity::Error), number(Severity::Warning), number(Severity::Note));
    let mut summary = format!("{}, {}", count(errors, "error", "errors"), count(warnings, "warning", "warnings"));
    if notes > 0 {
        summary += &format!(", {}", count(notes, "note", "notes"));
    }
    let report = ProblemReport { name, problems, summary };
    output.write(&report)?;
    if errors > 0 || (deny_warnings && warnings > 0) {
        return Err(Complaint::about(report.name, report.summary).into());
    }
    Ok(())
}

impl<F: Finding> Report for ProblemReport<F> {
    fn text(&self) -> String {
        let mut out = String::new();
        let mut files: Vec<&str> = Vec::new();
        for problem in &self.problems {
            if !files.contains(&problem.file()) {
                files.push(problem.file());
            }
        }
        for file in files {
            let _ = writeln!(out, "{file}");
            for problem in self.problems.iter().filter(|problem| problem.file() == file) {
                let _ = write!(out, "  {} [{}]", problem.severity(), problem.code());
                if let Some(line) = problem.line() {
                    let _ = write!(out, " line {line}");
                }
                if !problem.place().is_empty() {
                    let _ = write!(out, " {}", problem.place_in_words());
                }
                let _ = writeln!(out, ": {}", problem.message());
                if !problem.remedy().is_empty() {
                    let _ = writeln!(out, "    remedy: {}", problem.remedy());
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
        out.write_record(["severity", "code", "file", "line", F::PLACE, "message", "remedy"])?;
        for problem in &self.problems {
            let line = problem.line().map_or_else(String::new, |line| line.to_string());
            out.write_record([
                &problem.severity().to_string(),
                &problem.code(),
                problem.file(),
                &line,
                problem.place(),
                problem.message(),
                problem.remedy(),
            ])?;
        }
        Ok(())
    }
}
