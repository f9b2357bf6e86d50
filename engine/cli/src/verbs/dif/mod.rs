//! `thetis dif`: whether items function alike in several groups.
//!
//! [`compare()`] computes, from responses and [`settings`], plain results; nothing in it prints. [`sentences`] puts them
//! into words, and the rest is the verb. The report of `thetis calibrate` compares groups with the same.

mod arguments;
mod by_parameters;
mod by_score;
pub(super) mod compare;
pub(super) mod found;
mod matching;
mod report;
mod sentences;
pub(super) mod settings;

use std::path::PathBuf;

use clap::Args;

use super::calibrate::reading::ReadingArguments;
use crate::{
    failure::{Complaint, Failure},
    output::{OutputArguments, number},
    progress::Progress,
};
use arguments::ComparisonArguments;
use compare::{Refusal, compare};
use found::Method;
use report::DifReport;

const AFTER_HELP: &str = "\
FILEs and how they are read are those of thetis calibrate. Each focal group is compared with the reference group: \
the first in the file, unless given. An item functions differently if persons of the same ability answer it \
differently; that is no bias before somebody who knows both groups has read it.

  mh, logistic, standardisation   match on the sum of the anchors, or, where responses are missing, on ability
  lr, lord, raju                  compare a model's parameters; lr needs no groups of equal scores
  delta                           compares difficulties without matching: a first look

Classes: A negligible, B moderate, C large. Mantel-Haenszel's are ETS's (Zieky 1993); of items with more than two \
categories, by the standardised mean difference (Zwick, Thayer & Mazzeo 1997); logistic's by the difference of \
Nagelkerke's R2 (Jodoin & Gierl 2001). Negative sizes: the focal group scores lower.

Examples:
  thetis dif responses.csv --group gender
  thetis dif responses.csv --group language --reference en --method mh,lr --purify --adjust bh
  thetis dif likert.csv --lowest 1 --group country --method lr --model grm --format csv -o dif.csv
  thetis dif scored.csv --group form --anchor q1,q2,q3,q4 --method lr --format json";

/// Mean weight above which tests say that there are more persons than there are.
const MOSTLY_PERSONS: f64 = 1.05;

/// Find items that function differently in groups of the same ability
///
/// JSON is {reference, alpha, adjust, matching, runs: [{focal, method, persons, rounds, settled}], flagged: [{item,
/// reading}], reading, notes, items: [{focal, method, anchor, item, statistic, df, p, adjustedP, effect, size, class,
/// flagged, harderFor, …}]}; CSV has a line for each focal group, method and item.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Dif {
    /// Responses: CSV, Parquet, Arrow, or session logs with --logs
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArguments,
    #[command(flatten)]
    comparison: ComparisonArguments,
    #[command(flatten)]
    output: OutputArguments,
}

impl Dif {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let data = self.reading.read(&self.files, Vec::new())?;
        let (reference, focal) = self.comparison.groups(&data.responses)?;
        let settings = self.comparison.settings(data.responses.ids())?;
        let progress = Progress::new("comparisons", focal.len() * settings.methods.len());
        let found = compare(&data.responses, reference, &focal, &settings, &|| progress.step())
            .map_err(|refusal| self.refused(&refusal))?;
        drop(progress);
        let mut notes: Vec<String> = data.notes.iter().map(ToString::to_string).collect();
        if settings.models.with_asymptotes() && settings.methods.contains(&Method::Lr) {
            notes.push("asymptotes are equal in both groups and have a normal prior of their logits, mean -1.4 and standard deviation 0.5".into());
        }
        let (weight, persons) = (data.responses.total_weight(), data.responses.persons());
        if weight > MOSTLY_PERSONS * persons as f64 {
            notes.push(format!(
                "{persons} persons have weights of {} in all: tests take a weight for a number of persons and find next to everything significant; scale them with --scale-weights, and look at sizes",
                number::decimals(weight)
            ));
        }
        self.output.write(&DifReport { found, notes })
    }

    fn refused(&self, refusal: &Refusal) -> Failure {
        let file = self.files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
        let Refusal { method, focal, error } = refusal;
        Complaint::about(file, format!("{} for {focal}: {error}", method.title())).into()
    }
}
