//! Items of banks on another scale.

use thetis_bank::{BankSource, Model};
use thetis_calibrate::linking::Transformation;

use super::super::calibrate::table::scaled;
use crate::{
    bank::BankArguments,
    failure::{Complaint, Failure},
};

/// An item of one dimension.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::verbs) struct LinkedItem {
    /// Its id.
    pub(in crate::verbs) id: String,
    /// Its model.
    pub(in crate::verbs) model: Model,
}

/// The items of a bank that measure one dimension.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct Scale {
    /// The file, for messages.
    pub(in crate::verbs) file: String,
    /// The constant that multiplies slopes.
    pub(in crate::verbs) scaling: f64,
    /// The items, in order.
    pub(in crate::verbs) items: Vec<LinkedItem>,
}

impl Scale {
    /// Read a bank; of several dimensions, `dimension` says which. `scaling` is the constant D of a table.
    ///
    /// # Errors
    /// A bank that is not sound; several dimensions and none named, or one that is not there; an item of several.
    pub(super) fn read(bank: &BankArguments, dimension: Option<&str>) -> Result<Self, Failure> {
        let loaded = bank.load()?;
        let file = loaded.file.clone();
        let dimensions = loaded.dimensions();
        if let Some(name) = dimension.filter(|name| !dimensions.iter().any(|own| own == name)) {
            let reason = format!("there is no dimension {name}: it has {}", dimensions.join(", "));
            return Err(Failure::usage(format!("{file}: {reason}")));
        }
        if dimensions.len() > 1 && dimension.is_none() {
            let reason = format!("it has the dimensions {}: name one with --dimension", dimensions.join(", "));
            return Err(Failure::usage(format!("{file}: {reason}")));
        }
        let (scaling, items): (f64, Vec<LinkedItem>) = match &loaded.source {
            BankSource::Table(table) => {
                let item =
                    |item: &thetis_bank::TableItem| LinkedItem { id: item.id.clone(), model: item.model.clone() };
                (table.scaling, table.items.iter().map(item).collect())
            }
            BankSource::Folder(folder) => {
                let measures = |item: &&thetis_bank::types::Item| {
                    dimension.is_none_or(|name| item.dimensions.iter().any(|own| own == name))
                };
                let item =
                    |item: &thetis_bank::types::Item| LinkedItem { id: item.id.clone(), model: item.model.clone() };
                (folder.bank.scaling, folder.bank.items.iter().filter(measures).map(item).collect())
            }
        };
        match items.iter().find(|item| item.model.slope_vector().is_some_and(|a| a.len() > 1)) {
            Some(item) => {
                let reason = "it measures several dimensions, each with a unit of its own, and a linear change of one scale would not keep its curves; link items of one dimension";
                Err(Complaint::about(file, reason).of_item(Some(&item.id)).into())
            }
            None => Ok(Self { file, scaling, items }),
        }
    }

    /// The same items for another constant D: slopes (and intercepts of models that D multiplies) are divided by it.
    pub(super) fn in_units_of(self, scaling: f64) -> Self {
        let factor = self.scaling / scaling;
        if (factor - 1.0).abs() < f64::EPSILON {
            return Self { scaling, ..self };
        }
        let change = |item: LinkedItem| LinkedItem { model: rescaled(item.model, factor), ..item };
        Self { scaling, items: self.items.into_iter().map(change).collect(), ..self }
    }
}

/// Multiply what D multiplies.
fn rescaled(model: Model, factor: f64) -> Model {
    match model {
        Model::Mgrm { a, b, t, .. } => Model::Mgrm { a: factor * a, b, t, standard_errors: None },
        Model::Rsm { b, t, .. } => {
            Model::Gpcm { a: factor, b: t.iter().map(|t| b + t).collect(), standard_errors: None }
        }
        other => scaled(other, 1.0 / factor),
    }
}

/// The item on the scale that a transformation leads to: its probabilities at `A θ + B` are what they were at θ. Models
/// with slopes of 1 get a slope where the unit changes. Standard errors are left out: those of the link are not in them.
pub(super) fn moved(model: &Model, by: Transformation) -> Model {
    let Transformation { slope, intercept } = by;
    let same_unit = slope.to_bits() == 1.0_f64.to_bits();
    let standard_errors = None;
    let list = |b: &[f64]| -> Vec<f64> { b.iter().map(|b| by.theta(*b)).collect() };
    match model {
        Model::OnePl { b, .. } if same_unit => Model::OnePl { b: by.theta(*b), standard_errors },
        Model::OnePl { b, .. } => Model::TwoPl { a: 1.0 / slope, b: by.theta(*b), standard_errors },
        Model::TwoPl { a, b, .. } => Model::TwoPl { a: a / slope, b: by.theta(*b), standard_errors },
        Model::ThreePl { a, b, c, .. } => Model::ThreePl { a: a / slope, b: by.theta(*b), c: *c, standard_errors },
        Model::FourPl { a, b, c, d, .. } => {
            Model::FourPl { a: a / slope, b: by.theta(*b), c: *c, d: *d, standard_errors }
        }
        Model::Grm { a, b, .. } => Model::Grm { a: a / slope, b: list(b), standard_errors },
        Model::Mgrm { a, b, t, .. } => {
            Model::Mgrm { a: a / slope, b: by.theta(*b), t: t.iter().map(|t| slope * t).collect(), standard_errors }
        }
        Model::Pcm { b, .. } if same_unit => Model::Pcm { b: list(b), standard_errors },
        Model::Pcm { b, .. } => Model::Gpcm { a: 1.0 / slope, b: list(b), standard_errors },
        Model::Gpcm { a, b, .. } => Model::Gpcm { a: a / slope, b: list(b), standard_errors },
        Model::Rsm { b, t, .. } if same_unit => Model::Rsm { b: by.theta(*b), t: t.clone(), standard_errors },
        Model::Rsm { b, t, .. } => {
            let steps: Vec<f64> = t.iter().map(|t| b + t).collect();
            Model::Gpcm { a: 1.0 / slope, b: list(&steps), standard_errors }
        }
        Model::Nrm { s, i, .. } => Model::Nrm {
            s: s.iter().map(|s| s / slope).collect(),
            i: i.iter().zip(s).map(|(i, s)| i - s / slope * intercept).collect(),
            standard_errors,
        },
        Model::CompensatoryFourPl { a, d, g, u, .. } => {
            let a: Vec<f64> = a.iter().map(|a| a / slope).collect();
            let lost = a.iter().sum::<f64>() * intercept;
            Model::CompensatoryFourPl { a, d: d - lost, g: *g, u: *u, standard_errors }
        }
        Model::CompensatoryGrm { a, d, .. } => {
            let a: Vec<f64> = a.iter().map(|a| a / slope).collect();
            let lost = a.iter().sum::<f64>() * intercept;
            Model::CompensatoryGrm { a, d: d.iter().map(|d| d - lost).collect(), standard_errors }
        }
        Model::CompensatoryGpcm { a, d, .. } => {
            let a: Vec<f64> = a.iter().map(|a| a / slope).collect();
            let lost = a.iter().sum::<f64>() * intercept;
            let d = (1_u32..).zip(d).map(|(k, d)| d - f64::from(k) * lost).collect();
            Model::CompensatoryGpcm { a, d, standard_errors }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thetis_calibrate::linking::Form;

    /// Whatever the model: moved, or for another D, an item has the same expected scores.
    #[test]
    fn every_model_keeps_its_curves() {
        let none = None;
        let models = [
            Model::OnePl { b: 0.4, standard_errors: none.clone() },
            Model::FourPl { a: 1.2, b: -0.3, c: 0.1, d: 0.95, standard_errors: none.clone() },
            Model::Grm { a: 0.9, b: vec![-1.0, 0.7], standard_errors: none.clone() },
            Model::Mgrm { a: 1.1, b: 0.2, t: vec![0.8, -0.5], standard_errors: none.clone() },
            Model::Pcm { b: vec![-0.2, 0.3], standard_errors: none.clone() },
            Model::Gpcm { a: 1.4, b: vec![0.5, -0.1], standard_errors: none.clone() },
            Model::Rsm { b: 0.6, t: vec![-0.9, 0.9], standard_errors: none.clone() },
            Model::Nrm { s: vec![0.5, 1.3], i: vec![0.2, -0.4], standard_errors: none.clone() },
            Model::CompensatoryFourPl { a: vec![0.8], d: 0.3, g: 0.1, u: 1.0, standard_errors: none.clone() },
            Model::CompensatoryGrm { a: vec![0.8], d: vec![1.0, -0.2], standard_errors: none.clone() },
            Model::CompensatoryGpcm { a: vec![0.8], d: vec![0.3, 0.1], standard_errors: none },
        ];
        let by = Transformation { slope: 1.3, intercept: -0.6 };
        let shift = Transformation { slope: 1.0, intercept: 0.25 };
        let score = |model: &Model, scaling: f64, theta: f64| {
            Form::new(&[model.lower()], scaling).expect("a sound item").expected_score(theta)
        };
        for model in &models {
            for theta in [-1.5, 0.0, 0.8] {
                for by in [by, shift] {
                    let there = score(&moved(model, by), 1.7, by.theta(theta));
                    assert!((there - score(model, 1.7, theta)).abs() < 1e-12, "{model:?} at {theta}");
                }
                let other = rescaled(model.clone(), 1.7);
                assert!((score(&other, 1.0, theta) - score(model, 1.7, theta)).abs() < 1e-12, "{model:?} at {theta}");
            }
        }
        assert_eq!(moved(&models[0], shift).name(), "1pl");
        assert_eq!(moved(&models[6], shift).name(), "rsm");
    }
}
