//! `thetis calibrate`: item parameters from responses.

mod cluster;
mod conditional;
mod covariance;
mod density;
mod fit;
mod html;
mod into;
mod marginal;
mod modelling;
pub(super) mod provenance;
pub(super) mod reading;
mod remarks;
mod report;
mod sampled;
pub(super) mod table;
pub(super) mod watch;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use thetis_calibrate::{Calibration, CalibrationError, Covariance, Reliability};
use thetis_responses::{ItemList, TextFormat};

use crate::{
    bank::BankArguments,
    failure::{Complaint, Failure},
    output::OutputArguments,
};
use cluster::ClusterArguments;
use fit::FitReport;
use modelling::{Dimensions, ModellingArguments};
use provenance::Provenance;
use reading::ReadingArguments;
use sampled::Sampled;
use table::BankItem;

const AFTER_HELP: &str = "\
FILEs are CSV (.csv, .tsv, also .gz), Parquet (.parquet) or Arrow (.arrow, .feather): a wide table has a line for each \
person and a column for each item, a first line of names, and whole numbers from 0; an empty cell or NA is missing. \
Several files are one after another; items that a file does not have are missing by design. A folder that thetis import \
responses wrote is read at the speed of the disk, and what that was told is not said again. Everything is checked \
before anything is computed, and no file is written unless all went well. CSV is a parameter table, which every other \
verb takes as a BANK; standard errors are in columns se_a, se_b …, and an item with parameters by group is ITEM:GROUP. \
A search that did not converge, or that Ctrl-C ended, is reported as such, with exit code 1.

Examples:
  thetis calibrate responses.csv --model 2pl
  thetis calibrate choices.csv --key key.csv --model 3pl --prior c=normal:-1.4,0.5 --format csv -o items.csv
  thetis calibrate responses.csv --model 2pl --report report.html
  thetis calibrate likert.csv.gz --lowest 1 --missing 0 --items items.csv --only scale=Openness --model grm --fit
  thetis calibrate answers.parquet --long --person student --item task --response score --model 2pl,gpcm
  thetis calibrate new.csv --anchors items.csv --model 2pl --format csv -o linked.csv
  thetis calibrate logs.csv --logs --items bank --into bank

Several dimensions, with items.csv saying of each item which it measures (verbal, or verbal+spatial):
  thetis calibrate responses.csv --items items.csv --dimension scale --model 2pl
  thetis calibrate responses.csv --items items.csv --bifactor testlet --model grm
  thetis calibrate responses.csv --items items.csv --dimension scale --bifactor testlet --model grm

Several groups, whose means and variances are estimated beside the first; Q3 has parameters of its own in each:
  thetis calibrate a.csv b.csv --group country --model 2pl --free-in-groups Q3
  thetis calibrate a.csv b.csv --group country --model 2pl --free-in-groups all:d

Equal slopes, a latent distribution of any shape, and the covariance matrix of all estimates:
  thetis calibrate responses.csv --model 2pl --equal Q1:a,Q2:a --equal Q3:a,Q4:a
  thetis calibrate responses.csv --model 2pl --latent histogram
  thetis calibrate responses.csv --model 2pl --covariance covariance.csv

On a cluster, from a folder of thetis import responses; the results are those of one machine, but for what needs the \
persons themselves (reliability, --fit, --report):
  thetis calibrate answers --model 2pl --engine ballista://node0:50050 --parts 256 --checkpoint run.checkpoint

Conditional maximum likelihood, which assumes nothing of how ability is distributed, with Andersen's test:
  thetis calibrate responses.csv --model rasch --method conditional --andersen median
  thetis calibrate responses.csv --model pcm --method conditional --andersen country";

/// Estimate item parameters from responses
///
/// Marginal maximum likelihood by EM, or, with priors, the mode of the posterior; or conditional maximum likelihood.
/// Intercepts are those of `a θ + d`; reported are the bank's parameters (b = -d/a; of an item of several dimensions
/// slopes and intercept) with standard errors by the delta method. JSON is {method, converged, ending, cycles,
/// logLikelihood, logPrior, largestChange, gradientNorm, criteria, data, dimensions, groups, reliability, fit,
/// provenance, notes, items: [{item, group, model, dimensions, parameters, categories, fit}]}; of conditional likelihood
/// {method, converged, logLikelihood, parameters, gradient, data, separationReliability, andersen, provenance, notes,
/// items: [{item, model, easiness, easinessSe, categories, fit}]}.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Calibrate {
    /// Responses: CSV, Parquet, Arrow, or session logs with --logs
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArguments,
    /// How parameters are estimated
    #[arg(long, value_enum, value_name = "METHOD", default_value_t = MethodName::Marginal, help_heading = "Model")]
    method: MethodName,
    /// Andersen's likelihood-ratio test of whether the items are the same in parts of the sample: below and above the median or the mean score, or the groups of a column; for --method conditional
    #[arg(long, value_name = "median|mean|COLUMN", help_heading = "Model")]
    andersen: Option<String>,
    #[command(flatten)]
    modelling: ModellingArguments,
    #[command(flatten)]
    cluster: ClusterArguments,
    /// Also report how well the model fits: M2 or C2, S-X2, infit and outfit, Q3, person fit
    #[arg(long, help_heading = "Output")]
    fit: bool,
    /// Write parameters, standard errors and provenance into this bank's bank.json; items it does not have are an error
    #[arg(long, value_name = "BANK", help_heading = "Output")]
    into: Option<PathBuf>,
    /// Write the covariance matrix of all estimates (slopes, intercepts, logits of asymptotes, moments of ability) into this CSV file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    covariance: Option<PathBuf>,
    /// Write a report for reading and printing, with fit, to this HTML file
    #[arg(long, value_name = "FILE.html", help_heading = "Output")]
    report: Option<PathBuf>,
    /// No progress and no notes on standard error
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MethodName {
    /// Marginal maximum likelihood: ability has a distribution
    Marginal,
    /// Conditional maximum likelihood, given each person's score: for rasch, pcm and rsm
    Conditional,
}

/// What was found, for reports.
struct Found {
    sampled: Sampled,
    dimensions: Dimensions,
    calibration: Calibration,
    covariance: Option<Covariance>,
    /// Where the persons are in memory.
    fit: Option<FitReport>,
    /// Of EAP scores, by dimension, and of the test, where the persons are in memory.
    reliability: Option<Reliability>,
    /// An item for each of the calibration's.
    items: Vec<BankItem>,
    provenance: Provenance,
    notes: Vec<String>,
}

impl Calibrate {
    pub(super) fn run(&self) -> Result<(), Failure> {
        self.check_engine()?;
        match self.method {
            MethodName::Marginal => self.marginal(),
            MethodName::Conditional => self.conditional(),
        }
    }

    /// The list of items, read for what it says of dimensions.
    fn list(&self) -> Result<Option<ItemList>, Failure> {
        match &self.reading.items {
            Some(path) if self.modelling.needs_list() => Ok(Some(if reading::is_bank(path) {
                ItemList::of_bank(&BankArguments::new(path.clone(), None).load()?.source, false)
            } else {
                ItemList::read(path, TextFormat::default()).map_err(|errors| reading::failure(&errors))?
            })),
            _ => Ok(None),
        }
    }

    /// The files of responses, as messages name them.
    fn file(&self) -> String {
        self.file_names().join(", ")
    }

    fn file_names(&self) -> Vec<String> {
        self.files.iter().map(|path| path.display().to_string()).collect()
    }

    /// What the calibration refuses: what the command line asked, or what the data are.
    fn refused(&self, error: &CalibrationError) -> Failure {
        match error {
            CalibrationError::UnknownParameter { .. }
            | CalibrationError::Value { .. }
            | CalibrationError::Start { .. }
            | CalibrationError::Prior { .. }
            | CalibrationError::Nodes { .. }
            | CalibrationError::NotIdentified { .. } => Failure::usage(error.to_string()),
            // Other processes say themselves which file it is about, if any.
            CalibrationError::Engine { reason } => Complaint::about("calibration", reason.clone()).into(),
            _ => Complaint::about(self.file(), error.to_string()).into(),
        }
    }

    /// Notes where the report has no place for them.
    fn note(&self, notes: &[String]) {
        if !self.quiet && self.output.is_csv() {
            notes.iter().for_each(|note| eprintln!("note: {note}"));
        }
    }
}
