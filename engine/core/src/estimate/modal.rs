//! Modal estimates in one dimension: ML, MAP, Warm's WLE and Jeffreys' mode.
//!
//! Each is a zero of `f(θ) = S(θ) + r(θ)` where r is nothing, the slope of the log prior, `J/2I` or
//! `I′/2I`. Where the log-likelihood is concave and r falls, one bracket holds the only root. Otherwise
//! the range is scanned and, of several maxima, the highest is taken, the integral of f telling which that
//! is; catR takes the one between the extremes of f, which may be lower.

use super::plan::Correction;
use super::score::Score;
use super::{Response, Setting, Status, root};
use crate::math::clamp;

/// Cells of the scan, an even number: narrower than any two maxima of a real 3PL or 4PL test lie apart.
const SCAN_CELLS: u32 = 120;

/// Finds the estimate, into its slot of `theta`. Cost: a few dozen evaluations of the answered items where
/// the log-likelihood is concave, [`SCAN_CELLS`] more where it is not.
pub(super) fn mode(setting: Setting<'_>, block: usize, responses: &[Response], theta: &mut [f64]) -> Status {
    let Setting { bank, plan } = setting;
    let mean = plan.mean[block] + plan.shift(block, theta);
    let (lower, upper) = plan.support;
    let mut precision = 0.0;
    let mut cells = 1;
    match plan.correction {
        Correction::None => {}
        Correction::Normal => precision = plan.own_precision(block),
        _ => cells = SCAN_CELLS,
    }
    let slope = |theta: f64| {
        let score = Score::at(setting, block, responses, theta);
        let correction = match plan.correction {
            Correction::Warm => score.over_twice_information(score.bias_numerator),
            Correction::Jeffreys => score.over_twice_information(score.information_d1),
            _ => 0.0,
        };
        score.first + precision * (mean - theta) + correction
    };
    let mut answered = false;
    for response in responses {
        let item = bank.item(response.item);
        if plan.block_of(item.dimensions) == block {
            answered = true;
            if !item.is_log_concave() {
                cells = SCAN_CELLS;
            }
        }
    }
    let (mode, status) = if answered || precision > 0.0 {
        highest(&slope, lower, upper, cells)
    } else {
        (clamp(mean, lower, upper), Status::NoInformation)
    };
    theta[block] = mode;
    status
}

/// The highest maximum on the range of a function with this slope.
fn highest(slope: &dyn Fn(f64) -> f64, lower: f64, upper: f64, cells: u32) -> (f64, Status) {
    let mut best = (lower, Status::AtBound);
    let (mut left, mut slope_left) = (lower, slope(lower));
    // A maximum at the lower end, unless the function rises there.
    let mut found_any = slope_left <= 0.0;
    let mut j = 0;
    while j < cells {
        j += 1;
        let right = lower + (upper - lower) * f64::from(j) / f64::from(cells);
        let slope_right = slope(right);
        let mut found = (upper, Status::AtBound);
        let mut is_maximum = slope_right > 0.0 && j == cells;
        if slope_left > 0.0 && slope_right <= 0.0 {
            found = (root::bracketed(slope, left, right), Status::Regular);
            is_maximum = true;
        }
        if is_maximum && (!found_any || integral(slope, best.0, found.0) > 0.0) {
            best = found;
            found_any = true;
        }
        (left, slope_left) = (right, slope_right);
    }
    best
}

/// Simpson's rule over [`SCAN_CELLS`] cells.
fn integral(f: &dyn Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let h = (b - a) / f64::from(SCAN_CELLS);
    let mut sum = f(a) - f(b);
    let mut j = 0;
    while j < SCAN_CELLS {
        j += 1;
        sum += f(a + f64::from(j) * h) * if j % 2 == 1 { 4.0 } else { 2.0 };
    }
    sum * h
}
