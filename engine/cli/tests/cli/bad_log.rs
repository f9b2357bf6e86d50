//! Logs that are damaged, forged or someone else's: exit code 1, the reason, and no report.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use std::path::Path;

use crate::{
    replay::session,
    run::{Outcome, scratch, small_bank, text, thetis, thetis_reading, write, write_bank},
};

/// Bytes before the first answer.
const HEADER: usize = 28;
/// Bytes of the checksum at the end.
const CHECKSUM: usize = 8;

/// End a log with its checksum, computed from its description in the engine: FNV-1a (64 bits), mixed.
fn sign(mut body: Vec<u8>) -> Vec<u8> {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    let hash = body.iter().fold(0xcbf2_9ce4_8422_2325, add);
    let checksum = (hash ^ (hash >> 32)).wrapping_mul(PRIME);
    body.extend(checksum.to_le_bytes());
    body
}

/// Replay these bytes, ask for a file, and see that none is left.
#[track_caller]
fn refused(folder: &Path, bank: &str, log: &[u8]) -> String {
    let file = write(folder, "session.log", log);
    let output = folder.join("report");
    let outcome = thetis(&["replay", bank, &file, "-o", &text(&output)]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""), "{}", outcome.stderr);
    assert!(!output.exists(), "nothing half-written");
    assert!(outcome.stderr.starts_with(&format!("error: {file}")), "the file is named: {}", outcome.stderr);
    outcome.stderr
}

#[test]
fn every_truncation_is_refused() {
    let folder = scratch("log-truncated");
    let bank = write_bank(&folder.join("bank"), &small_bank());
    let log = session(&bank, "default", 7, 99).log();
    for length in 0..log.len() {
        refused(&folder, &bank, &log[..length]);
    }
    assert!(refused(&folder, &bank, &log[..20]).contains("its end is missing"));
    assert!(refused(&folder, &bank, &log[..log.len() - 1]).contains("damaged"));
    // An answer cut in two, its log signed anew.
    let cut = sign(log[..HEADER + 2].to_vec());
    assert!(refused(&folder, &bank, &cut).contains("not a session log"));
}

#[test]
fn every_flipped_bit_is_refused() {
    let folder = scratch("log-flipped");
    let bank = write_bank(&folder.join("bank"), &small_bank());
    let log = session(&bank, "default", 7, 99).log();
    for bit in 0..8 * log.len() {
        let mut flipped = log.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        refused(&folder, &bank, &flipped);
    }
}

#[test]
fn a_changed_character_of_a_pasted_log_is_refused() {
    let folder = scratch("log-pasted");
    let bank = write_bank(&folder.join("bank"), &small_bank());
    let pasted = URL_SAFE_NO_PAD.encode(session(&bank, "default", 7, 99).log());
    for place in 0..pasted.len() {
        let mut changed = pasted.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("ASCII");
        let Outcome { code, stdout, stderr } = thetis(&["replay", &bank, &changed]);
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{place}: {stderr}");
        // Another first letter makes it the name of a file that is not there.
        let named = if place == 0 { format!("error: {changed}: cannot be read") } else { "error: LOG: ".to_owned() };
        assert!(stderr.starts_with(&named), "{stderr}");
    }
    // Four characters are three bytes: one beyond a multiple of four is no byte's.
    let mut longer = pasted + "A";
    while longer.len() % 4 != 1 {
        longer.push('A');
    }
    let longer = thetis(&["replay", &bank, &longer]);
    assert_eq!(longer.code, Some(1));
    assert!(longer.stderr.contains("error: LOG: ") && longer.stderr.contains("added or changed"), "{}", longer.stderr);
}

#[test]
fn a_log_of_another_bank_or_another_version_is_refused() {
    let folder = scratch("log-foreign");
    let mut other = small_bank();
    other["version"] = json!("1.0.1");
    let bank = write_bank(&folder.join("bank"), &small_bank());
    let newer = write_bank(&folder.join("newer"), &other);
    let log = session(&newer, "default", 7, 99).log();
    let message = refused(&folder, &bank, &log);
    assert!(message.contains("another item bank, or another version") && message.contains("digest"), "{message}");
}

#[test]
fn a_log_of_another_design_is_refused() {
    let folder = scratch("log-design");
    let mut other = small_bank();
    other["designs"] =
        json!({"reverse": {"select": {"criterion": {"name": "fixed-order", "order": ["s3", "s2", "s1"]}}}});
    let bank = write_bank(&folder.join("bank"), &small_bank());
    let reverse = write_bank(&folder.join("reverse"), &other);
    let log = session(&reverse, "reverse", 7, 99).log();
    let message = refused(&folder, &bank, &log);
    assert!(message.contains("is none of") && message.contains("it has default"), "{message}");
    let file = write(&folder, "session.log", &log);
    let named = thetis(&["replay", &bank, &file, "--design", "default"]);
    assert_eq!(named.code, Some(1));
    assert!(named.stderr.contains("belongs to another test design"), "{}", named.stderr);
}

/// Answers as they stand in a log: item × 4, category, response, hundredths of a second.
fn with_answers(log: &[u8], answers: &[[u8; 4]]) -> Vec<u8> {
    sign([&log[..HEADER], answers.concat().as_slice()].concat())
}

#[test]
fn answers_that_cannot_be_are_refused_although_the_checksum_is_right() {
    let folder = scratch("log-forged");
    let bank = write_bank(&folder.join("bank"), &small_bank());
    let session = session(&bank, "default", 7, 99);
    let log = session.log();
    assert_eq!(sign(log[..log.len() - CHECKSUM].to_vec()), log, "the test signs as the engine does");
    let step = |number: usize| session.steps().nth(number).expect("a step").answer;
    let answer = |number: usize, category: u8| [u8::try_from(step(number).item * 4).expect("small"), category, 0, 0];
    let cases = [
        ("the bank has no item number 9", with_answers(&log, &[[9 * 4, 0, 0, 0]])),
        ("the item has no category 7", with_answers(&log, &[answer(0, 7)])),
        ("at answer 1 the engine asks another item", with_answers(&log, &[answer(1, 0)])),
        ("at answer 2 the engine asks another item", with_answers(&log, &[answer(0, 0), answer(0, 0)])),
    ];
    for (reason, forged) in &cases {
        let message = refused(&folder, &bank, forged);
        assert!(message.contains(reason), "{message}");
    }
    let item = ["s1", "s2", "s3"][step(0).item as usize];
    assert!(refused(&folder, &bank, &cases[1].1).contains(&format!(", item {item}: ")), "the item is named");
    let mut longer = log[..log.len() - CHECKSUM].to_vec();
    longer.extend([0, 0, 0, 0]);
    assert!(refused(&folder, &bank, &sign(longer)).contains("although the session had finished"));
}

#[test]
fn what_is_no_log_at_all_is_refused() {
    let folder = scratch("log-none");
    let bank = write_bank(&folder.join("bank"), &small_bank());
    assert!(refused(&folder, &bank, b"").contains("its end is missing"));
    assert!(
        refused(&folder, &bank, b"\xff\xfe\x00 not UTF-8").contains("neither a session log nor one as base64url text")
    );
    assert!(refused(&folder, &bank, b"T\x07 a later format").contains("not a session log of a known format"));
    assert!(refused(&folder, &bank, b"aGVsbG8gd29ybGQ").contains("not a session log of a known format"));
    let missing = thetis(&["replay", &bank, "no-such-file.log"]);
    assert_eq!(missing.code, Some(1));
    assert!(missing.stderr.contains("no-such-file.log: cannot be read"), "{}", missing.stderr);
    let nothing = thetis_reading(&["replay", &bank, "-"], b"");
    assert_eq!(nothing.code, Some(1));
    assert!(nothing.stderr.contains("standard input: the log is incomplete"), "{}", nothing.stderr);
}

#[test]
fn a_log_of_another_engine_revision_is_refused() {
    let folder = scratch("log-revision");
    let bank = write_bank(&folder.join("bank"), &small_bank());
    let log = session(&bank, "default", 7, 99).log();
    let mut body = log[..log.len() - CHECKSUM].to_vec();
    body[2..4].copy_from_slice(&60_000_u16.to_le_bytes());
    assert!(refused(&folder, &bank, &sign(body)).contains("engine revision 60000"));
}
