//! Modal estimates in one dimension: ML, MAP, Warm's WLE and Jeffreys' mode.
//!
//! Each is a zero of `f(θ) = S(θ) + r(θ)` where r is nothing, the slope of the log prior, `J/2I` or
//! `I′/2I`. Where the log-likelihood is concave and r falls, one bracket holds the only root. Otherwise
//! the range is scanned and, of several maxima, the highest is taken; catR takes the one between the
//! extremes of f, which may be lower.

use alloc::vec;
use alloc::vec::Vec;

use super::score::Score;
use super::{Block, Estimator, Status, root};
use crate::bank::Bank;
use crate::math::ln;
use crate::model::Curves;
use crate::prior::Prior;

/// Cells of the scan: narrower than any two maxima of a real 3PL or 4PL test lie apart.
const SCAN_CELLS: u32 = 120;

/// What is added to the score.
#[derive(Clone, Copy)]
enum Correction {
    None,
    Normal { mean: f64, precision: f64 },
    Warm,
    Jeffreys,
}

struct Objective<'a> {
    bank: &'a Bank,
    block: &'a Block,
    correction: Correction,
}

impl Objective<'_> {
    fn score(&self, theta: f64) -> Score {
        let mut point = vec![0.0; self.bank.dimensions()];
        point[self.block.dimensions[0] as usize] = theta;
        Score::at(self.bank, &self.block.responses, &point, &mut Curves::new())
    }

    fn correction(&self, theta: f64, score: &Score) -> f64 {
        match self.correction {
            Correction::None => 0.0,
            Correction::Normal { mean, precision } => (mean - theta) * precision,
            Correction::Warm => score.warm_correction(),
            Correction::Jeffreys => score.jeffreys_slope(),
        }
    }

    fn slope(&self, theta: f64) -> f64 {
        let score = self.score(theta);
        score.first + self.correction(theta, &score)
    }

    /// How much higher the objective is at `b` than at `a`.
    fn rise(&self, a: f64, b: f64) -> f64 {
        let (at_a, at_b) = (self.score(a), self.score(b));
        let likelihood = at_b.log_likelihood - at_a.log_likelihood;
        match self.correction {
            Correction::None => likelihood,
            Correction::Normal { mean, precision } => {
                likelihood + 0.5 * precision * ((a - mean) * (a - mean) - (b - mean) * (b - mean))
            }
            Correction::Jeffreys => {
                let ratio = at_b.information / at_a.information;
                likelihood + if ratio > 0.0 && ratio.is_finite() { 0.5 * ln(ratio) } else { 0.0 }
            }
            // Warm's correction has no closed integral for 3PL and 4PL.
            Correction::Warm => likelihood + self.integrate_correction(a, b),
        }
    }

    /// Simpson's rule over [`SCAN_CELLS`] cells.
    fn integrate_correction(&self, a: f64, b: f64) -> f64 {
        let cells = SCAN_CELLS;
        let h = (b - a) / f64::from(cells);
        let value = |j: u32| {
            let theta = a + f64::from(j) * h;
            let weight = match j {
                0 => 1.0,
                _ if j == cells => 1.0,
                _ if j % 2 == 1 => 4.0,
                _ => 2.0,
            };
            weight * self.correction(theta, &self.score(theta))
        };
        (0..=cells).map(value).sum::<f64>() * h / 3.0
    }
}

/// The estimate and its status. Cost: a few dozen evaluations of the answered items where the
/// log-likelihood is concave, [`SCAN_CELLS`] more where it is not.
pub(super) fn mode(bank: &Bank, block: &Block) -> (f64, Status) {
    let (mut lower, mut upper) = block.range;
    let correction = match (block.estimator, &block.prior) {
        (Estimator::Wle, _) => Correction::Warm,
        (Estimator::Jeffreys, _) | (Estimator::Map, Prior::Jeffreys) => Correction::Jeffreys,
        (Estimator::Map, Prior::Normal(normal)) => {
            Correction::Normal { mean: normal.mean()[0], precision: 1.0 / normal.covariance()[0] }
        }
        (Estimator::Map, Prior::Uniform { lower: from, upper: to }) => {
            // The posterior lives where range and prior overlap; if they do not, at the nearer end.
            (lower, upper) = (from.clamp(lower, upper), to.clamp(lower, upper));
            Correction::None
        }
        _ => Correction::None,
    };
    let has_prior = matches!(correction, Correction::Normal { .. });
    if block.responses.is_empty() && !has_prior {
        return (block.start[0].clamp(lower, upper), Status::NoInformation);
    }
    let objective = Objective { bank, block, correction };
    let concave = matches!(correction, Correction::None | Correction::Normal { .. })
        && block.responses.iter().all(|r| bank.item(r.item).is_log_concave());
    let maxima = local_maxima(&objective, lower, upper, if concave { 1 } else { SCAN_CELLS });
    let mut best = maxima[0];
    for candidate in &maxima[1..] {
        if objective.rise(best.0, candidate.0) > 0.0 {
            best = *candidate;
        }
    }
    best
}

/// All maxima on the range, from low to high; never empty.
fn local_maxima(objective: &Objective<'_>, lower: f64, upper: f64, cells: u32) -> Vec<(f64, Status)> {
    let mut maxima = Vec::new();
    let width = (upper - lower) / f64::from(cells);
    let (mut left, mut slope_left) = (lower, objective.slope(lower));
    if slope_left <= 0.0 {
        maxima.push((lower, Status::AtBound));
    }
    for j in 1..=cells {
        let right = if j == cells { upper } else { lower + f64::from(j) * width };
        let slope_right = objective.slope(right);
        if slope_left > 0.0 && slope_right <= 0.0 {
            maxima.push((root::bracketed(|x| objective.slope(x), left, right), Status::Regular));
        }
        (left, slope_left) = (right, slope_right);
    }
    if slope_left > 0.0 || maxima.is_empty() {
        maxima.push((upper, Status::AtBound));
    }
    maxima
}
