//! Small valid banks for tests to break.

#![allow(dead_code, reason = "each test crate uses some of these")]

pub(crate) mod outcome;
pub(crate) mod scratch;

use serde_json::json;
use thetis_bank::{BankFolder, ItemBank, Locale};

fn folder(bank: serde_json::Value, locales: Vec<serde_json::Value>) -> BankFolder {
    let bank: ItemBank = serde_json::from_value(bank).expect("a bank");
    let locales = locales
        .into_iter()
        .map(|locale| serde_json::from_value::<Locale>(locale).expect("a locale"))
        .map(|locale| (locale.language.clone(), locale))
        .collect();
    BankFolder { bank, locales, media: ["media/q2.svg".to_owned()].into() }
}

fn provenance() -> serde_json::Value {
    json!({ "source": "calibrated", "sample": 500, "date": "2026-02-28", "method": "MML" })
}

/// Texts of the levels that a dimension has which declares none.
fn levels() -> serde_json::Value {
    json!({ "low": { "text": "L" }, "middle": { "text": "M" }, "high": { "text": "H" } })
}

fn locale(language: &str, direction: &str) -> serde_json::Value {
    let text = |english: &'static str, arabic: &'static str| if language == "ar" { arabic } else { english };
    json!({
        "language": language, "direction": direction, "review": "reviewed",
        "bank": { "title": "Numbers", "description": "A test." },
        "competences": {
            "numeracy": { "name": "Numeracy", "description": "D", "levels": levels() }
        },
        "responseScales": {
            "agreement": {
                "prompt": text("How far do you agree?", "إلى أي مدى توافق؟"),
                "options": { "no": "No", "so": "So-so", "yes": "Yes" }
            }
        },
        "items": {
            "q1": { "stem": text("I like numbers.", "أحب الأرقام.") },
            "q2": {
                "stem": "2 + 2?", "image": text("Four apples.", "أربع تفاحات."),
                "options": { "a": "3", "b": "4", "c": "5" }
            },
            "q3": { "stem": "1 < 2", "options": { "true": "True", "false": "False" } },
            "q4": { "stem": text("I avoid numbers.", "أتجنب الأرقام.") }
        }
    })
}

/// One dimension, four items of three kinds, two languages, one design: nothing wrong with it.
pub(crate) fn valid() -> BankFolder {
    let bank = json!({
        "format": 1, "id": "numbers", "version": "1.0.0", "licence": "CC0-1.0", "source": "Made up.",
        "languages": ["en", "ar"], "scaling": 1.0,
        "dimensions": [{ "id": "numeracy", "competence": "numeracy", "kind": "evaluation" }],
        "prior": { "mean": [0.0], "covariance": [[1.0]] },
        "responseScales": { "agreement": ["no", "so", "yes"] },
        "items": [
            {
                "id": "q1", "dimensions": ["numeracy"], "kind": "likert", "responseScale": "agreement",
                "scoring": { "categories": [0, 1, 2] },
                "model": {
                    "type": "grm", "a": 1.5, "b": [-1.0, 1.0],
                    "standardErrors": { "a": 0.1, "b": [0.05, 0.06] }
                },
                "content": "attitude", "provenance": provenance()
            },
            {
                "id": "q2", "dimensions": ["numeracy"], "kind": "single-choice", "options": ["a", "b", "c"],
                "scoring": { "key": "b" }, "model": { "type": "3pl", "a": 1.2, "b": -0.5, "c": 0.25 },
                "media": { "image": "media/q2.svg" }, "provenance": provenance()
            },
            {
                "id": "q3", "dimensions": ["numeracy"], "kind": "true-false", "options": ["true", "false"],
                "scoring": { "key": "true" }, "model": { "type": "2pl", "a": 1.0, "b": 0.5 },
                "provenance": provenance()
            },
            {
                "id": "q4", "dimensions": ["numeracy"], "kind": "likert", "responseScale": "agreement",
                "scoring": { "categories": [2, 1, 0] }, "model": { "type": "gpcm", "a": 0.9, "b": [0.5, -0.5] },
                "provenance": provenance()
            }
        ],
        "designs": {
            "default": {
                "select": { "criterion": { "name": "maximum-information" } },
                "stop": { "minItems": 2, "maxItems": 4, "when": { "standardErrorAtMost": 0.7 } }
            }
        }
    });
    folder(bank, vec![locale("en", "ltr"), locale("ar", "rtl")])
}

/// Two correlated dimensions; `q1`, `q2` and `q3` load on one or both. Nothing wrong with it.
pub(crate) fn valid_two_dimensions() -> BankFolder {
    let mut folder = valid();
    let bank = json!({
        "format": 1, "id": "two", "version": "1", "licence": "CC0-1.0", "languages": ["en", "ar"],
        "dimensions": [
            { "id": "numeracy", "competence": "numeracy", "kind": "evaluation" },
            { "id": "confidence", "competence": "numeracy", "kind": "confidence" }
        ],
        "prior": { "mean": [0.0, 0.0], "covariance": [[1.0, 0.3], [0.3, 1.0]] },
        "responseScales": { "agreement": ["no", "so", "yes"] },
        "items": [
            {
                "id": "q1", "dimensions": ["confidence"], "kind": "likert", "responseScale": "agreement",
                "scoring": { "categories": [0, 1, 2] }, "model": { "type": "grm", "a": 1.5, "b": [-1.0, 1.0] },
                "provenance": provenance()
            },
            {
                "id": "q2", "dimensions": ["numeracy", "confidence"], "kind": "single-choice", "options": ["a", "b", "c"],
                "scoring": { "key": "b" },
                "model": { "type": "compensatory-4pl", "a": [1.2, 0.4], "d": 0.5, "g": 0.2 },
                "media": { "image": "media/q2.svg" }, "provenance": provenance()
            },
            {
                "id": "q3", "dimensions": ["numeracy", "confidence"], "kind": "true-false", "options": ["true", "false"],
                "scoring": { "key": "true" },
                "model": { "type": "compensatory-gpcm", "a": [1.0, 0.2], "d": [0.1] },
                "provenance": provenance()
            },
            {
                "id": "q4", "dimensions": ["numeracy", "confidence"], "kind": "likert", "responseScale": "agreement",
                "scoring": { "categories": [0, 1, 2] },
                "model": { "type": "compensatory-grm", "a": [1.0, 0.2], "d": [1.0, -1.0] },
                "provenance": provenance()
            }
        ],
        "designs": {
            "default": {
                "start": { "theta": [0.0, 0.5] },
                "select": { "criterion": { "name": "d-optimality", "prior": true } },
                "estimate": { "estimator": "map" },
                "stop": { "maxItems": 3 }
            }
        }
    });
    folder.bank = serde_json::from_value(bank).expect("a bank");
    folder
}

/// Number of items of [`valid_blueprint`].
pub(crate) const BLUEPRINT_ITEMS: usize = 14;

/// Three dimensions of two competences, fourteen items with content areas, enemies, sets, two pilots and one that
/// is retired, and a design that uses it all. Nothing wrong with it.
///
/// | items | dimension | content | |
/// |---|---|---|---|
/// | n1–n4 | numeracy | algebra, n4 story too | n1 and n3 are enemies, by n3 n2 and n3 as well |
/// | n5, n6 | numeracy | geometry | set graph, any order, one is enough |
/// | l1–l3 | literacy | reading | set text, in order, all |
/// | l4 | literacy | reading, story | |
/// | c1 | assurance | | |
/// | p1, p2 | numeracy | algebra | pilot |
/// | r1 | numeracy | algebra | retired, an enemy of n5 |
pub(crate) fn valid_blueprint() -> BankFolder {
    let item = |id: &str, dimension: &str, b: f64, more: serde_json::Value| {
        let mut item = json!({
            "id": id, "dimensions": [dimension], "kind": "single-choice", "options": ["a", "b"],
            "scoring": { "key": "a" }, "model": { "type": "2pl", "a": 1.5, "b": b }, "provenance": provenance()
        });
        for (key, value) in more.as_object().expect("an object") {
            item[key] = value.clone();
        }
        item
    };
    let items = vec![
        item("n1", "numeracy", -1.0, json!({ "content": "algebra", "enemies": ["n3"] })),
        item("n2", "numeracy", -0.5, json!({ "content": "algebra" })),
        item("n3", "numeracy", 0.0, json!({ "content": ["algebra"], "enemies": ["n1", "n2"] })),
        item("n4", "numeracy", 0.5, json!({ "content": ["algebra", "story"] })),
        item("n5", "numeracy", 0.2, json!({ "content": "geometry", "set": "graph" })),
        item("n6", "numeracy", 1.0, json!({ "content": "geometry", "set": "graph" })),
        item("l1", "literacy", -0.7, json!({ "content": "reading", "set": "text" })),
        item("l2", "literacy", 0.1, json!({ "content": "reading", "set": "text" })),
        item("l3", "literacy", 0.8, json!({ "content": "reading", "set": "text" })),
        item("l4", "literacy", 0.3, json!({ "content": ["reading", "story"] })),
        item("c1", "assurance", 0.0, json!({})),
        item("p1", "numeracy", 0.4, json!({ "content": "algebra", "status": "pilot" })),
        item("p2", "numeracy", -0.4, json!({ "content": "algebra", "status": "pilot" })),
        item("r1", "numeracy", 0.0, json!({ "content": "algebra", "status": "retired", "enemies": ["n5"] })),
    ];
    assert_eq!(items.len(), BLUEPRINT_ITEMS);
    let texts: serde_json::Map<_, _> = items
        .iter()
        .map(|item| {
            let id = item["id"].as_str().expect("an id");
            (id.to_owned(), json!({ "stem": format!("{id}?"), "options": { "a": "yes", "b": "no" } }))
        })
        .collect();
    let competence = |name: &str| json!({ "name": name, "description": "D", "levels": levels() });
    let locale = json!({
        "language": "en", "direction": "ltr", "review": "reviewed",
        "bank": { "title": "Blueprint", "description": "A test." },
        "competences": { "numeracy": competence("Numeracy"), "literacy": competence("Literacy") },
        "items": texts
    });
    let bank = json!({
        "format": 1, "id": "blueprint", "version": "1", "licence": "CC0-1.0", "languages": ["en"],
        "dimensions": [
            { "id": "numeracy", "competence": "numeracy", "kind": "evaluation" },
            { "id": "literacy", "competence": "literacy", "kind": "evaluation" },
            { "id": "assurance", "competence": "numeracy", "kind": "confidence" }
        ],
        "prior": { "mean": [0.0, 0.0, 0.0], "covariance": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]] },
        "sets": { "text": { "order": "fixed" }, "graph": { "min": 1, "max": 2 } },
        "items": items,
        "designs": {
            "default": {
                "start": { "theta": [[0.0, 0.5, 0.0], [-0.5, 0.0, 0.0]], "items": ["n2"] },
                "select": {
                    "criterion": { "name": "maximum-information" },
                    "competences": { "next": "nearest-cut", "maxItems": 6 },
                    "content": [
                        { "area": "reading", "min": 1, "target": 0.4 },
                        { "area": "algebra", "min": 1, "max": 3, "target": 0.6 },
                        { "area": "story", "max": 1 }
                    ],
                    "pilot": { "items": 1, "from": 2 },
                    "exposure": { "bounds": [0.0], "items": { "l4": 0.5, "n1": [0.25, 1.0] } }
                },
                "estimate": { "confidence": "prior-mean" },
                "cuts": { "literacy": [-0.5, 0.5] },
                "stop": { "minItems": 4, "maxItems": 9, "when": { "classifiedByInterval": { "standardErrors": 1.0 } } },
                "answers": { "skip": "ignored", "dontKnow": "lowest", "change": { "block": 2 } },
                "fit": { "lz": -1.645, "cusum": 0.25, "guttman": 0.3, "fastSeconds": 1.0, "fastShare": 0.1 }
            }
        }
    });
    folder_without_media(bank, vec![locale])
}

/// One dimension with levels of its own and a profile, and an item of each kind that has pictures or answers of several
/// parts, in two languages with recordings. Nothing wrong with it.
///
/// | item | kind | |
/// |---|---|---|
/// | m1 | multiple-response | a and c of four, a point each, three categories |
/// | o1 | ordering | three options, all or nothing |
/// | p1 | matching | three options and two targets, a point each |
/// | c1 | picture-choice | two pictures |
/// | h1 | hotspot | two places on a picture |
/// | s1 | situational-judgement | about the picture of the set scene |
pub(crate) fn valid_kinds() -> BankFolder {
    let item = |id: &str, kind: &str, options: &[&str], more: serde_json::Value| {
        let mut item = json!({
            "id": id, "dimensions": ["safety"], "kind": kind, "options": options, "provenance": provenance(),
            "model": { "type": "2pl", "a": 1.0, "b": 0.0 }
        });
        for (key, value) in more.as_object().expect("an object") {
            item[key] = value.clone();
        }
        item
    };
    let items = [
        item(
            "m1",
            "multiple-response",
            &["a", "b", "c", "d"],
            json!({
                "scoring": { "keys": ["a", "c"], "credit": "each" }, "model": { "type": "pcm", "b": [-0.5, 0.5] },
                "media": { "options": { "a": "media/a.svg" } }
            }),
        ),
        item("o1", "ordering", &["a", "b", "c"], json!({ "scoring": { "order": ["c", "a", "b"] } })),
        item(
            "p1",
            "matching",
            &["a", "b", "c"],
            json!({
                "targets": ["x", "y"],
                "scoring": { "pairs": { "a": "x", "b": "y", "c": "x" }, "credit": "each", "categories": [0, 0, 1, 2] },
                "model": { "type": "pcm", "b": [-0.5, 0.5] }, "media": { "options": { "x": "media/a.svg" } }
            }),
        ),
        item(
            "c1",
            "picture-choice",
            &["a", "b"],
            json!({ "scoring": { "key": "a" }, "media": { "options": { "a": "media/a.svg", "b": "media/b.svg" } } }),
        ),
        item(
            "h1",
            "hotspot",
            &["a", "b"],
            json!({
                "scoring": { "key": "b" },
                "media": { "image": "media/room.png", "regions": {
                    "a": { "x": 0, "y": 0, "width": 40, "height": 40 },
                    "b": { "x": 50, "y": 50, "width": 50, "height": 50 }
                } }
            }),
        ),
        item(
            "s1",
            "situational-judgement",
            &["a", "b", "c"],
            json!({
                "set": "scene", "scoring": { "categories": [0, 2, 1] }, "model": { "type": "pcm", "b": [-0.5, 0.5] }
            }),
        ),
    ];
    let bank = json!({
        "format": 1, "id": "kinds", "version": "1", "licence": "CC0-1.0", "languages": ["en", "ar"],
        "dimensions": [{ "id": "safety", "competence": "safety", "kind": "evaluation" }],
        "prior": { "mean": [0.0], "covariance": [[1.0]] },
        "levels": [
            { "dimension": "safety", "id": "beginner" },
            { "dimension": "safety", "id": "skilled", "from": -0.5, "eqf": 2 },
            { "dimension": "safety", "id": "expert", "from": 0.5, "eqf": 4 }
        ],
        "profiles": { "cook": { "requires": { "safety": "skilled" } } },
        "sets": { "scene": { "media": { "image": "media/room.png" } } },
        "items": items,
        "designs": { "default": {
            "select": { "criterion": { "name": "maximum-information" } }, "stop": { "maxItems": 6 }
        } }
    });
    let locale = |language: &str, direction: &str| {
        let stem = |text: &str| format!("media/{language}/{text}.mp3");
        let text = |english: &'static str, arabic: &'static str| if language == "ar" { arabic } else { english };
        let level = |text: &str| json!({ "name": text, "text": text, "next": text });
        json!({
            "language": language, "direction": direction, "review": "reviewed",
            "bank": { "title": "Kinds", "description": "A test.", "audio": stem("bank") },
            "competences": { "safety": { "name": "Safety", "description": "D", "levels": {
                "beginner": level("B"), "skilled": level("S"), "expert": level("E")
            } } },
            "sets": { "scene": {
                "title": "A room", "text": "Look.", "image": text("A room with a stove.", "غرفة فيها موقد."), "audio": stem("scene")
            } },
            "profiles": { "cook": { "name": "Cook" } },
            "items": {
                "m1": {
                    "stem": "Which?", "options": { "a": "A", "b": "B", "c": "C", "d": "D" },
                    "audio": { "stem": stem("m1"), "options": { "a": stem("m1-a") } }
                },
                "o1": { "stem": "Order?", "options": { "a": "A", "b": "B", "c": "C" } },
                "p1": {
                    "stem": "Match.", "options": { "a": "A", "b": "B", "c": "C" }, "targets": { "x": "X", "y": "Y" },
                    "audio": { "options": { "x": stem("p1-x") } }
                },
                "c1": { "stem": "Which picture?", "options": { "a": "A", "b": "B" } },
                "h1": { "stem": "Where?", "image": "A kitchen.", "options": { "a": "Left", "b": "Right" } },
                "s1": { "stem": text("What do you do?", "ماذا تفعل؟"), "options": { "a": "A", "b": "B", "c": "C" } }
            }
        })
    };
    let mut folder = folder(bank, vec![locale("en", "ltr"), locale("ar", "rtl")]);
    folder.media = ["a.svg", "b.svg", "room.png"].map(|name| format!("media/{name}")).into();
    for language in ["en", "ar"] {
        let recordings = ["bank", "scene", "m1", "m1-a", "p1-x"].map(|name| format!("media/{language}/{name}.mp3"));
        folder.media.extend(recordings);
    }
    folder
}

fn folder_without_media(bank: serde_json::Value, locales: Vec<serde_json::Value>) -> BankFolder {
    BankFolder { media: std::collections::BTreeSet::new(), ..folder(bank, locales) }
}
