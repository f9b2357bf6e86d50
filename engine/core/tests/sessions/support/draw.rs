//! Repeatable draws, and running a promise over many cases.
//!
//! Cases are numbered, and small ones come first, so that what fails first is small. A failure names its case;
//! `THETIS_CASES` multiplies their number, `THETIS_SEED` chooses others, `THETIS_CASE` looks at that one alone.

use std::fmt::Debug;

/// `SplitMix64` (Steele, Lea & Flood 2014).
#[derive(Clone, Debug)]
pub(crate) struct Draw(u64);

impl Draw {
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
        u32::try_from(((self.bits() >> 32) * u64::from(bound)) >> 32).expect("below a u32")
    }

    /// A whole number from `low` to `high`.
    pub(crate) fn whole(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// Uniform from 0 to below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Standard normal (Box & Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(u32::try_from(of.len()).expect("few")) as usize].clone()
    }

    pub(crate) fn maybe<T>(&mut self, probability: f64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(probability).then(|| make(self))
    }

    pub(crate) fn list<T>(&mut self, count: u32, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..count).map(|_| make(self)).collect()
    }

    /// Some of a list, in random order.
    pub(crate) fn some_of(&mut self, list: &[u32], count: u32) -> Vec<u32> {
        let mut list = list.to_vec();
        for last in (1..list.len()).rev() {
            let other = self.below(u32::try_from(last).expect("few") + 1) as usize;
            list.swap(last, other);
        }
        list.truncate(count as usize);
        list
    }
}

/// Names the case that was being looked at when something panics.
struct Named<'a>(&'a str, u32);

impl Drop for Named<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("this was case {} of \"{}\"", self.1, self.0);
        }
    }
}

fn environment(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Look at `count` cases: each gets draws of its own, and a size that grows from 0 to 1.
pub(crate) fn each_case(promise: &str, count: u32, mut look: impl FnMut(&mut Draw, f64)) {
    let count = count * u32::try_from(environment("THETIS_CASES", 1)).expect("a factor");
    let name = promise.bytes().fold(environment("THETIS_SEED", 20_261_121), |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let only = environment("THETIS_CASE", u64::MAX);
    for number in (0..count).filter(|number| only == u64::MAX || only == u64::from(*number)) {
        let named = Named(promise, number);
        look(&mut Draw::new(name ^ u64::from(number) << 32), f64::from(number) / f64::from(count));
        drop(named);
    }
}

/// A number from 0 to `most` that grows with the size of a case.
pub(crate) fn grown(size: f64, most: u32) -> u32 {
    (1..=most).filter(|number| f64::from(*number) <= size * f64::from(most)).count() as u32
}

/// Whether two numbers are equal but for rounding, relative to the larger or to one.
pub(crate) fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a.is_infinite() && a.total_cmp(&b).is_eq()) || (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}

/// Assert that two lists of numbers are [`close`].
#[track_caller]
pub(crate) fn assert_close(a: &[f64], b: &[f64], tolerance: f64, what: impl Debug) {
    assert_eq!(a.len(), b.len(), "{what:?}");
    for (x, y) in a.iter().zip(b) {
        assert!(close(*x, *y, tolerance), "{what:?}: {a:?} against {b:?}");
    }
}
