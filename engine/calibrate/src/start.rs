//! Starting values from proportions and correlations with the rest of the items.
//!
//! The correlation of an item with the mean of the others, corrected for their unreliability and for the coarseness
//! of categories (biserial, Pearson 1909; polyserial for several), is a loading; slope and intercepts follow as in
//! Lord & Novick (1968, 16.9–10), with 1.702 between normal and logistic.

use crate::data::{Responses, Tally};
use crate::model::{Family, Parameter, Shape};
use crate::problem::Problem;
use crate::specification::Specification;
use crate::tails;

/// Slope of the normal ogive in logits.
const D: f64 = 1.702;
/// Loadings are kept within.
const LOADINGS: (f64, f64) = (0.15, 0.85);
/// Where lower asymptotes begin, and 1 minus where upper ones do.
const ASYMPTOTE: f64 = 0.15;

/// Moments of the items' scores.
struct Moments {
    /// Weighted proportions of each category.
    proportions: Vec<Vec<f64>>,
    /// Loadings: correlations with what the others measure.
    loadings: Vec<f64>,
}

/// Fill the template with starting values.
pub(crate) fn fill(problem: &mut Problem, specification: &Specification, tally: &Tally, sample: &Responses) {
    let moments = moments(tally, sample);
    for place in 0..problem.instances.len() {
        let instance = problem.instances[place].clone();
        let model = specification.items[instance.item].model;
        let unit = model.has_unit_slope();
        let values = values(
            &instance.shape,
            &moments.proportions[instance.item],
            moments.loadings[instance.item],
            unit,
            model.is_dichotomous().then(|| {
                use crate::model::Model;
                (matches!(model, Model::ThreeParameter | Model::FourParameter), model == Model::FourParameter)
            }),
        );
        problem.free.template[instance.range()].copy_from_slice(&values);
    }
}

/// Proportions are of all persons; of the sample no more than twice [`MOST_PERSONS`] are looked at, evenly spaced.
fn moments(tally: &Tally, sample: &Responses) -> Moments {
    let counts = &tally.counts;
    let items = counts[0].len();
    let mut proportions: Vec<Vec<f64>> = Vec::with_capacity(items);
    let (mut means, mut sds) = (vec![0.0; items], vec![1.0; items]);
    for item in 0..items {
        let mut pooled = vec![0.0; counts[0][item].len().max(2)];
        for group in counts {
            for (sum, count) in pooled.iter_mut().zip(&group[item]) {
                *sum += count;
            }
        }
        // Half a person is added to each category, so that none is empty.
        let total: f64 = pooled.iter().map(|count| count + 0.5).sum();
        pooled.iter_mut().for_each(|count| *count = (*count + 0.5) / total);
        let score = |power: i32| -> f64 { pooled.iter().enumerate().map(|(k, p)| float(k).powi(power) * p).sum() };
        means[item] = score(1);
        sds[item] = (score(2) - score(1) * score(1)).sqrt();
        proportions.push(pooled);
    }
    // Correlation of each item's standardised score with the mean of the others that were answered.
    let (mut cross, mut squares, mut weights) = (vec![0.0; items], vec![0.0; items], vec![0.0; items]);
    let mut row: Vec<(usize, f64)> = Vec::new();
    let step = sample_step(sample.persons() as u64);
    for person in (0..sample.persons()).step_by(usize::try_from(step).unwrap_or(usize::MAX)) {
        let weight = sample.weight(person);
        row.clear();
        row.extend(sample.answers(person).map(|(item, k)| (item, (float(k) - means[item]) / sds[item])));
        let total: f64 = row.iter().map(|(_, z)| z).sum();
        let others = float(row.len()) - 1.0;
        if others < 1.0 {
            continue;
        }
        for (item, z) in &row {
            let rest = (total - z) / others;
            cross[*item] += weight * z * rest;
            squares[*item] += weight * rest * rest;
            weights[*item] += weight;
        }
    }
    // E[z_i · rest] is λ_i times the mean loading; the mean over items of these is the mean loading squared.
    let products: Vec<f64> =
        cross.iter().zip(&weights).map(|(sum, weight)| if *weight > 0.0 { sum / weight } else { 0.0 }).collect();
    let mean = products.iter().sum::<f64>() / float(items);
    let typical = mean.max(0.02).sqrt();
    Moments { proportions, loadings: products.iter().map(|product| product / typical).collect() }
}

/// Persons looked at for correlations.
const MOST_PERSONS: usize = 5_000;

/// Of so many persons, every how many-th starting values are found with, from the first: between 5,000 and 10,000 of them
/// are enough.
#[must_use]
pub fn sample_step(persons: u64) -> u64 {
    (persons / MOST_PERSONS as u64).max(1)
}

#[expect(clippy::cast_precision_loss, reason = "counts of categories and items are small")]
fn float(n: usize) -> f64 {
    n as f64
}

/// Starting values of one item. `asymptotes` says which of the two are free.
fn values(shape: &Shape, proportions: &[f64], loading: f64, unit: bool, asymptotes: Option<(bool, bool)>) -> Vec<f64> {
    let (lower, upper) = asymptotes.unwrap_or((false, false));
    let (g, u) = (if lower { ASYMPTOTE } else { 0.0 }, if upper { 1.0 - ASYMPTOTE } else { 1.0 });
    // Proportions at or above each category, without guessing and slipping.
    let mut above: Vec<f64> = Vec::new();
    let mut rest = 1.0;
    for p in &proportions[..proportions.len() - 1] {
        rest -= p;
        above.push(((rest - g) / (u - g)).clamp(0.02, 0.98));
    }
    let deviates: Vec<f64> = above.iter().map(|p| tails::normal_quantile(*p)).collect();
    let score = |power: i32| -> f64 { proportions.iter().enumerate().map(|(k, p)| float(k).powi(power) * p).sum() };
    let sd = (score(2) - score(1) * score(1)).sqrt();
    let densities: f64 = deviates.iter().map(|z| libm::exp(-0.5 * z * z) / 2.506_628_274_631_000_5).sum();
    let sign = if loading < 0.0 { -1.0 } else { 1.0 };
    let polyserial = (loading.abs() * sd / densities).clamp(LOADINGS.0, LOADINGS.1) * sign;
    let ogive = polyserial / (1.0 - polyserial * polyserial).sqrt();
    let stretch = (1.0 + ogive * ogive).sqrt();
    let dimensions = float(shape.dimensions.len());
    let a = if unit { 1.0 } else { D * ogive };
    let cumulative = |k: usize| D * deviates[k] * stretch;
    (0..shape.len())
        .map(|place| match (shape.family, shape.parameter(place)) {
            (Family::Nominal, Parameter::Slope(k)) => partial_slope(a, shape) * f64::from(k),
            (Family::PartialCredit, Parameter::Slope(_)) if !unit => partial_slope(a, shape) / dimensions.sqrt(),
            (_, Parameter::Slope(_)) => {
                if unit {
                    1.0
                } else {
                    a / dimensions.sqrt()
                }
            }
            (Family::Dichotomous | Family::Graded, Parameter::Intercept(k)) => cumulative(k as usize - 1),
            // ln P(k)/P(0) at the mean of ability, roughly.
            (_, Parameter::Intercept(k)) => libm::log(proportions[k as usize] / proportions[0]) * PARTIAL,
            (_, Parameter::Step(k)) => {
                let k = k as usize;
                -libm::log(proportions[k] / proportions[k - 1]) * PARTIAL
            }
            (_, Parameter::Location) => (score(1) / float(shape.categories - 1) - 0.5) * 2.0,
            (_, Parameter::LowerAsymptote) => {
                if lower {
                    libm::log(g / (1.0 - g))
                } else {
                    f64::NEG_INFINITY
                }
            }
            (_, Parameter::UpperAsymptote) => {
                if upper {
                    libm::log(u / (1.0 - u))
                } else {
                    f64::INFINITY
                }
            }
        })
        .collect()
}

/// Ratios of category probabilities are this much steeper at a point of ability than over all persons.
const PARTIAL: f64 = 1.3;

/// A slope of steps: about the graded slope over the root of the number of steps.
fn partial_slope(a: f64, shape: &Shape) -> f64 {
    a / float(shape.categories - 1).powf(0.8)
}
