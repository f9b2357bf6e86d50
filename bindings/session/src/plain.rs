//! A session as plain exports: what the npm package calls.
//!
//! All input and output goes through one list of numbers, the exchange. JavaScript asks for room with
//! [`exchange`], writes, calls [`open`]; [`state`] and [`log`] leave their answer there, its length first,
//! and return where it begins. A session is a handle; [`close`] ends it. The npm package's `module.ts` is
//! the other half and the only caller.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use thetis_core::{Assembler, Session};
use thetis_runtime::{begin_reply, end_reply, exchange_list};

/// The solver of shadow tests, which the host loads if the design asks for it.
#[derive(Debug)]
struct HostAssembler;

#[link(wasm_import_module = "thetis")]
unsafe extern "C" {
    /// Find the best test for a problem of so many numbers; write its items in their place. Returns how many
    /// they are, −1 if there is none.
    #[link_name = "assemble"]
    safe fn host_assemble(problem: *mut f64, count: usize) -> i32;
}

impl Assembler for HostAssembler {
    fn assemble(&self, problem: &[f64]) -> Option<Vec<u32>> {
        let mut numbers = Vec::new();
        numbers.extend_from_slice(problem);
        let count = host_assemble(numbers.as_mut_ptr(), numbers.len());
        if count < 0 {
            return None;
        }
        numbers.truncate(count.unsigned_abs() as usize);
        Some(items(&numbers))
    }
}

/// Begin, or go on. The exchange holds the bank, the design, the identity (a number a UTF-8 byte), the items
/// excluded and the log (a number a byte), in this order and of these lengths. Without a log, the seed is
/// `high` and `low`. Returns a handle, or minus the error's number.
#[unsafe(no_mangle)]
extern "C" fn open(
    bank: usize,
    design: usize,
    identity: usize,
    excluded: usize,
    log: usize,
    has_assembler: bool,
    high: u32,
    low: u32,
) -> f64 {
    let list = core::mem::take(exchange_list());
    let mut rest = list.as_slice();
    let mut part = |count: usize| {
        let (part, others) = rest.split_at(count);
        rest = others;
        part
    };
    let (bank, design) = (part(bank), part(design));
    let identity = bytes(part(identity));
    let excluded = items(part(excluded));
    let log = bytes(part(log));
    let seed = (u64::from(high) << 32) | u64::from(low);
    let assembler: Option<Arc<dyn Assembler>> = if has_assembler { Some(Arc::new(HostAssembler)) } else { None };
    match crate::open(bank, &identity, design, (seed, &excluded), &log, assembler) {
        // An address is a whole number below 2³²: a float holds it exactly.
        Ok(session) => Box::into_raw(Box::new(session)) as usize as f64,
        Err(error) => -crate::number_of(&error),
    }
}

/// Take an answer (act 0, `n` an item), a new answer in place of answer `n` (1), a skip (2) or "don't know" (3)
/// of item `n`. Returns 0, or the error's number.
///
/// # Safety
/// `session` must come from [`open`] and not have been closed.
#[unsafe(no_mangle)]
unsafe extern "C" fn act(
    session: *mut Session,
    act: u32,
    n: u32,
    category: u32,
    response: u32,
    centiseconds: u32,
) -> f64 {
    // SAFETY: by the contract of this function.
    let session = unsafe { &mut *session };
    crate::act(session, act, n, category, response, centiseconds)
        .map_or_else(|error| crate::number_of(&error), |()| 0.0)
}

/// Where the session stands, from answer `first_step` on; see `write_state`.
///
/// # Safety
/// As [`act`].
#[unsafe(no_mangle)]
unsafe extern "C" fn state(session: *const Session, first_step: u32) -> *const f64 {
    // SAFETY: by the contract of this function.
    let session = unsafe { &*session };
    let list = exchange_list();
    begin_reply(list);
    crate::write_state(session, first_step, list);
    end_reply(list)
}

/// Posterior probability of being at least at a cut score, NaN if the design needs no grid to have it on.
///
/// # Safety
/// As [`act`].
#[unsafe(no_mangle)]
unsafe extern "C" fn above(session: *const Session, dimension: u32, cut: f64) -> f64 {
    // SAFETY: by the contract of this function.
    let session = unsafe { &*session };
    session.posterior_above(dimension, cut).unwrap_or(f64::NAN)
}

/// The log, a number a byte.
///
/// # Safety
/// As [`act`].
#[unsafe(no_mangle)]
unsafe extern "C" fn log(session: *const Session) -> *const f64 {
    // SAFETY: by the contract of this function.
    let session = unsafe { &*session };
    let list = exchange_list();
    begin_reply(list);
    for byte in &session.log() {
        list.push(f64::from(*byte));
    }
    end_reply(list)
}

/// End a session and free its memory.
///
/// # Safety
/// As [`act`]; the handle is not to be used again.
#[unsafe(no_mangle)]
unsafe extern "C" fn close(session: *mut Session) {
    // SAFETY: by the contract of this function, made by `Box::into_raw` in `open`.
    drop(unsafe { Box::from_raw(session) });
}

fn bytes(numbers: &[f64]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in numbers {
        bytes.push(whole(*number) as u8);
    }
    bytes
}

fn items(numbers: &[f64]) -> Vec<u32> {
    let mut items = Vec::new();
    for number in numbers {
        items.push(whole(*number));
    }
    items
}

// Inlined, it would weigh thirty bytes each time.
#[expect(clippy::cast_sign_loss, reason = "JavaScript writes indices and bytes")]
#[inline(never)]
fn whole(number: f64) -> u32 {
    number as u32
}
