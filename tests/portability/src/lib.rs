//! A digest over a thousand seeded sessions.
//!
//! The engine promises the same bits on every machine. Here are banks of all models in one to three
//! dimensions, designs with every criterion, estimator, prior, standard error and stopping rule, and answers,
//! all made from integers alone, so that they are the same everywhere by construction. What the engine makes
//! of them (every probability and derivative, every criterion value, item, estimate, error, reason and byte
//! of the log) goes into ten digests, which are to be those of `golden.txt`: natively, in Node, and in a
//! browser. It is a portability test only because it is run on more than one of them.

#![no_std]
#![deny(unsafe_code)]

extern crate alloc;

mod banks;
mod designs;
mod numbers;
mod runtime;
mod tally;

use alloc::sync::Arc;

use thetis_core::{Bank, Curves, Session, Test};

use numbers::Numbers;
use tally::Tally;

/// Number of digests.
pub const BLOCKS: u32 = 10;

/// Sessions in each digest.
pub const SESSIONS_PER_BLOCK: u32 = 100;

/// Sessions that share a bank.
const SESSIONS_PER_BANK: u32 = 20;

/// What everything the engine does in the sessions of one block comes to.
///
/// # Panics
/// If the engine refuses a bank, a design or an answer.
#[must_use]
pub fn block_digest(block: u32) -> u64 {
    let mut tally = Tally::new();
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
    let bank = Arc::new(banks::bank(number / SESSIONS_PER_BANK));
    let design = designs::design(&bank, number);
    let test = Arc::new(Test::new(bank.clone(), design).expect("the design fits the bank"));
    let mut numbers = Numbers::new(u64::from(number));
    let mut session = Session::new(test, numbers.bits());
    while let Some(item) = session.next() {
        show(&session);
        let (category, time) = (numbers.below(bank.categories(item)), 80 + numbers.below(6_000));
        session.answer(item, category, category + 1, time).expect("the item asked, a category it has");
    }
    session
}

/// Tally one session: what it saw, what came of it, and its log.
fn session(number: u32, tally: &mut Tally) {
    let session = take(number, |session| {
        for candidate in session.candidates() {
            tally.u32(candidate.item);
            tally.f64(candidate.value);
        }
    });
    let test = session.test();
    if number.is_multiple_of(SESSIONS_PER_BANK) {
        curves(test.bank(), tally);
    }
    tally.u64(test.bank().digest());
    tally.u64(test.design_digest());
    for step in session.steps() {
        tally.u32(step.answer.item);
        tally.u32(step.answer.category);
        tally.f64s(step.theta);
        tally.f64s(step.se);
    }
    tally.f64s(&session.estimate().covariance);
    tally.u32(session.finished().expect("nothing is left to ask").code());
    let log = session.log();
    tally.bytes(&log);
    let resumed = Session::resume(test.clone(), &log).expect("its own log");
    assert_eq!(resumed.estimate(), session.estimate(), "a resumed session is the same, to the last bit");
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
