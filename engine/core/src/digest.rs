//! Digests that tell a bank, a design or a log from any other.
//!
//! SipHash-1-3 with a fixed key: it finds accidents and mix-ups. It is no signature: whoever can edit a
//! log can also recompute its digest.

use core::hash::Hasher;

use siphasher::sip::SipHasher13;

/// Feeds typed values in a fixed byte order.
pub(crate) struct Digest(SipHasher13);

impl Digest {
    pub(crate) fn new(purpose: &[u8]) -> Self {
        let mut digest = Self(SipHasher13::new_with_keys(0x7468_6574_6973, 1));
        digest.bytes(purpose);
        digest
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.0.write(bytes);
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.0.write(&value.to_le_bytes());
    }

    pub(crate) fn u64(&mut self, value: u64) {
        self.0.write(&value.to_le_bytes());
    }

    /// Zero has two bit patterns and one meaning.
    pub(crate) fn f64(&mut self, value: f64) {
        self.u64((value + 0.0).to_bits());
    }

    pub(crate) fn f64s(&mut self, values: &[f64]) {
        self.u32(u32::try_from(values.len()).unwrap_or(u32::MAX));
        for value in values {
            self.f64(*value);
        }
    }

    pub(crate) fn finish(&self) -> u64 {
        self.0.finish()
    }
}
