//! Reading a bank's folder: what is wrong with a file is said with file, line and place, and no bytes make
//! the reader panic.

mod common;

use std::{fs, path::Path, sync::Arc};

use common::{outcome::valid_outcome, scratch::Scratch, valid, valid_blueprint, valid_two_dimensions};
use proptest::prelude::*;
use thetis_bank::{BankFolder, Code, ReadError, check, check_path, parse_bank, parse_locale};
use thetis_core::{Session, Test};

#[test]
fn a_bank_survives_writing_and_reading() {
    let scratch = Scratch::with_valid_bank();
    assert_eq!(BankFolder::read(&scratch.0).expect("readable"), valid());
    assert_eq!(BankFolder::read(scratch.0.join("bank.json")).expect("readable"), valid());
    assert!(check_path(&scratch.0).problems().is_empty());
    let names: Vec<_> = fs::read_dir(&scratch.0)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    assert_eq!(names.len(), 3, "writing leaves nothing beside the files: {names:?}");
}

#[test]
fn a_folder_that_is_none() {
    let scratch = Scratch::new();
    let error = BankFolder::read(scratch.0.join("nowhere")).expect_err("no folder");
    assert!(matches!(&error, ReadError::Io { file, .. } if file.ends_with("nowhere/bank.json")), "{error}");
    assert!(error.to_string().contains("give the path of a bank's folder"), "{error}");
    let report = check_path(scratch.0.join("nowhere"));
    assert_eq!(report.codes().collect::<Vec<_>>(), [Code::UnreadableFile]);
}

#[test]
fn malformed_json_is_located() {
    let scratch = Scratch::with_valid_bank();
    scratch.replace("bank.json", "\"version\": \"1.0.0\",", "\"version\": \"1.0.0\"");
    let error = BankFolder::read(&scratch.0).expect_err("a comma is missing");
    let ReadError::Json { line, reason, .. } = &error else { panic!("{error}") };
    assert_eq!((*line, reason.as_str()), (5, "expected `,` or `}`"));
}

#[test]
fn wrong_types_are_located() {
    let scratch = Scratch::with_valid_bank();
    scratch.replace("bank.json", "\"a\": 1.5", "\"a\": \"1.5\"");
    let error = BankFolder::read(&scratch.0).expect_err("a slope is a number");
    let ReadError::Json { place, reason, .. } = &error else { panic!("{error}") };
    assert_eq!(place, "items[0].model", "{error}");
    assert!(reason.contains("expected f64"), "{error}");

    let scratch = Scratch::with_valid_bank();
    scratch.replace("bank.json", "\"licence\"", "\"license\"");
    let error = BankFolder::read(&scratch.0).expect_err("a misspelt field");
    let ReadError::Json { line, place, reason, .. } = &error else { panic!("{error}") };
    assert_eq!((*line, place.as_str()), (5, "license"));
    assert!(reason.contains("unknown field `license`"), "{error}");

    let scratch = Scratch::with_valid_bank();
    scratch.replace("locales/ar.json", "\"stem\"", "\"text\"");
    let error = BankFolder::read(&scratch.0).expect_err("a misspelt field");
    assert!(error.file().ends_with("locales/ar.json"), "{error}");
    assert!(error.to_string().contains("items.q1.text: unknown field `text`"), "{error}");
}

#[test]
fn numbers_beyond_any_double_are_refused() {
    for number in ["1e999", "-1e999", "NaN", "Infinity"] {
        let scratch = Scratch::with_valid_bank();
        scratch.replace("bank.json", "\"a\": 1.5", &format!("\"a\": {number}"));
        let error = BankFolder::read(&scratch.0).expect_err(number);
        assert!(matches!(error, ReadError::Json { .. }), "{number}: {error}");
    }
}

#[test]
fn a_later_format_is_named_before_anything_else() {
    let scratch = Scratch::with_valid_bank();
    scratch.replace("bank.json", "\"format\": 1", "\"format\": 2,\n  \"news\": true");
    let error = BankFolder::read(&scratch.0).expect_err("format 2");
    assert!(matches!(error, ReadError::Format { found: 2, .. }), "{error}");
    assert!(error.to_string().contains("newer release"), "{error}");
    assert_eq!(check_path(&scratch.0).codes().collect::<Vec<_>>(), [Code::UnknownFormat]);
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let scratch = Scratch::with_valid_bank();
    scratch.replace("bank.json", "{", "\u{feff}{");
    assert_eq!(BankFolder::read(&scratch.0).expect("readable"), valid());
}

#[test]
fn check_path_reports_every_unreadable_file_and_the_rest() {
    let scratch = Scratch::with_valid_bank();
    scratch.replace("locales/ar.json", "{", "");
    scratch.replace("locales/en.json", "\"2 + 2?\"", "\"\"");
    scratch.replace("bank.json", "\"b\": -0.5", "\"b\": -9.5");
    let report = check_path(&scratch.0);
    let found: Vec<_> = report.problems().iter().map(|p| (p.code, p.file.as_str())).collect();
    let expected = [
        (Code::MalformedFile, "locales/ar.json"),
        (Code::MissingText, "locales/en.json"),
        (Code::ExtremeDifficulty, "bank.json"),
    ];
    assert_eq!(found, expected);
    assert_eq!(report.problems()[0].line, Some(2));

    scratch.replace("bank.json", "{", "[");
    let report = check_path(&scratch.0);
    assert_eq!(report.codes().collect::<Vec<_>>(), [Code::MalformedFile, Code::MalformedFile]);
}

#[test]
fn media_are_found_in_folders_too() {
    let scratch = Scratch::with_valid_bank();
    scratch.write("media/set/a.png", "");
    scratch.write("media/.hidden", "");
    let media = BankFolder::read(&scratch.0).expect("readable").media;
    assert_eq!(media.iter().collect::<Vec<_>>(), ["media/q2.svg", "media/set/a.png"]);
}

/// One of the valid banks.
fn one_of(number: usize) -> BankFolder {
    [valid, valid_two_dimensions, valid_blueprint, valid_outcome][number]()
}

/// Most answers of the sessions that a valid bank is tried with.
const ANSWERS: usize = 6;

/// Reads, and where that works checks, compiles and begins a session. `folder` is what the bank was before it was changed.
fn go_through(text: &[u8], folder: BankFolder) {
    if let Ok(bank) = parse_bank(text, Path::new("bank.json")) {
        let folder = BankFolder { bank, ..folder };
        let report = check(&folder);
        if report.is_valid() {
            for design in folder.bank.designs.keys() {
                let test = folder.compile_test(design);
                let test = test.unwrap_or_else(|error| panic!("valid, but the engine refuses the design: {error}"));
                begin(Arc::new(test));
            }
            assert!(folder.compile().is_ok(), "valid, but the engine refuses the bank");
        }
    }
}

fn begin(test: Arc<Test>) {
    let mut session = Session::new(test, 1);
    for number in 0..ANSWERS {
        let Some(item) = session.next() else { break };
        session.answer(item, u32::from(number % 2 == 0), 0, 100).expect("the item asked");
        let estimate = session.estimate();
        assert!(estimate.theta.iter().all(|theta| theta.is_finite()), "{estimate:?}");
        // 0 where a grid as wide as an absurd prior has one node to give: NaN it must not be.
        assert!(estimate.se.iter().all(|se| *se >= 0.0), "{estimate:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(text in proptest::collection::vec(any::<u8>(), 0..200)) {
        go_through(&text, valid());
        let _ = parse_locale(&text, Path::new("locales/en.json"));
    }

    #[test]
    fn no_mutated_bank_panics(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..4),
        number in 0..4_usize,
    ) {
        let mut text = serde_json::to_vec(&one_of(number).bank).expect("serialisable");
        for (index, byte, kind) in edits {
            let index = index.index(text.len());
            match kind {
                0 => text[index] = byte,
                1 => drop(text.remove(index)),
                _ => text.insert(index, byte),
            }
        }
        go_through(&text, one_of(number));
    }

    #[test]
    fn no_numbers_panic(
        places in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just("0".to_owned()), Just("-0.0".to_owned()), Just("1e308".to_owned()), Just("-1e308".to_owned()),
            Just("5e-324".to_owned()), Just("4294967296".to_owned()), any::<i64>().prop_map(|n| n.to_string()),
            (-10.0..10.0).prop_map(|n: f64| n.to_string()),
        ]), 1..4),
        number in 0..4_usize,
    ) {
        let bank = one_of(number).bank;
        let text = serde_json::to_string(&bank).expect("serialisable");
        // Every second part is a number, the others what stands between.
        let mut parts: Vec<String> = Vec::new();
        let mut in_number = false;
        for (index, character) in text.char_indices() {
            let before = text[..index].chars().next_back();
            let starts = !in_number
                && (character.is_ascii_digit() || character == '-')
                && matches!(before, Some(':' | '[' | ','));
            let goes_on = in_number && (character.is_ascii_digit() || matches!(character, '.' | '-' | 'e'));
            if starts || (in_number && !goes_on) || parts.is_empty() {
                parts.push(String::new());
            }
            in_number = starts || goes_on;
            parts.last_mut().expect("a part").push(character);
        }
        let numbers: Vec<usize> = (0..parts.len()).filter(|index| index % 2 == 1).collect();
        prop_assert!(numbers.iter().all(|index| parts[*index].parse::<f64>().is_ok()), "{:?}", parts);
        for (index, number) in places {
            parts[numbers[index.index(numbers.len())]] = number;
        }
        go_through(parts.concat().as_bytes(), one_of(number));
    }

    #[test]
    fn every_bank_round_trips(a in 0.1..6.0_f64, b in -8.0..8.0_f64, c in 0.0..0.5_f64, mean in any::<f64>()) {
        prop_assume!(mean.is_finite());
        let mut bank = valid().bank;
        bank.items[1].model = thetis_bank::Model::ThreePl { a, b, c, standard_errors: None };
        bank.prior.mean[0] = mean;
        let text = serde_json::to_vec(&bank).expect("serialisable");
        let back = parse_bank(&text, Path::new("bank.json")).expect("readable");
        prop_assert_eq!(back, bank);
    }
}
