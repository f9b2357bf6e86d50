//! `thetis select`: which item to ask next.

use std::fmt::Write;

use clap::Args;
use serde::Serialize;
use thetis_bank::{BankSource, CriterionContext};
use thetis_core::{Candidate, Design, Error, Estimate, Response, Selection, Test, estimate};

use crate::{
    arguments::{Answers, CRITERIA_HELP, CriterionChoice, EstimationArguments, criterion_notation},
    bank::{BankArguments, LoadedBank},
    failure::Failure,
    output::{Column, CsvWriter, OutputArguments, Report, TextTable, count, json, number},
};

const EXAMPLES: &str = "\
Examples:
  thetis select items.csv
  thetis select items.csv --answers q1=1,q7=0 --estimator map
  thetis select items.csv --answers q1=1 --criterion kullback-leibler:weight=likelihood
  thetis select items.csv --answers q1=1 --randomesque 5 --seed 42
  thetis select item-banks/soft-skills --answers A1=3,E4=0 --design default --format json";

/// Rank the items that are left after some answers, and choose the next
///
/// JSON is {theta, se, criterion, candidates: [{item, value}], chosen}, theta and se with one value a
/// dimension; candidates are all operational items not answered yet, best first. Random draws depend on --seed and
/// on the number of answers alone. The rest of a design's blueprint (content, enemies, item sets, exposure, shadow
/// tests) needs the course of a session: see thetis replay.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{CRITERIA_HELP}\n\n{EXAMPLES}"))]
pub(super) struct Select {
    #[command(flatten)]
    bank: BankArguments,
    /// What was answered so far: ITEM=CATEGORY,…, categories from 0
    #[arg(long, value_name = "ANSWERS", default_value = "", hide_default_value = true)]
    answers: Answers,
    /// Choose and estimate as this design of the bank does
    #[arg(long, value_name = "NAME", conflicts_with_all = ["criterion", "randomesque", "EstimationArguments"])]
    design: Option<String>,
    /// What makes an item the best: maximum-information in one dimension and d-optimality in several, unless given; --help lists all
    #[arg(long, value_name = "NAME[:KEY=VALUE,…]")]
    criterion: Option<CriterionChoice>,
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
        let (test, criterion) = self.test(&bank)?;
        let answers = self.answers.to_core(&bank)?;
        let Design { start, selection, estimation, .. } = test.design();
        let estimate =
            estimate(&bank.engine, answers.iter().copied(), estimation).map_err(|error| bank.complaint(error))?;
        let first = answers.len() * bank.engine.dimensions();
        let theta = start.theta.get(first..first + bank.engine.dimensions());
        let mut candidates = test.rank(&answers, theta, self.seed).map_err(|error| bank.complaint(error))?;
        let step = u32::try_from(answers.len()).unwrap_or(u32::MAX);
        let chosen =
            start_item(&start.items, &answers).or_else(|| selection.choose(&mut candidates.clone(), self.seed, step));
        // Stable: equal values stay in the order of the bank, in which ties are decided.
        candidates.sort_by(|a, b| b.value.total_cmp(&a.value));
        self.output.write(&SelectReport { bank, estimate, answers: answers.len(), criterion, candidates, chosen })
    }

    /// How to choose, how to estimate and where to begin; and the criterion's notation.
    fn test(&self, bank: &LoadedBank) -> Result<(Test, String), Failure> {
        if let Some(name) = &self.design {
            let test = bank.test(name)?;
            let design = match &bank.source {
                BankSource::Folder(folder) => folder.bank.designs.get(name),
                BankSource::Table(_) => None,
            };
            let criterion = design.map_or_else(String::new, |design| criterion_notation(&design.select.criterion));
            return Ok((test, criterion));
        }
        let engine = &bank.engine;
        let choice = self.criterion.clone().unwrap_or_else(|| CriterionChoice::default_for(engine));
        let operational = (0..engine.len()).filter(|item| engine.is_available(*item)).count();
        let max_items = u32::try_from(operational).unwrap_or(u32::MAX).max(1);
        let context = CriterionContext { dimensions: engine.dimensions(), max_items };
        let criterion = choice
            .to_core(context, |id| bank.index(id))
            .map_err(|id| Failure::usage(format!("--criterion: {} has no item {id}", bank.file)))?;
        let design = Design {
            selection: Selection { criterion, randomesque: self.randomesque },
            estimation: self.estimation.to_core(engine)?,
            ..Design::adaptive(engine, max_items)
        };
        let test = Test::new(engine.clone(), design).map_err(|error| refused(bank, error))?;
        Ok((test, criterion_notation(&choice.0)))
    }
}

/// The item of a design's list that comes next, unless it was answered already.
fn start_item(items: &[u32], answers: &[Response]) -> Option<u32> {
    let item = *items.get(answers.len())?;
    (!answers.iter().any(|answer| answer.item == item)).then_some(item)
}

/// A criterion that is not for this bank is the command line's mistake; all else is the data's.
fn refused(bank: &LoadedBank, error: Error) -> Failure {
    match error {
        Error::CriterionNeedsOneDimension | Error::CriterionParameter => Failure::usage(error.to_string()),
        Error::CriterionNotForItem { item } | Error::FixedOrder { item } => {
            Failure::usage(format!("item {}: {error}", bank.id(item)))
        }
        _ => bank.complaint(error).into(),
    }
}

struct SelectReport {
    bank: LoadedBank,
    estimate: Estimate,
    answers: usize,
    criterion: String,
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
        let _ = writeln!(out, "Next item by {}: {chosen}\n", self.criterion);
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
        document.member("criterion", &self.criterion)?;
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
