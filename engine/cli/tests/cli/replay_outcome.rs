//! `thetis replay`: what a result means, beside a profile and an earlier session; and what is refused.

use std::path::Path;

use serde_json::{Value, json};

use crate::{
    replay::session,
    run::{json_report, report, scratch, small_bank, text, thetis, write, write_bank},
};

/// [`small_bank`] with a job, a pathway and a credential. Replaying asks for no texts.
fn bank_with_a_pathway() -> Value {
    let mut bank = small_bank();
    bank["levels"] = json!([
        {"dimension": "logic", "id": "low"},
        {"dimension": "logic", "id": "middle", "from": -1.0, "eqf": 2},
        {"dimension": "logic", "id": "high", "from": 2.0, "eqf": 3}
    ]);
    bank["profiles"] = json!({"clerk": {"requires": {"logic": "high"}, "importance": {"logic": 2}}});
    bank["pathway"] = json!([
        {"module": "first", "hours": 3, "develops": {"logic": "middle"}},
        {"module": "second", "hours": 4.5, "develops": {"logic": "high"}, "after": ["first"]}
    ]);
    bank["credentials"] = json!({"badge": {"requires": {"logic": "middle"}, "probability": 0.6, "minAnswers": 3}});
    bank
}

/// Logs of a session of all items and of one broken off at once.
fn logs(folder: &Path, bank: &str) -> (String, String) {
    let log = |name: &str, most| write(folder, name, session(bank, "default", 7, most).log());
    (log("whole.log", 99), log("empty.log", 0))
}

#[test]
fn a_result_is_held_against_what_the_bank_declares() {
    let folder = scratch("outcome");
    let bank = write_bank(&folder.join("bank"), &bank_with_a_pathway());
    let (log, before) = logs(&folder, &bank);
    let found = json_report(&["replay", &bank, &log, "--profile", "clerk", "--before", &before]);
    let told = &found["report"];
    let levels = told["dimensions"][0]["levels"].as_array().expect("levels");
    let p: Vec<f64> = levels.iter().map(|level| level["probability"].as_f64().expect("a number")).collect();
    assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{p:?}");
    assert_eq!((&levels[0]["eqf"], &levels[2]["eqf"]), (&Value::Null, &json!(3)));
    assert_eq!(told["dimensions"][0]["answers"], 3);
    let met = told["profile"]["requirements"][0]["probability"].as_f64().expect("a number");
    assert!((met - p[2]).abs() < 1e-12 && (told["profile"]["probability"].as_f64().expect("one") - met).abs() < 1e-12);
    assert_eq!(
        told["profile"]["gaps"][0]["weight"].as_f64().map(|w| (w - 2.0 * (1.0 - met)).abs() < 1e-12),
        Some(true)
    );
    let steps: Vec<&Value> =
        told["steps"]["modules"].as_array().expect("a list").iter().map(|one| &one["module"]).collect();
    assert_eq!(steps.last(), Some(&&json!("second")));
    assert_eq!(told["credentials"][0]["answers"], 3);
    let before_it = told["change"][0]["before"].as_f64().expect("a number");
    assert!(before_it.abs() < 1e-12, "the prior mean, as nothing was answered: {before_it}");
    let shown = report(&["replay", &bank, &log, "--profile", "clerk", "--before", &before]);
    for part in [
        "Levels; the European",
        "Profile clerk: all met with ",
        "Gaps, the heaviest first",
        "Next steps, ",
        "Micro-credentials",
        "\nChange\n",
        "no-reliable-change",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    let alone = json_report(&["replay", &bank, &log]);
    assert_eq!((&alone["report"]["profile"], &alone["report"]["change"]), (&Value::Null, &Value::Null));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let folder = scratch("outcome-refused");
    let bank = write_bank(&folder.join("bank"), &bank_with_a_pathway());
    let (log, _) = logs(&folder, &bank);
    let mut newer = bank_with_a_pathway();
    newer["version"] = json!("2.0.0");
    let other = write_bank(&folder.join("newer"), &newer);
    let (_, of_other) = logs(&folder.join("newer"), &other);
    let refused = |arguments: &[&str], reason: &str| {
        let outcome = thetis(&[&["replay", &bank, &log], arguments].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(reason), "{reason} in {}", outcome.stderr);
    };
    refused(&["--before", &of_other], "the log belongs to another item bank, or another version of it");
    refused(&["--profile", "astronaut"], "there is no profile astronaut: the bank has clerk");
    let broken = |name: &str, change: &dyn Fn(&mut Value), reason: &str| {
        let mut bank = bank_with_a_pathway();
        change(&mut bank);
        let place = write_bank(&folder.join(name), &bank);
        let (log, _) = logs(&folder.join(name), &place);
        let outcome = thetis(&["replay", &place, &log, "--profile", "clerk"]);
        assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
        assert!(outcome.stderr.contains(reason), "{reason} in {}", outcome.stderr);
    };
    broken("circle", &|bank| bank["pathway"][0]["after"] = json!(["second"]), "the module first: ");
    broken("cuts", &|bank| bank["levels"][2]["from"] = json!(-3.0), "the dimension logic: ");
    broken(
        "level",
        &|bank| bank["profiles"]["clerk"]["requires"]["logic"] = json!("top"),
        "the profile clerk names the level top of logic",
    );
    broken("module", &|bank| bank["pathway"][1]["after"] = json!(["zeroth"]), "the module second comes after zeroth");
    let table = write(&folder, "items.csv", "item,model,b\nq1,1pl,0.5\n");
    let outcome = thetis(&["replay", &table, &text(&folder.join("none.log")), "--profile", "clerk"]);
    assert_eq!(outcome.code, Some(1), "{}", outcome.stderr);
}
