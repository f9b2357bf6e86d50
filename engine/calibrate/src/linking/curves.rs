//! Linking by response curves: Haebara, Stocking and Lord.

use super::form::Form;
use super::points::Points;
use super::transformation::{Slope, Transformation};
use crate::error::CalibrationError;

/// What is made as small as can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurvesCriterion {
    /// Squared differences of each category's curve, item by item (Haebara 1980). Of a dichotomous item, both
    /// categories count, which doubles the criterion and leaves its minimum where it is.
    Haebara,
    /// Squared differences of expected scores over all items (Stocking & Lord 1983).
    StockingLord,
}

/// How curves are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveOptions {
    /// What is minimised.
    pub criterion: CurvesCriterion,
    /// Whether the unit may change.
    pub slope: Slope,
    /// Abilities on the scale of `to` at which curves are compared.
    pub points: Points,
    /// Abilities on the scale of `from` at which curves are compared as well: with the same points as `points`, the
    /// symmetric criterion. `None` compares on the scale of `to` only, as R equateIRT does.
    pub points_from: Option<Points>,
}

/// A link by curves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveLinking {
    /// From the scale of `from` to the scale of `to`.
    pub transformation: Transformation,
    /// The criterion at the minimum.
    pub criterion: f64,
    /// Steps of the search.
    pub rounds: u32,
}

/// Steps at most.
const ROUNDS: u32 = 200;
/// Largest change of A and B at which the search ends.
const TOLERANCE: f64 = 1e-11;

/// The transformation that makes the curves of `from`, brought to the scale of `to`, most like those of `to`. Both forms
/// are the common items, in the same order. With `P_x` a curve of `from`, the curve on the new scale is
/// `P_x((θ − B)/A)`, and the criterion `Σ_q w_q Σ (P_y(θ_q) − P_x((θ_q − B)/A))²`. It is minimised from `start` by the
/// method of Levenberg (1944) and Marquardt (1963); start with [`by_moments`](super::by_moments).
///
/// ```
/// use thetis_calibrate::linking::{CurveOptions, CurvesCriterion, Form, Points, Slope, Transformation, by_curves};
/// use thetis_core::ItemModel;
/// let items = [ItemModel::two_pl(1.2, -1.0), ItemModel::graded(0.8, &[0.0, 1.0])];
/// let truth = Transformation { slope: 1.3, intercept: -0.4 };
/// let moved = [truth.item(&items[0])?, truth.item(&items[1])?];
/// let options = CurveOptions {
///     criterion: CurvesCriterion::StockingLord,
///     slope: Slope::Free,
///     points: Points::normal(0.0, 1.0, 40),
///     points_from: None,
/// };
/// let link = by_curves(&Form::new(&items, 1.0)?, &Form::new(&moved, 1.0)?, &options, Transformation::IDENTITY)?;
/// assert!((link.transformation.slope - 1.3).abs() < 1e-9);
/// # Ok::<(), thetis_calibrate::CalibrationError>(())
/// ```
///
/// # Errors
/// Forms of differing numbers of items or categories; a minimum that was not found.
pub fn by_curves(
    from: &Form,
    to: &Form,
    options: &CurveOptions,
    start: Transformation,
) -> Result<CurveLinking, CalibrationError> {
    if from.items() != to.items() || from.highest() != to.highest() {
        return Err(CalibrationError::Items { expected: from.items(), found: to.items() });
    }
    let mut at = if options.slope == Slope::One { Transformation { slope: 1.0, ..start } } else { start };
    let mut here = Normal::at(from, to, options, at);
    let mut damping = 1e-3;
    for rounds in 1..=ROUNDS {
        let (by_slope, by_intercept) = here.step(options.slope, damping);
        let next = Transformation { slope: at.slope + by_slope, intercept: at.intercept + by_intercept };
        let there = if next.slope > 0.0 { Normal::at(from, to, options, next) } else { Normal::NOWHERE };
        let change = by_slope.abs().max(by_intercept.abs());
        if there.criterion <= here.criterion {
            (at, here) = (next, there);
            damping = (damping * 0.1).max(1e-15);
        } else {
            damping *= 10.0;
        }
        if change < TOLERANCE {
            return Ok(CurveLinking { transformation: at, criterion: here.criterion, rounds });
        }
    }
    Err(CalibrationError::NotConverged { what: "a link by curves", rounds: ROUNDS })
}

/// The criterion with what Gauss and Newton's method needs of its derivatives.
#[derive(Clone, Copy)]
struct Normal {
    criterion: f64,
    /// `Σ r ∂r/∂A`, `Σ r ∂r/∂B`
    gradient: [f64; 2],
    /// `Σ (∂r/∂A)²`, `Σ ∂r/∂A ∂r/∂B`, `Σ (∂r/∂B)²`
    squares: [f64; 3],
}

impl Normal {
    const NOWHERE: Self = Self { criterion: f64::INFINITY, gradient: [0.0; 2], squares: [0.0; 3] };

    fn at(from: &Form, to: &Form, options: &CurveOptions, place: Transformation) -> Self {
        let mut normal = Self { criterion: 0.0, ..Self::NOWHERE };
        let (mut fixed, mut moving) = (Vec::new(), Vec::new());
        let Transformation { slope, intercept } = place;
        for (theta, weight) in options.points.pairs() {
            let x = (theta - intercept) / slope;
            curves(to, theta, options.criterion, &mut fixed);
            curves(from, x, options.criterion, &mut moving);
            for ((p, _), (q, d)) in fixed.iter().zip(&moving) {
                normal.add(weight, p - q, d * x / slope, d / slope);
            }
        }
        for (theta, weight) in options.points_from.iter().flat_map(Points::pairs) {
            curves(from, theta, options.criterion, &mut fixed);
            curves(to, place.theta(theta), options.criterion, &mut moving);
            for ((p, _), (q, d)) in fixed.iter().zip(&moving) {
                normal.add(weight, p - q, -d * theta, -d);
            }
        }
        normal
    }

    fn add(&mut self, weight: f64, residual: f64, by_slope: f64, by_intercept: f64) {
        self.criterion += weight * residual * residual;
        self.gradient[0] += weight * residual * by_slope;
        self.gradient[1] += weight * residual * by_intercept;
        self.squares[0] += weight * by_slope * by_slope;
        self.squares[1] += weight * by_slope * by_intercept;
        self.squares[2] += weight * by_intercept * by_intercept;
    }

    fn step(&self, slope: Slope, damping: f64) -> (f64, f64) {
        let [aa, ab, bb] = self.squares;
        let (aa, bb) = (aa * (1.0 + damping), bb * (1.0 + damping));
        match slope {
            Slope::One => (0.0, -self.gradient[1] / bb),
            Slope::Free => {
                let determinant = aa * bb - ab * ab;
                let [a, b] = self.gradient;
                ((ab * b - bb * a) / determinant, (ab * a - aa * b) / determinant)
            }
        }
    }
}

/// What the criterion compares at an ability, with its derivative.
fn curves(form: &Form, theta: f64, criterion: CurvesCriterion, out: &mut Vec<(f64, f64)>) {
    out.clear();
    match criterion {
        CurvesCriterion::Haebara => form.visit(theta, |_, _, p, d| out.push((p, d))),
        CurvesCriterion::StockingLord => {
            let (mut sum, mut slope) = (0.0, 0.0);
            form.visit(theta, |_, k, p, d| {
                sum += k as f64 * p;
                slope += k as f64 * d;
            });
            out.push((sum, slope));
        }
    }
}
