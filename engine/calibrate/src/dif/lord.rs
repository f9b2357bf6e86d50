//! Lord's chi-squared test of parameters estimated in two groups.

use crate::calibrate::{CalibratedItem, Calibration};
use crate::covariance::Covariance;
use crate::error::CalibrationError;
use crate::linear::{Square, factor, solve};
use crate::model::Model;
use crate::tails;

/// An item's parameters in one group, with the covariance of their errors.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemEstimate {
    /// Parameters: `a` and all `b` (one, or a threshold each), or `b` alone; b in logits.
    pub parameters: Vec<f64>,
    /// Their covariance, row by row.
    pub covariance: Vec<f64>,
}

impl ItemEstimate {
    /// Slope and thresholds of a calibrated item, or, where its slope is fixed, the one difficulty alone; their covariance
    /// by the delta method. Asymptotes are taken as known.
    ///
    /// # Errors
    /// A nominal item, or one of several dimensions; one with a fixed slope and several thresholds.
    pub fn of(item: &CalibratedItem, covariance: &Covariance) -> Result<Self, CalibrationError> {
        let refused = |reason| Err(CalibrationError::NotDefined { statistic: "a comparison of parameters", reason });
        if item.model == Model::Nominal || item.dimensions.len() != 1 {
            return refused("an item has no thresholds on one dimension; compare by likelihood ratio");
        }
        let last = if item.model.is_dichotomous() { 2 } else { item.irt.values.len() };
        let first = usize::from(item.free[0].is_none());
        if first == 1 && last > 2 {
            return refused("an item has several thresholds and no slope of its own; compare by likelihood ratio");
        }
        let width = item.parameters.len();
        let row = |which: usize| &item.irt.jacobian[which * width..(which + 1) * width];
        let entry = |x: usize, y: usize| {
            let mut sum = 0.0;
            for (i, by_i) in row(x).iter().enumerate() {
                for (j, by_j) in row(y).iter().enumerate() {
                    if let (Some(i), Some(j)) = (item.free[i], item.free[j])
                        && by_i * by_j != 0.0
                    {
                        sum += by_i * by_j * covariance.get(i, j);
                    }
                }
            }
            sum
        };
        Ok(Self {
            parameters: item.irt.values[first..last].to_vec(),
            covariance: (first..last)
                .flat_map(|x| (first..last).map(move |y| (x, y)))
                .map(|(x, y)| entry(x, y))
                .collect(),
        })
    }

    /// All items of a calibration of one group; see [`of`](Self::of).
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn all(calibration: &Calibration, covariance: &Covariance) -> Result<Vec<Self>, CalibrationError> {
        calibration.items.iter().map(|item| Self::of(item, covariance)).collect()
    }

    /// Thresholds, the last parameters.
    fn thresholds(&self) -> &[f64] {
        &self.parameters[usize::from(self.parameters.len() > 1)..]
    }
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
/// `B = mean b_R − A mean b_F`. Items have parameters `a, b`, also with several thresholds, each of which counts, or `b`
/// alone, when `A = 1`.
///
/// # Errors
/// Lists of differing lengths, items without a parameter or with other numbers of them in the two groups, or fewer than
/// two anchors' thresholds (one, if items have `b` alone).
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
    for (r, f) in reference.iter().zip(focal) {
        let expected = r.parameters.len().max(1);
        if f.parameters.len() != expected || r.parameters.is_empty() {
            return Err(CalibrationError::Shape { expected, found: f.parameters.len() });
        }
    }
    let free_unit = reference.iter().all(|item| item.parameters.len() > 1);
    let kept = |items: &[ItemEstimate]| -> Vec<f64> {
        let anchors = items.iter().zip(anchors).filter(|(_, anchor)| **anchor);
        anchors.flat_map(|(item, _)| item.thresholds().to_vec()).collect()
    };
    let (b_reference, b_focal) = (kept(reference), kept(focal));
    if b_reference.len() < 1 + usize::from(free_unit) {
        return Err(CalibrationError::NotDefined { statistic: "a common scale", reason: "too few items are anchors" });
    }
    let mean = |b: &[f64]| b.iter().sum::<f64>() / b.len() as f64;
    let spread = |b: &[f64]| b.iter().map(|x| (x - mean(b)).powi(2)).sum::<f64>().sqrt();
    let slope = if free_unit { spread(&b_reference) / spread(&b_focal) } else { 1.0 };
    let intercept = mean(&b_reference) - slope * mean(&b_focal);
    let moved = |item: &ItemEstimate| {
        let size = item.parameters.len();
        // What each parameter is multiplied with.
        let factor = |place: usize| if size > 1 && place == 0 { 1.0 / slope } else { slope };
        let shift = |place: usize| if size > 1 && place == 0 { 0.0 } else { intercept };
        ItemEstimate {
            parameters: (0..size).map(|place| factor(place) * item.parameters[place] + shift(place)).collect(),
            covariance: (0..size * size)
                .map(|entry| factor(entry / size) * factor(entry % size) * item.covariance[entry])
                .collect(),
        }
    };
    Ok(focal.iter().map(moved).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thresholds of all items set the unit, and every entry of a covariance goes with its parameters.
    #[test]
    fn items_with_several_thresholds_are_rescaled() {
        let item = |parameters: &[f64]| {
            let size = parameters.len();
            let covariance = (0..size * size).map(|entry| if entry % (size + 1) == 0 { 0.04 } else { 0.01 }).collect();
            ItemEstimate { parameters: parameters.to_vec(), covariance }
        };
        let reference = [item(&[1.0, -1.0, 0.5]), item(&[2.0, 1.5])];
        // On a scale whose unit is half as large, and whose zero is 0.25 of the reference's.
        let focal = [item(&[0.5, -2.5, 0.5]), item(&[1.0, 2.5])];
        let found = rescale(&reference, &focal, &[true; 2]).expect("the items are the same");
        for (found, expected) in found.iter().zip(&reference) {
            for (x, y) in found.parameters.iter().zip(&expected.parameters) {
                assert!((x - y).abs() < 1e-12, "{found:?}");
            }
        }
        // Of the first: a doubled, thresholds halved, so that covariances of the two stay.
        for (x, y) in found[0].covariance.iter().zip([0.16, 0.01, 0.01, 0.01, 0.01, 0.0025, 0.01, 0.0025, 0.01]) {
            assert!((x - y).abs() < 1e-12, "{:?}", found[0].covariance);
        }
        assert!(rescale(&reference, &focal[..1], &[true; 2]).is_err());
        assert!(rescale(&reference, &focal, &[false; 2]).is_err());
    }
}
