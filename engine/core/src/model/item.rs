//! Evaluating one item of a bank at a point.

use super::graded::Graded;
use super::{Curves, Family, dichotomous, softmax};

/// A borrowed item, ready to be evaluated. Made by [`Bank::item`](crate::Bank::item).
#[derive(Clone, Copy, Debug)]
pub struct ItemView<'b> {
    pub(crate) family: Family,
    pub(crate) location_form: bool,
    pub(crate) categories: u32,
    pub(crate) slopes: &'b [f64],
    pub(crate) dimensions: &'b [u32],
    pub(crate) values: &'b [f64],
}

impl<'b> ItemView<'b> {
    /// Number of response categories.
    #[must_use]
    pub fn categories(&self) -> u32 {
        self.categories
    }

    /// Scaled slope on each of [`dimensions`](Self::dimensions): `∂η/∂θ`.
    #[must_use]
    pub fn slopes(&self) -> &'b [f64] {
        self.slopes
    }

    /// Indices of the dimensions the item measures.
    #[must_use]
    pub fn dimensions(&self) -> &'b [u32] {
        self.dimensions
    }

    /// Whether the log-likelihood of every response is concave in θ. Asymptotes break that.
    pub(crate) fn is_log_concave(&self) -> bool {
        self.family != Family::Dichotomous || (self.values[1] <= 0.0 && self.values[2] >= 1.0)
    }

    /// What the item's family takes: θ itself in location form, `η = a·θ` in intercept form.
    pub(crate) fn position(&self, theta: &[f64]) -> f64 {
        if self.location_form {
            return theta[self.dimensions[0] as usize];
        }
        let mut eta = 0.0;
        for (place, a) in self.slopes.iter().enumerate() {
            eta += a * theta[self.dimensions[place] as usize];
        }
        eta
    }

    /// What one logit of the item's only dimension adds to its [`position`](Self::position).
    pub(crate) fn position_scale(&self) -> f64 {
        if self.location_form { 1.0 } else { self.slopes[0] }
    }

    /// What one unit of position adds to `z`.
    fn threshold_scale(&self) -> f64 {
        if self.location_form { self.slopes[0] } else { 1.0 }
    }

    fn graded(&self) -> Graded<'b> {
        let (thresholds, gaps) = self.values.split_at(self.categories as usize - 1);
        Graded { scale: self.threshold_scale(), thresholds, gaps }
    }

    /// Terms of a softmax into `out`.
    fn terms(&self, x: f64, out: &mut Curves) {
        let scale = self.threshold_scale();
        let steps = self.categories as usize - 1;
        softmax::push_term(0.0, 0.0, out);
        let (mut z, mut m) = (0.0, 0.0);
        for k in 0..steps {
            if self.family == Family::Nominal {
                m = self.values[k];
                z = m * x + self.values[steps + k];
            } else {
                m += 1.0;
                z += scale * (x - self.values[k]);
            }
            softmax::push_term(z, m, out);
        }
    }

    /// Fill `out` with every category at `theta`, one slot a dimension of the bank.
    ///
    /// # Panics
    /// If `theta` is shorter than the bank has dimensions, as do all methods that take one.
    pub fn curves(&self, theta: &[f64], out: &mut Curves) {
        self.curves_at(self.position(theta), out);
    }

    pub(crate) fn curves_at(&self, x: f64, out: &mut Curves) {
        out.categories.clear();
        match self.family {
            Family::Dichotomous => {
                dichotomous::curves(self.logit(x), self.values[1], self.values[2], out);
            }
            Family::Graded => self.graded().curves(x, out),
            Family::PartialCredit | Family::Nominal => {
                self.terms(x, out);
                softmax::finish(out, 0);
            }
        }
    }

    fn logit(&self, x: f64) -> f64 {
        self.threshold_scale() * (x - self.values[0])
    }

    /// `ln P(category)` at `theta`: finite even where the probability underflows.
    #[must_use]
    pub fn log_probability(&self, theta: &[f64], category: u32) -> f64 {
        self.log_probability_at(self.position(theta), category, &mut Curves::new())
    }

    pub(crate) fn log_probability_at(&self, x: f64, category: u32, scratch: &mut Curves) -> f64 {
        match self.family {
            Family::Dichotomous => {
                dichotomous::log_probability(self.logit(x), self.values[1], self.values[2], category)
            }
            Family::Graded => self.graded().log_probability(x, category),
            Family::PartialCredit | Family::Nominal => {
                scratch.categories.clear();
                self.terms(x, scratch);
                softmax::finish(scratch, category)
            }
        }
    }

    /// Expected information per unit of η² where the item's position is `x`.
    pub(crate) fn unit_information_at(&self, x: f64, scratch: &mut Curves) -> f64 {
        if self.family == Family::Dichotomous {
            dichotomous::information(self.logit(x), self.values[1], self.values[2])
        } else {
            self.curves_at(x, scratch);
            scratch.information()
        }
    }

    /// Expected information at `theta`: the trace of the item's information matrix, which in one
    /// dimension is the Fisher information itself. Per logit².
    #[must_use]
    pub fn information(&self, theta: &[f64]) -> f64 {
        self.information_with(theta, &mut Curves::new())
    }

    pub(crate) fn information_with(&self, theta: &[f64], scratch: &mut Curves) -> f64 {
        let mut square = 0.0;
        for a in self.slopes {
            square += a * a;
        }
        square * self.unit_information_at(self.position(theta), scratch)
    }

    /// Add `factor · a aᵀ` to a `k × k` matrix.
    pub(crate) fn add_outer_product(&self, factor: f64, k: usize, matrix: &mut [f64]) {
        for (r, a) in self.slopes.iter().enumerate() {
            let row = self.dimensions[r] as usize * k;
            for (c, b) in self.slopes.iter().enumerate() {
                matrix[row + self.dimensions[c] as usize] += a * (b * factor);
            }
        }
    }
}
