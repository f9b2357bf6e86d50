//! A bank with everything from which an outcome is worked out.

use serde_json::{Value, json};
use thetis_bank::BankFolder;

use super::{folder_without_media, provenance};

/// Two competences and the confidence in one of them, with levels, a profile, a pathway, credentials, and learning outcomes
/// of a framework; in two languages. Nothing wrong with it.
///
/// | items | dimension | learning outcome |
/// |---|---|---|
/// | c1–c3 | cleaning | cleaning-order |
/// | l1, l2 | laundry | laundry-labels |
/// | l3 | laundry | pilot |
/// | s1, s2 | cleaning-confidence | |
pub(crate) fn valid_outcome() -> BankFolder {
    let of = |dimension: &str| {
        [
            json!({ "dimension": dimension, "id": "starting", "eqf": 1 }),
            json!({ "dimension": dimension, "id": "alone", "from": -0.5, "eqf": 2 }),
            json!({ "dimension": dimension, "id": "guiding", "from": 0.5, "eqf": 3 }),
        ]
    };
    let levels = [of("cleaning"), of("laundry")].concat();
    let bank = json!({
        "format": 1, "id": "outcome", "version": "1", "licence": "CC0-1.0", "framework": "household",
        "languages": ["en", "de"],
        "dimensions": [
            { "id": "cleaning", "competence": "cleaning", "kind": "evaluation" },
            { "id": "laundry", "competence": "laundry", "kind": "evaluation" },
            { "id": "cleaning-confidence", "competence": "cleaning", "kind": "confidence" }
        ],
        "prior": { "mean": [0.0, 0.0, 0.0], "covariance": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]] },
        "items": items(),
        "levels": levels,
        "profiles": {
            "housekeeper": {
                "requires": { "cleaning": "guiding", "laundry": "alone" }, "importance": { "cleaning": 3 },
                "occupation": "domestic-housekeeper"
            }
        },
        "pathway": [
            { "module": "basics", "hours": 8, "develops": { "cleaning": "alone", "laundry": "alone" } },
            { "module": "surfaces", "hours": 6.5, "develops": { "cleaning": "guiding" }, "after": ["basics"] },
            { "module": "linen", "hours": 4, "develops": { "laundry": "guiding" }, "after": ["basics", "surfaces"] }
        ],
        "credentials": {
            "clean-home": { "requires": { "cleaning": "alone" }, "probability": 0.8, "minAnswers": 3 },
            "home": { "requires": { "cleaning": "guiding", "laundry": "alone" }, "minAnswers": 2 }
        },
        "designs": { "default": {
            "select": { "criterion": { "name": "maximum-information" }, "competences": { "next": "in-order" } },
            "stop": { "maxItems": 7 }
        } }
    });
    folder_without_media(bank, vec![locale("en"), locale("de")])
}

fn items() -> Vec<Value> {
    let item = |id: &str, dimension: &str, b: f64| {
        json!({
            "id": id, "dimensions": [dimension], "kind": "single-choice", "options": ["a", "b"],
            "scoring": { "key": "a" }, "model": { "type": "2pl", "a": 1.5, "b": b }, "provenance": provenance()
        })
    };
    let authored = |id: &str, dimension: &str, b: f64, outcome: &str| {
        let mut item = item(id, dimension, b);
        item["outcome"] = json!(outcome);
        item["judgement"] = json!({ "eqf": 2, "demand": "apply" });
        item["source"] = json!("The label of the product.");
        item["provenance"] = json!({ "source": "expert" });
        item
    };
    let mut pilot = item("l3", "laundry", 0.5);
    pilot["status"] = json!("pilot");
    vec![
        authored("c1", "cleaning", -1.0, "cleaning-order"),
        authored("c2", "cleaning", 0.0, "cleaning-order"),
        authored("c3", "cleaning", 1.0, "cleaning-order"),
        authored("l1", "laundry", -0.5, "laundry-labels"),
        authored("l2", "laundry", 0.5, "laundry-labels"),
        pilot,
        item("s1", "cleaning-confidence", -0.5),
        item("s2", "cleaning-confidence", 0.5),
    ]
}

fn locale(language: &str) -> Value {
    let text = |english: &'static str, german: &'static str| if language == "de" { german } else { english };
    let levels = json!({
        "starting": { "name": "Starting", "text": text("You know a little.", "Sie wissen etwas."), "next": "Clean." },
        "alone": { "name": "Alone", "text": text("You work alone.", "Sie arbeiten allein.") },
        "guiding": { "name": "Guiding", "text": text("You help others.", "Sie helfen anderen.") },
        "low": { "text": "Low" }, "middle": { "text": "Middle" }, "high": { "text": "High" }
    });
    let mut of_laundry = levels.clone();
    let thirds = ["low", "middle", "high"];
    thirds.iter().for_each(|third| drop(of_laundry.as_object_mut().expect("an object").remove(*third)));
    let module = |name: &str| json!({ "name": name, "description": text("What you learn there.", "Was Sie lernen.") });
    let credential =
        |name: &str| json!({ "name": name, "criteria": text("You know the rules.", "Sie kennen die Regeln.") });
    let item = |id: &str| {
        json!({
            "stem": format!("{id}: {}", text("what do you do?", "was tun Sie jetzt?")),
            "options": { "a": "A", "b": "B" }, "reason": text("It is the safe way.", "So ist es sicher.")
        })
    };
    let items: serde_json::Map<_, _> =
        ["c1", "c2", "c3", "l1", "l2", "l3", "s1", "s2"].into_iter().map(|id| (id.to_owned(), item(id))).collect();
    json!({
        "language": language, "review": "reviewed", "bank": { "title": "Home", "description": "A test." },
        "competences": {
            "cleaning": { "name": "Cleaning", "description": "D", "levels": levels },
            "laundry": { "name": "Laundry", "description": "D", "levels": of_laundry }
        },
        "profiles": { "housekeeper": { "name": "Housekeeper" } },
        "modules": { "basics": module("Basics"), "surfaces": module("Surfaces"), "linen": module("Linen") },
        "credentials": { "clean-home": credential("Clean home"), "home": credential("Home") },
        "items": items
    })
}
