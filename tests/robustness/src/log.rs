//! Session logs: found in any text, or records that nobody recorded in a frame with a sound checksum.

use std::sync::Arc;

use thetis_core::{LogHeader, Session, Test};
use thetis_responses::{NoLog, find_log};

use crate::promises::{assert_defined, assert_replays};
use crate::tests_of_fixtures;

/// Bytes of a log before its records, as `engine/core/src/session/log.rs` documents.
const HEADER: usize = 28;

/// The first byte says what the rest is: even, a text or a file with a log; odd, a test and records of a session with it.
pub(crate) fn run(input: &[u8]) -> bool {
    match input {
        [kind, rest @ ..] if kind.is_multiple_of(2) => carried(rest),
        [_, test, records @ ..] => forged(usize::from(*test), records),
        _ => false,
    }
}

fn carried(content: &[u8]) -> bool {
    let log = match find_log(content) {
        Ok(found) => found.bytes,
        // Of a text that is not whole, what its beginning is text for.
        Err(NoLog::NotWhole(found)) => found.bytes,
        Err(reason) => {
            assert!(!reason.to_string().is_empty(), "a reason is a sentence");
            return false;
        }
    };
    let Ok(header) = LogHeader::read(&log) else {
        assert!(Session::resume(tests_of_fixtures::all()[0].clone(), &log).is_err(), "no session without a header");
        return false;
    };
    // Each is tried, even if one has taken it.
    tests_of_fixtures::of_log(header).filter(|test| resumed_or_refused(test, &log)).count() > 0
}

fn forged(test: usize, records: &[u8]) -> bool {
    let tests = tests_of_fixtures::all();
    let test = &tests[test % tests.len()];
    let frame = tests_of_fixtures::empty_log(test, 7);
    assert_eq!(sealed(&frame[..HEADER], &[]), frame, "the checksum is computed here as there");
    resumed_or_refused(test, &sealed(&frame[..HEADER], records))
}

fn resumed_or_refused(test: &Arc<Test>, log: &[u8]) -> bool {
    match Session::resume(test.clone(), log) {
        Ok(session) => {
            assert_eq!(session.log(), log, "a log has one spelling");
            assert_defined(&session);
            assert_replays(test, &session);
            true
        }
        Err(error) => {
            assert!((300..500).contains(&error.code()), "it is the log that is refused: {error:?}");
            false
        }
    }
}

/// A log of these records, with a checksum that fits: FNV-1a and a mixing step.
fn sealed(header: &[u8], records: &[u8]) -> Vec<u8> {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut log = [header, records].concat();
    let digest =
        log.iter().fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| (digest ^ u64::from(*byte)).wrapping_mul(PRIME));
    log.extend_from_slice(&(digest ^ (digest >> 32)).wrapping_mul(PRIME).to_le_bytes());
    log
}
