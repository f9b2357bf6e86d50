//! How well common items agree after a link: drifting anchors, and how much the choice of items matters.

use thetis_core::ItemModel;

use super::form::Form;
use super::moments::parts;
use super::points::Points;
use super::transformation::Transformation;
use crate::error::CalibrationError;

/// What is left between an item's two calibrations on one scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemDrift {
    /// Mean threshold of `from` on the scale of `to`, less that of `to`, logits: above 0, the item was harder in `from`.
    /// `None` for models without thresholds.
    pub displacement: Option<f64>,
    /// Robust z of the displacement: `(d − median)/(0.74 IQR)` over all common items (Huynh & Meyer 2010). Beyond 1.645
    /// the item stands out. `None` where half of the items agree to the last digit.
    pub robust_z: Option<f64>,
    /// Slope of `from` on the scale of `to` over that of `to`; `None` for models without a single slope.
    pub slope_ratio: Option<f64>,
    /// Root of the mean squared difference of expected scores, as part of the item's highest score.
    pub score_difference: f64,
}

/// Interquartile range of a normal distribution, in standard deviations, halved: robust z divides by it times IQR.
const HUYNH_MEYER: f64 = 0.74;

/// Compare the common items after a link (items in the same order, of one scaling constant). Expected scores are
/// compared at `points` on the scale of `to`.
///
/// ```
/// use thetis_calibrate::linking::{Points, Transformation, drift};
/// use thetis_core::ItemModel;
/// let base = [-1.0, 0.0, 0.5, 1.0, 2.0].map(|b| ItemModel::two_pl(1.0, b));
/// let mut new = base.clone();
/// new[3] = ItemModel::two_pl(1.0, 1.6);
/// let found = drift(&new, &base, 1.0, Transformation::IDENTITY, &Points::normal(0.0, 1.0, 40))?;
/// assert!((found[3].displacement.expect("thresholds") - 0.6).abs() < 1e-12);
/// assert!(found[3].score_difference > 0.1 && found[0].score_difference == 0.0);
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// Lists of differing lengths, or items whose categories differ; an item of several dimensions.
pub fn drift(
    from: &[ItemModel],
    to: &[ItemModel],
    scaling: f64,
    link: Transformation,
    points: &Points,
) -> Result<Vec<ItemDrift>, CalibrationError> {
    if from.len() != to.len() {
        return Err(CalibrationError::Items { expected: from.len(), found: to.len() });
    }
    let mut drifts = Vec::with_capacity(from.len());
    for (from, to) in from.iter().zip(to) {
        let moved = link.item(from)?;
        let [one, two] = [&moved, to].map(|item| Form::new(std::slice::from_ref(item), scaling));
        let (one, two) = (one?, two?);
        if one.highest() != two.highest() {
            return Err(CalibrationError::Items { expected: two.highest(), found: one.highest() });
        }
        let (mut squares, mut weights) = (0.0, 0.0);
        for (theta, weight) in points.pairs() {
            squares += weight * (one.expected_score(theta) - two.expected_score(theta)).powi(2);
            weights += weight;
        }
        let score_difference = (squares / weights).sqrt() / one.highest() as f64;
        let mean = |b: &[f64]| b.iter().sum::<f64>() / b.len() as f64;
        let (displacement, slope_ratio) = match (parts(&moved), parts(to)) {
            (Ok((a_one, b_one)), Ok((a_two, b_two))) => (Some(mean(b_one) - mean(b_two)), Some(a_one / a_two)),
            _ => (None, None),
        };
        drifts.push(ItemDrift { displacement, robust_z: None, slope_ratio, score_difference });
    }
    let mut sorted: Vec<f64> = drifts.iter().filter_map(|drift| drift.displacement).collect();
    sorted.sort_by(f64::total_cmp);
    let spread = HUYNH_MEYER * (quantile(&sorted, 0.75) - quantile(&sorted, 0.25));
    let middle = quantile(&sorted, 0.5);
    for drift in &mut drifts {
        drift.robust_z = drift.displacement.filter(|_| spread > f64::EPSILON).map(|d| (d - middle) / spread);
    }
    Ok(drifts)
}

/// Between the two values that enclose the share (R's type 7); NaN without values.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len().max(1) - 1) as f64;
    let at = |place: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
        sorted.get(place as usize).copied().unwrap_or(f64::NAN)
    };
    let (low, high) = (at(place.floor()), at(place.ceil()));
    low + (place - place.floor()) * (high - low)
}

/// Standard error that the choice of common items leaves in the zero of the scale, logits: `SD(d)/√n` of the
/// displacements (OECD 2014, the linking error of PISA). NaN below two items with thresholds.
#[must_use]
pub fn linking_error(drifts: &[ItemDrift]) -> f64 {
    let d: Vec<f64> = drifts.iter().filter_map(|drift| drift.displacement).collect();
    let count = d.len() as f64;
    let mean = d.iter().sum::<f64>() / count;
    (d.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (count * (count - 1.0))).sqrt()
}

/// Standard errors of A and B by leaving out one common item at a time: `√((n − 1)/n Σ (A₍ᵢ₎ − Ā)²)` (Haberman, Lee &
/// Qian 2009). They say how much the link depends on which items are common, not on which persons answered them.
///
/// # Errors
/// Fewer than three items; what `link` says.
pub fn jackknife(
    from: &[ItemModel],
    to: &[ItemModel],
    link: impl Fn(&[ItemModel], &[ItemModel]) -> Result<Transformation, CalibrationError>,
) -> Result<Transformation, CalibrationError> {
    let count = from.len();
    if count < 3 {
        return Err(CalibrationError::NotDefined {
            statistic: "the error of a link",
            reason: "fewer than three items are common, and one of them cannot be left out",
        });
    }
    let without = |list: &[ItemModel], item: usize| [&list[..item], &list[item + 1..]].concat();
    let links: Vec<Transformation> =
        (0..count).map(|item| link(&without(from, item), &without(to, item))).collect::<Result<_, _>>()?;
    let error = |of: &dyn Fn(&Transformation) -> f64| {
        let n = count as f64;
        let mean = links.iter().map(of).sum::<f64>() / n;
        ((n - 1.0) / n * links.iter().map(|link| (of(link) - mean).powi(2)).sum::<f64>()).sqrt()
    };
    Ok(Transformation { slope: error(&|link| link.slope), intercept: error(&|link| link.intercept) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linking::{MomentsMethod, Slope, by_moments};

    #[test]
    fn quantiles_are_those_of_r() {
        // R 4.2.2: quantile(c(1, 2, 4, 8), c(.25, .5, .75)) is 1.75, 3, 5.
        for (share, expected) in [(0.25, 1.75), (0.5, 3.0), (0.75, 5.0), (0.0, 1.0), (1.0, 8.0)] {
            assert!((quantile(&[1.0, 2.0, 4.0, 8.0], share) - expected).abs() < 1e-12);
        }
        assert!(quantile(&[], 0.5).is_nan());
    }

    /// With a link by means, A is 1 and B the mean difference, so that the jackknife is the error of a mean.
    #[test]
    fn the_error_of_a_mean_is_both_errors() {
        let from: Vec<ItemModel> = [-1.0, 0.0, 0.7, 1.4].map(ItemModel::one_pl).to_vec();
        let to: Vec<ItemModel> = [-0.8, 0.5, 0.9, 2.0].map(ItemModel::one_pl).to_vec();
        let link = |x: &[ItemModel], y: &[ItemModel]| by_moments(x, y, MomentsMethod::MeanMean, Slope::One);
        let whole = link(&from, &to).expect("common items");
        let found = drift(&from, &to, 1.0, whole, &Points::normal(0.0, 1.0, 20)).expect("common items");
        let errors = jackknife(&from, &to, link).expect("four items");
        assert!((errors.intercept - linking_error(&found)).abs() < 1e-12 && errors.slope.abs() < 1e-12);
        // Differences 0.2, 0.5, 0.2, 0.6 about their mean.
        let mean: f64 = 0.375;
        let sum: f64 = [0.2, 0.5, 0.2, 0.6].map(|d: f64| (d - mean).powi(2)).iter().sum();
        assert!((errors.intercept - (sum / 12.0).sqrt()).abs() < 1e-12);
        assert!(jackknife(&from[..2], &to[..2], link).is_err());
    }

    #[test]
    fn items_without_thresholds_are_compared_by_scores() {
        let to = [ItemModel::nominal(&[0.8, 1.6], &[0.2, -0.1]), ItemModel::graded(1.1, &[-0.4, 0.9])];
        let shift = Transformation { slope: 1.2, intercept: -0.3 };
        let from = to.clone().map(|item| shift.inverse().item(&item).expect("one dimension"));
        let found = drift(&from, &to, 1.0, shift, &Points::normal(0.0, 1.0, 20)).expect("the same items");
        assert!(found.iter().all(|drift| drift.score_difference < 1e-12));
        assert_eq!((found[0].displacement, found[0].slope_ratio), (None, None));
        assert!(found[1].displacement.is_some_and(|d| d.abs() < 1e-12) && found[1].robust_z.is_none());
    }
}
