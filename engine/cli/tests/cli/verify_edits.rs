//! `thetis replay --verify` against people who edit logs: what is found by the log alone, and what only by what a platform kept.

use std::{collections::BTreeMap, sync::Arc};

use thetis_core::{Answer, Given, Record, Session};

use crate::{
    run::scratch,
    verify_support::{EXPORT_HEADER, Taken, Verdicts, bank, forge, text},
};

/// Banks and designs: adaptive, at random, in a fixed order, by shadow tests; with passes, changes and every kind of item.
const SET: [(&str, &str); 10] = [
    ("item-banks/soft-skills", "default"),
    ("item-banks/soft-skills", "short"),
    ("item-banks/soft-skills", "full"),
    ("item-banks/care-basics", "default"),
    ("item-banks/care-basics", "full"),
    ("item-banks/informal-carer", "default"),
    ("tests/fixtures/parity/kinds", "passes"),
    ("tests/fixtures/parity/blueprint", "skip-and-change"),
    ("tests/fixtures/parity/blueprint", "shadow-every"),
    ("tests/fixtures/parity/blueprint", "shadow-change"),
];

/// Designs in which no answer changes a choice: a fixed order, and a draw.
const FIXED: [&str; 2] = ["full", "passes"];

fn taken() -> Vec<(&'static str, Taken)> {
    (7..).zip(SET).map(|(seed, (path, design))| (design, Taken::new(&bank(path), design, seed, 40))).collect()
}

#[test]
fn the_set_has_every_kind_of_record() {
    let records: Vec<Record> = taken().iter().flat_map(|(_, taken)| taken.session.records()).collect();
    let given = |wanted: fn(&Answer) -> bool| {
        records.iter().any(|record| matches!(record, Record::Answer(answer) if wanted(answer)))
    };
    assert!(given(|answer| matches!(answer.given, Given::Category(_))));
    assert!(given(|answer| matches!(answer.given, Given::Passed(thetis_core::Pass::Skipped))), "skipped");
    assert!(given(|answer| matches!(answer.given, Given::Passed(thetis_core::Pass::DontKnow))), "not known");
    assert!(records.iter().any(|record| matches!(record, Record::Amendment { .. })), "changed");
}

#[test]
fn every_value_of_every_byte_but_its_own_is_refused() {
    let mut tried = 0;
    for (name, taken) in taken() {
        let log = taken.log();
        let test: &Arc<_> = taken.session.test();
        for place in 0..log.len() {
            let mut changed = log.clone();
            for value in 0..=u8::MAX {
                changed[place] = value;
                let refused = Session::resume(test.clone(), &changed).is_err();
                assert_eq!(refused, value != log[place], "{name}: byte {place} as {value}");
                tried += u32::from(refused);
            }
        }
    }
    assert!(tried > 200_000, "{tried} changes");
}

#[test]
fn every_changed_byte_is_reported() {
    let folder = scratch("verify-bytes");
    for (name, taken) in taken() {
        let log = taken.log();
        let mut lines = vec!["person,log".to_owned(), format!("whole,{}", taken.text())];
        for place in 0..log.len() {
            for bits in [1, 0x80, 0xff] {
                let mut changed = log.clone();
                changed[place] ^= bits;
                lines.push(format!("{place},{}", text(&changed)));
            }
        }
        let found = Verdicts::of_table(&folder, &taken.bank, &lines, &[]);
        assert_eq!((found.outcome.code, found.rows.len()), (Some(1), lines.len() - 1), "{name}");
        let verdicts = found.column("verdict");
        assert_eq!(verdicts[0], "reproduced", "{name}: {}", found.cell(0, "reason"));
        for (row, verdict) in verdicts.iter().enumerate().skip(1) {
            let told = ["damaged", "truncated", "no-log"].contains(verdict);
            assert!(told, "{name}, byte {}: {verdict}", found.cell(row, "id"));
        }
        let damaged = verdicts.iter().filter(|verdict| **verdict == "damaged").count();
        assert!(damaged * 10 > verdicts.len() * 9, "{name}: {damaged} of {} are said to be damaged", verdicts.len());
    }
}

#[test]
fn a_log_that_was_cut_off_is_said_to_be() {
    let folder = scratch("verify-cut");
    for (name, taken) in taken() {
        let log = taken.log();
        let mut lines = vec!["person,log".to_owned()];
        lines.extend((1..log.len()).map(|length| format!("{length},{}", text(&log[..length]))));
        let found = Verdicts::of_table(&folder, &taken.bank, &lines, &[]);
        for (length, verdict) in (1..log.len()).zip(found.column("verdict")) {
            assert_eq!(
                verdict,
                "truncated",
                "{name}, {length} of {} bytes: {}",
                log.len(),
                found.cell(length - 1, "reason")
            );
        }
        assert!(found.cell(log.len() - 2, "reason").contains("answers are whole"), "{name}");
    }
}

/// What becomes of logs of which one answer was changed and the checksum made anew.
#[derive(Default)]
struct Shares {
    tried: usize,
    by_log: usize,
    by_platform: usize,
}

/// The logs with one answer changed: to each other category, with the code of an answer that scores it if `whole`.
fn edited(taken: &Taken, whole: bool) -> Vec<Vec<u8>> {
    let records = taken.session.records();
    let mut logs = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let Record::Answer(Answer { item, given: Given::Category(own), response, .. }) = *record else { continue };
        let bank = &taken.folder.bank;
        for other in (0..taken.session.test().bank().categories(item)).filter(|other| *other != own) {
            let scores = |code: &u32| {
                let answer = bank.answer(&bank.items[item as usize], *code);
                answer.is_some_and(|(_, category)| u32::from(category) == other)
            };
            let code = if whole { (0..5_000).find(scores) } else { Some(response) };
            // Not every category has an answer.
            let Some(code) = code else { continue };
            let mut changed = records.clone();
            if let Record::Answer(answer) = &mut changed[place] {
                (answer.given, answer.response) = (Given::Category(other), code);
            }
            logs.push(forge(&taken.log(), &changed));
        }
    }
    logs
}

/// Verify these logs, each in the place of the one that the platform has the interactions of.
fn shares(folder: &str, taken: &Taken, logs: &[Vec<u8>]) -> Shares {
    let folder = scratch(folder);
    let mut alone = vec![EXPORT_HEADER.to_owned()];
    let mut beside = alone.clone();
    for (user, log) in logs.iter().enumerate() {
        let user = user.to_string();
        alone.push(taken.state(&user, log));
        beside.extend(taken.interactions(&user));
        beside.push(taken.state(&user, log));
    }
    let refused = |lines: &[String]| {
        let found = Verdicts::of_table(&folder, &taken.bank, lines, &[]);
        assert_eq!(found.rows.len(), logs.len());
        found.column("verdict").iter().filter(|verdict| **verdict != "reproduced").count()
    };
    Shares { tried: logs.len(), by_log: refused(&alone), by_platform: refused(&beside) }
}

#[test]
fn an_answer_edited_in_its_category_alone_betrays_itself() {
    for (name, taken) in taken() {
        let logs = edited(&taken, false);
        let Shares { tried, by_log, .. } = shares("verify-category", &taken, &logs);
        assert_eq!(by_log, tried, "{name}");
    }
}

#[test]
fn an_answer_edited_with_its_code_is_found_by_later_choices_or_by_the_platform() {
    let mut all = BTreeMap::new();
    for (name, taken) in taken() {
        let logs = edited(&taken, true);
        let found = shares("verify-whole", &taken, &logs);
        assert_eq!(found.by_platform, found.tried, "{name}: the interactions tell every one");
        // Nothing is asked after the last answer, so that the log cannot tell.
        assert!(found.by_log < found.tried, "{name}");
        if FIXED.contains(&name) {
            assert_eq!(found.by_log, 0, "{name}: no answer changes what is asked");
        }
        let kind = if FIXED.contains(&name) { "fixed" } else { "adaptive" };
        let sum: &mut Shares = all.entry(kind).or_default();
        sum.tried += found.tried;
        sum.by_log += found.by_log;
    }
    let adaptive = &all["adaptive"];
    assert!(adaptive.by_log * 100 >= adaptive.tried * 40, "two in five: {} of {}", adaptive.by_log, adaptive.tried);
}

#[test]
fn an_answer_added_at_the_end_is_found_by_the_platform_alone() {
    let mut taken = Taken::new(&bank("item-banks/soft-skills"), "default", 3, 8);
    let kept = taken.interactions("9");
    let item = taken.session.next().expect("not finished");
    taken.answer(item, 2, 400);
    let folder = scratch("verify-appended");
    let state = taken.state("9", &taken.log());
    let alone = Verdicts::of_table(&folder, &taken.bank, &[EXPORT_HEADER.to_owned(), state.clone()], &[]);
    assert_eq!(alone.column("verdict"), ["reproduced"], "a log that the engine would write");
    let lines = [vec![EXPORT_HEADER.to_owned(), state], kept].concat();
    let beside = Verdicts::of_table(&folder, &taken.bank, &lines, &[]);
    assert_eq!((beside.column("verdict"), beside.column("step")), (vec!["contradicted"], vec!["9"]));
    let reason = beside.cell(0, "reason");
    assert!(reason.contains("1 of the log's 9 answers were not kept among the interactions"), "{reason}");
    // A finished session takes no more.
    let whole = Taken::new(&bank("item-banks/soft-skills"), "short", 3, 99);
    let mut records = whole.session.records();
    records.push(records[0]);
    let longer = forge(&whole.log(), &records);
    let lines = [EXPORT_HEADER.to_owned(), whole.state("9", &longer)];
    let found = Verdicts::of_table(&folder, &whole.bank, &lines, &[]);
    assert_eq!((found.column("verdict"), found.column("step")), (vec!["differs"], vec!["16"]));
    assert!(found.cell(0, "reason").contains("the engine has ended the session"), "{}", found.cell(0, "reason"));
}
