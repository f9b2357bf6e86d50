//! `thetis badge verify`: what is said of whole badges, changed ones, and of the log they rest on.

use std::fs;

use serde_json::{Value, json};

use crate::{
    badge::{fixture, housekeeping, issued, refused},
    run::{csv_report, json_report, report, scratch, text, thetis, write},
};

const CLEANING: [&str; 6] =
    ["--issuer", "Centre", "--credential", "credential-cleaning", "--profile", "home-care-aide"];

/// The report of a badge that does not hold.
#[track_caller]
fn broken(badge: &str, more: &[&str]) -> Value {
    let outcome = thetis(&[&["badge", "verify", badge, "--format", "json"], more].concat());
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("the badge does not hold"), "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

#[test]
fn every_form_is_verified_and_made_again_from_its_log() {
    let folder = scratch("badge-verify");
    let files = ["badge.json", "badge.jwt", "badge.svg", "badge.png"].map(|name| text(&folder.join(name)));
    let outputs: Vec<&str> = files.iter().flat_map(|file| ["-o", file.as_str()]).collect();
    issued("housekeeping-1.log", &[&CLEANING[..], &outputs].concat());
    let (bank, log) = (housekeeping(), fixture("housekeeping-1.log"));
    let forms =
        [("plain", "eddsa-rdfc-2022"), ("plain", "jwt"), ("svg", "eddsa-rdfc-2022"), ("png", "eddsa-rdfc-2022")];
    for (file, (carrier, proof)) in files.iter().zip(forms) {
        let found = json_report(&["badge", "verify", file, "--bank", &bank, "--log", &log, "--date", "2026-11-30"]);
        assert_eq!((&found["holds"], &found["log"]), (&json!(true), &json!("same")), "{found}");
        assert_eq!((&found["carrier"], &found["proof"]), (&json!(carrier), &json!(proof)));
        assert_eq!((&found["signature"], &found["selfIssued"]), (&json!("whole"), &json!(false)));
    }
    let shown = report(&["badge", "verify", &files[2], "--date", "2026-11-30"]);
    for part in [
        "Badge   Household cleaning and hygiene\n",
        "\nProven\n- The signature is whole (Data Integrity, eddsa-rdfc-2022)",
        "\nNot proven\n- Who holds this key is not known to this program",
        "The issuer calls itself “Centre”; the key does not prove the name.",
        "unsupervised self-assessment: nobody checked who answered",
        "Whether the answers give this result was not checked",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    let rows = csv_report(&["badge", "verify", &files[0], "--date", "2026-11-30"]);
    assert_eq!((&rows[0], rows[1][0].as_str()), (&vec!["kind".to_owned(), "sentence".to_owned()], "proven"));
}

#[test]
fn a_changed_character_is_found_in_every_form() {
    let folder = scratch("badge-changed");
    let names = ["badge.json", "badge.svg", "badge.png"];
    let files = names.map(|name| text(&folder.join(name)));
    let outputs: Vec<&str> = files.iter().flat_map(|file| ["-o", file.as_str()]).collect();
    issued("housekeeping-1.log", &[&CLEANING[..], &outputs].concat());
    for (name, file) in names.iter().zip(&files).take(2) {
        let badge = fs::read_to_string(file).expect("written");
        for (from, to) in [
            ("\"name\":\"Working alone\"", "\"name\":\"Working alona\""),
            ("\"name\":\"Household", "\"name\":\"Hausehold"),
            ("2026-11-22T00:00:00Z\",\"credentialSubject", "2026-11-21T00:00:00Z\",\"credentialSubject"),
            ("no identity verification\"", "ID identity verification\""),
            ("\"proofValue\":\"z", "\"proofValue\":\"z1"),
        ] {
            assert!(badge.contains(from), "{from}");
            let changed = write(&folder, &format!("changed-{name}"), badge.replacen(from, to, 1));
            assert_eq!(broken(&changed, &[])["signature"], "not-whole", "{to}");
        }
    }
    let mut picture = fs::read(&files[2]).expect("written");
    let at = picture.windows(7).position(|part| part == b"Working").expect("there");
    picture[at] = b'X';
    let changed = write(&folder, "changed.png", picture);
    refused(&thetis(&["badge", "verify", &changed]), 1, "the checksum of one of its parts does not fit");
}

#[test]
fn dates_are_told() {
    let folder = scratch("badge-dates");
    let badge = issued("housekeeping-1.log", &["--issuer", "Centre", "--valid-until", "2027-01-01"]);
    let badge = write(&folder, "badge.json", badge);
    for (day, validity, holds) in
        [("2026-11-21", "not-yet", false), ("2026-12-31", "valid", true), ("2027-01-01", "expired", false)]
    {
        let found = if holds {
            json_report(&["badge", "verify", &badge, "--date", day])
        } else {
            broken(&badge, &["--date", day])
        };
        assert_eq!((&found["validity"], &found["signature"]), (&json!(validity), &json!("whole")), "{day}");
    }
}

#[test]
fn another_log_or_bank_gives_another_badge() {
    let folder = scratch("badge-other-log");
    let badge = write(&folder, "badge.json", issued("housekeeping-1.log", &["--self"]));
    let bank = housekeeping();
    let found = broken(&badge, &["--bank", &bank, "--log", &fixture("housekeeping-3.log"), "--date", "2026-11-30"]);
    assert_eq!((&found["log"], &found["signature"]), (&json!("differs"), &json!("whole")));
    let places: Vec<&str> =
        found["differences"].as_array().expect("a list").iter().filter_map(|one| one["place"].as_str()).collect();
    assert!(places.contains(&"evidence.0.narrative") && places.contains(&"id"), "{places:?}");
    let other = format!("{}/../../item-banks/care-positioning", env!("CARGO_MANIFEST_DIR"));
    let log = fixture("care-positioning-1.log");
    let found = broken(&badge, &["--bank", &other, "--log", &log, "--date", "2026-11-30"]);
    assert_eq!(found["log"], "other-bank");
    refused(&thetis(&["badge", "verify", &badge, "--bank", &bank]), 2, "--log");
    let own = report(&["badge", "verify", &badge, "--date", "2026-11-30"]);
    assert!(own.contains("The badge is self-issued") && !own.contains("calls itself"), "{own}");
}

#[test]
fn the_log_inside_a_badge_is_enough_to_make_it_again() {
    let folder = scratch("badge-log-inside");
    let badge = issued("housekeeping-2.log", &["--issuer", "Centre", "--include-log"]);
    let credential: Value = serde_json::from_str(&badge).expect("JSON");
    let log = credential["evidence"][0]["id"].as_str().expect("the log").split_once(',').expect("a data address").1;
    let (bank, log) = (housekeeping(), write(&folder, "taken-out.log", log));
    let badge = write(&folder, "badge.json", &badge);
    let found = json_report(&["badge", "verify", &badge, "--bank", &bank, "--log", &log, "--date", "2026-11-30"]);
    assert_eq!(found["log"], "same");
}

#[test]
fn what_is_no_badge_says_what_it_is() {
    let folder = scratch("badge-none");
    for (name, bytes, reason) in [
        ("a.txt", &b"hello"[..], "is no badge"),
        ("b.json", b"{\"type\": [\"VerifiableCredential\"]}", "is no Open Badge of version 3"),
        ("c.json", b"{\"type\": [", "breaks off or is changed at line 1"),
        ("d.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "there is no badge in the picture"),
        ("e.png", b"\x89PNG\r\n\x1a\n", "there is no badge in the picture"),
        ("f.jwt", b"eyJh.eyJi.c2ln", "cannot be read"),
        ("g.bin", b"\xff\xfe\x00", "is no badge"),
    ] {
        let file = write(&folder, name, bytes);
        refused(&thetis(&["badge", "verify", &file]), 1, reason);
    }
    let file = write(&folder, "did.json", "{}");
    let badge = write(&folder, "badge.json", issued("housekeeping-1.log", &["--self"]));
    refused(&thetis(&["badge", "verify", &badge, "--did-document", &file]), 1, "this is no DID document");
}
