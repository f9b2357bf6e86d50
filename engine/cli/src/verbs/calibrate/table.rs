//! Calibrated items as banks and parameter tables have them.

use std::collections::BTreeMap;

use thetis_bank::{
    Model as BankModel,
    types::{Parameter as Value, StandardErrors, Values},
};
use thetis_calibrate::{CalibratedItem, ItemErrors, Model, Parameter};

use crate::output::{CsvWriter, number};

/// An item as a bank has it.
#[derive(Clone, Debug)]
pub(super) struct BankItem {
    pub(super) id: String,
    pub(super) model: BankModel,
}

/// The item's model with its standard errors, for a bank of this scaling constant.
///
/// Common steps of a rating scale become steps of a partial credit item, and where the bank's D is not 1, slopes of 1
/// become slopes of 1/D: the same curves.
///
/// # Errors
/// The slope, where it is not above 0: no bank takes it.
pub(super) fn bank_model(item: &CalibratedItem, errors: Option<&ItemErrors>, scaling: f64) -> Result<BankModel, f64> {
    let values = &item.irt.values;
    let of = |place: usize| errors.and_then(|errors| errors.irt[place]);
    let many =
        |from: usize, to: usize| -> Option<Values> { (from..to).map(of).collect::<Option<Vec<_>>>().map(Values::Many) };
    let some = |standard_errors: StandardErrors| errors.is_some().then_some(standard_errors);
    if item.model == Model::Nominal {
        let steps = values.len() / 2;
        let standard_errors =
            some(StandardErrors { s: many(0, steps), i: many(steps, values.len()), ..StandardErrors::default() });
        return Ok(BankModel::Nrm { s: values[..steps].to_vec(), i: values[steps..].to_vec(), standard_errors });
    }
    let slope = values[0];
    if slope <= 0.0 || slope.is_nan() {
        return Err(slope);
    }
    let a = slope / scaling;
    let a_error = of(0).map(|error| Values::One(error / scaling));
    let one = |place: usize| of(place).map(Values::One);
    let is_unit = item.model.has_unit_slope() && a.to_bits() == 1.0_f64.to_bits();
    let dichotomous = |c, d| some(StandardErrors { a: a_error.clone(), b: one(1), c, d, ..StandardErrors::default() });
    let steps = values[1..].to_vec();
    let step_errors =
        || some(StandardErrors { a: a_error.clone(), b: many(1, values.len()), ..StandardErrors::default() });
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

/// The parameter table of these items, which every verb takes for a bank.
pub(super) fn write(items: &[BankItem], out: &mut CsvWriter<'_>) -> csv::Result<()> {
    let rows: Vec<BTreeMap<Column, f64>> = items.iter().map(|item| cells(&item.model)).collect();
    let mut columns: Vec<Column> = rows.iter().flat_map(BTreeMap::keys).copied().collect();
    columns.sort_unstable();
    columns.dedup();
    let mut header = vec!["item".to_owned(), "model".to_owned()];
    header.extend(columns.iter().map(Column::name));
    out.write_record(&header)?;
    for (item, row) in items.iter().zip(&rows) {
        let mut line = vec![item.id.clone(), item.model.name().to_owned()];
        line.extend(
            columns.iter().map(|column| row.get(column).map_or_else(String::new, |value| number::exact(*value))),
        );
        out.write_record(&line)?;
    }
    Ok(())
}

/// A column of a parameter table: `a`, `b`, `c`, `d`, then numbered ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    number: usize,
    letter: &'static str,
}

impl Column {
    fn name(&self) -> String {
        if self.number == 0 { self.letter.to_owned() } else { format!("{}{}", self.letter, self.number) }
    }
}

fn cells(model: &BankModel) -> BTreeMap<Column, f64> {
    let mut cells = BTreeMap::new();
    for (letter, value) in model.parameters() {
        match value {
            Value::One(value) => {
                cells.insert(Column { number: 0, letter }, value);
            }
            Value::Many(values) => {
                cells.extend((1..).zip(values).map(|(number, value)| (Column { number, letter }, *value)));
            }
        }
    }
    cells
}

/// The slope of an item that is not nominal.
pub(super) fn slope(item: &CalibratedItem) -> Option<f64> {
    let first = item.parameters.first().filter(|_| item.model != Model::Nominal)?;
    matches!(first.0, Parameter::Slope(_)).then_some(first.1)
}
