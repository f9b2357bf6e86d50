//! `thetis replay`: the course of a session, from a log in every form it may come in.

use std::sync::Arc;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};
use thetis_bank::BankFolder;
use thetis_core::{ENGINE_REVISION, Given, Pass, Session};

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
    assert_eq!((&found["seed"], &found["engineRevision"]), (&json!("12345678901234567890"), &json!(ENGINE_REVISION)));
    assert_eq!(found["finished"]["name"], "maximum-length");
    assert_eq!(found["finished"]["code"], 1);
    assert_eq!(found["next"], Value::Null);
    let ids: Vec<String> =
        BankFolder::read(&bank).expect("readable").bank.items.iter().map(|item| item.id.clone()).collect();
    let steps = found["steps"].as_array().expect("an array");
    assert_eq!(steps.len(), 15);
    for (row, step) in steps.iter().zip(session.steps()) {
        assert_eq!(row["item"], ids[step.answer.item as usize].as_str());
        let Given::Category(category) = step.answer.given else { panic!("{:?}", step.answer) };
        assert_eq!((&row["given"], &row["category"]), (&json!("answer"), &json!(category)));
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
        ["step", "item", "category", "answer", "seconds", "theta", "SE"]
    );
    assert!(
        shown.contains("\nEnded: The test reached its maximum length. (maximum-length, code 1)\nFit: lz* "),
        "{shown}"
    );
    assert!(!shown.contains("Read with care") && !shown.contains("Changed"), "{shown}");
    let csv = csv_report(&["replay", &bank, &log]);
    let header = [
        "step", "item", "given", "category", "response", "answer", "seconds", "pilot", "amended", "theta", "se",
        "ended",
    ];
    assert_eq!(csv[0], header);
    let ended: Vec<&str> = csv[1..].iter().map(|row| row[11].as_str()).collect();
    assert_eq!(ended, ["", "", "maximum-length"]);
    assert_eq!((csv[2][2].as_str(), csv[2][6].as_str(), csv[2][7].as_str()), ("answer", "1.51", "false"));
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
        assert!(report(&["replay", &bank, &log]).contains(&format!("\nNot finished: the next item is {next}.\n")));
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

/// A bank whose designs let a person pass, go back and try out a pilot item.
fn free_bank(test: &str) -> String {
    let mut bank = small_bank();
    bank["items"][1]["status"] = json!("pilot");
    bank["designs"] = json!({"free": {
        "select": {"criterion": {"name": "maximum-information"}, "pilot": {"items": 1, "from": 2, "to": 2}},
        "stop": {"maxItems": 3},
        "answers": {"skip": "ignored", "dontKnow": "lowest", "change": "all"},
        "fit": {"lz": -0.001, "fastSeconds": 2.0, "fastShare": 0.5}
    }});
    write_bank(&scratch(test), &bank)
}

#[test]
fn passes_pilots_changes_and_fit_are_reported() {
    let bank = free_bank("replay-free");
    let folder = BankFolder::read(&bank).expect("readable");
    let test = Arc::new(folder.compile_test("free").expect("a test"));
    let mut session = Session::new(test, 3);
    let first = session.next().expect("asked");
    session.pass(first, Pass::Skipped, 100).expect("allowed");
    let pilot = session.next().expect("asked");
    session.answer(pilot, 1, 2, 50).expect("asked");
    let third = session.next().expect("asked");
    session.pass(third, Pass::DontKnow, 110).expect("allowed");
    session.amend(0, 1, 1, 120).expect("allowed");
    let ids = |item: u32| folder.bank.items[item as usize].id.clone();

    let log = write(&scratch("replay-free-log"), "session.log", session.log());
    let found = json_report(&["replay", &bank, &log]);
    let steps = found["steps"].as_array().expect("an array");
    let given: Vec<&str> = steps.iter().map(|step| step["given"].as_str().expect("text")).collect();
    assert_eq!(given, ["answer", "answer", "dont-know"], "as they stand now");
    assert_eq!((&steps[0]["amended"], &steps[0]["category"]), (&json!(true), &json!(1)));
    assert_eq!(steps[0]["answer"], "2", "the option that the code stands for");
    assert_eq!(steps[1].get("answer"), None, "a code that scores otherwise is no answer of the bank");
    assert_eq!((&steps[1]["pilot"], steps[1].get("amended")), (&json!(true), None));
    assert_eq!((&steps[2]["category"], steps[2].get("pilot")), (&Value::Null, None));
    assert_eq!(steps[1]["theta"], steps[0]["theta"], "a pilot item counts for nothing");
    let amendment =
        json!({"item": ids(first), "step": 1, "after": 3, "category": 1, "response": 1, "answer": "2", "seconds": 1.2});
    assert_eq!(found["amendments"], json!([amendment]));
    assert_eq!(found["finished"]["name"], "maximum-length");
    let fit = session.fit();
    assert_eq!(found["fit"]["lzStar"].as_f64().map(f64::to_bits), Some(fit.lz_star.to_bits()));
    assert_eq!(found["fit"]["fast"], json!(1.0));
    let care: Vec<&str> = found["fit"]["readWithCare"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|name| name.as_str().expect("text"))
        .collect();
    assert!(care.contains(&"fast"), "{care:?}");
    assert_eq!(care.contains(&"lz"), fit.flags & 1 == 1);

    let shown = report(&["replay", &bank, &log]);
    for said in [
        "pilot, not scored\n".to_owned(),
        "don't know\n".to_owned(),
        "changed\n".to_owned(),
        format!("Changed after item 3: the answer to {} (step 1) to category 1\n", ids(first)),
        "Read with care: 100 % of the answers took less than 2 s, more than 50 %.\n".to_owned(),
    ] {
        assert!(shown.contains(&said), "{said} in {shown}");
    }
    let csv = csv_report(&["replay", &bank, &log]);
    let column = |name: &str| csv[0].iter().position(|own| own == name).expect("a column");
    let cells = |name: &str| csv[1..].iter().map(|row| row[column(name)].as_str()).collect::<Vec<_>>();
    assert_eq!(cells("given"), given);
    assert_eq!((cells("pilot"), cells("amended")), (vec!["false", "true", "false"], vec!["true", "false", "false"]));
    assert_eq!((cells("category")[2], cells("ended")[2]), ("", "maximum-length"));
}

#[test]
fn items_not_to_be_asked_again_are_reported() {
    let bank = soft_skills();
    let folder = BankFolder::read(&bank).expect("readable");
    let test = Arc::new(folder.compile_test("default").expect("a test"));
    let session = Session::excluding(test, 3, &[0, 7]).expect("items of the bank");
    let log = write(&scratch("replay-excluded"), "session.log", session.log());
    let found = json_report(&["replay", &bank, &log]);
    let ids: Vec<&str> = [0, 7].iter().map(|item: &usize| folder.bank.items[*item].id.as_str()).collect();
    assert_eq!(found["excluded"], json!(ids));
    assert!(report(&["replay", &bank, &log]).contains(&format!("Not to be asked: {}\n", ids.join(", "))));
}
