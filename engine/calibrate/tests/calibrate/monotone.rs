//! The log-likelihood never falls over plain EM cycles, and every way leads to the same maximum.

use proptest::prelude::*;
use thetis_calibrate::{Acceleration, Continue, Options, Specification, calibrate, calibrate_with};

use crate::support::{dense, models, simulate};

/// What rounding may take from a sum of some thousand logarithms.
const ROUNDING: f64 = 1e-7;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn plain_em_never_lowers_the_objective(
        seed in any::<u64>(), persons in 60_usize..200, items in 3_usize..7, categories in 2_usize..5,
    ) {
        let responses = dense(simulate(seed, persons, items, categories, 0.1), items);
        for model in models(categories) {
            let specification = Specification::uniform(model, &responses).with_asymptote_prior(-1.4, 0.5);
            let options = Options { cycles: 25, tolerance: 1e-12, acceleration: Acceleration::None };
            let mut last = f64::NEG_INFINITY;
            let mut falls = Vec::new();
            calibrate_with(&responses, &specification, &options, &mut |cycle| {
                if cycle.objective < last - ROUNDING {
                    falls.push((cycle.cycle, last, cycle.objective));
                }
                last = cycle.objective;
                Continue::Yes
            }).expect("simulated data is sound");
            prop_assert!(falls.is_empty(), "{model:?}: {falls:?}");
        }
    }
}

#[test]
fn all_accelerations_find_one_maximum() {
    for categories in [2, 4] {
        let responses = dense(simulate(7, 800, 8, categories, 0.05), 8);
        for model in models(categories) {
            let specification = Specification::uniform(model, &responses).with_asymptote_prior(-1.4, 0.5);
            let objective = |acceleration, tolerance| {
                let options = Options { cycles: 20_000, tolerance, acceleration };
                let found = calibrate(&responses, &specification, &options).expect("simulated data is sound");
                assert!(found.converged(), "{model:?} {acceleration:?}: {:?}", found.ending);
                found.log_likelihood + found.log_prior
            };
            let quick = objective(Acceleration::QuasiNewton, 1e-6);
            for (acceleration, tolerance) in [(Acceleration::Squarem, 1e-6), (Acceleration::None, 1e-6)] {
                let slow = objective(acceleration, tolerance);
                assert!(quick > slow - 1e-6, "{model:?}: {acceleration:?} finds {slow}, above {quick}");
                assert!(quick < slow + 1e-2, "{model:?}: {acceleration:?} finds {slow}, below {quick}");
            }
        }
    }
}

#[test]
fn a_search_can_be_stopped_and_keeps_what_it_has() {
    let responses = dense(simulate(3, 400, 6, 3, 0.0), 6);
    let specification = Specification::uniform(thetis_calibrate::Model::Graded, &responses);
    let stop = &mut |cycle: thetis_calibrate::Cycle| if cycle.cycle < 3 { Continue::Yes } else { Continue::No };
    let stopped = calibrate_with(&responses, &specification, &Options::default(), stop).expect("sound");
    assert_eq!(stopped.ending, thetis_calibrate::Ending::Cancelled);
    assert!(!stopped.converged() && stopped.log_likelihood.is_finite());
}
