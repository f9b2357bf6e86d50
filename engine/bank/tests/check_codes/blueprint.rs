//! Content areas, enemies, item sets, pilots, exposure, competences, shadow tests and cut scores.

use serde_json::json;
use thetis_bank::Code;

use crate::fixture::{Case, case_blueprint as case, patch, patched};

/// Changes the default design's selection.
fn select(pointer: &'static str, value: serde_json::Value) -> impl FnOnce(&mut thetis_bank::BankFolder) {
    move |folder| patch(folder, &format!("/designs/default/select/{pointer}"), value)
}

fn of_the_bank() -> Vec<Case> {
    vec![
        case(
            "an area twice",
            &[Code::RepeatedArea],
            Some("n1"),
            patched("/items/0/content", json!(["algebra", "algebra"])),
        ),
        case("an area with a space", &[Code::InvalidId], None, patched("/items/3/content", json!(["algebra", "a b"]))),
        case("a set with a space", &[Code::InvalidId, Code::UnusedSet], None, |folder| {
            folder.bank.sets.push("my text", folder.bank.sets.get("text").cloned().expect("a set"));
        }),
        case("an unknown enemy", &[Code::UnknownEnemy], Some("n1"), patched("/items/0/enemies", json!(["n3", "n9"]))),
        case("an enemy of itself", &[Code::OwnEnemy], Some("n1"), patched("/items/0/enemies", json!(["n3", "n1"]))),
        case("an unknown set", &[Code::UnknownSet], Some("n1"), patched("/items/0/set", json!("table"))),
        case("a set of nothing", &[Code::UnusedSet], None, patched("/sets/table", json!({}))),
        case("a set twice", &[Code::DuplicateKey], None, |folder| {
            folder.bank.sets.push("text", folder.bank.sets.get("text").cloned().expect("a set"));
        }),
        case("a set of none", &[Code::SetCount], None, patched("/sets/graph", json!({ "min": 0, "max": 0 }))),
        case("more than the set has", &[Code::SetCount], None, patched("/sets/graph", json!({ "min": 3, "max": 3 }))),
        case("at least more than at most", &[Code::SetCount], None, patched("/sets/text", json!({ "max": 2 }))),
        case("enemies in a whole set", &[Code::EnemiesInSet], None, patched("/items/6/enemies", json!(["l3"]))),
    ]
}

fn of_content() -> Vec<Case> {
    let rules = |value| select("content", value);
    vec![
        case("an unknown area", &[Code::UnknownArea], None, rules(json!([{ "area": "calculus", "max": 3 }]))),
        case(
            "an area in two rules",
            &[Code::RepeatedArea],
            None,
            rules(json!([{ "area": "story" }, { "area": "story" }])),
        ),
        case("min above max", &[Code::ContentBounds], None, rules(json!([{ "area": "algebra", "min": 3, "max": 2 }]))),
        case("more than the area has", &[Code::ContentBounds], None, rules(json!([{ "area": "geometry", "min": 3 }]))),
        case("a target above 1", &[Code::ContentTarget], None, rules(json!([{ "area": "story", "target": 1.5 }]))),
        case(
            "targets above a whole test",
            &[Code::ContentTarget],
            None,
            rules(json!([{ "area": "reading", "target": 0.6 }, { "area": "algebra", "target": 0.6 }])),
        ),
        case(
            // n4 is of both areas, so that the two shares may add up to 2 at most.
            "targets above what items of two areas can give",
            &[Code::ContentTarget],
            None,
            rules(json!([
                { "area": "story", "target": 1 }, { "area": "algebra", "target": 1 }, { "area": "geometry", "target": 0.1 }
            ])),
        ),
        case(
            "minima above the length",
            &[Code::ContentLength],
            None,
            rules(
                json!([{ "area": "reading", "min": 4 }, { "area": "geometry", "min": 2 }, { "area": "algebra", "min": 3 }]),
            ),
        ),
    ]
}

fn of_selection() -> Vec<Case> {
    vec![
        case("no pilot", &[Code::PilotPositions], None, select("pilot", json!({ "items": 0 }))),
        case("a position 0", &[Code::PilotPositions], None, select("pilot", json!({ "items": 1, "from": 0 }))),
        case(
            "positions upside down",
            &[Code::PilotPositions],
            None,
            select("pilot", json!({ "items": 1, "from": 5, "to": 4 })),
        ),
        case(
            "positions beyond the length",
            &[Code::PilotPositions],
            None,
            select("pilot", json!({ "items": 1, "to": 10 })),
        ),
        case(
            "too few positions",
            &[Code::PilotPositions],
            None,
            select("pilot", json!({ "items": 2, "from": 4, "to": 4 })),
        ),
        case(
            "nothing but pilots",
            &[Code::PilotPositions, Code::TooFewPilotItems, Code::ContentLength],
            None,
            |folder| {
                patch(folder, "/designs/default/select/pilot", json!({ "items": 9 }));
            },
        ),
        case("three pilots of two", &[Code::TooFewPilotItems], None, select("pilot", json!({ "items": 3 }))),
        case(
            "bounds not ascending",
            &[Code::ExposureBounds],
            None,
            select("exposure", json!({ "bounds": [1, 0], "items": { "n1": 0.5 } })),
        ),
        case(
            "a probability above 1",
            &[Code::ExposureProbability],
            None,
            select("exposure", json!({ "items": { "n1": 1.5 } })),
        ),
        case(
            "probabilities for classes there are not",
            &[Code::ExposureProbability],
            None,
            select("exposure", json!({ "items": { "n1": [0.5, 0.5] } })),
        ),
        case(
            "the exposure of an unknown item",
            &[Code::UnknownItem],
            None,
            select("exposure", json!({ "items": { "n9": 0.5 } })),
        ),
        case(
            "competences of no items",
            &[Code::CompetenceLimit],
            None,
            select("competences", json!({ "maxItems": 0 })),
        ),
        case(
            "competences of no error",
            &[Code::CompetenceLimit],
            None,
            select("competences", json!({ "standardError": 0 })),
        ),
        case(
            "shadow tests every 0 items",
            &[Code::InvalidShadow],
            None,
            select("shadow", json!({ "refresh": { "every": 0 } })),
        ),
        case(
            "shadow tests at a negative change",
            &[Code::InvalidShadow],
            None,
            select("shadow", json!({ "refresh": { "change": -1 } })),
        ),
        case(
            "shadow tests of 2 to 1 sets",
            &[Code::InvalidShadow],
            None,
            select("shadow", json!({ "sets": { "min": 2, "max": 1 } })),
        ),
        case("shadow tests of 3 sets", &[Code::InvalidShadow], None, select("shadow", json!({ "sets": { "min": 3 } }))),
    ]
}

fn of_the_person() -> Vec<Case> {
    let cuts = |value| patched("/designs/default/cuts", value);
    let fit = |value| patched("/designs/default/fit", value);
    vec![
        case(
            "cuts of an unknown dimension",
            &[Code::UnknownDimension],
            None,
            cuts(json!({ "literacy": [0], "x": [0] })),
        ),
        case("cuts not ascending", &[Code::CutOrder], None, cuts(json!({ "literacy": [0.5, 0.5] }))),
        case("no cuts for one dimension", &[Code::CutOrder], None, cuts(json!({ "literacy": [0], "numeracy": [] }))),
        case("nearest-cut and a classification without cuts", &[Code::MissingCuts], None, cuts(json!({}))),
        case("a classification without cuts", &[Code::MissingCuts], None, |folder| {
            patch(folder, "/designs/default/select/competences/next", json!("weakest"));
            patch(folder, "/designs/default/cuts", json!({}));
        }),
        case("confidence in nothing evaluated", &[Code::UnusedConfidencePolicy], None, |folder| {
            folder.bank.dimensions[2].competence = "literacy".into();
            folder.bank.dimensions[1].competence = "numeracy".into();
        }),
        case(
            "blocks of 0",
            &[Code::InvalidChange],
            None,
            patched("/designs/default/answers/change", json!({ "block": 0 })),
        ),
        case("a positive lz", &[Code::InvalidFit], None, fit(json!({ "lz": 1.6 }))),
        case("a CUSUM of 0", &[Code::InvalidFit], None, fit(json!({ "cusum": 0 }))),
        case("more Guttman errors than pairs", &[Code::InvalidFit], None, fit(json!({ "guttman": 1.5 }))),
        case("fast without a share", &[Code::InvalidFit], None, fit(json!({ "fastSeconds": 1 }))),
        case("a share of what is not fast", &[Code::InvalidFit], None, fit(json!({ "fastShare": 0.1 }))),
    ]
}

fn infeasible() -> Vec<Case> {
    let infeasible = &[Code::InfeasibleBlueprint];
    vec![
        case(
            // n4 and l4 are the stories, and n4 is algebra.
            "more stories than there may be",
            infeasible,
            None,
            select("content", json!([{ "area": "story", "min": 2 }, { "area": "algebra", "max": 0 }])),
        ),
        case(
            "start items that are enemies",
            infeasible,
            None,
            patched("/designs/default/start/items", json!(["n1", "n3"])),
        ),
        case("more items than enemies leave", infeasible, None, |folder| {
            patch(folder, "/designs/default/select", json!({ "criterion": { "name": "random" } }));
            patch(folder, "/designs/default/stop", json!({ "minItems": 4, "maxItems": 11 }));
        }),
        case("a shadow test of two sets of which one is too long", infeasible, None, |folder| {
            let select = json!({ "criterion": { "name": "maximum-information" }, "shadow": { "sets": { "min": 2 } } });
            patch(folder, "/designs/default/select", select);
            patch(folder, "/designs/default/stop", json!({ "maxItems": 4 }));
        }),
        case("a fixed order of enemies", infeasible, None, |folder| {
            let criterion = json!({ "name": "fixed-order", "order": ["n1", "n2", "n3"] });
            patch(folder, "/designs/default/select", json!({ "criterion": criterion }));
            patch(folder, "/designs/default/stop", json!({ "maxItems": 3 }));
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    [of_the_bank(), of_content(), of_selection(), of_the_person(), infeasible()].into_iter().flatten().collect()
}

/// The messages name what contradicts itself, and nothing else.
#[test]
fn conflicting_parts_are_named() {
    let message = |changes: &[(&'static str, serde_json::Value)]| {
        let mut folder = crate::common::valid_blueprint();
        for (pointer, value) in changes {
            patch(&mut folder, pointer, value.clone());
        }
        let report = thetis_bank::check(&folder);
        let problems: Vec<_> = report.problems().iter().map(|problem| problem.message.clone()).collect();
        problems.join("\n")
    };
    let rules = json!([
        { "area": "reading", "min": 1 }, { "area": "story", "min": 2 }, { "area": "geometry" }, { "area": "algebra", "max": 0 }
    ]);
    assert_eq!(
        message(&[("/designs/default/select/content", rules), ("/designs/default/start/items", json!([]))]),
        "design default: no test satisfies all of these together: at least 2 items of the area story and 0 items of the area algebra"
    );
    assert_eq!(
        message(&[("/designs/default/start/items", json!(["n1", "n3"]))]),
        "design default: no test satisfies all of these together: the enemies n1 and n3 and the start items"
    );
    let ordered = json!({ "criterion": { "name": "fixed-order", "order": ["n1", "n3"] } });
    assert_eq!(
        message(&[
            ("/designs/default/start/items", json!(["n2"])),
            ("/designs/default/select", ordered),
            ("/designs/default/stop", json!({ "maxItems": 3 })),
        ]),
        "design default: no test satisfies all of these together: a length of 3 scored items, the enemies n3 and n2 and the fixed order"
    );
    let select = json!({ "criterion": { "name": "maximum-information" }, "shadow": { "sets": { "min": 2 } } });
    assert_eq!(
        message(&[
            // In no way to blame, and not named.
            ("/designs/default/start/items", json!(["n2"])),
            ("/designs/default/select", select),
            ("/designs/default/stop", json!({ "maxItems": 3 })),
        ]),
        "design default: no test satisfies all of these together: a length of 3 scored items, at least 3 items of the item set text once it is begun and 2 item sets"
    );
}

/// A design that says no length ends where nothing is left to ask: it needs no test of every item.
#[test]
fn without_a_maximum_a_shorter_test_will_do() {
    let mut folder = crate::common::valid_blueprint();
    patch(&mut folder, "/designs/default/select", json!({ "criterion": { "name": "random" } }));
    patch(&mut folder, "/designs/default/stop", json!({ "minItems": 4 }));
    let report = thetis_bank::check(&folder);
    assert!(report.problems().is_empty(), "{:#?}", report.problems());
}
