//! Banks, tables and answers that are wrong: exit code 1, what and where on standard error, and no report.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::run::{EVERY_MODEL, Outcome, scratch, small_bank, text, thetis, write, write_bank};

/// Run each verb on this bank, asking for a file. Each fails alike and leaves no file.
#[track_caller]
fn refused_by_all(folder: &Path, bank: &str, said: &[&str]) {
    let answers = write(folder, "some-answers.csv", "s1\n1\n");
    let output = folder.join("report");
    let runs: [&[&str]; 4] = [
        &["information", bank, "--theta", "0"],
        &["score", bank, "--responses", &answers],
        &["select", bank],
        &["replay", bank, "VAEB"],
    ];
    for run in runs {
        let Outcome { code, stdout, stderr } = thetis(&[run, &["-o", &text(&output)]].concat());
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{run:?}: {stderr}");
        assert!(stderr.starts_with("error: "), "{run:?}: {stderr}");
        for words in said {
            assert!(stderr.contains(words), "{run:?} says {words:?}: {stderr}");
        }
        assert!(!output.exists(), "{run:?} leaves nothing half-written");
    }
    let check = thetis(&["check", bank]);
    assert_eq!(check.code, Some(1), "{}", check.stdout);
    assert!(check.stderr.contains("error"), "{}", check.stderr);
}

#[track_caller]
fn refused_bank(test: &str, change: impl FnOnce(&mut Value), said: &[&str]) {
    let folder = scratch(test);
    let mut bank = small_bank();
    change(&mut bank);
    let bank = write_bank(&folder, &bank);
    refused_by_all(&folder, &bank, &[&["bank.json"], said].concat());
}

#[track_caller]
fn refused_text(test: &str, content: impl AsRef<[u8]>, said: &[&str]) {
    let folder = scratch(test);
    let bank = write_bank(&folder, &small_bank());
    fs::write(folder.join("bank.json"), content).expect("writable");
    refused_by_all(&folder, &bank, &[&["bank.json"], said].concat());
}

#[track_caller]
fn refused_table(test: &str, content: impl AsRef<[u8]>, said: &[&str]) {
    let folder = scratch(test);
    let table = write(&folder, "items.csv", content);
    refused_by_all(&folder, &table, &[&["items.csv"], said].concat());
}

#[test]
fn malformed_json() {
    refused_text("bad-json", "{\"format\": 1,,}", &["line 1"]);
    refused_text("bad-json-empty", "", &["line 1"]);
    refused_text("bad-json-deep", "[".repeat(100_000), &["line 1"]);
}

#[test]
fn wrong_types() {
    refused_bank("bad-type", |bank| bank["items"][1]["model"]["b"] = json!("hard"), &["items[1]", "hard"]);
    refused_bank("bad-type-items", |bank| bank["items"] = json!({}), &["items"]);
    refused_bank("bad-type-null", |bank| bank["prior"]["mean"] = json!([null]), &["prior"]);
}

#[test]
fn unknown_fields_and_models() {
    refused_bank("bad-field", |bank| bank["itmes"] = json!([]), &["itmes"]);
    refused_bank("bad-model", |bank| bank["items"][0]["model"]["type"] = json!("5pl"), &["items[0]", "5pl"]);
    refused_bank("bad-format", |bank| bank["format"] = json!(99), &["format 99"]);
}

#[test]
fn text_that_is_not_utf_8() {
    refused_text("bad-utf8", b"{\"format\": 1, \"id\": \"\xff\"}", &["line 1"]);
    refused_table("bad-utf8-table", b"item,model,b\nq\xff,1pl,0\n", &["line 2", "UTF-8"]);
}

#[test]
fn numbers_that_are_not_finite() {
    let nan = small_bank().to_string().replace("-0.5", "NaN");
    refused_text("bad-nan", nan, &["line 1"]);
    let infinite = small_bank().to_string().replace("-0.5", "1e999");
    refused_text("bad-infinite", infinite, &["items[0]"]);
    refused_table("bad-nan-table", "item,model,a,b\nq1,2pl,1,0\nq2,2pl,NaN,0\n", &["line 3", "(a)", "NaN"]);
    refused_table("bad-inf-table", "item,model,b\nq1,1pl,-inf\n", &["line 2", "(b)", "-inf"]);
    refused_table("bad-huge-table", "item,model,b\nq1,1pl,1e999\n", &["line 2", "(b)"]);
}

#[test]
fn parameters_the_engine_cannot_use() {
    refused_bank("bad-slope", |bank| bank["items"][0]["model"]["a"] = json!(-1.2), &["item s1", "-1.2"]);
    refused_bank("bad-order", |bank| bank["items"][2]["model"]["b"] = json!([1.0, -1.0]), &["item s3"]);
    refused_bank("bad-asymptote", |bank| bank["items"][1]["model"]["c"] = json!(1.0), &["item s2"]);
    refused_bank("bad-dimension", |bank| bank["items"][1]["dimensions"] = json!(["wit"]), &["item s2", "wit"]);
    refused_bank("bad-prior", |bank| bank["prior"]["covariance"] = json!([[-1.0]]), &["prior"]);
    refused_bank("bad-scaling", |bank| bank["scaling"] = json!(0.0), &["scaling"]);
    refused_table("bad-slope-table", "item,model,a,b\nq1,2pl,-1,0\n", &["item q1", "-1"]);
}

#[test]
fn a_bank_with_an_id_twice() {
    refused_bank("bad-twice", |bank| bank["items"][1]["id"] = json!("s1"), &["item s1"]);
    refused_table("bad-twice-table", "item,model,b\nq1,1pl,0\nq1,1pl,1\n", &["line 3", "q1"]);
}

#[test]
fn a_bank_without_items() {
    refused_bank("bad-empty", |bank| bank["items"] = json!([]), &["no items"]);
    refused_table("bad-empty-table", "item,model,b\n", &["no items"]);
    refused_table("bad-empty-file", "", &["empty"]);
}

#[test]
fn a_bank_that_is_not_there() {
    let folder = scratch("bad-missing");
    refused_by_all(&folder, &text(&folder.join("nowhere")), &["nowhere", "cannot be read"]);
    refused_by_all(&folder, &text(&folder.join("nowhere.csv")), &["nowhere.csv", "cannot be read"]);
    refused_by_all(&folder, &text(&folder), &["bank.json", "cannot be read"]);
    let odd = write(&folder, "bank.txt", "what");
    refused_by_all(&folder, &odd, &["bank.txt"]);
    fs::create_dir(folder.join("folder.csv")).expect("creatable");
    refused_by_all(&folder, &text(&folder.join("folder.csv")), &["folder.csv", "cannot be read"]);
}

#[test]
fn tables_that_are_none() {
    refused_table("bad-header", "item;model;b\nq1;1pl;0\n", &["line 1", "commas"]);
    refused_table("bad-column", "item,model,b,difficulty\nq1,1pl,0,1\n", &["line 1", "difficulty"]);
    refused_table("bad-width", "item,model,b\nq1,1pl\n", &["line 2", "2 cells"]);
    refused_table("bad-cell", "item,model,b\nq1,1pl,hard\n", &["line 2", "(b)", "hard"]);
    refused_table("bad-model-table", "item,model,b\nq1,5pl,0\n", &["line 2", "5pl"]);
    refused_table("bad-missing-parameter", "item,model,a,b\nq1,2pl,1,\n", &["line 2", "b"]);
    refused_table("bad-binary", [0_u8, 159, 146, 150, 0, 255], &[]);
}

/// Score these answers with `EVERY_MODEL`: refused, with this said, and no file.
#[track_caller]
fn refused_answers(test: &str, answers: impl AsRef<[u8]>, said: &[&str]) {
    let folder = scratch(test);
    let items = write(&folder, "items.csv", EVERY_MODEL);
    let answers = write(&folder, "answers.csv", answers);
    let output = folder.join("scores.json");
    let Outcome { code, stdout, stderr } = thetis(&["score", &items, "--responses", &answers, "-o", &text(&output)]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""), "{stderr}");
    assert!(stderr.starts_with(&format!("error: {answers}")), "the file is named: {stderr}");
    for words in said {
        assert!(stderr.contains(words), "says {words:?}: {stderr}");
    }
    assert!(!output.exists(), "nothing half-written");
}

#[test]
fn response_tables_that_are_wrong() {
    refused_answers("answers-unknown", "person,q1pl,q99\nann,1,0\n", &["line 1", "q99"]);
    refused_answers("answers-range", "person,q1pl,qgrm\nann,1,2\nbob,1,3\n", &["line 3", "qgrm", "0 to 2"]);
    refused_answers("answers-negative", "q1pl\n-1\n", &["line 2", "q1pl", "-1"]);
    refused_answers("answers-fraction", "q1pl\n0.5\n", &["line 2", "q1pl", "0.5"]);
    refused_answers("answers-nan", "q1pl\nNaN\n", &["line 2", "q1pl", "NaN"]);
    refused_answers("answers-twice", "q1pl,q1pl\n1,1\n", &["line 1", "q1pl"]);
    refused_answers("answers-width", "person,q1pl\nann\n", &["line 2"]);
    refused_answers("answers-header", "person\nann\n", &["line 1", "no item"]);
    refused_answers("answers-empty", "", &["empty"]);
    refused_answers("answers-utf8", b"person,q1pl\nann\xff,1\n", &["line 2", "UTF-8"]);
}

#[test]
fn every_wrong_answer_is_reported_at_once() {
    let folder = scratch("answers-all");
    let items = write(&folder, "items.csv", EVERY_MODEL);
    let answers = write(&folder, "answers.csv", "q1pl,q2pl\n2,0\n0,x\n1,1\n");
    let outcome = thetis(&["score", &items, "--responses", &answers]);
    assert_eq!(outcome.stderr.lines().count(), 2, "{}", outcome.stderr);
}

#[test]
fn a_response_table_that_is_not_there() {
    let folder = scratch("answers-missing");
    let items = write(&folder, "items.csv", EVERY_MODEL);
    let outcome = thetis(&["score", &items, "--responses", &text(&folder.join("nowhere.csv"))]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    assert!(outcome.stderr.contains("nowhere.csv: cannot be read"), "{}", outcome.stderr);
}

#[test]
fn answers_that_cannot_be() {
    let folder = scratch("bad-answers");
    let items = write(&folder, "items.csv", EVERY_MODEL);
    let outcome = thetis(&[
        "select",
        &items,
        "--answers",
        "q99=1,q1pl=2,q2pl=1,q2pl=0,qgrm=2",
        "-o",
        &text(&folder.join("report")),
    ]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(lines.len(), 3, "each wrong answer, and only those: {}", outcome.stderr);
    assert!(lines[0].contains("item q99") && lines[0].contains("items.csv has no such item"));
    assert!(lines[1].contains("item q1pl") && lines[1].contains("categories 0 to 1, not 2"));
    assert!(lines[2].contains("item q2pl") && lines[2].contains("answered twice"));
    assert!(!folder.join("report").exists());
}

#[test]
fn a_locale_that_cannot_be_read_is_named() {
    let folder = scratch("bad-locale");
    let bank = write_bank(&folder, &small_bank());
    write(&folder.join("locales"), "en.json", "[1, 2");
    let outcome = thetis(&["information", &bank, "--theta", "0"]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("en.json"), "{}", outcome.stderr);
}

#[test]
fn a_failed_run_leaves_an_earlier_report_as_it_was() {
    let folder = scratch("bad-earlier");
    let items = write(&folder, "items.csv", EVERY_MODEL);
    let report = write(&folder, "report.csv", "the report of yesterday");
    let outcome = thetis(&["select", &items, "--answers", "q1pl=5", "-o", &report]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(fs::read_to_string(report).expect("readable"), "the report of yesterday");
}
