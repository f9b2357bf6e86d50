//! `thetis framework`: frameworks, profiles and practices checked; frameworks out to CASE and in again.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Outcome, json_report, report, rows, scratch, text, thetis, write};

/// `item-banks` of this repository.
fn item_banks() -> String {
    format!("{}/../../item-banks", env!("CARGO_MANIFEST_DIR"))
}

fn care_and_household() -> String {
    format!("{}/frameworks/care-and-household", item_banks())
}

/// A package as another program writes it.
fn foreign() -> String {
    format!("{}/../framework/tests/fixtures/foreign.case.json", env!("CARGO_MANIFEST_DIR"))
}

/// A folder with one practice that names an occupation without profile, and an unreadable profile.
fn broken(test: &str) -> String {
    let folder = scratch(test);
    fs::create_dir_all(folder.join("practices")).expect("creatable");
    fs::create_dir_all(folder.join("profiles")).expect("creatable");
    let practice = json!({
        "format": 1, "id": "talks", "date": "2026-11-22", "countries": ["FR"], "sector": "housekeeping",
        "language": "en", "title": "Talks", "what": "They talk.", "evidence": "None.",
        "contact": {"organisation": "Example", "website": "https://example.org"},
        "licence": "CC-BY-4.0", "source": "experience", "profiles": ["cook"]
    });
    write(&folder.join("practices"), "talks.json", practice.to_string());
    write(&folder.join("profiles"), "cleaner.json", "{\n\"format\": 1,\n\"id\": 2}");
    text(&folder)
}

#[test]
fn the_committed_ones_have_neither_errors_nor_warnings() {
    let found = json_report(&["framework", "check", &item_banks(), "--deny-warnings"]);
    for row in found.as_array().expect("an array") {
        assert_eq!(row["severity"], "note", "{row}");
    }
}

#[test]
fn every_problem_is_reported_at_once_in_every_format() {
    let folder = broken("framework-check");
    let Outcome { code, stdout, stderr } = thetis(&["framework", "check", &folder]);
    assert_eq!((code, stderr), (Some(1), format!("error: {folder}: 2 errors, no warnings\n")));
    assert!(stdout.contains("profiles/cleaner.json\n  error [malformed-file] line 3: column "), "{stdout}");
    assert!(
        stdout.contains(
            "practices/talks.json\n  error [unknown-profile] profiles: there is no profile \"cook\"\n    remedy: "
        ),
        "{stdout}"
    );
    assert!(stdout.ends_with(&format!("\n{folder}: 2 errors, no warnings\n")), "{stdout}");

    let json = thetis(&["framework", "check", &folder, "--format", "json"]);
    let found: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(found[0]["line"], 3);
    assert_eq!((&found[1]["code"], &found[1]["place"]), (&json!("unknown-profile"), &json!("profiles")));

    let csv = thetis(&["framework", "check", &folder, "--format", "csv"]);
    let rows = rows(&csv.stdout);
    assert_eq!(rows[0], ["severity", "code", "file", "line", "place", "message", "remedy"]);
    assert_eq!((rows.len(), rows[1][3].as_str(), rows[2][1].as_str()), (3, "3", "unknown-profile"));
}

#[test]
fn a_folder_that_holds_none_of_it_is_an_error() {
    let folder = text(&scratch("framework-none"));
    let outcome = thetis(&["framework", "check", &folder]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stdout.contains("has none of the folders frameworks, profiles, practices"), "{}", outcome.stdout);
}

#[test]
fn a_framework_goes_out_and_comes_back() {
    let folder = scratch("framework-round");
    let package = text(&folder.join("package.json"));
    assert_eq!(
        report(&["framework", "export", &care_and_household(), "--case", "--language", "fr", "-o", &package]),
        ""
    );
    let back = text(&folder.join("back"));
    let outcome = thetis(&["framework", "import", &package, "-o", &back]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert_eq!(outcome.stdout, format!("{back}: 3 areas, 13 competences, 102 outcomes of care-and-household\n"));
    let exported = fs::read_to_string(&package).expect("written");
    let file = format!("{back}/framework.json");
    assert_eq!(report(&["framework", "export", &file, "--case"]), exported, "the same bytes again, on standard output");
    let texts = |path: &str| serde_json::from_slice::<Value>(&fs::read(path).expect("written")).expect("JSON");
    let (mut before, after) =
        (texts(&format!("{}/locales/fr.json", care_and_household())), texts(&format!("{back}/locales/fr.json")));
    before.as_object_mut().expect("texts").remove("$schema");
    assert_eq!(before, after);

    let again = thetis(&["framework", "import", &package, "-o", &back]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(1), ""));
    assert!(again.stderr.contains("is there already; give another folder"), "{}", again.stderr);
}

#[test]
fn what_a_package_of_others_holds_beyond_a_framework_is_said() {
    let folder = text(&scratch("framework-foreign").join("new"));
    let outcome = thetis(&["framework", "import", &foreign(), "-o", &folder, "--id", "basics"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert!(
        outcome.stdout.starts_with(&format!("{folder}: 1 area, 1 competence, 3 outcomes of basics\n")),
        "{}",
        outcome.stdout
    );
    assert!(outcome.stdout.contains("Note: 1 associations of type precedes are not read\n"), "{}", outcome.stdout);
}

#[test]
fn a_package_that_is_no_framework_is_refused_with_every_reason() {
    let folder = scratch("framework-refused");
    let mut package: Value = serde_json::from_slice(&fs::read(foreign()).expect("there")).expect("JSON");
    package["CFItems"][2]["CFItemType"] = json!("Standard");
    package["CFItems"][3]["educationLevel"] = json!([]);
    let file = write(&folder, "package.json", package.to_string());
    let target = folder.join("new");
    let import = ["framework", "import", &file, "-o", target.to_str().expect("UTF-8")];
    let outcome = thetis(&import);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    let lines: Vec<_> = outcome.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[0].starts_with(&format!("error: {file}: CFItems[2]: the CFItemType is Standard")), "{}", lines[0]);
    assert!(!target.exists());
    assert_eq!(thetis(&[&import[..], &["--type", "skill", "--eqf", "2"]].concat()).code, Some(0));
}

#[test]
fn what_cannot_be_exported_is_an_error_and_what_cannot_be_meant_is_usage() {
    let framework = care_and_household();
    let nowhere = thetis(&["framework", "export", "nowhere", "--case"]);
    assert_eq!(nowhere.code, Some(1));
    assert!(nowhere.stderr.contains("nowhere: framework.json: cannot be read"), "{}", nowhere.stderr);
    for (arguments, message) in [
        (vec!["framework"], "Usage: thetis framework"),
        (vec!["framework", "check"], "<DIR>"),
        (vec!["framework", "export", &framework], "--case"),
        (vec!["framework", "export", &framework, "--case", "--language", "pl"], "use one of: ar, de, en"),
        (vec!["framework", "import", "x.json"], "--output"),
        (vec!["framework", "import", "x.json", "-o", "x", "--eqf", "9"], "9"),
        (vec!["framework", "import", "x.json", "-o", "x", "--type", "hobby"], "hobby"),
        (vec!["framework", "import", "x.json", "-o", "x", "--language", "French"], "BCP 47"),
        (vec!["framework", "import", "x.json", "-o", "x", "--id", "a b"], "1 to 64"),
    ] {
        let outcome = thetis(&arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    }
}
