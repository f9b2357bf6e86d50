//! Items whose parameters are known: `--anchors`.

use thetis_bank::{BankSource, Model as BankModel};
use thetis_calibrate::{Frame, Model, Parameter, Specification};

use super::{
    dimensions::Dimensions,
    parameter::{index, position},
};
use crate::{bank::BankArguments, failure::Failure};

/// Items whose parameters are known.
#[derive(Debug, Default)]
pub(in super::super) struct Anchors {
    items: Vec<Anchor>,
    /// Whether dimensions are told by numbers, as in tables.
    numbered: bool,
}

#[derive(Debug)]
struct Anchor {
    id: String,
    model: Model,
    categories: u8,
    /// Slopes are numbered by `dimensions`.
    values: Vec<(Parameter, f64)>,
    /// Names of the dimensions of its slopes.
    dimensions: Vec<String>,
}

impl Anchors {
    /// The items of a bank or parameter table, checked.
    ///
    /// # Errors
    /// A bank that is not sound.
    pub(super) fn of_bank(bank: BankArguments) -> Result<Self, Failure> {
        let bank = bank.load()?;
        let anchor = |id: &str, model: &BankModel, scaling: f64, dimensions: Vec<String>| {
            let (kind, values) = slopes_and_intercepts(model, scaling);
            let categories = u8::try_from(model.categories()).unwrap_or(u8::MAX);
            Anchor { id: id.to_owned(), model: kind, categories, values, dimensions }
        };
        Ok(match &bank.source {
            BankSource::Table(table) => {
                let numbers = |numbers: &[u32]| numbers.iter().map(|number| (number + 1).to_string()).collect();
                let of = |item: &thetis_bank::TableItem| {
                    anchor(&item.id, &item.model, table.scaling, numbers(&item.dimensions))
                };
                Self { items: table.items.iter().map(of).collect(), numbered: true }
            }
            BankSource::Folder(folder) => {
                let of = |item: &thetis_bank::types::Item| {
                    anchor(&item.id, &item.model, folder.bank.scaling, item.dimensions.clone())
                };
                Self { items: folder.bank.items.iter().map(of).collect(), numbered: false }
            }
        })
    }

    /// Ids and numbers of categories.
    pub(in super::super) fn known(&self) -> Vec<(String, u8)> {
        self.items.iter().map(|anchor| (anchor.id.clone(), anchor.categories)).collect()
    }

    /// Fix the items that are in the data; returns which of them are.
    ///
    /// # Errors
    /// Usage: none is, or one measures other dimensions than here.
    pub(super) fn apply(
        &self,
        specification: &mut Specification,
        dimensions: &Dimensions,
        frame: &Frame,
    ) -> Result<Vec<usize>, Failure> {
        let mut fixed: Vec<(usize, &Anchor)> = Vec::new();
        for anchor in &self.items {
            if let Ok(item) = position(&anchor.id, frame) {
                fixed.push((item, anchor));
                specification.items[item].model = anchor.model;
                for (parameter, value) in self.placed(anchor, item, dimensions)? {
                    let place = thetis_calibrate::Place::new(index(item), parameter);
                    specification.fixed.push((place, value));
                }
            }
        }
        let Some((_, first)) = fixed.first() else {
            return Err(Failure::usage("none of the items in --anchors is in the responses: compare the ids"));
        };
        if !dimensions.several()
            && let Some((_, other)) = fixed.iter().find(|(_, other)| other.dimensions != first.dimensions)
        {
            return Err(Failure::usage(format!(
                "the anchors {} and {} measure different dimensions ({}; {}): say with --dimension which dimension each item measures, or calibrate one dimension at a time with --only",
                first.id,
                other.id,
                first.dimensions.join(" "),
                other.dimensions.join(" ")
            )));
        }
        Ok(fixed.into_iter().map(|(item, _)| item).collect())
    }

    /// An anchor's values with slopes numbered as the item's here.
    fn placed(&self, anchor: &Anchor, item: usize, dimensions: &Dimensions) -> Result<Vec<(Parameter, f64)>, Failure> {
        let own: Vec<String> = match (dimensions.several(), self.numbered) {
            // In one dimension there is nothing to mistake it for.
            (false, _) if anchor.dimensions.len() == 1 => anchor.dimensions.clone(),
            (_, true) => dimensions.loads[item].iter().map(|number| (number + 1).to_string()).collect(),
            (_, false) => {
                dimensions.loads[item].iter().map(|number| dimensions.names[*number as usize].clone()).collect()
            }
        };
        let mut sorted = (own.clone(), anchor.dimensions.clone());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        if sorted.0 != sorted.1 {
            let here: Vec<&str> =
                dimensions.loads[item].iter().map(|number| dimensions.names[*number as usize].as_str()).collect();
            return Err(Failure::usage(format!(
                "the anchor {} measures {} in --anchors and {} here ({}): --dimension has to name the dimensions in a bank's words, and in a table's order",
                anchor.id,
                anchor.dimensions.join(" "),
                own.join(" "),
                here.join(" ")
            )));
        }
        if anchor.model == Model::Nominal {
            return Ok(anchor.values.clone());
        }
        let placed = anchor.values.iter().map(|(parameter, value)| match parameter {
            Parameter::Slope(slope) => {
                let name = &anchor.dimensions[*slope as usize];
                let place = own.iter().position(|own| own == name).unwrap_or(0);
                (Parameter::Slope(index(place)), *value)
            }
            other => (*other, *value),
        });
        Ok(placed.collect())
    }
}

/// An item of a bank in slope–intercept form.
fn slopes_and_intercepts(model: &BankModel, scaling: f64) -> (Model, Vec<(Parameter, f64)>) {
    match model {
        BankModel::OnePl { b, .. } => dichotomous(&[scaling], -scaling * b, 0.0, 1.0),
        BankModel::TwoPl { a, b, .. } => dichotomous(&[a * scaling], -a * scaling * b, 0.0, 1.0),
        BankModel::ThreePl { a, b, c, .. } => dichotomous(&[a * scaling], -a * scaling * b, *c, 1.0),
        BankModel::FourPl { a, b, c, d, .. } => dichotomous(&[a * scaling], -a * scaling * b, *c, *d),
        BankModel::CompensatoryFourPl { a, d, g, u, .. } => dichotomous(&times(a, scaling), d * scaling, *g, *u),
        BankModel::Grm { a, b, .. } => with_slopes(Model::Graded, &[a * scaling], b.iter().map(|b| -a * scaling * b)),
        BankModel::Mgrm { a, b, t, .. } => {
            with_slopes(Model::Graded, &[a * scaling], t.iter().map(|t| -a * scaling * (b - t)))
        }
        BankModel::CompensatoryGrm { a, d, .. } => {
            with_slopes(Model::Graded, &times(a, scaling), d.iter().map(|d| d * scaling))
        }
        BankModel::Pcm { b, .. } => partial(scaling, b.iter().copied()),
        BankModel::Gpcm { a, b, .. } => partial(a * scaling, b.iter().copied()),
        BankModel::Rsm { b, t, .. } => partial(scaling, t.iter().map(|t| b + t)),
        BankModel::CompensatoryGpcm { a, d, .. } => {
            with_slopes(Model::GeneralisedPartialCredit, &times(a, scaling), d.iter().map(|d| d * scaling))
        }
        BankModel::Nrm { s, i, .. } => {
            let slopes = (1..).zip(s).map(|(k, s)| (Parameter::Slope(k), *s));
            let intercepts = (1..).zip(i).map(|(k, i)| (Parameter::Intercept(k), *i));
            (Model::Nominal, slopes.chain(intercepts).collect())
        }
    }
}

fn times(values: &[f64], factor: f64) -> Vec<f64> {
    values.iter().map(|value| value * factor).collect()
}

fn dichotomous(slopes: &[f64], intercept: f64, lower: f64, upper: f64) -> (Model, Vec<(Parameter, f64)>) {
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let kind = if upper < 1.0 {
        Model::FourParameter
    } else if lower > 0.0 {
        Model::ThreeParameter
    } else {
        Model::TwoParameter
    };
    let (_, mut values) = with_slopes(kind, slopes, std::iter::once(intercept));
    if kind != Model::TwoParameter {
        values.push((Parameter::LowerAsymptote, logit(lower)));
    }
    if kind == Model::FourParameter {
        values.push((Parameter::UpperAsymptote, logit(upper)));
    }
    (kind, values)
}

/// Steps of this difficulty under one slope: intercepts are sums.
fn partial(slope: f64, steps: impl Iterator<Item = f64>) -> (Model, Vec<(Parameter, f64)>) {
    let mut sum = 0.0;
    let intercepts = steps.map(|b| {
        sum -= slope * b;
        sum
    });
    with_slopes(Model::GeneralisedPartialCredit, &[slope], intercepts)
}

fn with_slopes(model: Model, slopes: &[f64], intercepts: impl Iterator<Item = f64>) -> (Model, Vec<(Parameter, f64)>) {
    let slopes = (0..).zip(slopes).map(|(number, slope)| (Parameter::Slope(number), *slope));
    let intercepts = (1..).zip(intercepts).map(|(step, value)| (Parameter::Intercept(step), value));
    (model, slopes.chain(intercepts).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_slopes_and_intercepts() {
        let model = BankModel::Gpcm { a: 2.0, b: vec![-1.0, 0.5], standard_errors: None };
        let (kind, values) = slopes_and_intercepts(&model, 1.0);
        assert_eq!(kind, Model::GeneralisedPartialCredit);
        let expected = [(Parameter::Slope(0), 2.0), (Parameter::Intercept(1), 2.0), (Parameter::Intercept(2), 1.0)];
        assert_eq!(values, expected);
        let model = BankModel::ThreePl { a: 1.0, b: 0.5, c: 0.0, standard_errors: None };
        let (kind, values) = slopes_and_intercepts(&model, 1.7);
        assert_eq!((kind, values.len()), (Model::TwoParameter, 2));
        let model = BankModel::CompensatoryGrm { a: vec![1.0, 0.5], d: vec![1.0, -1.0], standard_errors: None };
        let (kind, values) = slopes_and_intercepts(&model, 2.0);
        assert_eq!(
            (kind, values[1], values[3]),
            (Model::Graded, (Parameter::Slope(1), 1.0), (Parameter::Intercept(2), -2.0))
        );
    }
}
