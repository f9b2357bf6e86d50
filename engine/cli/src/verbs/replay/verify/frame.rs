//! The bytes of a log, taken apart without asking whether any of it is true: for logs that the engine refuses, and for
//! the chain of hashes.
//!
//! The format is that of `thetis_core::session::log`, which checks all of it; here a record is only cut off the bytes.

use sha2::{Digest, Sha256};

/// Bytes before the records.
const HEADER: usize = 28;
/// Bytes after them.
const CHECKSUM: usize = 8;

/// What a log's bytes say, right or wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'l> {
    pub(super) revision: u16,
    pub(super) bank: u64,
    pub(super) design: u64,
    pub(super) seed: u64,
    header: &'l [u8],
    /// Everything after the header.
    rest: &'l [u8],
}

impl<'l> Frame<'l> {
    /// `None` if there is no whole header.
    pub(super) fn of(log: &'l [u8]) -> Option<Self> {
        let (header, rest) = log.split_at_checked(HEADER)?;
        let (fixed, words) = header.split_first_chunk::<4>()?;
        let (words, _) = words.as_chunks::<8>();
        let [bank, design, seed] = *words else { return None };
        let [bank, design, seed] = [bank, design, seed].map(u64::from_le_bytes);
        Some(Self { revision: u16::from_le_bytes([fixed[2], fixed[3]]), bank, design, seed, header, rest })
    }

    /// The records with the checksum after them.
    pub(super) const fn rest(&self) -> &'l [u8] {
        self.rest
    }

    /// The records.
    pub(super) fn records(&self) -> &'l [u8] {
        &self.rest[..self.rest.len().saturating_sub(CHECKSUM)]
    }

    /// The records one by one, up to the first that is none.
    pub(super) fn entries(&self) -> impl Iterator<Item = RawRecord<'l>> + use<'l> {
        let mut records = self.records();
        std::iter::from_fn(move || match cut(&mut records) {
            Cut::Record(record) => Some(record),
            _ => None,
        })
    }

    /// `h₀ = SHA-256(header)`, then `h_k = SHA-256(h_{k−1} ‖ record k)`: whoever has kept one of them can tell that no
    /// record up to it was changed since.
    pub(super) fn chain(&self) -> Vec<String> {
        let mut hash = Sha256::digest(self.header);
        let mut chain = vec![hexadecimal(&hash)];
        for record in self.entries() {
            hash = Sha256::new().chain_update(hash).chain_update(record.bytes).finalize();
            chain.push(hexadecimal(&hash));
        }
        chain
    }
}

/// SHA-256 of a whole log, by which it is known elsewhere.
pub(super) fn fingerprint(log: &[u8]) -> String {
    hexadecimal(&Sha256::digest(log))
}

fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Kinds of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Answer,
    Amendment,
    Pass,
    Exclusion,
}

impl Kind {
    /// How many numbers a record has.
    const fn numbers(self) -> usize {
        match self {
            Self::Answer | Self::Amendment => 4,
            Self::Pass => 3,
            Self::Exclusion => 1,
        }
    }
}

/// A record: its numbers, those that it does not have being 0, and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RawRecord<'l> {
    pub(super) kind: Kind,
    pub(super) numbers: [u32; 4],
    pub(super) bytes: &'l [u8],
}

/// What is at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut<'l> {
    Record(RawRecord<'l>),
    /// Nothing.
    End,
    /// A record of which the end is missing.
    Incomplete,
    /// No record.
    Malformed,
}

/// Cut a record off the front; the bytes stay as they are where there is none.
pub(super) fn cut<'l>(bytes: &mut &'l [u8]) -> Cut<'l> {
    let whole = *bytes;
    if whole.is_empty() {
        return Cut::End;
    }
    let mut rest = whole;
    let mut numbers = [0; 4];
    let mut kind = Kind::Exclusion;
    let mut place = 0;
    while place == 0 || place < kind.numbers() {
        match integer(&mut rest) {
            Ok(number) => numbers[place] = number,
            Err(reason) => return reason,
        }
        if place == 0 {
            kind = [Kind::Answer, Kind::Amendment, Kind::Pass, Kind::Exclusion][(numbers[0] & 3) as usize];
            numbers[0] >>= 2;
        }
        place += 1;
    }
    *bytes = rest;
    Cut::Record(RawRecord { kind, numbers, bytes: &whole[..whole.len() - rest.len()] })
}

/// Seven bits a byte, low bits first, in its only spelling.
fn integer(bytes: &mut &[u8]) -> Result<u32, Cut<'static>> {
    let (mut value, mut shift) = (0_u64, 0);
    loop {
        let Some((byte, rest)) = bytes.split_first() else { return Err(Cut::Incomplete) };
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if shift > 28 || value > u64::from(u32::MAX) || (*byte == 0 && shift > 0) {
            return Err(Cut::Malformed);
        }
        if byte & 0x80 == 0 {
            return u32::try_from(value).map_err(|_| Cut::Malformed);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use thetis_core::{Bank, Design, Item, ItemModel, MultivariateNormal, Session, Test};

    use super::*;

    /// A session over 200 items, so that some numbers take two bytes.
    fn session() -> Session {
        let items = (0..200).map(|item| Item::new(ItemModel::two_pl(1.0, f64::from(item) / 100.0))).collect();
        let prior = MultivariateNormal::standard(1).expect("a prior");
        let bank = Arc::new(Bank::new(1.0, prior, items, "many").expect("a bank"));
        let test = Arc::new(Test::new(bank.clone(), Design::adaptive(&bank, 9)).expect("a test"));
        let mut session = Session::excluding(test, 77, &[150]).expect("an item");
        while let Some(item) = session.next() {
            session.answer(item, item % 2, 300, 70_000).expect("asked");
        }
        session
    }

    #[test]
    fn records_are_cut_as_the_engine_wrote_them() {
        let session = session();
        let log = session.log();
        let frame = Frame::of(&log).expect("a header");
        assert_eq!((frame.seed, frame.bank), (77, session.test().bank().digest()));
        assert_eq!(frame.design, session.test().design_digest());
        let mut records = frame.records();
        let first = cut(&mut records);
        assert!(matches!(first, Cut::Record(RawRecord { kind: Kind::Exclusion, numbers: [150, ..], .. })), "{first:?}");
        for step in session.steps() {
            let Cut::Record(RawRecord { kind: Kind::Answer, numbers, .. }) = cut(&mut records) else {
                panic!("an answer")
            };
            assert_eq!(numbers, [step.answer.item, step.answer.item % 2, 300, 70_000]);
        }
        assert_eq!(cut(&mut records), Cut::End);
    }

    #[test]
    fn what_is_no_record_stays() {
        for (bytes, expected) in [
            (&b""[..], Cut::End),
            (&[0x04, 0x01], Cut::Incomplete),
            (&[0x84], Cut::Incomplete),
            (&[0x80, 0x00, 0, 0, 0], Cut::Malformed),
            (&[0xff, 0xff, 0xff, 0xff, 0x1f, 0, 0, 0], Cut::Malformed),
        ] {
            let mut left = bytes;
            assert_eq!((cut(&mut left), left), (expected, bytes));
        }
    }

    #[test]
    fn the_chain_has_a_hash_a_record_and_each_holds_all_before() {
        let mut log = session().log();
        let chain = |log: &[u8]| Frame::of(log).expect("a header").chain();
        let before = chain(&log);
        assert_eq!(before.len(), 1 + 1 + 9);
        // Of "abc", in FIPS 180-2, appendix B.1.
        assert_eq!(fingerprint(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        // The category of the last answer: one byte, then two of the code, three of the time, eight of the checksum.
        let place = log.len() - CHECKSUM - 6;
        log[place] ^= 1;
        let after = chain(&log);
        assert_eq!((&after[..10], after.len()), (&before[..10], 11));
        assert_ne!(after[10], before[10]);
    }
}
