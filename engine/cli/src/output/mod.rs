//! Reports: how they look, and where they go.

mod destination;
pub(crate) mod estimate_cells;
pub(crate) mod formula;
pub(crate) mod json;
pub(crate) mod number;
pub(crate) mod plain;
mod problems;
mod text_table;

use clap::{Args, ValueEnum};
use std::{
    fmt::Display,
    path::{Path, PathBuf},
};

pub(crate) use problems::{Finding, write_problems};
pub(crate) use text_table::{Column, TextTable};

use crate::failure::{Complaint, Failure};

/// The writer of a CSV report.
pub(crate) type CsvWriter<'a> = csv::Writer<&'a mut Vec<u8>>;

/// What a verb found out, ready to be shown in any format.
pub(crate) trait Report {
    /// For a person: aligned columns, rounded numbers, sentences.
    fn text(&self) -> String;

    /// For a program: every digit; infinity is `null`, which is all that JSON offers.
    ///
    /// # Errors
    /// None that memory running out does not cause: what is written is a buffer.
    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()>;

    /// For a spreadsheet or a statistics program: a header, every digit; infinity is `inf`. What a spreadsheet would take for a
    /// formula is made a text after this.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()>;
}

/// A paragraph with a line for each note; nothing without any.
pub(crate) fn notes<N: Display>(list: impl IntoIterator<Item = N>) -> String {
    let lines: String = list.into_iter().map(|note| format!("Note: {note}\n")).collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading: aligned columns, rounded numbers
    Text,
    /// For programs: every digit
    Json,
    /// For spreadsheets and statistics programs: a header line, every digit
    Csv,
}

/// Where a report goes and in what form.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArguments {
    /// Form of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// Write the report to this file, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl OutputArguments {
    /// Whether the report is CSV, which has no place for anything but its table.
    pub(crate) fn is_csv(&self) -> bool {
        self.format == Format::Csv
    }

    /// Write a report.
    ///
    /// # Errors
    /// The file or standard output cannot be written.
    pub(crate) fn write(&self, report: &impl Report) -> Result<(), Failure> {
        let bytes = render(report, self.format)
            .map_err(|error| Complaint::about("report", format!("cannot be made: {error}")))?;
        write_to(self.output.as_deref(), &bytes)
    }
}

/// Write to a file, whole or not at all, or to standard output.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write_to(file: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    match file {
        None => destination::to_stdout(bytes),
        Some(file) => destination::to_file(file, bytes),
    }
}

fn render(report: &impl Report, format: Format) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut bytes = Vec::new();
    match format {
        Format::Text => bytes = plain::plain(&report.text()).into_bytes(),
        Format::Json => {
            report.json(&mut bytes)?;
            bytes.push(b'\n');
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut bytes);
            report.csv(&mut writer)?;
            writer.flush()?;
            drop(writer);
            bytes = formula::without_formulas(bytes)?;
        }
    }
    Ok(bytes)
}

/// `3 errors`, `1 error`, `no errors`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}
