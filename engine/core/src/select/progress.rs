//! How far a test has come, and the two criteria that begin at random and end at the best item.
//!
//! | criterion | value |
//! |---|---|
//! | progressive | `w I(θ̂) + (1 − w) U`, U uniform from 0 to the largest information (Revuelta & Ponsoda 1998) |
//! | proportional | `(I(θ̂) / max I)^p`, drawn in proportion (Segall 2004; Barrada et al. 2008) |
//!
//! w is the [`Progress`], the whole test being at most as long as the bank; p is w times the test's length or, by precision, times the information aimed at. catR
//! has the same, but lets w exceed 1 when a test goes on after its aim is reached.

use super::{Candidate, Progress, View};
use crate::math::{exp, ln};
use crate::random::Draws;

/// Beside the steps' own streams, from which `choose` draws.
const STREAM: u64 = 3 << 32;

impl Progress {
    /// From 0 to 1.
    fn reached(&self, view: &View<'_>) -> f64 {
        let answers = f64::from(view.step);
        let last = f64::from(self.length.min(view.setting.bank.len())) - 1.0;
        // Of a test of one item, nothing is before the last.
        let (mut part, mut whole) = (0.0, f64::MIN_POSITIVE);
        if self.standard_error > 0.0 {
            let mut largest = 0.0f64;
            for se in &view.running.estimate.se {
                largest = largest.max(*se);
            }
            let ratio = self.standard_error / largest;
            part = power((ratio * ratio).max(answers / last.max(1.0)).min(1.0), self.acceleration);
            whole = 1.0;
        } else {
            let mut k = 1.0;
            while k <= last {
                let term = power(k / last, self.acceleration);
                whole += term;
                if k <= answers {
                    part += term;
                }
                k += 1.0;
            }
        }
        if view.step > 0 { part / whole } else { 0.0 }
    }
}

/// `x^y` for x from 0 to 1 and y not negative.
fn power(x: f64, y: f64) -> f64 {
    exp(y * ln(x.max(f64::MIN_POSITIVE)))
}

/// From information to the criterion's values.
pub(super) fn weigh(progress: &Progress, proportional: bool, view: &View<'_>, out: &mut [Candidate]) {
    let reached = progress.reached(view);
    let precision = progress.standard_error;
    let aim =
        if precision > 0.0 { 1.0 / (precision * precision).max(f64::MIN_POSITIVE) } else { f64::from(progress.length) };
    let mut most = f64::MIN_POSITIVE;
    for candidate in &*out {
        most = most.max(candidate.value);
    }
    let mut draws = Draws::new(view.seed, STREAM | u64::from(view.step));
    for candidate in out {
        let information = candidate.value;
        candidate.value = if proportional {
            power(information / most, reached * aim)
        } else {
            reached * information + (1.0 - reached) * (draws.unit() * most)
        };
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use super::super::naive::Case;
    use super::*;
    use crate::{Criterion, Estimator, Selection, estimate};

    fn case(seed: u64, criterion: Criterion) -> Case {
        Case::new(seed, criterion, false, Estimator::Eap)
    }

    /// `Σ_{k≤n} k^a / Σ_{k<length} k^a`.
    fn by_length(answers: usize, length: u32, acceleration: f64) -> f64 {
        let sum = |to: f64| {
            let mut sum = 0.0;
            let mut k = 1.0;
            while k <= to {
                sum += libm::pow(k, acceleration);
                k += 1.0;
            }
            sum
        };
        (sum(answers as f64) / sum(f64::from(length) - 1.0)).min(1.0)
    }

    #[test]
    fn proportional_values_are_powers_of_the_information() {
        for (seed, length, acceleration) in [(0, 20, 1.0), (3, 20, 1.0), (5, 9, 0.5), (8, 30, 2.5), (8, 7, 1.0)] {
            let progress = Progress { length, standard_error: 0.0, acceleration };
            let case = case(seed, Criterion::Proportional(progress));
            let power = f64::from(length) * by_length(case.answers.len(), length, acceleration);
            let values = case.test.rank(&case.answers, Some(&[0.3]), 1).expect("values");
            let most = values.iter().map(|c| case.information(c.item, 0.3)).fold(0.0, f64::max);
            case.assert_values(0.3, 1e-10, |item| libm::pow(case.information(item, 0.3) / most, power));
        }
    }

    #[test]
    fn by_precision_the_power_follows_the_standard_error() {
        for (seed, aim, acceleration) in [(0, 0.4, 1.0), (3, 0.3, 1.0), (4, 0.2, 2.0), (7, 2.0, 1.0)] {
            let progress = Progress { length: 20, standard_error: aim, acceleration };
            let case = case(seed, Criterion::Proportional(progress));
            let design = &case.test.design().estimation;
            let se = estimate(case.bank(), case.answers.clone(), design).expect("an estimate").se[0];
            let n = case.answers.len() as f64;
            let reached =
                if n > 0.0 { libm::pow((aim / se * aim / se).max(n / 19.0).min(1.0), acceleration) } else { 0.0 };
            let values = case.test.rank(&case.answers, Some(&[0.3]), 1).expect("values");
            let most = values.iter().map(|c| case.information(c.item, 0.3)).fold(0.0, f64::max);
            let power = reached / (aim * aim);
            case.assert_values(0.3, 1e-10, |item| libm::pow(case.information(item, 0.3) / most, power));
        }
    }

    #[test]
    fn progressive_values_lie_between_chance_and_information() {
        let progress = Progress { length: 20, standard_error: 0.0, acceleration: 1.0 };
        let case = case(6, Criterion::Progressive(progress));
        let w = by_length(6, 20, 1.0);
        let mut shares = Vec::new();
        for seed in 0..200 {
            let values = case.test.rank(&case.answers, Some(&[0.3]), seed).expect("values");
            let most = values.iter().map(|c| case.information(c.item, 0.3)).fold(0.0, f64::max);
            for c in &values {
                shares.push((c.value - w * case.information(c.item, 0.3)) / ((1.0 - w) * most));
            }
        }
        assert!(shares.iter().all(|u| (-1e-12..1.0 + 1e-12).contains(u)), "uniform draws lie between 0 and 1");
        let count = shares.len() as f64;
        let mean = shares.iter().sum::<f64>() / count;
        let square = shares.iter().map(|u| u * u).sum::<f64>() / count;
        // 7,200 draws: standard errors 0.0034 and 0.0035.
        assert!((mean - 0.5).abs() < 0.014 && (square - 1.0 / 3.0).abs() < 0.014, "uniform: {mean}, {square}");
        let once = case.test.rank(&case.answers, Some(&[0.3]), 5).expect("values");
        assert_eq!(Ok(once), case.test.rank(&case.answers, Some(&[0.3]), 5), "the draw depends on seed and step");
    }

    #[test]
    fn at_the_end_the_best_item_has_the_largest_value() {
        let progress = Progress { length: 7, standard_error: 0.0, acceleration: 1.0 };
        let case = case(8, Criterion::Progressive(progress));
        case.assert_values(0.3, 1e-14, |item| case.information(item, 0.3));
    }

    #[test]
    fn items_are_drawn_in_proportion_to_their_values() {
        let progress = Progress { length: 20, standard_error: 0.0, acceleration: 1.0 };
        let selection = Selection { criterion: Criterion::Proportional(progress), randomesque: 1 };
        let values = [0.5, 0.0, 1.0, 0.25, 0.25];
        let mut counts = vec![0u32; 5];
        for seed in 0..20_000 {
            let mut candidates: Vec<Candidate> =
                (0..).zip(values).map(|(item, value)| Candidate { item, value }).collect();
            counts[selection.choose(&mut candidates, seed, 4).expect("an item") as usize] += 1;
        }
        for (count, value) in counts.iter().zip(values) {
            let expected = 20_000.0 * value / 2.0;
            let sd = libm::sqrt(expected * (1.0 - value / 2.0));
            assert!((f64::from(*count) - expected).abs() <= 4.0 * sd, "{counts:?} for {values:?}");
        }
    }
}
