//! An item as its author gives it: the model's parameters in the field's usual metric.

use alloc::vec;
use alloc::vec::Vec;

use crate::error::Error;

/// Largest absolute value of a slope, threshold or intercept, after scaling. Wide enough for any item
/// that was ever calibrated; small enough that no power of it the engine forms overflows.
pub const MAX_PARAMETER: f64 = 1e60;

/// Most response categories an item may have.
pub const MAX_CATEGORIES: u32 = 64;

/// The parameters of one item. Categories count from 0; slopes are per logit; `D` is the bank's scaling
/// constant, which multiplies every slope but those of the nominal model.
///
/// ```
/// use thetis_core::ItemModel;
/// let item = ItemModel::graded(1.8, &[-1.0, 0.0, 1.2]);
/// assert_eq!(item.categories(), 4);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum ItemModel {
    /// 1PL to 4PL: `P(1) = c + (d − c) σ(D a (θ − b))`.
    Dichotomous {
        /// Slope (discrimination), above 0.
        a: f64,
        /// Difficulty, logits.
        b: f64,
        /// Lower asymptote (guessing), 0 ≤ c < d.
        c: f64,
        /// Upper asymptote (slipping), c < d ≤ 1.
        d: f64,
    },
    /// Graded response: `P(X ≥ k) = σ(D a (θ − b_k))`, thresholds increasing (Samejima 1969).
    Graded {
        /// Slope, above 0.
        a: f64,
        /// Thresholds `b_1 < b_2 < …`, logits.
        b: Vec<f64>,
    },
    /// (Generalised) partial credit: `P(k) ∝ exp Σ_{j≤k} D a (θ − b_j)` (Muraki 1992).
    PartialCredit {
        /// Slope, above 0.
        a: f64,
        /// Step difficulties, in any order, logits.
        b: Vec<f64>,
    },
    /// Nominal: `P(k) ∝ exp(s_k θ + i_k)`, category 0 being `(0, 0)`; D does not apply (Bock 1972).
    Nominal {
        /// Slopes of categories 1, 2, …
        slopes: Vec<f64>,
        /// Intercepts of categories 1, 2, …
        intercepts: Vec<f64>,
    },
    /// Compensatory dichotomous: `P(1) = g + (u − g) σ(D (a·θ + d))` (Reckase 2009).
    CompensatoryDichotomous {
        /// Slope on each of the item's dimensions.
        a: Vec<f64>,
        /// Intercept.
        d: f64,
        /// Lower asymptote.
        g: f64,
        /// Upper asymptote.
        u: f64,
    },
    /// Compensatory graded: `P(X ≥ k) = σ(D (a·θ + d_k))`, intercepts decreasing.
    CompensatoryGraded {
        /// Slope on each of the item's dimensions.
        a: Vec<f64>,
        /// Intercepts `d_1 > d_2 > …`
        d: Vec<f64>,
    },
    /// Compensatory partial credit: `P(k) ∝ exp(D (k a·θ + d_k))`, `d_0 = 0`.
    CompensatoryPartialCredit {
        /// Slope on each of the item's dimensions.
        a: Vec<f64>,
        /// Category intercepts `d_1, d_2, …`
        d: Vec<f64>,
    },
}

impl ItemModel {
    /// Rasch: slope 1.
    #[must_use]
    pub fn one_pl(b: f64) -> Self {
        Self::four_pl(1.0, b, 0.0, 1.0)
    }

    /// Two-parameter logistic.
    #[must_use]
    pub fn two_pl(a: f64, b: f64) -> Self {
        Self::four_pl(a, b, 0.0, 1.0)
    }

    /// Three-parameter logistic.
    #[must_use]
    pub fn three_pl(a: f64, b: f64, c: f64) -> Self {
        Self::four_pl(a, b, c, 1.0)
    }

    /// Four-parameter logistic.
    #[must_use]
    pub fn four_pl(a: f64, b: f64, c: f64, d: f64) -> Self {
        Self::Dichotomous { a, b, c, d }
    }

    /// Graded response.
    #[must_use]
    pub fn graded(a: f64, b: &[f64]) -> Self {
        Self::Graded { a, b: b.to_vec() }
    }

    /// Modified graded response: thresholds `b − t_k` (Muraki 1990).
    #[must_use]
    pub fn modified_graded(a: f64, b: f64, t: &[f64]) -> Self {
        Self::Graded { a, b: t.iter().map(|t| b - t).collect() }
    }

    /// Partial credit: slope 1.
    #[must_use]
    pub fn partial_credit(b: &[f64]) -> Self {
        Self::generalised_partial_credit(1.0, b)
    }

    /// Generalised partial credit.
    #[must_use]
    pub fn generalised_partial_credit(a: f64, b: &[f64]) -> Self {
        Self::PartialCredit { a, b: b.to_vec() }
    }

    /// Rating scale: step difficulties `b + t_k`, slope 1 (Andrich 1978).
    #[must_use]
    pub fn rating_scale(b: f64, t: &[f64]) -> Self {
        Self::PartialCredit { a: 1.0, b: t.iter().map(|t| b + t).collect() }
    }

    /// Nominal response.
    #[must_use]
    pub fn nominal(slopes: &[f64], intercepts: &[f64]) -> Self {
        Self::Nominal { slopes: slopes.to_vec(), intercepts: intercepts.to_vec() }
    }

    /// Number of response categories.
    #[must_use]
    pub fn categories(&self) -> u32 {
        let steps = match self {
            Self::Dichotomous { .. } | Self::CompensatoryDichotomous { .. } => 1,
            Self::Graded { b, .. } | Self::PartialCredit { b, .. } => b.len(),
            Self::Nominal { slopes, .. } => slopes.len(),
            Self::CompensatoryGraded { d, .. } | Self::CompensatoryPartialCredit { d, .. } => d.len(),
        };
        u32::try_from(steps).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// An item of a bank: its model, the dimensions it measures, and whether it is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The response model.
    pub model: ItemModel,
    /// Index of the dimension of each slope; one for the one-dimensional models.
    pub dimensions: Vec<u32>,
    /// Whether it is asked.
    pub status: ItemStatus,
}

impl Item {
    /// An operational item that measures the bank's only (or first) dimension.
    #[must_use]
    pub fn new(model: ItemModel) -> Self {
        Self { model, dimensions: vec![0], status: ItemStatus::Operational }
    }
}

/// Whether tests ask an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ItemStatus {
    /// Never; kept so that the others keep their numbers.
    Retired,
    /// Asked and scored.
    #[default]
    Operational,
    /// Asked, where the design has pilot items, but not scored.
    Pilot,
}

/// The name of a model whose parameters come as one list: slopes first, one for each dimension (none for
/// the nominal model), then what [`ItemModel`] lists after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// `a b c d`
    Dichotomous,
    /// `a b₁…`
    Graded,
    /// `a b₁…`
    PartialCredit,
    /// `s₁… i₁…`
    Nominal,
    /// `a₁… d g u`
    CompensatoryDichotomous,
    /// `a₁… d₁…`
    CompensatoryGraded,
    /// `a₁… d₁…`
    CompensatoryPartialCredit,
}

impl ModelKind {
    /// Whether the model takes several dimensions, by slopes and intercepts.
    #[must_use]
    pub fn is_compensatory(self) -> bool {
        matches!(self, Self::CompensatoryDichotomous | Self::CompensatoryGraded | Self::CompensatoryPartialCredit)
    }
}

impl ItemModel {
    /// The model's name and its parameters as one list.
    #[must_use]
    pub fn to_list(&self) -> (ModelKind, Vec<f64>) {
        match self {
            Self::Dichotomous { a, b, c, d } => (ModelKind::Dichotomous, vec![*a, *b, *c, *d]),
            Self::Graded { a, b } => (ModelKind::Graded, [&[*a], b.as_slice()].concat()),
            Self::PartialCredit { a, b } => (ModelKind::PartialCredit, [&[*a], b.as_slice()].concat()),
            Self::Nominal { slopes, intercepts } => (ModelKind::Nominal, [slopes.as_slice(), intercepts].concat()),
            Self::CompensatoryDichotomous { a, d, g, u } => {
                (ModelKind::CompensatoryDichotomous, [a.as_slice(), &[*d, *g, *u]].concat())
            }
            Self::CompensatoryGraded { a, d } => (ModelKind::CompensatoryGraded, [a.as_slice(), d].concat()),
            Self::CompensatoryPartialCredit { a, d } => {
                (ModelKind::CompensatoryPartialCredit, [a.as_slice(), d].concat())
            }
        }
    }
}

impl ItemModel {
    /// Whether there is a slope for each dimension and, in the nominal model, an intercept for each slope: in
    /// one list they could no longer be told apart.
    pub(crate) fn check_lengths(&self, item: u32, dimensions: usize) -> Result<(), Error> {
        let slopes = match self {
            Self::CompensatoryDichotomous { a, .. }
            | Self::CompensatoryGraded { a, .. }
            | Self::CompensatoryPartialCredit { a, .. } => a.len(),
            _ => 1,
        };
        match self {
            _ if slopes != dimensions => Err(Error::Dimensions { item }),
            Self::Nominal { slopes, intercepts } if slopes.len() != intercepts.len() => {
                Err(Error::Categories { item, categories: self.categories() })
            }
            _ => Ok(()),
        }
    }
}
