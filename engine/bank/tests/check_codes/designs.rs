//! Designs.

use serde_json::{Value, json};
use thetis_bank::{
    BankFolder, Code,
    types::{StartTheta, Status},
};

use crate::fixture::{Case, case, case_two, design, patch, patched, stop};

fn by_criterion(criterion: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/designs/default/select/criterion", criterion)
}

fn starting(items: Value) -> impl FnOnce(&mut BankFolder) {
    patched("/designs/default/start", json!({ "items": items }))
}

pub(crate) fn cases() -> Vec<Case> {
    let by = |criterion: Value| json!({ "select": { "criterion": criterion } });
    let estimated = |estimate: Value| json!({ "select": { "criterion": { "name": "random" } }, "estimate": estimate });
    vec![
        case("no design", &[Code::NoDesign], None, |folder| drop(folder.bank.designs.remove("default"))),
        case("a design id with a space", &[Code::InvalidId], None, |folder| {
            let design = folder.bank.designs.remove("default").expect("a design");
            folder.bank.designs.push("my design", design);
        }),
        case("minimum above maximum", &[Code::DesignLength], None, stop(json!({ "minItems": 4, "maxItems": 3 }))),
        case("maximum 0", &[Code::DesignLength], None, stop(json!({ "maxItems": 0 }))),
        case("minimum above the bank", &[Code::UnreachableMinimum], None, stop(json!({ "minItems": 5 }))),
        case("maximum above the bank", &[Code::UnreachableMaximum], None, stop(json!({ "maxItems": 5 }))),
        case("maximum above the operational items", &[Code::UnreachableMaximum], None, |folder| {
            folder.bank.items[0].status = Status::Pilot;
        }),
        case(
            "a fixed order shorter than the minimum",
            &[Code::UnreachableMinimum],
            None,
            design(json!({
                "select": { "criterion": { "name": "fixed-order", "order": ["q1", "q2"] } }, "stop": { "minItems": 3 }
            })),
        ),
        case(
            "randomesque 0",
            &[Code::InvalidRandomesque],
            None,
            patched("/designs/default/select/randomesque", json!(0)),
        ),
        case(
            "an order with an unknown item",
            &[Code::UnknownOrderItem],
            None,
            design(by(json!({ "name": "fixed-order", "order": ["q1", "q9"] }))),
        ),
        case(
            "an order with an item twice",
            &[Code::InvalidOrder],
            None,
            design(by(json!({ "name": "fixed-order", "order": ["q1", "q2", "q1"] }))),
        ),
        case("an empty order", &[Code::InvalidOrder], None, design(by(json!({ "name": "fixed-order", "order": [] })))),
        case("an order with a retired item", &[Code::UnavailableOrderItem], None, |folder| {
            folder.bank.items[0].status = Status::Retired;
            patch(folder, "/designs/default", by(json!({ "name": "fixed-order", "order": ["q1", "q2"] })));
        }),
        case_two(
            "maximum information in two dimensions",
            &[Code::CriterionDimensions],
            None,
            patched("/designs/default/select/criterion", json!({ "name": "maximum-information" })),
        ),
        case_two(
            "maximum likelihood of correlated dimensions",
            &[Code::EstimatorDimensions],
            None,
            patched("/designs/default/estimate", json!({ "estimator": "ml" })),
        ),
        case_two(
            "a grid beyond any memory",
            &[Code::EstimatorDimensions],
            None,
            patched(
                "/designs/default/estimate",
                json!({ "estimator": "eap", "quadrature": { "range": [-6, 6], "nodes": 10000 } }),
            ),
        ),
        case(
            "a start of two values",
            &[Code::StartShape],
            None,
            patched("/designs/default/start", json!({ "theta": [0, 0] })),
        ),
        case(
            "a start out of range",
            &[Code::StartOutsideRange],
            None,
            patched("/designs/default/start", json!({ "theta": [7] })),
        ),
        case("an infinite start", &[Code::NotFinite], None, |folder| {
            folder.bank.designs.get_mut("default").expect("a design").start.theta =
                StartTheta::Fixed(vec![f64::INFINITY]);
        }),
        case("a range upside down", &[Code::InvalidRange], None, design(estimated(json!({ "range": [4, -4] })))),
        case(
            "a grid upside down",
            &[Code::InvalidRange],
            None,
            design(estimated(json!({ "quadrature": { "range": [4, 4], "nodes": 61 } }))),
        ),
        case(
            "a grid of one node",
            &[Code::InvalidRange],
            None,
            design(estimated(json!({ "quadrature": { "range": [-4, 4], "nodes": 1 } }))),
        ),
        case("an unknown start item", &[Code::UnknownItem], None, starting(json!(["q9"]))),
        case("a start item twice", &[Code::InvalidStartItems], None, starting(json!(["q1", "q1"]))),
        case("a start item that is retired", &[Code::InvalidStartItems], None, |folder| {
            folder.bank.items[0].status = Status::Retired;
            patch(folder, "/designs/default/stop/maxItems", json!(3));
            patch(folder, "/designs/default/start", json!({ "items": ["q1"] }));
        }),
        case("more start items than the test has", &[Code::InvalidStartItems], None, |folder| {
            patch(folder, "/designs/default/stop", json!({ "maxItems": 1 }));
            patch(folder, "/designs/default/start", json!({ "items": ["q1", "q2"] }));
        }),
        case(
            "a second start of two values",
            &[Code::StartShape],
            None,
            patched("/designs/default/start", json!({ "theta": [[0], [0, 0]] })),
        ),
        case(
            "a criterion for dichotomous items",
            &[Code::CriterionModel],
            Some("q1"),
            patched("/designs/default/select/criterion", json!({ "name": "closest-difficulty" })),
        ),
        case(
            "a δ of 0",
            &[Code::CriterionParameter],
            None,
            by_criterion(json!({ "name": "kullback-leibler-point", "delta": 0 })),
        ),
        case(
            "a negative half width",
            &[Code::CriterionParameter],
            None,
            by_criterion(json!({ "name": "interval-information", "halfWidth": -1 })),
        ),
        case(
            "no acceleration",
            &[Code::CriterionParameter],
            None,
            by_criterion(json!({ "name": "progressive", "acceleration": 0 })),
        ),
        case(
            "a length of 0",
            &[Code::CriterionParameter],
            None,
            by_criterion(json!({ "name": "proportional", "length": 0 })),
        ),
        case(
            "more strata than items",
            &[Code::CriterionParameter],
            None,
            by_criterion(json!({ "name": "stratified", "strata": 5 })),
        ),
        case(
            "no strata",
            &[Code::CriterionParameter],
            None,
            by_criterion(json!({ "name": "stratified", "strata": 0 })),
        ),
        case_two(
            "one weight for two dimensions",
            &[Code::CriterionParameter],
            None,
            by_criterion(json!({ "name": "t-optimality", "weights": [1] })),
        ),
        case_two(
            "weights of nothing",
            &[Code::CriterionParameter],
            None,
            by_criterion(json!({ "name": "w-rule", "weights": [0, 0] })),
        ),
        case_two(
            "confidence by itself where items measure both",
            &[Code::EstimatorDimensions],
            None,
            patched("/designs/default/estimate", json!({ "estimator": "map", "confidence": "off" })),
        ),
    ]
}
