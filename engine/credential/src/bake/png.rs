//! PNG: an `iTXt` chunk with the keyword `openbadgecredential`, uncompressed, once.
//!
//! W3C, Portable Network Graphics (Third Edition), sections 5 (chunks) and 11.3.3.4 (iTXt).

use super::{Token, UnbakeError};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const KEYWORD: &[u8] = b"openbadgecredential";
const OLD_KEYWORD: &[u8] = b"openbadges";
/// Drawn by us: `bake/emblem.rs` at 512 × 512, without words.
const PICTURE: &[u8] = include_bytes!("emblem.png");
/// Signature and header chunk: what comes before any other chunk.
const HEAD: usize = 8 + 25;

/// The badge as a PNG picture with the credential in it.
#[must_use]
pub fn bake_png(token: Token<'_>) -> Vec<u8> {
    let (Token::Json(text) | Token::Jwt(text)) = token;
    // Keyword, null, not compressed, method 0, no language, no translated keyword.
    let data = [KEYWORD, b"\0\0\0\0\0", text.as_bytes()].concat();
    [&PICTURE[..HEAD], &chunk(*b"iTXt", &data), &PICTURE[HEAD..]].concat()
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let length = u32::try_from(data.len()).expect("a badge is smaller than 4 GiB");
    [&length.to_be_bytes()[..], &body, &crc32fast::hash(&body).to_be_bytes()].concat()
}

/// Whether these are the bytes of a PNG picture.
pub(crate) fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// The credential in a picture.
pub(crate) fn unbake_png(bytes: &[u8]) -> Result<String, UnbakeError> {
    let damaged = |reason: &str| UnbakeError::Damaged { reason: reason.to_owned() };
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or_else(|| damaged("it is no PNG"))?;
    let (mut found, mut old) = (None, false);
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let cut = || damaged("it ends too early");
        let body = after.get(..length.saturating_add(4)).ok_or_else(cut)?;
        let sum = after.get(length + 4..length + 8).ok_or_else(cut)?;
        if crc32fast::hash(body).to_be_bytes() != sum {
            return Err(damaged("the checksum of one of its parts does not fit"));
        }
        rest = &after[length + 8..];
        let (kind, data) = body.split_at(4);
        match kind {
            b"IEND" => break,
            b"iTXt" | b"tEXt" => {
                if let Some(text) = text_of(data, KEYWORD, kind == b"iTXt")?
                    && found.replace(text).is_some()
                {
                    return Err(UnbakeError::Several);
                }
                old |= data.strip_prefix(OLD_KEYWORD).is_some_and(|after| after.starts_with(b"\0"));
            }
            _ => {}
        }
    }
    found.ok_or(if old { UnbakeError::OldBadge } else { UnbakeError::Nothing })
}

/// The text of a chunk with this keyword.
fn text_of(data: &[u8], keyword: &[u8], international: bool) -> Result<Option<String>, UnbakeError> {
    let damaged = |reason: &str| UnbakeError::Damaged { reason: reason.to_owned() };
    let Some(mut rest) = data.strip_prefix(keyword).and_then(|rest| rest.strip_prefix(b"\0")) else {
        return Ok(None);
    };
    if international {
        let (flags, after) = rest.split_at_checked(2).ok_or_else(|| damaged("its text is cut off"))?;
        if flags[0] != 0 {
            return Err(damaged("the badge in it is compressed, which Open Badges 3.0 does not allow"));
        }
        // Language and translated keyword.
        let mut fields = after.splitn(3, |byte| *byte == 0);
        let _ = (fields.next(), fields.next());
        rest = fields.next().ok_or_else(|| damaged("its text is cut off"))?;
    }
    let text = str::from_utf8(rest).map_err(|_| damaged("the badge in it is no text"))?;
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_baked_comes_out_again() {
        for text in ["{\"name\":\"é العربية\"}", "eyJ.eyJ.sig"] {
            let baked = bake_png(Token::Json(text));
            assert_eq!(unbake_png(&baked).as_deref(), Ok(text));
        }
    }

    #[test]
    fn pictures_without_a_badge_say_so() {
        assert_eq!(unbake_png(PICTURE), Err(UnbakeError::Nothing));
        let with = |chunks: &[Vec<u8>]| [&PICTURE[..HEAD], &chunks.concat(), &PICTURE[HEAD..]].concat();
        let own = chunk(*b"iTXt", b"openbadgecredential\0\0\0\0\0{}");
        assert_eq!(unbake_png(&with(&[own.clone(), own.clone()])), Err(UnbakeError::Several));
        assert_eq!(unbake_png(&with(&[chunk(*b"iTXt", b"openbadges\0\0\0\0\0x")])), Err(UnbakeError::OldBadge));
        let compressed = chunk(*b"iTXt", b"openbadgecredential\0\x01\0\0\0{}");
        assert!(matches!(unbake_png(&with(&[compressed])), Err(UnbakeError::Damaged { .. })));
        let mut changed = with(&[own]);
        changed[HEAD + 20] ^= 1;
        assert!(matches!(unbake_png(&changed), Err(UnbakeError::Damaged { .. })));
        assert!(matches!(unbake_png(&PICTURE[..60]), Err(UnbakeError::Damaged { .. })));
    }
}
