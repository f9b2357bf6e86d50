//! The seeded generator.
//!
//! PCG XSH RR 64/32 (O'Neill 2014) from `rand_pcg`. Step n of a session draws from stream n of the
//! session's seed, so a draw depends on the seed and the step alone: replaying, resuming or amending a
//! session repeats it.

use rand_core::Rng;
use rand_pcg::Pcg32;

/// Streams above those of the steps: whether a position is a pilot item's.
pub(crate) const PILOTS: u64 = 1 << 32;
/// The lots of exposure control.
pub(crate) const EXPOSURE: u64 = 2 << 32;

/// Draws from one stream, one after another.
pub(crate) struct Draws(Pcg32);

impl Draws {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        Self(Pcg32::new(seed, stream))
    }

    /// Uniform in `0.0..1.0`, a multiple of 2⁻³².
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }
}

/// A uniform integer in `0..bound`, unbiased (Lemire 2019).
pub(crate) fn below(seed: u64, stream: u64, bound: u32) -> u32 {
    let mut generator = Pcg32::new(seed, stream);
    let threshold = bound.wrapping_neg() % bound;
    loop {
        let product = u64::from(generator.next_u32()) * u64::from(bound);
        let low = product & u64::from(u32::MAX);
        if low >= u64::from(threshold) {
            // The high half of a product of two u32 is below `bound`, a u32.
            return u32::try_from(product >> 32).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_uniform_and_depend_on_seed_and_step() {
        let mut counts = [0u32; 5];
        for seed in 0..10_000 {
            counts[below(seed, 3, 5) as usize] += 1;
        }
        // Binomial: mean 2,000, standard deviation 40.
        assert!(counts.iter().all(|c| (1_840..2_160).contains(c)), "each value within 4 SD: {counts:?}");
        assert_eq!(below(42, 7, 1000), below(42, 7, 1000), "no hidden state");
        assert!((0..20).any(|step| below(42, step, 1000) != below(42, 0, 1000)), "steps differ");
        let mut draws = Draws::new(1, EXPOSURE);
        let mean = (0..10_000).map(|_| draws.unit()).sum::<f64>() / 10_000.0;
        // Standard error 0.0029.
        assert!((mean - 0.5).abs() < 0.012, "uniform between 0 and 1: mean {mean}");
    }
}
