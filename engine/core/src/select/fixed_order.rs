//! A linear test: items in a given order.

use alloc::vec;
use alloc::vec::Vec;

use super::{Candidate, View};
use crate::bank::Bank;
use crate::error::Error;

pub(super) fn check(order: &[u32], bank: &Bank) -> Result<(), Error> {
    if order.is_empty() {
        return Err(Error::FixedOrder { item: 0 });
    }
    let mut named = vec![false; bank.len() as usize];
    for &item in order {
        if !bank.is_available(item) || core::mem::replace(&mut named[item as usize], true) {
            return Err(Error::FixedOrder { item });
        }
    }
    Ok(())
}

/// The value is how many items would still follow, so that the next in order is the largest.
pub(super) fn candidates(order: &[u32], view: &View<'_>, out: &mut Vec<Candidate>) {
    let mut value = order.len() as f64;
    for &item in order {
        if view.is_available(item) {
            out.push(Candidate { item, value });
        }
        value -= 1.0;
    }
}
