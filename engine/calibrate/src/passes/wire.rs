//! Numbers as bytes.

use std::fmt;

/// Version of all formats of this module. It rises whenever the same bytes would mean something else.
pub const VERSION: u32 = 1;

/// Why bytes are not what they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireError {
    /// They are of something else.
    Other {
        /// What was expected.
        expected: &'static str,
    },
    /// They are of another version of this program.
    Version {
        /// The version that wrote them.
        found: u32,
    },
    /// They were cut or changed on the way.
    Damaged,
    /// They say something that cannot be.
    Invalid {
        /// What.
        what: &'static str,
    },
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other { expected } => write!(f, "these bytes are not {expected}: something else was sent or read"),
            Self::Version { found } => write!(
                f,
                "these bytes are of format version {found}, this program writes and reads {VERSION}: run the same release of thetis everywhere"
            ),
            Self::Damaged => f.write_str("these bytes were cut or changed on the way: send or write them again"),
            Self::Invalid { what } => {
                write!(f, "these bytes contradict themselves in {what}: run the same release of thetis everywhere")
            }
        }
    }
}

impl std::error::Error for WireError {}

/// Length of the letters and the version.
const HEAD: usize = 8;
/// Length of the checksum.
const TAIL: usize = 8;

/// Bytes being written.
#[derive(Debug)]
pub(super) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Begin with four letters that say what it is.
    pub(super) fn new(letters: [u8; 4]) -> Self {
        let mut writer = Self { bytes: letters.to_vec() };
        writer.u32(VERSION);
        writer
    }

    pub(super) fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn f64(&mut self, value: f64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A number of things.
    pub(super) fn size(&mut self, value: usize) {
        self.u32(u32::try_from(value).expect("lists of fewer than 4 thousand million"));
    }

    /// `None` is 0, and every place one more.
    pub(super) fn place(&mut self, value: Option<usize>) {
        self.size(value.map_or(0, |place| place + 1));
    }

    pub(super) fn numbers(&mut self, list: &[f64]) {
        self.size(list.len());
        self.bytes.reserve(8 * list.len());
        list.iter().for_each(|value| self.f64(*value));
    }

    pub(super) fn flags(&mut self, list: &[bool]) {
        self.size(list.len());
        list.iter().for_each(|flag| self.u8(u8::from(*flag)));
    }

    /// Add the checksum.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let sum = hash(0, &self.bytes);
        self.u64(sum);
        self.bytes
    }
}

/// Bytes being read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Begin after the letters, once version and checksum are as they should be.
    pub(super) fn new(bytes: &'a [u8], letters: [u8; 4], expected: &'static str) -> Result<Self, WireError> {
        let (Some(head), Some(version)) = (bytes.first_chunk::<4>(), bytes.get(4..HEAD)) else {
            return Err(WireError::Other { expected });
        };
        if *head != letters {
            return Err(WireError::Other { expected });
        }
        let found = version.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        if found != VERSION {
            return Err(WireError::Version { found });
        }
        let Some((content, sum)) = bytes.split_last_chunk::<TAIL>() else { return Err(WireError::Damaged) };
        if content.len() < HEAD || hash(0, content) != u64::from_le_bytes(*sum) {
            return Err(WireError::Damaged);
        }
        Ok(Self { rest: &content[HEAD..] })
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let (first, rest) = self.rest.split_first_chunk::<N>().ok_or(WireError::Damaged)?;
        self.rest = rest;
        Ok(*first)
    }

    pub(super) fn u8(&mut self) -> Result<u8, WireError> {
        self.take::<1>().map(|[byte]| byte)
    }

    pub(super) fn u32(&mut self) -> Result<u32, WireError> {
        self.take().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, WireError> {
        self.take().map(u64::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Result<f64, WireError> {
        self.take().map(f64::from_le_bytes)
    }

    pub(super) fn size(&mut self) -> Result<usize, WireError> {
        self.u32().map(|value| value as usize)
    }

    /// The length of a list of things that take at least so many bytes each: no more than can be there.
    pub(super) fn length(&mut self, least: usize) -> Result<usize, WireError> {
        let length = self.size()?;
        if length > self.rest.len() / least { Err(WireError::Damaged) } else { Ok(length) }
    }

    pub(super) fn place(&mut self) -> Result<Option<usize>, WireError> {
        self.size().map(|value| value.checked_sub(1))
    }

    pub(super) fn numbers(&mut self) -> Result<Vec<f64>, WireError> {
        let length = self.length(8)?;
        let (list, rest) = self.rest.split_at(8 * length);
        self.rest = rest;
        Ok(list.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect())
    }

    pub(super) fn flags(&mut self) -> Result<Vec<bool>, WireError> {
        let length = self.length(1)?;
        let (list, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(list.iter().map(|byte| *byte != 0).collect())
    }

    /// Nothing may be left.
    pub(super) fn finish(self) -> Result<(), WireError> {
        if self.rest.is_empty() { Ok(()) } else { Err(WireError::Damaged) }
    }
}

/// A 64-bit hash of a few hundred bytes, eight at a time: not for secrets.
pub(super) fn hash(start: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut sum = mix(start, bytes.len() as u64);
    for word in words {
        sum = mix(sum, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    finish(mix(sum, u64::from_le_bytes(last)))
}

/// Take in another word.
#[inline(always)]
fn mix(sum: u64, word: u64) -> u64 {
    (sum.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Spread every bit over all (splitmix64, Steele et al. 2014).
#[inline(always)]
fn finish(sum: u64) -> u64 {
    let sum = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let sum = (sum ^ (sum >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    sum ^ (sum >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut writer = Writer::new(*b"test");
        writer.numbers(&[1.5, -0.0, f64::INFINITY]);
        writer.place(None);
        writer.place(Some(7));
        writer.flags(&[true, false]);
        writer.finish()
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = sample();
        let mut reader = Reader::new(&bytes, *b"test", "a test").expect("sound");
        assert_eq!(reader.numbers().map(|list| list.len()), Ok(3));
        assert_eq!((reader.place(), reader.place()), (Ok(None), Ok(Some(7))));
        assert_eq!(reader.flags(), Ok(vec![true, false]));
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn every_change_and_every_cut_is_noticed() {
        let bytes = sample();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                assert!(Reader::new(&changed, *b"test", "a test").is_err(), "byte {at}, bit {bit}");
            }
            assert!(Reader::new(&bytes[..at], *b"test", "a test").is_err(), "cut at {at}");
        }
    }

    #[test]
    fn another_version_is_named() {
        let mut bytes = sample();
        bytes[4] = 9;
        let error = Reader::new(&bytes, *b"test", "a test").map(|_| ()).expect_err("another version");
        assert_eq!(error, WireError::Version { found: 9 });
        assert!(error.to_string().contains("same release"), "{error}");
    }

    #[test]
    fn a_length_is_not_believed() {
        let mut writer = Writer::new(*b"test");
        writer.u32(u32::MAX);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes, *b"test", "a test").expect("sound");
        assert_eq!(reader.numbers(), Err(WireError::Damaged));
    }
}
