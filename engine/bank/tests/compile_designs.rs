//! Designs compiled to the engine: every criterion, rule and part of a blueprint, with the orders and defaults that
//! the player keeps to as well.

mod common;

use common::{BLUEPRINT_ITEMS, valid, valid_blueprint};
use serde_json::{Value, json};
use thetis_bank::{BankFolder, CompileError, types::Criterion};
use thetis_core as core;

/// The default design with some of its fields replaced, by JSON pointer.
fn changed(changes: &[(&str, Value)]) -> BankFolder {
    let mut folder = valid_blueprint();
    let mut bank = serde_json::to_value(&folder.bank).expect("serialisable");
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        match bank.pointer_mut(parent).expect("a place") {
            Value::Array(list) => list[key.parse::<usize>().expect("an index")] = value.clone(),
            object => object[key] = value.clone(),
        }
    }
    folder.bank = serde_json::from_value(bank).expect("a bank");
    folder
}

fn design(folder: &BankFolder) -> core::Design {
    folder.compile_design("default").unwrap_or_else(|error| panic!("{error}"))
}

fn constraint(items: &[u32], min: u32, max: u32, target: f64) -> core::Constraint {
    core::Constraint { items: items.to_vec(), min, max, target }
}

#[test]
fn constraints_are_content_in_the_order_of_the_design_then_enemies_in_the_order_of_the_bank() {
    let blueprint = design(&valid_blueprint()).blueprint;
    let expected = [
        // A maximum that is not said is the number of items of the area; pilots and the retired do not count.
        constraint(&[6, 7, 8, 9], 1, 4, 0.4),
        constraint(&[0, 1, 2, 3], 1, 3, 0.6),
        constraint(&[3, 9], 0, 1, 0.0),
        // n1 names n3; n3 names n1 again, and n2. r1 is retired: its enemy is nobody's.
        constraint(&[0, 2], 0, 1, 0.0),
        constraint(&[2, 1], 0, 1, 0.0),
    ];
    assert_eq!(blueprint.constraints, expected);
}

#[test]
fn sets_stand_in_the_order_of_their_first_item_and_are_whole_unless_said() {
    let blueprint = design(&valid_blueprint()).blueprint;
    let graph = core::ItemSet { items: vec![4, 5], min: 1, max: 2, ordered: false };
    let text = core::ItemSet { items: vec![6, 7, 8], min: 3, max: 3, ordered: true };
    assert_eq!(blueprint.sets, [graph, text.clone()]);
    // What is not operational is not of the set.
    let folder = changed(&[("/items/4/status", json!("retired")), ("/items/5/status", json!("pilot"))]);
    assert_eq!(design(&folder).blueprint.sets, [text]);
}

#[test]
fn pilots_exposure_competences_and_shadow_tests_are_lowered_with_their_defaults() {
    let blueprint = design(&valid_blueprint()).blueprint;
    assert_eq!(blueprint.pilot, core::Pilot { items: 1, from: 2, to: 9 });
    assert_eq!(blueprint.exposure.bounds, [0.0]);
    let mut probabilities = vec![1.0; 2 * BLUEPRINT_ITEMS];
    (probabilities[0], probabilities[9], probabilities[BLUEPRINT_ITEMS + 9]) = (0.25, 0.5, 0.5);
    assert_eq!(blueprint.exposure.probabilities, probabilities, "class by class, in each item by item");
    let competences =
        core::Competences { next: core::Next::NearestCut, of: vec![0, 1, 0], max_items: 6, standard_error: 0.0 };
    assert_eq!(blueprint.competences, Some(competences));
    assert_eq!(blueprint.shadow, None);

    let folder = changed(&[("/designs/default/select", json!({ "criterion": { "name": "random" }, "shadow": {} }))]);
    let blueprint = design(&folder).blueprint;
    assert_eq!(blueprint.pilot, core::Pilot::default());
    assert_eq!(blueprint.exposure, core::Exposure::default());
    assert_eq!(blueprint.competences, None);
    assert_eq!(blueprint.shadow, Some(core::Shadow { refresh: core::Refresh::Always, sets: (0, 2) }));
    assert_eq!(blueprint.constraints.len(), 2, "enemies are of the bank, whatever the design");

    let shadow = json!({ "refresh": { "change": 0.25 }, "sets": { "min": 1 } });
    let folder = changed(&[("/designs/default/select/shadow", shadow)]);
    let shadow = core::Shadow { refresh: core::Refresh::Change(0.25), sets: (1, 2) };
    assert_eq!(design(&folder).blueprint.shadow, Some(shadow));
    let folder = changed(&[("/designs/default/select/exposure", json!({ "bounds": [0.0] }))]);
    assert!(design(&folder).blueprint.exposure.probabilities.is_empty(), "no item has a probability");
}

#[test]
fn start_cuts_answers_and_fit_are_lowered() {
    let folder = valid_blueprint();
    let lowered = design(&folder);
    assert_eq!(lowered.start, core::Start { theta: vec![0.0, 0.5, 0.0, -0.5, 0.0, 0.0], items: vec![1] });
    assert_eq!(lowered.cuts, [vec![], vec![-0.5, 0.5], vec![]]);
    let answers = core::AnswerPolicy {
        skip: core::PassScoring::Ignored,
        dont_know: core::PassScoring::Lowest,
        change: core::Change::Block(2),
    };
    assert_eq!(lowered.answers, answers);
    let fit = core::FitBounds { lz: -1.645, cusum: 0.25, guttman: 0.3, fast_seconds: 1.0, fast_share: 0.1 };
    assert_eq!(lowered.fit, fit);

    let plain = design(&changed(&[("/designs/default", json!({ "select": { "criterion": { "name": "random" } } }))]));
    assert_eq!(plain.start, core::Start::default());
    assert_eq!(plain.cuts, Vec::<Vec<f64>>::new());
    assert_eq!((plain.answers, plain.fit), (core::AnswerPolicy::default(), core::FitBounds::default()));
    assert_eq!((plain.stop.min_items, plain.stop.max_items), (1, 11), "all operational items");
}

#[test]
fn confidence_is_joint_off_or_moves_the_mean_of_its_competence() {
    let of = |policy: &str| {
        design(&changed(&[("/designs/default/estimate/confidence", json!(policy))])).estimation.dependence
    };
    assert_eq!(of("joint"), core::Dependence::Joint);
    assert_eq!(of("off"), core::Dependence::Separate { informed_by: vec![None; 3] });
    assert_eq!(of("prior-mean"), core::Dependence::Separate { informed_by: vec![Some(2), None, None] });
}

#[test]
fn every_criterion_is_lowered_with_its_defaults() {
    use core::{Criterion as C, MatrixRule, Progress, Scale, Weight};
    let optimality = |rule| C::Optimality { rule, prior: true, weights: vec![1.0; 3] };
    let progress = Progress { length: 9, standard_error: 0.0, acceleration: 1.0 };
    let expected = [
        C::MaximumInformation,
        C::Random,
        C::FixedOrder(vec![1, 0]),
        C::ClosestDifficulty,
        C::OptimalTheta,
        C::WeightedInformation(Weight::Posterior),
        C::ExpectedInformation { observed: true },
        C::ExpectedPosteriorVariance { predictive: true },
        C::KullbackLeibler(Weight::Posterior),
        C::KullbackLeiblerPoint { delta: 0.1, scale: Scale::Fixed },
        C::KullbackLeiblerInterval { delta: 1.96, scale: Scale::Shrinking },
        C::GlobalDiscrimination(Weight::Posterior),
        C::IntervalInformation { half_width: 1.0 },
        C::EfficiencyBalanced { standard_errors: 2.0 },
        C::Progressive(progress),
        C::Proportional(progress),
        C::Stratified { strata: 4, length: 9, blocked: false },
        optimality(MatrixRule::D),
        optimality(MatrixRule::T),
        optimality(MatrixRule::A),
        optimality(MatrixRule::E),
        optimality(MatrixRule::W),
    ];
    assert_eq!(Criterion::NAMES.len(), expected.len());
    for (name, expected) in Criterion::NAMES.iter().zip(expected) {
        let mut criterion = json!({ "name": name });
        if *name == "fixed-order" {
            criterion["order"] = json!(["n2", "n1"]);
        }
        let folder = changed(&[("/designs/default/select/criterion", criterion)]);
        assert_eq!(design(&folder).selection.criterion, expected, "{name}");
    }
}

#[test]
fn parameters_of_criteria_are_lowered() {
    use core::{Criterion as C, MatrixRule, Progress, Scale, Weight};
    let cases = [
        (json!({ "name": "kullback-leibler", "weight": "likelihood" }), C::KullbackLeibler(Weight::Likelihood)),
        (json!({ "name": "expected-information", "observed": false }), C::ExpectedInformation { observed: false }),
        (
            json!({ "name": "kullback-leibler-point", "delta": 0.2, "scale": "growing" }),
            C::KullbackLeiblerPoint { delta: 0.2, scale: Scale::Growing },
        ),
        (
            json!({ "name": "progressive", "length": 5, "standardError": 0.3, "acceleration": 2 }),
            C::Progressive(Progress { length: 5, standard_error: 0.3, acceleration: 2.0 }),
        ),
        (
            json!({ "name": "stratified", "strata": 2, "length": 6, "blocked": true }),
            C::Stratified { strata: 2, length: 6, blocked: true },
        ),
        (
            json!({ "name": "w-rule", "prior": false, "weights": [1, 0.5, 0] }),
            C::Optimality { rule: MatrixRule::W, prior: false, weights: vec![1.0, 0.5, 0.0] },
        ),
    ];
    for (criterion, expected) in cases {
        let folder = changed(&[("/designs/default/select/criterion", criterion.clone())]);
        assert_eq!(design(&folder).selection.criterion, expected, "{criterion}");
    }
}

#[test]
fn every_stopping_rule_is_lowered() {
    use core::{Classification, StopRule as R};
    let cases = [
        (json!({ "standardErrorAtMost": 0.3 }), R::StandardError { dimension: None, at_most: 0.3 }),
        (
            json!({ "standardErrorAtMost": { "dimension": "literacy", "value": 0.3 } }),
            R::StandardError { dimension: Some(1), at_most: 0.3 },
        ),
        (json!({ "informationBelow": 0.1 }), R::Information { below: 0.1 }),
        (
            json!({ "predictedReduction": { "below": 0.01, "above": 0.03, "standardError": 0.3 } }),
            R::PredictedReduction { below: 0.01, above: 0.03, standard_error: 0.3 },
        ),
        (json!({ "changeAtMost": { "value": 0.02 } }), R::Change { at_most: 0.02, steps: 1 }),
        (json!({ "plateauAtMost": { "value": 0.01, "steps": 3 } }), R::Plateau { at_most: 0.01, steps: 3 }),
        (json!({ "secondsAtLeast": 600 }), R::Time { seconds: 600.0 }),
        (json!({ "classifiedByInterval": {} }), R::Classified(Classification::Interval { standard_errors: 1.96 })),
        (
            json!({ "classifiedBySprt": { "alpha": 0.1 } }),
            R::Classified(Classification::Sprt { alpha: 0.1, beta: 0.05, delta: 0.1 }),
        ),
        (
            json!({ "classifiedByLikelihoodRatio": { "delta": 0.3 } }),
            R::Classified(Classification::LikelihoodRatio { alpha: 0.05, beta: 0.05, delta: 0.3 }),
        ),
        (
            json!({ "classifiedByPosterior": { "probability": 0.9 } }),
            R::Classified(Classification::Posterior { probability: 0.9 }),
        ),
        (
            json!({ "any": [{ "secondsAtLeast": 60 }, { "all": [{ "informationBelow": 0.1 }] }] }),
            R::Any(vec![R::Time { seconds: 60.0 }, R::All(vec![R::Information { below: 0.1 }])]),
        ),
    ];
    for (rule, expected) in cases {
        let folder = changed(&[("/designs/default/stop/when", rule.clone())]);
        assert_eq!(design(&folder).stop.when, Some(expected), "{rule}");
    }
}

#[test]
fn what_the_bank_does_not_have_is_named() {
    let cases: [(&str, Value, &str); 8] = [
        (
            "/designs/default/start/items",
            json!(["n9"]),
            "design default: the bank has no item n9; correct the start items",
        ),
        (
            "/designs/default/select/criterion",
            json!({ "name": "fixed-order", "order": ["n9"] }),
            "design default: the bank has no item n9; correct the fixed order",
        ),
        (
            "/designs/default/select/exposure/items",
            json!({ "n9": 0.5 }),
            "design default: the bank has no item n9; correct the exposure",
        ),
        (
            "/designs/default/select/exposure/items",
            json!({ "n1": [0.5] }),
            "design default, item n1: 1 exposure probabilities for 2 classes; give one, or one for each class",
        ),
        (
            "/designs/default/cuts",
            json!({ "reading": [0.0] }),
            "design default: the bank declares no dimension reading; correct the id",
        ),
        (
            "/designs/default/start/theta",
            json!([0.0]),
            "design default: a point of start.theta does not have one value for each of the 3 dimensions; correct it",
        ),
        ("/items/0/enemies", json!(["n9"]), "item n1: its enemy n9 is an item the bank does not have; correct the id"),
        ("/items/0/set", json!("story"), "item n1: the bank declares no item set story; add it to \"sets\""),
    ];
    for (pointer, value, expected) in cases {
        let error = changed(&[(pointer, value)]).compile_design("default").expect_err(expected);
        assert_eq!(error.to_string(), expected);
        assert!(!matches!(error, CompileError::Engine { .. }), "{error:?}");
    }
}

#[test]
fn a_full_design_makes_a_session_that_keeps_to_it() {
    let folder = valid_blueprint();
    let test = std::sync::Arc::new(folder.compile_test("default").unwrap_or_else(|error| panic!("{error}")));
    for seed in 0..20 {
        let mut session = core::Session::new(std::sync::Arc::clone(&test), seed);
        let mut asked = Vec::new();
        while let Some(item) = session.next() {
            asked.push(item);
            session.answer(item, u32::from(seed % 2 == 0), 0, 500).expect("the item asked");
        }
        assert_eq!(asked[0], 1, "the start item");
        assert!(!asked.contains(&13), "the retired item");
        let pilots = asked.iter().filter(|item| [11, 12].contains(*item)).count();
        assert!(pilots <= 1, "{asked:?}");
        for pair in [[0, 2], [2, 1], [3, 9]] {
            assert!(!pair.iter().all(|item| asked.contains(item)), "{pair:?} in {asked:?}");
        }
        let log = session.log();
        let again = core::Session::resume(std::sync::Arc::clone(&test), &log).expect("a log");
        assert_eq!(again.estimate(), session.estimate());
    }
}

#[test]
fn a_shadow_test_satisfies_every_constraint_whatever_the_answers() {
    let select = json!({
        "criterion": { "name": "maximum-information" },
        "content": [
            { "area": "algebra", "min": 2, "max": 2 }, { "area": "story", "min": 1, "max": 1 }, { "area": "reading", "min": 3 }
        ],
        "pilot": { "items": 1 },
        "shadow": { "refresh": { "every": 2 }, "sets": { "max": 1 } }
    });
    let folder = changed(&[
        ("/designs/default/select", select),
        ("/designs/default/stop", json!({ "minItems": 8, "maxItems": 8 })),
        ("/designs/default/answers", json!({})),
    ]);
    let report = thetis_bank::check(&folder);
    assert!(report.problems().is_empty(), "{:#?}", report.problems());
    let test = std::sync::Arc::new(folder.compile_test("default").unwrap_or_else(|error| panic!("{error}")));
    for seed in 0..20 {
        let mut session = core::Session::new(std::sync::Arc::clone(&test), seed);
        let mut asked = Vec::new();
        while let Some(item) = session.next() {
            asked.push(item);
            session.answer(item, u32::try_from(seed).expect("small") >> (asked.len() % 5) & 1, 0, 500).expect("asked");
        }
        assert_eq!(session.finished(), Some(core::Reason::MaximumLength), "{asked:?}");
        for constraint in &test.design().blueprint.constraints {
            let count = constraint.items.iter().filter(|item| asked.contains(item)).count();
            assert!((constraint.min as usize..=constraint.max as usize).contains(&count), "{constraint:?}, {asked:?}");
        }
        let used = test.design().blueprint.sets.iter().filter(|set| set.items.iter().any(|item| asked.contains(item)));
        assert!(used.count() <= 1, "{asked:?}");
        assert_eq!(asked.iter().filter(|item| [11, 12].contains(*item)).count(), 1, "one pilot");
    }
}

#[test]
fn every_criterion_goes_with_every_rule_and_policy() {
    let rules = [
        json!({ "standardErrorAtMost": 0.75 }),
        json!({ "predictedReduction": { "below": 0.01, "above": 0.03, "standardError": 0.6 } }),
        json!({ "any": [{ "changeAtMost": { "value": 0.05, "steps": 2 } }, { "plateauAtMost": { "value": 0.01 } }] }),
        json!({ "all": [{ "secondsAtLeast": 20 }, { "informationBelow": 0.4 }] }),
        json!({ "classifiedByInterval": { "standardErrors": 1 } }),
        json!({ "classifiedBySprt": { "alpha": 0.2, "beta": 0.2, "delta": 0.3 } }),
        json!({ "classifiedByLikelihoodRatio": { "alpha": 0.2, "beta": 0.2, "delta": 0.3 } }),
        json!({ "classifiedByPosterior": { "probability": 0.8 } }),
    ];
    let policies = ["largest-uncertainty", "nearest-cut", "weakest", "in-order"];
    for (number, name) in Criterion::NAMES.iter().enumerate() {
        let mut criterion = json!({ "name": name });
        if *name == "fixed-order" {
            criterion["order"] = json!(["l4", "n2", "n1", "c1", "n5", "l1", "l2", "l3", "n6"]);
        }
        for (step, rule) in rules.iter().enumerate() {
            let policy = policies[(number + step) % policies.len()];
            let mut changes = vec![
                ("/designs/default/select/criterion", criterion.clone()),
                ("/designs/default/select/competences/next", json!(policy)),
                ("/designs/default/stop/when", rule.clone()),
            ];
            if *name == "fixed-order" {
                // The order alone decides: no pilots, no turns.
                changes.push(("/designs/default/select", json!({ "criterion": criterion })));
            }
            let folder = changed(&changes);
            let what = format!("{name}, {rule}, {policy}");
            let report = thetis_bank::check(&folder);
            assert!(report.is_valid(), "{what}: {:#?}", report.problems());
            let test = folder.compile_test("default").unwrap_or_else(|error| panic!("{what}: {error}"));
            let mut session = core::Session::new(std::sync::Arc::new(test), step as u64);
            while let Some(item) = session.next() {
                session.answer(item, u32::from(session.step_count() % 3 == 1), 0, 300).expect("the item asked");
                let estimate = session.estimate();
                assert!(
                    estimate.theta.iter().chain(&estimate.se).all(|value| value.is_finite()),
                    "{what}: {estimate:?}"
                );
            }
            assert!(session.finished().is_some() && session.step_count() >= 4, "{what}: {:?}", session.finished());
        }
    }
}

#[test]
fn a_bank_of_the_first_release_has_the_same_design_as_before() {
    let lowered = valid().compile_design("default").expect("a design");
    let bank = valid().compile().expect("a bank");
    let expected = core::Design {
        stop: core::Stop {
            min_items: 2,
            max_items: 4,
            when: Some(core::StopRule::StandardError { dimension: None, at_most: 0.7 }),
        },
        ..core::Design::adaptive(&bank, 4)
    };
    assert_eq!(lowered, expected);
}
