//! The maximisation step of plain EM.

use super::Evaluator;
use crate::estep::{Curves, Sums};

impl Evaluator {
    /// `Σ counts · ln P` and the prior: what the maximisation step of plain EM raises.
    fn complete(&self, free: &[f64], curves: &Curves, sums: &Sums) -> f64 {
        let dot = |counts: &[f64], logs: &[f64]| -> f64 { counts.iter().zip(logs).map(|(n, log)| n * log).sum() };
        dot(&sums.counts, &curves.logarithm)
            + sums
                .density
                .iter()
                .zip(&curves.log_weights)
                .map(|(n, log)| if *n > 0.0 { n * log } else { 0.0 })
                .sum::<f64>()
            + self.problem.log_prior(free)
    }

    /// The maximisation step: Newton's method with expected information and halved steps on the expected counts.
    pub(crate) fn maximise(&self, start: &[f64], sums: &Sums) -> Vec<f64> {
        /// Steps at most, and the change below which there are no more.
        const STEPS: usize = 50;
        const SMALL: f64 = 1e-9;
        let mut free = start.to_vec();
        let mut full = self.problem.free.expand(&free);
        let mut curves = Curves::new(&self.problem, &full);
        let mut value = self.complete(&free, &curves, sums);
        for _ in 0..STEPS {
            let (mut gradient, mut information) = self.derive(&free, &full, &curves, sums);
            self.hold(&free, &mut gradient, &mut information);
            let mut step = information.solve(&gradient);
            self.problem.bounds.shorten(&free, &gradient, &mut step);
            let mut scale = 1.0;
            let taken = loop {
                let mut next: Vec<f64> = free.iter().zip(&step).map(|(x, step)| x + scale * step).collect();
                self.problem.bounds.project(&mut next);
                let next_full = self.problem.free.expand(&next);
                if self.problem.is_sound(&next_full) {
                    let next_curves = Curves::new(&self.problem, &next_full);
                    let next_value = self.complete(&next, &next_curves, sums);
                    if next_value >= value {
                        (free, full, curves, value) = (next, next_full, next_curves, next_value);
                        break true;
                    }
                }
                scale *= 0.5;
                if scale < 1e-6 {
                    break false;
                }
            };
            let largest = step.iter().fold(0.0_f64, |most, step| most.max(step.abs())) * scale;
            if !taken || largest < SMALL {
                break;
            }
        }
        free
    }
}
