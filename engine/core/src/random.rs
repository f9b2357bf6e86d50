//! The seeded generator.
//!
//! PCG XSH RR 64/32 (O'Neill 2014) from `rand_pcg`. Step n of a session draws from stream n of the
//! session's seed, so a draw depends on the seed and the step alone: replaying, resuming or amending a
//! session repeats it.

use rand_core::Rng;
use rand_pcg::Pcg32;

/// A uniform integer in `0..bound`, unbiased (Lemire 2019).
pub(crate) fn below(seed: u64, step: u32, bound: u32) -> u32 {
    let mut generator = Pcg32::new(seed, u64::from(step));
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
    }
}
