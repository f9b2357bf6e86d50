//! The form in which practices are proposed finds what the check finds: js-demo/platform/check.js and this crate read the same cases,
//! `tests/fixtures/practices/checked.json`.

use std::{fs, path::Path};

use serde_json::{Map, Value};
use thetis_framework::{Library, Practice, check};

#[test]
fn the_check_finds_what_the_form_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let library = Library::read(root.join("item-banks")).unwrap();

    let text = fs::read_to_string(root.join("tests/fixtures/practices/checked.json")).unwrap();
    let fixture: Value = serde_json::from_str(&text).unwrap();
    let cases = fixture["cases"].as_array().unwrap();
    assert!(cases.len() > 20);
    for case in cases {
        let practice = changed(&fixture["sound"], case["change"].as_object().unwrap());
        let practice: Practice = serde_json::from_value(practice).unwrap();
        let file = format!("practices/{}.json", practice.id);
        let mut library = library.clone();
        library.practices.insert(practice.id.clone(), practice);
        let report = check(&library);
        let own = report.problems().iter().filter(|problem| problem.file == file);
        let found = own.map(|problem| format!("{} {}", problem.place, problem.code));
        let expected = case["problems"].as_array().unwrap().iter().map(|problem| problem.as_str().unwrap().to_owned());
        assert_eq!(sorted(found), sorted(expected), "{}", case["name"]);
    }
}

/// The practice with other values of some fields; those of `null` taken away.
fn changed(sound: &Value, change: &Map<String, Value>) -> Value {
    let mut practice = sound.as_object().unwrap().clone();
    for (field, value) in change {
        if value.is_null() {
            practice.remove(field);
        } else {
            practice.insert(field.clone(), value.clone());
        }
    }
    Value::Object(practice)
}

fn sorted(problems: impl Iterator<Item = String>) -> Vec<String> {
    let mut problems: Vec<_> = problems.collect();
    problems.sort();
    problems
}
