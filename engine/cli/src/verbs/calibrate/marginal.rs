//! `--method marginal`: the search, and what is made of its end.

use thetis_calibrate::{
    Calibration, CalibrationError, Covariance, Ending, InformationKind, calibrate_on, calibrate_with,
};
use thetis_responses::{ItemList, ResponseData};

use super::{
    Calibrate, Found,
    cluster::EngineChoice,
    covariance,
    fit::FitReport,
    html::html,
    into,
    modelling::{self, Anchors, Plan},
    provenance::Provenance,
    reading, remarks,
    report::CalibrationReport,
    sampled::Sampled,
    table::{self, BankItem},
    watch::{self, Watch},
};
use crate::{
    failure::{Complaint, Failure},
    partial_file::PartialFile,
};

/// What a search found, before anybody reads it.
struct Estimated {
    calibration: Calibration,
    covariance: Option<Covariance>,
    notes: Vec<String>,
}

/// Everything found, with the persons if they are in memory.
type FoundHere = (Found, Option<ResponseData>);

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
        let (found, data) = match self.cluster.engine {
            EngineChoice::Local => self.here(&anchors, list.as_ref())?,
            EngineChoice::Disk | EngineChoice::Ballista(_) => (self.elsewhere(&anchors, list.as_ref())?, None),
        };
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
        if let (Some(path), Some(data), None) = (&self.report, &data, &unfinished) {
            let raw = self.reading.raw_options(&self.files, data);
            files.push(PartialFile::with_content(path, html(&found, data, &raw).as_bytes())?);
        }
        self.note(&found.notes);
        self.output.write(&CalibrationReport { found })?;
        for file in files {
            file.finish()?;
        }
        unfinished.map_or(Ok(()), Err)
    }

    /// From persons in memory.
    fn here(&self, anchors: &Anchors, list: Option<&ItemList>) -> Result<FoundHere, Failure> {
        let data = self.reading.read(&self.files, anchors.known())?;
        let responses = &data.responses;
        let sampled = Sampled::of(&data);
        let plan = self.modelling.plan(&sampled.frame, &data.models, anchors, list)?;
        watch::catch_interrupts();
        let mut watch = Watch::new(self.modelling.tolerance, self.quiet);
        let options = self.modelling.options();
        let calibration = calibrate_with(responses, &plan.specification, &options, &mut |cycle| watch.cycle(cycle))
            .map_err(|error| self.refused(&error))?;
        let mut estimated =
            self.estimated(calibration, &mut watch, |calibration, kind| calibration.covariance(kind))?;
        let Estimated { calibration, notes, .. } = &mut estimated;
        let (mut reliability, mut fit) = (None, None);
        if !watch::is_stopped() {
            watch.say("scores");
            if let Ok(scores) = calibration.eap(responses) {
                reliability = Some(calibration.reliability(responses, &scores));
                if self.fit || self.report.is_some() {
                    watch.say("fit");
                    fit = Some(FitReport::new(calibration, responses, &scores, notes));
                }
            }
        }
        drop(watch);
        let found = self.found(sampled, plan, estimated)?;
        Ok((Found { reliability, fit, ..found }, Some(data)))
    }

    /// From persons who are not in memory.
    fn elsewhere(&self, anchors: &Anchors, list: Option<&ItemList>) -> Result<Found, Failure> {
        let folder = &self.files[0];
        let prepared = self.reading.prepare(anchors.known())?;
        let mut passes = self.whoever_has(folder, prepared.options.group.as_deref())?;
        let manifest = passes.manifest(folder)?;
        let outline = manifest
            .outline(folder, &prepared.options, prepared.list.as_ref(), prepared.key.as_ref())
            .map_err(|errors| reading::failure(&errors))?;
        let plan = self.modelling.plan(&outline.frame, &outline.models, anchors, list)?;
        watch::catch_interrupts();
        let tally = passes.tally(&outline.frame)?;
        let sample = passes.sample(&outline.frame, &tally)?;
        let sampled = Sampled::elsewhere(&manifest, outline, &tally);
        let mut watch = Watch::new(self.modelling.tolerance, self.quiet);
        let (specification, options) = (&plan.specification, self.modelling.options());
        let calibration =
            calibrate_on(&sampled.frame, &tally, &sample, specification, &options, &mut *passes, &mut |cycle| {
                watch.cycle(cycle)
            })
            .map_err(|error| self.refused(&error))?;
        let estimated =
            self.estimated(calibration, &mut watch, |calibration, kind| calibration.covariance_on(&mut *passes, kind))?;
        drop(watch);
        self.found(sampled, plan, estimated)
    }

    /// A calibration with its standard errors, or a note why there are none.
    fn estimated(
        &self,
        calibration: Calibration,
        watch: &mut Watch,
        covariance: impl FnOnce(&Calibration, InformationKind) -> Result<Covariance, CalibrationError>,
    ) -> Result<Estimated, Failure> {
        let mut estimated = Estimated { calibration, covariance: None, notes: Vec::new() };
        if let Some(kind) = self.modelling.information().filter(|_| !watch::is_stopped()) {
            watch.say("standard errors");
            match covariance(&estimated.calibration, kind) {
                Ok(found) => estimated.covariance = Some(found),
                Err(error @ CalibrationError::Engine { .. }) => return Err(self.refused(&error)),
                Err(error) => estimated.notes.push(format!("no standard errors: {error}")),
            }
        }
        Ok(estimated)
    }

    /// What was found, for reports; without what needs the persons.
    fn found(&self, sampled: Sampled, plan: Plan, estimated: Estimated) -> Result<Found, Failure> {
        let Plan { specification, dimensions, notes: planned } = plan;
        let Estimated { calibration, covariance, notes: estimated } = estimated;
        let mut notes: Vec<String> = sampled.notes.iter().cloned().chain(planned).collect();
        if modelling::without_asymptote_prior(&specification) {
            notes.push("asymptotes without a prior are found well from many thousand persons only: give one, such as --prior c=normal:-1.4,0.5".into());
        }
        notes.extend(estimated);
        let (ids, groups) = (sampled.frame.ids(), sampled.frame.groups());
        let items = self.items(&calibration, covariance.as_ref(), ids, groups)?;
        notes.extend(remarks::remarks(&calibration, ids, dimensions.several()));
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
        let (fit, reliability) = (None, None);
        Ok(Found { sampled, dimensions, calibration, covariance, fit, reliability, items, provenance, notes })
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
