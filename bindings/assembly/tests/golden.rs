//! 200 problems give the replies they gave before, to the last bit. `golden.test.mjs` holds the module to the
//! same digests in Node and in Chromium; it draws the problems as this does, with nothing but whole numbers and
//! one division.

use std::collections::BTreeSet;
use std::fs;

const BLOCKS: u32 = 10;
const PROBLEMS: u32 = 20;

/// Mulberry32.
struct Random(u32);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let mut word = self.0;
        word = (word ^ (word >> 15)).wrapping_mul(word | 1);
        word ^= word.wrapping_add((word ^ (word >> 7)).wrapping_mul(word | 61));
        (word ^ (word >> 14)) % end
    }
}

/// A problem of 40 to 239 items with attributes to balance; every third with item sets, some with no test.
fn problem(number: u32) -> Vec<f64> {
    let mut random = Random(number);
    let items = 40 + random.below(200);
    let length = 6 + random.below(15);
    let mut words = vec![f64::from(items), f64::from(length)];
    for _ in 0..items {
        words.push(f64::from(random.below(9_973)) / 9_973.0);
        words.push(match random.below(100) {
            0..3 => 1.0,
            3..10 => 2.0,
            _ => 0.0,
        });
    }
    let mut constraints: Vec<Vec<f64>> = Vec::new();
    for _ in 0..2 + random.below(3) {
        let categories = 2 + random.below(5);
        let of: Vec<u32> = (0..items).map(|_| random.below(categories)).collect();
        for category in 0..categories {
            let expected = length / categories;
            let min = expected.saturating_sub(random.below(3));
            let mut words = vec![f64::from(min), f64::from(expected + 1 + random.below(2)), 0.0];
            words.extend((0..items).filter(|item| of[*item as usize] == category).map(f64::from));
            words[2] = (words.len() - 3) as f64;
            constraints.push(words);
        }
    }
    words.push(constraints.len() as f64);
    words.extend(constraints.concat());
    let sets = if number.is_multiple_of(3) { items / 8 } else { 0 };
    let least = if sets > 0 { random.below(3) } else { 0 };
    words.extend([f64::from(sets), f64::from(least), f64::from(least + sets.min(3))]);
    for set in 0..sets {
        words.extend([f64::from(1 + random.below(2)), f64::from(2 + random.below(3)), 5.0]);
        words.extend((0..5).map(|item| f64::from(5 * set + item)));
    }
    words
}

/// FNV-1a over the bytes of the numbers, little-endian.
fn digest(hash: u64, numbers: &[f64]) -> u64 {
    let bytes = numbers.iter().flat_map(|number| number.to_le_bytes());
    bytes.fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn replies_are_as_they_were() {
    let mut counts = BTreeSet::new();
    let digests: Vec<String> = (0..BLOCKS)
        .map(|block| {
            let hash = (block * PROBLEMS..(block + 1) * PROBLEMS).fold(0xcbf2_9ce4_8422_2325, |hash, number| {
                let reply = thetis_assembly_wasm::reply(&problem(number));
                #[expect(clippy::cast_possible_truncation, reason = "a count, or −1")]
                counts.insert(reply[0] as i32);
                digest(hash, &reply)
            });
            format!("{hash:016x}")
        })
        .collect();
    // Tests of most lengths, problems without a test, and no malformed or unsolved ones.
    assert!(counts.len() > 10 && counts.first() == Some(&-1), "{counts:?}");
    let golden = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden.txt")).unwrap();
    let golden: Vec<&str> = golden.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(digests, golden, "replies changed; if they were meant to, these are the digests now");
}
