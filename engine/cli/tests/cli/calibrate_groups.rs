//! `thetis calibrate` with restrictions: equal parameters, parameters by group, a latent density of any shape.

use std::{fmt::Write, fs};

use serde_json::{Value, json};

use crate::run::{assert_close, csv_report, json_report, report, rows, scratch, text, thetis, write};

/// R mirt stopped at a tolerance of 1e-6.
const LOG_LIKELIHOOD: f64 = 1e-3;
const PARAMETER: f64 = 2e-3;

fn reference(name: &str) -> String {
    format!("{}/../../tests/fixtures/reference/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Verbal aggression, women before men: the first twelve items, made binary.
fn verbal_aggression(folder: &std::path::Path) -> String {
    let table = rows(&fs::read_to_string(reference("verbagg.csv")).expect("readable"));
    let mut out = table[0][..12].join(",") + ",sex\n";
    let mut persons: Vec<&Vec<String>> = table[1..].iter().collect();
    persons.sort_by_key(|row| row[24].clone());
    for row in persons {
        let cells: Vec<&str> = row[..12]
            .iter()
            .map(|cell| match cell.as_str() {
                "0" | "" => cell.as_str(),
                _ => "1",
            })
            .collect();
        let _ = writeln!(out, "{},{}", cells.join(","), if row[24] == "1" { "male" } else { "female" });
    }
    write(folder, "verbagg.csv", out)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn steps_of_invariance_are_those_of_mirt() {
    let folder = scratch("calibrate-invariance");
    let data = verbal_aggression(&folder);
    let text = fs::read_to_string(reference("mirt_multigroup.json")).expect("readable");
    let theirs: Value = serde_json::from_str(&text).expect("JSON");
    let run = ["calibrate", &data, "--group", "sex", "--model", "2pl", "--tolerance", "1e-6"];
    for (step, options, rows) in [
        ("configural", &["--free-in-groups", "all"][..], 24),
        ("metric", &["--free-in-groups", "all:d"], 24),
        ("scalar", &[], 12),
    ] {
        let ours = json_report(&[&run[..], options].concat());
        let theirs = &theirs["binary_2PL"][step];
        let [found, expected] = [&ours["logLikelihood"], &theirs["logLik"]].map(number);
        assert!((found - expected).abs() < LOG_LIKELIHOOD, "{step}: {found} {expected}");
        assert_eq!(ours["criteria"]["parameters"], theirs["nest"], "{step}");
        let items = ours["items"].as_array().expect("items");
        assert_eq!(items.len(), rows, "{step}: a row a group");
        for item in items {
            let group = item["group"].as_str().unwrap_or("female");
            let theirs = &theirs["groups"][group];
            let place = item["item"].as_str().and_then(|id| id[1..].parse::<usize>().ok()).expect("V1 …") - 1;
            for (at, column) in ["a1", "d"].iter().enumerate() {
                let names = theirs["columns"].as_array().expect("names");
                let column = names.iter().position(|name| name == column).expect("a column");
                let row = theirs["values"].get(place).unwrap_or(&theirs["items"][place]);
                let value = number(&item["parameters"][at]["value"]);
                assert_close(value, number(&row[column]), PARAMETER, &format!("{step} {group} {place}"));
                assert!(number(&item["parameters"][at]["se"]) > 0.0);
            }
        }
        for (group, name) in ["female", "male"].iter().enumerate() {
            let theirs = &theirs["groups"][name];
            assert_close(number(&ours["groups"][group]["mean"]), number(&theirs["mean"]), PARAMETER, step);
            assert_close(number(&ours["groups"][group]["variance"]), number(&theirs["cov"][0][0]), PARAMETER, step);
        }
        let notes = ours["notes"].to_string();
        assert_eq!(notes.contains("nothing compares them"), step != "scalar", "{notes}");
    }
}

#[test]
fn an_item_with_parameters_by_group_has_a_row_for_each() {
    let folder = scratch("calibrate-by-group");
    let data = verbal_aggression(&folder);
    let run = ["calibrate", &data, "--group", "sex", "--model", "2pl", "--free-in-groups", "V4,V8:d"];
    let shown = report(&run);
    assert!(shown.contains("item  group   model") && shown.contains("\nV4    male    2pl "), "{shown}");
    let found = json_report(&run);
    let of = |id: &str| -> Vec<&Value> {
        found["items"].as_array().expect("items").iter().filter(|item| item["item"] == id).collect()
    };
    let [female, male] = of("V8")[..] else { panic!("two rows") };
    assert_eq!((&female["group"], &male["group"]), (&json!("female"), &json!("male")));
    assert_eq!(female["parameters"][0], male["parameters"][0], "the slope is the same");
    assert!((number(&female["parameters"][1]["value"]) - number(&male["parameters"][1]["value"])).abs() > 0.3);
    assert!(of("V4")[0]["parameters"][0] != of("V4")[1]["parameters"][0]);
    // The table has unique ids, and is a bank.
    let items = text(&folder.join("items.csv"));
    let matrix = text(&folder.join("matrix.csv"));
    report(&[&run[..], &["--format", "csv", "-o", &items, "--covariance", &matrix, "--quiet"]].concat());
    let table = rows(&fs::read_to_string(&items).expect("written"));
    assert_eq!((table.len(), table[4][0].as_str(), table[5][0].as_str()), (15, "V4:female", "V4:male"));
    assert!(report(&["check", &items]).contains("no errors"));
    let header = fs::read_to_string(&matrix).expect("written");
    let header = header.lines().next().expect("a header");
    for name in ["V4:female:a", "V4:male:a", "V8:female:d", "V8:female:a", "group male:mean", "group male:variance"] {
        assert!(header.split(',').any(|own| own == name), "{name} in {header}");
    }
    assert!(!header.contains("V8:male:a,"), "a shared parameter has one name: {header}");
    for (options, said) in [
        (&["--free-in-groups", "V99"][..], "there is no item V99"),
        (&["--free-in-groups", "V1:c"], "item V1 has no lower asymptote"),
        (&["--free-in-groups", "V1:x"], "is no parameter"),
    ] {
        let outcome = thetis(&[&["calibrate", &data, "--group", "sex", "--model", "2pl"], options].concat());
        assert!(outcome.code == Some(2) && outcome.stderr.contains(said), "{}", outcome.stderr);
    }
    let outcome = thetis(&["calibrate", &data, "--ignore", "sex", "--model", "2pl", "--free-in-groups", "V1"]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("needs groups"), "{}", outcome.stderr);
}

#[test]
fn equal_parameters_are_one() {
    let data = reference("lsat7.csv");
    let free = |options: &[&str]| json_report(&[&["calibrate", &data], options].concat());
    // All slopes equal are the 1PL, which is the Rasch model in another unit.
    let [one, equal, rasch] =
        [&["--model", "1pl"][..], &["--model", "2pl", "--equal", "a"], &["--model", "rasch"]].map(free);
    for other in [&equal, &rasch] {
        assert_close(number(&one["logLikelihood"]), number(&other["logLikelihood"]), 1e-8, "log-likelihood");
        assert_eq!(one["criteria"]["parameters"], other["criteria"]["parameters"]);
    }
    let two = free(&["--model", "2pl", "--equal", "Item.1:d,Item.5:d", "--equal", "Item.2:a,Item.3:a,Item.4:a"]);
    assert_eq!(two["criteria"]["parameters"], 7);
    let parameter = |item: usize, at: usize| &two["items"][item]["parameters"][at];
    assert_eq!(parameter(0, 1), parameter(4, 1));
    assert_eq!(parameter(1, 0), parameter(3, 0));
    assert!(parameter(0, 0) != parameter(1, 0));
    // The science items have four categories: all intercepts are equal step by step.
    let science = reference("science.csv");
    let run = ["calibrate", &science, "--lowest", "1", "--model", "grm", "--equal", "Work:d,Future:d"];
    let graded = json_report(&run);
    assert_eq!(graded["criteria"]["parameters"], 13);
    let [work, future] = [1, 2].map(|item: usize| &graded["items"][item]["parameters"]);
    assert_eq!((&work[1], &work[3]), (&future[1], &future[3]));
    for (words, said) in
        [("Item.1:a", "names one parameter"), ("x", "no parameter"), ("Item.9:a,Item.1:a", "no item Item.9")]
    {
        let outcome = thetis(&["calibrate", &data, "--model", "2pl", "--equal", words]);
        assert!(outcome.code == Some(2) && outcome.stderr.contains(said), "{words}: {}", outcome.stderr);
    }
}

#[test]
fn a_histogram_of_ability_fits_at_least_as_well_as_a_normal_density() {
    let data = reference("sat12.csv");
    let run = ["calibrate", &data, "--model", "2pl", "--se", "none", "--tolerance", "1e-3"];
    let normal = json_report(&run);
    let found = json_report(&[&run[..], &["--latent", "histogram", "--nodes", "21"]].concat());
    assert!(number(&found["logLikelihood"]) > number(&normal["logLikelihood"]));
    let histogram = &found["groups"][0]["histogram"];
    let list = |name: &str| -> Vec<f64> { histogram[name].as_array().expect("a list").iter().map(number).collect() };
    let (points, weights) = (list("points"), list("weights"));
    assert_eq!((points.len(), points[0], points[20]), (21, -6.0, 6.0));
    let moment = |power: i32| -> f64 { points.iter().zip(&weights).map(|(x, w)| w * x.powi(power)).sum() };
    assert_close(moment(0), 1.0, 1e-9, "sum");
    assert_close(moment(1), 0.0, 1e-3, "mean");
    assert_close(moment(2), 1.0, 1e-3, "variance");
    let shown = report(&[&run[..], &["--latent", "histogram", "--nodes", "21"]].concat());
    assert!(shown.contains("ability  weight\n"), "{shown}");
    csv_report(&[&run[..], &["--latent", "histogram", "--nodes", "21", "--quiet"]].concat());
}
