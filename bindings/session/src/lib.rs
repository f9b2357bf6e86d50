//! The engine a candidate downloads.
//!
//! `thetis-core` behind lists of numbers: no JSON, no text formatting, no clock. The browser parses the
//! bank and sends it as the list that [`thetis_core::Bank::from_words`] reads. An error is one number,
//! `code × 2³² + item + 1` (or `+ 0` where no item is concerned); the npm package makes a class and a
//! sentence of it.

#![no_std]

extern crate alloc;

#[cfg(feature = "wasm-bindgen")]
mod class;
#[cfg(not(feature = "wasm-bindgen"))]
mod plain;
mod runtime;

use alloc::sync::Arc;
use alloc::vec::Vec;

use thetis_core::{Bank, Error, Reason, Session, Test};

#[cfg(feature = "wasm-bindgen")]
pub use class::SessionClass;

/// 2³²: error codes stand above the item they concern.
const ABOVE_ITEM: f64 = 4_294_967_296.0;

fn number_of(error: &Error) -> f64 {
    let item = error.item().map_or(0.0, |item| f64::from(item) + 1.0);
    f64::from(error.code()) * ABOVE_ITEM + item
}

/// Begin with a seed, or go on from a log if it is not empty (the seed is then the log's).
fn open(bank: &[f64], identity: &[u8], design: &[f64], seed: u64, log: &[u8]) -> Result<Session, Error> {
    let bank = Arc::new(Bank::from_words(bank, identity)?);
    let test = Arc::new(Test::from_words(bank, design)?);
    if log.is_empty() { Ok(Session::new(test, seed)) } else { Session::resume(test, log) }
}

/// Where a session stands: the item to ask (−1 when finished), the code of the reason why it finished (0
/// while it goes on), the number of answers; θ, standard errors and error covariance; then for each answer
/// from number `first_step` on: item, category, response code, hundredths of a second, and θ and standard
/// errors after it.
fn write_state(session: &Session, first_step: u32, state: &mut Vec<f64>) {
    state.push(session.next().map_or(-1.0, f64::from));
    state.push(f64::from(session.finished().map_or(0, Reason::code)));
    state.push(f64::from(session.step_count()));
    let estimate = session.estimate();
    for values in [&estimate.theta, &estimate.se, &estimate.covariance] {
        state.extend_from_slice(values);
    }
    let mut index = first_step;
    while let Some(step) = session.step(index) {
        let answer = step.answer;
        for number in [answer.item, answer.category, answer.response, answer.centiseconds] {
            state.push(f64::from(number));
        }
        state.extend_from_slice(step.theta);
        state.extend_from_slice(step.se);
        index += 1;
    }
}
