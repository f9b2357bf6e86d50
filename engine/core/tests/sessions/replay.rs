//! Replaying a log gives the live session, at every step, whatever was answered, passed on, amended or excluded.

use std::sync::Arc;

use thetis_core::{Answer, Design, Error, Given, LogHeader, Record, Session, Test};

use crate::support::cases::{Act, Case};
use crate::support::draw::each_case;
use crate::support::visible::visible;

#[test]
fn a_log_replayed_is_the_live_session_at_every_step() {
    each_case("replay", 6_000, |draw, size| {
        let case = Case::draw(draw, size);
        case.take(|session| {
            let log = session.log();
            let resumed = Session::resume(case.test.clone(), &log).expect("its own log");
            assert_eq!(visible(&resumed), visible(session), "resumed and live sessions are one");
            assert_eq!(resumed.log(), log, "and write the same log");
            let header = LogHeader::read(&log).expect("its own log");
            assert_eq!((header.seed, resumed.seed()), (case.seed, case.seed), "the seed is in it");
        });
    });
}

/// A resumed session goes on as the live one does.
#[test]
fn a_session_resumed_anywhere_ends_as_it_would_have() {
    each_case("resumed half-way", 3_000, |draw, size| {
        let case = Case::draw(draw, size);
        let live = case.take(|_| {});
        let (mut session, mut person) = (case.begin(), case.person.clone());
        while let Some(act) = person.act(&session) {
            session = Session::resume(case.test.clone(), &session.log()).expect("its own log");
            act.perform(&mut session).expect("what the design allows");
        }
        assert_eq!(visible(&session), visible(&live), "interrupted before every act");
        assert_eq!(session.log(), live.log(), "interrupted before every act");
    });
}

/// The log's records are what was done, in order: exclusions, answers, passes, and amendments that others replaced.
#[test]
fn a_log_remembers_all_that_was_done() {
    each_case("records", 3_000, |draw, size| {
        let case = Case::draw(draw, size);
        let (mut session, mut person) = (case.begin(), case.person.clone());
        let mut done: Vec<Record> = case.excluded.iter().map(|item| Record::Exclusion { item: *item }).collect();
        while let Some(act) = person.act(&session) {
            let given = |category: u32| Given::Category(category);
            done.push(match act {
                Act::Answer { item, category, response, centiseconds } => {
                    Record::Answer(Answer { item, given: given(category), response, centiseconds })
                }
                Act::Pass { item, pass, centiseconds } => {
                    Record::Answer(Answer { item, given: Given::Passed(pass), response: 0, centiseconds })
                }
                Act::Amend { index, category, response, centiseconds } => {
                    let item = session.step(index).expect("an answer").answer.item;
                    Record::Amendment { index, answer: Answer { item, given: given(category), response, centiseconds } }
                }
            });
            act.perform(&mut session).expect("what the design allows");
        }
        assert_eq!(session.records(), done);
    });
}

/// The same seed and answers give the same session; a draw depends on nothing else.
#[test]
fn a_session_is_a_function_of_seed_and_answers() {
    each_case("function", 3_000, |draw, size| {
        let case = Case::draw(draw, size);
        assert_eq!(visible(&case.take(|_| {})), visible(&case.take(|_| {})));
    });
}

/// A design as numbers, as WebAssembly gets it, is the same design and makes the same log.
#[test]
fn a_design_as_numbers_is_the_same_design() {
    each_case("numbers", 8_000, |draw, size| {
        let case = Case::draw(draw, size);
        let (design, bank) = (case.test.design(), Arc::new(case.test.bank().clone()));
        let words = design.to_words();
        let read = Design::from_words(&words, &bank);
        if design.estimation.prior.is_some() {
            // A prior of the design's own is for scoring in Rust and does not cross.
            assert_eq!(read, Err(Error::Malformed));
            return;
        }
        assert_eq!(read.as_ref(), Ok(design));
        let test = Test::from_words(bank, &words, None).expect("the same design");
        assert_eq!(test.design_digest(), case.test.design_digest());
        let session = case.take(|_| {});
        let resumed = Session::resume(Arc::new(test), &session.log()).expect("its log is this log");
        assert_eq!(visible(&resumed), visible(&session));
    });
}
