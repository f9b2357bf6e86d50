//! Inputs that are almost those of a corpus.

use std::ops::Range;

/// A small generator, so that a run is the same everywhere (SplitMix64: Steele, Lea & Flood 2014).
struct Draw(u64);

impl Draw {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// 0 to `bound`, without it; 0 where that is 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.bits() % (bound as u64).max(1)) as usize
    }
}

/// What readers of numbers, JSON and CSV stumble over; those that JSON takes for a number come first.
const TOKENS: [&str; 28] = [
    "0",
    "-1",
    "1",
    "2",
    "0.5",
    "64",
    "1e308",
    "-1e308",
    "1e-320",
    "4294967295",
    "18446744073709551616",
    "1e400",
    "NaN",
    "inf",
    "NA",
    "null",
    "[]",
    "\"\"",
    "[[[[[[[[[[[[[[[[",
    "\"",
    ",",
    "\r\n",
    "\t",
    "=1+1",
    "\u{feff}",
    "\u{0}",
    "é",
    "\u{202e}",
];
/// How many of them are numbers.
const NUMBERS: usize = 11;

/// An input made from another by a few changes: words exchanged, which leaves most JSON and CSV what it is; bytes changed, left
/// out, repeated, put in, or taken from `elsewhere`. The same seed makes the same changes.
#[must_use]
pub fn mutated(input: &[u8], elsewhere: &[u8], seed: u64) -> Vec<u8> {
    let mut draw = Draw(seed);
    let mut bytes = input.to_vec();
    for _ in 0..1 + draw.below(3) {
        let at = draw.below(bytes.len() + 1);
        let end = at + draw.below((bytes.len() - at).min(24) + 1);
        match draw.below(16) {
            0 if at < bytes.len() => bytes[at] ^= 1 << draw.below(8),
            1 if at < bytes.len() => bytes[at] = draw.bits() as u8,
            2 => _ = bytes.drain(at..end),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => _ = bytes.splice(at..end, TOKENS[draw.below(TOKENS.len())].bytes()),
            5 => {
                let from = draw.below(elsewhere.len() + 1);
                let to = from + draw.below((elsewhere.len() - from).min(64) + 1);
                bytes.splice(at..end, elsewhere[from..to].iter().copied());
            }
            6 => bytes.truncate(bytes.len() - draw.below(bytes.len() / 8 + 1)),
            // A word for a token, or for another word of the same or of another input.
            7..=10 => _ = bytes.splice(word(&bytes, at), TOKENS[draw.below(NUMBERS)].bytes()),
            choice => {
                let source = if choice == 11 { elsewhere } else { &bytes };
                let other = source[word(source, draw.below(source.len() + 1))].to_vec();
                bytes.splice(word(&bytes, at), other);
            }
        }
    }
    bytes
}

/// Where the word is that has this place in it or after it: a number, a name, what stands between quotation marks.
fn word(bytes: &[u8], at: usize) -> Range<usize> {
    let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') || *byte >= 0x80;
    let start = bytes[..at].iter().rposition(|byte| !is_of_word(byte)).map_or(0, |before| before + 1);
    let skipped = bytes[start..].iter().position(is_of_word).map_or(bytes.len(), |skipped| start + skipped);
    let end = bytes[skipped..].iter().position(|byte| !is_of_word(byte)).map_or(bytes.len(), |length| skipped + length);
    skipped..end
}
