//! Passes over packed responses by another process: what goes over its standard input and output.
//!
//! Whoever calibrates asks, and who has the folder answers, one question after another, until the input ends. A request is
//! its kind (a byte), the length of its content (`u32`) and the content; a reply is a byte, 0 or 1, a length (`u64`), and
//! what was asked for, or, after 1, why there is none: then the process ends. Numbers are little-endian.
//!
//! | request | content | reply |
//! |---|---|---|
//! | [`Kind::Manifest`] | the release of who asks | the manifest as JSON |
//! | [`Kind::Tally`] | each item's number of categories, a byte each | an answer: the tally |
//! | [`Kind::Sample`] | nothing | a [`Sample`](super::Sample) |
//! | [`Kind::Pass`] | a task | an answer |
//!
//! ```
//! use thetis_responses::packed::pipe::{Kind, read_reply, read_request, write_reply, write_request};
//! let (mut there, mut back) = (Vec::new(), Vec::new());
//! write_request(&mut there, Kind::Pass, b"task")?;
//! assert_eq!(read_request(&mut &there[..])?, Some((Kind::Pass, b"task".to_vec())));
//! write_reply(&mut back, Err("no executor: start one"))?;
//! assert_eq!(read_reply(&mut &back[..])?, Err("no executor: start one".to_owned()));
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, ErrorKind, Read, Write};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What lies in the folder.
    Manifest,
    /// The first pass: how many persons gave which response.
    Tally,
    /// Some of the persons.
    Sample,
    /// Any later pass.
    Pass,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Manifest, Self::Tally, Self::Sample, Self::Pass];
}

/// The reply began with another byte than 0: a reason follows.
const FAULT: u8 = 1;

/// Ask.
///
/// # Errors
/// The other process does not read any more, or the content is longer than 4 GiB.
pub fn write_request(writer: &mut impl Write, kind: Kind, content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).map_err(|_| io::Error::from(ErrorKind::InvalidInput))?;
    writer.write_all(&[kind as u8])?;
    writer.write_all(&length.to_le_bytes())?;
    writer.write_all(content)?;
    writer.flush()
}

/// The next request; `None` where the input ends.
///
/// # Errors
/// Input that breaks off, or is something else.
pub fn read_request(reader: &mut impl Read) -> io::Result<Option<(Kind, Vec<u8>)>> {
    let mut kind = [0];
    if reader.read(&mut kind)? == 0 {
        return Ok(None);
    }
    let kind = Kind::ALL.get(usize::from(kind[0])).ok_or(ErrorKind::InvalidData)?;
    let mut length = [0; 4];
    reader.read_exact(&mut length)?;
    content(reader, u32::from_le_bytes(length).into()).map(|content| Some((*kind, content)))
}

/// Answer, or say why not.
///
/// # Errors
/// The other process does not read any more.
pub fn write_reply(writer: &mut impl Write, reply: Result<&[u8], &str>) -> io::Result<()> {
    let (kind, content) = match reply {
        Ok(content) => (0, content),
        Err(reason) => (FAULT, reason.as_bytes()),
    };
    writer.write_all(&[kind])?;
    writer.write_all(&(content.len() as u64).to_le_bytes())?;
    writer.write_all(content)?;
    writer.flush()
}

/// What was asked for, or why there is none.
///
/// # Errors
/// The other process ended without a reply, or says something else.
pub fn read_reply(reader: &mut impl Read) -> io::Result<Result<Vec<u8>, String>> {
    let (mut kind, mut length) = ([0], [0; 8]);
    reader.read_exact(&mut kind)?;
    reader.read_exact(&mut length)?;
    let content = content(reader, u64::from_le_bytes(length))?;
    match kind[0] {
        0 => Ok(Ok(content)),
        FAULT => Ok(Err(String::from_utf8_lossy(&content).into_owned())),
        _ => Err(ErrorKind::InvalidData.into()),
    }
}

/// So many bytes; a length that is not true takes no memory.
fn content(reader: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    let read = reader.take(length).read_to_end(&mut content)?;
    if read as u64 == length { Ok(content) } else { Err(ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_come_one_after_another_and_end() {
        let mut bytes = Vec::new();
        let content = [&b"0.1.0"[..], &[2, 5], b"", b"task"];
        for (kind, content) in Kind::ALL.into_iter().zip(content) {
            write_request(&mut bytes, kind, content).expect("memory takes it");
        }
        let mut reader = &bytes[..];
        for (kind, content) in Kind::ALL.into_iter().zip(content) {
            assert_eq!(read_request(&mut reader).expect("whole"), Some((kind, content.to_vec())));
        }
        assert_eq!(read_request(&mut reader).expect("the end"), None);
        for cut in 1..5 {
            assert_eq!(read_request(&mut &bytes[..cut]).expect_err("cut").kind(), ErrorKind::UnexpectedEof, "{cut}");
        }
        assert_eq!(read_request(&mut &b"no request"[..]).expect_err("text").kind(), ErrorKind::InvalidData);
    }

    #[test]
    fn a_reply_that_is_cut_off_is_none() {
        let mut bytes = Vec::new();
        write_reply(&mut bytes, Ok(&[7; 20])).expect("memory takes it");
        assert_eq!(read_reply(&mut &bytes[..]).expect("whole"), Ok(vec![7; 20]));
        for cut in 0..bytes.len() {
            assert_eq!(read_reply(&mut &bytes[..cut]).expect_err("cut").kind(), ErrorKind::UnexpectedEof, "{cut}");
        }
        assert!(read_reply(&mut &[9; 40][..]).is_err());
    }
}
