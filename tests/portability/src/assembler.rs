//! Shadow tests by trying every test there is, so that this part of the engine is in the digest too. The solver that
//! products use is in `thetis-assembly`, and has tests of its own.

use alloc::vec::Vec;

use thetis_core::Assembler;

#[derive(Debug)]
pub(crate) struct Exhaustive;

/// Most items that are tried.
const MOST_ITEMS: usize = 12;

/// Reads a problem, number by number.
struct Words<'w>(&'w [f64]);

impl Words<'_> {
    fn number(&mut self) -> f64 {
        let (first, rest) = self.0.split_first().expect("a whole problem");
        self.0 = rest;
        *first
    }

    #[expect(clippy::cast_sign_loss, reason = "counts, bounds and items")]
    fn whole(&mut self) -> u32 {
        self.number() as u32
    }

    /// Fewest, most, and which, as bits.
    fn bounded(&mut self) -> (u32, u32, u32) {
        let (min, max, count) = (self.whole(), self.whole(), self.whole());
        (min, max, (0..count).fold(0, |bits, _| bits | 1 << self.whole()))
    }
}

impl Assembler for Exhaustive {
    fn assemble(&self, problem: &[f64]) -> Option<Vec<u32>> {
        let mut words = Words(problem);
        let (n, length) = (words.whole(), words.whole());
        assert!(n as usize <= MOST_ITEMS, "small banks only");
        let mut values = [0.0; MOST_ITEMS];
        let (mut asked, mut closed) = (0u32, 0u32);
        for (item, value) in values[..n as usize].iter_mut().enumerate() {
            *value = words.number();
            match words.whole() {
                1 => asked |= 1 << item,
                2 => closed |= 1 << item,
                _ => {}
            }
        }
        let constraints: Vec<(u32, u32, u32)> = (0..words.whole()).map(|_| words.bounded()).collect();
        let (count, fewest, most) = (words.whole(), words.whole(), words.whole());
        let sets: Vec<(u32, u32, u32)> = (0..count).map(|_| words.bounded()).collect();
        let is_within =
            |test: u32, (min, max, items): &(u32, u32, u32)| (*min..=*max).contains(&(test & items).count_ones());
        let mut best: Option<(f64, u32)> = None;
        for test in 0..1u32 << n {
            let used = sets.iter().filter(|set| test & set.2 != 0).count() as u32;
            let is_test = test.count_ones() == length
                && test & asked == asked
                && test & closed == 0
                && (fewest..=most).contains(&used)
                && constraints.iter().all(|constraint| is_within(test, constraint))
                && sets.iter().all(|set| test & set.2 == 0 || is_within(test, set));
            if is_test {
                let mut value = 0.0;
                for (item, of_item) in values.iter().enumerate() {
                    if test >> item & 1 == 1 {
                        value += of_item;
                    }
                }
                if best.is_none_or(|(other, _)| value > other) {
                    best = Some((value, test));
                }
            }
        }
        best.map(|(_, test)| (0..n).filter(|item| test >> item & 1 == 1).collect())
    }
}
