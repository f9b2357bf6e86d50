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
//! | … | answers: four variable-length integers each, 7 bits a byte, low bits first |
//! | 8 | checksum of everything before |
//!
//! An answer is `item × 4 + 0` (the two low bits tell kinds of record apart; 0 is an answer), the
//! category, the host's response code, and the time taken in hundredths of a second. Numbers are little-endian.

use alloc::vec::Vec;

use super::Answer;
use crate::digest::Digest;
use crate::error::Error;

/// Grows whenever a release could choose other items or compute other bits from the same answers.
pub const ENGINE_REVISION: u16 = 1;

const MAGIC: u8 = b'T';
const FORMAT: u8 = 1;
const HEADER_BYTES: usize = 28;
const CHECKSUM_BYTES: usize = 8;
const KIND_BITS: u32 = 2;
const KIND_ANSWER: u32 = 0;

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
        open(log)?;
        let revision = u16::from_le_bytes([log[2], log[3]]);
        if revision != ENGINE_REVISION {
            return Err(Error::LogEngine { revision });
        }
        Ok(Self { bank_digest: word(log, BANK), design_digest: word(log, DESIGN), seed: seed(log) })
    }
}

/// Where the header's words begin.
const BANK: usize = 4;
const DESIGN: usize = 12;
const SEED: usize = 20;

fn word(log: &[u8], at: usize) -> u64 {
    let mut word = 0;
    for byte in log[at..at + 8].iter().rev() {
        word = word << 8 | u64::from(*byte);
    }
    word
}

/// The seed of a log that [`open`] has accepted.
pub(super) fn seed(log: &[u8]) -> u64 {
    word(log, SEED)
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

pub(super) fn write(header: &LogHeader, answers: &[Answer]) -> Vec<u8> {
    let mut log = Vec::new();
    log.extend_from_slice(&[MAGIC, FORMAT]);
    log.extend_from_slice(&ENGINE_REVISION.to_le_bytes());
    for word in [header.bank_digest, header.design_digest, header.seed] {
        log.extend_from_slice(&word.to_le_bytes());
    }
    for answer in answers {
        // Items number less than 2³⁰, as `Bank::push` sees to.
        let tagged = (answer.item << KIND_BITS) | KIND_ANSWER;
        for mut value in [tagged, answer.category, answer.response, answer.centiseconds] {
            while value >= 0x80 {
                log.push((value & 0x7f) as u8 | 0x80);
                value >>= 7;
            }
            log.push(value as u8);
        }
    }
    let checksum = checksum(&log);
    log.extend_from_slice(&checksum);
    log
}

/// Check the frame; return the bytes of the answers.
pub(super) fn open(log: &[u8]) -> Result<&[u8], Error> {
    if log.first().is_some_and(|b| *b != MAGIC) || log.get(1).is_some_and(|b| *b != FORMAT) {
        return Err(Error::LogFormat);
    }
    if log.len() < HEADER_BYTES + CHECKSUM_BYTES {
        return Err(Error::LogTruncated);
    }
    let (body, found) = log.split_at(log.len() - CHECKSUM_BYTES);
    if found != checksum(body) {
        return Err(Error::LogDamaged);
    }
    Ok(&body[HEADER_BYTES..])
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut digest = Digest::new();
    digest.bytes(bytes);
    digest.finish().to_le_bytes()
}

/// Take one answer off the front; `None` if there is none.
pub(super) fn read(records: &mut &[u8]) -> Option<Answer> {
    let tagged = integer(records)?;
    if tagged & ((1 << KIND_BITS) - 1) != KIND_ANSWER {
        return None;
    }
    Some(Answer {
        item: tagged >> KIND_BITS,
        category: integer(records)?,
        response: integer(records)?,
        centiseconds: integer(records)?,
    })
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
