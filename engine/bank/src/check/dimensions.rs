//! Dimensions, scaling constant and prior.

use std::collections::HashSet;

use crate::{
    read::BANK_FILE,
    types::{Dimension, ItemBank, Prior},
};

use super::{Code, Place, Report};

const HERE: Place<'static> = Place::file(BANK_FILE);

pub(super) fn check(bank: &ItemBank, report: &mut Report) {
    if bank.dimensions.is_empty() {
        HERE.report(
            report,
            Code::NoDimension,
            "the bank declares no dimension",
            "declare in \"dimensions\" what the items measure",
        );
    }
    scaling(bank.scaling, report);
    references(bank, report);
    prior(&bank.prior, &bank.dimensions, report);
}

fn scaling(scaling: f64, report: &mut Report) {
    let remedy = "use 1, or 1.702 for slopes in the normal metric";
    if !scaling.is_finite() {
        HERE.report(report, Code::NotFinite, format!("scaling is {scaling}"), remedy);
    } else if scaling <= 0.0 {
        HERE.report(report, Code::InvalidScaling, format!("scaling is {scaling}, not above 0"), remedy);
    }
}

fn references(bank: &ItemBank, report: &mut Report) {
    let declared: HashSet<_> = bank.dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
    let mut measured = HashSet::new();
    for item in &bank.items {
        let place = Place::item(BANK_FILE, &item.id);
        let mut named = HashSet::new();
        for dimension in &item.dimensions {
            if !declared.contains(dimension.as_str()) {
                place.report(
                    report,
                    Code::UnknownDimension,
                    format!("the bank declares no dimension {dimension}"),
                    "declare it in \"dimensions\", or correct the item",
                );
            }
            if !named.insert(dimension.as_str()) {
                place.report(
                    report,
                    Code::RepeatedDimension,
                    format!("the dimension {dimension} is named twice"),
                    "name each dimension once",
                );
            }
        }
        if item.status.is_operational() {
            measured.extend(named);
        }
    }
    // An empty bank measures nothing, and says so already.
    if bank.items.is_empty() {
        return;
    }
    for dimension in &bank.dimensions {
        if !measured.contains(dimension.id.as_str()) {
            HERE.report(
                report,
                Code::UnmeasuredDimension,
                format!("no operational item measures the dimension {}", dimension.id),
                "add items that measure it, or remove it from \"dimensions\" and from the prior",
            );
        }
    }
}

fn prior(prior: &Prior, declared: &[Dimension], report: &mut Report) {
    let dimensions = declared.len();
    let Prior { mean, covariance } = prior;
    let square = covariance.len() == dimensions && covariance.iter().all(|row| row.len() == dimensions);
    if mean.len() != dimensions || !square {
        let widths: Vec<_> = covariance.iter().map(Vec::len).collect();
        HERE.report(
            report,
            Code::PriorShape,
            format!(
                "the bank has {dimensions} dimensions, but the prior's mean has {} values and its covariance rows of {widths:?}",
                mean.len(),
            ),
            format!("give {dimensions} means and a covariance of {dimensions} rows of {dimensions}"),
        );
        return;
    }
    let mut finite = true;
    let mut number = |name: String, value: f64| {
        if !value.is_finite() {
            finite = false;
            HERE.report(report, Code::NotFinite, format!("{name} of the prior is {value}"), "use a finite number");
        }
    };
    for (index, value) in mean.iter().enumerate() {
        number(format!("mean[{index}]"), *value);
    }
    for (row, values) in covariance.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            number(format!("covariance[{row}][{column}]"), *value);
        }
    }
    if finite {
        covariance_matrix(covariance, declared, report);
        beyond_scale(prior, declared, report);
    }
}

/// Largest mean and standard deviation of a prior, in logits: beyond, squares lose what they measure.
const LARGEST: f64 = 1e6;

fn beyond_scale(prior: &Prior, declared: &[Dimension], report: &mut Report) {
    for (index, dimension) in declared.iter().enumerate() {
        let values = [("mean", prior.mean[index]), ("standard deviation", prior.covariance[index][index].sqrt())];
        for (name, value) in values.into_iter().filter(|(_, value)| value.abs() > LARGEST) {
            HERE.report(
                report,
                Code::PriorBeyondScale,
                format!("the prior's {name} of dimension {} is {value}, beyond {LARGEST}", dimension.id),
                "give it in logits, in which abilities lie within a few units of 0",
            );
        }
    }
}

fn covariance_matrix(covariance: &[Vec<f64>], declared: &[Dimension], report: &mut Report) {
    let mut symmetric = true;
    for (row, values) in covariance.iter().enumerate() {
        for (column, below) in values.iter().enumerate().take(row) {
            let above = covariance[column][row];
            // To the bit, as the engine wants it: the two are one number written twice.
            if below.to_bits() != above.to_bits() {
                symmetric = false;
                HERE.report(
                    report,
                    Code::CovarianceNotSymmetric,
                    format!("the prior's covariance has {below} in [{row}][{column}] but {above} in [{column}][{row}]"),
                    "write the same number in both places",
                );
            }
        }
    }
    if !symmetric {
        return;
    }
    if let Some(row) = first_pivot_not_positive(covariance) {
        let (variance, id) = (covariance[row][row], &declared[row].id);
        let message = if variance > 0.0 {
            format!(
                "the prior's covariance is not positive definite: dimension {id} is a combination of those before it, or correlates with them more than it can"
            )
        } else {
            format!("the prior's variance of dimension {id} is {variance}, not above 0")
        };
        HERE.report(
            report,
            Code::CovarianceNotPositiveDefinite,
            message,
            "use positive variances, and correlations that fit together",
        );
    }
}

/// The row at which a Cholesky decomposition of a symmetric matrix stops.
fn first_pivot_not_positive(matrix: &[Vec<f64>]) -> Option<usize> {
    let size = matrix.len();
    let mut lower = vec![vec![0.0_f64; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let dot: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest = matrix[row][column] - dot;
            if row > column {
                lower[row][column] = rest / lower[column][column];
            } else if rest > 0.0 && rest.is_finite() {
                lower[row][row] = rest.sqrt();
            } else {
                return Some(row);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pivot_at_fault_is_found() {
        let matrix = |rows: &[&[f64]]| rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>();
        assert_eq!(first_pivot_not_positive(&matrix(&[&[1.0, 0.5], &[0.5, 1.0]])), None);
        assert_eq!(first_pivot_not_positive(&matrix(&[&[-1.0, 0.0], &[0.0, 1.0]])), Some(0));
        assert_eq!(first_pivot_not_positive(&matrix(&[&[1.0, 2.0], &[2.0, 1.0]])), Some(1));
        // Pairwise fine, together impossible.
        let inconsistent = matrix(&[&[1.0, 0.9, -0.9], &[0.9, 1.0, 0.9], &[-0.9, 0.9, 1.0]]);
        assert_eq!(first_pivot_not_positive(&inconsistent), Some(2));
    }
}
