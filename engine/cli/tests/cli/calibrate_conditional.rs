//! `thetis calibrate --method conditional`: the numbers of R eRm, and what is not for it.

use std::fs;

use serde_json::{Value, json};

use crate::run::{assert_close, csv_report, json_report, report, scratch, small_bank, text, thetis, write, write_bank};

/// eRm's optimiser stops up to 4e-5 from the maximum.
const TOLERANCE: f64 = 1e-4;
/// That many standard errors, of which a tenth is a logit or less.
const WALD: f64 = 1e-3;

fn reference(name: &str) -> String {
    format!("{}/../../tests/fixtures/reference/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn erm(set: &str) -> Value {
    let text = fs::read_to_string(reference("erm.json")).expect("readable");
    let mut all: Value = serde_json::from_str(&text).expect("JSON");
    all[set].take()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

#[test]
fn items_and_their_errors_are_those_of_erm() {
    for (set, csv, model) in [
        ("RM_raschdat1", "raschdat1.csv", "rasch"),
        ("RM_lsat7", "lsat7.csv", "rasch"),
        ("PCM_pcmdat2", "pcmdat2.csv", "pcm"),
        ("RSM_rsmdat", "rsmdat.csv", "rsm"),
    ] {
        let theirs = erm(set);
        let ours = json_report(&["calibrate", &reference(csv), "--model", model, "--method", "conditional", "--fit"]);
        assert_eq!((&ours["method"], &ours["parameters"]), (&json!("conditional"), &theirs["npar"]));
        let [found, expected] =
            [&ours["logLikelihood"], &theirs["loglik_cml"]].map(|value| value.as_f64().expect("a number"));
        assert!(found > expected - 1e-9 && found < expected + TOLERANCE, "{set}: {found} {expected}");
        let list = |name: &str| -> Vec<f64> {
            ours["items"].as_array().expect("items").iter().flat_map(|item| numbers(&item[name])).collect()
        };
        for (ours, theirs) in [("easiness", "betapar_easiness"), ("easinessSe", "se_beta")] {
            let (found, expected) = (list(ours), numbers(&theirs_of(set, theirs)));
            assert_eq!(found.len(), expected.len(), "{set} {theirs}");
            for (found, expected) in found.iter().zip(&expected) {
                assert_close(*found, *expected, TOLERANCE, &format!("{set} {theirs}"));
            }
        }
        let outfit: Vec<f64> = ours["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| item["fit"]["outfit"].as_f64().expect("a number"))
            .collect();
        assert!(outfit.iter().all(|outfit| (0.3..2.0).contains(outfit)), "{outfit:?}");
    }
}

fn theirs_of(set: &str, name: &str) -> Value {
    erm(set)[name].take()
}

#[test]
fn andersens_test_is_that_of_erm() {
    let run = ["calibrate", &reference("raschdat1.csv"), "--model", "rasch", "--method", "conditional", "--andersen"];
    for (split, theirs) in [("median", "andersen_median"), ("mean", "andersen_mean")] {
        let ours = json_report(&[&run[..], &[split]].concat());
        let theirs = theirs_of("RM_raschdat1", theirs);
        for (ours, theirs) in [("statistic", "LR"), ("p", "p")].map(|(a, b)| (&found(&ours)[a], &theirs[b])).iter() {
            assert_close(ours.as_f64().expect("a number"), theirs.as_f64().expect("a number"), TOLERANCE, split);
        }
        assert_eq!(found(&ours)["df"], theirs["df"]);
        let parts: Vec<f64> = found(&ours)["parts"]
            .as_array()
            .expect("parts")
            .iter()
            .map(|part| part["logLikelihood"].as_f64().expect("a number"))
            .collect();
        for (found, expected) in parts.iter().zip(numbers(&theirs["loglik_groups"])) {
            assert_close(*found, expected, TOLERANCE, "a part");
        }
    }
    let shown = report(&[&run[..], &["median"]].concat());
    assert!(shown.contains("Andersen's test  LR 32.5415, df 29, p 0.2966: nothing speaks against"), "{shown}");
    let ours = json_report(&[&run[..], &["median"]].concat());
    let walds = found(&ours)["wald"].as_array().expect("statistics");
    for (found, expected) in walds.iter().zip(numbers(&theirs_of("RM_raschdat1", "wald_median")["z"])) {
        assert_close(found["z"].as_f64().expect("a number"), expected, WALD, "Wald");
    }
}

fn found(report: &Value) -> &Value {
    &report["andersen"]
}

#[test]
fn the_sample_may_be_parted_by_a_column() {
    let folder = scratch("calibrate-andersen");
    let table = fs::read_to_string(reference("dif_sim.csv")).expect("readable");
    let data = write(&folder, "dif.csv", table);
    let ours = json_report(&["calibrate", &data, "--model", "rasch", "--method", "conditional", "--andersen", "focal"]);
    let parts: Vec<&str> =
        found(&ours)["parts"].as_array().expect("parts").iter().filter_map(|part| part["part"].as_str()).collect();
    assert_eq!(parts, ["0", "1"]);
    assert_eq!(found(&ours)["df"], 14);
    let sum: f64 = found(&ours)["parts"]
        .as_array()
        .expect("parts")
        .iter()
        .map(|part| part["logLikelihood"].as_f64().expect("a number"))
        .sum();
    let statistic = found(&ours)["statistic"].as_f64().expect("a number");
    assert_close(statistic, 2.0 * (sum - ours["logLikelihood"].as_f64().expect("a number")), 1e-9, "LR");
    // Three items of the simulated fifteen favour a group.
    assert!(found(&ours)["p"].as_f64().expect("a number") < 1e-4);
}

#[test]
fn the_table_is_a_bank_and_goes_into_one() {
    let folder = scratch("calibrate-conditional-table");
    let items = text(&folder.join("items.csv"));
    let data = reference("pcmdat2.csv");
    let run = ["calibrate", &data, "--model", "pcm", "--method", "conditional"];
    let outcome = thetis(&[&run[..], &["--format", "csv", "-o", &items]].concat());
    assert_eq!(outcome.code, Some(0));
    assert!(outcome.stderr.contains("the distribution of ability was not estimated"), "{}", outcome.stderr);
    assert!(report(&["check", &items]).ends_with("no errors, no warnings\n"));
    let table = csv_report(&[&run[..], &["--quiet"]].concat());
    assert_eq!(table[0], ["item", "model", "b1", "b2", "se_b1", "se_b2"]);
    let plain = csv_report(&[&run[..], &["--quiet", "--se", "none"]].concat());
    assert_eq!(plain[0], ["item", "model", "b1", "b2"]);
    let mut bank = small_bank();
    let item = |id: &str| {
        json!({
            "id": id, "dimensions": ["logic"], "kind": "likert", "options": ["0", "1", "2"],
            "scoring": {"categories": [0, 1, 2]}, "model": {"type": "pcm", "b": [0.0, 0.0]}
        })
    };
    bank["items"] = ["I1", "I2", "I3", "I4"].map(item).into();
    let path = write_bank(&folder.join("bank"), &bank);
    report(&[&run[..], &["--into", &path]].concat());
    let after: Value =
        serde_json::from_slice(&fs::read(folder.join("bank").join("bank.json")).expect("readable")).expect("JSON");
    assert_eq!(after["items"][1]["model"]["b"][0].to_string(), table[2][2]);
    assert!(after["items"][1]["provenance"]["method"].as_str().expect("a text").contains("conditional"));
    assert_eq!(after["prior"], bank["prior"], "of ability nothing is known");
}

#[test]
fn what_is_not_for_conditional_likelihood_is_refused() {
    let data = reference("raschdat1.csv");
    for (options, said) in [
        (&["--model", "2pl"][..], "conditional likelihood is for rasch, pcm and rsm"),
        (&["--model", "rasch", "--prior", "d=normal:0,1"], "--prior is not for --method conditional"),
        (&["--model", "rasch", "--nodes", "41"], "--nodes is not for"),
        (&["--model", "rasch", "--equal", "d"], "--equal is not for"),
        (&["--model", "rasch", "--latent", "free"], "--latent is not for"),
        (&["--model", "rasch", "--covariance", "x.csv"], "--covariance is for --method marginal"),
        (&["--model", "rasch", "--group", "I1", "--andersen", "I2"], "different columns"),
        (&["--model", "rasch", "--logs", "--items", "bank"], "sessions choose items by the answers before"),
    ] {
        let outcome = thetis(&[&["calibrate", &data, "--method", "conditional"], options].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{options:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said), "{options:?}: {}", outcome.stderr);
    }
    let outcome = thetis(&["calibrate", &data, "--model", "rasch", "--andersen", "median"]);
    assert!(outcome.code == Some(2) && outcome.stderr.contains("--method conditional"), "{}", outcome.stderr);
    let run = ["calibrate", &data, "--model", "rasch", "--method", "conditional", "--andersen", "nowhere"];
    let outcome = thetis(&run);
    assert!(outcome.code == Some(1) && outcome.stderr.contains("no column nowhere"), "{}", outcome.stderr);
}

#[test]
fn a_maximum_is_found_where_rounding_hides_the_last_gain() {
    // The log-likelihood is in the thousands: the gain of the last step is below its last digit.
    let found = json_report(&["calibrate", &reference("sat12.csv"), "--model", "rasch", "--method", "conditional"]);
    let value = found["logLikelihood"].as_f64().expect("a number");
    assert!((-20_000.0..-5_000.0).contains(&value), "{value}");
}
