//! What is committed in `tests/fixtures/credentials` is what comes of its cases: the browser's builder is compared with it.
//!
//! `UPDATE_FIXTURES=1 cargo test -p thetis-credential fixtures` writes it anew.

use std::{env, fs};

use thetis_credential::{Moment, verify};

use crate::support;

#[test]
fn the_committed_files_are_what_the_cases_give() {
    let cases = support::cases();
    for case in &cases {
        for (name, text) in case.files() {
            let file = support::folder().join(&name);
            if env::var_os("UPDATE_FIXTURES").is_some() {
                fs::write(&file, &text).expect("writable");
            }
            let committed = fs::read_to_string(&file).expect("readable");
            assert!(
                committed == text,
                "{name} is not what its case gives: UPDATE_FIXTURES=1 cargo test -p thetis-credential fixtures"
            );
        }
    }
    let languages = ["en", "fr", "ar"];
    assert!(languages.iter().all(|tag| cases.iter().any(|case| case.name.ends_with(tag))));
}

#[test]
fn every_committed_badge_verifies() {
    let now: Moment = "2026-11-30T12:00:00Z".parse().expect("a moment");
    let document = support::did_document();
    for case in support::cases() {
        for ending in ["jwt", "svg"] {
            let file = support::folder().join(format!("{}.{ending}", case.name));
            let found = verify(&fs::read(&file).expect("readable"), Some(&document), now).expect("a badge");
            assert!(found.holds(), "{}: {found:?}", file.display());
            assert!(found.is_unsupervised());
        }
    }
}
