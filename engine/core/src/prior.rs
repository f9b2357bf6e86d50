//! Prior distributions of ability.

use alloc::vec;
use alloc::vec::Vec;

use crate::error::Error;
use crate::list::copy;
use crate::matrix::invert;

/// A multivariate normal distribution; in one dimension, the normal.
#[derive(Clone, Debug, PartialEq)]
pub struct MultivariateNormal {
    pub(crate) mean: Vec<f64>,
    pub(crate) covariance: Vec<f64>,
}

impl MultivariateNormal {
    /// From a mean and a covariance matrix, row by row, in logits and logits².
    ///
    /// # Errors
    /// [`Error::Prior`] unless all is finite and the covariance symmetric and positive definite.
    pub fn new(mean: Vec<f64>, covariance: Vec<f64>) -> Result<Self, Error> {
        let normal = Self { mean, covariance };
        if normal.is_sound() { Ok(normal) } else { Err(Error::Prior) }
    }

    /// What reading fills.
    pub(crate) const EMPTY: Self = Self { mean: Vec::new(), covariance: Vec::new() };

    /// Whether all is finite and the covariance symmetric and positive definite.
    pub(crate) fn is_sound(&self) -> bool {
        let Self { mean, covariance } = self;
        let k = mean.len();
        let mut sound = k > 0 && covariance.len() == k * k;
        for value in mean {
            sound &= value.abs() < f64::INFINITY;
        }
        for (place, value) in covariance.iter().enumerate() {
            // Equal, not close: the two halves are the same number written twice. NaN equals nothing.
            #[expect(clippy::float_cmp, reason = "see above")]
            let mirrored = sound && *value == covariance[place % k * k + place / k];
            sound &= mirrored;
        }
        // An infinite or NaN covariance has no positive finite pivots.
        sound && invert(&mut copy(covariance), k) > 0.0
    }

    /// Independent standard normals, one for each of `dimensions`.
    ///
    /// # Errors
    /// [`Error::Prior`] if `dimensions` is 0.
    pub fn standard(dimensions: u32) -> Result<Self, Error> {
        let k = dimensions as usize;
        let mut covariance = vec![0.0; k * k];
        for i in 0..k {
            covariance[i * k + i] = 1.0;
        }
        Self::new(vec![0.0; k], covariance)
    }

    /// Number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.mean.len()
    }

    /// Mean, logits.
    #[must_use]
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Covariance matrix, row by row, logits².
    #[must_use]
    pub fn covariance(&self) -> &[f64] {
        &self.covariance
    }
}

/// What is assumed of ability before any answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Prior {
    /// (Multivariate) normal.
    Normal(MultivariateNormal),
    /// Constant between two bounds, zero outside; one dimension.
    Uniform {
        /// Lower bound, logits.
        lower: f64,
        /// Upper bound, logits.
        upper: f64,
    },
    /// Proportional to the square root of the test information (Jeffreys 1946); one dimension.
    Jeffreys,
}

impl Prior {
    /// A normal prior in one dimension.
    ///
    /// # Errors
    /// [`Error::Prior`] unless `mean` is finite and `sd` finite and above 0.
    pub fn normal(mean: f64, sd: f64) -> Result<Self, Error> {
        MultivariateNormal::new(vec![mean], vec![sd * sd]).map(Self::Normal)
    }
}
