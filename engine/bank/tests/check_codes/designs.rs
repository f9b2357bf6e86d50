//! Designs.

use serde_json::{Value, json};
use thetis_bank::{
    Code,
    types::{StartTheta, Status},
};

use crate::fixture::{Case, case, case_two, design, patch, patched, stop};

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
    ]
}
