//! Calls on a session in any order, with any arguments: nothing panics, nothing is NaN, a refused call changes nothing,
//! and the log always replays.

use thetis_core::{Error, Pass, Session};

use crate::bytes::Bytes;
use crate::promises::{Visible, assert_defined, assert_replays};
use crate::tests_of_fixtures;

/// Calls on one session; more would only be slower.
const MOST_CALLS: usize = 40;
/// Times that a session is made again from its log, which takes as long as all that was done in it.
const MOST_REPLAYS: usize = 2;

/// Bytes: the test, the seed, how many items are excluded and which, then the calls.
pub(crate) fn run(input: &[u8]) -> bool {
    let mut bytes = Bytes(input);
    let tests = tests_of_fixtures::all();
    let test = &tests[bytes.below(tests.len())];
    let seed = u64::from(bytes.u32());
    let count = bytes.below(4);
    let excluded: Vec<u32> = (0..count).map(|_| bytes.number()).collect();
    let is_known = excluded.iter().all(|item| *item < test.bank().len());
    let mut session = match Session::excluding(test.clone(), seed, &excluded) {
        Ok(session) => session,
        Err(error) => {
            assert!(!is_known, "{error:?}");
            return false;
        }
    };
    assert_defined(&session);
    let mut replays = MOST_REPLAYS;
    for _ in 0..MOST_CALLS {
        if bytes.is_empty() {
            break;
        }
        // The page is closed, and opened again.
        if bytes.0[0] % 10 == 9 && replays > 0 {
            let _ = bytes.byte();
            replays -= 1;
            session = assert_replays(test, &session);
            continue;
        }
        let before = session.clone();
        match call(&mut session, &mut bytes) {
            Ok(()) => assert_defined(&session),
            Err(error) => {
                assert!((300..400).contains(&error.code()), "it is the answer that is refused: {error:?}");
                assert_eq!(session.log(), before.log(), "after an error it is what it was before");
                assert_eq!(Visible::of(&session), Visible::of(&before), "after an error it is what it was before");
            }
        }
    }
    assert_replays(test, &session);
    session.step_count() > 0
}

fn call(session: &mut Session, bytes: &mut Bytes<'_>) -> Result<(), Error> {
    let asked = session.next().unwrap_or(0);
    let pass = |byte: u8| if byte.is_multiple_of(2) { Pass::Skipped } else { Pass::DontKnow };
    match bytes.byte() % 9 {
        // What a person does.
        0..=4 => {
            let categories = session.test().bank().categories(asked);
            let category = u32::from(bytes.byte()) % categories;
            session.answer(asked, category, bytes.number(), bytes.number())
        }
        5 => session.pass(asked, pass(bytes.byte()), bytes.number()),
        6 => session.amend(bytes.number(), bytes.number(), bytes.number(), bytes.number()),
        // What nobody could do by the player.
        7 => session.answer(bytes.number(), bytes.number(), bytes.number(), bytes.number()),
        _ => session.pass(bytes.number(), pass(bytes.byte()), bytes.number()),
    }
}
