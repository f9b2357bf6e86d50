//! Which single answer would have to be another one for a log to be what the engine does.

use std::sync::Arc;

use serde::Serialize;
use thetis_core::Test;

use super::{
    frame::{Frame, Kind, RawRecord},
    walk::{Stop, walk},
};
use crate::bank::LoadedBank;

/// Answers of a log that is searched; of a longer one the search takes long.
const MOST_ANSWERS: usize = 200;

/// An answer that may have been changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Suspect {
    /// Its number, from 1.
    pub(super) step: u32,
    pub(super) item: String,
    /// Its category in the log.
    pub(super) category: u32,
    /// With this one the engine would ask what the log has, to its end.
    pub(super) instead: u32,
}

/// All such answers; several, if they are as good as each other.
pub(super) fn suspects(bank: &LoadedBank, test: &Arc<Test>, frame: &Frame<'_>) -> Vec<Suspect> {
    let entries: Vec<RawRecord<'_>> = frame.entries().collect();
    let mut found = Vec::new();
    // Where the engine agrees, something else is wrong.
    if entries.len() > MOST_ANSWERS || walk(test, frame.seed, frame.records()).stop == Stop::End {
        return found;
    }
    let answers = entries.iter().enumerate().filter(|(_, entry)| matches!(entry.kind, Kind::Answer | Kind::Pass));
    for (step, (place, entry)) in (1..).zip(answers) {
        let [item, category, ..] = entry.numbers;
        if entry.kind == Kind::Pass || item >= bank.engine.len() {
            continue;
        }
        for instead in (0..bank.engine.categories(item)).filter(|other| *other != category) {
            let mut records = Vec::new();
            for (other, entry) in entries.iter().enumerate() {
                if other == place { entry.with_category(instead, &mut records) } else { records.extend(entry.bytes) }
            }
            if walk(test, frame.seed, &records).stop == Stop::End {
                found.push(Suspect { step, item: bank.id(item).to_owned(), category, instead });
            }
        }
    }
    found
}

impl RawRecord<'_> {
    /// The bytes of the record with another category.
    fn with_category(&self, category: u32, bytes: &mut Vec<u8>) {
        let [item, _, response, centiseconds] = self.numbers;
        for mut number in [item << 2, category, response, centiseconds] {
            while number >= 0x80 {
                bytes.push((number & 0x7f) as u8 | 0x80);
                number >>= 7;
            }
            bytes.push(number as u8);
        }
    }
}
