//! Item response models.
//!
//! An item model gives the probability of each response category as a function of ability. Every
//! supported model is one of four families on a linear predictor, so derivatives are written once:
//!
//! | family | models | category probability |
//! |---|---|---|
//! | dichotomous | 1PL, 2PL, 3PL, 4PL | `c + (d − c) σ(z)` |
//! | graded | GRM, modified GRM | `σ(z_k) − σ(z_{k+1})` |
//! | partial credit | PCM, GPCM, rating scale | softmax of `Σ_{j≤k} z_j` |
//! | nominal | nominal response model | softmax of `s_k θ + i_k` |
//!
//! The first three also have a compensatory multidimensional form with a slope vector and intercepts.
//!
//! Derivatives are those of `ln P`, in the direction of the slope vector: with `η = Σ a_j θ_j`, a
//! [`Category`] holds `d ln P/dη` and its next two derivatives, and `∂ ln P/∂θ_j = a_j · d ln P/dη`.
//! Logarithmic derivatives stay exact where `P` underflows; `P′`, `P″` and `P‴` follow from them.

mod dichotomous;
mod graded;
mod item;
mod item_model;
mod lower;
mod softmax;

pub use item::ItemView;
pub use item_model::{Item, ItemModel, ItemStatus, MAX_CATEGORIES, MAX_PARAMETER, ModelKind};

use alloc::vec::Vec;

pub(crate) use lower::{Family, Lowered, lower};

/// One response category at one point: its probability and the derivatives of its logarithm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Category {
    /// Probability of this category.
    pub probability: f64,
    /// `d ln P / dη`: the score.
    pub score: f64,
    /// `d² ln P / dη²`: minus the observed information of this response.
    pub score_d1: f64,
    /// `d³ ln P / dη³`.
    pub score_d2: f64,
}

impl Category {
    /// `dP/dη`.
    #[must_use]
    pub fn d1(&self) -> f64 {
        self.probability * self.score
    }

    /// `d²P/dη²`.
    #[must_use]
    pub fn d2(&self) -> f64 {
        self.probability * (self.score_d1 + self.score * self.score)
    }

    /// `d³P/dη³`.
    #[must_use]
    pub fn d3(&self) -> f64 {
        let s = self.score;
        self.probability * (self.score_d2 + 3.0 * s * self.score_d1 + s * s * s)
    }
}

/// All categories of one item at one point. Keep one and reuse it: filling it allocates nothing once warm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    pub(crate) categories: Vec<Category>,
}

impl Curves {
    /// An empty buffer.
    #[must_use]
    pub const fn new() -> Self {
        Self { categories: Vec::new() }
    }

    /// The categories, lowest first.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    fn sum(&self, term: impl Fn(f64, f64, f64) -> f64) -> f64 {
        let mut sum = 0.0;
        for k in &self.categories {
            sum += k.probability * term(k.score, k.score_d1, k.score_d2);
        }
        sum
    }

    /// Expected (Fisher) information `Σ_k P_k s_k²` per unit of η².
    #[must_use]
    pub fn information(&self) -> f64 {
        self.sum(|s, _, _| s * s)
    }

    /// `dI/dη = Σ_k P_k s_k (s_k² + 2 s_k′)`.
    #[must_use]
    pub fn information_d1(&self) -> f64 {
        self.sum(|s, s1, _| s * (s * s + 2.0 * s1))
    }

    /// `d²I/dη²`.
    #[must_use]
    pub fn information_d2(&self) -> f64 {
        self.sum(|s, s1, s2| s * s * (s * s + 5.0 * s1) + 2.0 * s1 * s1 + 2.0 * s * s2)
    }

    /// `J = Σ_k P′_k P″_k / P_k`, the numerator of Warm's (1989, eq. 6) bias correction `J / 2I`.
    #[must_use]
    pub fn bias_numerator(&self) -> f64 {
        self.sum(|s, s1, _| s * (s1 + s * s))
    }
}
