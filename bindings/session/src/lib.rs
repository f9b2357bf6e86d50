//! The engine a candidate downloads.
//!
//! `thetis-core` behind typed arrays and numbers: no JSON, no text formatting, no clock. The browser
//! parses the bank; [`wire`] says how it arrives. An error is thrown as one number, `code × 2³² + item + 1`
//! (or `+ 0` where no item is concerned); the npm package makes a class and a sentence of it.

#![no_std]

extern crate alloc;

mod bank;
mod runtime;
mod session;
mod wire;

pub use bank::Bank;
pub use session::Session;

use thetis_core::Error;
use wasm_bindgen::JsValue;

/// 2³²: error codes stand above the item they concern.
const ABOVE_ITEM: f64 = 4_294_967_296.0;

/// The words do not form a bank or design: the sender has a fault, not the author.
const MALFORMED: u32 = 1;

fn thrown(error: Error) -> JsValue {
    let item = error.item().map_or(0.0, |item| f64::from(item) + 1.0);
    JsValue::from_f64(f64::from(error.code()) * ABOVE_ITEM + item)
}

fn malformed() -> JsValue {
    JsValue::from_f64(f64::from(MALFORMED) * ABOVE_ITEM)
}
