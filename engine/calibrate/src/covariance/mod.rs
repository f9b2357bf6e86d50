//! Standard errors: the inverse of the information about the free parameters.

mod cross_product;
mod oakes;

use crate::calibrate::{CalibratedItem, Calibration};
use crate::error::CalibrationError;
use crate::linear::{self, Square};

/// Whose information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InformationKind {
    /// Observed information by Oakes' (1999) identity: the derivative of the gradient that an expectation step gives,
    /// by central differences. Includes the priors' curvature. R mirt's default.
    #[default]
    Oakes,
    /// Sum over persons of the products of their scores, weighted (Meilijson 1989). Without the priors' curvature.
    /// R mirt's `crossprod`.
    CrossProduct,
}

/// Covariance matrix of the free parameters' estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    /// Where it comes from.
    pub kind: InformationKind,
    matrix: Square,
}

/// Standard errors of one item; `None` where the parameter was fixed.
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

    /// Covariance of two free parameters' estimates.
    #[must_use]
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.matrix.get(i, j)
    }

    /// Standard error of a free parameter.
    #[must_use]
    pub fn se(&self, free: usize) -> f64 {
        self.matrix.get(free, free).sqrt()
    }

    /// Standard errors of an item's parameters, also in the bank's metric.
    #[must_use]
    pub fn item(&self, item: &CalibratedItem) -> ItemErrors {
        let size = item.free.len();
        let irt = item.irt.jacobian.chunks_exact(size).map(|row| {
            let mut variance = 0.0;
            let mut any = false;
            for (left, i) in row.iter().zip(&item.free) {
                for (right, j) in row.iter().zip(&item.free) {
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
        ItemErrors {
            parameters: item.free.iter().map(|free| free.map(|free| self.se(free))).collect(),
            irt: irt.collect(),
        }
    }
}

impl Calibration {
    /// Covariance matrix of the free parameters' estimates.
    ///
    /// Oakes' identity costs two expectation steps a free parameter, cross-products about one a person and parameter.
    ///
    /// # Errors
    /// [`CalibrationError::Singular`], with the parameter that the data cannot tell from those before it.
    pub fn covariance(&self, kind: InformationKind) -> Result<Covariance, CalibrationError> {
        let information = match kind {
            InformationKind::Oakes => oakes::information(&self.engine, &self.free),
            InformationKind::CrossProduct if self.engine.problem.reduction.is_some() => {
                let reason = "cross-products are not computed with dimension reduction: use Oakes' identity";
                return Err(CalibrationError::NotDefined { statistic: "standard errors", reason });
            }
            InformationKind::CrossProduct => cross_product::information(&self.engine, &self.free),
        };
        match linear::factor(&information) {
            Ok(factor) => Ok(Covariance { kind, matrix: linear::inverse(&factor) }),
            Err(place) => Err(CalibrationError::Singular { parameter: self.names[place].clone() }),
        }
    }
}
