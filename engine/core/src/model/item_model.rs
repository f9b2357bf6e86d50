//! An item as its author gives it: the model's parameters in the field's usual metric.

use alloc::vec;
use alloc::vec::Vec;

use crate::error::{Error, Parameter};
use crate::math::{expm1, ln};

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

/// An item of a bank: its model, the dimensions it measures, and whether the test may choose it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The response model.
    pub model: ItemModel,
    /// Index of the dimension of each slope; one for the one-dimensional models.
    pub dimensions: Vec<u32>,
    /// `false` for items that are kept in the bank but not to be asked (retired).
    pub available: bool,
}

impl Item {
    /// An available item that measures the bank's only (or first) dimension.
    #[must_use]
    pub fn new(model: ItemModel) -> Self {
        Self { model, dimensions: vec![0], available: true }
    }
}

/// The four families, in location form (`z = a(θ − b)`) or intercept form (`z = η + d`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Dichotomous,
    Graded,
    PartialCredit,
    Nominal,
    InterceptDichotomous,
    InterceptGraded,
    InterceptPartialCredit,
}

/// An item checked and rewritten for computing: scaled slopes, and the values its family reads.
pub(crate) struct Lowered {
    pub(crate) family: Family,
    pub(crate) categories: u32,
    pub(crate) slopes: Vec<f64>,
    pub(crate) values: Vec<f64>,
}

impl ItemModel {
    pub(crate) fn lower(&self, item: u32, scaling: f64) -> Result<Lowered, Error> {
        let categories = self.categories();
        if !(2..=MAX_CATEGORIES).contains(&categories) {
            return Err(Error::Categories { item, categories });
        }
        let check = |parameter: Parameter, value: f64| {
            if value.is_finite() && value.abs() <= MAX_PARAMETER {
                Ok(value)
            } else {
                Err(Error::ParameterNotFinite { item, parameter, value })
            }
        };
        let slope = |a: f64| {
            check(Parameter::Slope, a * scaling)?;
            if a > 0.0 { Ok(vec![a * scaling]) } else { Err(Error::SlopeNotPositive { item, value: a }) }
        };
        let slope_vector = |a: &[f64]| {
            if a.iter().all(|a| *a == 0.0) {
                return Err(Error::SlopeNotPositive { item, value: 0.0 });
            }
            a.iter().map(|a| check(Parameter::Slope, a * scaling)).collect()
        };
        let asymptotes = |lower: f64, upper: f64| {
            if 0.0 <= lower && lower < upper && upper <= 1.0 {
                Ok(())
            } else {
                Err(Error::AsymptotesDisordered { item, lower, upper })
            }
        };
        let all = |parameter: Parameter, values: &[f64], factor: f64| {
            values.iter().map(|v| check(parameter, v * factor)).collect::<Result<Vec<f64>, Error>>()
        };
        let (family, slopes, values) = match self {
            Self::Dichotomous { a, b, c, d } => {
                asymptotes(*c, *d)?;
                (Family::Dichotomous, slope(*a)?, vec![check(Parameter::Threshold, *b)?, *c, *d])
            }
            Self::Graded { a, b } => {
                let slopes = slope(*a)?;
                let mut values = all(Parameter::Threshold, b, 1.0)?;
                push_gaps(item, &mut values, slopes[0])?;
                (Family::Graded, slopes, values)
            }
            Self::PartialCredit { a, b } => {
                (Family::PartialCredit, slope(*a)?, all(Parameter::Threshold, b, 1.0)?)
            }
            Self::Nominal { slopes, intercepts } => {
                if slopes.len() != intercepts.len() {
                    return Err(Error::Categories { item, categories });
                }
                if slopes.iter().all(|s| *s == 0.0) {
                    return Err(Error::SlopeNotPositive { item, value: 0.0 });
                }
                let mut values = all(Parameter::Slope, slopes, 1.0)?;
                values.extend(all(Parameter::Intercept, intercepts, 1.0)?);
                (Family::Nominal, vec![1.0], values)
            }
            Self::CompensatoryDichotomous { a, d, g, u } => {
                asymptotes(*g, *u)?;
                let values = vec![check(Parameter::Intercept, d * scaling)?, *g, *u];
                (Family::InterceptDichotomous, slope_vector(a)?, values)
            }
            Self::CompensatoryGraded { a, d } => {
                // As thresholds, intercepts run downwards: negated, they increase like the b's.
                let mut values = all(Parameter::Intercept, d, -scaling)?;
                push_gaps(item, &mut values, 1.0)?;
                (Family::InterceptGraded, slope_vector(a)?, values)
            }
            Self::CompensatoryPartialCredit { a, d } => {
                (Family::InterceptPartialCredit, slope_vector(a)?, all(Parameter::Intercept, d, scaling)?)
            }
        };
        Ok(Lowered { family, categories, slopes, values })
    }
}

/// After thresholds `t_1 < t_2 < …` push `1 − e^{−a(t_{k+1} − t_k)}` of the inner categories, then their logarithms.
fn push_gaps(item: u32, thresholds: &mut Vec<f64>, a: f64) -> Result<(), Error> {
    let mut gaps = Vec::with_capacity(thresholds.len().saturating_sub(1));
    for (k, pair) in (2u32..).zip(thresholds.windows(2)) {
        let gap = -expm1(-a * (pair[1] - pair[0]));
        if gap > 0.0 {
            gaps.push(gap);
        } else {
            return Err(Error::ThresholdsDisordered { item, threshold: k, value: pair[1] });
        }
    }
    let logs: Vec<f64> = gaps.iter().map(|gap| ln(*gap)).collect();
    thresholds.extend(gaps);
    thresholds.extend(logs);
    Ok(())
}
