//! Bringing two calibrations to one scale, and scores of two forms to one another.
//!
//! A [`Transformation`] takes abilities θ of one scale to `A θ + B` of another. It is found from items that both
//! calibrations have in common: [`by_moments`] from means and standard deviations of their parameters,
//! [`by_curves`] from their response curves. [`drift`] then says how far each common item is from where it was,
//! [`linking_error`] and [`jackknife`] what the choice of common items leaves open. [`true_score_equating`] and
//! [`observed_score_equating`] say which score on one form is worth which on another.
//!
//! Concurrent calibration and calibration with fixed parameters need no linking: give
//! [`calibrate`](crate::calibrate) both forms, with groups or with
//! [anchors](crate::Specification::with_anchor).
//!
//! All items are of one dimension.

mod curves;
mod drift;
mod equating;
mod form;
mod moments;
mod points;
mod transformation;

pub use curves::{CurveLinking, CurveOptions, CurvesCriterion, by_curves};
pub use drift::{ItemDrift, drift, jackknife, linking_error};
pub use equating::{EquatedScore, observed_score_equating, true_score_equating};
pub use form::Form;
pub use moments::{MomentsMethod, by_moments};
pub use points::Points;
pub use transformation::{Slope, Transformation};
