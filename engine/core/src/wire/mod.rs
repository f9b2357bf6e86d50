//! Banks and designs as plain lists of numbers.
//!
//! This is how they cross into WebAssembly, and a design's list is what its digest is computed from. Equal
//! designs have equal lists in Rust and JavaScript. Reading is also checking: a design made in Rust is
//! written and read back, so that there is one place where it is refused.

mod bank;
mod blueprint;
mod criterion;
mod design;
mod rule;

use alloc::vec::Vec;

use crate::error::Error;

/// Reads numbers one after another, and keeps the first thing wrong. What is read after that means nothing;
/// [`finish`](Self::finish) says so.
pub(crate) struct Reader<'w> {
    words: &'w [f64],
    error: Option<Error>,
}

impl<'w> Reader<'w> {
    pub(crate) fn new(words: &'w [f64]) -> Self {
        Self { words, error: None }
    }

    /// Keep an error, unless there is one already.
    // One copy of each of these: inlined, they would be a sixth of the module.
    #[inline(never)]
    fn refuse(&mut self, error: &Error) {
        if self.error.is_none() {
            self.error = Some(*error);
        }
    }

    /// Refuse what does not hold.
    #[inline(never)]
    fn check(&mut self, holds: bool, error: &Error) {
        if !holds {
            self.refuse(error);
        }
    }

    fn is_sound(&self) -> bool {
        self.error.is_none()
    }

    /// Any number, even one that is none.
    #[inline(never)]
    pub(crate) fn word(&mut self) -> f64 {
        if let Some((word, rest)) = self.words.split_first() {
            self.words = rest;
            return *word;
        }
        self.refuse(&Error::Malformed);
        0.0
    }

    /// A finite number.
    #[inline(never)]
    pub(crate) fn number(&mut self) -> f64 {
        let number = self.word();
        if number.abs() < f64::INFINITY {
            return number;
        }
        self.refuse(&Error::Malformed);
        0.0
    }

    /// A finite number that is not negative; else this error.
    #[inline(never)]
    fn not_negative(&mut self, error: &Error) -> f64 {
        let number = self.number();
        self.check(number >= 0.0, error);
        number
    }

    #[expect(clippy::float_cmp, reason = "an integer is exact or it is none")]
    #[inline(never)]
    pub(crate) fn integer(&mut self) -> u32 {
        let value = self.number();
        let integer = whole(value);
        if f64::from(integer) == value {
            return integer;
        }
        self.refuse(&Error::Malformed);
        0
    }

    /// A number of things of which each takes a word or more: one that lies must not reserve memory.
    #[inline(never)]
    pub(crate) fn count(&mut self) -> u32 {
        let count = self.integer();
        if count as usize <= self.words.len() {
            return count;
        }
        self.refuse(&Error::Malformed);
        0
    }

    /// So many words, whether they are numbers or not.
    #[inline(never)]
    pub(crate) fn words(&mut self, count: u32, out: &mut Vec<f64>) {
        // Stops where the words end.
        while self.is_sound() && out.len() < count as usize {
            out.push(self.word());
        }
    }

    #[inline(never)]
    pub(crate) fn integers(&mut self, count: u32, out: &mut Vec<u32>) {
        while self.is_sound() && out.len() < count as usize {
            out.push(self.integer());
        }
    }

    /// A length, then as many finite numbers.
    #[inline(never)]
    fn list(&mut self, out: &mut Vec<f64>) {
        let count = self.integer();
        while self.is_sound() && out.len() < count as usize {
            out.push(self.number());
        }
    }

    /// The same, ascending; else this error.
    #[inline(never)]
    fn ascending(&mut self, error: &Error, out: &mut Vec<f64>) {
        self.list(out);
        let mut last = f64::NEG_INFINITY;
        for number in out.iter() {
            self.check(*number > last, error);
            last = *number;
        }
    }

    /// A length, then as many integers.
    #[inline(never)]
    pub(crate) fn items(&mut self, out: &mut Vec<u32>) {
        let count = self.integer();
        self.integers(count, out);
    }

    /// A list of items that have no `marks`; then they have this one.
    #[inline(never)]
    fn bank_items(&mut self, error: &Error, mark: u8, marks: &mut [u8], items: &mut Vec<u32>) {
        self.items(items);
        for &item in items.iter() {
            let mut is_unmarked = false;
            if let Some(other) = marks.get_mut(item as usize) {
                is_unmarked = *other == 0;
                *other |= mark;
            }
            if !is_unmarked {
                self.refuse(&error.about(item));
            }
        }
    }

    /// One of a list, by its place; the first where there is no such place.
    #[inline(never)]
    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        let code = self.integer() as usize;
        if code < list.len() {
            return list[code];
        }
        self.refuse(&Error::Malformed);
        list[0]
    }

    /// An integer below `count`; 0 where it is not.
    #[inline(never)]
    fn code(&mut self, count: u32) -> u32 {
        let code = self.integer();
        if code < count {
            return code;
        }
        self.refuse(&Error::Malformed);
        0
    }

    /// The first thing wrong.
    #[inline(never)]
    fn so_far(&self) -> Result<(), Error> {
        self.error.map_or(Ok(()), Err)
    }

    /// The first thing wrong, or that something is left.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        self.check(self.words.is_empty(), &Error::Malformed);
        self.so_far()
    }
}

/// The integer below a number; the nearest there is, for others.
#[expect(clippy::cast_sign_loss, reason = "saturates")]
#[inline(never)]
fn whole(number: f64) -> u32 {
    number as u32
}

/// Both values of a flag, by their places.
const FLAGS: [bool; 2] = [false, true];

fn flag(value: bool) -> f64 {
    f64::from(u8::from(value))
}

fn place<T: PartialEq>(list: &[T], value: &T) -> f64 {
    list.iter().position(|other| other == value).unwrap_or(0) as f64
}

pub(crate) fn put_list(list: &[f64], out: &mut Vec<f64>) {
    out.push(list.len() as f64);
    out.extend(list);
}

pub(crate) fn put_items(items: &[u32], out: &mut Vec<f64>) {
    out.push(items.len() as f64);
    out.extend(items.iter().map(|item| f64::from(*item)));
}
