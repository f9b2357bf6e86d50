//! `thetis check`: every problem at once, in each format, and what it does to the exit code.

use std::fs;

use serde_json::{Value, json};

use crate::run::{
    EVERY_MODEL, Outcome, json_report, report, rows, scratch, small_bank, soft_skills, text, thetis, write, write_bank,
};

/// A bank with two errors in bank.json, one in the texts, and a warning.
fn broken_bank(test: &str) -> String {
    let folder = scratch(test);
    let mut bank = small_bank();
    bank["items"][0]["model"]["a"] = json!(-1.2);
    bank["items"][2]["model"]["b"] = json!([1.0, -1.0]);
    bank["items"][1]["provenance"] = Value::Null;
    bank["languages"] = json!(["en", "fr"]);
    write_bank(&folder, &bank)
}

#[test]
fn a_sound_bank_passes() {
    let bank = write_bank(&scratch("check-sound"), &small_bank());
    assert_eq!(report(&["check", &bank]), format!("{bank}: no errors, no warnings\n"));
    assert_eq!(json_report(&["check", &bank]), json!([]));
    assert_eq!(
        report(&["check", &bank, "--deny-warnings", "--format", "csv"]),
        "severity,code,file,line,item,message,remedy\n"
    );
}

#[test]
fn the_soft_skills_bank_has_notes_alone() {
    let found = json_report(&["check", &soft_skills(), "--deny-warnings"]);
    let found = found.as_array().expect("an array");
    for row in found {
        assert_eq!(row["severity"], "note", "{row}");
    }
    let text = report(&["check", &soft_skills(), "--deny-warnings"]);
    assert!(text.ends_with(&format!("no errors, no warnings, {} notes\n", found.len())), "{text}");
}

#[test]
fn every_problem_is_reported_at_once_with_file_item_and_remedy() {
    let bank = broken_bank("check-broken");
    let Outcome { code, stdout, stderr } = thetis(&["check", &bank, "--format", "json"]);
    assert_eq!(code, Some(1));
    assert!(stderr.starts_with(&format!("error: {bank}: 3 errors, 1 warning")), "{stderr}");
    let found: Value = serde_json::from_str(&stdout).expect("JSON");
    let found = found.as_array().expect("an array");
    for row in found {
        for key in ["code", "severity", "file", "message", "remedy"] {
            assert!(row[key].as_str().is_some_and(|text| !text.is_empty()), "{key} of {row}");
        }
    }
    let problem =
        |code: &str| found.iter().find(|row| row["code"] == code).unwrap_or_else(|| panic!("{code} in {stdout}"));
    let slope = problem("nonpositive-slope");
    assert_eq!(
        (&slope["file"], &slope["item"], &slope["severity"]),
        (&json!("bank.json"), &json!("s1"), &json!("error"))
    );
    assert_eq!(problem("disordered-thresholds")["item"], "s3");
    assert_eq!(problem("missing-locale")["severity"], "error");
    assert_eq!(problem("missing-provenance")["severity"], "warning");
}

#[test]
fn a_blueprint_that_contradicts_itself_is_named_part_by_part() {
    let mut bank = small_bank();
    bank["items"][0]["enemies"] = json!(["s2"]);
    bank["items"][0]["content"] = json!(["sums", "stories"]);
    bank["items"][1]["content"] = json!("sums");
    bank["designs"]["default"]["select"]["content"] =
        json!([{"area": "stories", "max": 1}, {"area": "sums", "min": 2}]);
    bank["designs"]["default"]["stop"] = json!({"maxItems": 2});
    let bank = write_bank(&scratch("check-infeasible"), &bank);
    let Outcome { code, stdout, .. } = thetis(&["check", &bank]);
    assert_eq!(code, Some(1));
    let problem = "  error [infeasible-blueprint]: design default: no test satisfies all of these together: \
                   at least 2 items of the area sums and the enemies s1 and s2\n    remedy: ";
    assert!(stdout.contains(problem), "{stdout}");
}

#[test]
fn text_groups_problems_by_file() {
    let bank = broken_bank("check-text");
    let Outcome { code, stdout, .. } = thetis(&["check", &bank]);
    assert_eq!(code, Some(1));
    assert!(stdout.starts_with("bank.json\n  error ["), "{stdout}");
    assert_eq!(stdout.lines().filter(|line| *line == "bank.json").count(), 1, "one heading a file: {stdout}");
    assert!(stdout.contains("  error [nonpositive-slope] item s1: ") && stdout.contains("\n    remedy: "), "{stdout}");
    assert!(stdout.ends_with(&format!("\n{bank}: 3 errors, 1 warning\n")), "{stdout}");
}

#[test]
fn csv_has_a_line_a_problem() {
    let bank = broken_bank("check-csv");
    let Outcome { code, stdout, .. } = thetis(&["check", &bank, "--format", "csv"]);
    assert_eq!(code, Some(1));
    let rows = rows(&stdout);
    assert_eq!(rows[0], ["severity", "code", "file", "line", "item", "message", "remedy"]);
    assert_eq!(rows.len(), 1 + 4);
    assert!(rows.iter().any(|row| row[1] == "nonpositive-slope" && row[4] == "s1"), "{stdout}");
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let mut bank = small_bank();
    bank["items"][1]["provenance"] = Value::Null;
    let bank = write_bank(&scratch("check-warning"), &bank);
    assert!(report(&["check", &bank]).contains("warning [missing-provenance] item s2"));
    let denied = thetis(&["check", &bank, "--deny-warnings"]);
    assert_eq!(denied.code, Some(1));
    assert!(denied.stderr.contains("no errors, 1 warning"), "{}", denied.stderr);
}

#[test]
fn parameter_tables_are_checked_too() {
    let folder = scratch("check-table");
    let sound = write(&folder, "sound.csv", EVERY_MODEL);
    assert_eq!(report(&["check", &sound]), format!("{sound}: no errors, no warnings\n"));
    let broken = write(&folder, "broken.csv", "item,model,a,b,b1,b2\nq1,2pl,-1,0,,\nq2,grm,1,,1,-1\nq3,2pl,1,0,,\n");
    let Outcome { code, stdout, .. } = thetis(&["check", &broken, "--format", "json"]);
    assert_eq!(code, Some(1));
    let found: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(
        (&found[0]["code"], &found[0]["item"], &found[0]["line"]),
        (&json!("nonpositive-slope"), &json!("q1"), &json!(2))
    );
    assert_eq!(
        (&found[1]["code"], &found[1]["item"], &found[1]["line"]),
        (&json!("disordered-thresholds"), &json!("q2"), &json!(3))
    );
}

#[test]
fn a_table_that_cannot_be_read_as_one_is_reported_cell_by_cell() {
    let folder = scratch("check-cells");
    let table = write(&folder, "cells.csv", "item,model,a,b\nq1,2pl,NaN,0\nq2,5pl,1,0\nq3,2pl,1,x\n");
    let Outcome { code, stdout, .. } = thetis(&["check", &table, "--format", "json"]);
    assert_eq!(code, Some(1));
    let found: Value = serde_json::from_str(&stdout).expect("JSON");
    let lines: Vec<u64> = found.as_array().expect("an array").iter().filter_map(|row| row["line"].as_u64()).collect();
    assert_eq!(lines, [2, 3, 4], "{stdout}");
    assert!(found.as_array().expect("an array").iter().all(|row| row["code"] == "malformed-file"), "{stdout}");
}

#[test]
fn one_unreadable_file_does_not_hide_the_problems_of_the_others() {
    let bank = broken_bank("check-unreadable");
    fs::write(format!("{bank}/locales/en.json"), "{ not json").expect("writable");
    let Outcome { stdout, .. } = thetis(&["check", &bank]);
    assert!(stdout.contains("locales/en.json\n  error [malformed-file] line 1"), "{stdout}");
    assert!(stdout.contains("error [nonpositive-slope] item s1"), "{stdout}");
}

#[test]
fn the_report_can_go_to_a_file_although_the_check_fails() {
    let bank = broken_bank("check-output");
    let file = scratch("check-output-report").join("report.json");
    let outcome = thetis(&["check", &bank, "--format", "json", "-o", &text(&file)]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    let found: Value = serde_json::from_slice(&fs::read(&file).expect("written")).expect("JSON");
    assert_eq!(found.as_array().map(Vec::len), Some(4));
}
