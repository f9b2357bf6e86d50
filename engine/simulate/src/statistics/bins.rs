//! Classes of true θ, in which accuracy is told apart.

use serde::Serialize;

use super::{Moments, Outcome};

/// About how many classes there are unless others are asked for.
const USUAL: f64 = 10.0;
/// So many standard deviations about the mean are divided; what lies beyond is in the outermost classes.
const DIVIDED: f64 = 2.5;

/// Classes of θ: below the first edge, between two, from the last edge on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bins {
    edges: Vec<f64>,
}

impl Bins {
    /// Classes that part at these values, ascending.
    pub(crate) const fn new(edges: Vec<f64>) -> Self {
        Self { edges }
    }

    /// Classes about these points, ascending: they part halfway.
    pub(crate) fn around(points: &[f64]) -> Self {
        Self::new(points.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect())
    }

    /// About ten classes of a round width for a distribution of this mean and standard deviation.
    pub(crate) fn of_distribution(mean: f64, sd: f64) -> Self {
        let (lower, upper) = (mean - DIVIDED * sd, mean + DIVIDED * sd);
        let width = round_step((upper - lower) / USUAL);
        let (first, last) = ((lower / width).round(), (upper / width).round());
        let mut edges = Vec::new();
        let mut j = first;
        while j <= last {
            edges.push(j * width);
            j += 1.0;
        }
        Self::new(edges)
    }

    pub(crate) fn len(&self) -> usize {
        self.edges.len() + 1
    }

    pub(crate) fn index(&self, theta: f64) -> usize {
        self.edges.partition_point(|edge| *edge <= theta)
    }

    /// Lower and upper edge of a class; `None` where it is open.
    fn range(&self, bin: usize) -> (Option<f64>, Option<f64>) {
        (bin.checked_sub(1).map(|edge| self.edges[edge]), self.edges.get(bin).copied())
    }
}

/// The number 1, 2, 2.5 or 5 times a power of ten that is at least `step`.
fn round_step(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    // A step that is round itself stays, whatever its logarithm was rounded to.
    let enough = step / power * (1.0 - 1e-9);
    power * [1.0, 2.0, 2.5, 5.0].into_iter().find(|round| *round >= enough).unwrap_or(10.0)
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Cell {
    truth: Moments,
    error: Moments,
    squared: Moments,
    se: Moments,
    length: Moments,
    covered: u64,
}

/// Accuracy by classes of true θ.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conditional {
    cells: Vec<Cell>,
}

impl Conditional {
    pub(crate) fn new(bins: &Bins) -> Self {
        Self { cells: vec![Cell::default(); bins.len()] }
    }

    pub(crate) fn add(&mut self, bins: &Bins, outcome: &Outcome, length: u32) {
        let cell = &mut self.cells[bins.index(outcome.truth)];
        let error = outcome.error();
        cell.truth.add(outcome.truth);
        cell.error.add(error);
        cell.squared.add(error * error);
        if outcome.se.is_finite() {
            cell.se.add(outcome.se);
        }
        cell.length.add(f64::from(length));
        cell.covered += u64::from(outcome.is_covered());
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (cell, other) in self.cells.iter_mut().zip(&other.cells) {
            cell.truth.merge(&other.truth);
            cell.error.merge(&other.error);
            cell.squared.merge(&other.squared);
            cell.se.merge(&other.se);
            cell.length.merge(&other.length);
            cell.covered += other.covered;
        }
    }

    /// The classes that anybody was in.
    pub(crate) fn report(&self, bins: &Bins) -> Vec<BinReport> {
        let rows = self.cells.iter().enumerate().filter(|(_, cell)| cell.truth.count() > 0);
        let row = |(bin, cell): (usize, &Cell)| {
            let (from, to) = bins.range(bin);
            BinReport {
                from,
                to,
                theta: cell.truth.mean(),
                sessions: cell.truth.count(),
                bias: cell.error.mean(),
                rmse: cell.squared.mean().sqrt(),
                mean_se: cell.se.mean(),
                mean_length: cell.length.mean(),
                coverage: cell.covered as f64 / cell.truth.count() as f64,
            }
        };
        rows.map(row).collect()
    }
}

/// Accuracy of the sessions of one class of true θ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BinReport {
    /// Where the class begins; `None`: at −∞.
    pub from: Option<f64>,
    /// Where the next begins; `None`: the class is open.
    pub to: Option<f64>,
    /// Mean of true θ in the class.
    pub theta: f64,
    /// Number of sessions.
    pub sessions: u64,
    /// `mean(θ̂ − θ)`, logits.
    pub bias: f64,
    /// `√mean((θ̂ − θ)²)`, logits.
    pub rmse: f64,
    /// Mean standard error, logits; without infinite ones.
    pub mean_se: f64,
    /// Mean number of items administered.
    pub mean_length: f64,
    /// Share of sessions whose 95 % interval holds θ.
    pub coverage: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_steps() {
        for (step, expected) in
            [(0.5, 0.5), (0.51, 1.0), (0.013, 0.02), (2.1, 2.5), (30.0, 50.0), (1.0, 1.0), (7.0, 10.0)]
        {
            assert!((round_step(step) - expected).abs() < 1e-12 * expected, "{step}: {}", round_step(step));
        }
    }

    #[test]
    fn classes_of_a_standard_normal_are_half_logits() {
        let bins = Bins::of_distribution(0.0, 1.0);
        assert_eq!(bins.len(), 12, "{bins:?}");
        assert_eq!(bins.range(0), (None, Some(-2.5)));
        assert_eq!(bins.range(11), (Some(2.5), None));
        assert_eq!([-9.0, -2.5, -0.01, 0.0, 2.5].map(|theta| bins.index(theta)), [0, 1, 5, 6, 11]);
    }

    #[test]
    fn classes_about_points_part_halfway() {
        let bins = Bins::around(&[-1.0, 0.0, 2.0]);
        assert_eq!(bins.edges, [-0.5, 1.0]);
        assert_eq!([-1.0, 0.0, 2.0].map(|theta| bins.index(theta)), [0, 1, 2]);
    }

    #[test]
    fn a_row_by_hand() {
        let bins = Bins::new(vec![0.0]);
        let mut conditional = Conditional::new(&bins);
        for (truth, estimate, se, length) in [(1.0, 1.3, 0.1, 10), (3.0, 2.9, 0.3, 20)] {
            conditional.add(&bins, &Outcome { truth, estimate, se }, length);
        }
        let mut other = Conditional::new(&bins);
        other.add(&bins, &Outcome { truth: 2.0, estimate: 2.1, se: 0.2 }, 30);
        conditional.merge(&other);
        let rows = conditional.report(&bins);
        let [row] = rows[..] else { panic!("one class holds everybody: {rows:?}") };
        assert_eq!((row.from, row.to, row.sessions), (Some(0.0), None, 3));
        // Errors 0.3, −0.1, 0.1; squares 0.09 + 0.01 + 0.01.
        for (found, expected) in [
            (row.theta, 2.0),
            (row.bias, 0.1),
            (row.rmse, (0.11f64 / 3.0).sqrt()),
            (row.mean_se, 0.2),
            (row.mean_length, 20.0),
            (row.coverage, 2.0 / 3.0),
        ] {
            assert!((found - expected).abs() < 1e-14, "{found}, expected {expected}");
        }
    }
}
