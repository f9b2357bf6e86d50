//! Responses as CSV, as every part of the program reads them.

use std::fmt::Display;
use std::sync::LazyLock;

use thetis_bank::{ParameterTable, ResponseTable};
use thetis_core::Bank;
use thetis_responses::{LogColumns, ReadOptions, Repeated, Shape, TextFormat, each_log, read};

use crate::scratch::Scratch;

const ITEMS: &str = "item,model,a,b,b1,b2\nq1,2pl,1.2,-0.5,,\nq2,grm,1.6,,-1,1\nq3,1pl,,0.8,,\n";

static BANK: LazyLock<Bank> = LazyLock::new(|| {
    ParameterTable::from_reader(ITEMS.as_bytes(), "items.csv", 1.0).expect("a table").compile().expect("a bank")
});

/// The first byte says who reads the rest, and how.
pub(crate) fn run(input: &[u8]) -> bool {
    let Some((kind, text)) = input.split_first() else { return false };
    let column = |name: &str| Some(name.to_owned());
    let plain = ReadOptions { overlap: 0, ..ReadOptions::default() };
    match kind % 8 {
        0 => scored(text),
        1 => calibrated("wide.csv", text, &plain),
        2 => calibrated("wide.csv.gz", text, &plain),
        3 => {
            let text_format = TextFormat { delimiter: Some(b';'), header: false };
            calibrated("wide.csv", text, &ReadOptions { text: text_format, lowest: 1, collapse: true, ..plain })
        }
        4 => {
            let known = vec![("q1".to_owned(), 2), ("q2".to_owned(), 3)];
            let (group, weight, missing) = (column("group"), column("weight"), vec!["9".to_owned(), "-".to_owned()]);
            let options =
                ReadOptions { group, weight, missing, known, scale_weights: true, keep_identical: true, ..plain };
            calibrated("wide.tsv", text, &options)
        }
        5 | 6 => {
            let shape = Shape::Long { items: vec!["item".to_owned()], response: "response".to_owned() };
            let repeated = if kind % 8 == 5 { Repeated::Last } else { Repeated::Refused };
            calibrated("long.csv", text, &ReadOptions { shape, repeated, overlap: 2, ..plain })
        }
        _ => logs(text),
    }
}

fn scored(text: &[u8]) -> bool {
    let bank = &*BANK;
    match ResponseTable::from_reader(text, "answers.csv", &["q1", "q2", "q3"], bank) {
        Ok(table) => {
            assert_eq!(table.cells.len(), table.persons.len() * table.items.len(), "a cell for each person and item");
            for person in 0..table.persons.len() {
                assert!(table.responses(person).all(|given| given.category < bank.categories(given.item)));
            }
            true
        }
        Err(errors) => refused(&errors),
    }
}

fn calibrated(name: &str, text: &[u8], options: &ReadOptions) -> bool {
    let file = Scratch::write(name, text);
    match read(&[&file.0], options, None, None) {
        Ok(data) => {
            let responses = &data.responses;
            assert!(responses.persons() > 0 && responses.items() > 0 && data.observed() > 0, "data are not empty");
            let person = data.person(responses.persons() - 1);
            assert!(!person.is_empty(), "a person has a name");
            true
        }
        Err(errors) => refused(&errors),
    }
}

/// A table with a log a line, or what a learning platform exports.
fn logs(text: &[u8]) -> bool {
    let file = Scratch::write("logs.csv", text);
    let mut found = 0;
    match each_log(&file.0, &LogColumns::default(), &mut |carried| found += usize::from(carried.log.is_ok())) {
        Ok(()) => {
            assert!(found <= text.len(), "no more logs than text");
            found > 0
        }
        Err(errors) => refused(&errors),
    }
}

fn refused(errors: &dyn Display) -> bool {
    assert!(!errors.to_string().is_empty(), "a refusal has a reason");
    false
}
