//! An item's family, categories and dimensions: how its parameters are listed, and what the E- and M-step ask of it.

use super::{Model, Parameter, dichotomous, divide, graded};
use crate::quadrature::Grid;

/// Functional form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Dichotomous,
    Graded,
    PartialCredit,
    RatingScale,
    Nominal,
}

/// What an item looks like, but for its parameters' values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) family: Family,
    pub(crate) categories: usize,
    /// The latent dimensions it loads on.
    pub(crate) dimensions: Vec<usize>,
}

/// First and second derivatives of `Σ counts · ln P` in an item's parameters.
pub(crate) struct Update<'a> {
    pub(crate) gradient: &'a mut [f64],
    /// Expected information, row by row: `Σ_q n_q Σ_k ∂P_k ∂P_kᵀ / P_k`.
    pub(crate) information: &'a mut [f64],
}

impl Shape {
    pub(crate) fn new(model: Model, categories: usize, dimensions: &[u32]) -> Self {
        let family = match model {
            Model::Rasch | Model::OneParameter | Model::TwoParameter | Model::ThreeParameter | Model::FourParameter => {
                Family::Dichotomous
            }
            Model::Graded => Family::Graded,
            Model::PartialCredit | Model::GeneralisedPartialCredit => Family::PartialCredit,
            Model::RatingScale => Family::RatingScale,
            Model::Nominal => Family::Nominal,
        };
        Self { family, categories, dimensions: dimensions.iter().map(|d| *d as usize).collect() }
    }

    /// Number of parameters.
    pub(crate) fn len(&self) -> usize {
        let steps = self.categories - 1;
        match self.family {
            Family::Dichotomous => self.dimensions.len() + 3,
            Family::Graded | Family::PartialCredit => self.dimensions.len() + steps,
            Family::RatingScale => self.dimensions.len() + steps + 1,
            Family::Nominal => 2 * steps,
        }
    }

    /// Number of slopes, which stand first.
    pub(crate) fn slopes(&self) -> usize {
        if self.family == Family::Nominal { self.categories - 1 } else { self.dimensions.len() }
    }

    /// The name of the parameter at a place.
    pub(crate) fn parameter(&self, place: usize) -> Parameter {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let slopes = self.slopes();
        if place < slopes {
            return Parameter::Slope(number(if self.family == Family::Nominal { place + 1 } else { place }));
        }
        let rest = place - slopes;
        match self.family {
            Family::Dichotomous => {
                [Parameter::Intercept(1), Parameter::LowerAsymptote, Parameter::UpperAsymptote][rest]
            }
            Family::RatingScale if rest + 1 == self.categories => Parameter::Location,
            Family::RatingScale => Parameter::Step(number(rest + 1)),
            _ => Parameter::Intercept(number(rest + 1)),
        }
    }

    /// The place of a parameter, if the family has it.
    pub(crate) fn place(&self, parameter: Parameter) -> Option<usize> {
        (0..self.len()).find(|place| self.parameter(*place) == parameter)
    }

    /// Whether these values give probabilities: intercepts of graded items fall, all is finite but the logits of
    /// asymptotes, which are −∞ and +∞ where there are none.
    pub(crate) fn is_sound(&self, parameters: &[f64]) -> bool {
        let core = if self.family == Family::Dichotomous { self.slopes() + 1 } else { self.len() };
        let finite = parameters[..core].iter().all(|value| value.is_finite());
        let ordered = match self.family {
            Family::Graded => parameters[self.slopes()..].windows(2).all(|pair| pair[0] - pair[1] > 1e-9),
            Family::Dichotomous => parameters[core] < parameters[core + 1],
            _ => true,
        };
        finite && ordered
    }

    /// Fill `probability` and `logarithm` (categories × stride) at every node.
    pub(crate) fn curves(&self, parameters: &[f64], grid: &Grid, probability: &mut [f64], logarithm: &mut [f64]) {
        match self.family {
            Family::Dichotomous => dichotomous::curves(self, parameters, grid, probability, logarithm),
            Family::Graded => graded::curves(self, parameters, grid, probability, logarithm),
            _ => divide::curves(self, parameters, grid, probability, logarithm),
        }
    }

    /// Add derivatives of `Σ counts · ln P`; `probability` is what [`curves`](Self::curves) gave, `counts` is
    /// categories × stride.
    pub(crate) fn derive(
        &self,
        parameters: &[f64],
        grid: &Grid,
        probability: &[f64],
        counts: &[f64],
        update: &mut Update<'_>,
    ) {
        match self.family {
            Family::Dichotomous => dichotomous::derive(self, parameters, grid, probability, counts, update),
            Family::Graded => graded::derive(self, parameters, grid, probability, counts, update),
            _ => divide::derive(self, parameters, grid, probability, counts, update),
        }
    }

    /// `a·θ` at every node.
    pub(super) fn projection(&self, parameters: &[f64], grid: &Grid) -> Vec<f64> {
        let mut projection = vec![0.0; grid.stride];
        for (slope, dimension) in parameters.iter().zip(&self.dimensions) {
            for (sum, theta) in projection.iter_mut().zip(&grid.theta[*dimension]) {
                *sum += slope * theta;
            }
        }
        projection
    }
}

/// `σ(x)`.
#[inline(always)]
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Copy the lower triangle of a square matrix to the upper one.
pub(super) fn mirror(matrix: &mut [f64], size: usize) {
    for i in 0..size {
        for j in 0..i {
            matrix[j * size + i] = matrix[i * size + j];
        }
    }
}
