//! What is said of all parameters of a kind together.

use super::{NORMAL_95, Parameter, Recovery, Trial};

/// A mean over replications with its standard error, which is that of independent replications: items of one
/// replication share its persons and are not independent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

impl Mean {
    /// Of these numbers, one a replication.
    #[must_use]
    pub fn of(numbers: &[f64]) -> Self {
        let count = numbers.len() as f64;
        let value = numbers.iter().sum::<f64>() / count;
        let squares: f64 = numbers.iter().map(|number| (number - value) * (number - value)).sum();
        Self { value, error: (squares / (count - 1.0) / count).sqrt() }
    }
}

/// Bias, error and coverage of all parameters whose name begins alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// `a` or `b`.
    pub kind: char,
    /// How many parameters.
    pub parameters: usize,
    /// Least and greatest true value.
    pub truth: (f64, f64),
    /// Estimate minus true value, over all parameters and replications.
    pub bias: Mean,
    /// The bias of the parameter that has most, without regard to sign.
    pub largest_bias: f64,
    /// Root of the mean squared difference of estimate and true value.
    pub rmse: f64,
    /// Part of 95 % intervals by Oakes' identity that hold the true value.
    pub oakes: Mean,
    /// The same by cross-products.
    pub cross_product: Mean,
    /// Root mean square of the standard errors by Oakes' identity, divided by the standard deviation that estimates
    /// have over replications. 1 if standard errors are right.
    pub oakes_ratio: f64,
    /// The same by cross-products.
    pub cross_product_ratio: f64,
}

impl Summary {
    /// Of the parameters whose names begin with `kind`.
    #[must_use]
    pub fn of(recovery: &Recovery, kind: char) -> Self {
        let chosen: Vec<&Parameter> = recovery.parameters.iter().filter(|p| p.name.starts_with(kind)).collect();
        let replications = recovery.scores.len();
        let over_items = |value: &dyn Fn(&Parameter, &Trial) -> f64| -> Mean {
            let of_replication = |r: usize| chosen.iter().map(|p| value(p, &p.trials[r])).sum::<f64>();
            let means: Vec<f64> = (0..replications).map(|r| of_replication(r) / chosen.len() as f64).collect();
            Mean::of(&means)
        };
        let covers = |p: &Parameter, estimate: f64, error: f64| {
            f64::from(u8::from((estimate - p.truth).abs() <= NORMAL_95 * error))
        };
        let biases = chosen.iter().map(|p| mean(p.trials.iter().map(|trial| trial.estimate - p.truth)));
        let variance = mean(chosen.iter().map(|p| {
            let centre = mean(p.trials.iter().map(|trial| trial.estimate));
            let squares = p.trials.iter().map(|trial| (trial.estimate - centre).powi(2)).sum::<f64>();
            squares / (p.trials.len() as f64 - 1.0)
        }));
        let ratio =
            |error: &dyn Fn(&Trial) -> f64| (over_items(&|_, trial| error(trial).powi(2)).value / variance).sqrt();
        Self {
            kind,
            parameters: chosen.len(),
            truth: chosen
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), p| (least.min(p.truth), most.max(p.truth))),
            bias: over_items(&|p, trial| trial.estimate - p.truth),
            largest_bias: biases.fold(0.0, |most, bias| most.max(bias.abs())),
            rmse: over_items(&|p, trial| (trial.estimate - p.truth).powi(2)).value.sqrt(),
            oakes: over_items(&|p, trial| covers(p, trial.estimate, trial.oakes)),
            cross_product: over_items(&|p, trial| covers(p, trial.estimate, trial.cross_product)),
            oakes_ratio: ratio(&|trial| trial.oakes),
            cross_product_ratio: ratio(&|trial| trial.cross_product),
        }
    }
}

fn mean(numbers: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = numbers.len() as f64;
    numbers.sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use thetis_calibrate::Model;

    use super::super::Study;
    use super::*;

    #[test]
    fn a_summary_is_what_its_fields_say() {
        let trial = |estimate: f64, oakes: f64| Trial { estimate, oakes, cross_product: 2.0 * oakes };
        let parameter = |name: &str, truth: f64, trials: Vec<Trial>| Parameter { name: name.to_owned(), truth, trials };
        let study = Study { model: Model::TwoParameter, categories: 2, items: 2, persons: 9, replications: 2, seed: 0 };
        let recovery = Recovery {
            study,
            parameters: vec![
                parameter("a", 1.0, vec![trial(1.5, 0.2), trial(0.9, 0.2)]),
                parameter("b1", 7.0, vec![trial(8.0, 9.0), trial(8.0, 9.0)]),
                parameter("a", 2.0, vec![trial(2.1, 0.1), trial(2.7, 0.5)]),
            ],
            scores: vec![0.95, 0.93],
            not_converged: 0,
            refused: Vec::new(),
        };
        let a = Summary::of(&recovery, 'a');
        assert_eq!((a.kind, a.parameters, a.truth), ('a', 2, (1.0, 2.0)));
        // Means over items are 0.3 and 0.3.
        assert!((a.bias.value - 0.3).abs() < 1e-12 && a.bias.error < 1e-12, "{:?}", a.bias);
        assert!((a.largest_bias - 0.4).abs() < 1e-12);
        assert!((a.rmse - ((0.25 + 0.01 + 0.01 + 0.49) / 4.0_f64).sqrt()).abs() < 1e-12);
        // Of the four differences 0.5, 0.1, 0.1 and 0.7 only the first is beyond 1.96 of 0.2, and the others within.
        assert_eq!(a.oakes, Mean { value: 0.75, error: 0.25 });
        assert_eq!(a.cross_product, Mean { value: 1.0, error: 0.0 });
        // Both vary by 0.18 over replications; mean squares of errors are 0.04 and 0.13.
        assert!((a.oakes_ratio - (0.085_f64 / 0.18).sqrt()).abs() < 1e-12);
        assert!((a.cross_product_ratio - 2.0 * a.oakes_ratio).abs() < 1e-12);
        assert_eq!(Summary::of(&recovery, 'b').truth, (7.0, 7.0));
    }
}
