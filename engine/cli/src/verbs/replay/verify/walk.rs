//! Going along a log with the engine, record by record, as far as both agree.

use std::sync::Arc;

use thetis_core::{Error, Pass, Session, Test};

use super::frame::{Cut, Kind, cut};

/// How far engine and log agree.
pub(super) struct Walk {
    /// The session up to there; none if not even the items to be left out are known.
    pub(super) session: Option<Session>,
    /// Bytes from the record on where they part.
    pub(super) left: usize,
    /// Why they part.
    pub(super) stop: Stop,
}

/// Why engine and log part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stop {
    /// They do not: the log is at its end.
    End,
    /// The record breaks off.
    Incomplete,
    /// The record is none.
    Malformed,
    /// The engine asks one item, the log has another.
    Asks { engine: u32, log: u32 },
    /// The engine has ended the session, the log goes on with an item.
    Over { log: u32 },
    /// The engine refuses the answer.
    Refused(Error),
}

/// Go along these records.
pub(super) fn walk(test: &Arc<Test>, seed: u64, records: &[u8]) -> Walk {
    let mut left = records;
    let mut excluded = Vec::new();
    let mut after = left;
    while let Cut::Record(record) = cut(&mut after)
        && record.kind == Kind::Exclusion
    {
        excluded.push(record.numbers[0]);
        left = after;
    }
    let mut session = match Session::excluding(test.clone(), seed, &excluded) {
        Ok(session) => session,
        Err(error) => return Walk { session: None, left: records.len(), stop: Stop::Refused(error) },
    };
    loop {
        let before = left;
        let stop = match cut(&mut left) {
            Cut::End => Some(Stop::End),
            Cut::Incomplete => Some(Stop::Incomplete),
            Cut::Malformed => Some(Stop::Malformed),
            Cut::Record(record) => take(&mut session, record.kind, record.numbers).err(),
        };
        if let Some(stop) = stop {
            return Walk { session: Some(session), left: before.len(), stop };
        }
    }
}

fn take(session: &mut Session, kind: Kind, [first, given, a, b]: [u32; 4]) -> Result<(), Stop> {
    let is_asked = matches!(kind, Kind::Answer | Kind::Pass) && first < session.test().bank().len();
    match session.next() {
        None if is_asked => return Err(Stop::Over { log: first }),
        Some(engine) if is_asked && engine != first => return Err(Stop::Asks { engine, log: first }),
        _ => {}
    }
    let taken = match kind {
        Kind::Answer => session.answer(first, given, a, b),
        Kind::Amendment => session.amend(first, given, a, b),
        Kind::Pass if given < 2 => session.pass(first, if given == 0 { Pass::Skipped } else { Pass::DontKnow }, a),
        // Items are left out before the first answer, and there are two ways to pass.
        Kind::Pass | Kind::Exclusion => return Err(Stop::Malformed),
    };
    taken.map_err(Stop::Refused)
}
