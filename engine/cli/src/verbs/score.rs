//! `thetis score`: the ability of everybody in a response table.

use std::{path::PathBuf, thread};

use clap::Args;
use serde::Serialize;
use thetis_bank::ResponseTable;
use thetis_core::{Bank, Error, Estimate, Estimation, Response, Status, estimate};

use crate::{
    arguments::EstimationArguments,
    bank::{BankArguments, LoadedBank, table_failure},
    failure::{Complaint, Failure},
    output::{Column, CsvWriter, OutputArguments, Report, TextTable, estimate_cells, json},
    progress::Progress,
};

const AFTER_HELP: &str = "\
The response table has a header of item ids and a line for each person, with whole-number categories \
from 0; an empty cell or NA is missing. A first column named person names the persons. Answers to pilot \
items do not count.

Examples:
  thetis score items.csv --responses answers.csv
  thetis score items.csv --responses answers.csv --estimator wle --range -4,4
  thetis score items.csv --responses answers.csv --quadrature catr --format csv -o theta.csv
  thetis score item-banks/soft-skills --responses answers.csv --format json";

/// Estimate the ability of every person of a response table
///
/// JSON is [{person, theta, se}], theta and se with one value a dimension, plus status where an estimate is
/// not an inner solution: at-bound (an end of the range) or no-information (no answers and no prior).
/// An infinite standard error is null in JSON and inf in CSV.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Score {
    #[command(flatten)]
    bank: BankArguments,
    /// Response table (.csv)
    #[arg(short, long, value_name = "FILE")]
    responses: PathBuf,
    #[command(flatten)]
    estimation: EstimationArguments,
    #[command(flatten)]
    output: OutputArguments,
}

impl Score {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let bank = self.bank.load()?;
        let estimation = self.estimation.to_core(&bank.engine)?;
        let responses =
            ResponseTable::read(&self.responses, bank.ids(), &bank.engine).map_err(|errors| table_failure(&errors))?;
        let estimates = estimate_all(&bank.engine, &responses, &estimation).map_err(|(person, error)| {
            let Complaint { item, reason, .. } = bank.complaint(error);
            let file = self.responses.display().to_string();
            Complaint { file, item, reason: format!("person {}: {reason}", responses.persons[person]) }
        })?;
        self.output.write(&ScoreReport { bank, responses, estimates })
    }
}

/// Everybody's estimate, in order; persons are shared out among the processor's cores.
fn estimate_all(bank: &Bank, table: &ResponseTable, estimation: &Estimation) -> Result<Vec<Estimate>, (usize, Error)> {
    let persons = table.persons.len();
    let progress = Progress::new("scoring", persons);
    let one = |person: usize| {
        let result = estimate(bank, scored(bank, table, person), estimation).map_err(|error| (person, error));
        progress.step();
        result
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = persons.div_ceil(cores).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..persons)
            .step_by(share)
            .map(|first| {
                let last = persons.min(first + share);
                scope.spawn(move || (first..last).map(one).collect::<Result<Vec<_>, _>>())
            })
            .collect();
        let mut all = Vec::with_capacity(persons);
        for worker in workers {
            match worker.join() {
                Ok(estimates) => all.extend(estimates?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(all)
    })
}

/// A person's answers that count: all but those to pilot items.
fn scored(bank: &Bank, table: &ResponseTable, person: usize) -> impl Iterator<Item = Response> {
    table.responses(person).filter(|response| !bank.is_pilot(response.item))
}

struct ScoreReport {
    bank: LoadedBank,
    responses: ResponseTable,
    estimates: Vec<Estimate>,
}

#[derive(Serialize)]
struct Row<'r> {
    person: &'r str,
    theta: &'r [f64],
    se: &'r [f64],
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

impl ScoreReport {
    fn persons(&self) -> impl Iterator<Item = (&str, &Estimate)> {
        self.responses.persons.iter().map(String::as_str).zip(&self.estimates)
    }
}

const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Regular => "regular",
        Status::AtBound => "at-bound",
        Status::NoInformation => "no-information",
    }
}

impl Report for ScoreReport {
    fn text(&self) -> String {
        let mut columns = vec![Column::words("person"), Column::numbers("answers")];
        columns.extend(estimate_cells::text_columns(&self.bank));
        columns.push(Column::words(""));
        let mut table = TextTable::new(columns);
        for (index, (person, estimate)) in self.persons().enumerate() {
            let mut cells =
                vec![person.to_owned(), scored(&self.bank.engine, &self.responses, index).count().to_string()];
            cells.extend(estimate_cells::text_cells(&estimate.theta, &estimate.se));
            cells.push(match estimate.status {
                Status::Regular => String::new(),
                Status::AtBound => "at the end of the range".into(),
                Status::NoInformation => "no information".into(),
            });
            table.push(cells);
        }
        format!("{}{}", estimate_cells::text_legend(&self.bank), table.render())
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        json::rows(
            out,
            self.persons().map(|(person, estimate)| Row {
                person,
                theta: &estimate.theta,
                se: &estimate.se,
                status: (estimate.status != Status::Regular).then(|| status_name(estimate.status)),
            }),
        )
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        let mut header = vec!["person".to_owned()];
        header.extend(estimate_cells::csv_columns(&self.bank));
        header.push("status".to_owned());
        out.write_record(&header)?;
        for (person, estimate) in self.persons() {
            let mut cells = vec![person.to_owned()];
            cells.extend(estimate_cells::csv_cells(&estimate.theta, &estimate.se));
            cells.push(status_name(estimate.status).to_owned());
            out.write_record(&cells)?;
        }
        Ok(())
    }
}
