//! `thetis calibrate` in several dimensions: R mirt's confirmatory and bifactor models, told by a column of the items.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::run::{
    assert_close, csv_report, json_report, report, rows, scratch, small_bank, text, thetis, write, write_bank,
};

/// mirt stopped at a tolerance of 1e-5, and is never above us.
const LOG_LIKELIHOOD: f64 = 1e-2;
const PARAMETER: f64 = 5e-3;
const STANDARD_ERROR: f64 = 1e-2;

fn reference(name: &str) -> String {
    format!("{}/../../tests/fixtures/reference/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn mirt(name: &str, model: &str) -> Value {
    let text = std::fs::read_to_string(reference(name)).expect("readable");
    let mut all: Value = serde_json::from_str(&text).expect("JSON");
    all["models"][model].take()
}

/// A list of twelve items, as many on each of these dimensions.
fn twelve(prefix: &str, names: &[&str]) -> String {
    let mut list = "item,scale\n".to_owned();
    for item in 0..12 {
        let _ = writeln!(list, "{prefix}{},{}", item + 1, names[item * names.len() / 12]);
    }
    list
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn correlated_dimensions_are_those_of_mirt() {
    let folder = scratch("calibrate-correlated");
    for (csv, name, names) in [
        ("sim_binary_2dim.csv", "dim2", &["verbal", "spatial"][..]),
        ("sim_binary_3dim.csv", "dim3", &["verbal", "spatial", "memory"]),
    ] {
        let list = write(&folder, "items.csv", twelve("Item_", names));
        let theirs = mirt("mirt_multidim_sim.json", name);
        let run = ["calibrate", &reference(csv), "--items", &list, "--dimension", "scale", "--model", "2pl"];
        let ours = json_report(&run);
        assert_eq!((&ours["converged"], &ours["dimensions"]), (&json!(true), &json!(names)));
        let (found, expected) = (number(&ours["logLikelihood"]), number(&theirs["fit"]["logLik"]));
        assert!(found > expected - 1e-6 && found < expected + LOG_LIKELIHOOD, "{name}: {found} {expected}");
        assert_eq!(ours["criteria"]["parameters"], theirs["fit"]["nest"]);
        let columns = theirs["coef"]["slope_intercept"]["columns"].as_array().expect("names");
        let count = names.len();
        for (place, item) in ours["items"].as_array().expect("items").iter().enumerate() {
            let dimension = place * count / 12;
            assert_eq!(item["dimensions"], json!([names[dimension]]));
            for (at, parameter) in [dimension, count].into_iter().enumerate() {
                let estimate = &item["parameters"][at];
                assert_eq!(estimate["name"], columns[parameter], "named by the dimension's number");
                let row = &theirs["coef"]["slope_intercept"]["values"][place];
                assert_close(number(&estimate["value"]), number(&row[parameter]), PARAMETER, "parameter");
                if let Some(errors) = theirs["se_oakes"].get(item["item"].as_str().expect("an id")) {
                    let theirs = number(&errors["se"][parameter]);
                    assert_close(number(&estimate["se"]) / theirs, 1.0, STANDARD_ERROR, "standard error");
                }
            }
            // An item of one dimension is one of the usual models.
            let [a, d] = [0, 1].map(|at| number(&item["parameters"][at]["value"]));
            assert_eq!(item["model"]["type"], "2pl");
            assert_close(number(&item["model"]["b"]), -d / a, 1e-12, "difficulty");
        }
        let group = &ours["groups"][0];
        for i in 0..count {
            for j in 0..i {
                let theirs = number(&theirs["coef"]["cov"][i][j]);
                assert_close(number(&group["correlation"][i][j]), theirs, PARAMETER, "correlation");
                let error = number(&group["correlationSe"][i][j]);
                assert!((0.02..0.1).contains(&error), "{error}");
            }
            let theirs = number(&theirs["empirical_rxx"][i]);
            assert_close(number(&ours["reliability"]["empirical"][i]), theirs, PARAMETER, "reliability");
        }
    }
    let list = write(&folder, "items.csv", twelve("Item_", &["verbal", "spatial"]));
    let data = reference("sim_binary_2dim.csv");
    let text =
        report(&["calibrate", &data, "--items", &list, "--dimension", "scale", "--model", "2pl", "--se", "none"]);
    assert!(text.contains("reliability  r verbal  r spatial") && text.contains("2  spatial        6"), "{text}");
}

#[test]
fn items_of_two_dimensions_have_slopes_and_an_intercept_and_their_table_is_a_bank() {
    let folder = scratch("calibrate-within");
    let list = twelve("Item_", &["verbal", "spatial"]).replace("Item_12,spatial", "Item_12,spatial+verbal");
    let list = write(&folder, "items.csv", list);
    let (items, matrix) = (text(&folder.join("out.csv")), text(&folder.join("matrix.csv")));
    let data = reference("sim_binary_2dim.csv");
    let run = ["calibrate", &data, "--items", &list, "--dimension", "scale", "--model", "2pl"];
    let outcome = thetis(&[&run[..], &["--covariance", &matrix, "--format", "csv", "-o", &items]].concat());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("no place for the correlations"), "{}", outcome.stderr);
    let table = rows(&std::fs::read_to_string(&items).expect("written"));
    assert_eq!(table[0], ["item", "model", "a1", "a2", "b", "d", "se_a1", "se_a2", "se_b", "se_d"]);
    let last = table.last().expect("items");
    assert!(last[1] == "compensatory-4pl" && last[4].is_empty() && !last[5].is_empty(), "{last:?}");
    assert!(report(&["check", &items]).ends_with("no errors, no warnings\n"));
    report(&["information", &items, "--theta", "0,0"]);
    report(&["score", &items, "--responses", &data]);
    // The standard error of a parameter is the root of its variance, the correlation's that of its covariance.
    let covariance = rows(&std::fs::read_to_string(&matrix).expect("written"));
    let row = covariance.iter().position(|row| row[0] == "Item_12:a1").expect("a row");
    assert_eq!(covariance[0][row], "Item_12:a1");
    let variance: f64 = covariance[row][row].parse().expect("a number");
    assert_close(variance.sqrt(), last[6].parse().expect("a number"), 1e-12, "standard error");
    assert_eq!(covariance[0].last().map(String::as_str), Some("group all:covariance spatial verbal"));
    // Anchored at these, in the table's own order, everything is as it was.
    let first = json_report(&run);
    let anchored =
        json_report(&[&run[..], &["--anchors", &items, "--latent", "standard", "--fix", "Item_1:a1=2"]].concat());
    assert_eq!(anchored["criteria"]["parameters"], 1, "the correlation");
    let correlation = |found: &Value| number(&found["groups"][0]["correlation"][1][0]);
    assert_close(correlation(&anchored), correlation(&first), 1e-3, "correlation");
    let swapped = twelve("Item_", &["spatial", "verbal"]).replace("Item_1,spatial\n", "Item_1,spatial+verbal\n");
    let swapped = write(&folder, "swapped.csv", swapped);
    let outcome = thetis(&[
        "calibrate",
        &data,
        "--items",
        &swapped,
        "--dimension",
        "scale",
        "--model",
        "2pl",
        "--anchors",
        &items,
    ]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("the anchor Item_1 measures 1"), "{}", outcome.stderr);
}

#[test]
fn bifactor_models_are_those_of_mirt() {
    let folder = scratch("calibrate-bifactor");
    let theirs = mirt("mirt_multidim_graded.json", "bifactor");
    let mut list = "item,testlet\n".to_owned();
    for (item, specific) in (1..).zip(theirs["specific"].as_array().expect("numbers")) {
        let _ = writeln!(list, "Item_{item},t{specific}");
    }
    let list = write(&folder, "items.csv", list);
    let data = reference("sim_graded_2dim.csv");
    let run = ["calibrate", &data, "--items", &list, "--bifactor", "testlet", "--model", "grm"];
    let ours = json_report(&[&run[..], &["--se", "none"]].concat());
    let (found, expected) = (number(&ours["logLikelihood"]), number(&theirs["fit"]["logLik"]));
    assert!(found > expected - 1e-6 && found < expected + LOG_LIKELIHOOD, "{found} {expected}");
    assert_eq!(ours["criteria"]["parameters"], theirs["fit"]["nest"]);
    assert_eq!(ours["dimensions"], json!(["general", "t1", "t2"]));
    assert_eq!(ours["items"][0]["model"]["type"], "compensatory-grm");
    assert_eq!(ours["items"][11]["dimensions"], json!(["general", "t2"]));
    // Slopes of the specific dimensions equal to nothing but each other: one parameter for twelve.
    let equal = json_report(&[&run[..], &["--se", "none", "--equal", "a2", "--equal", "a3"]].concat());
    let parameters = |found: &Value| found["criteria"]["parameters"].as_u64().expect("a number");
    assert_eq!(parameters(&ours) - parameters(&equal), 10);
    assert!(number(&equal["logLikelihood"]) < found);
}

#[test]
fn both_columns_make_a_two_tier_model() {
    let folder = scratch("calibrate-two-tier");
    let mut list = "item,scale,testlet\n".to_owned();
    for item in 1..=12 {
        let _ = writeln!(list, "Item_{item},{},{}", if item <= 6 { "x" } else { "y" }, ["a", "b", "", "a"][item % 4]);
    }
    let list = write(&folder, "items.csv", list);
    let data = reference("sim_graded_2dim.csv");
    let run = ["calibrate", &data, "--items", &list, "--model", "grm", "--nodes", "-4,4,11", "--dimension", "scale"];
    let without = json_report(&[&run[..], &["--se", "none"]].concat());
    // These data have no specific dimensions: each slope by itself would tell of little but chance.
    let equal = ["--bifactor", "testlet", "--equal", "a3", "--equal", "a4", "--se", "cross-product"];
    let found = json_report(&[&run[..], &equal].concat());
    assert_eq!(found["dimensions"], json!(["x", "y", "b", "a"]));
    assert_eq!(found["items"][0]["dimensions"], json!(["x", "b"]));
    assert_eq!(found["items"][1]["dimensions"], json!(["x"]));
    let parameters = |found: &Value| found["criteria"]["parameters"].as_u64().expect("a number");
    assert_eq!(parameters(&found), parameters(&without) + 2);
    assert!(number(&found["logLikelihood"]) > number(&without["logLikelihood"]));
    let group = &found["groups"][0];
    let (r, error) = (number(&group["correlation"][1][0]), number(&group["correlationSe"][1][0]));
    assert!(r.abs() > 0.05 && r.abs() < 0.95 && error > 0.0 && error < 0.2, "{r} ± {error}");
    assert_eq!(group["correlation"][2], json!([0.0, 0.0, 1.0, 0.0]));
    assert_eq!(group["correlationSe"][2], json!([null, null, null, null]));
}

#[test]
fn what_cannot_be_estimated_in_several_dimensions_is_refused() {
    let folder = scratch("calibrate-dimensions-bad");
    let data = reference("sim_binary_2dim.csv");
    let list = |content: &str| write(&folder, "items.csv", content);
    let refused = |content: &str, options: &[&str], said: &str| {
        let list = list(content);
        let run = [&["calibrate", &data, "--items", &list, "--model", "2pl"], options].concat();
        let outcome = thetis(&run);
        assert!(outcome.code == Some(2) && outcome.stdout.is_empty(), "{options:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said), "{options:?}: {}", outcome.stderr);
    };
    let sound = twelve("Item_", &["x", "y"]);
    let dimension: &[&str] = &["--dimension", "scale"];
    refused(&sound, &["--dimension", "skala"], "there is no column skala; the columns are item, scale");
    refused(&sound.replace("Item_3,x", "Item_3,"), dimension, "item Item_3 has none");
    refused(&twelve("Item_", &["a", "b", "c", "d"]), dimension, "there are 4 (a, b, c, d): at most 3");
    refused(&sound.replace("Item_3,x", "Item_3,z"), dimension, "z has one item only (Item_3)");
    refused(&sound.replace(",x", ",x z"), dimension, "x and z have the same items");
    refused(&sound.replace("Item_3,x", "Item_3,z"), &["--bifactor", "scale"], "z has one item only (Item_3)");
    refused(&sound.replace(",x", ",").replace(",y", ","), &["--bifactor", "scale"], "no item has a specific dimension");
    let both = ["--dimension", "scale", "--bifactor", "scale"];
    refused(&sound, &both, "x, of item Item_1, is a general dimension of --dimension too");
    refused(&sound, &["--dimension", "scale", "--fix", "Item_1:a2=1"], "item Item_1 has no slope 2");
    refused(&sound, &["--dimension", "scale", "--latent", "free"], "--latent free needs items of dimension x");
    refused(&sound, &["--dimension", "scale", "--latent", "histogram"], "--latent histogram is for one dimension");
    let outcome = thetis(&["calibrate", &data, "--model", "2pl", "--dimension", "scale"]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("--items"), "{}", outcome.stderr);
    let list = list(&sound);
    let outcome = thetis(&["calibrate", &data, "--items", &list, "--bifactor", "scale", "--model", "rasch"]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("--bifactor needs slopes"), "{}", outcome.stderr);
}

/// A Rasch model in two dimensions estimates variances: R TAM's and ConQuest's usual model.
#[test]
fn unit_slopes_leave_variances_free() {
    let folder = scratch("calibrate-rasch-dimensions");
    let list = write(&folder, "items.csv", twelve("Item_", &["verbal", "spatial"]));
    let data = reference("sim_binary_2dim.csv");
    let run = ["calibrate", &data, "--items", &list, "--dimension", "scale", "--model"];
    let rasch = json_report(&[&run[..], &["rasch"]].concat());
    // The same model by another way: equal slopes of each dimension, and variances of 1.
    let equal = json_report(&[&run[..], &["2pl", "--equal", "a1", "--equal", "a2"]].concat());
    assert_close(number(&rasch["logLikelihood"]), number(&equal["logLikelihood"]), 1e-6, "likelihood");
    let variance = |i: usize| number(&rasch["groups"][0]["covariance"][i][i]);
    let slope = |item: usize| number(&equal["items"][item]["parameters"][0]["value"]);
    assert_close(variance(0).sqrt(), slope(0), 1e-3, "standard deviation");
    assert_close(variance(1).sqrt(), slope(11), 1e-3, "standard deviation");
    let [here, there] = [&rasch, &equal].map(|found| &found["groups"][0]);
    assert_close(number(&here["correlation"][1][0]), number(&there["correlation"][1][0]), 1e-3, "correlation");
    // The delta method knows that the correlation does not depend on the unit.
    assert_close(number(&here["correlationSe"][1][0]), number(&there["correlationSe"][1][0]), 1e-3, "its error");
    let table = csv_report(&[&run[..], &["rasch", "--quiet"]].concat());
    assert_eq!(table[0], ["item", "model", "a1", "a2", "b", "se_b"]);
    assert_eq!((table[1][1].as_str(), table[1][2].as_str(), table[12][3].as_str()), ("1pl", "1.0", "1.0"));
}

/// A bank says itself what its items measure, and gets slopes in its own order and the correlation as its prior.
#[test]
fn a_bank_of_two_dimensions_is_calibrated_in_its_own_words() {
    let folder = scratch("calibrate-bank-dimensions");
    let mut bank = small_bank();
    bank["dimensions"] = json!([
        {"id": "y", "competence": "logic", "kind": "evaluation"}, {"id": "x", "competence": "logic", "kind": "confidence"}
    ]);
    bank["prior"] = json!({"mean": [0.0, 0.0], "covariance": [[1.0, 0.0], [0.0, 1.0]]});
    let item = |number: usize| {
        let dimensions = match number {
            12 => json!(["y", "x"]),
            _ => json!([if number <= 6 { "x" } else { "y" }]),
        };
        let model = match number {
            12 => json!({"type": "compensatory-4pl", "a": [1.0, 1.0], "d": 0.0}),
            _ => json!({"type": "2pl", "a": 1.0, "b": 0.0}),
        };
        json!({
            "id": format!("Item_{number}"), "dimensions": dimensions, "kind": "true-false", "options": ["t", "f"],
            "scoring": {"key": "t"}, "model": model
        })
    };
    bank["items"] = (1..=12).map(item).collect();
    bank["designs"] = json!({});
    let path = write_bank(&folder.join("bank"), &bank);
    let data = reference("sim_binary_2dim.csv");
    let found = json_report(&[
        "calibrate",
        &data,
        "--items",
        &path,
        "--dimension",
        "dimensions",
        "--model",
        "2pl",
        "--into",
        &path,
    ]);
    assert_eq!(found["dimensions"], json!(["x", "y"]), "as the items come");
    let file = folder.join("bank").join("bank.json");
    let after: Value = serde_json::from_slice(&std::fs::read(file).expect("readable")).expect("JSON");
    let [last, ours] = [&after["items"][11]["model"], &found["items"][11]["model"]];
    assert_eq!(found["items"][11]["dimensions"], json!(["x", "y"]));
    assert_eq!((&last["a"][0], &last["a"][1]), (&ours["a"][1], &ours["a"][0]), "in the bank's order");
    assert_eq!(last["standardErrors"]["a"][0], ours["standardErrors"]["a"][1]);
    assert_eq!(after["items"][0]["model"], found["items"][0]["model"]);
    let correlation = &found["groups"][0]["correlation"][1][0];
    assert_eq!((&after["prior"]["covariance"][0][1], &after["prior"]["covariance"][1][0]), (correlation, correlation));
    let by_number = twelve("Item_", &["one", "two"]);
    let list = write(&folder, "items.csv", by_number);
    let outcome =
        thetis(&["calibrate", &data, "--items", &list, "--dimension", "scale", "--model", "2pl", "--into", &path]);
    assert!(
        outcome.code == Some(1) && outcome.stderr.contains("it measures x in the bank and was calibrated on one"),
        "{}",
        outcome.stderr
    );
}
