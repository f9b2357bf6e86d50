//! Digests that tell a bank, a design or a log from any other.
//!
//! FNV-1a, 64 bits (Fowler, Noll & Vo), ended by a mixing step. Each step maps states one to one, so of two
//! inputs that differ in one byte the digests differ for certain, not only probably. It finds accidents and
//! mix-ups; it is no signature: whoever can edit a log can also recompute its digest.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Feeds typed values in a fixed byte order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digest(u64);

impl Digest {
    pub(crate) const EMPTY: Self = Self(OFFSET);

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.bytes(&value.to_le_bytes());
    }

    /// The number of values, then each. Zero has two bit patterns and one meaning.
    pub(crate) fn f64s(&mut self, values: &[f64]) {
        // A list longer than u32 counts would not fit the memory of any machine this runs on.
        self.u32(values.len() as u32);
        for value in values {
            self.bytes(&(value + 0.0).to_le_bytes());
        }
    }

    /// The digest; its low half alone still tells single changes apart with near certainty.
    pub(crate) fn finish(&self) -> u64 {
        // One to one as well: an odd multiplier and a shift by half.
        let mixed = self.0 ^ (self.0 >> 32);
        mixed.wrapping_mul(PRIME)
    }
}
