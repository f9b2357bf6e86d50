//! `thetis badge keygen` and `issue`: keys and badges in every form, and what is refused.

use std::{fs, path::Path, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use thetis_bank::BankFolder;
use thetis_core::{Answer, Given, Session};

use crate::{
    replay::session,
    run::{Outcome, report, scratch, text, thetis, write},
};

/// The bank whose micro-credentials the tests issue.
pub(crate) fn housekeeping() -> String {
    format!("{}/../../item-banks/housekeeping", env!("CARGO_MANIFEST_DIR"))
}

/// A file of the credentials' fixtures.
pub(crate) fn fixture(name: &str) -> String {
    format!("{}/../../tests/fixtures/credentials/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// `thetis badge issue` with the fixtures' key and date, for a log of theirs.
pub(crate) fn issue(log: &str, more: &[&str]) -> Outcome {
    let (bank, log, key) = (housekeeping(), fixture(log), fixture("key.json"));
    let common = ["badge", "issue", &bank, &log, "--key", &key, "--date", "2026-11-22"];
    thetis(&[&common, more].concat())
}

/// What was issued and printed.
#[track_caller]
pub(crate) fn issued(log: &str, more: &[&str]) -> String {
    let outcome = issue(log, more);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{}", outcome.stdout);
    outcome.stdout
}

/// A refusal, with nothing printed.
#[track_caller]
pub(crate) fn refused(outcome: &Outcome, code: i32, reason: &str) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(reason), "{reason} in {}", outcome.stderr);
}

#[test]
fn a_key_is_its_owners_alone_and_never_overwritten() {
    let folder = scratch("badge-keygen");
    let file = text(&folder.join("key.json"));
    let told = report(&["badge", "keygen", "-o", &file]);
    let key: Value = serde_json::from_slice(&fs::read(&file).expect("written")).expect("JSON");
    let id = key["id"].as_str().expect("an identifier");
    assert!(id.starts_with("did:key:z6Mk") && told.contains(id) && told.contains("not under a passphrase"), "{told}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
    }
    refused(&thetis(&["badge", "keygen", "-o", &file]), 1, "is there already");
    let other = report(&["badge", "keygen", "-o", &text(&folder.join("other.json"))]);
    assert!(!other.contains(id), "another key each time");
}

#[test]
fn a_key_of_a_web_address_comes_with_what_is_to_be_published() {
    let folder = scratch("badge-keygen-web");
    let words = write(&folder, "words.txt", "several words, well kept\nand a note\n");
    let file = text(&folder.join("key.json"));
    let told =
        report(&["badge", "keygen", "--did-web", "learning.example:team", "--passphrase-file", &words, "-o", &file]);
    assert!(told.contains("https://learning.example/team/did.json") && !told.contains("not under"), "{told}");
    let key = fs::read_to_string(&file).expect("written");
    assert!(key.contains("\"encrypted\"") && !key.contains("secretKeyMultibase"), "{key}");
    let published: Value = serde_json::from_slice(&fs::read(folder.join("did.json")).expect("written")).expect("JSON");
    assert_eq!(published["id"], "did:web:learning.example:team");
    let (bank, log) = (housekeeping(), fixture("housekeeping-1.log"));
    let sign = |more: &[&str]| {
        let common = ["badge", "issue", &bank, &log, "--key", &file, "--issuer", "Centre"];
        thetis(&[&common, more].concat())
    };
    refused(&sign(&[]), 1, "give it with --passphrase-file");
    let wrong = write(&folder, "wrong.txt", "several words, badly kept\n");
    refused(&sign(&["--passphrase-file", &wrong]), 1, "not the passphrase of the key");
    let badge = write(&folder, "badge.json", sign(&["--passphrase-file", &words]).stdout);
    let document = text(&folder.join("did.json"));
    let held = report(&["badge", "verify", &badge, "--did-document", &document]);
    assert!(held.contains("The signature is whole") && held.contains("asks nothing of the network"), "{held}");
    let again = folder.join("again.json");
    refused(&thetis(&["badge", "keygen", "--did-web", "other.example", "-o", &text(&again)]), 1, "did.json: is there");
    assert!(!again.exists(), "nothing half done");
}

#[test]
fn bad_addresses_and_short_passphrases_are_refused() {
    let folder = scratch("badge-keygen-bad");
    let file = text(&folder.join("key.json"));
    refused(&thetis(&["badge", "keygen", "--did-web", "https://x.org/", "-o", &file]), 2, "write a host name");
    let short = write(&folder, "short.txt", "short\n");
    refused(&thetis(&["badge", "keygen", "--passphrase-file", &short, "-o", &file]), 1, "too short");
    refused(&thetis(&["badge", "keygen", "--passphrase", "on the command line", "-o", &file]), 2, "--passphrase");
    assert!(!Path::new(&file).exists());
}

#[test]
fn the_same_log_key_and_date_give_the_same_bytes_in_every_form() {
    let folder = scratch("badge-issue");
    let names = ["badge.json", "badge.jwt", "badge.svg", "badge.png"];
    let make = |run: &str| {
        let folder = folder.join(run);
        fs::create_dir(&folder).expect("creatable");
        let files = names.map(|name| text(&folder.join(name)));
        let mut more = vec!["--issuer", "Centre", "--credential", "credential-cleaning", "--profile", "home-care-aide"];
        more.extend(files.iter().flat_map(|file| ["-o", file]));
        assert_eq!(issued("housekeeping-1.log", &more), "");
        files.map(|file| fs::read(file).expect("written"))
    };
    let first = make("first");
    assert_eq!(first, make("second"));
    let credential: Value = serde_json::from_slice(&first[0]).expect("JSON");
    assert_eq!(credential["proof"]["cryptosuite"], "eddsa-rdfc-2022");
    assert_eq!(credential["credentialSubject"]["achievement"]["achievementType"], "MicroCredential");
    assert!(first[2].starts_with(b"<svg ") && first[3].starts_with(b"\x89PNG"));
    let printed = issued("housekeeping-1.log", &["--issuer", "Centre", "--proof", "jwt", "--language", "fr"]);
    assert_eq!(printed.trim().split('.').count(), 3, "{printed}");
    let french = issued("housekeeping-1.log", &["--self", "--language", "fr"]);
    let french: Value = serde_json::from_str(&french).expect("JSON");
    assert_eq!(french["credentialSubject"]["achievement"]["inLanguage"], "fr");
    assert_eq!(
        (&french["issuer"]["name"], &french["issuer"]["id"]),
        (&"Self-issued".into(), &french["credentialSubject"]["id"])
    );
}

/// A log in which the last answer's category was changed and its code was not: replaying alone does not notice.
fn edited_at_the_end() -> Vec<u8> {
    let folder = BankFolder::read(housekeeping()).expect("a bank");
    let text = fs::read_to_string(fixture("housekeeping-1.log")).expect("readable");
    let log = URL_SAFE_NO_PAD.decode(text.trim()).expect("base64url");
    let test = Arc::new(folder.compile_test("default").expect("a test"));
    let whole = Session::resume(test.clone(), &log).expect("reproduced");
    let mut edited = Session::new(test, whole.seed());
    let last = whole.step_count() - 1;
    for (number, step) in (0..).zip(whole.steps()) {
        let Answer { item, given, response, centiseconds } = step.answer;
        match given {
            Given::Category(category) => {
                let category = if number == last { u32::from(category == 0) } else { category };
                edited.answer(item, category, response, centiseconds).expect("the item asked");
            }
            Given::Passed(pass) => edited.pass(item, pass, centiseconds).expect("the item asked"),
        }
    }
    edited.log()
}

#[test]
fn what_the_log_does_not_support_is_not_signed() {
    let cleaning = ["--issuer", "Centre", "--credential", "credential-cleaning"];
    refused(&issue("housekeeping-2.log", &cleaning), 1, "credential-cleaning is not awarded");
    let unknown = ["--issuer", "Centre", "--credential", "credential-gardening"];
    refused(&issue("housekeeping-1.log", &unknown), 1, "the bank has credential-cleaning, credential-laundry");
    let folder = scratch("badge-refused");
    let begun = write(&folder, "begun.log", session(&housekeeping(), "default", 3, 5).log());
    let (bank, key) = (housekeeping(), fixture("key.json"));
    let of = |log: &str| thetis(&["badge", "issue", &bank, log, "--key", &key, "--issuer", "Centre"]);
    refused(&of(&begun), 1, "not answered to its end (answers so far: 5)");
    refused(&of(&fixture("care-positioning-1.log")), 1, "another item bank");
    let whole = fs::read_to_string(fixture("housekeeping-1.log")).expect("readable");
    let cut = write(&folder, "cut.log", &whole[..whole.len() / 2]);
    assert_eq!((of(&cut).code, of(&cut).stdout.as_str()), (Some(1), ""));
    let edited = write(&folder, "edited.log", edited_at_the_end());
    refused(&of(&edited), 1, "one of the two was changed");
    let missing = folder.join("badge.svg");
    let more = ["--issuer", "Centre", "--credential", "credential-cleaning", "-o", &text(&missing)];
    assert_eq!(issue("housekeeping-2.log", &more).code, Some(1));
    assert!(!missing.exists(), "nothing is written that was refused");
}

#[test]
fn what_is_asked_for_has_to_be_there() {
    let with = |more: &[&str]| issue("housekeeping-1.log", more);
    refused(&with(&[]), 2, "--issuer");
    refused(&with(&["--issuer", "Centre", "--self"]), 2, "cannot be used with");
    refused(&with(&["--issuer", "Centre", "--subject", "Maria Musterfrau"]), 2, "write it as a URI");
    refused(&with(&["--issuer", "Centre", "-o", "badge.pdf"]), 2, "a badge is a .json, .jwt, .svg or .png");
    refused(&with(&["--issuer", "Centre", "--language", "sw"]), 1, "does not speak \"sw\": it has ar, de");
    refused(&with(&["--issuer", "Centre", "--profile", "astronaut"]), 1, "there is no profile astronaut");
    refused(&with(&["--issuer", "Centre", "--valid-until", "2026-11-22"]), 1, "would never be valid");
    let empty = text(&scratch("badge-no-profiles"));
    refused(
        &with(&["--issuer", "Centre", "--profile", "companion", "--profiles", &empty]),
        1,
        "give its folder with --profiles, or leave --profile out",
    );
    let (bank, log) = (housekeeping(), fixture("housekeeping-1.log"));
    let no_key = thetis(&["badge", "issue", &bank, &log, "--key", &log, "--issuer", "Centre"]);
    refused(&no_key, 1, "this is no key file");
}

#[test]
fn a_european_credential_is_written_for_upload() {
    let (bank, log) = (housekeeping(), fixture("housekeeping-1.log"));
    let ask = |more: &[&str]| {
        let common = ["badge", "elm", &bank, &log, "--issuer", "Centre", "--date", "2026-11-22"];
        thetis(&[&common, more].concat())
    };
    let outcome = ask(&["--country", "FRA", "--credential", "credential-cleaning", "--language", "fr"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    let document: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(document["type"][1], "EuropeanDigitalCredential");
    assert!(document.get("proof").is_none(), "nobody has sealed it");
    let claim = &document["credentialSubject"]["hasClaim"][0];
    assert_eq!(claim["provenBy"][0]["grade"]["noteLiteral"]["fr"], "Aider les autres");
    assert_eq!(document["issuer"]["legalName"]["fr"], "Centre");
    refused(&ask(&["--country", "France"]), 2, "no country code of three letters");
    refused(&ask(&["--country", "FRA", "--credential", "credential-gardening"]), 1, "there is no micro-credential");
}
