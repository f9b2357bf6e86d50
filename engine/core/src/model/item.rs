//! Evaluating one item of a bank at a point.

use super::{Curves, Family, dichotomous, divide_by_total, graded};

/// A borrowed item, ready to be evaluated. Made by [`Bank::item`](crate::Bank::item).
#[derive(Clone, Copy, Debug)]
pub struct ItemView<'b> {
    pub(crate) family: Family,
    pub(crate) categories: u32,
    pub(crate) slopes: &'b [f64],
    pub(crate) dimensions: &'b [u32],
    pub(crate) values: &'b [f64],
}

/// `(z_k, m_k)` of a softmax, one for each category.
#[derive(Clone)]
struct Softmax<'b> {
    item: ItemView<'b>,
    eta: f64,
    category: usize,
    z: f64,
}

impl Iterator for Softmax<'_> {
    type Item = (f64, f64);

    fn next(&mut self) -> Option<(f64, f64)> {
        let k = self.category;
        if k >= self.item.categories as usize {
            return None;
        }
        self.category += 1;
        let values = self.item.values;
        if k == 0 {
            return Some((0.0, 0.0));
        }
        let m = k as f64;
        Some(match self.item.family {
            Family::Nominal => {
                let s = values[k - 1];
                (s * self.eta + values[self.item.categories as usize - 2 + k], s)
            }
            Family::InterceptPartialCredit => (m * self.eta + values[k - 1], m),
            _ => {
                self.z += self.item.slopes[0] * (self.eta - values[k - 1]);
                (self.z, m)
            }
        })
    }
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
        !matches!(self.family, Family::Dichotomous | Family::InterceptDichotomous)
            || (self.values[1] <= 0.0 && self.values[2] >= 1.0)
    }

    /// What the item's family takes: θ itself in location form, `η = a·θ` in intercept form.
    ///
    /// # Panics
    /// If `theta` is shorter than the bank has dimensions.
    #[must_use]
    pub fn position(&self, theta: &[f64]) -> f64 {
        if self.is_location_form() {
            theta[self.dimensions[0] as usize]
        } else {
            self.slopes.iter().zip(self.dimensions).map(|(a, j)| a * theta[*j as usize]).sum()
        }
    }

    /// What one logit of the item's only dimension adds to its [`position`](Self::position).
    pub(crate) fn position_scale(&self) -> f64 {
        if self.is_location_form() { 1.0 } else { self.slopes[0] }
    }

    fn is_location_form(&self) -> bool {
        matches!(
            self.family,
            Family::Dichotomous | Family::Graded | Family::PartialCredit | Family::Nominal
        )
    }

    /// `z` of a threshold: `a (θ − b)` in location form, `η − t` in intercept form.
    fn boundaries(self, x: f64) -> impl Iterator<Item = f64> + 'b {
        let a = if self.family == Family::Graded { self.slopes[0] } else { 1.0 };
        self.values[..self.categories as usize - 1].iter().map(move |t| a * (x - t))
    }

    fn gaps(&self) -> (&'b [f64], &'b [f64]) {
        let inner = self.categories as usize - 2;
        self.values[inner + 1..].split_at(inner)
    }

    fn linear(&self, x: f64) -> f64 {
        if self.family == Family::Dichotomous {
            self.slopes[0] * (x - self.values[0])
        } else {
            x + self.values[0]
        }
    }

    fn softmax(self, x: f64) -> Softmax<'b> {
        Softmax { item: self, eta: x, category: 0, z: 0.0 }
    }

    /// Fill `out` with every category at `theta`. Cost: one exponential and one logarithm a category or two.
    pub fn curves(&self, theta: &[f64], out: &mut Curves) {
        self.curves_at(self.position(theta), out);
    }

    pub(crate) fn curves_at(&self, x: f64, out: &mut Curves) {
        out.clear();
        match self.family {
            Family::Dichotomous | Family::InterceptDichotomous => {
                dichotomous::curves(self.linear(x), self.values[1], self.values[2], out);
            }
            Family::Graded | Family::InterceptGraded => {
                let (gaps, ln_gaps) = self.gaps();
                graded::curves(self.boundaries(x), gaps, ln_gaps, out);
            }
            Family::PartialCredit | Family::Nominal | Family::InterceptPartialCredit => {
                divide_by_total::curves(self.softmax(x), out);
            }
        }
    }

    /// `ln P(category)` where the item's position is `x`.
    pub(crate) fn log_probability_at(&self, x: f64, category: u32) -> f64 {
        match self.family {
            Family::Dichotomous | Family::InterceptDichotomous => {
                dichotomous::log_probability(self.linear(x), self.values[1], self.values[2], category)
            }
            Family::Graded | Family::InterceptGraded => {
                let k = category as usize;
                let last = self.categories as usize - 1;
                let a = if self.family == Family::Graded { self.slopes[0] } else { 1.0 };
                let z = |boundary: usize| a * (x - self.values[boundary]);
                let below = (k > 0).then(|| z(k - 1));
                let above = (k < last).then(|| z(k));
                let ln_gap = if k > 0 && k < last { self.gaps().1[k - 1] } else { 0.0 };
                graded::log_probability(below, above, ln_gap)
            }
            Family::PartialCredit | Family::Nominal | Family::InterceptPartialCredit => {
                divide_by_total::log_probability(self.softmax(x), category)
            }
        }
    }

    /// Expected information per unit of η² where the item's position is `x`.
    pub(crate) fn unit_information_at(&self, x: f64) -> f64 {
        match self.family {
            Family::Dichotomous | Family::InterceptDichotomous => {
                dichotomous::information(self.linear(x), self.values[1], self.values[2])
            }
            Family::Graded | Family::InterceptGraded => {
                graded::information(self.boundaries(x), self.gaps().0)
            }
            Family::PartialCredit | Family::Nominal | Family::InterceptPartialCredit => {
                divide_by_total::information(self.softmax(x))
            }
        }
    }

    /// Expected information at `theta`: the trace of the item's information matrix, which in one
    /// dimension is the Fisher information itself. Per logit².
    #[must_use]
    pub fn information(&self, theta: &[f64]) -> f64 {
        let square: f64 = self.slopes.iter().map(|a| a * a).sum();
        square * self.unit_information_at(self.position(theta))
    }
}
