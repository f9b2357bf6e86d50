//! `thetis replay`: the course of a session, from a log in every form it may come in.

use std::sync::Arc;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};
use thetis_bank::BankFolder;
use thetis_core::Session;

use crate::run::{
    csv_report, json_report, numbers, report, scratch, small_bank, soft_skills, text, thetis_reading, write, write_bank,
};

/// A session of a design of the bank, in which question number n is answered in category n mod 3 (or the
/// highest there is), broken off after `most` answers.
pub(crate) fn session(bank: &str, design: &str, seed: u64, most: usize) -> Session {
    let folder = BankFolder::read(bank).expect("readable");
    let mut session = Session::new(Arc::new(folder.compile_test(design).expect("a test")), seed);
    for number in 0..u32::try_from(most).expect("few") {
        let Some(item) = session.next() else { break };
        let category = (number % 3).min(session.test().bank().categories(item) - 1);
        session.answer(item, category, category + 1, 150 + number).expect("the item asked");
    }
    session
}

#[test]
fn json_tells_the_whole_course() {
    let bank = soft_skills();
    let session = session(&bank, "short", 12_345_678_901_234_567_890, 99);
    let log = write(&scratch("replay-json"), "session.log", session.log());
    let found = json_report(&["replay", &bank, &log]);
    assert_eq!(found["bank"]["id"], "soft-skills");
    assert_eq!(found["bank"]["digest"], format!("{:016x}", session.test().bank().digest()));
    assert_eq!(found["design"], json!({"name": "short", "digest": format!("{:016x}", session.test().design_digest())}));
    assert_eq!((&found["seed"], &found["engineRevision"]), (&json!("12345678901234567890"), &json!(1)));
    assert_eq!(found["finished"]["name"], "maximum-length");
    assert_eq!(found["finished"]["code"], 1);
    assert_eq!(found["next"], Value::Null);
    let ids: Vec<String> =
        BankFolder::read(&bank).expect("readable").bank.items.iter().map(|item| item.id.clone()).collect();
    let steps = found["steps"].as_array().expect("an array");
    assert_eq!(steps.len(), 15);
    for (row, step) in steps.iter().zip(session.steps()) {
        assert_eq!(row["item"], ids[step.answer.item as usize].as_str());
        assert_eq!(row["category"], step.answer.category);
        assert_eq!(row["response"], step.answer.response);
        assert_eq!(row["seconds"].as_f64().map(|s| (s * 100.0).round()), Some(f64::from(step.answer.centiseconds)));
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&numbers(&row["theta"])), bits(step.theta), "bit for bit");
        assert_eq!(bits(&numbers(&row["se"])), bits(step.se), "bit for bit");
    }
}

#[test]
fn text_and_csv_tell_it_too() {
    let bank = write_bank(&scratch("replay-text"), &small_bank());
    let session = session(&bank, "default", 7, 99);
    let log = write(&scratch("replay-text-log"), "session.log", session.log());
    let shown = report(&["replay", &bank, &log]);
    assert!(shown.starts_with("Bank    small 1.0.0 (digest "), "{shown}");
    assert!(shown.contains("Design  default (digest ") && shown.contains("Seed    7\n"), "{shown}");
    let heading = shown.lines().find(|line| line.contains("category")).expect("a table");
    assert_eq!(
        heading.split_whitespace().collect::<Vec<_>>(),
        ["step", "item", "category", "response", "seconds", "theta", "SE"]
    );
    assert!(shown.ends_with("Ended: The test reached its maximum length. (maximum-length, code 1)\n"), "{shown}");
    let csv = csv_report(&["replay", &bank, &log]);
    assert_eq!(csv[0], ["step", "item", "category", "response", "seconds", "theta", "se", "ended"]);
    let ended: Vec<&str> = csv[1..].iter().map(|row| row[7].as_str()).collect();
    assert_eq!(ended, ["", "", "maximum-length"]);
    assert_eq!(csv[2][4], "1.51");
}

#[test]
fn a_log_comes_as_a_file_as_text_or_on_standard_input() {
    let bank = write_bank(&scratch("replay-forms"), &small_bank());
    let folder = scratch("replay-forms-log");
    let bytes = session(&bank, "default", 7, 99).log();
    let expected = report(&["replay", &bank, &write(&folder, "binary", &bytes)]);
    let url = URL_SAFE_NO_PAD.encode(&bytes);
    let (front, back) = url.split_at(20);
    let forms = [url.clone(), format!("{url}\n"), format!("{front}\r\n{back}\r\n"), STANDARD.encode(&bytes)];
    for (number, form) in forms.iter().enumerate() {
        let file = write(&folder, &format!("text-{number}"), form);
        assert_eq!(report(&["replay", &bank, &file]), expected, "{form}");
        assert_eq!(thetis_reading(&["replay", &bank, "-"], form.as_bytes()).stdout, expected, "{form}");
    }
    assert_eq!(report(&["replay", &bank, &url]), expected, "pasted");
    assert_eq!(thetis_reading(&["replay", &bank, "-"], &bytes).stdout, expected, "binary on standard input");
}

#[test]
fn a_session_broken_off_names_the_question_it_stopped_at() {
    let bank = soft_skills();
    let folder = scratch("replay-open");
    for most in [0, 4] {
        let session = session(&bank, "default", 1, most);
        let log = write(&folder, "session.log", session.log());
        let found = json_report(&["replay", &bank, &log]);
        let next = &BankFolder::read(&bank).expect("readable").bank.items[session.next().expect("asked") as usize].id;
        assert_eq!(found["steps"].as_array().map(Vec::len), Some(most));
        assert_eq!((&found["finished"], &found["next"]), (&Value::Null, &json!(next)));
        assert!(report(&["replay", &bank, &log]).ends_with(&format!("Not finished: the next item is {next}.\n")));
        assert_eq!(csv_report(&["replay", &bank, &log]).len(), 1 + most);
    }
}

#[test]
fn every_design_of_the_bank_is_found_by_its_digest() {
    let bank = soft_skills();
    let folder = scratch("replay-designs");
    for name in BankFolder::read(&bank).expect("readable").bank.designs.keys() {
        let log = write(&folder, "session.log", session(&bank, name, 3, 2).log());
        assert_eq!(json_report(&["replay", &bank, &log])["design"]["name"], name);
        assert_eq!(json_report(&["replay", &bank, &log, "--design", name])["design"]["name"], name);
    }
}

#[test]
fn a_report_goes_to_a_file() {
    let bank = write_bank(&scratch("replay-output"), &small_bank());
    let folder = scratch("replay-output-log");
    let log = write(&folder, "session.log", session(&bank, "default", 7, 99).log());
    let file = folder.join("course.json");
    let printed = report(&["replay", &bank, &log, "--format", "json"]);
    report(&["replay", &bank, &log, "--format", "json", "-o", &text(&file)]);
    assert_eq!(std::fs::read_to_string(file).expect("written"), printed);
}
