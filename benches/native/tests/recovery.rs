//! A small recovery study: estimates are unbiased and intervals hold what they promise. The large one is
//! `benches/results/recovery.snap`.

use thetis_bench::recovery::{Mean, Recovery, Study, Summary};
use thetis_calibrate::Model;

/// Coverage of 95 % intervals by Oakes' identity that is accepted.
const COVERAGE: (f64, f64) = (0.935, 0.965);
/// Standard errors over the standard deviation of estimates.
const RATIO: (f64, f64) = (0.94, 1.06);
/// Largest mean bias accepted, as a part of the root mean squared error.
const BIAS: f64 = 0.15;

fn study(model: Model, categories: usize) -> Recovery {
    Study { model, categories, items: 10, persons: 1_000, replications: 120, seed: 5 }.run()
}

/// What is further off than it may be.
fn faults(recovery: &Recovery) -> Vec<String> {
    let mut faults = Vec::new();
    let mut demand = |holds: bool, what: &str, summary: &Summary| {
        if !holds {
            faults.push(format!("{}, {}: {what}: {summary:?}", recovery.study.model.name(), summary.kind));
        }
    };
    for kind in ['a', 'b'] {
        let s = Summary::of(recovery, kind);
        demand((COVERAGE.0..=COVERAGE.1).contains(&s.oakes.value), "coverage", &s);
        demand((RATIO.0..=RATIO.1).contains(&s.oakes_ratio), "size of standard errors", &s);
        demand((s.cross_product_ratio / s.oakes_ratio - 1.0).abs() < 0.05, "cross-products beside Oakes", &s);
        demand(s.bias.value.abs() <= BIAS * s.rmse, "bias", &s);
    }
    faults
}

#[test]
fn estimates_and_intervals_recover_the_truth() {
    for (model, categories) in [(Model::TwoParameter, 2), (Model::Graded, 5), (Model::GeneralisedPartialCredit, 5)] {
        let recovery = study(model, categories);
        assert_eq!((recovery.not_converged, &recovery.refused), (0, &Vec::new()), "{}", model.name());
        assert_eq!(faults(&recovery), Vec::<String>::new());
        let scores = Mean::of(&recovery.scores).value;
        assert!((0.94..=0.955).contains(&scores), "{}: {scores} of abilities within their intervals", model.name());
    }
}

/// The same study with standard errors a tenth too small or too large, or estimates a quarter of their standard error
/// too high, is found fault with: the bounds are narrow enough to say something.
#[test]
fn a_tenth_of_the_standard_error_is_noticed() {
    let sound = study(Model::TwoParameter, 2);
    assert_eq!(faults(&sound), Vec::<String>::new());
    let changed = |factor: f64, shift: f64| {
        let mut recovery = sound.clone();
        for trial in recovery.parameters.iter_mut().flat_map(|parameter| &mut parameter.trials) {
            trial.estimate += shift * trial.oakes;
            trial.oakes *= factor;
            trial.cross_product *= factor;
        }
        faults(&recovery).len()
    };
    assert!(changed(0.9, 0.0) > 0, "errors a tenth too small");
    assert!(changed(1.1, 0.0) > 0, "errors a tenth too large");
    assert!(changed(1.0, 0.25) > 0, "estimates too high");
}
