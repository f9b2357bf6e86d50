//! McDonald's omega from one common factor.

use super::moments::ItemMoments;
use crate::error::CalibrationError;

/// One common factor and the reliability that follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Omega {
    /// `ω = (Σλ)²/((Σλ)² + Σψ)` (McDonald 1999): the part of the variance of the sum that the factor explains.
    pub omega: f64,
    /// Loadings λ on the factor of variance 1, in units of the score; their sum is not negative.
    pub loadings: Vec<f64>,
    /// Unique variances `ψ = s² − λ²`; negative for a Heywood case, when omega should not be used.
    pub unique: Vec<f64>,
    /// Root of the mean squared difference of correlations and what the factor explains: above 0.08 or so, there is
    /// more than one factor.
    pub residual: f64,
}

/// Largest change of a loading, in units of the items' standard deviation, at which the search ends.
const TOLERANCE: f64 = 1e-12;
/// Most rounds of the search.
const ROUNDS: u32 = 10_000;

impl ItemMoments {
    /// Omega by one factor fitted to the covariances (not the correlations) by unweighted least squares of the
    /// off-diagonal entries: minres (Harman & Jones 1966), minimising `Σ_{i<j} (s_ij − λ_i λ_j)²` one loading at a time.
    ///
    /// # Errors
    /// Fewer than three items, which do not determine a factor; a search that did not end.
    pub fn omega(&self) -> Result<Omega, CalibrationError> {
        let items = self.items();
        if items < 3 {
            return Err(CalibrationError::NotDefined {
                statistic: "omega",
                reason: "a factor needs at least three items",
            });
        }
        let total = self.total_variance();
        // The centroid: loadings that explain each item's covariance with the sum.
        let mut loadings: Vec<f64> =
            self.covariance.entries.chunks_exact(items).map(|row| row.iter().sum::<f64>() / total.sqrt()).collect();
        for round in 0.. {
            let mut change = 0.0_f64;
            for i in 0..items {
                let (mut product, mut square) = (0.0, 0.0);
                for (j, loading) in loadings.iter().enumerate().filter(|(j, _)| *j != i) {
                    product += self.covariance(i, j) * loading;
                    square += loading * loading;
                }
                let value = if square > 0.0 { product / square } else { 0.0 };
                change = change.max((value - loadings[i]).abs() / self.covariance(i, i).sqrt());
                loadings[i] = value;
            }
            if change < TOLERANCE {
                break;
            }
            if round == ROUNDS {
                return Err(CalibrationError::NotConverged { what: "omega's factor", rounds: ROUNDS });
            }
        }
        if loadings.iter().sum::<f64>() < 0.0 {
            loadings.iter_mut().for_each(|loading| *loading = -*loading);
        }
        let unique: Vec<f64> = loadings.iter().enumerate().map(|(i, l)| self.covariance(i, i) - l * l).collect();
        let common = loadings.iter().sum::<f64>().powi(2);
        let mut squares = 0.0;
        for i in 0..items {
            for j in 0..i {
                let residual = self.covariance(i, j) - loadings[i] * loadings[j];
                squares += residual * residual / (self.covariance(i, i) * self.covariance(j, j));
            }
        }
        let pairs = (items * (items - 1) / 2) as f64;
        let omega = common / (common + unique.iter().sum::<f64>());
        Ok(Omega { omega, loadings, unique, residual: (squares / pairs).sqrt() })
    }
}
