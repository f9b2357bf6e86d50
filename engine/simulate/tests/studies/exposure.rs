//! Exposure calibration: limits are kept by sessions that had no part in finding the probabilities.

use std::{num::NonZero, sync::Arc};

use thetis_core::{Bank, Blueprint, Design, Start};
use thetis_simulate::{ExposureError, ExposureMethod, ExposureTarget, Run, Study, calibrate_exposure, run};

use crate::cases::{bank, named, normal, plan, study, two_pl};

const LIMIT: f64 = 0.3;

fn target(method: ExposureMethod, bounds: &[f64]) -> ExposureTarget {
    ExposureTarget { method, max_rate: LIMIT, bounds: bounds.to_vec(), rounds: 60, tolerance: None }
}

fn design(bank: &Bank) -> Design {
    Design::adaptive(bank, 8)
}

fn base(bank: &Arc<Bank>, simulees: u32) -> Study {
    study(bank, vec![named("base", bank, design(bank))], plan(normal(simulees), 1, 2))
}

fn calibrate(study: &Study, target: &ExposureTarget) -> Result<thetis_simulate::CalibratedExposure, ExposureError> {
    calibrate_exposure(study, target, NonZero::<usize>::MIN, &|| {})
}

#[test]
fn both_methods_keep_the_limit() {
    let bank = bank(two_pl(60));
    let n = 1_500;
    for method in [ExposureMethod::SympsonHetter, ExposureMethod::Eligibility] {
        let found = calibrate(&base(&bank, n), &target(method, &[])).expect("found");
        assert!(found.rounds[0].max_rate > 0.9, "uncontrolled, the first item is everybody's: {:?}", found.rounds[0]);
        assert!(found.rounds.len() > 1 && found.rounds.last().expect("rounds").max_rate < 0.34, "{:?}", found.rounds);
        assert!(found.exposure.probabilities.iter().all(|p| (LIMIT..=1.0).contains(p)), "{:?}", found.exposure);
        let controlled =
            Design { blueprint: Blueprint { exposure: found.exposure, ..Blueprint::default() }, ..design(&bank) };
        let designs = vec![named("base", &bank, design(&bank)), named("controlled", &bank, controlled)];
        let fresh = study(&bank, designs, plan(normal(n), 1, 1_000));
        let report = run(&fresh, Run::default()).expect("runs");
        // A rate's own error, and that of the probabilities, which were found by as many sessions.
        let sampling = 4.0 * (2.0 * LIMIT * (1.0 - LIMIT) / f64::from(n)).sqrt();
        let [before, after] = [&report.designs[0], &report.designs[1]];
        assert!(after.exposure.maximum < LIMIT + sampling, "{method:?}: {}", after.exposure.maximum);
        assert_eq!((after.length.minimum, after.length.maximum), (8, 8), "every test has its length");
        assert!(after.exposure.overlap < before.exposure.overlap && after.exposure.unused < before.exposure.unused);
        let rmse = |d: &thetis_simulate::DesignReport| d.dimensions[0].accuracy.rmse;
        assert!(rmse(after) > rmse(before) && rmse(after) < 1.5 * rmse(before), "at a price that is not high");
    }
}

#[test]
fn limits_hold_within_classes_of_ability() {
    let bank = bank(two_pl(60));
    let n = 1_500;
    let bounds = [-0.5, 0.8];
    let found = calibrate(&base(&bank, n), &target(ExposureMethod::Eligibility, &bounds)).expect("found");
    assert_eq!(found.exposure.probabilities.len(), 3 * 60);
    let controlled =
        Design { blueprint: Blueprint { exposure: found.exposure, ..Blueprint::default() }, ..design(&bank) };
    let fresh = study(&bank, vec![named("controlled", &bank, controlled)], plan(normal(n), 1, 77));
    // Counted anew: in which class the estimate was when an item was chosen.
    let (mut visits, mut chosen) = ([0u32; 3], vec![[0u32; 3]; 60]);
    let mut take = |record: &thetis_simulate::SessionRecord<'_>| {
        let mut seen = [false; 3];
        let mut theta = 0.0;
        for step in record.session.steps() {
            let class = bounds.iter().filter(|bound| **bound <= theta).count();
            seen[class] = true;
            chosen[step.answer.item as usize][class] += 1;
            theta = step.theta[0];
        }
        (0..3).for_each(|class| visits[class] += u32::from(seen[class]));
        Ok(())
    };
    run(&fresh, Run { sessions: Some(&mut take), ..Run::default() }).expect("runs");
    for class in 0..3 {
        let sessions = f64::from(visits[class]);
        let sampling = 4.0 * (2.0 * LIMIT * (1.0 - LIMIT) / sessions).sqrt();
        let most = chosen.iter().map(|item| f64::from(item[class]) / sessions).fold(0.0, f64::max);
        assert!(most < LIMIT + sampling, "class {class}: {most} of {sessions} sessions");
        assert!(most > LIMIT - 0.1, "and is no lower than it need be: {most}");
    }
}

#[test]
fn what_cannot_be_is_said() {
    let bank = bank(two_pl(20));
    let study = base(&bank, 200);
    let with = |max_rate, bounds: &[f64], rounds| ExposureTarget {
        max_rate,
        rounds,
        ..target(ExposureMethod::SympsonHetter, bounds)
    };
    assert_eq!(calibrate(&study, &with(0.0, &[], 9)), Err(ExposureError::Rate { rate: 0.0 }));
    assert_eq!(calibrate(&study, &with(1.1, &[], 9)), Err(ExposureError::Rate { rate: 1.1 }));
    assert_eq!(calibrate(&study, &with(0.5, &[1.0, 1.0], 9)), Err(ExposureError::Bounds));
    let Err(ExposureError::Impossible { even, .. }) = calibrate(&study, &with(0.39, &[], 9)) else { panic!("8 of 20") };
    assert!((even - 0.4).abs() < 1e-12);
    let Err(ExposureError::NotReached { last, .. }) = calibrate(&study, &with(0.45, &[], 1)) else {
        panic!("one round")
    };
    assert!(last.max_rate > 0.5, "{last:?}");
}

#[test]
fn items_asked_of_everybody_are_left_alone() {
    let bank = bank(two_pl(60));
    let design = Design { start: Start { theta: vec![], items: vec![7] }, ..design(&bank) };
    let study = study(&bank, vec![named("base", &bank, design)], plan(normal(1_000), 1, 2));
    let found = calibrate(&study, &target(ExposureMethod::Eligibility, &[])).expect("found");
    assert!((found.exposure.probabilities[7] - 1.0).abs() < 1e-15, "{:?}", found.exposure);
    assert!(found.exposure.probabilities.iter().any(|p| *p < 1.0));
}

#[test]
fn a_limit_that_nothing_exceeds_needs_no_lots() {
    let bank = bank(two_pl(60));
    let target = ExposureTarget { max_rate: 1.0, ..target(ExposureMethod::SympsonHetter, &[]) };
    let found = calibrate(&base(&bank, 100), &target).expect("found");
    assert!(found.exposure.probabilities.is_empty() && found.rounds.len() == 1, "{found:?}");
}
