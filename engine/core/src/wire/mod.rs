//! Banks and designs as plain lists of numbers.
//!
//! This is how they cross into WebAssembly, and a design's list is what its digest is computed from. A
//! list has one reading and a design one list, so equal designs have equal digests in Rust and JavaScript.

mod bank;
mod design;

use alloc::vec::Vec;

/// Reads numbers one after another. Reading past the end, or an integer that is none, spoils the reader;
/// values read after that mean nothing, and [`finish`](Self::finish) says so.
struct Reader<'w> {
    words: &'w [f64],
    sound: bool,
}

impl<'w> Reader<'w> {
    fn new(words: &'w [f64]) -> Self {
        Self { words, sound: true }
    }

    fn numbers(&mut self, count: u32) -> &'w [f64] {
        if let Some((first, rest)) = self.words.split_at_checked(count as usize) {
            self.words = rest;
            return first;
        }
        self.sound = false;
        self.words = &[];
        &[]
    }

    /// A finite number.
    fn number(&mut self) -> f64 {
        let number = self.numbers(1).first().copied().unwrap_or(0.0);
        self.sound &= number.abs() < f64::INFINITY;
        number
    }

    fn integer(&mut self) -> u32 {
        let value = self.number();
        #[expect(clippy::cast_sign_loss, reason = "saturates, and the comparison refuses what did not fit")]
        let integer = value as u32;
        #[expect(clippy::float_cmp, reason = "an integer is exact or it is none")]
        let exact = f64::from(integer) == value;
        self.sound &= exact;
        if exact { integer } else { 0 }
    }

    fn integers(&mut self, count: u32) -> Vec<u32> {
        let mut integers = Vec::new();
        // Stops where the words end: a length that lies must not reserve memory.
        while self.sound && integers.len() < count as usize {
            integers.push(self.integer());
        }
        integers
    }

    /// An integer below `count`.
    fn code(&mut self, count: u32) -> u32 {
        let code = self.integer();
        self.sound &= code < count;
        code
    }

    /// Whether all was sound and nothing is left.
    fn finish(&self) -> bool {
        self.sound && self.words.is_empty()
    }
}
