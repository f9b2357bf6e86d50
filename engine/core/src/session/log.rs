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
//! | 4 | checksum of everything before |
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
const CHECKSUM_BYTES: usize = 4;
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
        open(log).map(|(header, _)| header)
    }
}

pub(super) fn write(header: &LogHeader, answers: &[Answer]) -> Vec<u8> {
    let mut log = Vec::with_capacity(HEADER_BYTES + 6 * answers.len() + CHECKSUM_BYTES);
    log.extend([MAGIC, FORMAT]);
    log.extend(ENGINE_REVISION.to_le_bytes());
    for word in [header.bank_digest, header.design_digest, header.seed] {
        log.extend(word.to_le_bytes());
    }
    for answer in answers {
        push(&mut log, (u64::from(answer.item) << KIND_BITS) | u64::from(KIND_ANSWER));
        for value in [answer.category, answer.response, answer.centiseconds] {
            push(&mut log, u64::from(value));
        }
    }
    let checksum = checksum(&log);
    log.extend(checksum);
    log
}

/// Check the frame; return the header and the answers, each read as it is asked for.
pub(super) fn open(log: &[u8]) -> Result<(LogHeader, Records<'_>), Error> {
    if log.first().is_some_and(|b| *b != MAGIC) || log.get(1).is_some_and(|b| *b != FORMAT) {
        return Err(Error::LogFormat);
    }
    let Some(end) = log.len().checked_sub(CHECKSUM_BYTES).filter(|end| *end >= HEADER_BYTES) else {
        return Err(Error::LogTruncated);
    };
    let (body, found) = log.split_at(end);
    if found != checksum(body) {
        return Err(Error::LogDamaged);
    }
    let revision = u16::from_le_bytes([body[2], body[3]]);
    if revision != ENGINE_REVISION {
        return Err(Error::LogEngine { revision });
    }
    let word = |at: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&body[at..at + 8]);
        u64::from_le_bytes(bytes)
    };
    let header = LogHeader { bank_digest: word(4), design_digest: word(12), seed: word(20) };
    Ok((header, Records { rest: &body[HEADER_BYTES..] }))
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut digest = Digest::new(b"log");
    digest.bytes(bytes);
    let [a, b, c, d, ..] = digest.finish().to_le_bytes();
    [a, b, c, d]
}

fn push(log: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        log.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    log.push(value as u8);
}

/// The answers of a log.
pub(super) struct Records<'l> {
    rest: &'l [u8],
}

impl Records<'_> {
    fn integer(&mut self) -> Result<u64, Error> {
        let mut value = 0u64;
        for shift in (0..35).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(Error::LogTruncated)?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                // One number, one spelling: a padded zero byte would make two logs of one session.
                return if *byte == 0 && shift > 0 { Err(Error::LogFormat) } else { Ok(value) };
            }
        }
        Err(Error::LogFormat)
    }

    fn small(&mut self) -> Result<u32, Error> {
        u32::try_from(self.integer()?).map_err(|_| Error::LogFormat)
    }

    fn answer(&mut self) -> Result<Answer, Error> {
        let tagged = self.integer()?;
        if tagged & ((1 << KIND_BITS) - 1) != u64::from(KIND_ANSWER) {
            return Err(Error::LogFormat);
        }
        let item = u32::try_from(tagged >> KIND_BITS).map_err(|_| Error::LogFormat)?;
        Ok(Answer { item, category: self.small()?, response: self.small()?, centiseconds: self.small()? })
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Answer, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let answer = self.answer();
        if answer.is_err() {
            self.rest = &[];
        }
        Some(answer)
    }
}
