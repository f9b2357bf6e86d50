//! `thetis calibrate`: item parameters from responses.

mod fit;
mod into;
mod modelling;
mod provenance;
mod reading;
mod report;
mod table;
mod watch;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use thetis_calibrate::{
    Calibration, CalibrationError, Covariance, Ending, InformationKind, Model, Specification, calibrate_with,
};
use thetis_responses::ResponseData;

use crate::{
    failure::{Complaint, Failure},
    output::OutputArguments,
};
use fit::FitReport;
use modelling::ModellingArguments;
use provenance::Provenance;
use reading::ReadingArguments;
use report::CalibrationReport;
use table::BankItem;
use watch::Watch;

const AFTER_HELP: &str = "\
FILEs are CSV (.csv, .tsv, also .gz), Parquet (.parquet) or Arrow (.arrow, .feather): a wide table has a line for each
person and a column for each item, a first line of names, and whole numbers from 0; an empty cell or NA is missing.
Several files are one after another; items that a file does not have are missing by design. Everything is checked
before anything is computed, and no file is written unless all went well. CSV is a parameter table, which every other
verb takes as a BANK. A search that did not converge, or that Ctrl-C ended, is reported as such, with exit code 1.

Examples:
  thetis calibrate responses.csv --model 2pl
  thetis calibrate choices.csv --key key.csv --model 3pl --prior c=normal:-1.4,0.5 --format csv -o items.csv
  thetis calibrate likert.csv.gz --lowest 1 --missing 0 --items items.csv --only scale=Openness --model grm --fit
  thetis calibrate answers.parquet --long --person student --item task --response score --model 2pl,gpcm
  thetis calibrate a.csv b.csv --group country --model 2pl --format json -o fit.json
  thetis calibrate new.csv --anchors items.csv --model 2pl --format csv -o linked.csv
  thetis calibrate logs.csv --logs --items bank --into bank";

/// Estimate item parameters from responses
///
/// Marginal maximum likelihood by EM, or, with priors, the mode of the posterior. Intercepts are those of
/// `a θ + d`; reported are the bank's parameters (b = -d/a) with standard errors by the delta method. JSON is
/// {converged, ending, cycles, logLikelihood, logPrior, largestChange, gradientNorm, criteria, data, groups,
/// reliability, fit, provenance, notes, items: [{item, model, parameters, fit}]}.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Calibrate {
    /// Responses: CSV, Parquet, Arrow, or session logs with --logs
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArguments,
    #[command(flatten)]
    modelling: ModellingArguments,
    /// Standard errors
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = ErrorsName::Oakes, help_heading = "Model")]
    se: ErrorsName,
    /// Also report how well the model fits: M2 or C2, S-X2, infit and outfit, Q3, person fit
    #[arg(long, help_heading = "Output")]
    fit: bool,
    /// Write parameters, standard errors and provenance into this bank's bank.json; items it does not have are an error
    #[arg(long, value_name = "BANK", help_heading = "Output")]
    into: Option<PathBuf>,
    /// No progress and no notes on standard error
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
    #[command(flatten)]
    output: OutputArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ErrorsName {
    /// From the observed information, by Oakes' identity
    Oakes,
    /// From the cross-products of the persons' scores
    CrossProduct,
    /// None
    None,
}

/// What was found, for reports.
pub(super) struct Found {
    data: ResponseData,
    calibration: Calibration,
    covariance: Option<Covariance>,
    fit: Option<FitReport>,
    /// Reliability of EAP scores, and marginal reliability.
    reliability: Option<(f64, Option<f64>)>,
    items: Vec<BankItem>,
    provenance: Provenance,
    notes: Vec<String>,
}

impl Calibrate {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let anchors = self.modelling.anchors()?;
        let data = self.reading.read(&self.files, anchors.known())?;
        let specification = self.modelling.specification(&data, &anchors)?;
        watch::catch_interrupts();
        let found = self.calibrate(data, &specification)?;
        let unfinished = match self.unfinished(&found.calibration) {
            // A parameter table cannot say that it is not to be trusted.
            Some(failure) if self.output.is_csv() => return Err(failure),
            other => other,
        };
        let bank = match &self.into {
            Some(path) if unfinished.is_none() => Some(into::write(path, &found)?),
            _ => None,
        };
        if !self.quiet && self.output.is_csv() {
            found.notes.iter().for_each(|note| eprintln!("note: {note}"));
        }
        self.output.write(&CalibrationReport { found })?;
        if let Some(bank) = bank {
            bank.finish()?;
        }
        unfinished.map_or(Ok(()), Err)
    }

    fn calibrate(&self, data: ResponseData, specification: &Specification) -> Result<Found, Failure> {
        let responses = &data.responses;
        let mut watch = Watch::new(self.modelling.tolerance, self.quiet);
        let options = self.modelling.options();
        let calibration = calibrate_with(responses, specification, &options, &mut |cycle| watch.cycle(cycle))
            .map_err(|error| self.refused(&error))?;
        let mut notes: Vec<String> = data.notes.iter().map(ToString::to_string).collect();
        if modelling::without_asymptote_prior(specification) {
            notes.push("asymptotes without a prior are found well from many thousand persons only: give one, such as --prior c=normal:-1.4,0.5".into());
        }
        let mut covariance = None;
        if let Some(kind) = self.information().filter(|_| !watch::is_stopped()) {
            watch.say("standard errors");
            match calibration.covariance(kind) {
                Ok(found) => covariance = Some(found),
                Err(error) => notes.push(format!("no standard errors: {error}")),
            }
        }
        let (mut reliability, mut fit) = (None, None);
        if !watch::is_stopped() {
            watch.say("scores");
            if let Ok(scores) = calibration.eap(responses) {
                let found = calibration.reliability(responses, &scores);
                reliability = Some((found.empirical[0], found.marginal));
                if self.fit {
                    watch.say("fit");
                    fit = Some(FitReport::new(&calibration, responses, &scores, &mut notes));
                }
            }
        }
        drop(watch);
        let items = self.items(&calibration, covariance.as_ref(), responses.ids())?;
        notes.extend(remarks(&calibration, responses.ids()));
        let files = self.files.iter().map(|path| path.display().to_string()).collect();
        let provenance = Provenance::new(files, &calibration, specification, self.information());
        Ok(Found { data, calibration, covariance, fit, reliability, items, provenance, notes })
    }

    fn information(&self) -> Option<InformationKind> {
        match self.se {
            ErrorsName::Oakes => Some(InformationKind::Oakes),
            ErrorsName::CrossProduct => Some(InformationKind::CrossProduct),
            ErrorsName::None => None,
        }
    }

    /// The items as banks have them.
    ///
    /// # Errors
    /// Data: items that do not discriminate, which no bank takes.
    fn items(
        &self,
        calibration: &Calibration,
        covariance: Option<&Covariance>,
        ids: &[String],
    ) -> Result<Vec<BankItem>, Failure> {
        let file = self.file();
        let mut complaints = Vec::new();
        let mut items = Vec::with_capacity(calibration.items.len());
        for item in &calibration.items {
            let errors = covariance.map(|covariance| covariance.item(item));
            let id = &ids[item.item];
            match table::bank_model(item, errors.as_ref(), 1.0) {
                Ok(model) => items.push(BankItem { id: id.clone(), model }),
                Err(slope) => {
                    let reason = format!(
                        "its slope is {slope:.3}: who has more of the ability does worse on it. Check its key, give it keying -1 in --items, leave it out with --drop {id}, or, where it is near 0 by chance, hold slopes above 0 with --prior a=lognormal:0,0.5"
                    );
                    complaints.push(Complaint::about(&file, reason).of_item(Some(id)));
                }
            }
        }
        if complaints.is_empty() { Ok(items) } else { Err(Failure::Data(complaints)) }
    }

    fn file(&self) -> String {
        self.files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
    }

    /// Why the result is not one, if it is none.
    fn unfinished(&self, calibration: &Calibration) -> Option<Failure> {
        let Calibration { ending, cycles, largest_change, gradient_norm, .. } = calibration;
        let how = match ending {
            Ending::Converged => return None,
            Ending::Cancelled => format!("stopped after {cycles} cycles, before it converged"),
            Ending::CyclesUsed => format!("did not converge in {cycles} cycles: give more with --cycles, or priors where the data say little"),
            Ending::Stalled => "did not converge: the likelihood is flat, and no step raises it; give priors, fix parameters, or leave items out that say little".into(),
        };
        let state = format!("{how} (largest change {largest_change:.1e}, gradient {gradient_norm:.1e})");
        let csv = if self.output.is_csv() || self.into.is_some() { "; no parameters were written" } else { "" };
        Some(Complaint::about("calibration", format!("{state}{csv}")).into())
    }

    fn refused(&self, error: &CalibrationError) -> Failure {
        match error {
            CalibrationError::UnknownParameter { .. }
            | CalibrationError::Value { .. }
            | CalibrationError::Prior { .. }
            | CalibrationError::Nodes { .. }
            | CalibrationError::NotIdentified { .. } => Failure::usage(error.to_string()),
            _ => Complaint::about(self.file(), error.to_string()).into(),
        }
    }
}

/// What a reader should know of the parameters.
fn remarks(calibration: &Calibration, ids: &[String]) -> Vec<String> {
    let mut remarks = Vec::new();
    let disordered: Vec<&str> = calibration
        .items
        .iter()
        .filter(|item| {
            let partial =
                matches!(item.model, Model::PartialCredit | Model::GeneralisedPartialCredit | Model::RatingScale);
            partial && item.irt.values[1..].windows(2).any(|pair| pair[0] > pair[1])
        })
        .map(|item| ids[item.item].as_str())
        .collect();
    if !disordered.is_empty() {
        remarks.push(format!(
            "steps are not in order, so that some category is nowhere the likeliest: {}",
            disordered.join(", ")
        ));
    }
    /// A slope that data of usual size cannot tell from infinity.
    const STEEP: f64 = 8.0;
    let steep: Vec<&str> = calibration
        .items
        .iter()
        .filter(|item| table::slope(item).is_some_and(|slope| slope > STEEP))
        .map(|item| ids[item.item].as_str())
        .collect();
    if !steep.is_empty() {
        remarks.push(format!("slopes above {STEEP} say that items repeat each other or that the sample is small: {}; a prior such as --prior a=lognormal:0,0.5 holds them", steep.join(", ")));
    }
    let variance = calibration.groups[0].covariance[0];
    let mean = calibration.groups[0].mean[0];
    if (variance - 1.0).abs() > 1e-9 || mean.abs() > 1e-9 {
        remarks.push(format!("ability in the first group has mean {mean:.4} and standard deviation {:.4}: score with --prior normal:{mean:.4},{:.4}", variance.sqrt(), variance.sqrt()));
    }
    remarks
}
