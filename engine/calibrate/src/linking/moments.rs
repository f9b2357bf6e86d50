//! Linking by means and standard deviations of the parameters.

use thetis_core::ItemModel;

use super::transformation::{Slope, Transformation};
use crate::error::CalibrationError;

/// Which moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentsMethod {
    /// `A = mean a_from/mean a_to` (Loyd & Hoover 1980).
    MeanMean,
    /// `A = SD b_to/SD b_from` (Marco 1977).
    MeanSigma,
    /// `A` the geometric mean of `a_from/a_to` (Mislevy & Bock 1990).
    MeanGeometricMean,
}

/// The transformation from the scale of `from` to the scale of `to`, two lists of the same items in the same order.
/// `B = mean b_to − A mean b_from` for all methods; items of several categories count with each threshold, and with one
/// slope (Kolen & Brennan 2014, 6.9).
///
/// ```
/// use thetis_calibrate::linking::{MomentsMethod, Slope, by_moments};
/// use thetis_core::ItemModel;
/// let from = [ItemModel::two_pl(1.2, -1.0), ItemModel::two_pl(0.8, 1.0)];
/// let to = [ItemModel::two_pl(0.6, -1.5), ItemModel::two_pl(0.4, 2.5)];
/// let link = by_moments(&from, &to, MomentsMethod::MeanSigma, Slope::Free)?;
/// assert!((link.slope - 2.0).abs() < 1e-12 && (link.intercept - 0.5).abs() < 1e-12);
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// Lists of differing lengths or models; no item; a model without difficulties (nominal and compensatory); thresholds
/// that are all the same, or slopes not above 0, where A is free.
pub fn by_moments(
    from: &[ItemModel],
    to: &[ItemModel],
    method: MomentsMethod,
    slope: Slope,
) -> Result<Transformation, CalibrationError> {
    if from.len() != to.len() || from.is_empty() {
        return Err(CalibrationError::Items { expected: from.len(), found: to.len() });
    }
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for (x, y) in from.iter().zip(to) {
        let ((a_x, b_x), (a_y, b_y)) = (parts(x)?, parts(y)?);
        if b_x.len() != b_y.len() || std::mem::discriminant(x) != std::mem::discriminant(y) {
            return Err(not_defined("an item has different models in the two lists; pair items by their ids"));
        }
        a.push((a_x, a_y));
        b.extend(b_x.iter().copied().zip(b_y.iter().copied()));
    }
    let count = b.len() as f64;
    let mean = (b.iter().map(|b| b.0).sum::<f64>() / count, b.iter().map(|b| b.1).sum::<f64>() / count);
    let slope = match (slope, method) {
        (Slope::One, _) => 1.0,
        (Slope::Free, MomentsMethod::MeanMean) => {
            a.iter().map(|a| a.0).sum::<f64>() / a.iter().map(|a| a.1).sum::<f64>()
        }
        (Slope::Free, MomentsMethod::MeanSigma) => {
            let squares = |of: &dyn Fn(&(f64, f64)) -> f64| b.iter().map(|b| of(b).powi(2)).sum::<f64>();
            (squares(&|b| b.1 - mean.1) / squares(&|b| b.0 - mean.0)).sqrt()
        }
        (Slope::Free, MomentsMethod::MeanGeometricMean) => {
            libm::exp(a.iter().map(|(x, y)| libm::log(x / y)).sum::<f64>() / a.len() as f64)
        }
    };
    if !slope.is_finite() || slope <= 0.0 {
        return Err(not_defined("the unit cannot be told: all thresholds are the same, or a slope is not above 0"));
    }
    Ok(Transformation { slope, intercept: mean.1 - slope * mean.0 })
}

pub(super) fn parts(item: &ItemModel) -> Result<(f64, &[f64]), CalibrationError> {
    match item {
        ItemModel::Dichotomous { a, b, .. } => Ok((*a, std::slice::from_ref(b))),
        ItemModel::Graded { a, b } | ItemModel::PartialCredit { a, b } => Ok((*a, b)),
        _ => Err(not_defined("an item has no difficulties; link by curves")),
    }
}

fn not_defined(reason: &'static str) -> CalibrationError {
    CalibrationError::NotDefined { statistic: "linking by moments", reason }
}
