//! Random numbers that are functions of where they are used.
//!
//! A number of a study depends on the study's seed and on what it is for (simulee, replication, item), not on
//! how many were drawn before. So every design meets the same simulees, who answer the same item the same way
//! (common random numbers), and neither threads nor the order of work change anything.
//!
//! Each word is folded in by the finaliser of SplitMix64 (Steele, Lea & Flood 2014; Stafford's variant 13),
//! which is one to one.

use std::f64::consts::PI;

/// The golden ratio's fraction: SplitMix64's increment.
const INCREMENT: u64 = 0x9e37_79b9_7f4a_7c15;
/// 2⁻⁵³: the step of the uniform numbers.
const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;

/// What a number is for: purposes share no numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A simulee's ability.
    Ability,
    /// A simulee's answer to an item.
    Answer,
    /// The seed of a session.
    Session,
    /// The time an answer takes.
    Time,
    /// The seed of a study within a study.
    Study,
}

/// A place in the tree of random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stream(u64);

impl Stream {
    /// The root of a purpose.
    pub(crate) fn new(seed: u64, purpose: Purpose) -> Self {
        Self(mix(seed)).at(purpose as u64)
    }

    /// Branch number `index`.
    pub(crate) fn at(self, index: u64) -> Self {
        Self(mix(self.0.wrapping_add(index.wrapping_add(1).wrapping_mul(INCREMENT))))
    }

    /// 64 random bits.
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// Uniform on the open interval from 0 to 1.
    pub(crate) fn uniform(self) -> f64 {
        ((self.0 >> 11) as f64 + 0.5) * STEP
    }

    /// Standard normal (Box & Muller 1958).
    pub(crate) fn normal(self) -> f64 {
        let radius = (-2.0 * libm::log(self.at(0).uniform())).sqrt();
        radius * libm::cos(2.0 * PI * self.at(1).uniform())
    }
}

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{statistics::Moments, whole::index};

    #[test]
    fn uniform_numbers_are_uniform_along_every_branch() {
        let root = Stream::new(7, Purpose::Answer);
        let along: [fn(Stream, u64) -> Stream; 3] =
            [|s, n| s.at(n), |s, n| s.at(n).at(3).at(5), |s, n| s.at(2).at(n % 10).at(n / 10)];
        for branch in along {
            let mut counts = [0u32; 10];
            for n in 0..100_000 {
                counts[index(branch(root, n).uniform() * 10.0)] += 1;
            }
            // Each is binomial with mean 10,000 and standard deviation 95; nine degrees of freedom.
            let chi_square: f64 = counts.iter().map(|c| (f64::from(*c) - 1e4).powi(2) / 1e4).sum();
            assert!(chi_square < 27.9, "beyond the 99.9th percentile: {chi_square}, {counts:?}");
        }
    }

    #[test]
    fn neighbours_are_uncorrelated() {
        let root = Stream::new(0, Purpose::Answer);
        let n = 100_000;
        let centred = |i: u64| root.at(i).at(1).uniform() - 0.5;
        let product: f64 = (0..n).map(|i| centred(i) * centred(i + 1)).sum::<f64>() / n as f64 * 12.0;
        assert!(product.abs() < 4.0 / (n as f64).sqrt(), "correlation {product}");
    }

    #[test]
    fn normal_numbers_have_the_moments_of_a_normal() {
        let root = Stream::new(99, Purpose::Ability);
        let mut moments = Moments::default();
        let mut fourth = Moments::default();
        for n in 0..200_000 {
            let z = root.at(n).normal();
            moments.add(z);
            fourth.add(z.powi(4));
        }
        assert!(moments.mean().abs() < 4.0 / 200_000f64.sqrt(), "mean {}", moments.mean());
        assert!((moments.variance() - 1.0).abs() < 4.0 * (2.0 / 200_000f64).sqrt(), "variance {}", moments.variance());
        // The fourth power's variance is 96.
        assert!((fourth.mean() - 3.0).abs() < 4.0 * (96.0 / 200_000f64).sqrt(), "kurtosis {}", fourth.mean());
    }

    #[test]
    fn seeds_and_purposes_share_nothing() {
        let first = |seed, purpose| Stream::new(seed, purpose).at(0).bits();
        assert_ne!(first(1, Purpose::Answer), first(2, Purpose::Answer));
        assert_ne!(first(1, Purpose::Answer), first(1, Purpose::Ability));
        assert_eq!(first(1, Purpose::Answer), first(1, Purpose::Answer));
    }
}
