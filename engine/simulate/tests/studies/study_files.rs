//! Study files: read, refused, and described by the committed schema.

use std::{env, fs, path::Path};

use serde_json::Value;
use thetis_simulate::{SimuleesEntry, StudyFile};

fn write(name: &str, text: &str) -> std::path::PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, text).expect("writable");
    file
}

#[test]
fn a_short_file_has_the_documented_defaults() {
    let file = write("short.json", r#"{"format": 1, "bank": "bank", "simulees": {"multivariate": {"count": 5}}}"#);
    let study = StudyFile::read(file).expect("readable");
    assert_eq!((study.replications, study.seed, study.threads, study.bins), (1, 0, None, None));
    assert!(study.designs.is_empty());
    assert_eq!((study.times.median, study.times.log_sd), (20.0, 0.5));
    assert_eq!(study.simulees, SimuleesEntry::Multivariate { mean: None, covariance: None, count: 5 });
}

#[test]
fn a_full_file_round_trips() {
    let text = concat!(
        r#"{"$schema":"study.schema.json","format":1,"bank":"b.csv","scaling":1.702,"#,
        r#""designs":[{"name":"a"},{"name":"b","file":"b.json"}],"#,
        r#""simulees":{"grid":{"from":-3.0,"to":3.0,"points":13,"each":100}},"#,
        r#""replications":2,"seed":18446744073709551615,"threads":4,"bins":[-1.0,1.0],"times":{"median":30.0,"logSd":0.4}}"#
    );
    let study = StudyFile::read(write("full.json", text)).expect("readable");
    assert_eq!(serde_json::to_string(&study).expect("serialisable"), text);
}

#[test]
fn mistakes_are_named() {
    let cases = [
        ("{}", "missing field `format`"),
        (r#"{"format": 2, "bank": "b", "simulees": {"thetas": "t.csv"}}"#, "format 2 is not known"),
        (r#"{"format": 1, "bank": "b"}"#, "missing field `simulees`"),
        (r#"{"format": 1, "bank": "b", "simulees": {"grid": {"from": 0}}}"#, "missing field `to`"),
        (r#"{"format": 1, "bank": "b", "simulees": {"normal": {"mean": 0, "sd": 1, "n": 9}}}"#, "unknown field `n`"),
        (r#"{"format": 1, "bank": "b", "simulees": {"uniform": {}}}"#, "unknown variant `uniform`"),
        (r#"{"format": 1, "bank": "b", "simulees": {"thetas": "t.csv"}, "sed": 1}"#, "unknown field `sed`"),
    ];
    for (number, (text, expected)) in cases.iter().enumerate() {
        let file = write(&format!("mistake-{number}.json"), text);
        let message = StudyFile::read(&file).expect_err(text).to_string();
        assert!(message.contains(expected) && message.contains("mistake-"), "{text}: {message}");
    }
}

#[test]
fn the_committed_schema_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("study.schema.json");
    let committed = fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == StudyFile::json_schema(),
        "engine/simulate/study.schema.json is not what the types say: run `cargo run -p thetis-simulate --example schema`"
    );
}

#[test]
fn every_field_of_a_study_is_described() {
    let schema: Value = serde_json::from_str(&StudyFile::json_schema()).expect("JSON");
    let described = |properties: &Value| {
        for (name, property) in properties.as_object().expect("an object") {
            assert!(property.get("description").is_some(), "{name}");
        }
    };
    described(&schema["properties"]);
    for part in ["DesignEntry", "TimesEntry"] {
        described(&schema["$defs"][part]["properties"]);
    }
    for variant in schema["$defs"]["SimuleesEntry"]["oneOf"].as_array().expect("variants") {
        assert!(variant.get("description").is_some(), "{variant}");
        for (_, inner) in variant["properties"].as_object().expect("one property") {
            if inner.get("properties").is_some() {
                described(&inner["properties"]);
            }
        }
    }
}
