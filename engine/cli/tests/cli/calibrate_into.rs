//! `thetis calibrate --into`: what is not changed keeps its bytes; and standard errors in parameter tables.

use std::{fmt::Write, fs};

use serde_json::Value;

use crate::run::{csv_report, json_report, report, rows, scratch, small_locale, text, write};

/// A bank as a person writes it: members in an order of their own, spaces, a design with nothing but what it needs.
const BANK: &str = r#"{
    "format": 1,  "id": "hand-made",
    "version": "1.0.0", "licence": "CC0-1.0",
    "languages": ["en"],
    "dimensions": [ {"id": "logic", "competence": "logic", "kind": "evaluation"} ],
    "prior": { "mean": [0], "covariance": [[1.00]] },
    "items": [
        {"id": "s1", "kind": "single-choice", "dimensions": ["logic"], "model": {"type": "2pl", "a": 1.20, "b": -5e-1},
         "options": ["a", "b"], "scoring": {"key": "a"}},
        {
            "id": "s2", "dimensions": ["logic"], "kind": "single-choice",
            "options": ["a", "b"], "scoring": {"key": "b"},
            "provenance": {"source": "expert"},
            "model": {
                "type": "3pl",
                "a": 0.9, "b": 0.4, "c": 0.2
            },
            "content": "x"
        },
        {"id":"s3","dimensions":["logic"],"kind":"likert","options":["1","2","3"],"scoring":{"categories":[0,1,2]},"model":{"type":"grm","a":1.5,"b":[-1,1]}}
    ],
    "designs": { "default": { "select": { "criterion": { "name": "maximum-information" } } } }
}
"#;

/// Responses to s1, s2 and s3: 600 persons, from nothing but arithmetic.
fn responses() -> String {
    let mut out = "s1,s2,s3\n".to_owned();
    for person in 0..600_u32 {
        let ability = person * 7919 % 600;
        let noise = |item: u32| (person * (31 + 17 * item) + 13 * item) % 600;
        let above = |item: u32, at: u32| u8::from(ability + noise(item) > at);
        let _ = writeln!(out, "{},{},{}", above(0, 500), above(1, 650), above(2, 400) + above(2, 800));
    }
    out
}

#[test]
fn what_is_not_changed_keeps_its_bytes() {
    let folder = scratch("calibrate-bytes");
    fs::create_dir_all(folder.join("bank").join("locales")).expect("creatable");
    let file = write(&folder.join("bank"), "bank.json", BANK);
    write(&folder.join("bank").join("locales"), "en.json", small_locale().to_string());
    let bank = text(&folder.join("bank"));
    let data = write(&folder, "data.csv", responses());
    // s2 is left out: its lines, and the prior, which is not all of its items', stay.
    let run = ["calibrate", &data, "--items", &bank, "--drop", "s2", "--model", "2pl,grm"];
    let found = json_report(&[&run[..], &["--into", &bank]].concat());
    let after = fs::read_to_string(&file).expect("readable");
    let parsed: Value = serde_json::from_str(&after).expect("JSON");
    let before: Value = serde_json::from_str(BANK).expect("JSON");
    for (place, row) in [(0, 0), (2, 1)] {
        assert_eq!(parsed["items"][place]["model"], found["items"][row]["model"]);
        assert_eq!(parsed["items"][place]["provenance"]["source"], "calibrated");
    }
    assert_eq!(parsed["items"][1], before["items"][1]);
    let (head, rest) = BANK.split_at(BANK.find("{\"type\": \"2pl\"").expect("there"));
    assert!(after.starts_with(head), "{after}");
    let tail = &rest[rest.find("\n    ],\n    \"designs\"").expect("there")..];
    assert!(after.ends_with(tail), "{after}");
    let middle = &BANK[BANK.find("        {\n            \"id\": \"s2\"").expect("there")
        ..BANK.find("        {\"id\":\"s3\"").expect("there")];
    assert!(after.contains(middle), "{after}");
    // New values are laid out as what they replace: on one line, with spaces or without.
    assert!(after.contains("\"model\": { \"type\": \"2pl\", \"a\": "), "{after}");
    assert!(after.contains("\"model\":{\"type\":\"grm\",\"a\":"), "{after}");
    assert!(report(&["check", &bank]).contains("no errors"));
    // All of the dimension's items: the prior is this sample's ability, which the 2PL fixes at what it was.
    let all = ["calibrate", &data, "--items", &bank, "--model", "2pl,grm", "--into", &bank, "--quiet"];
    report(&all);
    let after = fs::read_to_string(&file).expect("readable");
    assert!(after.contains("\"prior\": { \"mean\": [0], \"covariance\": [[1.00]] }"), "{after}");
    let parsed: Value = serde_json::from_str(&after).expect("JSON");
    assert_eq!(parsed["items"][1]["provenance"]["source"], "calibrated");
    assert!(after.contains("            \"model\": {\n              \"type\": \"2pl\",\n"), "{after}");
    report(&["calibrate", &data, "--items", &bank, "--model", "rasch,pcm", "--into", &bank, "--quiet"]);
    let parsed: Value = serde_json::from_str(&fs::read_to_string(&file).expect("readable")).expect("JSON");
    let variance = parsed["prior"]["covariance"][0][0].as_f64().expect("a number");
    assert!((variance - 1.0).abs() > 0.05, "slopes of 1 have a variance of their own: {variance}");
}

#[test]
fn standard_errors_have_columns_that_every_verb_passes_over() {
    let folder = scratch("calibrate-se-columns");
    let data = write(&folder, "data.csv", responses());
    let run = ["calibrate", &data, "--model", "2pl,grm"];
    let table = csv_report(&run);
    assert_eq!(table[0], ["item", "model", "a", "b", "b1", "b2", "se_a", "se_b", "se_b1", "se_b2"]);
    let items = write(&folder, "items.csv", table.iter().map(|row| row.join(",") + "\n").collect::<String>());
    let found = json_report(&run);
    for (place, row) in table[1..].iter().enumerate() {
        let cell = |name: &str| row[table[0].iter().position(|own| own == name).expect("a column")].parse::<f64>().ok();
        let errors = &found["items"][place]["model"]["standardErrors"];
        assert_eq!(cell("se_a"), errors["a"].as_f64());
        let of = |name: &str, value: &Value| assert_eq!(cell(name), value.as_f64(), "{name}");
        match place {
            2 => [("se_b1", 0), ("se_b2", 1)].iter().for_each(|(name, at)| of(name, &errors["b"][*at])),
            _ => of("se_b", &errors["b"]),
        }
    }
    assert!(report(&["check", &items]).ends_with("no errors, no warnings\n"));
    report(&["information", &items, "--theta", "0"]);
    report(&["score", &items, "--responses", &data]);
    report(&["select", &items, "--answers", "s1=1"]);
    // As anchors and as a list of items they do no harm either.
    let anchored =
        csv_report(&["calibrate", &data, "--items", &items, "--anchors", &items, "--quiet", "--latent", "free"]);
    assert_eq!(anchored[1][2..4], table[1][2..4]);
    let without = csv_report(&[&run[..], &["--se", "none"]].concat());
    assert_eq!(without[0], ["item", "model", "a", "b", "b1", "b2"]);
}

#[test]
fn the_covariance_matrix_is_symmetric_and_its_diagonal_the_errors() {
    let folder = scratch("calibrate-covariance");
    let data = write(&folder, "data.csv", responses());
    let file = text(&folder.join("matrix.csv"));
    let run = ["calibrate", &data, "--model", "2pl,grm"];
    let found = json_report(&[&run[..], &["--covariance", &file]].concat());
    let matrix = rows(&fs::read_to_string(&file).expect("written"));
    assert_eq!(matrix[0], ["parameter", "s1:a", "s1:d", "s2:a", "s2:d", "s3:a", "s3:d1", "s3:d2"]);
    let estimates = found["items"].as_array().expect("items").iter();
    let errors = estimates.flat_map(|item| item["parameters"].as_array().expect("parameters").iter().map(|p| &p["se"]));
    for (place, error) in (1..).zip(errors.filter(|error| error.is_number())) {
        let cell = |row: usize, column: usize| matrix[row][column].parse::<f64>().expect("a number");
        assert_eq!(Some(cell(place, place).sqrt()), error.as_f64());
        (1..matrix.len()).for_each(|other| assert_eq!(matrix[place][other], matrix[other][place]));
    }
    fs::remove_file(&file).expect("removable");
    let outcome = crate::run::thetis(&[&run[..], &["--covariance", &file, "--se", "none"]].concat());
    assert!(
        outcome.code == Some(2) && outcome.stderr.contains("--covariance needs standard errors"),
        "{}",
        outcome.stderr
    );
    let outcome = crate::run::thetis(&[&run[..], &["--covariance", &file, "--cycles", "2"]].concat());
    assert!(outcome.code == Some(1) && !fs::exists(&file).expect("readable"), "{}", outcome.stderr);
}
