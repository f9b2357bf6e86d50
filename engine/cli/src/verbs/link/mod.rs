//! `thetis link`: a bank's items on the scale of another that shares items with it.
//!
//! [`connect()`] computes, from the items of two [`scale`]s, plain results; nothing in it prints.

mod connect;
mod report;
mod scale;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use thetis_bank::BankSource;
use thetis_calibrate::linking::{CurvesCriterion, MomentsMethod};

use super::calibrate::table::BankItem;
use crate::{
    arguments::number,
    bank::BankArguments,
    failure::{Complaint, Failure},
    output::OutputArguments,
};
use connect::{LinkMethod, LinkSettings, connect};
use report::LinkReport;
use scale::{LinkedItem, Scale};

const AFTER_HELP: &str = "\
Items with one id in both banks make the link. An ability x on NEW's scale is A x + B on BASE's, a difficulty b becomes \
A b + B, a slope a becomes a / A. Where all common items have slopes of 1 (1pl, pcm, rsm), A is held at 1.

A common item drifts if it is displaced by --tolerance or more and stands out from the others (robust z beyond 1.645, \
Huynh & Meyer 2010), if its expected scores differ by a tenth of the highest, or if its slope changed by a third and \
its scores by a twentieth.

Two other ways put forms on one scale, both from responses:
  concurrent calibration   thetis calibrate form-a.csv form-b.csv --group form --model 2pl
                           all items together, each form's persons with a mean and variance of their own
  fixed parameters         thetis calibrate form-b.csv --anchors base.csv --model 2pl
                           the common items keep BASE's parameters, asymptotes too; the others are put on its scale

CSV is the parameter table of NEW's items on BASE's scale, which every other verb takes as a BANK.

Examples:
  thetis link base.csv new.csv
  thetis link base.csv new.csv --method haebara --symmetric --format csv -o linked.csv
  thetis link bank2025 bank2026.csv --dimension logic --without-drifting --merge --format csv -o both.csv
  thetis link form-a.csv form-b.csv --method mean-sigma --equate";

/// Put a bank's items on the scale of another by common items; equate scores
///
/// JSON is {method, a, b, aSe, bSe, unitHeld, linkingError, common: [{item, displacement, robustZ, slopeRatio,
/// scoreDifference, drifts, used}], notes, equating: [{score, theta, equivalent}], items: [{item, model}]}.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Link {
    /// Bank whose scale stays: its folder, its bank.json, or a parameter table (.csv)
    #[arg(value_name = "BASE")]
    base: PathBuf,
    /// Bank whose items are put on it
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How the link is found
    #[arg(long, value_enum, value_name = "METHOD", default_value_t = MethodName::StockingLord, help_heading = "Link")]
    method: MethodName,
    /// Compare curves on both scales, not on BASE's alone, for haebara and stocking-lord
    #[arg(long, help_heading = "Link")]
    symmetric: bool,
    /// Dimension to link, of banks with several
    #[arg(long, value_name = "ID", help_heading = "Link")]
    dimension: Option<String>,
    /// Scaling constant D of parameter tables: 1 unless given, 1.702 for the normal metric
    #[arg(long, value_name = "D", value_parser = number::positive, help_heading = "Link")]
    scaling: Option<f64>,
    /// Displacement, logits, from which a common item that stands out drifts
    #[arg(long, value_name = "X", default_value = "0.3", value_parser = number::positive, help_heading = "Link")]
    tolerance: f64,
    /// Leave drifting items out of the link, the worst first, and link again
    #[arg(long, help_heading = "Link")]
    without_drifting: bool,
    /// Print which score on NEW is worth which on BASE, by true scores (Lord 1980)
    #[arg(long, help_heading = "Output")]
    equate: bool,
    /// Write BASE's items too, as they are, and of NEW those that BASE does not have
    #[arg(long, help_heading = "Output")]
    merge: bool,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MethodName {
    /// Means of slopes and of difficulties (Loyd and Hoover 1980)
    MeanMean,
    /// Means and standard deviations of difficulties (Marco 1977)
    MeanSigma,
    /// Geometric mean of slopes, mean of difficulties (Mislevy and Bock 1990)
    MeanGeometricMean,
    /// Squared differences of the items' curves (Haebara 1980)
    Haebara,
    /// Squared differences of expected scores on all common items (Stocking and Lord 1983)
    StockingLord,
}

impl MethodName {
    fn method(self) -> LinkMethod {
        match self {
            Self::MeanMean => LinkMethod::Moments(MomentsMethod::MeanMean),
            Self::MeanSigma => LinkMethod::Moments(MomentsMethod::MeanSigma),
            Self::MeanGeometricMean => LinkMethod::Moments(MomentsMethod::MeanGeometricMean),
            Self::Haebara => LinkMethod::Curves(CurvesCriterion::Haebara),
            Self::StockingLord => LinkMethod::Curves(CurvesCriterion::StockingLord),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::MeanMean => "mean-mean",
            Self::MeanSigma => "mean-sigma",
            Self::MeanGeometricMean => "mean-geometric-mean",
            Self::Haebara => "haebara",
            Self::StockingLord => "stocking-lord",
        }
    }
}

impl Link {
    pub(super) fn run(&self) -> Result<(), Failure> {
        if self.symmetric && matches!(self.method.method(), LinkMethod::Moments(_)) {
            return Err(Failure::usage("--symmetric is for haebara and stocking-lord, which compare curves"));
        }
        let base = self.scale(&self.base)?;
        // Everything is in the units of BASE's scaling constant.
        let new = self.scale(&self.new)?.in_units_of(base.scaling);
        let settings = LinkSettings {
            method: self.method.method(),
            symmetric: self.symmetric,
            tolerance: self.tolerance,
            without_drifting: self.without_drifting,
            equate: self.equate,
        };
        let (base_file, new_file) = (base.file.clone(), new.file.clone());
        let found = connect(&base, &new, &settings)
            .map_err(|error| Complaint::about(format!("{new_file} onto {base_file}"), error.to_string()))?;
        let table = self.table(&base, &found.items);
        if self.output.is_csv() {
            found.notes.iter().for_each(|note| eprintln!("note: {note}"));
        }
        self.output.write(&LinkReport { found, method: self.method.name(), base: base_file, new: new_file, table })
    }

    fn scale(&self, path: &PathBuf) -> Result<Scale, Failure> {
        let scaling = self.scaling.filter(|_| BankSource::is_table(path));
        Scale::read(
            &BankArguments::new(path.clone(), scaling),
            self.dimension.as_deref().filter(|_| !BankSource::is_table(path)),
        )
    }

    /// The items of the parameter table.
    fn table(&self, base: &Scale, items: &[LinkedItem]) -> Vec<BankItem> {
        let of_base = base.items.iter().filter(|_| self.merge);
        let is_in_base = |item: &LinkedItem| base.items.iter().any(|other| other.id == item.id);
        let of_new = items.iter().filter(|item| !self.merge || !is_in_base(item));
        let row = |item: &LinkedItem| BankItem {
            id: item.id.clone(),
            group: None,
            model: item.model.clone(),
            dimensions: vec![0],
            known: true,
        };
        of_base.chain(of_new).map(row).collect()
    }
}
