//! Natively, the digests are those committed; and the thousand sessions leave nothing out.

use std::collections::BTreeMap;

use thetis_core::{Design, Prior, Quadrature, Rule, Start, StopRule};
use thetis_portability::{BLOCKS, SESSIONS_PER_BLOCK, block_digest, take};

#[test]
fn the_digests_are_the_golden_ones() {
    let golden: Vec<&str> = include_str!("../golden.txt").lines().filter(|line| !line.starts_with('#')).collect();
    let computed: Vec<String> = (0..BLOCKS).map(|block| format!("{:016x}", block_digest(block))).collect();
    assert_eq!(
        computed, golden,
        "the engine computes other bits than it used to. If it is meant to, raise ENGINE_REVISION and run \
         `cargo run --package thetis-portability --example digest > tests/portability/golden.txt`"
    );
}

/// Names of everything a rule is made of.
fn rules(rule: &StopRule, note: &mut impl FnMut(String)) {
    match rule {
        StopRule::StandardError { .. } => note("rule: standard error".into()),
        StopRule::Information { .. } => note("rule: information".into()),
        StopRule::Any(rules_in) | StopRule::All(rules_in) => {
            note(if matches!(rule, StopRule::Any(_)) { "rule: any" } else { "rule: all" }.into());
            for rule in rules_in {
                rules(rule, note);
            }
        }
    }
}

#[test]
fn the_sessions_leave_nothing_out() {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut answers = 0;
    for number in 0..BLOCKS * SESSIONS_PER_BLOCK {
        let session = take(number, |_| {});
        answers += session.step_count();
        let mut note = |what: String| *seen.entry(what).or_default() += 1;
        let Design { start, selection, estimation, stop } = session.test().design();
        note(format!("dimensions: {}", session.test().bank().dimensions()));
        note(match start {
            Start::PriorMean => "start: prior mean".into(),
            Start::Theta(_) => "start: fixed".into(),
        });
        let criterion = format!("{:?}", selection.criterion);
        note(format!("criterion: {}", criterion.split('(').next().unwrap_or_default()));
        note(format!("randomesque: {}", selection.randomesque));
        note(format!("estimator: {:?}", estimation.estimator));
        note(format!("error: {:?}", estimation.standard_error));
        note(match &estimation.prior {
            None => "prior: the bank's".into(),
            Some(Prior::Normal(_)) => "prior: normal".into(),
            Some(Prior::Uniform { .. }) => "prior: uniform".into(),
            Some(Prior::Jeffreys) => "prior: Jeffreys".into(),
        });
        note(match estimation.quadrature {
            None => "grid: default".into(),
            Some(grid) if grid == Quadrature::CATR => "grid: catR".into(),
            Some(Quadrature { rule: Rule::EqualWeights, .. }) => "grid: equal weights".into(),
            Some(_) => "grid: trapezoid".into(),
        });
        if let Some(rule) = &stop.when {
            rules(rule, &mut note);
        }
        note(format!("reason: {:?}", session.finished().expect("taken to its end")));
        note(format!("status: {:?}", session.estimate().status));
    }
    for (what, times) in &seen {
        println!("{times:5} {what}");
        assert!(*times >= 10, "{what} occurs {times} times only");
    }
    let of = |kind: &str| seen.keys().filter(|what| what.starts_with(kind)).count();
    let counts =
        ["dimensions", "start", "criterion", "randomesque", "estimator", "error", "prior", "grid", "rule", "reason"];
    let found: Vec<usize> = counts.iter().map(|kind| of(kind)).collect();
    assert_eq!(found, [3, 2, 5, 4, 5, 3, 4, 4, 4, 5], "kinds of {counts:?}: {seen:?}");
    assert!(answers > 5_000, "{answers} answers");
}
