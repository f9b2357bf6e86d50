//! `--method conditional`: items without a word on how ability is distributed.

mod report;

use thetis_bank::{
    Model as BankModel,
    types::{StandardErrors, Values},
};
use thetis_calibrate::{
    Frame, Model,
    conditional::{
        Andersen, Conditional, ConditionalFit, ConditionalItem, Extremes, RaschModel, Split, andersen, conditional,
    },
};
use thetis_responses::ResponseData;

use super::{
    Calibrate,
    into::{self, Written},
    provenance::Provenance,
    table::BankItem,
};
use crate::failure::Failure;
use report::ConditionalReport;

/// What was found, for reports.
struct ConditionalFound {
    data: ResponseData,
    estimates: Conditional,
    andersen: Option<Andersen>,
    fit: Option<ConditionalFit>,
    /// Of abilities by maximum likelihood.
    separation: Option<f64>,
    items: Vec<BankItem>,
    provenance: Provenance,
    notes: Vec<String>,
}

impl Calibrate {
    pub(super) fn conditional(&self) -> Result<(), Failure> {
        if let Some(option) = self.modelling.marginal_only() {
            return Err(Failure::usage(format!(
                "{option} is not for --method conditional, which assumes nothing of ability: leave one of the two out"
            )));
        }
        if self.covariance.is_some() {
            return Err(Failure::usage("--covariance is for --method marginal"));
        }
        if self.reading.logs {
            return Err(Failure::usage(
                "sessions choose items by the answers before, which conditional likelihood would take for chance: calibrate --logs by --method marginal",
            ));
        }
        if self.report.is_some() {
            return Err(Failure::usage(
                "--report is for --method marginal: its curves and scores need a distribution of ability",
            ));
        }
        let (split, column) = match self.andersen.as_deref() {
            None => (None, None),
            Some("median") => (Some(Split::Median), None),
            Some("mean") => (Some(Split::Mean), None),
            Some(column) => (Some(Split::Groups), Some(column.to_owned())),
        };
        let mut reading = self.reading.clone();
        if let Some(column) = column {
            if reading.group.as_ref().is_some_and(|group| *group != column) {
                return Err(Failure::usage("--andersen and --group name different columns: give --andersen alone"));
            }
            reading.group = Some(column);
        }
        let data = reading.read(&self.files, Vec::new())?;
        let found = self.estimate(data, split)?;
        let files = match &self.into {
            Some(path) => {
                let written =
                    Written { items: &found.items, dimensions: None, ability: None, provenance: &found.provenance };
                Some(into::write(path, &written)?)
            }
            None => None,
        };
        self.note(&found.notes);
        self.output.write(&ConditionalReport { found })?;
        files.map_or(Ok(()), crate::partial_file::PartialFile::finish)
    }

    fn estimate(&self, data: ResponseData, split: Option<Split>) -> Result<ConditionalFound, Failure> {
        let model = self.rasch_model(&data)?;
        let responses = &data.responses;
        let estimates = conditional(responses, model).map_err(|error| self.refused(&error))?;
        let andersen =
            split.map(|split| andersen(responses, model, split)).transpose().map_err(|error| self.refused(&error))?;
        let mut notes: Vec<String> = data.notes.iter().map(ToString::to_string).collect();
        let (mut fit, mut separation) = (None, None);
        match estimates.abilities(responses, Extremes::AllScores) {
            Ok(abilities) => {
                separation = Some(Conditional::separation_reliability(responses, &abilities)).filter(|r| r.is_finite());
                if self.fit {
                    match estimates.mean_squares(responses, &abilities) {
                        Ok(found) => fit = Some(found),
                        Err(error) => notes.push(format!("no infit and outfit: {error}")),
                    }
                }
            }
            Err(error) => notes.push(format!("no abilities: {error}")),
        }
        if let Some(andersen) = andersen.as_ref().filter(|andersen| !andersen.left_out.is_empty()) {
            let ids: Vec<&str> = andersen.left_out.iter().map(|item| responses.ids()[*item].as_str()).collect();
            notes.push(format!(
                "left out of Andersen's test, since in some part of the sample not all of their categories occur: {}",
                ids.join(", ")
            ));
        }
        let errors = self.modelling.information().is_some();
        let items = estimates.items.iter().map(|item| bank_item(item, model, errors)).collect();
        let provenance = Provenance::conditional(self.file_names(), estimates.persons, name(model));
        notes.push(
            "the distribution of ability was not estimated: score with --estimator wle or ml, or say which prior"
                .into(),
        );
        Ok(ConditionalFound { data, estimates, andersen, fit, separation, items, provenance, notes })
    }

    /// The model of all items.
    ///
    /// # Errors
    /// Usage: one for which a person's score says not all, or different ones.
    fn rasch_model(&self, data: &ResponseData) -> Result<RaschModel, Failure> {
        let models = self.modelling.models(&Frame::of(&data.responses), &data.models)?;
        if let Some(item) = models.iter().position(|model| !model.has_unit_slope()) {
            return Err(Failure::usage(format!(
                "conditional likelihood is for rasch, pcm and rsm, in which the score says all of ability; item {} has the model {}: take one of these, or --method marginal",
                data.responses.ids()[item],
                models[item].name()
            )));
        }
        let rating = models.iter().filter(|model| **model == Model::RatingScale).count();
        match rating {
            0 if models.iter().all(|model| *model == Model::Rasch) => Ok(RaschModel::Rasch),
            0 => Ok(RaschModel::PartialCredit),
            count if count == models.len() => Ok(RaschModel::RatingScale),
            _ => Err(Failure::usage(
                "items of a rating scale and others are not estimated together by conditional likelihood: take pcm for all, or --method marginal",
            )),
        }
    }
}

fn name(model: RaschModel) -> &'static str {
    match model {
        RaschModel::Rasch => "rasch",
        RaschModel::PartialCredit => "pcm",
        RaschModel::RatingScale => "rsm",
    }
}

fn bank_item(item: &ConditionalItem, model: RaschModel, errors: bool) -> BankItem {
    let error = |b: Values| errors.then(|| StandardErrors { b: Some(b), ..StandardErrors::default() });
    let model = match (model, &item.thresholds[..]) {
        (RaschModel::Rasch, [b]) => {
            BankModel::OnePl { b: *b, standard_errors: error(Values::One(item.threshold_errors[0])) }
        }
        _ => BankModel::Pcm {
            b: item.thresholds.clone(),
            standard_errors: error(Values::Many(item.threshold_errors.clone())),
        },
    };
    BankItem { id: item.id.clone(), group: None, model, dimensions: vec![0], known: false }
}
