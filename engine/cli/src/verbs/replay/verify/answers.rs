//! The answers of a log in the order in which they were given, a changed one once more.

use thetis_core::{Answer, Record, Session};

/// Each with the number, from 1, of the answer that it is or changes.
pub(super) fn answers(session: &Session) -> impl Iterator<Item = (u32, Answer)> {
    let mut count = 0;
    session.records().into_iter().filter_map(move |record| match record {
        Record::Exclusion { .. } => None,
        Record::Answer(answer) => {
            count += 1;
            Some((count, answer))
        }
        Record::Amendment { index, answer } => Some((index + 1, answer)),
    })
}
