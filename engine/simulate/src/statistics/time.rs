//! How long the engine computes for a step. For information: it is the only thing in a report that differs from
//! run to run.

use std::time::Duration;

use serde::Serialize;

use crate::whole::index;

/// Classes of the histogram for each doubling of time: quantiles are right to 2 %.
const RESOLUTION: f64 = 16.0;

/// Times of many steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Times {
    /// By 16 log₂ of the nanoseconds.
    counts: Vec<u64>,
    steps: u64,
    total: Duration,
    longest: Duration,
}

impl Times {
    pub(crate) fn add(&mut self, step: Duration) {
        let place = index((step.as_nanos().max(1) as f64).log2() * RESOLUTION);
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] += 1;
        self.steps += 1;
        self.total += step;
        self.longest = self.longest.max(step);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count += other;
        }
        self.steps += other.steps;
        self.total += other.total;
        self.longest = self.longest.max(other.longest);
    }

    pub(crate) fn report(&self) -> TimeReport {
        let mut below = 0;
        let place = self.counts.iter().position(|count| {
            below += count;
            2 * below >= self.steps && below > 0
        });
        // The middle of the class.
        let median = place.map_or(f64::NAN, |place| ((place as f64 + 0.5) / RESOLUTION).exp2() / 1e3);
        TimeReport {
            steps: self.steps,
            mean: self.total.as_secs_f64() * 1e6 / self.steps as f64,
            median,
            maximum: self.longest.as_secs_f64() * 1e6,
        }
    }
}

/// Computing time of a step: taking an answer, estimating, and choosing the next item. Microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TimeReport {
    /// Number of steps.
    pub steps: u64,
    /// Mean.
    pub mean: f64,
    /// Median, to 2 %.
    pub median: f64,
    /// Longest.
    pub maximum: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_by_hand() {
        let mut times = Times::default();
        for microseconds in [1, 2, 3] {
            times.add(Duration::from_micros(microseconds));
        }
        let mut other = Times::default();
        other.add(Duration::from_micros(4));
        other.add(Duration::from_micros(90));
        times.merge(&other);
        let report = times.report();
        assert_eq!(report.steps, 5);
        assert!((report.mean - 20.0).abs() < 1e-9 && (report.maximum - 90.0).abs() < 1e-9, "{report:?}");
        assert!((report.median / 3.0 - 1.0).abs() < 0.023, "half a class of 2^(1/16): {report:?}");
    }
}
