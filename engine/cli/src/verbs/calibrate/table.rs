//! Calibrated items as banks and parameter tables have them.

use std::collections::BTreeMap;

use thetis_bank::{
    Model as BankModel,
    types::{Parameter as Value, StandardErrors, Values},
};
use thetis_calibrate::{CalibratedItem, Covariance, Model, Parameter};

use crate::output::{CsvWriter, number};

/// An item as a bank has it.
#[derive(Clone, Debug)]
pub(in crate::verbs) struct BankItem {
    pub(in crate::verbs) id: String,
    /// The group whose parameters these are, if groups have their own.
    pub(in crate::verbs) group: Option<String>,
    pub(in crate::verbs) model: BankModel,
    /// The dimensions of its slopes, from 0.
    pub(in crate::verbs) dimensions: Vec<u32>,
    /// Whether nothing of it was estimated.
    pub(in crate::verbs) known: bool,
}

impl BankItem {
    /// Its id in a table, where ids are unique: `ITEM:GROUP` where groups have their own parameters.
    pub(super) fn row_id(&self) -> String {
        self.group.as_ref().map_or_else(|| self.id.clone(), |group| format!("{}:{group}", self.id))
    }
}

/// The item's model with its standard errors.
///
/// Common steps of a rating scale become steps of a partial credit item. An item of several dimensions has slopes and
/// intercepts, one of a single dimension a slope and difficulties.
///
/// # Errors
/// The slope, where it is not above 0: no bank takes it. In several dimensions any slope will do.
pub(super) fn bank_model(item: &CalibratedItem, covariance: Option<&Covariance>) -> Result<BankModel, f64> {
    let values = &item.irt.values;
    let errors = covariance.map(|covariance| covariance.item(item).irt);
    let of = |place: usize| errors.as_ref().and_then(|errors| errors[place]);
    let one = |place: usize| of(place).map(Values::One);
    let many =
        |from: usize, to: usize| -> Option<Values> { (from..to).map(of).collect::<Option<Vec<_>>>().map(Values::Many) };
    let some = |standard_errors: StandardErrors| {
        (errors.is_some() && standard_errors != StandardErrors::default()).then_some(standard_errors)
    };
    let none = StandardErrors::default;
    let end = values.len();
    if item.model == Model::Nominal {
        let steps = end / 2;
        let standard_errors = some(StandardErrors { s: many(0, steps), i: many(steps, end), ..none() });
        return Ok(BankModel::Nrm { s: values[..steps].to_vec(), i: values[steps..].to_vec(), standard_errors });
    }
    let slopes = item.dimensions.len();
    if slopes > 1 {
        let (a, rest) = (values[..slopes].to_vec(), values[slopes..].to_vec());
        let a_errors = many(0, slopes);
        let with = |d: Option<Values>| some(StandardErrors { a: a_errors.clone(), d, ..none() });
        return Ok(match item.model {
            Model::Graded => BankModel::CompensatoryGrm { a, d: rest, standard_errors: with(many(slopes, end)) },
            Model::PartialCredit | Model::GeneralisedPartialCredit => {
                BankModel::CompensatoryGpcm { a, d: rest, standard_errors: with(many(slopes, end)) }
            }
            Model::RatingScale => {
                // Steps b, of which the intercepts are sums.
                let sums = |k: usize| -> f64 { -rest[..=k].iter().sum::<f64>() };
                let errors = covariance.and_then(|covariance| sums_of_steps(item, slopes, covariance));
                let d = (0..rest.len()).map(sums).collect();
                BankModel::CompensatoryGpcm { a, d, standard_errors: with(errors.map(Values::Many)) }
            }
            _ => {
                let standard_errors = some(StandardErrors {
                    a: a_errors.clone(),
                    d: one(slopes),
                    g: one(slopes + 1),
                    u: one(slopes + 2),
                    ..none()
                });
                BankModel::CompensatoryFourPl { a, d: rest[0], g: rest[1], u: rest[2], standard_errors }
            }
        });
    }
    let a = values[0];
    if a <= 0.0 || a.is_nan() {
        return Err(a);
    }
    let is_unit = item.model.has_unit_slope() && a.to_bits() == 1.0_f64.to_bits();
    let dichotomous = |c, d| some(StandardErrors { a: one(0), b: one(1), c, d, ..none() });
    let steps = values[1..].to_vec();
    let step_errors = || some(StandardErrors { a: one(0), b: many(1, end), ..none() });
    Ok(match item.model {
        Model::Rasch if is_unit => BankModel::OnePl { b: values[1], standard_errors: dichotomous(None, None) },
        Model::Rasch | Model::OneParameter | Model::TwoParameter => {
            BankModel::TwoPl { a, b: values[1], standard_errors: dichotomous(None, None) }
        }
        Model::ThreeParameter => {
            BankModel::ThreePl { a, b: values[1], c: values[2], standard_errors: dichotomous(one(2), None) }
        }
        Model::FourParameter => BankModel::FourPl {
            a,
            b: values[1],
            c: values[2],
            d: values[3],
            standard_errors: dichotomous(one(2), one(3)),
        },
        Model::Graded => BankModel::Grm { a, b: steps, standard_errors: step_errors() },
        Model::PartialCredit | Model::RatingScale if is_unit => {
            BankModel::Pcm { b: steps, standard_errors: step_errors() }
        }
        _ => BankModel::Gpcm { a, b: steps, standard_errors: step_errors() },
    })
}

/// Standard errors of the sums of a rating scale item's steps, by the delta method; `None` if all is fixed.
fn sums_of_steps(item: &CalibratedItem, slopes: usize, covariance: &Covariance) -> Option<Vec<f64>> {
    let size = item.free.len();
    let mut sum = vec![0.0; size];
    let rows = item.irt.jacobian.chunks_exact(size).skip(slopes);
    let error = |row: &[f64]| {
        sum.iter_mut().zip(row).for_each(|(sum, derivative)| *sum += derivative);
        let pairs = sum.iter().zip(&item.free).flat_map(|one| sum.iter().zip(&item.free).map(move |two| (one, two)));
        let terms = pairs.filter_map(|((x, i), (y, j))| Some(x * y * covariance.get((*i)?, (*j)?)));
        terms.sum::<f64>().max(0.0).sqrt()
    };
    item.free.iter().any(Option::is_some).then(|| rows.map(error).collect())
}

/// The same curves in a bank of this scaling constant: slopes and intercepts are divided by it.
pub(in crate::verbs) fn scaled(model: BankModel, scaling: f64) -> BankModel {
    if scaling.to_bits() == 1.0_f64.to_bits() {
        return model;
    }
    let list = |values: Vec<f64>| values.into_iter().map(|value| value / scaling).collect::<Vec<_>>();
    let both = |values: Values| match values {
        Values::One(value) => Values::One(value / scaling),
        Values::Many(values) => Values::Many(list(values)),
    };
    let errors = |errors: Option<StandardErrors>, intercepts: bool| {
        errors.map(|errors| {
            let d = if intercepts { errors.d.map(both) } else { errors.d };
            StandardErrors { a: errors.a.map(both), d, ..errors }
        })
    };
    match model {
        BankModel::OnePl { b, standard_errors } => BankModel::TwoPl { a: 1.0 / scaling, b, standard_errors },
        BankModel::Pcm { b, standard_errors } => BankModel::Gpcm { a: 1.0 / scaling, b, standard_errors },
        BankModel::TwoPl { a, b, standard_errors: e } => {
            BankModel::TwoPl { a: a / scaling, b, standard_errors: errors(e, false) }
        }
        BankModel::ThreePl { a, b, c, standard_errors: e } => {
            BankModel::ThreePl { a: a / scaling, b, c, standard_errors: errors(e, false) }
        }
        BankModel::FourPl { a, b, c, d, standard_errors: e } => {
            BankModel::FourPl { a: a / scaling, b, c, d, standard_errors: errors(e, false) }
        }
        BankModel::Grm { a, b, standard_errors: e } => {
            BankModel::Grm { a: a / scaling, b, standard_errors: errors(e, false) }
        }
        BankModel::Gpcm { a, b, standard_errors: e } => {
            BankModel::Gpcm { a: a / scaling, b, standard_errors: errors(e, false) }
        }
        BankModel::CompensatoryFourPl { a, d, g, u, standard_errors: e } => {
            BankModel::CompensatoryFourPl { a: list(a), d: d / scaling, g, u, standard_errors: errors(e, true) }
        }
        BankModel::CompensatoryGrm { a, d, standard_errors: e } => {
            BankModel::CompensatoryGrm { a: list(a), d: list(d), standard_errors: errors(e, true) }
        }
        BankModel::CompensatoryGpcm { a, d, standard_errors: e } => {
            BankModel::CompensatoryGpcm { a: list(a), d: list(d), standard_errors: errors(e, true) }
        }
        // D does not apply to nominal items, and no calibration makes the others.
        other @ (BankModel::Nrm { .. } | BankModel::Mgrm { .. } | BankModel::Rsm { .. }) => other,
    }
}

/// The parameter table of these items, which every verb takes for a bank: parameters, then standard errors.
pub(in crate::verbs) fn write(items: &[BankItem], dimensions: usize, out: &mut CsvWriter<'_>) -> csv::Result<()> {
    let rows: Vec<BTreeMap<Column, f64>> = items.iter().map(|item| cells(item, dimensions)).collect();
    let mut columns: Vec<Column> = rows.iter().flat_map(BTreeMap::keys).copied().collect();
    // A dimension has its column even if all of its items are known by another.
    if dimensions > 1 {
        columns.extend((1..=dimensions).map(|number| Column::new(false, "a", number)));
    }
    columns.sort_unstable();
    columns.dedup();
    let mut header = vec!["item".to_owned(), "model".to_owned()];
    header.extend(columns.iter().map(Column::name));
    out.write_record(&header)?;
    for (item, row) in items.iter().zip(&rows) {
        let mut line = vec![item.row_id(), item.model.name().to_owned()];
        line.extend(
            columns.iter().map(|column| row.get(column).map_or_else(String::new, |value| number::exact(*value))),
        );
        out.write_record(&line)?;
    }
    Ok(())
}

/// A column of a parameter table: slopes `a` or `a1` … of dimensions, `b`, `c`, `d`, then numbered ones, then the same
/// for standard errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    error: bool,
    behind_slopes: bool,
    number: usize,
    letter: &'static str,
}

impl Column {
    fn new(error: bool, letter: &'static str, number: usize) -> Self {
        Self { error, behind_slopes: letter != "a", number, letter }
    }

    fn name(&self) -> String {
        let Self { error, number, letter, .. } = self;
        let number = if *number == 0 { String::new() } else { number.to_string() };
        format!("{}{letter}{number}", if *error { "se_" } else { "" })
    }
}

fn cells(item: &BankItem, dimensions: usize) -> BTreeMap<Column, f64> {
    let mut cells = BTreeMap::new();
    let mut add = |error: bool, letter: &'static str, values: &[f64], numbered: bool| {
        for (place, value) in values.iter().enumerate() {
            let number = match (letter, numbered) {
                // A slope stands in the column of its dimension.
                ("a", _) if dimensions > 1 => item.dimensions[place] as usize + 1,
                (_, true) => place + 1,
                (_, false) => 0,
            };
            cells.insert(Column::new(error, letter, number), *value);
        }
    };
    for (letter, value) in item.model.parameters() {
        match value {
            // What is absent is 0 and 1.
            Value::One(0.0) if letter == "g" => {}
            Value::One(1.0) if letter == "u" => {}
            Value::One(value) => add(false, letter, &[value], false),
            Value::Many(values) => add(false, letter, values, true),
        }
    }
    if dimensions > 1 && matches!(item.model, BankModel::OnePl { .. } | BankModel::Pcm { .. } | BankModel::Nrm { .. }) {
        add(false, "a", &[1.0], false);
    }
    for (letter, values) in item.model.standard_errors().into_iter().flat_map(StandardErrors::iter) {
        add(true, letter, values.as_slice(), matches!(values, Values::Many(_)));
    }
    cells
}

/// The slope of an item of one dimension that is not nominal.
pub(super) fn slope(item: &CalibratedItem) -> Option<f64> {
    let first = item.parameters.first().filter(|_| item.model != Model::Nominal && item.dimensions.len() == 1)?;
    matches!(first.0, Parameter::Slope(_)).then_some(first.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_scaling_constant_leaves_the_curves() {
        let models = [
            BankModel::OnePl { b: 0.3, standard_errors: None },
            BankModel::FourPl { a: 1.2, b: -0.4, c: 0.2, d: 0.9, standard_errors: None },
            BankModel::Gpcm { a: 0.8, b: vec![-1.0, 0.7], standard_errors: None },
            BankModel::Nrm { s: vec![0.5, 1.0], i: vec![0.2, -0.1], standard_errors: None },
        ];
        for model in models {
            let information = |model: &BankModel, scaling: f64| {
                let prior = thetis_core::MultivariateNormal::standard(1).expect("a prior");
                let items = vec![thetis_core::Item::new(model.lower())];
                let bank = thetis_core::Bank::new(scaling, prior, items, "x").expect("a bank");
                [-1.0, 0.7].map(|theta| bank.information(0, &[theta]))
            };
            let (one, other) = (information(&model, 1.0), information(&scaled(model.clone(), 1.702), 1.702));
            for (one, other) in one.iter().zip(&other) {
                assert!((one - other).abs() < 1e-14, "{model:?}: {one} {other}");
            }
        }
    }

    #[test]
    fn slopes_stand_in_the_columns_of_their_dimensions() {
        let errors = StandardErrors {
            a: Some(Values::Many(vec![0.1, 0.2])),
            d: Some(Values::One(0.3)),
            ..StandardErrors::default()
        };
        let model =
            BankModel::CompensatoryFourPl { a: vec![1.1, 0.9], d: 0.5, g: 0.0, u: 1.0, standard_errors: Some(errors) };
        let (id, group) = ("q".to_owned(), Some("x".to_owned()));
        let item = BankItem { id, group, model, dimensions: vec![0, 2], known: false };
        let names: Vec<String> = cells(&item, 3).keys().map(Column::name).collect();
        assert_eq!(names, ["a1", "a3", "d", "se_a1", "se_a3", "se_d"]);
        assert_eq!(item.row_id(), "q:x");
    }
}
