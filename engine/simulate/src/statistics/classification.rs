//! Whether persons end on the right side of cut scores, and on the same side each time.

use serde::Serialize;
use thetis_core::outcome::normal_cdf;

use super::{Moments, Outcome};

/// Class of a value: the number of cut scores that it reaches.
pub(crate) fn class(cuts: &[f64], theta: f64) -> usize {
    cuts.partition_point(|cut| *cut <= theta)
}

/// Classification in one dimension.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Classification {
    /// True class by estimated class, row by row.
    table: Vec<u64>,
    /// Chance that two replications of a simulee agree, one value a simulee.
    agreement: Moments,
    expected_accuracy: Moments,
    expected_consistency: Moments,
    /// How often each class was estimated for the simulee at hand.
    at_hand: Vec<u64>,
}

impl Classification {
    pub(crate) fn new(cuts: &[f64]) -> Self {
        let classes = cuts.len() + 1;
        Self {
            table: vec![0; classes * classes],
            agreement: Moments::default(),
            expected_accuracy: Moments::default(),
            expected_consistency: Moments::default(),
            at_hand: vec![0; classes],
        }
    }

    /// A session of the simulee at hand.
    pub(crate) fn add(&mut self, cuts: &[f64], outcome: &Outcome) {
        let estimated = class(cuts, outcome.estimate);
        self.table[class(cuts, outcome.truth) * (cuts.len() + 1) + estimated] += 1;
        self.at_hand[estimated] += 1;
        let below = |cut: f64| normal_cdf((cut - outcome.estimate) / outcome.se);
        let (mut last, mut same) = (0.0, 0.0);
        for (place, upper) in cuts.iter().copied().chain([f64::INFINITY]).enumerate() {
            let reached = if upper.is_finite() { below(upper) } else { 1.0 };
            let probability = reached - last;
            last = reached;
            same += probability * probability;
            if place == estimated {
                self.expected_accuracy.add(probability);
            }
        }
        self.expected_consistency.add(same);
    }

    /// All sessions of the simulee at hand are in.
    pub(crate) fn end_simulee(&mut self) {
        let sessions: u64 = self.at_hand.iter().sum();
        if sessions > 1 {
            let agreeing: u64 = self.at_hand.iter().map(|count| count * count.saturating_sub(1)).sum();
            self.agreement.add(agreeing as f64 / (sessions * (sessions - 1)) as f64);
        }
        self.at_hand.fill(0);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, other) in self.table.iter_mut().zip(&other.table) {
            *count += other;
        }
        self.agreement.merge(&other.agreement);
        self.expected_accuracy.merge(&other.expected_accuracy);
        self.expected_consistency.merge(&other.expected_consistency);
    }

    pub(crate) fn report(&self, cuts: &[f64]) -> ClassificationReport {
        let classes = cuts.len() + 1;
        let right: u64 = self.table.iter().step_by(classes + 1).sum();
        let total: u64 = self.table.iter().sum();
        ClassificationReport {
            cuts: cuts.to_vec(),
            accuracy: right as f64 / total as f64,
            consistency: (self.agreement.count() > 0).then(|| self.agreement.mean()),
            expected_accuracy: self.expected_accuracy.mean(),
            expected_consistency: self.expected_consistency.mean(),
            table: self.table.chunks_exact(classes).map(<[u64]>::to_vec).collect(),
        }
    }
}

/// Classification by cut scores in one dimension. Class 0 is below the first cut score; a value equal to a cut
/// score has reached it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassificationReport {
    /// The cut scores, logits.
    pub cuts: Vec<f64>,
    /// Share of sessions whose θ̂ is in the class of θ.
    pub accuracy: f64,
    /// Share of pairs of replications of a simulee whose θ̂ are in the same class; `None` without replications.
    pub consistency: Option<f64>,
    /// Expected accuracy (Rudner 2001, 2005): mean over sessions of the probability, under `N(θ̂, SE²)`, of the
    /// class of θ̂. It knows nothing of the truth and can be had from real tests as well.
    pub expected_accuracy: f64,
    /// Expected consistency after the same model: mean over sessions of `Σ p²` over the classes.
    pub expected_consistency: f64,
    /// Sessions by class of θ (rows) and class of θ̂ (columns).
    pub table: Vec<Vec<u64>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_on_a_cut_has_reached_it() {
        assert_eq!([-1.1, -1.0, 0.0, 1.0, 2.0].map(|theta| class(&[-1.0, 1.0], theta)), [0, 1, 1, 2, 2]);
    }

    #[test]
    fn agreement_by_hand() {
        let cuts = [0.0];
        let mut classification = Classification::new(&cuts);
        let mut session = |truth: f64, estimates: &[f64]| {
            for estimate in estimates {
                classification.add(&cuts, &Outcome { truth, estimate: *estimate, se: 1.0 });
            }
            classification.end_simulee();
        };
        // Three of four above: 6 + 0 of 12 ordered pairs. Then all below.
        session(0.5, &[0.1, 0.2, 0.3, -0.1]);
        session(-0.5, &[-0.1, -0.2]);
        let report = classification.report(&cuts);
        assert_eq!(report.table, [[2, 0], [1, 3]]);
        assert!((report.accuracy - 5.0 / 6.0).abs() < 1e-15);
        assert_eq!(report.consistency, Some(0.75));
    }

    #[test]
    fn without_replications_there_is_no_observed_consistency() {
        let mut classification = Classification::new(&[0.0]);
        classification.add(&[0.0], &Outcome { truth: 1.0, estimate: 1.0, se: 0.5 });
        classification.end_simulee();
        assert_eq!(classification.report(&[0.0]).consistency, None);
    }

    #[test]
    fn rudners_expectations_by_hand() {
        // θ̂ = 0 with SE 1 between cuts at ±1: Φ(−1), 1 − 2Φ(−1), Φ(−1).
        let cuts = [-1.0, 1.0];
        let mut classification = Classification::new(&cuts);
        classification.add(&cuts, &Outcome { truth: 0.0, estimate: 0.0, se: 1.0 });
        let tail = 0.158_655_253_931_457_05;
        let report = classification.report(&cuts);
        assert!((report.expected_accuracy - (1.0 - 2.0 * tail)).abs() < 1e-15, "{report:?}");
        let consistency = 2.0 * tail * tail + (1.0 - 2.0 * tail) * (1.0 - 2.0 * tail);
        assert!((report.expected_consistency - consistency).abs() < 1e-15, "{report:?}");
    }

    #[test]
    fn an_infinite_standard_error_is_an_even_guess() {
        let mut classification = Classification::new(&[0.0]);
        classification.add(&[0.0], &Outcome { truth: 1.0, estimate: 0.3, se: f64::INFINITY });
        let report = classification.report(&[0.0]);
        assert!((report.expected_accuracy - 0.5).abs() < 1e-15 && (report.expected_consistency - 0.5).abs() < 1e-15);
    }
}
