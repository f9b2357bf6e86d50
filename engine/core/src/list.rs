//! Lists of numbers, made in one way.
//!
//! `vec!`, `clone` and `to_vec` each bring code of their own for every type of element; growing a list is there anyway.

use alloc::vec::Vec;

/// So many zeros.
pub(crate) fn zeros(count: usize) -> Vec<f64> {
    let mut list = Vec::new();
    list.resize(count, 0.0);
    list
}

/// The same again.
pub(crate) fn copy<T: Copy>(list: &[T]) -> Vec<T> {
    let mut copy = Vec::new();
    copy.extend_from_slice(list);
    copy
}

/// Whether a list of items has this one.
pub(crate) fn has(list: &[u32], item: u32) -> bool {
    let mut has = false;
    for other in list {
        has |= *other == item;
    }
    has
}
