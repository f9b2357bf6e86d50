//! Every check: a small valid bank is broken in one way, and exactly that is reported.

#[path = "../common/mod.rs"]
mod common;

mod blueprint;
mod designs;
mod dimensions;
mod fixture;
mod items;
mod kinds;
mod levels;
mod models;
mod outcome;
mod stop_rules;
mod structure;
mod texts;
mod translations;

use std::collections::BTreeSet;

use common::{outcome::valid_outcome, valid, valid_blueprint, valid_kinds, valid_two_dimensions};
use fixture::{Case, patch};
use serde_json::json;
use thetis_bank::{Code, Severity, check};

fn cases() -> Vec<Case> {
    let groups = [
        structure::cases(),
        dimensions::cases(),
        items::cases(),
        kinds::cases(),
        levels::cases(),
        models::cases(),
        outcome::cases(),
        texts::cases(),
        translations::cases(),
        designs::cases(),
        blueprint::cases(),
        stop_rules::cases(),
    ];
    groups.into_iter().flatten().collect()
}

#[test]
fn the_valid_banks_are_valid() {
    for folder in [valid(), valid_two_dimensions(), valid_blueprint(), valid_kinds(), valid_outcome()] {
        let report = check(&folder);
        assert!(report.problems().is_empty(), "{:#?}", report.problems());
        assert!(report.is_valid());
        folder.compile_test("default").expect("a test");
    }
}

#[test]
fn each_fault_is_reported_and_nothing_else() {
    let mut failures = Vec::new();
    for Case { name, expected, item, broken } in cases() {
        let report = check(&broken);
        // As sets: a text that is missing is missing in both languages.
        let found: BTreeSet<_> = report.codes().collect();
        let main = report.problems().iter().find(|problem| problem.code == expected[0]);
        let as_expected =
            found == expected.iter().copied().collect() && main.is_some_and(|problem| problem.item.as_deref() == item);
        if !as_expected {
            let problems: Vec<_> = report.problems().iter().map(ToString::to_string).collect();
            failures
                .push(format!("{name}: expected {expected:?}, item {item:?}, but found\n  {}", problems.join("\n  ")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn problems_are_complete() {
    for Case { name, broken, .. } in cases() {
        for problem in check(&broken).problems() {
            assert_eq!(problem.severity, problem.code.severity(), "{name}");
            assert!(!problem.message.is_empty() && !problem.remedy.is_empty(), "{name}: {problem}");
            let folders = ["bank.json", "locales/", "media/"];
            assert!(folders.iter().any(|folder| problem.file.starts_with(folder)), "{name}: {problem}");
        }
    }
}

#[test]
fn every_code_has_a_case() {
    let tested: BTreeSet<_> = cases().iter().flat_map(|case| case.expected.iter().copied()).collect();
    // These need files, and are tested in read.rs and beside.rs.
    let of_files = [
        Code::UnreadableFile,
        Code::MalformedFile,
        Code::UnknownFormat,
        Code::FrameworkNotCompared,
        Code::UnknownCompetence,
        Code::UnknownOutcome,
        Code::OutcomeCompetence,
        Code::FrameworkLevel,
        Code::ProfileNotCompared,
        Code::ProfileDiffers,
    ];
    let untested: Vec<_> = Code::ALL.iter().filter(|code| !tested.contains(code) && !of_files.contains(code)).collect();
    assert!(untested.is_empty(), "{untested:?}");
}

#[test]
fn a_bank_without_errors_compiles_and_one_the_engine_refuses_has_errors() {
    for Case { name, broken, .. } in cases() {
        let designs: Vec<_> = broken.bank.designs.keys().collect();
        let compiles = broken.compile().is_ok() && designs.iter().all(|name| broken.compile_test(name).is_ok());
        let report = check(&broken);
        if report.is_valid() {
            assert!(compiles, "{name}: valid, but refused by the engine");
        }
    }
}

#[test]
fn all_problems_are_reported_at_once_and_errors_come_first() {
    let mut folder = valid();
    for (pointer, value) in [
        ("/id", json!("")),
        ("/items/0/model/b", json!([2, 1])),
        ("/items/1/model/c", json!(0.7)),
        ("/items/2/model/a", json!(-1)),
        ("/designs/default/stop/minItems", json!(9)),
    ] {
        patch(&mut folder, pointer, value);
    }
    folder.locales.get_mut("en").expect("English").items.remove("q4");
    let report = check(&folder);
    let expected = [
        Code::InvalidId,
        Code::DisorderedThresholds,
        Code::NonpositiveSlope,
        Code::DesignLength,
        Code::UnreachableMinimum,
        Code::MissingText,
        Code::ExtremeAsymptote,
    ];
    assert_eq!(report.codes().collect::<Vec<_>>(), expected);
    assert_eq!(report.errors().count(), 6);
    assert_eq!(report.warnings().next().map(|problem| problem.severity), Some(Severity::Warning));
}

#[test]
fn a_problem_reads_as_a_sentence_and_serialises() {
    let mut folder = valid();
    patch(&mut folder, "/items/0/model/b", json!([1.0, 0.5]));
    let report = check(&folder);
    let problem = &report.problems()[0];
    assert_eq!(
        problem.to_string(),
        "error [disordered-thresholds] bank.json, item q1: b[1] = 0.5 is not above b[0] = 1; order the thresholds, join categories that were hardly used, or use a partial credit model"
    );
    let value = serde_json::to_value(&report).expect("serialisable");
    assert_eq!(value[0]["code"], "disordered-thresholds");
    assert_eq!(value[0]["severity"], "error");
    assert_eq!(value[0]["item"], "q1");
    assert_eq!(value[0]["file"], "bank.json");
}
