//! How an estimate is laid out in columns.

use super::{Column, number};
use crate::bank::LoadedBank;

/// Columns of a text report: θ and its standard error; with several dimensions one column each, which
/// holds both.
pub(crate) fn text_columns(bank: &LoadedBank) -> Vec<Column> {
    match bank.dimensions() {
        [_] => vec![Column::numbers("theta"), Column::numbers("SE")],
        several => several.iter().map(Column::numbers).collect(),
    }
}

/// What stands in them.
pub(crate) fn text_cells(theta: &[f64], se: &[f64]) -> Vec<String> {
    match (theta, se) {
        ([theta], [se]) => vec![number::decimals(*theta), number::decimals(*se)],
        _ => {
            theta.iter().zip(se).map(|(t, s)| format!("{} ({})", number::decimals(*t), number::decimals(*s))).collect()
        }
    }
}

/// The line that explains the columns, where they need one.
pub(crate) fn text_legend(bank: &LoadedBank) -> &'static str {
    if bank.dimensions().len() > 1 { "Estimates of theta, with their standard errors in brackets\n\n" } else { "" }
}

/// Columns of a CSV report: all θ, then all standard errors.
pub(crate) fn csv_columns(bank: &LoadedBank) -> Vec<String> {
    bank.per_dimension("theta").chain(bank.per_dimension("se")).collect()
}

/// What stands in them.
pub(crate) fn csv_cells(theta: &[f64], se: &[f64]) -> Vec<String> {
    theta.iter().chain(se).map(|value| number::exact(*value)).collect()
}
