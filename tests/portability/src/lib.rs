//! A digest over a thousand seeded sessions.
//!
//! The engine promises the same bits on every machine. Here are banks of all models in one to three
//! dimensions, designs with every criterion, estimator, prior, standard error, stopping rule, blueprint and policy,
//! and persons who answer, pass, go back, and know some items already; all made from integers alone, so that
//! they are the same everywhere by construction. What the engine makes of them (every probability and
//! derivative, every criterion value, item, shadow test, estimate, error, fit, reason and byte of the log) goes
//! into ten digests, and everything said of results into one more, which are to be those of `golden.txt`: natively, in Node, and in a browser. It is a
//! portability test only because it is run on more than one of them.

#![no_std]
#![deny(unsafe_code)]

extern crate alloc;

mod assembler;
mod banks;
mod blueprints;
mod designs;
mod numbers;
mod runtime;
mod standards;
mod tally;

use alloc::sync::Arc;

use thetis_core::outcome::{Evidence, report_words, request_words};
use thetis_core::{Bank, Curves, Fit, Given, Pass, PassScoring, Session};

use numbers::Numbers;
use tally::Tally;

/// Number of digests: those of the sessions, and the last, of what is said of results.
pub const BLOCKS: u32 = 11;

/// Sessions in each digest.
pub const SESSIONS_PER_BLOCK: u32 = 100;

/// Sessions that share a bank.
const SESSIONS_PER_BANK: u32 = 20;

/// Most answers that a person changes in one session.
const MOST_AMENDMENTS: u32 = 3;

/// What everything the engine does in the sessions of one block comes to; of the last block, what is said of the results of sessions that
/// lie all over the others.
///
/// # Panics
/// If the engine refuses a bank, a design or an answer.
#[must_use]
pub fn block_digest(block: u32) -> u64 {
    let mut tally = Tally::new();
    if block == BLOCKS - 1 {
        for number in 0..SESSIONS_PER_BLOCK {
            outcome(number * block, &mut tally);
        }
        return tally.digest();
    }
    for number in block * SESSIONS_PER_BLOCK..(block + 1) * SESSIONS_PER_BLOCK {
        session(number, &mut tally);
    }
    tally.digest()
}

/// Take one of the thousand sessions to its end, showing it before each answer.
///
/// # Panics
/// If the engine refuses the bank, the design or an answer.
pub fn take(number: u32, mut show: impl FnMut(&Session)) -> Session {
    let bank_number = number / SESSIONS_PER_BANK;
    let bank = Arc::new(banks::bank(bank_number));
    let test = Arc::new(designs::test(&bank, number, banks::is_small(bank_number)));
    let answers = test.design().answers;
    let mut numbers = Numbers::new(u64::from(number));
    let known = if numbers.below(4) == 0 {
        alloc::vec![numbers.below(bank.len()), numbers.below(bank.len())]
    } else {
        alloc::vec![]
    };
    let mut session = Session::excluding(test, numbers.bits(), &known).expect("items of the bank");
    let mut amendments = 0;
    loop {
        show(&session);
        let (count, index) = (session.step_count(), numbers.below(session.step_count() + 1));
        let time = 80 + numbers.below(6_000);
        if amendments < MOST_AMENDMENTS && numbers.below(8) == 0 && answers.may_change(index, count) {
            amendments += 1;
            let item = session.step(index).expect("an answer").answer.item;
            let category = numbers.below(bank.categories(item));
            session.amend(index, category, category + 1, time).expect("the design allows it");
            continue;
        }
        let Some(item) = session.next() else { return session };
        let pass = [Pass::Skipped, Pass::DontKnow][numbers.below(2) as usize];
        if numbers.below(8) == 0 && answers.scoring(pass) != PassScoring::Refused {
            session.pass(item, pass, time).expect("the design allows it");
        } else {
            let category = numbers.below(bank.categories(item));
            session.answer(item, category, category + 1, time).expect("the item asked, a category it has");
        }
    }
}

/// Tally one session: what it saw, what came of it, and its log.
fn session(number: u32, tally: &mut Tally) {
    let session = take(number, |session| {
        for candidate in session.candidates() {
            tally.u32(candidate.item);
            tally.f64(candidate.value);
        }
        for item in session.shadow_test() {
            tally.u32(*item);
        }
        let Fit { lz, lz_star, cusum_upper, cusum_lower, guttman, fast, flags } = session.fit();
        tally.f64s(&[lz, lz_star, cusum_upper, cusum_lower, guttman, fast]);
        tally.u32(flags);
    });
    let test = session.test();
    if number.is_multiple_of(SESSIONS_PER_BANK) {
        curves(test.bank(), tally);
    }
    tally.u64(test.bank().digest());
    tally.u64(test.design_digest());
    for step in session.steps() {
        tally.u32(step.answer.item);
        tally.u32(match step.answer.given {
            Given::Category(category) => category,
            Given::Passed(Pass::Skipped) => 1_000,
            Given::Passed(Pass::DontKnow) => 1_001,
        });
        tally.f64s(step.theta);
        tally.f64s(step.se);
    }
    tally.f64s(&session.estimate().covariance);
    tally.u32(session.finished().expect("nothing is left to ask").code());
    let log = session.log();
    tally.bytes(&log);
    let resumed = Session::resume(test.clone(), &log).expect("its own log");
    assert_eq!(resumed.estimate(), session.estimate(), "a resumed session is the same, to the last bit");
    assert_eq!(resumed.fit(), session.fit(), "a resumed session is the same, to the last bit");
}

/// Tally what is said of a session's result, by itself and beside that of somebody who has not answered yet.
fn outcome(number: u32, tally: &mut Tally) {
    let session = take(number, |_| {});
    let standards = standards::standards(number, session.test().bank());
    let now = Evidence::of(&session, &standards.cuts);
    let before = Evidence::of(&Session::new(session.test().clone(), 0), &standards.cuts);
    let mut words = alloc::vec![];
    for before in [None, Some(&before)] {
        report_words(&request_words(&standards, &now, before), &mut words).expect("sound standards");
    }
    tally.f64s(&words);
}

/// Everything the models compute, from one end of the scale to the other.
fn curves(bank: &Bank, tally: &mut Tally) {
    let mut curves = Curves::new();
    for item in 0..bank.len() {
        for theta in [-50, -20, -7, -2, -1, 0, 1, 3, 9, 50] {
            let theta = alloc::vec![f64::from(theta); bank.dimensions()];
            bank.curves(item, &theta, &mut curves);
            for (k, category) in (0..).zip(curves.categories()) {
                tally.f64s(&[category.probability, category.d1(), category.d2(), category.d3()]);
                tally.f64(bank.item(item).log_probability(&theta, k));
            }
            tally.f64s(&[curves.information_d1(), curves.information_d2(), curves.bias_numerator()]);
            tally.f64s(&bank.information_matrix(item, &theta));
        }
    }
}
