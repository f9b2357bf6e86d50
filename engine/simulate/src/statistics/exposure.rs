//! Who sees which item, and how much two persons' tests have in common.

use serde::Serialize;

/// Items that fewer see are hardly used.
pub(crate) const RARE: f64 = 0.02;

/// How often each item was administered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Exposures {
    counts: Vec<u64>,
    sessions: u64,
}

impl Exposures {
    pub(crate) fn new(items: usize) -> Self {
        Self { counts: vec![0; items], sessions: 0 }
    }

    pub(crate) fn add(&mut self, items: impl Iterator<Item = u32>) {
        self.sessions += 1;
        for item in items {
            self.counts[item as usize] += 1;
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.sessions += other.sessions;
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count += other;
        }
    }

    /// `pool`: the items that the design may use; others are passed over. `ids` are those of all items.
    pub(crate) fn report(&self, pool: &[u32], ids: &[String]) -> ExposureReport {
        let n = self.sessions as f64;
        let rates: Vec<ItemRate> = pool
            .iter()
            .map(|item| ItemRate { item: ids[*item as usize].clone(), rate: self.counts[*item as usize] as f64 / n })
            .collect();
        let values = || rates.iter().map(|item| item.rate);
        let expected = values().sum::<f64>() / rates.len() as f64;
        let unused = values().filter(|rate| *rate <= 0.0).count();
        let counts = || pool.iter().map(|item| self.counts[*item as usize] as f64);
        let administered: f64 = counts().sum();
        // Of all pairs of sessions, those that share an item, summed over items.
        let shared: f64 = counts().map(|count| count * (count - 1.0)).sum::<f64>();
        ExposureReport {
            maximum: values().fold(0.0, f64::max),
            minimum: values().fold(1.0, f64::min),
            expected,
            unused,
            rare: values().filter(|rate| *rate < RARE).count(),
            used: rates.len() - unused,
            chi_square: values().map(|rate| (rate - expected).powi(2) / expected).sum(),
            overlap: shared / ((n - 1.0) * administered),
            items: rates,
        }
    }
}

/// Exposure of the items that a design may use.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExposureReport {
    /// Largest rate.
    pub maximum: f64,
    /// Smallest rate.
    pub minimum: f64,
    /// Rate of each item if all were used evenly: mean length over number of items.
    pub expected: f64,
    /// Number of items that nobody saw.
    pub unused: usize,
    /// Number of items that fewer than 2 % saw, unused ones included.
    pub rare: usize,
    /// Number of items that somebody saw.
    pub used: usize,
    /// `Σ (r_i − r̄)²/r̄`, 0 if all items are used evenly (Chang & Ying 1999).
    pub chi_square: f64,
    /// Test overlap: mean number of items that two sessions share, over mean length (Chen, Ankenmann &
    /// Spray 2003). `Σ m_i (m_i − 1) / ((N − 1) Σ m_i)` with `m_i` administrations in `N` sessions, which for
    /// many sessions is `Σ r_i² / Σ r_i`.
    pub overlap: f64,
    /// Rate of each item, in the order of the bank: the share of sessions in which it was administered.
    pub items: Vec<ItemRate>,
}

/// An item and the share of sessions that had it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemRate {
    /// Id of the item.
    pub item: String,
    /// Share of sessions.
    pub rate: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exposure_by_hand() {
        // Four sessions of two items out of five, of which the last is not in the pool.
        let sessions = [[0, 1], [0, 2], [0, 1], [0, 1]];
        let mut exposures = Exposures::new(5);
        for session in &sessions[..3] {
            exposures.add(session.iter().copied());
        }
        let mut other = Exposures::new(5);
        other.add(sessions[3].iter().copied());
        exposures.merge(&other);
        let report = exposures.report(&[0, 1, 2, 3], &["a", "b", "c", "d", "e"].map(str::to_owned));
        let rates: Vec<f64> = report.items.iter().map(|item| item.rate).collect();
        assert_eq!(rates, [1.0, 0.75, 0.25, 0.0]);
        assert!((report.maximum, report.minimum, report.expected) == (1.0, 0.0, 0.5), "{report:?}");
        assert_eq!((report.unused, report.rare, report.used), (1, 1, 3));
        // (0.25 + 0.0625 + 0.0625 + 0.25) / 0.5.
        assert!((report.chi_square - 1.25).abs() < 1e-15, "{}", report.chi_square);
        // Pairs: three share both items, three share one: (3 · 2 + 3 · 1)/6 items of 2.
        assert!((report.overlap - 0.75).abs() < 1e-15, "{}", report.overlap);
    }

    #[test]
    fn overlap_is_the_formula_of_chen_ankenmann_and_spray_for_many_sessions() {
        // Ten items, tests of four, each item in turn: rates all 0.4.
        let mut exposures = Exposures::new(10);
        for session in 0..100_000u32 {
            exposures.add((0..4).map(|j| (session + j * 3) % 10));
        }
        let report = exposures.report(&(0..10).collect::<Vec<_>>(), &vec!["item".to_owned(); 10]);
        // Q/k · S² + k/Q with S² = 0.
        assert!((report.overlap - 0.4).abs() < 1e-5, "{}", report.overlap);
        assert!(report.chi_square.abs() < 1e-15);
    }
}
