//! A linear change of scale.

use thetis_core::ItemModel;

use crate::error::CalibrationError;

/// From one scale of ability to another: `θ → A θ + B`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transformation {
    /// A, above 0: units of the new scale in one of the old.
    pub slope: f64,
    /// B: the old zero on the new scale.
    pub intercept: f64,
}

/// Whether the unit of the scale may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slope {
    /// It may.
    Free,
    /// It may not (A = 1): models of the Rasch family, whose slopes fix the unit.
    One,
}

impl Transformation {
    /// Nothing changes.
    pub const IDENTITY: Self = Self { slope: 1.0, intercept: 0.0 };

    /// An ability (or a difficulty, or a threshold) on the new scale.
    #[must_use]
    pub fn theta(self, theta: f64) -> f64 {
        self.slope * theta + self.intercept
    }

    /// The way back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { slope: 1.0 / self.slope, intercept: -self.intercept / self.slope }
    }

    /// This one, then another.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Self { slope: next.slope * self.slope, intercept: next.theta(self.intercept) }
    }

    /// The item on the new scale: its probabilities at `A θ + B` are what they were at θ. Thresholds `b → A b + B`, slopes
    /// `a → a/A`, intercepts `d → d − a B/A`; asymptotes stay.
    ///
    /// # Errors
    /// An item of several dimensions.
    pub fn item(self, item: &ItemModel) -> Result<ItemModel, CalibrationError> {
        let Self { slope, intercept } = self;
        let all = |b: &[f64]| b.iter().map(|b| self.theta(*b)).collect();
        let one = |a: &[f64]| match a {
            [a] => Ok(a / slope),
            _ => Err(CalibrationError::NotDefined {
                statistic: "a linear change of scale",
                reason: "an item measures several dimensions; link each dimension by items of its own",
            }),
        };
        // What each intercept loses for each unit of slope it belongs to.
        let lost = |a: f64| a * intercept;
        Ok(match item {
            ItemModel::Dichotomous { a, b, c, d } => ItemModel::four_pl(a / slope, self.theta(*b), *c, *d),
            ItemModel::Graded { a, b } => ItemModel::Graded { a: a / slope, b: all(b) },
            ItemModel::PartialCredit { a, b } => ItemModel::PartialCredit { a: a / slope, b: all(b) },
            ItemModel::Nominal { slopes, intercepts } => ItemModel::Nominal {
                slopes: slopes.iter().map(|s| s / slope).collect(),
                intercepts: intercepts.iter().zip(slopes).map(|(i, s)| i - lost(s / slope)).collect(),
            },
            ItemModel::CompensatoryDichotomous { a, d, g, u } => {
                let a = one(a)?;
                ItemModel::CompensatoryDichotomous { a: vec![a], d: d - lost(a), g: *g, u: *u }
            }
            ItemModel::CompensatoryGraded { a, d } => {
                let a = one(a)?;
                ItemModel::CompensatoryGraded { a: vec![a], d: d.iter().map(|d| d - lost(a)).collect() }
            }
            ItemModel::CompensatoryPartialCredit { a, d } => {
                let a = one(a)?;
                let moved = d.iter().enumerate().map(|(k, d)| d - (k + 1) as f64 * lost(a));
                ItemModel::CompensatoryPartialCredit { a: vec![a], d: moved.collect() }
            }
        })
    }
}
