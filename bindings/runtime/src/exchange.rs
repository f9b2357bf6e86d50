//! The exchange: one list of numbers for all input and output of a module.
//!
//! JavaScript asks for room with `exchange`, writes, and calls an export that reads; a reply is its length and what
//! follows, and the export returns where it begins.

use alloc::vec::Vec;
use core::cell::UnsafeCell;

struct Exchange(UnsafeCell<Vec<f64>>);

// SAFETY: a WebAssembly instance without the threads proposal has one thread, and no export calls another
// while it holds the list.
unsafe impl Sync for Exchange {}

static EXCHANGE: Exchange = Exchange(UnsafeCell::new(Vec::new()));

/// The list. Whoever asks for it lets go of it before the export that was called returns, and calls no other meanwhile.
pub fn exchange_list() -> &'static mut Vec<f64> {
    // SAFETY: one thread, and every caller lets go of the list before the export returns; see above.
    unsafe { &mut *EXCHANGE.0.get() }
}

/// Room for so many numbers; returns where it begins.
#[unsafe(no_mangle)]
extern "C" fn exchange(count: usize) -> *const f64 {
    let list = exchange_list();
    list.clear();
    list.resize(count, 0.0);
    list.as_ptr()
}

/// A reply is the length of what follows, then that.
pub fn begin_reply(list: &mut Vec<f64>) {
    list.clear();
    list.push(0.0);
}

/// Writes the length; returns where the reply begins.
pub fn end_reply(list: &mut [f64]) -> *const f64 {
    list[0] = list.len() as f64 - 1.0;
    list.as_ptr()
}
