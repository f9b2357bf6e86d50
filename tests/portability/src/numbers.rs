//! Repeatable numbers from integers alone.

/// `SplitMix64` (Steele, Lea & Flood 2014).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`. (Slightly uneven, which nobody minds here.)
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        // The high half of a product of two u32 is below `bound`.
        u32::try_from(((self.bits() >> 32) * u64::from(bound)) >> 32).unwrap_or(0)
    }

    /// A multiple of 1/64 from `low` to `high`, both in units of 1/64: exact in binary.
    pub(crate) fn sixty_fourths(&mut self, low: i32, high: i32) -> f64 {
        let span = high.abs_diff(low) + 1;
        let steps = i32::try_from(self.below(span)).unwrap_or(0);
        f64::from(low + steps) / 64.0
    }
}
