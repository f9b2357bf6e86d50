//! Means and covariances of item scores.

use crate::data::Responses;
use crate::error::CalibrationError;
use crate::linear::Square;

/// Whose responses count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cases {
    /// Persons who answered every item.
    Complete,
    /// For a mean all who answered the item, for a covariance all who answered both.
    Pairwise,
}

/// Means and covariances of item scores, a score being the number of the category.
///
/// ```
/// use thetis_calibrate::Responses;
/// use thetis_calibrate::classical::{Cases, ItemMoments};
/// let cells = vec![1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0];
/// let responses = Responses::dense(vec!["a".into(), "b".into(), "c".into()], cells)?;
/// let moments = ItemMoments::new(&responses, Cases::Complete)?;
/// assert_eq!(moments.means(), [0.5, 0.75, 0.5]);
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ItemMoments {
    answered: Vec<f64>,
    highest: Vec<f64>,
    means: Vec<f64>,
    pub(super) covariance: Square,
}

impl ItemMoments {
    /// Means and covariances with divisor `n − 1`, n being the sum of weights.
    ///
    /// # Errors
    /// An item that nobody answered, or everybody alike; a pair of items that fewer than two persons answered; no
    /// person who answered everything, where only such count.
    pub fn new(responses: &Responses, cases: Cases) -> Result<Self, CalibrationError> {
        let sums = Sums::of(responses, cases);
        let items = responses.items();
        let id = |item: usize| responses.ids()[item].clone();
        if cases == Cases::Complete && sums.weight.entries.iter().all(|weight| *weight <= 0.0) {
            return Err(CalibrationError::NotDefined {
                statistic: "a covariance over complete cases",
                reason: "nobody answered all items; count pairs of items instead",
            });
        }
        let mut moments = Self {
            answered: (0..items).map(|i| sums.weight.get(i, i)).collect(),
            highest: (0..items).map(|i| responses.categories(i).saturating_sub(1) as f64).collect(),
            means: (0..items).map(|i| sums.first.get(i, i) / sums.weight.get(i, i)).collect(),
            covariance: Square::zeros(items),
        };
        if let Some(item) = moments.answered.iter().position(|answered| *answered <= 0.0) {
            return Err(CalibrationError::NobodyAnswered { item: id(item) });
        }
        for i in 0..items {
            for j in 0..=i {
                let weight = sums.weight.get(i, j);
                if weight.is_nan() || weight <= 1.0 {
                    return Err(CalibrationError::Overlap { item: id(i), other: id(j), persons: weight });
                }
                let product = sums.first.get(i, j) * sums.first.get(j, i) / weight;
                let value = (sums.product.get(i, j) - product) / (weight - 1.0);
                moments.covariance.set(i, j, value);
                moments.covariance.set(j, i, value);
            }
            if sums.is_constant(i) {
                let category = moments.means[i].round().clamp(0.0, 255.0);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=255")]
                return Err(CalibrationError::ConstantItem { item: id(i), category: category as u8 });
            }
        }
        Ok(moments)
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.means.len()
    }

    /// Mean score of each item.
    #[must_use]
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// Weight of the persons who count for each item's mean.
    #[must_use]
    pub fn answered(&self) -> &[f64] {
        &self.answered
    }

    /// Highest score of each item: the highest category seen.
    #[must_use]
    pub fn highest(&self) -> &[f64] {
        &self.highest
    }

    /// Covariance of two items; with itself, an item's variance.
    #[must_use]
    pub fn covariance(&self, i: usize, j: usize) -> f64 {
        self.covariance.get(i, j)
    }

    /// Correlation of two items.
    #[must_use]
    pub fn correlation(&self, i: usize, j: usize) -> f64 {
        self.covariance.get(i, j) / (self.covariance.get(i, i) * self.covariance.get(j, j)).sqrt()
    }

    /// Variance of the sum of all items.
    #[must_use]
    pub fn total_variance(&self) -> f64 {
        self.covariance.entries.iter().sum()
    }
}

/// Sums over persons who answered both items of a pair.
struct Sums {
    /// `Σ w`
    weight: Square,
    /// At (i, j): `Σ w xᵢ`
    first: Square,
    /// `Σ w xᵢ xⱼ`
    product: Square,
}

impl Sums {
    fn of(responses: &Responses, cases: Cases) -> Self {
        let items = responses.items();
        let mut sums =
            Self { weight: Square::zeros(items), first: Square::zeros(items), product: Square::zeros(items) };
        let mut answers: Vec<(usize, f64)> = Vec::with_capacity(items);
        for person in 0..responses.persons() {
            answers.clear();
            answers.extend(responses.answers(person).map(|(item, category)| (item, category as f64)));
            if cases == Cases::Complete && answers.len() < items {
                continue;
            }
            let weight = responses.weight(person);
            for (i, x) in &answers {
                let row = i * items;
                for (j, y) in &answers {
                    sums.weight.entries[row + j] += weight;
                    sums.first.entries[row + j] += weight * x;
                    sums.product.entries[row + j] += weight * x * y;
                }
            }
        }
        sums
    }

    /// Whether all gave one response: then `Σw Σwx² = (Σwx)²` but for rounding.
    fn is_constant(&self, item: usize) -> bool {
        /// Part of the sum of squares that rounding may leave.
        const ROUNDING: f64 = 1e-12;
        let (weight, first, square) =
            (self.weight.get(item, item), self.first.get(item, item), self.product.get(item, item));
        square - first * first / weight <= ROUNDING * square
    }
}
