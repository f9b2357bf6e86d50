//! How long tests are.

use serde::Serialize;

/// Probabilities whose quantiles are reported.
pub(crate) const PROBABILITIES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// How many tests had how many items.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lengths {
    counts: Vec<u64>,
}

impl Lengths {
    pub(crate) fn add(&mut self, length: u32) {
        let place = length as usize;
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] += 1;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count += other;
        }
    }

    pub(crate) fn report(&self) -> LengthReport {
        let total: u64 = self.counts.iter().sum();
        let n = total as f64;
        let lengths = || self.counts.iter().enumerate().map(|(length, count)| (length as f64, *count as f64));
        let mean = lengths().map(|(length, count)| length * count).sum::<f64>() / n;
        let squares: f64 = lengths().map(|(length, count)| (length - mean).powi(2) * count).sum();
        let distribution: Vec<LengthCount> = (0..)
            .zip(&self.counts)
            .filter(|(_, count)| **count > 0)
            .map(|(items, tests)| LengthCount { items, tests: *tests })
            .collect();
        LengthReport {
            mean,
            sd: if total < 2 { f64::NAN } else { (squares / (n - 1.0)).sqrt() },
            minimum: distribution.first().map_or(0, |shortest| shortest.items),
            maximum: distribution.last().map_or(0, |longest| longest.items),
            quantiles: PROBABILITIES.map(|probability| self.quantile(probability, total)),
            distribution,
        }
    }

    /// The smallest length that at least this share of the tests does not exceed.
    fn quantile(&self, probability: f64, total: u64) -> u32 {
        let mut below = 0;
        for (length, count) in (0..).zip(&self.counts) {
            below += count;
            if below as f64 >= probability * total as f64 && below > 0 {
                return length;
            }
        }
        0
    }
}

/// How long tests were, in items administered, pilot items and items passed on among them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LengthReport {
    /// Mean.
    pub mean: f64,
    /// Standard deviation, with n − 1.
    pub sd: f64,
    /// Shortest.
    pub minimum: u32,
    /// Longest.
    pub maximum: u32,
    /// Quantiles of 5, 25, 50, 75 and 95 %: the smallest length that so many tests do not exceed.
    pub quantiles: [u32; 5],
    /// How many tests had each length that there was.
    pub distribution: Vec<LengthCount>,
}

/// A length and how many tests had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LengthCount {
    /// Items.
    pub items: u32,
    /// Tests.
    pub tests: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_by_hand() {
        let mut lengths = Lengths::default();
        for length in [3, 5, 5, 7] {
            lengths.add(length);
        }
        let mut other = Lengths::default();
        other.add(10);
        lengths.merge(&other);
        let report = lengths.report();
        // Mean 6; squared deviations 9 + 1 + 1 + 1 + 16 = 28, over 4.
        assert!((report.mean - 6.0).abs() < 1e-14 && (report.sd - 7f64.sqrt()).abs() < 1e-14, "{report:?}");
        assert_eq!((report.minimum, report.maximum), (3, 10));
        assert_eq!(report.quantiles, [3, 5, 5, 7, 10]);
        let pairs: Vec<_> = report.distribution.iter().map(|d| (d.items, d.tests)).collect();
        assert_eq!(pairs, [(3, 1), (5, 2), (7, 1), (10, 1)]);
    }

    #[test]
    fn merging_goes_either_way() {
        let (mut short, mut long) = (Lengths::default(), Lengths::default());
        short.add(1);
        long.add(9);
        let mut both = long.clone();
        both.merge(&short);
        short.merge(&long);
        assert_eq!(short, both);
    }
}
