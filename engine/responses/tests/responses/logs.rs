//! Session logs.

use std::path::Path;
use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use thetis_bank::{BankSource, ParameterTable};
use thetis_core::{AnswerPolicy, Change, Design, Pass, PassScoring, Session, Test};
use thetis_responses::{Fault, ItemList, ReadErrors, ReadOptions, ResponseData, read_logs};

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
fn session(test: &Arc<Test>, seed: u64) -> (Vec<u8>, Answers) {
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

/// Somebody's answers by item.
type Answers = Vec<(String, usize)>;

/// Logs of a few persons with their answers, and what reading them takes.
struct Study {
    test: Arc<Test>,
    source: BankSource,
    sessions: Vec<(Vec<u8>, Answers)>,
}

impl Study {
    /// Forty, so that nobody's answers to an item are all alike.
    fn new() -> Self {
        let test = test(8, 6);
        let sessions = (0..40).map(|seed| session(&test, seed)).collect();
        Self { test, source: BankSource::Table(table(8)), sessions }
    }

    fn text(&self, person: usize) -> String {
        URL_SAFE_NO_PAD.encode(&self.sessions[person].0)
    }

    fn expected(&self) -> Vec<Answers> {
        self.sessions.iter().map(|(_, answers)| answers.clone()).collect()
    }

    fn read(&self, files: &[&Path], options: &ReadOptions) -> Result<ResponseData, ReadErrors> {
        let ids: Vec<String> = self.source.ids().into_iter().map(str::to_owned).collect();
        let list = ItemList::of_bank(&self.source, false);
        read_logs(files, options, &ids, &list, std::slice::from_ref(&self.test))
    }
}

#[test]
fn a_folder_has_a_log_a_file_in_any_dress() {
    let (study, folder) = (Study::new(), scratch("logs-folder"));
    let inner = folder.join("more");
    std::fs::create_dir(&inner).expect("creatable");
    for person in 0..40 {
        let (name, text) = (format!("p{person:02}"), study.text(person));
        match person % 4 {
            0 => write(&folder, &format!("{name}.log"), &study.sessions[person].0),
            1 => write(&folder, &format!("{name}.txt"), format!("T1.fr..{text}\n")),
            2 => write(&folder, &format!("{name}.json"), format!("{{\"format\": 1, \"log\": \"{text}\"}}")),
            _ => write(&inner, &format!("{name}.csv"), format!("person,log\n{name} of a table,{text}\n")),
        };
    }
    write(&folder, ".hidden", "no log");
    let data = study.read(&[&folder], &few()).expect("sound");
    // By names, a folder among files.
    let order: Vec<usize> = (0..40).filter(|n| n % 4 == 3).chain((0..40).filter(|n| n % 4 != 3)).collect();
    let name = |n: &usize| format!("p{n:02}{}", if n % 4 == 3 { " of a table" } else { "" });
    let persons: Vec<String> = (0..40).map(|person| data.person(person)).collect();
    assert_eq!(persons, order.iter().map(name).collect::<Vec<_>>());
    let expected = study.expected();
    assert_eq!(answers(&data), order.iter().map(|n| expected[*n].clone()).collect::<Vec<_>>());
}

#[test]
fn a_platforms_rows_are_put_together_by_person_and_attempt() {
    let (study, folder) = (Study::new(), scratch("logs-rows"));
    let mut rows = vec!["id;userid;scormid;attempt;element;value".to_owned()];
    for person in 0..40 {
        let row = |element: &str, value: &str| format!("9;{};4;1;{element};{value}", person + 100);
        // An earlier value of an element is one that was overwritten.
        rows.push(row("cmi.suspend_data", "T1..."));
        rows.push(row("x.start.time", "1766400000"));
    }
    rows.push("9;7;4;1;cmi.core.lesson_status;incomplete".to_owned());
    for person in 0..40 {
        rows.push(format!("9;{};4;1;cmi.suspend_data;\"T1.en..{}\"", person + 100, study.text(person)));
    }
    let file = write(&folder, "tracks.csv", rows.join("\r\n"));
    let data = study.read(&[&file], &few()).expect("sound");
    assert_eq!(answers(&data), study.expected(), "without the attempt that has no log");
    assert_eq!(data.person(2), "102/4/1");
    let options = ReadOptions { person: vec!["userid".into()], ..few() };
    assert_eq!(study.read(&[&file], &options).expect("sound").person(2), "102");
    let nobody = write(&folder, "nobody.csv", "name,element,value\na,cmi.suspend_data,x\n");
    let errors = study.read(&[&nobody], &few()).expect_err("whose?");
    assert!(matches!(&errors.errors()[0].fault, Fault::NoColumn { column, .. } if column == "user"), "{errors}");
}

#[test]
fn a_column_of_logs_is_found_by_its_contents() {
    let (study, folder) = (Study::new(), scratch("logs-column"));
    let row = |person: usize| match person % 2 {
        0 => format!("{person}\t\"T1.de..{}\"\tx\n\n", study.text(person)),
        _ => format!("{person}\t'{}\ty\n", study.text(person)),
    };
    let rows: String = (0..40).map(row).collect();
    let file = write(&folder, "any.csv", format!("name\tresult\tnote\n{rows}"));
    assert_eq!(answers(&study.read(&[&file], &few()).expect("sound")), study.expected());
    let [first, second] = [0, 1].map(|person| study.text(person));
    let two = write(&folder, "two.csv", format!("before,after\n{first},{second}\n"));
    let errors = study.read(&[&two], &few()).expect_err("which?");
    assert!(matches!(&errors.errors()[0].fault, Fault::SeveralLogs { first, .. } if first == "before"), "{errors}");
    // A line that is wrong is named; the others are read.
    let ragged = write(&folder, "ragged.csv", format!("person,log\nann,{first}\nbob\ncid,{second}\ndan,no\n"));
    let errors = study.read(&[&ragged], &few()).expect_err("bad lines");
    let lines: Vec<_> = errors.errors().iter().map(|error| error.place.line).collect();
    assert_eq!(lines, [Some(3), Some(5)], "{errors}");
}
