//! Standard errors: the inverse of the information about the free parameters.

mod complete;
mod cross_product;
mod missing;
mod oakes;
mod scores;

use crate::calibrate::{CalibratedItem, Calibration};
use crate::engine::Local;
use crate::error::CalibrationError;
use crate::estep::{Curves, Range};
use crate::linear::{self, Square};
use crate::passes::Engine;
use crate::problem::Problem;

/// Whose information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InformationKind {
    /// Observed information, which is what Oakes' (1999) identity gives: the complete data's less what is missing of it,
    /// `Σ_p Cov(S_p | x_p)` (Louis 1982), from expected numbers of persons by the responses to two items; with dimension
    /// reduction by central differences of the gradient. Includes the priors' curvature. The weights of an empirical
    /// histogram are taken as known. R mirt's default.
    #[default]
    Oakes,
    /// Sum over persons of the products of their scores, weighted (Meilijson 1989). Without the priors' curvature.
    /// R mirt's `crossprod`.
    CrossProduct,
}

/// Covariance matrix of the free parameters' estimates. An asymptote [at its bound](Calibration::at_bound) is taken as
/// known.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    /// Where it comes from.
    pub kind: InformationKind,
    matrix: Square,
    /// Of each free parameter, whether it is at its bound.
    at_bound: Vec<bool>,
}

/// Standard errors of one item; `None` where the parameter was fixed, or is an asymptote at its bound.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemErrors {
    /// Of the estimated parameters, in the order of [`CalibratedItem::parameters`].
    pub parameters: Vec<Option<f64>>,
    /// Of the bank's, in the order of [`IrtParameters::values`](crate::IrtParameters), by the delta method.
    pub irt: Vec<Option<f64>>,
}

impl Covariance {
    /// Number of free parameters.
    #[must_use]
    pub fn size(&self) -> usize {
        self.matrix.size
    }

    /// Covariance of two free parameters' estimates; 0 if one is at its bound.
    #[must_use]
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.matrix.get(i, j)
    }

    /// Standard error of a free parameter; NaN if it is at its bound.
    #[must_use]
    pub fn se(&self, free: usize) -> f64 {
        if self.at_bound[free] { f64::NAN } else { self.matrix.get(free, free).sqrt() }
    }

    /// Standard errors of an item's parameters, also in the bank's metric.
    #[must_use]
    pub fn item(&self, item: &CalibratedItem) -> ItemErrors {
        let size = item.free.len();
        let known = |free: &Option<usize>| free.filter(|free| !self.at_bound[*free]);
        let own: Vec<Option<usize>> = item.free.iter().map(known).collect();
        let irt = item.irt.jacobian.chunks_exact(size).map(|row| {
            let mut variance = 0.0;
            let mut any = false;
            for (left, i) in row.iter().zip(&own) {
                for (right, j) in row.iter().zip(&own) {
                    if let (Some(i), Some(j)) = (i, j)
                        && left * right != 0.0
                    {
                        variance += left * right * self.get(*i, *j);
                        any = true;
                    }
                }
            }
            any.then(|| variance.sqrt())
        });
        ItemErrors { parameters: own.iter().map(|free| free.map(|free| self.se(free))).collect(), irt: irt.collect() }
    }
}

impl Calibration {
    /// Covariance matrix of the free parameters' estimates.
    ///
    /// Observed information costs about an expectation step an item (with dimension reduction two a free parameter) and,
    /// as cross-products do, a product a person and pair of free parameters.
    ///
    /// # Errors
    /// [`CalibrationError::Singular`], with the parameter that the data cannot tell from those before it;
    /// [`CalibrationError::Elsewhere`] after a calibration on another engine.
    pub fn covariance(&self, kind: InformationKind) -> Result<Covariance, CalibrationError> {
        let Some(mut local) = self.local.as_ref() else {
            return Err(CalibrationError::Elsewhere { what: "standard errors" });
        };
        self.covariance_on(&mut local, kind)
    }

    /// As [`covariance`](Self::covariance), of persons on an engine: two passes over them, with dimension reduction two
    /// a free parameter; for cross-products one.
    ///
    /// # Errors
    /// [`CalibrationError::Singular`], and what the engine reports.
    pub fn covariance_on(
        &self,
        engine: &mut dyn Engine,
        kind: InformationKind,
    ) -> Result<Covariance, CalibrationError> {
        let size = self.free.len();
        let information = match kind {
            InformationKind::Oakes => oakes::information(&self.evaluator, engine, &self.free)?,
            InformationKind::CrossProduct => {
                let task = self.evaluator.task(&self.free, Range::Windows);
                Square { size, entries: engine.information(&task, kind)? }
            }
        };
        let at_bound: Vec<bool> = (0..size).map(|free| self.at_bound.contains(&free)).collect();
        let inner: Vec<usize> = (0..size).filter(|free| !at_bound[*free]).collect();
        let mut part = Square::zeros(inner.len());
        for (i, row) in inner.iter().enumerate() {
            inner.iter().enumerate().for_each(|(j, column)| part.set(i, j, information.get(*row, *column)));
        }
        let factor = linear::factor(&part)
            .map_err(|place| CalibrationError::Singular { parameter: self.names[inner[place]].clone() })?;
        let inverse = linear::inverse(&factor);
        let mut matrix = Square::zeros(size);
        for (i, row) in inner.iter().enumerate() {
            inner.iter().enumerate().for_each(|(j, column)| matrix.set(*row, *column, inverse.get(i, j)));
        }
        Ok(Covariance { kind, matrix, at_bound })
    }
}

/// What these persons add to the information, row by row: of observed information what is missing of the complete data's,
/// `Σ_p w_p Cov(S_p | x_p)`; of cross-products `Σ_p w_p s_p s_pᵀ`. That of several parts of the persons adds up.
pub(crate) fn of_persons(
    problem: &Problem,
    local: &Local,
    full: &[f64],
    curves: &Curves,
    kind: InformationKind,
) -> Vec<f64> {
    let information = match kind {
        InformationKind::Oakes => missing::information(problem, local, full, curves),
        InformationKind::CrossProduct => cross_product::information(problem, local, full, curves),
    };
    information.entries
}
