//! Logs that the npm package made (tests/portability/parity.test.mjs) replay to the same estimates, bit for bit: the two compilers of
//! bank.json agree, and so do the engine's two builds.

use std::path::Path;

use serde_json::Value;

use crate::run::{json_report, text};

#[test]
fn logs_made_in_javascript_replay_to_the_same_bits() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let fixture = std::fs::read_to_string(root.join("tests/fixtures/parity/logs.json")).expect("the fixture");
    let made: serde_json::Map<String, Value> = serde_json::from_str(&fixture).expect("JSON");
    assert_eq!(made.len(), 84, "the designs of five banks");
    for (name, theirs) in &made {
        let (folder, design) = name.split_once(' ').expect("bank and design");
        let log = theirs["log"].as_str().expect("a log");
        let bank = text(&root.join(folder));
        let ours = json_report(&["replay", &bank, log, "--design", design]);
        // A retake of which every item is known ends before it begins.
        if let Some(last) = ours["steps"].as_array().and_then(|steps| steps.last()) {
            for value in ["theta", "se"] {
                assert_eq!(bits(&last[value]), bits(&theirs[value]), "{name}: {value}");
            }
        }
        // Where answers have several parts, both read the same from their codes.
        if let Some(answers) = theirs.get("answers").and_then(Value::as_array) {
            let steps = ours["steps"].as_array().expect("steps");
            assert_eq!(
                steps.iter().map(|step| &step["answer"]).collect::<Vec<_>>(),
                answers.iter().collect::<Vec<_>>(),
                "{name}"
            );
        }
        assert_eq!(ours["finished"]["name"], theirs["reason"], "{name}: why it ended");
    }
}

#[test]
fn reports_made_in_javascript_are_the_same_here() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let fixture = std::fs::read_to_string(root.join("tests/fixtures/parity/reports.json")).expect("the fixture");
    let made: serde_json::Map<String, Value> = serde_json::from_str(&fixture).expect("JSON");
    assert_eq!(made.len(), 5, "banks");
    for (folder, theirs) in &made {
        let bank = text(&root.join(folder));
        let log = |name: &str| theirs[name].as_str().expect("a log").to_owned();
        for entry in theirs["reports"].as_array().expect("a list") {
            let (log, before) = (log("log"), log("before"));
            let mut arguments = vec!["replay", &bank, &log];
            if let Some(profile) = entry["profile"].as_str() {
                arguments.extend(["--profile", profile, "--before", &before]);
            }
            let ours = json_report(&arguments);
            assert_eq!(
                as_javascript(&ours["report"]),
                as_javascript(&entry["report"]),
                "{folder}, {}",
                entry["profile"]
            );
            let mut arguments = vec!["replay", &bank, &before];
            if let Some(profile) = entry["profile"].as_str() {
                arguments.extend(["--profile", profile]);
            }
            let ours = json_report(&arguments);
            assert_eq!(
                as_javascript(&ours["report"]),
                as_javascript(&entry["early"]),
                "{folder}, {}",
                entry["profile"]
            );
        }
    }
}

/// The value with every number as its bits: to JavaScript 1 and 1.0 are the same number.
fn as_javascript(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, |number| number.to_bits().into()),
        Value::Array(list) => list.iter().map(as_javascript).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), as_javascript(value))).collect(),
        other => other.clone(),
    }
}

fn bits(list: &Value) -> Vec<u64> {
    let list = list.as_array().expect("a list");
    list.iter().map(|value| value.as_f64().expect("a number").to_bits()).collect()
}
