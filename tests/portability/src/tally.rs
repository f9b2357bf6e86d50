//! A digest of numbers as bits: FNV-1a, 64 bits (Fowler, Noll & Vo). It tells mistakes apart, not enemies.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

pub(crate) struct Tally(u64);

impl Tally {
    pub(crate) fn new() -> Self {
        Self(OFFSET)
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.bytes(&value.to_le_bytes());
    }

    pub(crate) fn u64(&mut self, value: u64) {
        self.bytes(&value.to_le_bytes());
    }

    /// # Panics
    /// If the value is NaN: its bits mean nothing, and the engine promises there is none.
    pub(crate) fn f64(&mut self, value: f64) {
        assert!(!value.is_nan(), "the engine computed NaN");
        self.u64(value.to_bits());
    }

    pub(crate) fn f64s(&mut self, values: &[f64]) {
        for value in values {
            self.f64(*value);
        }
    }

    pub(crate) fn digest(&self) -> u64 {
        self.0
    }
}
