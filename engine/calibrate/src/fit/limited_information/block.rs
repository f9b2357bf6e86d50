//! Expected moments of one group, with their covariance and derivatives.

use super::observed::Observed;
use super::{Moments, float};
use crate::fit::space::{Product, Space};
use crate::linear::Square;

/// What one group contributes: residuals, their covariance and their derivatives, for one person.
pub(super) struct Block {
    pub(super) residual: Vec<f64>,
    pub(super) covariance: Square,
    /// A row a moment, a column a parameter.
    pub(super) derivative: Vec<Vec<f64>>,
    pub(super) persons: f64,
    pub(super) srmsr: f64,
}

/// An item given ability: distributions of its score at some points.
pub(super) struct Conditional {
    /// `P(k)` over the points.
    pub(super) probability: Vec<Vec<f64>>,
    /// Derivatives of `P(k)`: (parameter, category, values over the points).
    pub(super) derivatives: Vec<(usize, usize, Vec<f64>)>,
}

impl Conditional {
    /// Derivatives of the mean of a function of the response, by free parameter.
    fn change_of(&self, values: &[f64]) -> Vec<(usize, Vec<f64>)> {
        let mut changes: Vec<(usize, Vec<f64>)> = Vec::new();
        for (free, category, row) in self.derivatives.iter().filter(|(_, category, _)| values[*category] != 0.0) {
            let place = changes.iter().position(|(own, _)| own == free).unwrap_or_else(|| {
                changes.push((*free, vec![0.0; row.len()]));
                changes.len() - 1
            });
            changes[place].1.iter_mut().zip(row).for_each(|(sum, change)| *sum += values[*category] * change);
        }
        changes
    }
}

/// A moment is the mean of a product of functions of one or two items' responses; a function has a value a category.
struct Moment {
    parts: Vec<(usize, Vec<f64>)>,
}

impl Moment {
    fn has(&self, item: usize) -> bool {
        self.parts.iter().any(|(own, _)| *own == item)
    }

    /// The parts of both multiplied, each item once.
    fn times(&self, other: &Self) -> Vec<(usize, Vec<f64>)> {
        let mut parts = self.parts.clone();
        for (item, values) in &other.parts {
            match parts.iter_mut().find(|(own, _)| own == item) {
                Some((_, own)) => own.iter_mut().zip(values).for_each(|(own, value)| *own *= value),
                None => parts.push((*item, values.clone())),
            }
        }
        parts
    }
}

fn moments_of(points: &[Conditional], moments: Moments) -> Vec<Moment> {
    let scores = |item: usize| -> Vec<f64> { (0..points[item].probability.len()).map(float).collect() };
    let mut list = Vec::new();
    for (item, point) in points.iter().enumerate() {
        if moments == Moments::C2 {
            for k in 1..point.probability.len() {
                let indicator = (0..point.probability.len()).map(|m| float(usize::from(m == k))).collect();
                list.push(Moment { parts: vec![(item, indicator)] });
            }
        } else {
            list.push(Moment { parts: vec![(item, scores(item))] });
        }
    }
    for i in 0..points.len() {
        for j in i + 1..points.len() {
            list.push(Moment { parts: vec![(i, scores(i)), (j, scores(j))] });
        }
    }
    list
}

/// Expected moments, their covariance and derivatives, and what was observed. `latent` has the derivatives of the
/// density by free parameter.
pub(super) fn block(
    points: &[Conditional],
    space: &Space,
    latent: &[(usize, Vec<f64>)],
    observed: &Observed,
    moments: Moments,
    parameters: usize,
) -> Block {
    let list = moments_of(points, moments);
    // Mean of a function of an item's response given ability.
    let mean = |item: usize, values: &[f64]| weighted_sum(&points[item].probability, values, space.nodes());
    let product = |parts: &[(usize, Vec<f64>)]| {
        let rows: Vec<(usize, Vec<f64>)> = parts.iter().map(|(item, values)| (*item, mean(*item, values))).collect();
        space.product(&rows.iter().map(|(item, row)| (*item, row.as_slice())).collect::<Vec<_>>())
    };
    let given: Vec<Product> = list.iter().map(|moment| product(&moment.parts)).collect();
    let expected: Vec<f64> = given.iter().map(|given| space.mean(given)).collect();
    let count = list.len();
    let mut covariance = Square::zeros(count);
    for a in 0..count {
        for b in 0..=a {
            let common = list[a].parts.iter().any(|(item, _)| list[b].has(*item));
            let joint = if common {
                // Functions of one item multiply before the mean is taken.
                space.mean(&product(&list[a].times(&list[b])))
            } else {
                space.joint(&given[a], &given[b])
            };
            let value = joint - expected[a] * expected[b];
            covariance.set(a, b, value);
            covariance.set(b, a, value);
        }
    }
    let mut derivative = vec![vec![0.0; parameters]; count];
    for (row, moment) in list.iter().enumerate() {
        for (part, (item, values)) in moment.parts.iter().enumerate() {
            let others: Vec<(usize, Vec<f64>)> = moment
                .parts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != part)
                .map(|(_, own)| (own.0, mean(own.0, &own.1)))
                .collect();
            for (free, change) in points[*item].change_of(values) {
                let mut rows = vec![(*item, change.as_slice())];
                rows.extend(others.iter().map(|(item, row)| (*item, row.as_slice())));
                derivative[row][free] += space.mean(&space.product(&rows));
            }
        }
        for (free, change) in latent {
            derivative[row][*free] += space.mean_under(&given[row], change);
        }
    }
    let residual: Vec<f64> =
        list.iter().zip(&expected).map(|(moment, expected)| observed.mean(&moment.parts) - expected).collect();
    let srmsr = residual_correlations(points, space, observed);
    Block { residual, covariance, derivative, persons: observed.persons, srmsr }
}

/// `Σ_k values[k] · rows[k]`
fn weighted_sum(rows: &[Vec<f64>], values: &[f64], nodes: usize) -> Vec<f64> {
    let mut sum = vec![0.0; nodes];
    for (row, value) in rows.iter().zip(values).filter(|(_, value)| **value != 0.0) {
        sum.iter_mut().zip(row).for_each(|(sum, entry)| *sum += value * entry);
    }
    sum
}

/// Root mean square of observed less expected correlations of item scores.
fn residual_correlations(points: &[Conditional], space: &Space, observed: &Observed) -> f64 {
    let moment = |item: usize, power: i32| {
        let p = &points[item].probability;
        let powers: Vec<f64> = (0..p.len()).map(|k| float(k).powi(power)).collect();
        space.product(&[(item, weighted_sum(p, &powers, space.nodes()).as_slice())])
    };
    let firsts: Vec<Product> = (0..points.len()).map(|item| moment(item, 1)).collect();
    let expected: Vec<(f64, f64)> = (0..points.len())
        .map(|item| {
            let mean = space.mean(&firsts[item]);
            (mean, (space.mean(&moment(item, 2)) - mean * mean).sqrt())
        })
        .collect();
    let seen: Vec<(f64, f64)> = (0..points.len())
        .map(|item| {
            let mean: f64 = observed.proportions[item].iter().enumerate().map(|(k, p)| float(k) * p).sum();
            (mean, (observed.products.get(item, item) - mean * mean).sqrt())
        })
        .collect();
    let (mut sum, mut pairs) = (0.0, 0.0);
    for i in 0..points.len() {
        for j in 0..i {
            let joint = space.joint(&firsts[i], &firsts[j]);
            let model = (joint - expected[i].0 * expected[j].0) / (expected[i].1 * expected[j].1);
            let data = (observed.products.get(i, j) - seen[i].0 * seen[j].0) / (seen[i].1 * seen[j].1);
            sum += (data - model) * (data - model);
            pairs += 1.0;
        }
    }
    (sum / pairs).sqrt()
}
