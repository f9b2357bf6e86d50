//! `--method marginal`: the search, and what is made of its end.

use thetis_calibrate::{CalibratedItem, Calibration, Covariance, Ending, Model, Parameter, calibrate_with};
use thetis_responses::ResponseData;

use super::{
    Calibrate, Found, covariance,
    fit::FitReport,
    html::html,
    into,
    modelling::{self, Plan},
    provenance::Provenance,
    report::CalibrationReport,
    table::{self, BankItem},
    watch::{self, Watch},
};
use crate::{
    failure::{Complaint, Failure},
    partial_file::PartialFile,
};

impl Calibrate {
    pub(super) fn marginal(&self) -> Result<(), Failure> {
        if self.andersen.is_some() {
            return Err(Failure::usage("--andersen is a test of conditional likelihoods: add --method conditional"));
        }
        if self.covariance.is_some() && self.modelling.information().is_none() {
            return Err(Failure::usage("--covariance needs standard errors: leave out --se none"));
        }
        let anchors = self.modelling.anchors()?;
        let list = self.list()?;
        let data = self.reading.read(&self.files, anchors.known())?;
        let plan = self.modelling.plan(&data, &anchors, list.as_ref())?;
        watch::catch_interrupts();
        let found = self.calibrate(data, plan)?;
        let unfinished = match self.unfinished(&found.calibration) {
            // A parameter table cannot say that it is not to be trusted.
            Some(failure) if self.output.is_csv() => return Err(failure),
            other => other,
        };
        let mut files = Vec::new();
        if let (Some(path), None) = (&self.into, &unfinished) {
            files.push(into::write(path, &found.written())?);
        }
        if let (Some(path), None) = (&self.covariance, &unfinished) {
            let matrix = found.covariance.as_ref().ok_or_else(|| {
                Complaint::about(
                    path.display().to_string(),
                    "there are no standard errors to write: see the notes of the report",
                )
            })?;
            files.push(covariance::write(path, &found, matrix)?);
        }
        if let (Some(path), None) = (&self.report, &unfinished) {
            let raw = self.reading.raw_options(&self.files, &found.data);
            files.push(PartialFile::with_content(path, html(&found, &raw).as_bytes())?);
        }
        self.note(&found.notes);
        self.output.write(&CalibrationReport { found })?;
        for file in files {
            file.finish()?;
        }
        unfinished.map_or(Ok(()), Err)
    }

    fn calibrate(&self, data: ResponseData, plan: Plan) -> Result<Found, Failure> {
        let Plan { specification, dimensions, notes: planned } = plan;
        let responses = &data.responses;
        let mut watch = Watch::new(self.modelling.tolerance, self.quiet);
        let options = self.modelling.options();
        let calibration = calibrate_with(responses, &specification, &options, &mut |cycle| watch.cycle(cycle))
            .map_err(|error| self.refused(&error))?;
        let mut notes: Vec<String> = data.notes.iter().map(ToString::to_string).chain(planned).collect();
        if modelling::without_asymptote_prior(&specification) {
            notes.push("asymptotes without a prior are found well from many thousand persons only: give one, such as --prior c=normal:-1.4,0.5".into());
        }
        let mut covariance = None;
        if let Some(kind) = self.modelling.information().filter(|_| !watch::is_stopped()) {
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
                reliability = Some(calibration.reliability(responses, &scores));
                if self.fit || self.report.is_some() {
                    watch.say("fit");
                    fit = Some(FitReport::new(&calibration, responses, &scores, &mut notes));
                }
            }
        }
        drop(watch);
        let items = self.items(&calibration, covariance.as_ref(), responses.ids(), responses.groups())?;
        notes.extend(remarks(&calibration, responses.ids(), dimensions.several()));
        if dimensions.general() > 1 && self.output.is_csv() {
            notes.push("a parameter table has no place for the correlations of dimensions: --into writes them into a bank, whose scores use them".into());
        }
        let provenance = Provenance::marginal(
            self.file_names(),
            &calibration,
            &specification,
            &dimensions,
            self.modelling.information(),
        );
        Ok(Found { data, dimensions, calibration, covariance, fit, reliability, items, provenance, notes })
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
        groups: &[String],
    ) -> Result<Vec<BankItem>, Failure> {
        let file = self.file();
        let mut complaints = Vec::new();
        let mut items = Vec::with_capacity(calibration.items.len());
        for item in &calibration.items {
            let id = &ids[item.item];
            match table::bank_model(item, covariance) {
                Ok(model) => items.push(BankItem {
                    id: id.clone(),
                    group: item.group.map(|group| groups[group].clone()),
                    model,
                    dimensions: item.dimensions.clone(),
                    known: item.free.iter().all(Option::is_none),
                }),
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
        let files = self.output.is_csv() || self.into.is_some() || self.covariance.is_some() || self.report.is_some();
        let csv = if files { "; no parameters were written" } else { "" };
        Some(Complaint::about("calibration", format!("{state}{csv}")).into())
    }
}

/// What a reader should know of the parameters.
fn remarks(calibration: &Calibration, ids: &[String], several: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut disordered: Vec<&str> = calibration
        .items
        .iter()
        .filter(|item| {
            let partial =
                matches!(item.model, Model::PartialCredit | Model::GeneralisedPartialCredit | Model::RatingScale);
            partial && item.dimensions.len() == 1 && item.irt.values[1..].windows(2).any(|pair| pair[0] > pair[1])
        })
        .map(|item| ids[item.item].as_str())
        .collect();
    disordered.dedup();
    if !disordered.is_empty() {
        remarks.push(format!(
            "steps are not in order, so that some category is nowhere the likeliest: {}",
            disordered.join(", ")
        ));
    }
    /// A slope that data of usual size cannot tell from infinity.
    const STEEP: f64 = 8.0;
    let mut steep: Vec<&str> = calibration
        .items
        .iter()
        .filter(|item| table::slope(item).is_some_and(|slope| slope > STEEP))
        .map(|item| ids[item.item].as_str())
        .collect();
    steep.dedup();
    if !steep.is_empty() {
        remarks.push(format!("slopes above {STEEP} say that items repeat each other or that the sample is small: {}; a prior such as --prior a=lognormal:0,0.5 holds them", steep.join(", ")));
    }
    remarks.extend(asymptotes_at_bound(calibration, ids));
    let (mean, variance) = (calibration.groups[0].mean[0], calibration.groups[0].covariance[0]);
    /// Moments of a histogram are met by its weights, to within rounding.
    const SAME: f64 = 1e-6;
    if !several && ((variance - 1.0).abs() > SAME || mean.abs() > SAME) {
        remarks.push(format!("ability in the first group has mean {mean:.4} and standard deviation {:.4}: score with --prior normal:{mean:.4},{:.4}", variance.sqrt(), variance.sqrt()));
    }
    remarks
}

/// Asymptotes that ran to 0 or 1.
fn asymptotes_at_bound(calibration: &Calibration, ids: &[String]) -> Vec<String> {
    let with = |wanted: Parameter| -> Vec<&str> {
        let at_bound = |item: &&CalibratedItem| {
            item.parameters.iter().zip(&item.free).any(|((parameter, _), free)| {
                *parameter == wanted && free.is_some_and(|free| calibration.at_bound.contains(&free))
            })
        };
        let mut found: Vec<&str> =
            calibration.items.iter().filter(at_bound).map(|item| ids[item.item].as_str()).collect();
        found.dedup();
        found
    };
    let kinds = [
        (Parameter::LowerAsymptote, "lower", 0, "c=normal:-1.4,0.5"),
        (Parameter::UpperAsymptote, "upper", 1, "u=normal:1.4,0.5"),
    ];
    let mut remarks = Vec::new();
    for (parameter, name, end, prior) in kinds {
        let found = with(parameter);
        if !found.is_empty() {
            remarks.push(format!(
                "the {name} asymptote is at {end} in {}: the data show none, and it has no standard error; give a prior, such as --prior {prior}, or a model without it",
                found.join(", ")
            ));
        }
    }
    remarks
}
