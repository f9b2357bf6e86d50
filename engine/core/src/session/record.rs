//! What happened in a session, in the order in which it did.

use alloc::vec::Vec;

use super::log::{self, Kind};
use super::{Answer, Given, Session};
use crate::answers::Pass;

/// One record of a session's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// An item that is not to be asked, because the person knows it.
    Exclusion {
        /// The item.
        item: u32,
    },
    /// The item asked was answered, or passed on.
    Answer(Answer),
    /// An earlier answer was changed.
    Amendment {
        /// Its place, from 0.
        index: u32,
        /// What it was changed to.
        answer: Answer,
    },
}

impl Kind {
    /// The answer that a record of this kind gives to an item.
    pub(super) fn answer(self, item: u32, [_, given, a, b]: [u32; 4]) -> Answer {
        if self != Self::Pass {
            return Answer { item, given: Given::Category(given), response: a, centiseconds: b };
        }
        let pass = if given == 0 { Pass::Skipped } else { Pass::DontKnow };
        Answer { item, given: Given::Passed(pass), response: 0, centiseconds: a }
    }
}

impl Session {
    /// The records of the log: also what [`steps`](Self::steps) no longer show, because it was changed later.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let mut bytes = self.records.as_slice();
        let mut records = Vec::new();
        while let Some((kind, numbers)) = log::read(&mut bytes) {
            let first = numbers[0];
            records.push(match kind {
                Kind::Exclusion => Record::Exclusion { item: first },
                // Of an answer there is.
                Kind::Amendment => {
                    let item = self.answers[first as usize].item;
                    Record::Amendment { index: first, answer: kind.answer(item, numbers) }
                }
                _ => Record::Answer(kind.answer(first, numbers)),
            });
        }
        records
    }
}
