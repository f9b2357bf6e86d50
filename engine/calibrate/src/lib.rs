//! Calibration of items: from responses to parameters, standard errors, scores and fit.
//!
//! Marginal maximum likelihood by EM (Bock & Aitkin 1981) for every mixture of the models of [`Model`], with priors,
//! fixed and equal parameters, several groups and several dimensions. Nothing here reads or writes a file.
//!
//! # Accuracy
//!
//! Sums over persons are in 64-bit floating point. A person's posterior is taken to be nothing where it is below
//! 1.4e-11 of its maximum while the search goes on; what is reported at the end is summed over all nodes. Results do
//! not depend on the number of threads.

#![forbid(unsafe_code)]

mod block;
mod calibrate;
pub mod classical;
pub mod conditional;
mod covariance;
mod data;
mod data_check;
pub mod dif;
mod engine;
mod error;
mod estep;
mod fit;
mod histogram;
mod latent;
mod linear;
pub mod linking;
mod model;
mod optimise;
pub mod passes;
mod prior;
mod problem;
mod quadrature;
mod score;
mod simd;
mod specification;
mod start;
mod tails;

pub use block::Block;
pub use calibrate::{
    CalibratedGroup, CalibratedItem, Calibration, LatentHistogram, calibrate, calibrate_on, calibrate_with,
};
pub use covariance::{Covariance, InformationKind, ItemErrors};
pub use data::{Frame, MISSING, Responses, Tally};
pub use error::CalibrationError;
pub use estep::Sums;
pub use fit::{
    Criteria, LimitedInformation, LocalDependence, MeanSquares, Moments, PairFit, PersonFit, Reliability, ScoreFit,
};
pub use model::{IrtParameters, Model, Parameter};
pub use optimise::{Acceleration, Continue, Cycle, Ending, Options};
pub use prior::ParameterPrior;
pub use quadrature::Nodes;
pub use score::{Eap, ScoreError};
pub use specification::{ItemSpecification, LatentDensity, LatentNormal, Place, Setting, Specification};
pub use start::sample_step;
