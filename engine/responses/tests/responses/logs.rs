//! Session logs.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use thetis_bank::{BankSource, ParameterTable};
use thetis_core::{AnswerPolicy, Change, Design, Pass, PassScoring, Session, Test};
use thetis_responses::{Fault, ItemList, read_logs};

use crate::support::{answers, few, scratch, write};

fn table(items: u32) -> ParameterTable {
    let rows: String = (0..items).map(|item| format!("q{item},2pl,1.2,{}\n", f64::from(item) / 4.0 - 1.0)).collect();
    ParameterTable::from_reader(format!("item,model,a,b\n{rows}").as_bytes(), "items.csv", 1.0).expect("a table")
}

fn test(items: u32, length: u32) -> Arc<Test> {
    let bank = Arc::new(table(items).compile().expect("a bank"));
    let answers = AnswerPolicy { skip: PassScoring::Ignored, dont_know: PassScoring::Lowest, change: Change::All };
    let design = Design { answers, ..Design::adaptive(&bank, length) };
    Arc::new(Test::new(bank, design).expect("a test"))
}

/// A session with its answers by item: one skipped, in every fourth one not known, one changed.
fn session(test: &Arc<Test>, seed: u64) -> (Vec<u8>, Vec<(String, usize)>) {
    let mut session = Session::new(test.clone(), seed);
    let mut given: Vec<(u32, usize)> = Vec::new();
    let mut step = 0;
    while let Some(item) = session.next() {
        if step == 2 {
            session.pass(item, Pass::Skipped, 10).expect("allowed");
        } else if step == 4 && seed.is_multiple_of(4) {
            // Which the design scores as a wrong answer.
            session.pass(item, Pass::DontKnow, 10).expect("allowed");
            given.push((item, 0));
        } else {
            // As good as random.
            let mixed = (seed * 64 + u64::from(item) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let category = u32::try_from(mixed >> 63).expect("a bit");
            session.answer(item, category, 0, 100).expect("asked");
            given.push((item, category as usize));
        }
        step += 1;
    }
    let changed = 1 - given[1].1;
    session.amend(1, u32::try_from(changed).expect("small"), 0, 50).expect("allowed");
    given[1].1 = changed;
    given.sort_unstable();
    (session.log(), given.into_iter().map(|(item, k)| (format!("q{item}"), k)).collect())
}

#[test]
fn answers_as_they_stand_at_the_end() {
    let (test, folder) = (test(8, 6), scratch("logs"));
    let source = BankSource::Table(table(8));
    let ids: Vec<String> = source.ids().into_iter().map(str::to_owned).collect();
    let list = ItemList::of_bank(&source, false);
    let sessions: Vec<_> = (0..40).map(|seed| session(&test, seed)).collect();
    let expected: Vec<_> = sessions.iter().map(|(_, answers)| answers.clone()).collect();
    let files: Vec<_> =
        sessions.iter().enumerate().map(|(n, (log, _))| write(&folder, &format!("p{n}.log"), log)).collect();
    let tests = [test];
    let data = read_logs(&files, &few(), &ids, &list, &tests).expect("sound");
    assert_eq!(answers(&data), expected);
    assert_eq!(data.person(2), "p2");
    let rows: String = sessions.iter().map(|(log, _)| format!("d,{}\n", URL_SAFE_NO_PAD.encode(log))).collect();
    let csv = write(&folder, "logs.csv", format!("design,log\n{rows}"));
    let data = read_logs(&[&csv], &few(), &ids, &list, &tests).expect("sound");
    assert_eq!(answers(&data), expected);
    assert_eq!(data.person(2), "3");
}

#[test]
fn logs_that_cannot_be_believed() {
    let (own, folder) = (test(8, 6), scratch("logs-bad"));
    let source = BankSource::Table(table(8));
    let ids: Vec<String> = source.ids().into_iter().map(str::to_owned).collect();
    let list = ItemList::of_bank(&source, false);
    let fault = |name: &str, bytes: &[u8], test: &Arc<Test>| {
        let file = write(&folder, name, bytes);
        let errors = read_logs(&[file], &few(), &ids, &list, std::slice::from_ref(test)).expect_err("bad");
        errors.errors()[0].fault.clone()
    };
    let (log, _) = session(&own, 1);
    let mut damaged = log.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    assert!(matches!(fault("damaged.log", &damaged, &own), Fault::Log { .. }));
    assert!(matches!(fault("short.log", &log[..middle], &own), Fault::Log { .. }));
    assert!(matches!(fault("text.log", b"no log, not at all!", &own), Fault::Log { .. }));
    assert!(matches!(fault("bank.log", &log, &test(9, 6)), Fault::OtherBank { what: "bank", .. }));
    assert!(matches!(fault("design.log", &log, &test(8, 5)), Fault::OtherBank { what: "design", .. }));
    let table = write(&folder, "logs.csv", "design,session\na,b\n");
    let errors = read_logs(&[table], &few(), &ids, &list, &[own]).expect_err("no column");
    assert!(matches!(errors.errors()[0].fault, Fault::NoColumn { .. }));
}
