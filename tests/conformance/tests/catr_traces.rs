//! Whole adaptive tests of R catR 3.17 are followed step by step by the engine's sessions: 216 tests with the 2PL,
//! 3PL, GRM and GPCM, by every criterion, with every stopping rule, content balancing, several starting abilities,
//! fixed starting items and classification. The same items are asked, the estimates and standard errors agree after
//! each answer, the test ends at the same item for the same reason, and the final estimate and its confidence
//! interval agree, whether or not it is made by another estimator.
//!
//! No trace is left out. What is different:
//!
//! - with ML catR does not report the end of the range while every answer is the lowest, or every one the highest, but
//!   an ability by a rule of its own (`constantPatt`), with an infinite error. We have no such rules. The abilities
//!   they give are computed here, are those in the file, and are where the session weighs its items until the answers
//!   differ; estimates are compared from then on (16 tests, [`REPLACED`] estimates left out).
//! - with several starting items catR gives no estimate before the last of them, and does not ask its stopping rules:
//!   our shortest test is as long. These estimates of ours have no counterpart.
//! - of two maxima of a 3PL likelihood catR once takes the lower one; and after one answer in the middle of a graded
//!   item's three categories Warm's objective has two, equally high and symmetrical, of which catR takes the left one
//!   and we the right (twice). The next items are the same.
//! - where several rules hold at once catR names all of them, we the first (one test: minimum information and
//!   precision).
//! - with several areas equally far below their targets catR draws, we take the first. No test here shows it.

use std::sync::Arc;

use thetis_conformance::catr_traces::{Trace, TraceCase, TraceFile, two_sided_quantile};
use thetis_conformance::equation::{Correction, Equation};
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::{Bank, Response, Session, Test, estimate};

/// What the project promises of estimates and standard errors.
const PROMISED: Tolerance = Tolerance::both(1e-8);

/// Tests in the file.
const TRACES: usize = 216;

/// Items asked in all of them.
const ITEMS: usize = 2_849;

/// Estimates that a rule for constant patterns replaces.
const REPLACED: usize = 34;

/// Estimates at which catR stands on a lower maximum of the likelihood.
const LOWER: usize = 1;

/// And at which it stands on one of two maxima that are equally high.
const AS_HIGH: usize = 2;

/// Difference of two heights that rounding makes.
const TIE: f64 = 1e-12;

/// A root of the likelihood equation leaves no more than this, per logit.
const ROOT: f64 = 1e-8;

/// Steps of the quadrature that tells how much higher a maximum of Warm's objective is.
const STEPS: u32 = 2000;

/// Estimates before the last of several starting items.
const BEFORE_START: usize = 96;

fn for_each_trace(mut visit: impl FnMut(&str, &TraceCase, &Trace, &Arc<Bank>)) {
    let file: TraceFile = reference("catr_traces.json");
    let mut traces = 0;
    for (model, case) in &file.cases {
        let bank = case.bank();
        for trace in &case.traces {
            visit(&format!("{model} {} person {}", trace.id, trace.person), case, trace, &bank);
            traces += 1;
        }
    }
    assert_eq!(traces, TRACES, "tests in the file");
}

/// Take the whole test.
fn take(case: &TraceCase, trace: &Trace, bank: &Arc<Bank>) -> Session {
    let test = Test::new(bank.clone(), case.design(bank, trace)).expect("a sound design");
    let mut session = Session::new(Arc::new(test), 1);
    while let Some(item) = session.next() {
        session.answer(item, case.answer(trace, item), 0, 0).expect("an answer to the item asked");
    }
    session
}

/// Another maximum than ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Other {
    Lower,
    AsHigh,
}

/// Whether catR's estimate solves the estimating equation too, and is no higher than ours.
fn other_maximum(case: &TraceCase, trace: &Trace, bank: &Arc<Bank>, n: usize, ours: f64) -> Option<Other> {
    let answers = responses(case, &trace.items[..=n], trace);
    let correction = match trace.config.test.estimation.method.as_str() {
        "ML" => Correction::None,
        "WL" => Correction::Warm,
        _ => return None,
    };
    let equation = Equation::new(bank, &answers, correction);
    let theirs = trace.theta_prov[n];
    let (value, rise) = (equation.value(theirs), equation.rise(theirs, ours, STEPS));
    (value.abs() < ROOT && rise > -TIE).then_some(if rise > TIE { Other::Lower } else { Other::AsHigh })
}

/// A person's answers to these items, which count from 1.
fn responses(case: &TraceCase, items: &[u32], trace: &Trace) -> Vec<Response> {
    items.iter().map(|item| Response { item: item - 1, category: case.answer(trace, item - 1) }).collect()
}

fn asked(session: &Session) -> Vec<u32> {
    session.steps().map(|step| step.answer.item + 1).collect()
}

#[test]
fn the_same_items_are_asked_and_the_test_ends_for_the_same_reason() {
    let mut items = 0;
    for_each_trace(|name, case, trace, bank| {
        let session = take(case, trace, bank);
        assert_eq!(asked(&session), trace.items, "{name}: items asked");
        assert_eq!(session.finished(), Some(trace.reason()), "{name}: the reason for stopping");
        let answers: Vec<u32> = trace.items.iter().map(|item| case.answer(trace, item - 1)).collect();
        assert_eq!(answers, trace.responses, "{name}: the answers in the file");
        items += trace.items.len();
    });
    assert_eq!(items, ITEMS, "items asked");
}

#[test]
fn estimates_and_errors_agree_after_each_answer() {
    let mut theta = Agreement::new("provisional θ", PROMISED);
    let mut se = Agreement::new("provisional SE", PROMISED);
    let mut constant = Agreement::new("ability in place of ML, by catR's rule", PROMISED);
    let (mut replaced, mut before, mut others) = (0, 0, Vec::new());
    for_each_trace(|name, case, trace, bank| {
        let session = take(case, trace, bank);
        let early = trace.items.len() - trace.theta_prov.len();
        before += early;
        let rule = case.replaced(trace);
        for (n, (theirs, their_se)) in trace.theta_prov.iter().zip(&trace.se_prov).enumerate() {
            let place = || format!("{name} after {}", n + early + 1);
            if let Some(by_rule) = rule.get(n) {
                constant.check(*by_rule, *theirs, place);
                assert_eq!(*their_se, None, "{}: catR's error is infinite", place());
                replaced += 1;
                continue;
            }
            let step = session.step(u32::try_from(n + early).expect("few steps")).expect("as many steps");
            if (step.theta[0] - theirs).abs() > PROMISED.absolute
                && let Some(other) = other_maximum(case, trace, bank, n, step.theta[0])
            {
                others.push(other);
                continue;
            }
            theta.check(step.theta[0], *theirs, place);
            se.check(step.se[0], their_se.expect("a finite error"), place);
        }
    });
    constant.conclude(REPLACED);
    theta.conclude(ITEMS - REPLACED - BEFORE_START - LOWER - AS_HIGH);
    se.conclude(ITEMS - REPLACED - BEFORE_START - LOWER - AS_HIGH);
    assert_eq!((replaced, before), (REPLACED, BEFORE_START), "estimates left out");
    let count = |kind| others.iter().filter(|other| **other == kind).count();
    assert_eq!((count(Other::Lower), count(Other::AsHigh)), (LOWER, AS_HIGH), "estimates at another maximum");
}

#[test]
fn final_estimates_agree() {
    let mut theta = Agreement::new("final θ", PROMISED);
    let mut se = Agreement::new("final SE", PROMISED);
    let mut interval = Agreement::new("final confidence interval", PROMISED);
    let mut other_estimator = 0;
    for_each_trace(|name, case, trace, bank| {
        let answers = responses(case, &trace.items, trace);
        let ours = estimate(bank, answers, &trace.config.final_estimation()).expect("answers fit the items");
        theta.check(ours.theta[0], trace.theta_final, || name.into());
        se.check(ours.se[0], trace.se_final, || name.into());
        let z = two_sided_quantile(trace.config.last.alpha.unwrap_or(0.05));
        for (sign, theirs) in [-1.0, 1.0].iter().zip(trace.ci_final) {
            interval.check(ours.theta[0] + sign * z * ours.se[0], theirs, || name.into());
        }
        other_estimator += usize::from(trace.config.last.method != trace.config.test.estimation.method);
    });
    theta.conclude(TRACES);
    se.conclude(TRACES);
    interval.conclude(2 * TRACES);
    assert_eq!(other_estimator, 22, "tests with a final estimator of their own");
}

/// Balanced content ends as close to its targets as whole items allow.
#[test]
fn content_is_balanced() {
    let mut tests = 0;
    for_each_trace(|name, case, trace, bank| {
        if !trace.config.cb {
            return;
        }
        let session = take(case, trace, bank);
        let length = f64::from(session.step_count());
        for constraint in &session.test().design().blueprint.constraints {
            let count = session.steps().filter(|step| constraint.items.contains(&step.answer.item)).count();
            let gap = count as f64 - constraint.target * length;
            assert!(gap.abs() < 1.0, "{name}: {count} items of {length} for a share of {}", constraint.target);
        }
        tests += 1;
    });
    assert_eq!(tests, 16, "tests with balanced content");
}
