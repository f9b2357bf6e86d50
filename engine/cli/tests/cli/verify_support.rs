//! Sessions as the player holds them, with the bank's codes for answers; their logs, edited and sealed; exports of platforms.

use std::{path::Path, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use thetis_bank::{Answer, BankFolder};
use thetis_core::{Given, Pass, PassScoring, Record, Session};

use crate::run::{Outcome, rows, thetis, write};

/// Bytes before the records, and after them.
pub(crate) const HEADER: usize = 28;
pub(crate) const CHECKSUM: usize = 8;

/// A session that somebody took.
pub(crate) struct Taken {
    /// Path of the bank's folder.
    pub(crate) bank: String,
    pub(crate) folder: BankFolder,
    pub(crate) session: Session,
}

/// A number that looks like chance.
fn mixed(seed: u64) -> u64 {
    let mixed = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32
}

impl Taken {
    /// A session of so many answers, if it does not end before; passes and changes where the design has them.
    pub(crate) fn new(bank: &str, design: &str, seed: u64, most: u32) -> Self {
        let folder = BankFolder::read(bank).expect("readable");
        let test = Arc::new(folder.compile_test(design).expect("a test"));
        let mut taken = Self { bank: bank.to_owned(), folder, session: Session::new(test.clone(), seed) };
        let policy = test.design().answers;
        let refused = |pass: Pass| policy.scoring(pass) == PassScoring::Refused;
        while let Some(item) = taken.session.next().filter(|_| taken.session.step_count() < most) {
            let chance = mixed(seed * 1_000 + u64::from(taken.session.step_count()));
            let centiseconds = 150 + u32::try_from(chance % 4_000).expect("small");
            match chance % 7 {
                0 if !refused(Pass::Skipped) => taken.session.pass(item, Pass::Skipped, centiseconds).expect("allowed"),
                1 if !refused(Pass::DontKnow) => {
                    taken.session.pass(item, Pass::DontKnow, centiseconds).expect("allowed")
                }
                _ => taken.answer(item, chance, centiseconds),
            }
            let last = taken.session.step_count() - 1;
            if chance.is_multiple_of(5) && policy.may_change(last, last + 1) {
                let (category, code) = taken.choose(item, chance / 3);
                taken.session.amend(last, category, code, 90).expect("allowed");
            }
        }
        taken
    }

    /// Category and code of an answer to an item.
    fn choose(&self, item: u32, chance: u64) -> (u32, u32) {
        let item = &self.folder.bank.items[item as usize];
        // Orders of many options have more codes.
        let answers: Vec<(u32, u32)> =
            (0..120).filter_map(|code| Some((u32::from(self.folder.bank.answer(item, code)?.1), code))).collect();
        answers[usize::try_from(chance).expect("32 bits") % answers.len()]
    }

    pub(crate) fn answer(&mut self, item: u32, chance: u64, centiseconds: u32) {
        let (category, code) = self.choose(item, chance);
        self.session.answer(item, category, code, centiseconds).expect("asked");
    }

    pub(crate) fn log(&self) -> Vec<u8> {
        self.session.log()
    }

    pub(crate) fn text(&self) -> String {
        text(&self.log())
    }

    /// What was answered, with the item, in the order of the log.
    pub(crate) fn given(&self) -> Vec<(String, Option<Answer>)> {
        let answers = self.session.records().into_iter().filter_map(|record| match record {
            Record::Exclusion { .. } => None,
            Record::Answer(answer) | Record::Amendment { answer, .. } => Some(answer),
        });
        let shown = answers.map(|answer| {
            let item = &self.folder.bank.items[answer.item as usize];
            let chosen = || self.folder.bank.answer(item, answer.response).map(|(answer, _)| answer);
            (item.id.clone(), if matches!(answer.given, Given::Category(_)) { chosen() } else { None })
        });
        shown.collect()
    }

    /// Rows of its interactions, as Moodle exports those of SCORM 2004: `id,userid,scormid,attempt,element,value`.
    pub(crate) fn interactions(&self, user: &str) -> Vec<String> {
        let row = |element: String, value: &str| export_row(user, &element, value);
        let mut found = Vec::new();
        for (n, (item, answer)) in self.given().iter().enumerate() {
            found.push(row(format!("cmi.interactions.{n}.id"), &clean(item)));
            if let Some(answer) = answer.as_ref().map(pattern).filter(|pattern| !pattern.is_empty()) {
                found.push(row(format!("cmi.interactions.{n}.learner_response"), &answer));
            }
        }
        found
    }

    /// The row of its log.
    pub(crate) fn state(&self, user: &str, log: &[u8]) -> String {
        export_row(user, "cmi.suspend_data", &format!("T1.en..{}", text(log)))
    }
}

pub(crate) const EXPORT_HEADER: &str = "id,userid,scormid,attempt,element,value";

pub(crate) fn export_row(user: &str, element: &str, value: &str) -> String {
    format!("77,{user},4,1,{element},\"{value}\"")
}

/// An id as SCORM takes it.
pub(crate) fn clean(id: &str) -> String {
    id.replace('-', "_")
}

/// An answer as SCORM 2004 writes it.
fn pattern(answer: &Answer) -> String {
    match answer {
        Answer::One(option) => clean(option),
        Answer::Ticked(options) | Answer::Ordered(options) => clean(&options.join("[,]")),
        Answer::Matched(pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(option, target)| format!("{option}[.]{target}")).collect();
            clean(&pairs.join("[,]"))
        }
    }
}

pub(crate) fn text(log: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(log)
}

/// End a log with its checksum, computed from its description in the engine: FNV-1a (64 bits), mixed.
pub(crate) fn seal(mut body: Vec<u8>) -> Vec<u8> {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    let hash = body.iter().fold(0xcbf2_9ce4_8422_2325, add);
    body.extend((hash ^ (hash >> 32)).wrapping_mul(PRIME).to_le_bytes());
    body
}

/// A number as logs have it.
fn push(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A log of these records with the header of another.
pub(crate) fn forge(of: &[u8], records: &[Record]) -> Vec<u8> {
    let mut bytes = of[..HEADER].to_vec();
    for record in records {
        let (first, kind, answer) = match record {
            Record::Exclusion { item } => (*item, 3, None),
            Record::Amendment { index, answer } => (*index, 1, Some(answer)),
            Record::Answer(answer) => {
                (answer.item, if matches!(answer.given, Given::Passed(_)) { 2 } else { 0 }, Some(answer))
            }
        };
        push(first << 2 | kind, &mut bytes);
        let Some(answer) = answer else { continue };
        match answer.given {
            Given::Category(category) => [category, answer.response].into_iter().for_each(|n| push(n, &mut bytes)),
            Given::Passed(pass) => push(u32::from(pass == Pass::DontKnow), &mut bytes),
        }
        push(answer.centiseconds, &mut bytes);
    }
    seal(bytes)
}

/// What `--verify` says of every log of a table.
pub(crate) struct Verdicts {
    pub(crate) outcome: Outcome,
    header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Verdicts {
    /// Write a table and verify its logs, with more arguments.
    pub(crate) fn of_table(folder: &Path, bank: &str, lines: &[String], more: &[&str]) -> Self {
        let file = write(folder, "export.csv", lines.join("\r\n"));
        Self::of(&[&["replay", bank, &file, "--verify", "--format", "csv"], more].concat())
    }

    pub(crate) fn of(arguments: &[&str]) -> Self {
        let outcome = thetis(arguments);
        let mut rows = rows(&outcome.stdout).into_iter();
        let header = rows.next().unwrap_or_else(|| panic!("a table: {}", outcome.stderr));
        Self { outcome, header, rows: rows.collect() }
    }

    /// A cell of a row.
    #[track_caller]
    pub(crate) fn cell(&self, row: usize, column: &str) -> &str {
        let at = self.header.iter().position(|own| own == column).unwrap_or_else(|| panic!("no column {column}"));
        &self.rows[row][at]
    }

    /// All cells of a column.
    #[track_caller]
    pub(crate) fn column(&self, name: &str) -> Vec<&str> {
        (0..self.rows.len()).map(|row| self.cell(row, name)).collect()
    }
}

/// Path of a bank of the repository.
pub(crate) fn bank(path: &str) -> String {
    format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))
}
