//! The session log: a versioned, checksummed binary of a few bytes an answer.
//!
//! | bytes | meaning |
//! |---|---|
//! | 1 | `T` |
//! | 1 | log format, 1 |
//! | 2 | engine revision |
//! | 8 | bank digest |
//! | 8 | design digest |
//! | 8 | seed |
//! | … | records: variable-length integers, 7 bits a byte, low bits first |
//! | 8 | checksum of everything before |
//!
//! The first number of a record is a number times 4 plus its kind:
//!
//! | kind | record | numbers |
//! |---|---|---|
//! | 0 | answer | item; category, the host's response code, time in hundredths of a second |
//! | 1 | amendment | place of the answer, from 0; category, response code, time |
//! | 2 | pass | item; 0 skipped or 1 "don't know", time |
//! | 3 | exclusion, before all others | item |
//!
//! Numbers are little-endian.

use alloc::vec::Vec;

use crate::digest::Digest;
use crate::error::Error;

/// Grows whenever a release could choose other items or compute other bits from the same answers.
pub const ENGINE_REVISION: u16 = 2;

const MAGIC: u8 = b'T';
const FORMAT: u8 = 1;
const HEADER_BYTES: usize = 28;
const CHECKSUM_BYTES: usize = 8;
const KIND_BITS: u32 = 2;

/// Kinds of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Answer,
    Amendment,
    Pass,
    Exclusion,
}

const KINDS: [Kind; 4] = [Kind::Answer, Kind::Amendment, Kind::Pass, Kind::Exclusion];
/// How many numbers a record of each kind has.
const LENGTHS: [usize; 4] = [4, 4, 3, 1];

/// What a log says before its first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogHeader {
    /// [`Bank::digest`](crate::Bank::digest) of the bank it was made with.
    pub bank_digest: u64,
    /// [`Test::design_digest`](crate::Test::design_digest) of the design.
    pub design_digest: u64,
    /// The session's seed.
    pub seed: u64,
}

impl LogHeader {
    /// Check a log's frame and read its header: enough to find the bank and design to resume it with.
    ///
    /// # Errors
    /// Codes 400 to 403.
    pub fn read(log: &[u8]) -> Result<Self, Error> {
        open(log).map_err(|error| *error)?;
        let revision = u16::from_le_bytes([log[2], log[3]]);
        if revision != ENGINE_REVISION {
            return Err(Error::LogEngine { revision });
        }
        Ok(Self { bank_digest: word(log, BANK), design_digest: word(log, DESIGN), seed: word(log, SEED) })
    }
}

/// Where the header's words begin.
const BANK: usize = 4;
const DESIGN: usize = 12;
const SEED: usize = 20;

fn word(log: &[u8], at: usize) -> u64 {
    let mut word = 0;
    for place in (at..at + 8).rev() {
        word = word << 8 | u64::from(log[place]);
    }
    word
}

fn push_word(word: u64, log: &mut Vec<u8>) {
    log.extend_from_slice(&word.to_le_bytes());
}

/// The seed of a log, 0 if it is too short to have one.
pub(super) fn seed(log: &[u8]) -> u64 {
    if log.len() < HEADER_BYTES { 0 } else { word(log, SEED) }
}

/// Whether a log that [`open`] has accepted begins as one of this session would.
pub(super) fn check_header(log: &[u8], own: &[u8]) -> Result<(), Error> {
    for place in 0..SEED {
        if log[place] != own[place] {
            return Err(match place {
                _ if place < BANK => Error::LogEngine { revision: u16::from_le_bytes([log[2], log[3]]) },
                _ if place < DESIGN => Error::LogBank,
                _ => Error::LogDesign,
            });
        }
    }
    Ok(())
}

/// Add a record.
pub(super) fn write(kind: Kind, numbers: &[u32], records: &mut Vec<u8>) {
    for (place, number) in numbers.iter().take(LENGTHS[kind as usize]).enumerate() {
        let mut value = *number;
        if place == 0 {
            // Items number less than 2³⁰, as `Bank::push` sees to, and answers no more than items.
            value = (value << KIND_BITS) | kind as u32;
        }
        while value >= 0x80 {
            records.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        records.push(value as u8);
    }
}

/// A log of these records.
pub(super) fn seal(header: &LogHeader, records: &[u8]) -> Vec<u8> {
    let mut log = Vec::new();
    log.push(MAGIC);
    log.push(FORMAT);
    for byte in &ENGINE_REVISION.to_le_bytes() {
        log.push(*byte);
    }
    push_word(header.bank_digest, &mut log);
    push_word(header.design_digest, &mut log);
    push_word(header.seed, &mut log);
    log.extend_from_slice(records);
    push_word(checksum(&log), &mut log);
    log
}

/// Check the frame; return the bytes of the records.
pub(super) fn open(log: &[u8]) -> Result<&[u8], &'static Error> {
    if log.first().is_some_and(|b| *b != MAGIC) || log.get(1).is_some_and(|b| *b != FORMAT) {
        return Err(&Error::LogFormat);
    }
    if log.len() < HEADER_BYTES + CHECKSUM_BYTES {
        return Err(&Error::LogTruncated);
    }
    let end = log.len() - CHECKSUM_BYTES;
    if word(log, end) != checksum(&log[..end]) {
        return Err(&Error::LogDamaged);
    }
    Ok(&log[HEADER_BYTES..end])
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut digest = Digest::EMPTY;
    digest.bytes(bytes);
    digest.finish()
}

/// Take one record off the front, numbers it does not have being 0; `None` if there is none.
pub(super) fn read(records: &mut &[u8]) -> Option<(Kind, [u32; 4])> {
    let tagged = integer(records)?;
    let kind = tagged as usize & ((1 << KIND_BITS) - 1);
    let mut numbers = [tagged >> KIND_BITS, 0, 0, 0];
    for place in 1..LENGTHS[kind] {
        numbers[place] = integer(records)?;
    }
    Some((KINDS[kind], numbers))
}

fn integer(records: &mut &[u8]) -> Option<u32> {
    let mut value = 0;
    let mut shift = 0;
    loop {
        let (byte, rest) = records.split_first()?;
        *records = rest;
        let bits = u32::from(byte & 0x7f);
        // One number, one spelling: no bits beyond 32, and no padding zero, which would make two logs of one session.
        if shift > 28 || (bits << shift) >> shift != bits || (*byte == 0 && shift > 0) {
            return None;
        }
        value |= bits << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift += 7;
    }
}
