//! Dependence of pairs of items beyond what ability explains.

use super::mean_squares::residual;
use super::{Predictions, float, probabilities_at};
use crate::calibrate::Calibration;
use crate::data::Responses;
use crate::score::{Eap, ScoreError};

/// One pair of items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairFit {
    /// The first item, from 0.
    pub first: usize,
    /// The second.
    pub second: usize,
    /// `Σ (O − E)²/E` over the table of both (Chen & Thissen 1997).
    pub chi_square: f64,
    /// Degrees of freedom as R mirt has them: the product of both numbers of categories less 1.
    pub df: usize,
    /// Cramér's V made of it, with the sign of the observed less the expected correlation.
    pub cramer_v: f64,
    /// Correlation of residuals at the persons' scores (Yen 1984).
    pub q3: f64,
    /// Weighted number of persons who answered both.
    pub persons: f64,
}

/// All pairs, the first item running slowest.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalDependence {
    /// The pairs.
    pub pairs: Vec<PairFit>,
}

/// Sums of one pair.
#[derive(Clone, Default)]
struct Sums {
    table: Vec<f64>,
    expected: Vec<f64>,
    weight: f64,
    residuals: [f64; 5],
}

impl Calibration {
    /// LD-χ² and Q3 of every pair, at these scores.
    ///
    /// # Errors
    /// Other items than those calibrated.
    pub fn local_dependence(&self, responses: &Responses, scores: &[Eap]) -> Result<LocalDependence, ScoreError> {
        self.check(responses)?;
        let items = responses.items();
        let problem = &self.evaluator.problem;
        let categories: Vec<usize> =
            problem.instance_of[0].iter().map(|instance| problem.instances[*instance].shape.categories).collect();
        let index = |i: usize, j: usize| i * items + j;
        let mut sums = vec![Sums::default(); items * items];
        for i in 0..items {
            for j in i + 1..items {
                sums[index(i, j)].table = vec![0.0; categories[i] * categories[j]];
                sums[index(i, j)].expected = vec![0.0; categories[i] * categories[j]];
            }
        }
        // Persons of a group who answered both have that group's expected table.
        let mut by_group = vec![vec![0.0; items * items]; responses.groups().len()];
        let mut row: Vec<(usize, usize, f64)> = Vec::new();
        for (person, score) in scores.iter().enumerate() {
            let (weight, group) = (responses.weight(person), responses.group(person));
            row.clear();
            row.extend(responses.answers(person).map(|(item, k)| {
                let p = probabilities_at(self, problem.instance_of[group][item], &score.theta);
                (item, k, residual(&p, k).value)
            }));
            row.sort_unstable_by_key(|(item, ..)| *item);
            for (place, (i, k, a)) in row.iter().enumerate() {
                for (j, m, b) in &row[place + 1..] {
                    let sums = &mut sums[index(*i, *j)];
                    sums.table[k * categories[*j] + m] += weight;
                    sums.weight += weight;
                    for (sum, value) in sums.residuals.iter_mut().zip([*a, *b, a * a, b * b, a * b]) {
                        *sum += weight * value;
                    }
                    by_group[group][index(*i, *j)] += weight;
                }
            }
        }
        let predictions = Predictions::new(self);
        for (group, weights) in by_group.iter().enumerate() {
            let density = predictions.density(group);
            for i in 0..items {
                for j in i + 1..items {
                    let (left, right) = (problem.instance_of[group][i], problem.instance_of[group][j]);
                    for k in 0..categories[i] {
                        for m in 0..categories[j] {
                            let (p, q) = (predictions.probability(left, k), predictions.probability(right, m));
                            let joint = match &problem.reduction {
                                Some(reduction) if reduction.of_item[i] != reduction.of_item[j] => {
                                    joint_across(p, q, &density, reduction.general_nodes)
                                }
                                _ => p.iter().zip(q).zip(&density).map(|((p, q), w)| p * q * w).sum(),
                            };
                            sums[index(i, j)].expected[k * categories[j] + m] += weights[index(i, j)] * joint;
                        }
                    }
                }
            }
        }
        let mut pairs = Vec::new();
        for i in 0..items {
            for j in i + 1..items {
                pairs.push(pair(i, j, &sums[index(i, j)], categories[i], categories[j]));
            }
        }
        Ok(LocalDependence { pairs })
    }
}

/// Probability of both responses where the items load on different specific dimensions: each is averaged over its
/// own given the general ones.
fn joint_across(p: &[f64], q: &[f64], density: &[f64], general: usize) -> f64 {
    (0..general)
        .map(|g| {
            let over = |values: Option<&[f64]>| -> f64 {
                let nodes = (g..density.len()).step_by(general);
                nodes.map(|node| density[node] * values.map_or(1.0, |values| values[node])).sum()
            };
            over(Some(p)) * over(Some(q)) / over(None)
        })
        .sum()
}

fn pair(first: usize, second: usize, sums: &Sums, rows: usize, columns: usize) -> PairFit {
    let chi_square: f64 = sums.table.iter().zip(&sums.expected).map(|(o, e)| (o - e) * (o - e) / e).sum();
    let smaller = float(rows.min(columns) - 1);
    let sign = if correlation(&sums.table, columns) < correlation(&sums.expected, columns) { -1.0 } else { 1.0 };
    let [a, b, aa, bb, ab] = sums.residuals.map(|sum| sum / sums.weight);
    PairFit {
        first,
        second,
        chi_square,
        df: (rows - 1) * (columns - 1),
        cramer_v: sign * (chi_square / (sums.weight * smaller)).sqrt(),
        q3: (ab - a * b) / ((aa - a * a) * (bb - b * b)).sqrt(),
        persons: sums.weight,
    }
}

/// Correlation of row and column number in a table.
fn correlation(table: &[f64], columns: usize) -> f64 {
    let total: f64 = table.iter().sum();
    let mean = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        let sum: f64 = table.iter().enumerate().map(|(at, n)| n * f(float(at / columns), float(at % columns))).sum();
        sum / total
    };
    let (a, b) = (mean(&|k, _| k), mean(&|_, m| m));
    let (aa, bb) = (mean(&|k, _| k * k) - a * a, mean(&|_, m| m * m) - b * b);
    (mean(&|k, m| k * m) - a * b) / (aa * bb).sqrt()
}
