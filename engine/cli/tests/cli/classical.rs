//! `thetis classical`: what R psych finds, distractors, suspect keys.

use std::fs;

use serde_json::Value;

use crate::run::{assert_close, csv_report, json_report, report, rows, scratch, thetis, write};

const PSYCH: f64 = 1e-6;

fn fixture(name: &str) -> String {
    format!("{}/../../tests/fixtures/reference/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn statistics_are_those_of_psych() {
    let file: Value = serde_json::from_str(&fs::read_to_string(fixture("ctt.json")).expect("readable")).expect("JSON");
    for (set, csv, lowest) in [("binary", "sat12.csv", "0"), ("polytomous", "science.csv", "1")] {
        let theirs = &file[set];
        let found = json_report(&["classical", &fixture(csv), "--lowest", lowest]);
        let number = |value: &Value| value.as_f64().expect("a number");
        for (ours, name) in [
            (&found["test"]["alpha"], "alpha_raw"),
            (&found["test"]["alphaStandardised"], "alpha_std"),
            (&found["test"]["standardError"], "sem"),
            (&found["test"]["sd"], "total_sd"),
        ] {
            assert_close(number(ours), number(&theirs[name]), PSYCH, name);
        }
        for (place, item) in found["items"].as_array().expect("items").iter().enumerate() {
            for (ours, name) in [
                ("itemRest", "item_rest"),
                ("alphaIfDeleted", "alpha_if_deleted"),
                ("itemTotal", "item_total_uncorrected"),
                ("sd", "sd"),
            ] {
                assert_close(
                    number(&item[ours]),
                    number(&theirs[name][place]),
                    PSYCH,
                    &format!("{set} {name} {place}"),
                );
            }
        }
        // λ3 is alpha, and omega is near it.
        assert_close(number(&found["lambda"][2]), number(&theirs["alpha_raw"]), PSYCH, "λ3");
        assert!((number(&found["omega"]["omega"]) - number(&theirs["alpha_raw"])).abs() < 0.05);
    }
}

/// LSAT7 as options: the right one is B, wrong answers are A, C or D; the key of the last item is wrong.
fn options(folder: &std::path::Path) -> String {
    let table = rows(&fs::read_to_string(fixture("lsat7.csv")).expect("readable"));
    let mut out = table[0].join(",");
    for (person, row) in table[1..].iter().enumerate() {
        let option = |(item, cell): (usize, &String)| match (cell.as_str(), (person + item) % 40) {
            ("1", _) => "B",
            (_, 0) => "D",
            (_, n) if n % 3 == 0 => "C",
            _ => "A",
        };
        let cells: Vec<&str> = row.iter().enumerate().map(option).collect();
        out.push('\n');
        out.push_str(&cells.join(","));
    }
    write(folder, "options.csv", out)
}

#[test]
fn a_wrong_key_is_found_and_what_to_do_is_said() {
    let file = options(&scratch("classical-key"));
    let found = json_report(&["classical", &file, "--key", "BBBBA", "--ability-groups", "3"]);
    let items = found["items"].as_array().expect("items");
    let advice = items[4]["advice"].to_string();
    assert!(
        advice.contains("the key is probably wrong") && advice.contains("option B goes with ability more"),
        "{advice}"
    );
    let options = items[0]["options"].as_array().expect("options");
    let names: Vec<&str> = options.iter().filter_map(|option| option["option"].as_str()).collect();
    assert_eq!(names, ["A", "B", "C", "D"]);
    assert_eq!(options[1]["correct"], true);
    let parts: Vec<f64> = (0..3).map(|group| options[1]["byGroup"][group].as_f64().expect("a share")).collect();
    assert!(parts[0] < parts[1] && parts[1] < parts[2], "the abler choose the key more often: {parts:?}");
    let sum: f64 = options.iter().map(|option| option["proportion"].as_f64().expect("a share")).sum();
    assert_close(sum, 1.0, 1e-9, "everybody chose one");
    assert!(
        items[0]["advice"].to_string().contains("fewer than one in twenty chose option D"),
        "{}",
        items[0]["advice"]
    );
    let text = report(&["classical", &file, "--key", "BBBBB"]);
    assert!(!text.contains("the key is probably wrong"), "{text}");
    assert!(text.contains("group 5") && text.contains("Flagged, and what to do"), "{text}");
    let table = csv_report(&["classical", &file, "--key", "BBBBB", "--table", "options", "--ability-groups", "4"]);
    assert_eq!((table.len(), table[0].len()), (1 + 20, 7 + 4));
    assert_eq!(table[2][..3], ["Item.1", "B", "1"]);
}

#[test]
fn missing_responses_leave_pairs_and_say_so() {
    let folder = scratch("classical-missing");
    let mut table = rows(&fs::read_to_string(fixture("lsat7.csv")).expect("readable"));
    for (person, row) in table.iter_mut().enumerate().skip(1).filter(|(person, _)| person % 4 == 0) {
        row[person / 4 % 5] = String::new();
    }
    let lines: Vec<String> = table.iter().map(|row| row.join(",")).collect();
    let file = write(&folder, "a.csv", lines.join("\n"));
    let found = json_report(&["classical", &file]);
    assert_eq!((&found["data"]["complete"], &found["data"]["cases"]), (&Value::from(750), &Value::from("pairwise")));
    assert!(found["items"][0]["answered"].as_f64().is_some_and(|n| n > 900.0 && n < 1000.0));
    let complete = json_report(&["classical", &file, "--cases", "complete"]);
    assert_eq!(complete["items"][0]["answered"], 750.0);
    let text = report(&["classical", &file, "--cases", "complete"]);
    assert!(text.contains("only the 750 with every response count"), "{text}");
    let rows = csv_report(&["classical", &file]);
    assert_eq!((rows.len(), rows[0][6].as_str()), (6, "item_rest"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (arguments, message) in [
        (vec!["classical"], "<FILE>"),
        (vec!["classical", &fixture("lsat7.csv"), "--ability-groups", "1"], "1 is not in 2..=20"),
        (vec!["classical", &fixture("lsat7.csv"), "--table", "options"], "--table options needs --key"),
    ] {
        let outcome = thetis(&arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    }
    let folder = scratch("classical-bad");
    let file = write(&folder, "a.csv", "q1,q2\n1,0\n0,\n,1\n1,\n");
    let outcome = thetis(&["classical", &file, "--overlap", "0"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("were both answered by"), "{}", outcome.stderr);
}
