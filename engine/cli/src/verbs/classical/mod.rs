//! `thetis classical`: what classical test theory says of a test and its items.
//!
//! [`analysis`] computes plain results, for this verb and the report of `thetis calibrate`; nothing in it prints.

pub(super) mod analysis;
mod report;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use thetis_calibrate::classical::Cases;

use super::calibrate::reading::ReadingArguments;
use crate::{
    failure::{Complaint, Failure},
    output::OutputArguments,
};
use analysis::analyse;
use report::{ClassicalReport, TableName};

const AFTER_HELP: &str = "\
FILEs and how they are read are those of thetis calibrate. Difficulty is the mean score as part of the highest: of a \
dichotomous item the proportion correct, large for easy items. Item-rest is the correlation with the sum of the other \
items. With --key (raw options) every option is shown, with who chose it in groups of rising ability.

Examples:
  thetis classical responses.csv
  thetis classical choices.csv --key key.csv --ability-groups 3
  thetis classical choices.csv --key BDACA --table options --format csv -o options.csv
  thetis classical likert.csv --lowest 1 --items items.csv --only scale=Openness --format json";

/// Difficulty, discrimination and reliability; distractors and suspect keys
///
/// JSON is {data, test: {mean, sd, alpha, alphaStandardised, standardError}, omega, lambda, notes, items: [{item,
/// answered, mean, difficulty, sd, itemTotal, itemRest, alphaIfDeleted, loading, advice, options}]}.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Classical {
    /// Responses: CSV, Parquet, Arrow, or session logs with --logs
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArguments,
    /// Whose responses count: complete if nothing is missing, else pairwise, unless given
    #[arg(long, value_enum, value_name = "WHO", help_heading = "Statistics")]
    cases: Option<CasesName>,
    /// Groups of ability in which options are counted
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20), help_heading = "Statistics")]
    ability_groups: u8,
    /// Which table CSV is
    #[arg(long, value_enum, value_name = "TABLE", default_value_t = TableName::Items, help_heading = "Output")]
    table: TableName,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CasesName {
    /// Persons who answered every item
    Complete,
    /// For a mean all who answered the item, for a correlation all who answered both
    Pairwise,
}

impl Classical {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let data = self.reading.read(&self.files, Vec::new())?;
        let cases = self.cases.map(|name| match name {
            CasesName::Complete => Cases::Complete,
            CasesName::Pairwise => Cases::Pairwise,
        });
        let mut found = analyse(&data.responses, cases).map_err(|error| self.refused(&error))?;
        let mut notes: Vec<String> = data.notes.iter().map(ToString::to_string).collect();
        if data.responses.groups().len() > 1 {
            notes.push("statistics are of all groups together; thetis dif compares them".into());
        }
        match self.reading.raw_options(&self.files, &data) {
            Ok(Some(raw)) => {
                let groups = usize::from(self.ability_groups);
                found
                    .add_options(&raw.data.responses, &raw.data.codes, &raw.keys, groups)
                    .map_err(|error| self.refused(&error))?;
            }
            Ok(None) if self.table == TableName::Options => {
                return Err(Failure::usage("--table options needs --key: without it nothing is known of options"));
            }
            Err(reason) if self.table == TableName::Options => {
                return Err(Complaint::about(self.file(), format!("no options: {reason}")).into());
            }
            Ok(None) => {}
            Err(reason) => notes.push(format!("no options: {reason}")),
        }
        if self.output.is_csv() {
            notes.iter().for_each(|note| eprintln!("note: {note}"));
        }
        self.output.write(&ClassicalReport { found, notes, table: self.table })
    }

    fn file(&self) -> String {
        self.files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
    }

    fn refused(&self, error: &thetis_calibrate::CalibrationError) -> Failure {
        Complaint::about(self.file(), error.to_string()).into()
    }
}
