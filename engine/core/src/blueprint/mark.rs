//! What is known of every item while the next is chosen: a byte of marks each.
//!
//! An item without any mark may be asked. The first four marks last for a session; a working copy of them gets the
//! other two.

/// It was asked.
pub(crate) const ASKED: u8 = 1;
/// It is never to be asked in this session.
pub(crate) const EXCLUDED: u8 = 2;
/// It is in no test.
pub(crate) const RETIRED: u8 = 4;
/// It is asked at pilot positions only.
pub(crate) const PILOT: u8 = 8;
/// It may not be asked now.
pub(crate) const CLOSED: u8 = 16;
/// It stays as it is while [others are closed](close_others).
pub(crate) const KEPT: u8 = 32;

/// Number of items of the list with these marks, of those asked for, and no other.
pub(super) fn count(items: &[u32], asked_for: u8, marked: u8, marks: &[u8]) -> u32 {
    let mut count = 0;
    for item in items {
        count += u32::from(marks[*item as usize] & asked_for == marked);
    }
    count
}

/// Number of items of the list that were asked.
pub(super) fn asked(items: &[u32], marks: &[u8]) -> u32 {
    count(items, ASKED, ASKED, marks)
}

/// Number of items of the list that may be asked.
pub(super) fn open(items: &[u32], marks: &[u8]) -> u32 {
    count(items, u8::MAX, 0, marks)
}

/// Mark all items of a list.
pub(crate) fn set(mark: u8, items: &[u32], marks: &mut [u8]) {
    for item in items {
        marks[*item as usize] |= mark;
    }
}

/// Close what is not [`KEPT`], and keep nothing any more; unless `firmly`, only if something kept may be asked.
pub(crate) fn close_others(firmly: bool, marks: &mut [u8]) {
    let mut any = firmly;
    for mark in marks.iter() {
        any |= *mark == KEPT;
    }
    for mark in marks.iter_mut() {
        if any && *mark & KEPT == 0 {
            *mark |= CLOSED;
        }
        *mark &= !KEPT;
    }
}
