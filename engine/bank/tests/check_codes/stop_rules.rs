//! Stopping rules: their values, and whether a test can meet them.

use serde_json::{Value, json};
use thetis_bank::{BankFolder, Code};

use crate::fixture::{Case, case, case_blueprint, case_two, patch, patched, stop};

fn when(rule: Value) -> impl FnOnce(&mut BankFolder) {
    stop(json!({ "when": rule }))
}

/// With cut scores.
fn classified(rule: Value) -> impl FnOnce(&mut BankFolder) {
    move |folder| {
        patch(folder, "/designs/default/cuts", json!({ "numeracy": [0.0] }));
        patch(folder, "/designs/default/stop", json!({ "when": rule }));
    }
}

fn of_values() -> Vec<Case> {
    let invalid = &[Code::InvalidStopRule];
    let mut nested = json!({ "secondsAtLeast": 60 });
    for _ in 0..17 {
        nested = json!({ "any": [nested] });
    }
    vec![
        case("standard error 0", &[Code::InvalidStopRule], None, stop(json!({ "when": { "standardErrorAtMost": 0 } }))),
        case(
            "negative information",
            &[Code::InvalidStopRule],
            None,
            stop(json!({ "when": { "informationBelow": -1 } })),
        ),
        case(
            "any of nothing",
            &[Code::InvalidStopRule],
            None,
            stop(json!({ "when": { "all": [{ "any": [] }, { "standardErrorAtMost": 0.8 }] } })),
        ),
        case(
            "an error of an unknown dimension",
            &[Code::UnknownDimension],
            None,
            when(json!({ "standardErrorAtMost": { "dimension": "x", "value": 0.8 } })),
        ),
        case("no time", invalid, None, when(json!({ "secondsAtLeast": 0 }))),
        case(
            "a reduction of 0",
            invalid,
            None,
            when(json!({ "predictedReduction": { "below": 0, "above": 0.03, "standardError": 0.3 } })),
        ),
        case("a change of 0", invalid, None, when(json!({ "changeAtMost": { "value": 0 } }))),
        case("no step", invalid, None, when(json!({ "plateauAtMost": { "value": 0.1, "steps": 0 } }))),
        case("an interval of 0", invalid, None, classified(json!({ "classifiedByInterval": { "standardErrors": 0 } }))),
        case(
            "error rates of 1",
            invalid,
            None,
            classified(json!({ "classifiedBySprt": { "alpha": 0.5, "beta": 0.5, "delta": 1 } })),
        ),
        case("no indifference", invalid, None, classified(json!({ "classifiedByLikelihoodRatio": { "delta": 0 } }))),
        case("an even chance", invalid, None, classified(json!({ "classifiedByPosterior": { "probability": 0.5 } }))),
        case("rules in rules in rules", invalid, None, when(nested)),
    ]
}

fn of_reach() -> Vec<Case> {
    vec![
        case(
            "a standard error no four items reach",
            &[Code::UnreachableStandardError],
            None,
            stop(json!({ "when": { "standardErrorAtMost": 0.2 } })),
        ),
        case(
            "a standard error two items do not reach",
            &[Code::UnreachableStandardError],
            None,
            stop(json!({ "maxItems": 2, "when": { "standardErrorAtMost": 0.58 } })),
        ),
        case("the same without a prior", &[Code::UnreachableStandardError], None, |folder| {
            patch(folder, "/designs/default/estimate", json!({ "estimator": "ml" }));
            patch(folder, "/designs/default/stop", json!({ "maxItems": 2, "when": { "standardErrorAtMost": 0.75 } }));
        }),
        case_two(
            "a standard error in one of two dimensions",
            &[Code::UnreachableStandardError],
            None,
            stop(json!({ "when": { "standardErrorAtMost": 0.5 } })),
        ),
        case(
            "more information than any item has",
            &[Code::ImmediateInformationRule],
            None,
            stop(json!({ "when": { "any": [{ "informationBelow": 3 }] } })),
        ),
        case(
            "an error of one dimension that no items reach",
            &[Code::UnreachableStandardError],
            None,
            when(json!({ "standardErrorAtMost": { "dimension": "numeracy", "value": 0.2 } })),
        ),
        case_blueprint(
            "an error of a dimension by itself",
            &[Code::UnreachableStandardError],
            None,
            // Of one item: with a prior of variance 1 and information 0.5625, 0.8 at best.
            patched(
                "/designs/default/stop/when",
                json!({ "standardErrorAtMost": { "dimension": "assurance", "value": 0.7 } }),
            ),
        ),
        case(
            "a look back beyond the beginning",
            &[Code::UnreachableSteps],
            None,
            when(json!({ "changeAtMost": { "value": 0.1, "steps": 4 } })),
        ),
        case(
            "a sequential test that four items never decide",
            &[Code::UnreachableClassification],
            None,
            classified(json!({ "classifiedBySprt": { "delta": 0.1 } })),
        ),
        case("a likelihood ratio that one item does not reach", &[Code::UnreachableClassification], None, |folder| {
            patch(folder, "/designs/default/cuts", json!({ "numeracy": [0.0] }));
            let rule = json!({ "classifiedByLikelihoodRatio": { "alpha": 0.001, "beta": 0.001 } });
            patch(folder, "/designs/default/stop", json!({ "maxItems": 1, "when": rule }));
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    [of_values(), of_reach()].into_iter().flatten().collect()
}

/// The other side: the same rules with room enough are no problem.
#[test]
fn rules_that_a_test_can_meet_are_not_warned_of() {
    let rules = [
        json!({ "classifiedBySprt": { "delta": 0.6 } }),
        json!({ "classifiedByLikelihoodRatio": { "delta": 0.1 } }),
        json!({ "classifiedByInterval": {} }),
        json!({ "classifiedByPosterior": {} }),
        json!({ "changeAtMost": { "value": 0.1, "steps": 3 } }),
        json!({ "plateauAtMost": { "value": 0.1 } }),
        json!({ "secondsAtLeast": 600 }),
        json!({ "predictedReduction": { "below": 0.01, "above": 0.03, "standardError": 0.3 } }),
        json!({ "standardErrorAtMost": { "dimension": "numeracy", "value": 0.7 } }),
    ];
    for rule in rules {
        let mut folder = crate::common::valid();
        classified(rule.clone())(&mut folder);
        let report = thetis_bank::check(&folder);
        assert!(report.problems().is_empty(), "{rule}: {:#?}", report.problems());
    }
}
