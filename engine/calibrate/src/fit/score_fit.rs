//! S-X²: observed and expected responses of persons with one sum score.

use super::chi_square::{rmsea, upper_tail};
use super::{Predictions, float};
use crate::calibrate::Calibration;
use crate::data::Responses;
use crate::error::CalibrationError;

/// Fit of an item (Orlando & Thissen 2000; for several categories Kang & Chen 2008).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreFit {
    /// `Σ (O − E)²/E` over sum scores and categories, after collapsing; NaN without degrees of freedom.
    pub statistic: f64,
    /// Cells less rows less the item's free parameters and the latent density's; 0 if that is negative.
    pub df: usize,
    /// Upper tail probability.
    pub p: f64,
    /// Root mean square error of approximation.
    pub rmsea: f64,
    /// Weighted number of persons without a missing response: the others are left out.
    pub persons: f64,
}

/// Cells are collapsed until so many persons are expected in each, as R mirt does by default.
const SMALLEST_CELL: f64 = 1.0;

/// Sum scores × categories.
type Table = Vec<Vec<f64>>;

impl Calibration {
    /// S-X² of every item of a group's persons.
    ///
    /// Cells with less than one person expected are collapsed by R mirt's rule: score groups of one person join the
    /// next; categories join the smaller neighbour within a score; then scores join the neighbour with fewer persons.
    ///
    /// # Errors
    /// [`CalibrationError::NotDefined`] if nobody answered every item.
    pub fn score_fit(&self, responses: &Responses, group: usize) -> Result<Vec<ScoreFit>, CalibrationError> {
        let problem = &self.engine.problem;
        if problem.reduction.is_some() {
            let reason = "of bifactor models it is not computed: estimate the model without dimension reduction";
            return Err(CalibrationError::NotDefined { statistic: "S-X²", reason });
        }
        let instances = &problem.instance_of[group];
        let items = responses.items();
        let categories: Vec<usize> = instances.iter().map(|i| problem.instances[*i].shape.categories).collect();
        let highest: usize = categories.iter().map(|k| k - 1).sum();
        let mut observed: Vec<Table> = categories.iter().map(|k| vec![vec![0.0; *k]; highest + 1]).collect();
        let mut persons = 0.0;
        let mut of_score = vec![0.0; highest + 1];
        let mut row = Vec::new();
        for person in (0..responses.persons()).filter(|person| responses.group(*person) == group) {
            row.clear();
            row.extend(responses.answers(person));
            if row.len() < items {
                continue;
            }
            let weight = responses.weight(person);
            let score: usize = row.iter().map(|(_, k)| k).sum();
            persons += weight;
            of_score[score] += weight;
            for (item, k) in &row {
                observed[*item][score][*k] += weight;
            }
        }
        if persons <= 0.0 {
            return Err(CalibrationError::NotDefined { statistic: "S-X²", reason: "nobody answered every item" });
        }
        let predictions = Predictions::new(self);
        let density = predictions.density(group);
        let all = score_distribution(&predictions, instances, &categories, None);
        let marginal: Vec<f64> = all.iter().map(|row| dot(row, &density)).collect();
        let latent = problem.latent[group]..problem.latent[group] + crate::problem::latent_len(problem.dimensions());
        let latent_free = latent.filter(|at| problem.free.of[*at].is_some()).count();
        let fit = |item: usize| {
            let rest = score_distribution(&predictions, instances, &categories, Some(item));
            let mut expected: Vec<Vec<Option<f64>>> = Vec::new();
            for score in 1..highest {
                let cell = |k: usize| {
                    let others = rest.get(score.checked_sub(k)?)?;
                    let p = predictions.probability(instances[item], k);
                    let joint: f64 = p.iter().zip(others).zip(&density).map(|((p, r), w)| p * r * w).sum();
                    Some(of_score[score] * joint / marginal[score])
                };
                expected.push((0..categories[item]).map(cell).collect());
            }
            let seen: Table = observed[item][1..highest].to_vec();
            let (seen, expected) = collapse(seen, &expected);
            let mut statistic = 0.0;
            let mut cells = 0_usize;
            for (o, e) in seen.iter().flatten().zip(expected.iter().flatten()) {
                if *e > 0.0 {
                    statistic += (o - e) * (o - e) / e;
                    cells += 1;
                }
            }
            let own = &problem.instances[instances[item]];
            let free = own.range().filter(|at| problem.free.of[*at].is_some()).count() + latent_free;
            let df = cells.saturating_sub(expected.len() + free);
            let statistic = if df == 0 { f64::NAN } else { statistic };
            let d = float(df);
            ScoreFit { statistic, df, p: upper_tail(statistic, d), rmsea: rmsea(statistic, d, persons), persons }
        };
        Ok((0..items).map(fit).collect())
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Distribution of the sum score given ability (Lord & Wingersky 1984), scores × nodes, of all items but one.
fn score_distribution(
    predictions: &Predictions,
    instances: &[usize],
    categories: &[usize],
    without: Option<usize>,
) -> Table {
    let nodes = predictions.nodes;
    let mut table = vec![vec![1.0; nodes]];
    for (item, instance) in instances.iter().enumerate().filter(|(item, _)| Some(*item) != without) {
        let mut next = vec![vec![0.0; nodes]; table.len() + categories[item] - 1];
        for (score, row) in table.iter().enumerate() {
            for k in 0..categories[item] {
                let p = predictions.probability(*instance, k);
                for ((sum, row), p) in next[score + k].iter_mut().zip(row).zip(p) {
                    *sum += row * p;
                }
            }
        }
        table = next;
    }
    table
}

/// Collapse both tables in step. Cells that no pattern can reach are `None`.
fn collapse(seen: Table, expected: &[Vec<Option<f64>>]) -> (Table, Table) {
    let mut o = seen;
    let mut e: Table = expected.iter().map(|row| row.iter().map(|cell| cell.unwrap_or(0.0)).collect()).collect();
    join_unreachable(&mut o, &mut e, expected);
    join_rare_scores(&mut o, &mut e);
    if e.is_empty() {
        return (o, e);
    }
    join_categories(&mut o, &mut e);
    join_rare_columns(&mut o, &mut e);
    join_scores(&mut o, &mut e);
    (o, e)
}

/// Add row `from` to row `to`.
fn join(o: &mut Table, e: &mut Table, from: usize, to: usize) {
    for table in [o, e] {
        let row = table[from].clone();
        table[to].iter_mut().zip(row).for_each(|(sum, part)| *sum += part);
    }
}

/// Lowest and highest scores at which some category is out of reach join the next score.
fn join_unreachable(o: &mut Table, e: &mut Table, expected: &[Vec<Option<f64>>]) {
    let reachable = |row: &Vec<Option<f64>>| row.iter().all(Option::is_some);
    let (Some(first), Some(last)) = (expected.iter().position(reachable), expected.iter().rposition(reachable)) else {
        return;
    };
    for row in 0..first {
        join(o, e, row, first);
    }
    for row in last + 1..expected.len() {
        join(o, e, row, last);
    }
    for table in [o, e] {
        table.truncate(last + 1);
        table.drain(..first);
    }
}

/// Scores nobody has go; scores that one person has join the next.
fn join_rare_scores(o: &mut Table, e: &mut Table) {
    let total = |row: &[f64]| row.iter().sum::<f64>();
    let mut row = 0;
    while row < o.len() {
        if total(&o[row]) <= 0.0 {
            o.remove(row);
            e.remove(row);
        } else {
            row += 1;
        }
    }
    let is_one = |row: &[f64]| (total(row) - 1.0).abs() < 1e-9;
    let mut row = 0;
    while row + 1 < o.len() {
        if is_one(&o[row]) {
            join(o, e, row, row + 1);
            o.remove(row);
            e.remove(row);
        } else {
            row += 1;
        }
    }
    if o.len() > 1 && is_one(&o[o.len() - 1]) {
        join(o, e, o.len() - 1, o.len() - 2);
        o.pop();
        e.pop();
    }
}

/// Within a score, the smallest category joins its smaller neighbour until all are large enough or two are left.
fn join_categories(o: &mut Table, e: &mut Table) {
    let columns = e[0].len();
    if columns <= 2 {
        return;
    }
    for (o, e) in o.iter_mut().zip(e) {
        if e.iter().all(|cell| *cell >= SMALLEST_CELL) {
            continue;
        }
        while e.len() > 2 {
            let least = e.iter().copied().fold(f64::INFINITY, f64::min);
            let at = e.iter().rposition(|cell| *cell <= least).unwrap_or(0);
            let to = match at {
                0 => 1,
                _ if at + 1 == e.len() => at - 1,
                _ if e[at - 1] <= e[at + 1] => at - 1,
                _ => at + 1,
            };
            e[to] += e[at];
            o[to] += o[at];
            e.remove(at);
            o.remove(at);
            if e.iter().all(|cell| *cell >= SMALLEST_CELL) {
                break;
            }
        }
        e.resize(columns, 0.0);
        o.resize(columns, 0.0);
    }
}

/// Columns that are empty nearly everywhere join the one before.
fn join_rare_columns(o: &mut Table, e: &mut Table) {
    let merge = |table: &mut Table, column: usize| {
        for row in table {
            let value = row.remove(column);
            row[column - 1] += value;
        }
    };
    while e[0].len() > 2 {
        let last = e[0].len() - 1;
        let sum: f64 = e.iter().map(|row| row[last]).sum();
        if sum >= SMALLEST_CELL * (float(e.len()) * 0.1).ceil() {
            break;
        }
        merge(o, last);
        merge(e, last);
    }
    for column in (1..e[0].len()).rev() {
        let filled = e.iter().filter(|row| row[column] > 0.0).count();
        if float(filled) / float(e.len()) < 0.05 {
            merge(o, column);
            merge(e, column);
        }
    }
}

/// The first score with a small cell joins the neighbour with fewer persons, until there is none.
fn join_scores(o: &mut Table, e: &mut Table) {
    let small = |row: &Vec<f64>| row.iter().any(|cell| *cell < SMALLEST_CELL && *cell > 0.0);
    while e.len() > 1 {
        let Some(at) = e.iter().position(small) else { break };
        let persons = |row: usize| o[row].iter().sum::<f64>();
        let to = match at {
            0 => 1,
            _ if at + 1 == e.len() => at - 1,
            _ if persons(at - 1) <= persons(at + 1) => at - 1,
            _ => at + 1,
        };
        join(o, e, at, to);
        o.remove(at);
        e.remove(at);
    }
}
