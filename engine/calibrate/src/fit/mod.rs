//! How well a calibration describes the data, under the latent density that was estimated: normal, bifactor, two-tier or
//! an empirical histogram.
//!
//! | statistic | of | missing responses | weights |
//! |---|---|---|---|
//! | [`Criteria`]: AIC, AICc, BIC, SABIC | the model | ignorable | the number of persons is the sum of weights |
//! | [`LimitedInformation`]: M2, C2 | the model | persons with any are left out | moments are weighted |
//! | [`ScoreFit`]: S-X² | items | persons with any are left out | counts are weighted |
//! | [`MeanSquares`]: infit, outfit; [`PersonFit`]: lz (Zh) | items, persons | over what was answered | items: weighted sums |
//! | [`LocalDependence`]: LD-χ², Q3 | pairs of items | over persons who answered both | weighted |
//! | [`Reliability`] | the test | ignorable | weighted |

mod collapse;
mod criteria;
mod limited_information;
mod local_dependence;
mod mean_squares;
mod reliability;
mod rmsea;
mod score_fit;
mod space;
mod sum_scores;

pub use criteria::Criteria;
pub use limited_information::{LimitedInformation, Moments};
pub use local_dependence::{LocalDependence, PairFit};
pub use mean_squares::{MeanSquares, PersonFit};
pub(crate) use mean_squares::{Residual, Sums};
pub use reliability::Reliability;
pub use score_fit::ScoreFit;

use crate::calibrate::Calibration;
use crate::estep::Curves;

/// Category probabilities of every instance on the calibration's nodes, and the groups' densities.
struct Predictions {
    curves: Curves,
    nodes: usize,
}

impl Predictions {
    fn new(calibration: &Calibration) -> Self {
        let problem = &calibration.evaluator.problem;
        let curves = Curves::new(problem, &problem.free.expand(&calibration.free));
        Self { curves, nodes: problem.grid.nodes }
    }

    /// `P(k)` of an instance over the nodes.
    fn probability(&self, instance: usize, category: usize) -> &[f64] {
        let start = (self.curves.first[instance] + category) * self.curves.stride;
        &self.curves.probability[start..start + self.nodes]
    }

    /// Density of a group over the nodes; it sums to 1.
    fn density(&self, group: usize) -> Vec<f64> {
        let row = &self.curves.log_weights[group * self.curves.stride..];
        row[..self.nodes].iter().map(|log| libm::exp(*log)).collect()
    }
}

/// Category probabilities of an instance at any point of ability.
fn probabilities_at(calibration: &Calibration, instance: usize, theta: &[f64]) -> Vec<f64> {
    let instance = &calibration.evaluator.problem.instances[instance];
    let parameters: Vec<f64> = calibration.evaluator.problem.free.expand(&calibration.free)[instance.range()].to_vec();
    let theta: Vec<f64> = match &calibration.evaluator.problem.reduction {
        // The grid has one place for all specific dimensions.
        Some(reduction) => reduction.point(instance.item, theta),
        None => theta.to_vec(),
    };
    let point = crate::quadrature::Grid::at(&theta);
    let mut probability = vec![0.0; instance.shape.categories * point.stride];
    let mut logarithm = probability.clone();
    instance.shape.curves(&parameters, &point, &mut probability, &mut logarithm);
    (0..instance.shape.categories).map(|k| probability[k * point.stride]).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of items, categories and persons are far below 2^53")]
fn float(n: usize) -> f64 {
    n as f64
}
