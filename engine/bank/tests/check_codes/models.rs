//! Model parameters.

use serde_json::json;
use thetis_bank::{Code, Model, types::Values};

use crate::fixture::{Case, case, case_two, graded, model, patch, patched};

pub(crate) fn cases() -> Vec<Case> {
    let infinite = || f64::INFINITY;
    vec![
        case(
            "no thresholds",
            &[Code::CategoryCount, Code::ParameterCount],
            Some("q1"),
            graded(json!({ "type": "grm", "a": 1, "b": [] })),
        ),
        case(
            "nominal lists of two lengths",
            &[Code::ParameterCount],
            Some("q1"),
            graded(json!({ "type": "nrm", "s": [0.5, 1], "i": [0] })),
        ),
        case("a hundred categories", &[Code::TooManyCategories], Some("q1"), |folder| {
            let (ids, steps): (Vec<_>, Vec<_>) = (0..100).map(|k| (format!("o{k}"), f64::from(k) / 20.0)).unzip();
            patch(
                folder,
                "/items/0",
                json!({
                    "id": "q1", "dimensions": ["numeracy"], "kind": "likert", "options": ids,
                    "scoring": { "categories": (0..100).collect::<Vec<_>>() },
                    "model": { "type": "grm", "a": 1, "b": steps[1..] },
                    "provenance": { "source": "expert" }
                }),
            );
            for locale in folder.locales.values_mut() {
                locale.items.get_mut("q1").expect("a text").options =
                    ids.iter().map(|id| (id.clone(), "label".to_owned())).collect();
            }
        }),
        case_two(
            "one dimension for two slopes",
            &[Code::ModelDimensions],
            Some("q2"),
            patched("/items/1/dimensions", json!(["numeracy"])),
        ),
        case_two(
            "two dimensions for one slope",
            &[Code::ModelDimensions],
            Some("q1"),
            patched("/items/0/dimensions", json!(["numeracy", "confidence"])),
        ),
        case("slope 0", &[Code::NonpositiveSlope], Some("q3"), model(json!({ "type": "2pl", "a": 0, "b": 0 }))),
        case(
            "a negative slope",
            &[Code::NonpositiveSlope],
            Some("q1"),
            graded(json!({ "type": "gpcm", "a": -1, "b": [0, 1] })),
        ),
        case(
            "nominal slopes all 0",
            &[Code::NonpositiveSlope],
            Some("q1"),
            graded(json!({ "type": "nrm", "s": [0, 0], "i": [0, 1] })),
        ),
        case_two(
            "a compensatory slope of 0",
            &[Code::NonpositiveSlope],
            Some("q3"),
            patched("/items/2/model/a", json!([1, 0])),
        ),
        case_two(
            "a negative compensatory slope",
            &[Code::NegativeSlope],
            Some("q3"),
            patched("/items/2/model/a", json!([1, -0.2])),
        ),
        case(
            "graded thresholds out of order",
            &[Code::DisorderedThresholds],
            Some("q1"),
            graded(json!({ "type": "grm", "a": 1, "b": [1, -1] })),
        ),
        case(
            "equal graded thresholds",
            &[Code::DisorderedThresholds],
            Some("q1"),
            graded(json!({ "type": "grm", "a": 1, "b": [1, 1] })),
        ),
        case(
            "increasing steps of the modified graded model",
            &[Code::DisorderedThresholds],
            Some("q1"),
            graded(json!({ "type": "mgrm", "a": 1, "b": 0, "t": [-1, 1] })),
        ),
        case_two(
            "increasing graded intercepts",
            &[Code::DisorderedThresholds],
            Some("q4"),
            patched("/items/3/model/d", json!([-1, 1])),
        ),
        case(
            "guessing above 1",
            &[Code::DisorderedAsymptotes, Code::ExtremeAsymptote],
            Some("q2"),
            patched("/items/1/model/c", json!(1.2)),
        ),
        case("negative guessing", &[Code::DisorderedAsymptotes], Some("q2"), patched("/items/1/model/c", json!(-0.1))),
        case(
            "asymptotes crossed",
            &[Code::DisorderedAsymptotes, Code::ExtremeAsymptote],
            Some("q2"),
            patched("/items/1/model", json!({ "type": "4pl", "a": 1, "b": 0, "c": 0.4, "d": 0.3 })),
        ),
        case_two(
            "compensatory asymptote above 1",
            &[Code::DisorderedAsymptotes],
            Some("q2"),
            patched("/items/1/model/u", json!(1.5)),
        ),
        case("difficulty 9", &[Code::ExtremeDifficulty], Some("q3"), model(json!({ "type": "1pl", "b": 9 }))),
        case(
            "a rating scale step at -9",
            &[Code::ExtremeDifficulty],
            Some("q1"),
            graded(json!({ "type": "rsm", "b": -5, "t": [-4, 1] })),
        ),
        case_two(
            "an intercept far out",
            &[Code::ExtremeDifficulty],
            Some("q3"),
            patched("/items/2/model/d", json!([-20])),
        ),
        case("slope 7", &[Code::ExtremeSlope], Some("q3"), model(json!({ "type": "2pl", "a": 7, "b": 0 }))),
        case("slope 4 times D = 1.702", &[Code::ExtremeSlope], Some("q3"), |folder| {
            folder.bank.scaling = 1.702;
            patch(folder, "/items/2/model/a", json!(4));
        }),
        case("guessing 0.6", &[Code::ExtremeAsymptote], Some("q2"), patched("/items/1/model/c", json!(0.6))),
        case(
            "an upper asymptote of 0.4",
            &[Code::ExtremeAsymptote],
            Some("q2"),
            patched("/items/1/model", json!({ "type": "4pl", "a": 1, "b": 0, "c": 0.1, "d": 0.4 })),
        ),
        case(
            "one standard error for two thresholds",
            &[Code::StandardErrorShape],
            Some("q1"),
            patched("/items/0/model/standardErrors", json!({ "b": 0.1 })),
        ),
        case(
            "three standard errors for two thresholds",
            &[Code::StandardErrorShape],
            Some("q1"),
            patched("/items/0/model/standardErrors", json!({ "b": [0.1, 0.1, 0.1] })),
        ),
        case(
            "a standard error of a parameter there is not",
            &[Code::StandardErrorShape],
            Some("q1"),
            patched("/items/0/model/standardErrors", json!({ "c": 0.1 })),
        ),
        case(
            "a negative standard error",
            &[Code::NegativeStandardError],
            Some("q1"),
            patched("/items/0/model/standardErrors", json!({ "a": -0.1 })),
        ),
        case("an infinite threshold", &[Code::NotFinite], Some("q1"), |folder| {
            folder.bank.items[0].model = Model::Grm { a: 1.0, b: vec![0.0, infinite()], standard_errors: None };
        }),
        case("a NaN slope", &[Code::NotFinite], Some("q3"), |folder| {
            folder.bank.items[2].model = Model::TwoPl { a: f64::NAN, b: 0.0, standard_errors: None };
        }),
        case("an infinite standard error", &[Code::NotFinite], Some("q1"), |folder| {
            let Model::Grm { standard_errors: Some(errors), .. } = &mut folder.bank.items[0].model else {
                panic!("q1 is graded")
            };
            errors.a = Some(Values::One(infinite()));
        }),
        // Distinct, but so close that the engine cannot tell the category between them from none.
        case(
            "thresholds closer than the engine can tell",
            &[Code::RefusedByEngine],
            Some("q1"),
            graded(json!({ "type": "grm", "a": 1e-300, "b": [0, 1e-300] })),
        ),
    ]
}
