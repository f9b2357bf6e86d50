//! `thetis link`: constants that other programs find, drifting items, tables that are banks.

use std::{fmt::Write, fs};

use serde_json::Value;

use crate::run::{EVERY_MODEL, assert_close, json_report, report, rows, scratch, soft_skills, text, thetis, write};

/// Constants as R equateIRT's optimiser left them.
const EQUATE_IRT: f64 = 1e-4;

fn reference() -> Value {
    let path = format!("{}/../../tests/fixtures/reference/linking.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("JSON")
}

/// A form of the reference as a parameter table.
fn table(form: &Value, model: &str) -> String {
    let list = |name: &str| form[name].as_array().expect("a list").clone();
    let mut out = "item,model,a,b,c\n".to_owned();
    for (((item, a), b), c) in list("items").iter().zip(list("a")).zip(list("b")).zip(list("c")) {
        let _ = match model {
            "1pl" => writeln!(out, "q{item},1pl,,{b},"),
            "2pl" => writeln!(out, "q{item},2pl,{a},{b},"),
            _ => writeln!(out, "q{item},3pl,{a},{b},{c}"),
        };
    }
    out
}

#[test]
fn constants_and_equated_scores_are_those_of_equate_irt() {
    let folder = scratch("link-reference");
    let file = reference();
    for (pair, model) in [("Rasch", "1pl"), ("2PL", "2pl"), ("3PL", "3pl")] {
        let theirs = &file["pairs"][pair];
        let new = write(&folder, &format!("{model}-x.csv"), table(&theirs["form_X"], model));
        let base = write(&folder, &format!("{model}-y.csv"), table(&theirs["form_Y"], model));
        for (method, name) in [
            ("mean-mean", "mean-mean"),
            ("mean-sigma", "mean-sigma"),
            ("mean-geometric-mean", "mean-gmean"),
            ("haebara", "Haebara"),
            ("stocking-lord", "Stocking-Lord"),
        ] {
            let found = json_report(&["link", &base, &new, "--method", method]);
            for (ours, name_of) in [("a", "A"), ("b", "B")] {
                let theirs = theirs["constants"][name][name_of].as_f64().expect("a number");
                assert_close(
                    found[ours].as_f64().expect("a number"),
                    theirs,
                    EQUATE_IRT,
                    &format!("{pair} {method} {ours}"),
                );
            }
            assert_eq!(found["unitHeld"], model == "1pl");
            assert_eq!(found["common"].as_array().map(Vec::len), Some(10));
            assert!(found["bSe"].as_f64().is_some_and(|error| error > 0.0 && error < 0.3));
        }
        // Theirs: which score of X is expected where a score of Y is.
        let found = json_report(&["link", &base, &new, "--equate"]);
        let equated = found["equating"].as_array().expect("a table");
        assert_eq!(equated.len(), 16);
        let values: Vec<f64> = equated.iter().map(|row| row["equivalent"].as_f64().expect("a number")).collect();
        assert!(values.windows(2).all(|pair| pair[0] < pair[1]) && (values[15] - 15.0).abs() < 1e-12, "{values:?}");
    }
}

/// Every model by a known change of scale: the link finds it, and information is what it was.
#[test]
fn the_table_of_a_linked_bank_is_a_bank_with_the_same_curves() {
    let folder = scratch("link-every-model");
    let new = write(&folder, "new.csv", EVERY_MODEL);
    // The same items on a scale whose unit is 1.25 of theirs and whose zero is at -0.4.
    let base = "\
item,model,a,b,c,d,b1,b2,b3,b4,s1,s2,i1,i2
q2pl,2pl,0.98984,-0.03625,,,,,,,,,,
q3pl,3pl,1.11488,-1.23875,0.1207,,,,,,,,,
q4pl,4pl,1.07168,-0.634125,0.2101,0.9864,,,,,,,,
qgrm,grm,0.96264,,,,-1.743125,-1.297375,,,,,,
qgpcm,gpcm,0.91128,,,,0.024375,-0.751625,,,,,,
";
    let base = write(&folder, "base.csv", base);
    let linked = text(&folder.join("linked.csv"));
    let found = json_report(&["link", &base, &new]);
    assert_close(found["a"].as_f64().expect("a number"), 1.25, 1e-6, "A");
    assert_close(found["b"].as_f64().expect("a number"), -0.4, 1e-6, "B");
    assert!(found["common"].as_array().expect("common").iter().all(|item| item["drifts"] == false));
    assert_eq!(report(&["link", &base, &new, "--format", "csv", "-o", &linked]), "");
    assert!(report(&["check", &linked]).contains("no errors"));
    let at = |file: &str, theta: &str| json_report(&["information", file, "--theta", theta]);
    let (before, after) = (at(&new, "0.8"), at(&linked, "0.6"));
    for (before, after) in before.as_array().expect("rows").iter().zip(after.as_array().expect("rows")) {
        let [p, q] = [before, after].map(|row| row["probabilities"][0].as_f64().expect("a number"));
        assert_close(q, p, 1e-6, &before["item"].to_string());
    }
    // Merged: the base as it is, and what it does not have.
    let merged = rows(&report(&["link", &base, &new, "--merge", "--format", "csv"]));
    let ids: Vec<&str> = merged[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(ids, ["q2pl", "q3pl", "q4pl", "qgrm", "qgpcm", "q1pl", "qmgrm", "qpcm", "qrsm", "qnrm"]);
    // Slopes for the normal metric are 1.702 times smaller; the link does not mind.
    let other = json_report(&["link", &base, &new, "--scaling", "1.702"]);
    assert_close(other["a"].as_f64().expect("a number"), 1.25, 1e-6, "A with D");
}

#[test]
fn an_item_that_drifted_is_flagged_and_can_be_left_out() {
    let folder = scratch("link-drift");
    let form = |shift: f64| {
        let mut out = "item,model,a,b\n".to_owned();
        for item in 0..8_u32 {
            let drift = if item == 5 && shift != 0.0 { 1.1 } else { 0.0 };
            let wobble = [0.04, -0.03, 0.05, -0.06, 0.02, 0.0, -0.05, 0.03][item as usize];
            let b = f64::from(item) * 0.4 - 1.4 + shift + drift + if shift == 0.0 { 0.0 } else { wobble };
            let _ = writeln!(out, "q{item},2pl,{},{b}", 1.0 + 0.1 * f64::from(item % 3));
        }
        out
    };
    let (base, new) = (write(&folder, "base.csv", form(0.0)), write(&folder, "new.csv", form(0.5)));
    let text = report(&["link", &base, &new, "--equate"]);
    assert!(
        text.contains("q5           drifts") && text.contains("q5 drifted: what they ask may have changed"),
        "{text}"
    );
    assert!(text.contains("True-score equating") && text.contains("Linking error"), "{text}");
    let found = json_report(&["link", &base, &new, "--without-drifting"]);
    assert!((found["b"].as_f64().expect("a number") + 0.5).abs() < 0.03, "{}", found["b"]);
    let used: Vec<bool> =
        found["common"].as_array().expect("common").iter().filter_map(|item| item["used"].as_bool()).collect();
    assert_eq!(used, [true, true, true, true, true, false, true, true]);
    let before = json_report(&["link", &base, &new]);
    let error = |found: &Value| found["linkingError"].as_f64().expect("a number");
    assert!(error(&found) < 0.3 * error(&before), "{} {}", error(&found), error(&before));
}

#[test]
fn what_cannot_be_linked_says_why() {
    let folder = scratch("link-bad");
    let base = write(&folder, "base.csv", "item,model,a,b\nq1,2pl,1,0\nq2,2pl,1,1\n");
    let other = write(&folder, "other.csv", "item,model,a,b\nx1,2pl,1,0\nx2,2pl,1,1\n");
    let out = text(&folder.join("out.csv"));
    let outcome = thetis(&["link", &base, &other, "--format", "csv", "-o", &out]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("no item has one id in both banks"), "{}", outcome.stderr);
    assert!(fs::metadata(&out).is_err(), "nothing is left behind");
    let graded = write(&folder, "graded.csv", "item,model,a,b,b1,b2\nq1,2pl,1,0,,\nq2,grm,1,,0,1\n");
    let outcome = thetis(&["link", &base, &graded]);
    assert!(
        outcome.code == Some(0) && outcome.stdout.contains("left out of the link: q2"),
        "{}{}",
        outcome.stdout,
        outcome.stderr
    );
    for (arguments, message) in [
        (vec!["link", base.as_str()], "<NEW>"),
        (vec!["link", &base, &base, "--method", "mean-mean", "--symmetric"], "--symmetric is for haebara"),
        (vec!["link", &base, &base, "--tolerance", "0"], "0 is below"),
        (vec!["link", &base, &base, "--method", "robust"], "robust"),
    ] {
        let outcome = thetis(&arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    }
    let soft = soft_skills();
    let outcome = thetis(&["link", &soft, &soft]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("name one with --dimension"), "{}", outcome.stderr);
}

#[test]
fn a_bank_of_several_dimensions_is_linked_one_at_a_time() {
    let soft = soft_skills();
    let bank: Value =
        serde_json::from_str(&fs::read_to_string(format!("{soft}/bank.json")).expect("readable")).expect("JSON");
    let dimension = bank["dimensions"][0]["id"].as_str().expect("an id");
    let found = json_report(&["link", &soft, &soft, "--dimension", dimension]);
    assert_close(found["a"].as_f64().expect("a number"), 1.0, 1e-9, "A");
    assert!(found["b"].as_f64().expect("a number").abs() < 1e-9);
    let count =
        bank["items"].as_array().expect("items").iter().filter(|item| item["dimensions"][0] == dimension).count();
    assert_eq!(found["items"].as_array().map(Vec::len), Some(count));
    let outcome = thetis(&["link", &soft, &soft, "--dimension", "charm"]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("there is no dimension charm"), "{}", outcome.stderr);
}
