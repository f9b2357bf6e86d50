//! M2 and C2: fit to the first and second moments.

mod block;
mod observed;
mod statistic;

use block::{Conditional, block};
use observed::Observed;
use statistic::{Undefined, quadratic};

use super::rmsea::{interval, rmsea};
use super::space::Space;
use super::{Predictions, float};
use crate::calibrate::Calibration;
use crate::data::Responses;
use crate::error::CalibrationError;
use crate::tails;

/// More moments than this would take gigabytes.
const MOST_MOMENTS: usize = 6_000;

/// Which moments are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moments {
    /// Means of item scores and of their products. With two categories this is M2 (Maydeu-Olivares & Joe 2006), with
    /// more R mirt's M2* (Cai & Hansen 2013).
    M2,
    /// Category proportions, and means of products of item scores (Cai & Monroe 2014).
    C2,
}

/// A limited-information test of fit and the indices made of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitedInformation {
    /// The statistic: asymptotically chi-squared.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// Its upper tail probability.
    pub p: f64,
    /// Root mean square error of approximation.
    pub rmsea: f64,
    /// 90 % confidence interval of it.
    pub rmsea_interval: (f64, f64),
    /// Standardised root mean square residual of the items' correlations; of several groups, the largest.
    pub srmsr: f64,
    /// Tucker–Lewis index against independent items.
    pub tli: f64,
    /// Comparative fit index against independent items, within 0 and 1.
    pub cfi: f64,
    /// Weighted number of persons without a missing response: the others are left out.
    pub persons: f64,
}

impl Calibration {
    /// M2 or C2 of these responses.
    ///
    /// With observed moments `p`, expected moments `e`, covariance `Ξ` of one person's moments and derivatives `Δ`:
    /// `N (p − e)ᵀ (Ξ⁻¹ − Ξ⁻¹Δ(ΔᵀΞ⁻¹Δ)⁻¹ΔᵀΞ⁻¹) (p − e)`. Groups are independent samples. Δ has a column for every free
    /// parameter, those of the latent density included (R mirt leaves these out, though it counts them); weights of an
    /// empirical histogram are taken as known. Of bifactor and two-tier models the integrals are by dimension reduction
    /// (Cai & Hansen 2013).
    ///
    /// Under the null model of TLI and CFI items are independent; of the moments of M2 its parameters determine one
    /// an item, of those of C2 one a category but the lowest.
    ///
    /// Memory and time grow with the fourth power of the number of items: 100 binary items have 5,050 moments.
    ///
    /// # Errors
    /// [`CalibrationError::NotDefined`] if there are not more moments than parameters, nobody answered everything, or
    /// moments depend on each other.
    pub fn limited_information(
        &self,
        responses: &Responses,
        moments: Moments,
    ) -> Result<LimitedInformation, CalibrationError> {
        let items = responses.items();
        let statistic = match moments {
            Moments::M2 => "M2",
            Moments::C2 => "C2",
        };
        let refuse = |reason| Err(CalibrationError::NotDefined { statistic, reason });
        let groups = responses.groups().len();
        let first: usize =
            (0..items).map(|item| if moments == Moments::C2 { self.categories(item) - 1 } else { 1 }).sum();
        let count = first + items * (items - 1) / 2;
        if count > MOST_MOMENTS {
            return refuse("there are too many pairs of items for its covariance matrix");
        }
        if count * groups <= self.free.len() {
            return refuse("there are no more moments than parameters: with few items of several categories, use C2");
        }
        let predictions = Predictions::new(self);
        let (mut model, mut null) = (Vec::new(), Vec::new());
        for group in 0..groups {
            let observed = Observed::new(self, responses, group);
            if observed.persons <= 1.0 {
                return refuse("nobody answered every item");
            }
            let points = self.conditionals(&predictions, group);
            let space = Space::new(self, &predictions, group);
            let latent = self.latent_terms(&predictions, group);
            model.push(block(&points, &space, &latent, &observed, moments, self.free.len()));
            let (points, parameters) = observed.independence(moments);
            null.push(block(&points, &Space::point(items), &[], &observed, moments, parameters));
        }
        let shared: Vec<Vec<usize>> = vec![(0..self.free.len()).collect(); groups];
        let mut next = 0;
        let own: Vec<Vec<usize>> = null
            .iter()
            .map(|block| {
                let start = next;
                next += block.derivative.first().map_or(0, Vec::len);
                (start..next).collect()
            })
            .collect();
        let x = match quadratic(&model, &shared, self.free.len()) {
            Ok(x) => x,
            Err(Undefined::Moments) => {
                return refuse("the moments depend on each other; there are categories or pairs that hardly occur");
            }
            Err(Undefined::Parameters) => return refuse("these moments cannot tell all parameters from each other"),
        };
        let null_x = quadratic(&null, &own, next).unwrap_or(f64::NAN);
        let df = count * groups - self.free.len();
        let null_df = float(count * groups) - float(next);
        let persons: f64 = model.iter().map(|block| block.persons).sum();
        let d = float(df);
        Ok(LimitedInformation {
            statistic: x,
            df,
            p: tails::chi_square(x, d),
            rmsea: rmsea(x, d, persons),
            rmsea_interval: interval(x, d, persons),
            srmsr: model.iter().map(|block| block.srmsr).fold(0.0, f64::max),
            tli: (null_x / null_df - x / d) / (null_x / null_df - 1.0),
            cfi: (1.0 - (x - d) / (null_x - null_df)).clamp(0.0, 1.0),
            persons,
        })
    }

    fn categories(&self, item: usize) -> usize {
        let problem = &self.evaluator.problem;
        problem.instances[problem.instance_of[0][item]].shape.categories
    }

    /// Every item given ability, with derivatives in the free parameters.
    fn conditionals(&self, predictions: &Predictions, group: usize) -> Vec<Conditional> {
        let problem = &self.evaluator.problem;
        let full = problem.free.expand(&self.free);
        let conditional = |instance: &usize| {
            let (number, instance) = (*instance, &problem.instances[*instance]);
            let (size, nodes) = (instance.shape.len(), predictions.nodes);
            let logs = instance.shape.log_derivatives(&full[instance.range()], &problem.grid);
            let mut derivatives = Vec::new();
            for k in 0..instance.shape.categories {
                let p = predictions.probability(number, k);
                for place in 0..size {
                    if let Some(free) = problem.free.of[instance.offset + place] {
                        let row = &logs[(k * size + place) * nodes..(k * size + place + 1) * nodes];
                        derivatives.push((free, k, row.iter().zip(p).map(|(log, p)| log * p).collect()));
                    }
                }
            }
            let probability =
                (0..instance.shape.categories).map(|k| predictions.probability(number, k).to_vec()).collect();
            Conditional { probability, derivatives }
        };
        problem.instance_of[group].iter().map(conditional).collect()
    }

    /// Free latent parameters of a group with the derivatives of its density.
    fn latent_terms(&self, predictions: &Predictions, group: usize) -> Vec<(usize, Vec<f64>)> {
        let problem = &self.evaluator.problem;
        let scores = self.evaluator.problem.latent_scores(&problem.free.expand(&self.free));
        let density = predictions.density(group);
        let rows = scores[group].chunks_exact(predictions.nodes).enumerate();
        rows.filter_map(|(at, row)| {
            let free = problem.free.of[problem.latent[group] + at]?;
            Some((free, row.iter().zip(&density).map(|(score, w)| score * w).collect()))
        })
        .collect()
    }
}
