//! Options, scoring and provenance.

use serde_json::json;
use thetis_bank::Code;

use crate::fixture::{Case, case, graded, patch, patched};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "an unknown response scale",
            &[Code::UnknownResponseScale],
            Some("q1"),
            patched("/items/0/responseScale", json!("frequency")),
        ),
        case("an unused response scale", &[Code::UnusedResponseScale], None, |folder| {
            folder.bank.response_scales.push("frequency", vec!["never".into(), "always".into()]);
            for locale in folder.locales.values_mut() {
                let text = json!({ "prompt": "How often?", "options": { "never": "Never", "always": "Always" } });
                locale.response_scales.push("frequency", serde_json::from_value(text).expect("texts"));
            }
        }),
        case(
            "options and scale",
            &[Code::OptionsOrScale, Code::MissingText],
            Some("q1"),
            patched("/items/0/options", json!(["no", "so", "yes"])),
        ),
        case("neither options nor scale", &[Code::OptionsOrScale], Some("q1"), |folder| {
            folder.bank.items[0].response_scale = None
        }),
        case(
            "one option",
            &[Code::TooFewOptions, Code::StrayText],
            Some("q3"),
            patched("/items/2/options", json!(["true"])),
        ),
        case("true, false and perhaps", &[Code::TrueFalseOptions], Some("q3"), |folder| {
            patch(folder, "/items/2/options", json!(["true", "false", "perhaps"]));
            for locale in folder.locales.values_mut() {
                locale.items.get_mut("q3").expect("a text").options.push("perhaps", "Perhaps".into());
            }
        }),
        case(
            "too few categories scored",
            &[Code::ScoringLength],
            Some("q1"),
            patched("/items/0/scoring", json!({ "categories": [0, 1] })),
        ),
        case(
            "a key that is no option",
            &[Code::UnknownKey],
            Some("q2"),
            patched("/items/1/scoring", json!({ "key": "z" })),
        ),
        case(
            "a category left out",
            &[Code::CategoriesNotContiguous],
            Some("q1"),
            patched("/items/0/scoring", json!({ "categories": [0, 2, 3] })),
        ),
        case(
            "no option scores 0",
            &[Code::CategoriesNotContiguous],
            Some("q1"),
            patched("/items/0/scoring", json!({ "categories": [1, 2, 2] })),
        ),
        case(
            "a key with a model of three categories",
            &[Code::CategoryCount],
            Some("q2"),
            patched("/items/1/model", json!({ "type": "pcm", "b": [0, 1] })),
        ),
        case(
            "five thresholds for three categories",
            &[Code::CategoryCount],
            Some("q1"),
            graded(json!({ "type": "grm", "a": 1, "b": [-2, -1, 0, 1, 2] })),
        ),
        case("no provenance", &[Code::MissingProvenance], Some("q1"), |folder| folder.bank.items[0].provenance = None),
        case(
            "a German date",
            &[Code::InvalidDate],
            Some("q1"),
            patched("/items/0/provenance/date", json!("21.11.2026")),
        ),
    ]
}
