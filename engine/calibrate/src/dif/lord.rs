//! Lord's chi-squared test of parameters estimated in two groups.

use crate::error::CalibrationError;
use crate::linear::{Square, factor, solve};
use crate::tails;

/// An item's parameters in one group, with the covariance of their errors.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemEstimate {
    /// Parameters: `a, b`, or `b` alone, or whatever both groups' have in common; b in logits.
    pub parameters: Vec<f64>,
    /// Their covariance, row by row.
    pub covariance: Vec<f64>,
}

/// An item compared by Lord's test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lord {
    /// Chi-squared statistic.
    pub chi_square: f64,
    /// Degrees of freedom: the number of parameters.
    pub df: usize,
    /// Its probability if the parameters are the same.
    pub p: f64,
}

/// `χ² = d′ (Σ_R + Σ_F)⁻¹ d` with the difference d of the parameters (Lord 1980). Both must be on one scale; see
/// [`rescale`]. The errors of the rescaling are not in it.
///
/// # Errors
/// Other numbers of parameters in the two groups, or a covariance of another size; a sum of covariances that is
/// singular.
pub fn lord(reference: &ItemEstimate, focal: &ItemEstimate) -> Result<Lord, CalibrationError> {
    let df = reference.parameters.len();
    for (found, expected) in
        [(focal.parameters.len(), df), (reference.covariance.len(), df * df), (focal.covariance.len(), df * df)]
    {
        if found != expected || df == 0 {
            return Err(CalibrationError::Shape { expected, found });
        }
    }
    let sum = reference.covariance.iter().zip(&focal.covariance).map(|(x, y)| x + y).collect();
    let root = factor(&Square { size: df, entries: sum })
        .map_err(|place| CalibrationError::Singular { parameter: format!("number {place} of Lord's test") })?;
    let difference: Vec<f64> = reference.parameters.iter().zip(&focal.parameters).map(|(x, y)| x - y).collect();
    let mut solved = difference.clone();
    solve(&root, &mut solved);
    let chi_square = solved.iter().zip(&difference).map(|(x, y)| x * y).sum();
    Ok(Lord { chi_square, df, p: tails::chi_square(chi_square, df as f64) })
}

/// Bring the focal group's items to the reference group's scale by the mean and the standard deviation of the anchors'
/// difficulties, as R difR's `itemRescale` (Cook & Eignor 1991): `b → A b + B`, `a → a/A` with `A = SD b_R/SD b_F`,
/// `B = mean b_R − A mean b_F`. Items have parameters `a, b`, or `b` alone, when `A = 1`.
///
/// # Errors
/// Lists of differing lengths, items of other than one or two parameters, or fewer than two anchors (one, if items have
/// `b` alone).
pub fn rescale(
    reference: &[ItemEstimate],
    focal: &[ItemEstimate],
    anchors: &[bool],
) -> Result<Vec<ItemEstimate>, CalibrationError> {
    let expected = reference.len();
    for found in [focal.len(), anchors.len()] {
        if found != expected {
            return Err(CalibrationError::Items { expected, found });
        }
    }
    let size = reference.first().map_or(0, |item| item.parameters.len());
    if let Some(item) =
        reference.iter().chain(focal).find(|item| !(1..=2).contains(&size) || item.parameters.len() != size)
    {
        return Err(CalibrationError::Shape { expected: size.clamp(1, 2), found: item.parameters.len() });
    }
    let kept = |items: &[ItemEstimate]| -> Vec<f64> {
        items.iter().zip(anchors).filter(|(_, anchor)| **anchor).map(|(item, _)| item.parameters[size - 1]).collect()
    };
    let (b_reference, b_focal) = (kept(reference), kept(focal));
    if b_reference.len() < size {
        return Err(CalibrationError::NotDefined { statistic: "a common scale", reason: "too few items are anchors" });
    }
    let mean = |b: &[f64]| b.iter().sum::<f64>() / b.len() as f64;
    let spread = |b: &[f64]| b.iter().map(|x| (x - mean(b)).powi(2)).sum::<f64>().sqrt();
    let slope = if size == 2 { spread(&b_reference) / spread(&b_focal) } else { 1.0 };
    let intercept = mean(&b_reference) - slope * mean(&b_focal);
    let moved = |item: &ItemEstimate| match (&item.parameters[..], &item.covariance[..]) {
        ([a, b], [aa, ab, ba, bb]) => ItemEstimate {
            parameters: vec![a / slope, slope * b + intercept],
            covariance: vec![aa / (slope * slope), *ab, *ba, slope * slope * bb],
        },
        (parameters, covariance) => ItemEstimate {
            parameters: parameters.iter().map(|b| b + intercept).collect(),
            covariance: covariance.to_vec(),
        },
    };
    Ok(focal.iter().map(moved).collect())
}
