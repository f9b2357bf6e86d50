//! Natively, the digests are those committed; and the thousand sessions leave nothing out.

use std::collections::BTreeMap;

use thetis_core::{
    Competences, Criterion, Dependence, Design, Given, ItemSet, Pass, Prior, Progress, Quadrature, Rule, Session,
    StopRule,
};
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

/// What a value's `Debug` begins with: the name of its variant.
fn variant(value: impl std::fmt::Debug) -> String {
    format!("{value:?}").split(['(', ' ', '{']).next().unwrap_or_default().to_owned()
}

/// Names of everything a rule is made of.
fn rules(rule: &StopRule, note: &mut impl FnMut(String)) {
    match rule {
        StopRule::StandardError { dimension, .. } => {
            note(format!("rule: standard error, {}", if dimension.is_some() { "one" } else { "all" }));
        }
        StopRule::Classified(classification) => note(format!("rule: {}", variant(classification))),
        StopRule::Any(rules_in) | StopRule::All(rules_in) => {
            note(format!("rule: {}", variant(rule)));
            for rule in rules_in {
                rules(rule, note);
            }
        }
        _ => note(format!("rule: {}", variant(rule))),
    }
}

/// Names of a criterion and what it is given.
fn criterion(criterion: &Criterion, note: &mut impl FnMut(String)) {
    let name = variant(criterion);
    match criterion {
        Criterion::WeightedInformation(weight)
        | Criterion::KullbackLeibler(weight)
        | Criterion::GlobalDiscrimination(weight) => note(format!("criterion: {name} {weight:?}")),
        Criterion::ExpectedInformation { observed } => note(format!("criterion: {name} {observed}")),
        Criterion::KullbackLeiblerPoint { scale, .. } | Criterion::KullbackLeiblerInterval { scale, .. } => {
            note(format!("criterion: {name} {scale:?}"));
        }
        Criterion::Progressive(Progress { standard_error, .. })
        | Criterion::Proportional(Progress { standard_error, .. }) => {
            note(format!("criterion: {name} {}", if *standard_error > 0.0 { "precision" } else { "length" }));
        }
        Criterion::Stratified { blocked, .. } => note(format!("criterion: {name} {blocked}")),
        Criterion::Optimality { rule, prior, .. } => note(format!("criterion: {rule:?} {prior}")),
        _ => note(format!("criterion: {name}")),
    }
}

/// Names of everything in a design.
fn design(session: &Session, note: &mut impl FnMut(String)) {
    let Design { start, selection, blueprint, estimation, cuts, stop, answers, .. } = session.test().design();
    note(format!("dimensions: {}", session.test().bank().dimensions()));
    note(format!("start: {} items, {} abilities", start.items.len(), start.theta.len().min(1)));
    criterion(&selection.criterion, note);
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
    note(match &estimation.dependence {
        Dependence::Joint => "dependence: joint".into(),
        Dependence::Separate { informed_by } if informed_by.iter().any(Option::is_some) => {
            "dependence: informed".into()
        }
        Dependence::Separate { .. } => "dependence: separate".into(),
    });
    note(format!("cuts: {}", cuts.iter().map(Vec::len).max().unwrap_or_default()));
    if let Some(rule) = &stop.when {
        rules(rule, note);
    }
    for constraint in &blueprint.constraints {
        let enemies = constraint.max == 1 && constraint.items.len() == 2;
        let kinds = [("minimum", constraint.min > 0), ("target", constraint.target > 0.0), ("enemies", enemies)];
        kinds.iter().filter(|(_, is)| *is).for_each(|(kind, _)| note(format!("constraint: {kind}")));
    }
    for ItemSet { min, max, ordered, .. } in &blueprint.sets {
        note(format!(
            "set: {}, {}",
            if *ordered { "ordered" } else { "any" },
            if min == max { "whole" } else { "part" }
        ));
    }
    if blueprint.pilot.items > 0 {
        note(format!("pilots: {}", blueprint.pilot.items));
    }
    if !blueprint.exposure.probabilities.is_empty() {
        note(format!("exposure: {} classes", blueprint.exposure.bounds.len() + 1));
    }
    if let Some(Competences { next, max_items, standard_error, .. }) = &blueprint.competences {
        note(format!("competences: {next:?}"));
        note(format!("competences: {} items, {} precise", max_items.min(&1), *standard_error > 0.0));
    }
    if let Some(shadow) = &blueprint.shadow {
        note(format!("shadow: {}", variant(shadow.refresh)));
        note(format!("shadow: sets from {}", shadow.sets.0));
    }
    note(format!("skip: {:?}", answers.skip));
    note(format!("don't know: {:?}", answers.dont_know));
    note(format!("change: {}", variant(answers.change)));
}

/// Kinds of what occurs at least eight times in the thousand sessions, each counted.
const KINDS: [(&str, usize); 26] = [
    ("dimensions", 3),
    ("start", 4),
    ("criterion", 38),
    ("randomesque", 4),
    ("estimator", 5),
    ("error", 3),
    ("prior", 4),
    ("grid", 4),
    ("dependence", 3),
    ("cuts", 3),
    ("rule", 13),
    ("constraint", 3),
    ("set", 4),
    ("pilots", 2),
    ("exposure", 3),
    ("competences", 8),
    ("shadow", 5),
    ("skip", 3),
    ("don't know", 3),
    ("change", 4),
    ("given", 4),
    ("amended", 2),
    ("excluded", 2),
    ("flag", 4),
    ("reason", 11),
    ("status", 3),
];

#[test]
fn the_sessions_leave_nothing_out() {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut answers = 0;
    for number in 0..BLOCKS * SESSIONS_PER_BLOCK {
        let mut amended = 0;
        let mut last = 0;
        let session = take(number, |session| {
            amended += u32::from(session.step_count() == last && last > 0);
            last = session.step_count();
        });
        answers += session.step_count();
        let mut note = |what: String| *seen.entry(what).or_default() += 1;
        design(&session, &mut note);
        for step in session.steps() {
            note(match step.answer.given {
                _ if session.test().bank().is_pilot(step.answer.item) => "given: to a pilot item".into(),
                Given::Category(_) => "given: category".into(),
                Given::Passed(Pass::Skipped) => "given: skipped".into(),
                Given::Passed(Pass::DontKnow) => "given: don't know".into(),
            });
        }
        note(format!("amended: {}", amended > 0));
        note(format!("excluded: {}", !session.excluded().is_empty()));
        let flags = session.fit().flags;
        (0..4).filter(|flag| flags >> flag & 1 == 1).for_each(|flag| note(format!("flag: {}", 1 << flag)));
        note(format!("reason: {:?}", session.finished().expect("taken to its end")));
        note(format!("status: {:?}", session.estimate().status));
    }
    for (what, times) in &seen {
        println!("{times:5} {what}");
        assert!(*times >= 8, "{what} occurs {times} times only");
    }
    let of = |kind: &str| seen.keys().filter(|what| what.split(':').next() == Some(kind)).count();
    let found: Vec<(&str, usize)> = KINDS.iter().map(|(kind, _)| (*kind, of(kind))).collect();
    assert_eq!(found, KINDS, "{seen:?}");
    assert!(answers > 5_000, "{answers} answers");
}
