//! `thetis replay --verify` of one log: reproduced exactly, or what is wrong with it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thetis_bank::score_report;
use thetis_core::{Answer, Given, Record};

use crate::{
    run::{Outcome, scratch, small_bank, text as path_text, thetis, thetis_reading, write, write_bank},
    verify_support::{CHECKSUM, HEADER, Taken, bank, forge, seal, text},
};

/// The report of verifying a log, with the exit code that goes with it.
#[track_caller]
fn verify(bank: &str, log: &str, verdict: &str) -> Value {
    let Outcome { code, stdout, stderr } = thetis(&["replay", bank, log, "--verify", "--format", "json"]);
    let found: Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stderr}"));
    assert_eq!(found["log"]["verdict"], verdict, "{}", found["log"]["reason"]);
    let is_good = verdict == "reproduced";
    assert_eq!((code, stderr.is_empty()), (Some(i32::from(!is_good)), is_good), "{stderr}");
    if !is_good {
        let reason = found["log"]["reason"].as_str().expect("a sentence");
        assert!(stderr.contains(reason) && stderr.contains(verdict), "{stderr}");
    }
    found
}

fn soft_skills(seed: u64, most: u32) -> Taken {
    Taken::new(&bank("item-banks/soft-skills"), "default", seed, most)
}

fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_log_is_reproduced_with_its_chain_of_hashes() {
    let taken = soft_skills(11, 4);
    let log = taken.log();
    let found = verify(&taken.bank, &taken.text(), "reproduced");
    assert_eq!(found["log"]["fingerprint"], hexadecimal(&Sha256::digest(&log)));
    // Each record cut off by hand: its numbers have a byte below 128 at their end.
    let mut hash = Sha256::digest(&log[..HEADER]);
    let mut chain = vec![hexadecimal(&hash)];
    let mut rest = &log[HEADER..log.len() - CHECKSUM];
    while !rest.is_empty() {
        let ends: Vec<usize> = rest.iter().enumerate().filter(|(_, byte)| **byte < 128).map(|(at, _)| at + 1).collect();
        let (record, after) = rest.split_at(ends[3]);
        hash = Sha256::digest([hash.as_slice(), record].concat());
        chain.push(hexadecimal(&hash));
        rest = after;
    }
    assert_eq!((chain.len(), &found["chain"]), (5, &json!(chain)));
    let told = &found["log"];
    assert_eq!((&told["answers"], &told["finished"], &told["design"]), (&json!(4), &json!(false), &json!("default")));
    assert_eq!((&told["score"], &told["dimensions"][0]["score"]), (&Value::Null, &Value::Null), "not before the end");
    let theta: Vec<Value> =
        told["dimensions"].as_array().expect("a list").iter().map(|one| one["theta"].clone()).collect();
    assert_eq!(json!(theta), json!(taken.session.estimate().theta));
}

#[test]
fn every_dress_of_a_log_is_verified() {
    let taken = soft_skills(12, 99);
    let folder = scratch("verify-dress");
    let [plain, state] = [taken.text(), format!("T1.fr.home-care-aide.{}", taken.text())];
    let told = verify(&taken.bank, &write(&folder, "a.log", taken.log()), "reproduced");
    for dress in [plain.clone(), state.clone(), format!("\"{state}\""), json!({"cmi.suspend_data": state}).to_string()]
    {
        for found in [
            verify(&taken.bank, &dress, "reproduced"),
            verify(&taken.bank, &write(&folder, "a.txt", &dress), "reproduced"),
        ] {
            assert_eq!((&found["chain"], &found["log"]["score"]), (&told["chain"], &told["log"]["score"]));
            let language = if dress.contains("T1.") { json!("fr") } else { Value::Null };
            assert_eq!(found["log"]["language"], language, "{dress}");
        }
        // Plain replaying and comparing take the same.
        let replayed = thetis(&["replay", &taken.bank, &dress, "--before", &dress]);
        assert_eq!((replayed.code, replayed.stderr.as_str()), (Some(0), ""), "{dress}");
    }
    let shown = thetis_reading(&["replay", &taken.bank, "-", "--verify"], state.as_bytes()).stdout;
    let answers = taken.session.step_count();
    let start =
        format!("Reproduced exactly: {answers} answers of the design default of soft-skills 1.1.0, to its end; ");
    assert!(shown.starts_with(&start), "{shown}");
}

#[test]
fn a_saved_result_is_held_against_its_log() {
    let taken = Taken::new(&bank("item-banks/care-basics"), "default", 5, 99);
    let report = score_report(&taken.folder.bank, &taken.session, Some("home-care-aide"), None).expect("a report");
    let folder = scratch("verify-result");
    let result = |version: &str, report: Value| {
        let result = json!({
            "format": 1, "type": "thetis-result", "bank": {"id": "care-basics", "version": version}, "design": "default",
            "language": "fr", "when": "2026-11-22T10:00:00Z", "profile": "home-care-aide", "log": taken.text(), "report": report
        });
        write(&folder, "result.json", serde_json::to_string_pretty(&result).expect("JSON"))
    };
    let honest = serde_json::to_value(&report).expect("JSON");
    let found = verify(&taken.bank, &result("1.0.0", honest.clone()), "reproduced");
    assert_eq!((&found["log"]["profile"], &found["log"]["language"]), (&json!("home-care-aide"), &json!("fr")));
    let mut better = honest.clone();
    better["dimensions"][0]["theta"] = json!(3.5);
    better["dimensions"][2]["level"] = json!((honest["dimensions"][2]["level"].as_u64().expect("a place") + 1) % 3);
    let found = verify(&taken.bank, &result("1.0.0", better), "contradicted");
    let differences = found["log"]["differences"].as_array().expect("a list");
    assert_eq!(differences.len(), 2, "{differences:?}");
    let says = |place: usize, words: &str| differences[place].as_str().is_some_and(|one| one.starts_with(words));
    assert!(says(0, "the estimate of hygiene was kept as 3.5000, and is "), "{differences:?}");
    assert!(says(1, "the level of care was kept as "), "{differences:?}");
    // A log of another version, as its file says.
    let mut newer = small_bank();
    newer["version"] = json!("1.0.1");
    let [old, new] =
        [&small_bank(), &newer].map(|bank| write_bank(&folder.join(bank["version"].as_str().expect("text")), bank));
    let log = Taken::new(&new, "default", 1, 99).text();
    let file = json!({"bank": {"id": "small", "version": "1.0.1"}, "log": log}).to_string();
    let found = verify(&old, &file, "other-version");
    let reason = found["log"]["reason"].as_str().expect("a sentence");
    assert!(reason.starts_with("it was made with small 1.0.1, this is small 1.0.0 (the log's bank has"), "{reason}");
    let file = json!({"bank": {"id": "large", "version": "1.0.1"}, "log": log}).to_string();
    verify(&old, &file, "other-bank");
    // The log alone does not say, but its design is one of this bank.
    let found = verify(&old, &log, "other-bank");
    let reason = found["log"]["reason"].as_str().expect("a sentence");
    assert!(
        reason.contains("its design is the same as default of this one: it is probably another version"),
        "{reason}"
    );
}

#[test]
fn another_design_or_engine_and_no_log_have_their_words() {
    let folder = scratch("verify-other");
    let mut other = small_bank();
    other["designs"] = json!({"short": {"select": {"criterion": {"name": "random"}}, "stop": {"maxItems": 2}}});
    let [own, with_other] =
        [("own", &small_bank()), ("other", &other)].map(|(name, bank)| write_bank(&folder.join(name), bank));
    let log = Taken::new(&with_other, "short", 1, 99).log();
    let found = verify(&own, &text(&log), "other-design");
    assert!(found["log"]["reason"].as_str().is_some_and(|reason| reason.ends_with("is none of: default")), "{found}");
    let mut body = log[..log.len() - CHECKSUM].to_vec();
    body[2..4].copy_from_slice(&60_000_u16.to_le_bytes());
    let found = verify(&own, &text(&seal(body)), "other-engine");
    assert!(found["log"]["reason"].as_str().is_some_and(|reason| reason.contains("engine revision 60000")), "{found}");
    for content in ["hello", "T1.en..VAEC!", "aGVsbG8gd29ybGQ"] {
        verify(&own, &write(&folder, "a.txt", content), "no-log");
    }
    let empty = thetis(&["replay", &own, &write(&folder, "empty.log", ""), "--verify"]);
    assert_eq!(empty.code, Some(1));
    assert!(empty.stderr.contains("there is no log"), "{}", empty.stderr);
    // A field that holds 255 characters.
    let cut = soft_skills(2, 99).text()[..255].to_owned();
    let found = verify(&bank("item-banks/soft-skills"), &cut[..], "truncated");
    let reason = found["log"]["reason"].as_str().expect("a sentence");
    assert!(reason.ends_with("its text has 255 characters, as many as some fields hold"), "{reason}");
}

/// The log with another category in an answer, with the code of its answer.
fn with_category(taken: &Taken, place: usize) -> (Vec<u8>, u32) {
    let mut records = taken.session.records();
    let Record::Answer(Answer { item, given, response, .. }) = &mut records[place] else { panic!("an answer") };
    let Given::Category(own) = *given else { panic!("no pass") };
    let bank = &taken.folder.bank;
    let answer = |code: u32| bank.answer(&bank.items[*item as usize], code).map(|(_, category)| u32::from(category));
    // The farthest off.
    let wanted = if own < 2 { 4 } else { 0 };
    (*given, *response) =
        (Given::Category(wanted), (0..5).find(|code| answer(*code) == Some(wanted)).expect("an answer"));
    (forge(&taken.log(), &records), own)
}

#[test]
fn an_edited_answer_is_named_where_choices_depend_on_it() {
    let taken = soft_skills(21, 99);
    let (log, own) = with_category(&taken, 1);
    let found = verify(&taken.bank, &text(&log), "differs");
    let told = &found["log"];
    let step = told["step"].as_u64().expect("a step");
    assert!((3..=30).contains(&step), "after it: {step}");
    let reason = told["reason"].as_str().expect("a sentence");
    assert!(reason.starts_with(&format!("at answer {step} the log has item ")), "{reason}");
    assert_eq!((&told["answers"], &told["score"], &told["dimensions"]), (&Value::Null, &Value::Null, &json!([])));
    let item = &taken.given()[1].0;
    let suspects = found["suspects"].as_array().expect("a list");
    let is_own = |one: &Value| one["step"] == 2 && one["item"] == json!(item) && one["instead"] == json!(own);
    assert!(suspects.iter().any(is_own), "the answer that was changed: {suspects:?}");
    let shown = thetis(&["replay", &taken.bank, &text(&log), "--verify"]).stdout;
    assert!(shown.contains(&format!("if answer 2 (item {item}) were category {own}, not ")), "{shown}");
    // The category alone: its code says what was chosen.
    let mut records = taken.session.records();
    let Record::Answer(answer) = &mut records[29] else { panic!("an answer") };
    let Given::Category(last) = answer.given else { panic!("no pass") };
    answer.given = Given::Category((last + 1) % 5);
    let found = verify(&taken.bank, &text(&forge(&taken.log(), &records)), "differs");
    assert_eq!((&found["log"]["step"], &found["suspects"]), (&json!(30), &json!([])));
    let reason = found["log"]["reason"].as_str().expect("a sentence");
    assert!(reason.contains(&format!("was chosen, which is category {last}, and the log has category")), "{reason}");
}

#[test]
fn records_that_cannot_be_are_said_to_be_refused() {
    let taken = soft_skills(22, 5);
    let log = taken.log();
    let records = taken.session.records();
    let with = |record: Record| text(&forge(&log, &[&records[..2], &[record]].concat()));
    let Record::Answer(third) = records[2] else { panic!("an answer") };
    let cases = [
        (with(Record::Answer(Answer { given: Given::Category(9), ..third })), "the item has no category 9"),
        (with(Record::Answer(Answer { item: 5_000, ..third })), "the bank has no item number 5000"),
        (with(Record::Exclusion { item: 1 }), "what should be answer 3 is none"),
        (with(Record::Amendment { index: 0, answer: third }), "does not allow changing"),
        (text(&forge(&log, &[Record::Exclusion { item: 5_000 }])), "the bank has no item number 5000"),
    ];
    for (log, words) in cases {
        let found = verify(&taken.bank, &log, "differs");
        assert!(found["log"]["reason"].as_str().is_some_and(|reason| reason.contains(words)), "{found}");
    }
    // Ten thousand logs shall not wait for one.
    let changes = vec![Record::Amendment { index: 0, answer: third }; 2_500];
    let found = verify(&taken.bank, &text(&forge(&log, &[&records[..1], &changes].concat())), "differs");
    assert!(found["log"]["reason"].as_str().is_some_and(|reason| reason.contains("more than 2000 times")), "{found}");
}

#[test]
fn what_goes_only_with_verifying_is_refused_without() {
    let taken = soft_skills(23, 2);
    let [bank, log] = [taken.bank.as_str(), &taken.text()];
    for (arguments, words) in [
        (&["--pass", "profile"][..], "--verify"),
        (&["--verify", "--pass", "often"], "is no rule"),
        (&["--verify", "--pass", "magic:high"], "there is no dimension magic"),
        (&["--verify", "--pass", "openness:magic"], "openness has no level magic; it has low, middle, high"),
        (&["--verify", "--before", log], "cannot be used with"),
        (&["--verify", "--design", "magic"], "magic"),
    ] {
        let outcome = thetis(&[&["replay", bank, log], arguments].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
    }
    let unknown = thetis(&["replay", bank, log, "--verify", "--profile", "magic"]);
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.stderr.contains("there is no profile magic"), "{}", unknown.stderr);
    // The report goes to a file although the log fails.
    let file = scratch("verify-file").join("report.csv");
    let outcome = thetis(&["replay", bank, &log[..60], "--verify", "--format", "csv", "-o", &path_text(&file)]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    assert!(std::fs::read_to_string(&file).is_ok_and(|report| report.contains(",truncated,")));
}
