//! `thetis framework check`: every problem of a folder's frameworks, profiles and practices at once.

use std::{fmt::Write, path::PathBuf};

use clap::Args;
use thetis_bank::Severity;
use thetis_framework::{Problem, check_folder};

use crate::{
    failure::{Complaint, Failure},
    output::{CsvWriter, OutputArguments, Report, count, json},
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
        let name = self.folder.display().to_string();
        let problems = check_folder(&self.folder).problems().to_vec();
        let number = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
        let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
        let mut summary = format!("{}, {}", count(errors, "error", "errors"), count(warnings, "warning", "warnings"));
        let notes = number(Severity::Note);
        if notes > 0 {
            summary += &format!(", {}", count(notes, "note", "notes"));
        }
        self.output.write(&CheckReport { name: name.clone(), problems, summary: summary.clone() })?;
        if errors > 0 || (self.deny_warnings && warnings > 0) {
            return Err(Complaint::about(name, summary).into());
        }
        Ok(())
    }
}

struct CheckReport {
    name: String,
    problems: Vec<Problem>,
    summary: String,
}

impl Report for CheckReport {
    fn text(&self) -> String {
        let mut out = String::new();
        let mut files: Vec<&str> = Vec::new();
        for problem in &self.problems {
            if !files.contains(&problem.file.as_str()) {
                files.push(&problem.file);
            }
        }
        for file in files {
            let _ = writeln!(out, "{file}");
            for problem in self.problems.iter().filter(|problem| problem.file == file) {
                let Problem { severity, code, line, place, message, remedy, .. } = problem;
                let _ = write!(out, "  {severity} [{code}]");
                if let Some(line) = line {
                    let _ = write!(out, " line {line}");
                }
                if !place.is_empty() {
                    let _ = write!(out, " {place}");
                }
                let _ = writeln!(out, ": {message}\n    remedy: {remedy}");
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
        out.write_record(["severity", "code", "file", "line", "place", "message", "remedy"])?;
        for problem in &self.problems {
            let Problem { severity, code, file, line, place, message, remedy } = problem;
            let line = line.map_or_else(String::new, |line| line.to_string());
            out.write_record([&severity.to_string(), code.as_str(), file, &line, place, message, remedy])?;
        }
        Ok(())
    }
}
