//! `thetis select`: which item to ask next.

use std::fmt::Write;

use clap::Args;
use serde::Serialize;
use thetis_core::{Candidate, Criterion, Error, Estimate, Estimation, Selection, Start, estimate};

use crate::{
    arguments::{Answers, CriterionName, EstimationArguments, criterion_name},
    bank::{BankArguments, LoadedBank},
    failure::Failure,
    output::{Column, CsvWriter, OutputArguments, Report, TextTable, count, json, number},
};

const AFTER_HELP: &str = "\
Examples:
  thetis select items.csv
  thetis select items.csv --answers q1=1,q7=0 --estimator map
  thetis select items.csv --answers q1=1 --randomesque 5 --seed 42
  thetis select item-banks/soft-skills --answers A1=3,E4=0 --design default --format json";

/// Rank the items that are left after some answers, and choose the next
///
/// JSON is {theta, se, criterion, candidates: [{item, value}], chosen}, theta and se with one value a
/// dimension; candidates are all items still available, best first. Random draws depend on --seed and on the
/// number of answers alone.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Select {
    #[command(flatten)]
    bank: BankArguments,
    /// What was answered so far: ITEM=CATEGORY,…, categories from 0
    #[arg(long, value_name = "ANSWERS", default_value = "", hide_default_value = true)]
    answers: Answers,
    /// Choose and estimate as this design of the bank does
    #[arg(long, value_name = "NAME", conflicts_with_all = ["criterion", "randomesque", "EstimationArguments"])]
    design: Option<String>,
    /// What makes an item the best: maximum-information in one dimension and d-optimality in several, unless given
    #[arg(long, value_enum, value_name = "NAME")]
    criterion: Option<CriterionName>,
    /// Draw among this many of the best items
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    randomesque: u32,
    /// Seed of random draws
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    #[command(flatten)]
    estimation: EstimationArguments,
    #[command(flatten)]
    output: OutputArguments,
}

impl Select {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let bank = self.bank.load()?;
        let (selection, estimation, start) = self.rules(&bank)?;
        let answers = self.answers.to_core(&bank)?;
        let estimate =
            estimate(&bank.engine, answers.iter().copied(), &estimation).map_err(|error| bank.complaint(error))?;
        let theta = match &start {
            Start::Theta(theta) if answers.is_empty() => theta,
            _ => &estimate.theta,
        };
        let mut candidates = selection.rank(&bank.engine, &answers, theta).map_err(|error| refused(&bank, error))?;
        let step = u32::try_from(answers.len()).unwrap_or(u32::MAX);
        let chosen = selection.choose(&mut candidates.clone(), self.seed, step);
        // Stable: equal values stay in the order of the bank, in which ties are decided.
        candidates.sort_by(|a, b| b.value.total_cmp(&a.value));
        let criterion = selection.criterion;
        self.output.write(&SelectReport { bank, estimate, answers: answers.len(), criterion, candidates, chosen })
    }

    /// How to choose, how to estimate, and where to begin.
    fn rules(&self, bank: &LoadedBank) -> Result<(Selection, Estimation, Start), Failure> {
        if let Some(name) = &self.design {
            let design = bank.test(name)?.design().clone();
            return Ok((design.selection, design.estimation, design.start));
        }
        let criterion = self.criterion.unwrap_or_else(|| CriterionName::default_for(&bank.engine));
        let selection = Selection { criterion: criterion.to_core(), randomesque: self.randomesque };
        Ok((selection, self.estimation.to_core(&bank.engine)?, Start::PriorMean))
    }
}

/// A criterion that is not for this bank is the command line's mistake; all else is the data's.
fn refused(bank: &LoadedBank, error: Error) -> Failure {
    match error {
        Error::CriterionNeedsOneDimension => Failure::usage(error.to_string()),
        _ => bank.complaint(error).into(),
    }
}

struct SelectReport {
    bank: LoadedBank,
    estimate: Estimate,
    answers: usize,
    criterion: Criterion,
    candidates: Vec<Candidate>,
    chosen: Option<u32>,
}

#[derive(Serialize)]
struct Row<'r> {
    item: &'r str,
    value: f64,
}

impl Report for SelectReport {
    fn text(&self) -> String {
        let Estimate { theta, se, .. } = &self.estimate;
        let mut out = format!("After {}:\n", count(self.answers, "answer", "answers"));
        let several = self.bank.dimensions().len() > 1;
        for ((id, theta), se) in self.bank.dimensions().iter().zip(theta).zip(se) {
            let name = if several { format!("theta {id}") } else { "theta".to_owned() };
            let _ = writeln!(out, "  {name} = {} (SE {})", number::decimals(*theta), number::decimals(*se));
        }
        let chosen = self.chosen.map_or("none: no item is left", |item| self.bank.id(item));
        let _ = writeln!(out, "Next item by {}: {chosen}\n", criterion_name(&self.criterion));
        let columns = vec![Column::words("item"), Column::numbers("value"), Column::words("")];
        let mut table = TextTable::new(columns);
        for candidate in &self.candidates {
            let mark = if Some(candidate.item) == self.chosen { "chosen" } else { "" };
            table.push(vec![self.bank.id(candidate.item).into(), number::magnitude(candidate.value), mark.into()]);
        }
        out + &table.render()
    }

    fn json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let row = |candidate: &Candidate| Row { item: self.bank.id(candidate.item), value: candidate.value };
        let mut document = json::Document::new(out);
        document.member("theta", &self.estimate.theta)?;
        document.member("se", &self.estimate.se)?;
        document.member("criterion", criterion_name(&self.criterion))?;
        document.rows("candidates", self.candidates.iter().map(row))?;
        document.member("chosen", self.chosen.map(|item| self.bank.id(item)))?;
        document.end();
        Ok(())
    }

    fn csv(&self, out: &mut CsvWriter<'_>) -> csv::Result<()> {
        out.write_record(["item", "value", "chosen"])?;
        for candidate in &self.candidates {
            let chosen = (Some(candidate.item) == self.chosen).to_string();
            out.write_record([self.bank.id(candidate.item), &number::exact(candidate.value), &chosen])?;
        }
        Ok(())
    }
}
