//! The engine a candidate downloads.
//!
//! `thetis-core` behind lists of numbers: no JSON, no text formatting, no clock. The browser parses the
//! bank and sends it as the list that [`thetis_core::Bank::from_words`] reads. An error is one number,
//! `code × 2³² + item + 1` (or `+ 0` where no item is concerned); the npm package makes a class and a
//! sentence of it.

#![no_std]

extern crate alloc;
// Brings allocator and panic handler, also where nothing of it is named.
extern crate thetis_runtime;

#[cfg(feature = "wasm-bindgen")]
mod class;
#[cfg(not(feature = "wasm-bindgen"))]
mod plain;

use alloc::sync::Arc;
use alloc::vec::Vec;

use thetis_core::{Assembler, Bank, Error, Fit, Given, Pass, Reason, Session, Test};

#[cfg(feature = "wasm-bindgen")]
pub use class::SessionClass;

/// 2³²: error codes stand above the item they concern.
const ABOVE_ITEM: f64 = 4_294_967_296.0;

fn number_of(error: &Error) -> f64 {
    let item = error.item().map_or(0.0, |item| f64::from(item) + 1.0);
    f64::from(error.code()) * ABOVE_ITEM + item
}

/// Begin with a seed and without the excluded items; or go on from a log if it is not empty, which has both.
fn open(
    bank: &[f64],
    identity: &[u8],
    design: &[f64],
    (seed, excluded): (u64, &[u32]),
    log: &[u8],
    assembler: Option<Arc<dyn Assembler>>,
) -> Result<Session, Error> {
    let bank = Arc::new(Bank::from_words(bank, identity)?);
    let test = Arc::new(Test::from_words(bank, design, assembler)?);
    if log.is_empty() { Session::excluding(test, seed, excluded) } else { Session::resume(test, log) }
}

/// What a person does.
#[derive(Clone, Copy)]
enum Act {
    /// An answer to item n.
    Answer,
    /// A new answer in place of answer number n.
    Amend,
    /// Item n skipped.
    Skip,
    /// "I don't know" to item n.
    DontKnow,
}

const ACTS: [Act; 4] = [Act::Answer, Act::Amend, Act::Skip, Act::DontKnow];

/// Do the act of this number.
fn act(session: &mut Session, act: u32, n: u32, category: u32, response: u32, centiseconds: u32) -> Result<(), Error> {
    match ACTS.get(act as usize) {
        Some(Act::Answer) => session.answer(n, category, response, centiseconds),
        Some(Act::Amend) => session.amend(n, category, response, centiseconds),
        Some(Act::Skip) => session.pass(n, Pass::Skipped, centiseconds),
        Some(Act::DontKnow) => session.pass(n, Pass::DontKnow, centiseconds),
        None => Err(Error::Malformed),
    }
}

/// Where a session stands: the item to ask (−1 when finished), the code of the reason why it finished (0
/// while it goes on), the number of answers; θ, standard errors and error covariance; person fit (lz, lz*,
/// upper and lower CUSUM, Guttman errors, fast answers, flags; zeros unless `first_step` is 0); then for each answer from number `first_step`
/// on: item, category (−1 skipped, −2 "don't know"), response code, hundredths of a second, and θ and standard
/// errors after it.
fn write_state(session: &Session, first_step: u32, state: &mut Vec<f64>) {
    state.push(session.next().map_or(-1.0, f64::from));
    state.push(f64::from(session.finished().map_or(0, Reason::code)));
    state.push(f64::from(session.step_count()));
    let estimate = session.estimate();
    state.extend_from_slice(&estimate.theta);
    state.extend_from_slice(&estimate.se);
    state.extend_from_slice(&estimate.covariance);
    // Costs as much as an answer: only for who wants the whole.
    let fit = if first_step == 0 { session.fit() } else { Fit::default() };
    let Fit { lz, lz_star, cusum_upper, cusum_lower, guttman, fast, flags } = fit;
    state.extend_from_slice(&[lz, lz_star, cusum_upper, cusum_lower, guttman, fast, f64::from(flags)]);
    let mut index = first_step;
    while let Some(step) = session.step(index) {
        let answer = step.answer;
        let category = match answer.given {
            Given::Category(category) => f64::from(category),
            Given::Passed(Pass::Skipped) => -1.0,
            Given::Passed(Pass::DontKnow) => -2.0,
        };
        state.extend_from_slice(&[
            f64::from(answer.item),
            category,
            f64::from(answer.response),
            f64::from(answer.centiseconds),
        ]);
        state.extend_from_slice(step.theta);
        state.extend_from_slice(step.se);
        index += 1;
    }
}
