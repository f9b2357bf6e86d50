//! How exactly the test measures.

use super::float;
use crate::calibrate::Calibration;
use crate::data::Responses;
use crate::score::Eap;

/// Reliability of scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// Of EAP scores, a value a dimension: their variance over that variance and the mean error variance (R mirt:
    /// `empirical_rxx`).
    pub empirical: Vec<f64>,
    /// `∫ I/(I + 1/σ²) φ(θ) dθ` over the first group's latent density, `I` its test information (Green, Bock et al.
    /// 1984). In one dimension. R mirt's `marginal_rxx` is the same where σ² is 1, and adds σ² elsewhere.
    pub marginal: Option<f64>,
}

impl Calibration {
    /// Reliabilities at these scores.
    #[must_use]
    pub fn reliability(&self, responses: &Responses, scores: &[Eap]) -> Reliability {
        let dimensions = self.specification.dimensions;
        let total = responses.total_weight();
        let empirical = (0..dimensions)
            .map(|d| {
                let sum = |value: &dyn Fn(&Eap) -> f64| -> f64 {
                    scores.iter().enumerate().map(|(person, score)| responses.weight(person) * value(score)).sum()
                };
                let mean = sum(&|score| score.theta[d]) / total;
                let variance = sum(&|score| (score.theta[d] - mean) * (score.theta[d] - mean)) / (total - 1.0);
                let error = sum(&|score| score.se[d] * score.se[d]) / total;
                variance / (variance + error)
            })
            .collect();
        Reliability { empirical, marginal: (dimensions == 1).then(|| self.marginal_reliability()) }
    }

    fn marginal_reliability(&self) -> f64 {
        if let Some(histogram) = &self.groups[0].histogram {
            let variance = self.groups[0].covariance[0];
            let terms = histogram.points.iter().zip(&histogram.weights).map(|(theta, weight)| {
                let information = self.test_information(0, &[*theta])[0];
                weight * information / (information + 1.0 / variance)
            });
            return terms.sum();
        }
        // The trapezoid rule on a smooth function that vanishes at both ends is exact far beyond what is shown.
        const POINTS: usize = 2_001;
        const RANGE: f64 = 10.0;
        let (mean, variance) = (self.groups[0].mean[0], self.groups[0].covariance[0]);
        let step = 2.0 * RANGE / float(POINTS - 1);
        (0..POINTS)
            .map(|point| {
                let z = -RANGE + float(point) * step;
                let information = self.test_information(0, &[mean + z * variance.sqrt()])[0];
                let density = libm::exp(-0.5 * z * z) / 2.506_628_274_631_000_5;
                step * density * information / (information + 1.0 / variance)
            })
            .sum()
    }

    /// Expected test information of a group's items at a point: the diagonal, one value a dimension.
    #[must_use]
    pub fn test_information(&self, group: usize, theta: &[f64]) -> Vec<f64> {
        let problem = &self.evaluator.problem;
        let full = problem.free.expand(&self.free);
        let point = crate::quadrature::Grid::at(theta);
        let mut information = vec![0.0; theta.len()];
        for instance in &problem.instance_of[group] {
            let instance = &problem.instances[*instance];
            let parameters = &full[instance.range()];
            let Some(reduction) = &problem.reduction else {
                instance.shape.information(parameters, &point, &mut information);
                continue;
            };
            // The grid has one place for all specific dimensions.
            let local = crate::quadrature::Grid::at(&reduction.point(instance.item, theta));
            let mut part = vec![0.0; reduction.dimensions()];
            instance.shape.information(parameters, &local, &mut part);
            for dimension in &self.specification.items[instance.item].dimensions {
                let dimension = *dimension as usize;
                information[dimension] += part[dimension.min(reduction.general)];
            }
        }
        information
    }
}
