//! `thetis simulate`: reports in every form, logs that replay, study files, exposure calibration, and nothing half-written.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};

use crate::run::{csv_report, data, json_report, report, rows, scratch, soft_skills, text, thetis, write, write_bank};

/// A bank of twenty dichotomous items in two areas, with a fixed-length and a variable-length design.
fn twenty() -> Value {
    let item = |i: u32| {
        json!({
            "id": format!("i{i}"), "dimensions": ["logic"], "kind": "true-false", "options": ["yes", "no"],
            "scoring": {"key": "yes"}, "content": if i.is_multiple_of(2) { "even" } else { "odd" },
            "model": {"type": "2pl", "a": 1.0 + 0.05 * f64::from(i), "b": -2.0 + 0.2 * f64::from(i)},
            "provenance": {"source": "expert"}
        })
    };
    json!({
        "format": 1, "id": "twenty", "version": "1.0.0", "licence": "CC0-1.0", "languages": ["en"],
        "dimensions": [{"id": "logic", "competence": "logic", "kind": "evaluation"}],
        "prior": {"mean": [0.0], "covariance": [[1.0]]},
        "items": (0..20).map(item).collect::<Vec<_>>(),
        "designs": {
            "five": {"select": {"criterion": {"name": "maximum-information"}}, "cuts": {"logic": [0.0]}, "stop": {"maxItems": 5}},
            "precise": {
                "select": {"criterion": {"name": "maximum-information"}, "randomesque": 3,
                           "content": [{"area": "even", "max": 4}]},
                "stop": {"minItems": 3, "maxItems": 8, "when": {"standardErrorAtMost": 0.55}}
            }
        }
    })
}

/// The files in a folder, hidden ones too.
fn files(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .expect("readable")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

/// A run that fails with this exit code, prints no report, and says this.
#[track_caller]
fn fails(arguments: &[&str], code: i32, message: &str) {
    let outcome = thetis(arguments);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{arguments:?}: {}", outcome.stderr);
    assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
}

#[test]
fn text_sets_designs_side_by_side() {
    let bank = write_bank(&scratch("simulate-text"), &twenty());
    let shown = report(&["simulate", &bank, "-n", "50", "--replications", "2", "--seed", "3"]);
    assert!(shown.starts_with("Bank      twenty 1.0.0 (20 items in use, digest "), "{shown}");
    assert!(shown.contains("50 simulees, normal with mean 0 and SD 1, 2 tests each, compared with the true ability"));
    for line in
        ["Accuracy", "bias", "RMSE", "coverage of 95 %", "same class twice", "items, mean", "largest rate", "even"]
    {
        assert!(shown.lines().any(|found| found.starts_with(line)), "{line} in {shown}");
    }
    let heading = shown.lines().find(|line| line.starts_with("Length")).expect("a table");
    assert_eq!(heading.split_whitespace().collect::<Vec<_>>(), ["Length", "five", "precise"]);
    let mean = shown.lines().find(|line| line.starts_with("items, mean")).expect("a row");
    assert_eq!(mean.split_whitespace().nth(2), Some("5.0000"));
    assert!(!shown.contains("NaN") && !shown.contains("Microseconds"), "{shown}");
    assert!(report(&["simulate", &bank, "-n", "5", "--time"]).contains("Microseconds a step"));
}

#[test]
fn json_and_csv_hold_the_same_numbers_and_depend_on_the_seed_alone() {
    let bank = write_bank(&scratch("simulate-forms"), &twenty());
    let arguments = ["simulate", &bank, "--design", "precise", "--grid", "-2,2,5", "-n", "8", "--seed", "9"];
    let found = json_report(&[&arguments[..], &["--threads", "1"]].concat());
    assert_eq!(found["study"]["seed"], "9");
    assert_eq!((&found["study"]["simuleeCount"], &found["study"]["operationalItems"]), (&json!(40), &json!(20)));
    let design = &found["designs"][0];
    assert_eq!((&design["name"], &design["sessions"]), (&json!("precise"), &json!(40)));
    let conditional = design["dimensions"][0]["conditional"].as_array().expect("classes");
    let thetas: Vec<f64> = conditional.iter().map(|bin| bin["theta"].as_f64().expect("a number")).collect();
    assert_eq!(thetas, [-2.0, -1.0, 0.0, 1.0, 2.0]);
    assert_eq!(design["exposure"]["items"].as_array().map(Vec::len), Some(20));
    assert_eq!(
        design["content"]["rules"][0],
        json!({
            "name": "even", "kind": "area", "min": 0, "max": 4, "mean": design["content"]["rules"][0]["mean"],
            "fewest": design["content"]["rules"][0]["fewest"], "most": design["content"]["rules"][0]["most"], "violations": 0
        })
    );
    assert!(design.get("time").is_none(), "computing time is not asked for");
    let csv = csv_report(&[&arguments[..], &["--threads", "3"]].concat());
    assert_eq!(csv[0], ["design", "dimension", "statistic", "key", "value"]);
    let value = |statistic: &str, key: &str| {
        let row = csv.iter().find(|row| row[2] == statistic && row[3] == key).expect(statistic);
        row[4].parse::<f64>().expect("a number")
    };
    let accuracy = &design["dimensions"][0]["accuracy"];
    assert_eq!(Some(value("rmse", "").to_bits()), accuracy["rmse"].as_f64().map(f64::to_bits), "bit for bit");
    assert_eq!(
        Some(value("exposure", "i7").to_bits()),
        design["exposure"]["items"][7]["rate"].as_f64().map(f64::to_bits)
    );
    assert_eq!(Some(value("conditional-bias", "-1.0").to_bits()), conditional[1]["bias"].as_f64().map(f64::to_bits));
    let other = json_report(&["simulate", &bank, "--design", "precise", "--grid", "-2,2,5", "-n", "8", "--seed", "10"]);
    assert_ne!(other["designs"], found["designs"]);
}

#[test]
fn every_log_replays() {
    let folder = scratch("simulate-logs");
    let bank = write_bank(&folder, &twenty());
    let logs = text(&folder.join("logs.csv"));
    report(&["simulate", &bank, "-n", "7", "--replications", "2", "--logs", &logs]);
    let table = rows(&fs::read_to_string(&logs).expect("written"));
    assert_eq!(table[0], ["design", "simulee", "replication", "seed", "log"]);
    assert_eq!(table.len(), 1 + 2 * 7 * 2);
    assert_eq!(table[2][..3], ["five", "1", "2"].map(str::to_owned));
    for row in &table[1..] {
        let replayed = json_report(&["replay", &bank, &row[4]]);
        assert_eq!((&replayed["design"]["name"], &replayed["seed"]), (&json!(row[0]), &json!(row[3])));
        assert_ne!(replayed["finished"], Value::Null);
    }
}

#[test]
fn designs_come_from_files_too() {
    let folder = scratch("simulate-files");
    let bank = write_bank(&folder, &twenty());
    let random = json!({"select": {"criterion": {"name": "random"}}, "stop": {"maxItems": 4}}).to_string();
    let file = write(&folder, "chance.json", &random);
    let found = json_report(&["simulate", &bank, "-n", "9", "-d", "five", "-d", &file, "-d", &format!("other={file}")]);
    let names: Vec<_> =
        found["designs"].as_array().expect("designs").iter().map(|design| design["name"].clone()).collect();
    assert_eq!(names, ["five", "chance", "other"]);
    assert_eq!(found["designs"][1]["length"]["mean"], 4.0);
    assert_eq!(found["designs"][1]["digest"], found["designs"][2]["digest"]);
    // Such a session replays with the file.
    let logs = text(&folder.join("logs.csv"));
    report(&["simulate", &bank, "-n", "2", "-d", &file, "--logs", &logs]);
    let table = rows(&fs::read_to_string(&logs).expect("written"));
    let replayed = json_report(&["replay", &bank, &table[1][4], "--design", &file]);
    assert_eq!(replayed["steps"].as_array().map(Vec::len), Some(4));
    fails(&["replay", &bank, &table[1][4]], 1, "is none of");
    // A parameter table has no designs of its own.
    let items =
        write(&folder, "items.csv", "item,model,a,b\nq1,2pl,1,0\nq2,2pl,1.5,1\nq3,2pl,2,-1\nq4,2pl,1,2\nq5,2pl,1,-2\n");
    let ordered = json!({"select": {"criterion": {"name": "fixed-order", "order": ["q5", "q1"]}}}).to_string();
    let ordered = write(&folder, "ordered.json", &ordered);
    let found = json_report(&["simulate", &items, "-d", &ordered, "-n", "20"]);
    assert_eq!(found["designs"][0]["exposure"]["items"][4], json!({"item": "q5", "rate": 1.0}));
    assert_eq!(found["designs"][0]["exposure"]["unused"], 3);
    fails(&["simulate", &items], 2, "at least one design");
}

#[test]
fn a_study_file_says_everything() {
    let folder = scratch("simulate-study");
    write_bank(&folder.join("bank"), &twenty());
    write(&folder, "thetas.csv", "person,theta\na,-1\nb,0.5\nc,1\n");
    let study = json!({
        "format": 1, "bank": "bank", "designs": [{"name": "five"}], "simulees": {"thetas": "thetas.csv"},
        "replications": 4, "seed": 12, "threads": 2, "bins": [0.0]
    });
    let file = write(&folder, "study.json", study.to_string());
    let found = json_report(&["simulate", "--study", &file]);
    assert_eq!((&found["study"]["simuleeCount"], &found["designs"][0]["sessions"]), (&json!(3), &json!(12)));
    let conditional = found["designs"][0]["dimensions"][0]["conditional"].as_array().expect("classes");
    assert_eq!(conditional.iter().map(|bin| bin["sessions"].clone()).collect::<Vec<_>>(), [4, 8]);
    let bank = text(&folder.join("bank"));
    let thetas = text(&folder.join("thetas.csv"));
    let flags =
        ["simulate", &bank, "-d", "five", "--thetas", &thetas, "--replications", "4", "--seed", "12", "--bins", "0"];
    assert_eq!(json_report(&flags), found, "flags say the same");
    fails(&["simulate", "--study", &file, "--seed", "1"], 2, "cannot be used with");
    fails(&["simulate", &bank, "--study", &file], 2, "cannot be used with");
    let mistaken = write(&folder, "mistaken.json", study.to_string().replace("\"five\"", "\"six\""));
    fails(&["simulate", "--study", &mistaken], 2, "use one of: five, precise");
    let mistaken = write(&folder, "mistaken.json", study.to_string().replace("seed", "sed"));
    fails(&["simulate", "--study", &mistaken], 1, "unknown field `sed`");
}

#[test]
fn real_answers_are_simulated_post_hoc() {
    let folder = scratch("simulate-post-hoc");
    let bank = write_bank(&folder, &twenty());
    let header: Vec<String> = (0..20).map(|i| format!("i{i}")).collect();
    let line = |person: u32| {
        let cell = |item: u32| {
            if (item + person).is_multiple_of(4) {
                "NA"
            } else if (item * 7 + person) % 5 < 3 {
                "1"
            } else {
                "0"
            }
        };
        (0..20).map(cell).collect::<Vec<_>>().join(",")
    };
    let answers =
        write(&folder, "answers.csv", format!("{}\n{}\n{}\n{}\n", header.join(","), line(0), line(1), line(2)));
    let logs = text(&folder.join("logs.csv"));
    let found = json_report(&["simulate", &bank, "-d", "five", "--responses", &answers, "--logs", &logs]);
    assert_eq!(
        (&found["study"]["truth"], &found["study"]["simulees"]),
        (&json!("full-bank estimate"), &json!("3 real persons, post hoc"))
    );
    let table = rows(&fs::read_to_string(&logs).expect("written"));
    for (person, row) in (0..3).zip(&table[1..]) {
        let replayed = json_report(&["replay", &bank, &row[4]]);
        for step in replayed["steps"].as_array().expect("steps") {
            let item: u32 = step["item"].as_str().expect("an id")[1..].parse().expect("a number");
            assert_ne!((item + person) % 4, 0, "person {person} did not answer {item}");
            assert_eq!(step["category"], u32::from((item * 7 + person) % 5 < 3));
        }
    }
    let wrong = write(&folder, "wrong.csv", "i0,i99\n1,7\n");
    fails(&["simulate", &bank, "--responses", &wrong], 1, "the bank has no item \"i99\"");
}

#[test]
fn exposure_is_calibrated_into_the_bank_and_nothing_else_in_it_changes() {
    let folder = scratch("simulate-exposure");
    let bank = write_bank(&folder, &twenty());
    // As a person would lay it out.
    let before = serde_json::to_string_pretty(&twenty()).expect("JSON").replace("  ", "\t");
    let file = folder.join("bank.json");
    fs::write(&file, &before).expect("writable");
    let arguments =
        ["simulate", &bank, "-d", "five", "-n", "400", "--calibrate-exposure", "eligibility", "--max-rate", "0.5"];
    let found = json_report(&[&arguments[..], &["--write-design", "spread"]].concat());
    assert_eq!(found["exposureCalibration"]["maxRate"], 0.5);
    let names: Vec<_> =
        found["designs"].as_array().expect("designs").iter().map(|design| design["name"].clone()).collect();
    assert_eq!(names, ["five", "spread"], "before and after, side by side");
    let largest = |design: usize| found["designs"][design]["exposure"]["maximum"].as_f64().expect("a number");
    assert!(largest(0) > 0.9 && largest(1) < 0.6, "{} {}", largest(0), largest(1));
    let after = fs::read_to_string(&file).expect("readable");
    let end = before.find("\n\t},\n\t\"dimensions\"").expect("designs come before dimensions");
    assert!(after.starts_with(&before[..end]) && after.ends_with(&before[end..]), "the rest stays: {after}");
    let spread = &serde_json::from_str::<Value>(&after).expect("JSON")["designs"]["spread"];
    let items = spread["select"]["exposure"]["items"].as_object().expect("probabilities");
    assert!(
        !items.is_empty() && items.values().all(|p| (0.5..1.0).contains(&p.as_f64().expect("a number"))),
        "{items:?}"
    );
    assert_eq!(
        json_report(&["simulate", &bank, "-d", "spread", "-n", "400"])["designs"][0]["exposure"],
        found["designs"][1]["exposure"]
    );
    // In the place of itself, and into a file.
    let again = [&arguments[..6], &["--calibrate-exposure", "sympson-hetter", "--max-rate", "0.5"]].concat();
    let shown = report(&[&again[..], &["--write-design", "five"]].concat());
    assert!(shown.contains("five before") && shown.contains("Exposure below 0.5 for design five:"), "{shown}");
    let into = text(&folder.join("spread.json"));
    report(&[&again[..], &["--bounds=-1,1", "--write-design", "x", "--into", &into]].concat());
    let written: Value = serde_json::from_str(&fs::read_to_string(&into).expect("written")).expect("JSON");
    assert_eq!(written["select"]["exposure"]["bounds"], json!([-1.0, 1.0]));
    assert!(json_report(&["simulate", &bank, "-d", &into, "-n", "20"])["designs"][0]["sessions"] == 20);
}

#[test]
fn what_fails_leaves_nothing_behind() {
    let folder = scratch("simulate-nothing");
    let bank = write_bank(&folder, &twenty());
    let before = files(&folder);
    let bytes = fs::read(folder.join("bank.json")).expect("readable");
    let [logs, html, nowhere] = ["logs.csv", "report.html", "none/report.html"].map(|name| text(&folder.join(name)));
    // The report's folder is missing: found out only when all has been simulated.
    let arguments = ["simulate", &bank, "-d", "five", "-n", "50", "--logs", &logs, "--html", &nowhere];
    fails(&arguments, 1, "cannot be written");
    let calibrate = [
        "simulate",
        &bank,
        "-d",
        "five",
        "-n",
        "50",
        "--write-design",
        "x",
        "--max-rate",
        "0.3",
        "--calibrate-exposure",
        "eligibility",
    ];
    fails(&[&calibrate[..], &["--html", &nowhere]].concat(), 1, "cannot be written");
    fails(
        &[&calibrate[..9], &["0.2", "--calibrate-exposure", "eligibility", "--html", &html]].concat(),
        1,
        "too long for a rate of 0.2",
    );
    assert_eq!(files(&folder), before);
    assert!(fs::read(folder.join("bank.json")).expect("readable") == bytes);
    report(&["simulate", &bank, "-d", "five", "-n", "50", "--logs", &logs, "--html", &html]);
    let page = fs::read_to_string(&html).expect("written");
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert_eq!(files(&folder).difference(&before).collect::<Vec<_>>(), ["logs.csv", "report.html"]);
}

#[test]
fn command_lines_that_make_no_sense_are_named() {
    let bank = soft_skills();
    fails(&["simulate"], 2, "<BANK>");
    fails(&["simulate", &bank, "-d", "none"], 2, "use one of: default");
    fails(&["simulate", &bank, "-d", "default", "-d", "default"], 2, "a name of its own");
    fails(&["simulate", &bank, "--grid", "1,-1,5"], 2, "not below");
    fails(&["simulate", &bank, "--grid", "-1,1,1"], 2, "FROM,TO,N");
    fails(&["simulate", &bank, "--grid", "-3,3,999"], 2, "ask for fewer");
    fails(&["simulate", &bank, "--normal", "0,0"], 2, "0 is below");
    fails(&["simulate", &bank, "--normal", "0,1", "--grid", "-1,1,5"], 2, "cannot be used with");
    fails(&["simulate", &bank, "-n", "0"], 2, "0");
    fails(&["simulate", &bank, "--threads", "0"], 2, "1 or more");
    fails(&["simulate", &bank, "--times", "0,1"], 2, "above 0");
    fails(&["simulate", &bank, "--bins", "1,0"], 2, "ascending");
    fails(&["simulate", &bank, "--calibrate-exposure", "eligibility"], 2, "--max-rate");
    fails(&["simulate", &bank, "--write-design", "x"], 2, "--calibrate-exposure");
    let calibrate = ["simulate", &bank, "--calibrate-exposure", "eligibility", "--write-design", "x", "--max-rate"];
    fails(&[&calibrate[..], &["0.5"]].concat(), 2, "one design");
    fails(&[&calibrate[..], &["1.5", "-d", "default"]].concat(), 2, "at most 1");
    fails(&["simulate", &data("mirtcat_dim2.csv"), "-d", "x"], 2, "there is no design x");
    let table = data("mirtcat_dim2.csv");
    let thetas = write(&scratch("simulate-usage"), "thetas.csv", "theta_1\n0\n");
    let random = write(&scratch("simulate-usage-design"), "r.json", r#"{"select": {"criterion": {"name": "random"}}}"#);
    fails(&["simulate", &table, "-d", &random, "--thetas", &thetas], 1, "theta_2");
}

#[test]
fn several_dimensions_are_reported_one_by_one() {
    let found = json_report(&["simulate", &soft_skills(), "-d", "short", "-n", "30"]);
    let dimensions = found["designs"][0]["dimensions"].as_array().expect("dimensions");
    assert_eq!(dimensions.len(), 5);
    assert!(dimensions.iter().all(|d| d["accuracy"]["rmse"].as_f64().is_some_and(|rmse| rmse > 0.1 && rmse < 1.0)));
    let shown = report(&["simulate", &soft_skills(), "-d", "short", "-n", "30"]);
    assert!(shown.contains("Accuracy openness") && !shown.contains("RMSE by"), "{shown}");
}
