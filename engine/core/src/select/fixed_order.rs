//! A linear test: items in a given order.

use alloc::vec::Vec;

use super::{Candidate, View};

/// The value is how many items would still follow, so that the next in order is the largest.
pub(super) fn candidates(order: &[u32], view: &View<'_>, out: &mut Vec<Candidate>) {
    let mut value = order.len() as f64;
    for &item in order {
        if view.marks[item as usize] == 0 {
            out.push(Candidate { item, value });
        }
        value -= 1.0;
    }
}
