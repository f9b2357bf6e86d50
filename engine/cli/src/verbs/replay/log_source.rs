//! Getting a session log from wherever it is: a file, standard input, or the command line.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::failure::{Complaint, Failure};

/// More bytes than any session log has: a session of 4,000 answers needs a hundredth of it.
const MOST_BYTES: u64 = 4 << 20;
/// The first byte of a log. As base64 text a log begins with `V`, so the two are never mistaken.
const FIRST_BYTE: u8 = b'T';
/// No log is shorter as base64 text, and few file names are as long.
const SHORTEST_TEXT: usize = 40;
/// What messages call a log that stands on the command line itself.
const PASTED: &str = "LOG";

/// A log and what to call it.
pub(super) struct Log {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Log {
    /// Read the log that the argument means.
    ///
    /// # Errors
    /// Data, where there is nothing to read or it is neither a log nor one as base64url text.
    pub(super) fn read(argument: &str) -> Result<Self, Failure> {
        if argument == "-" {
            return Self::from_reader(io::stdin().lock(), "standard input");
        }
        match File::open(Path::new(argument)) {
            Ok(file) => Self::from_reader(file, argument),
            Err(_) if is_pasted(argument) => {
                let bytes = decode(argument.as_bytes()).ok_or_else(|| {
                    Complaint::about(PASTED, "the text is not whole: a character is missing, added or changed")
                })?;
                Ok(Self { name: PASTED.to_owned(), bytes })
            }
            Err(error) => Err(Complaint::about(argument, format!("cannot be read: {error}")).into()),
        }
    }

    fn from_reader(reader: impl Read, name: &str) -> Result<Self, Failure> {
        let complain = |reason: String| Failure::from(Complaint::about(name, reason));
        let mut bytes = Vec::new();
        reader
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| complain(format!("cannot be read: {error}")))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(complain("is larger than any session log".into()));
        }
        if bytes.first() != Some(&FIRST_BYTE) && !bytes.is_empty() {
            bytes = decode(&bytes)
                .ok_or_else(|| complain("this is neither a session log nor one as base64url text".into()))?;
        }
        Ok(Self { name: name.to_owned(), bytes })
    }
}

/// Whether an argument that names no file looks like a log that was pasted.
fn is_pasted(argument: &str) -> bool {
    let of_base64 = |byte: u8| byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/-_=".contains(&byte);
    argument.starts_with('V') && argument.len() >= SHORTEST_TEXT && argument.bytes().all(of_base64)
}

/// Base64url, or base64, as mail programs and terminals leave it: padded or not, broken into lines or not.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let text: Vec<u8> = text
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| match byte {
            b'+' => b'-',
            b'/' => b'_',
            other => *other,
        })
        .collect();
    let unpadded = text.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    URL_SAFE_NO_PAD.decode(&text[..unpadded]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_in_any_dress() {
        let bytes = [b'T', 0xfb, 0xff, 0x01];
        for text in ["VPv_AQ", "VPv_AQ==", "VPv/AQ==", "VPv_\r\nAQ\n"] {
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(&bytes[..]), "{text}");
        }
        for text in ["VPv_AR", "VPv_A", "VP v*", "é"] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
    }
}
