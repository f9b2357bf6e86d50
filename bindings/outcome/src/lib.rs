//! The arithmetic of results for browsers: `thetis_core::outcome` behind two plain exports.
//!
//! All input and output goes through the exchange of `thetis-runtime`. The npm package's `score_report/` is the other half and
//! the only caller.

#![no_std]

use thetis_core::outcome::report_words;
use thetis_runtime::{begin_reply, end_reply, exchange_list};

/// 2³²: error codes stand above the place they concern.
const ABOVE_PLACE: f64 = 4_294_967_296.0;

/// Holds evidence against standards: the exchange has both as `report_words` reads them. Returns where the reply begins: its
/// length and what `report_words` writes; or the length 1 and minus an error's number, `code × 2³² + place + 1` (or `+ 0` where
/// no place is concerned).
#[unsafe(no_mangle)]
extern "C" fn report() -> *const f64 {
    let list = exchange_list();
    let words = core::mem::take(list);
    begin_reply(list);
    if let Err(error) = report_words(&words, list) {
        let place = error.place().map_or(0.0, |place| f64::from(place) + 1.0);
        begin_reply(list);
        list.push(-(f64::from(error.code()) * ABOVE_PLACE + place));
    }
    end_reply(list)
}
