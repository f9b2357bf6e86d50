//! Finding a session log in whatever text carries it.
//!
//! | where | looks like |
//! |---|---|
//! | a log as such | bytes, `T` and a control character first |
//! | base64url text | `VAEC…`; as base64 too, padded or not, broken into lines or not |
//! | the state that a learning platform keeps | `T1.<language>.<profile>.<log>` |
//! | a cell of a table | any of these in quotation marks, or after the apostrophe that spreadsheets put before texts |
//! | JSON | any of these as a text in it: the player's saved result, a document of a record store |
//! | a letter | any of these between other words |

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::kept::{Kept, KeptEstimate};

/// More bytes than any session log, and than any file with one log in it.
pub const MOST_LOG_BYTES: u64 = 4 << 20;
/// The first byte of a log. As base64 text a log begins with `V`, so the two are never mistaken.
const MAGIC: u8 = b'T';
/// The log format there is.
const FORMAT: u8 = 1;
/// Bytes of the shortest log: what comes before the records and after them.
const SHORTEST: usize = 36;
/// A state begins with this.
const STATE: &str = "T1.";
/// Quotation marks and the apostrophe of spreadsheets.
const QUOTES: [char; 7] = ['"', '\'', '“', '”', '„', '’', '`'];

/// A log and what the text around it says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundLog {
    /// The log, not checked in any way.
    pub bytes: Vec<u8>,
    /// Characters of the text that it was found as, a state whole; 0 where it was no text.
    pub characters: usize,
    /// Language that the session was held in.
    pub language: Option<String>,
    /// Profile that the result was compared with.
    pub profile: Option<String>,
    /// Id and version of the bank, of a saved result.
    pub bank: Option<(String, String)>,
    /// What a saved result says of each dimension.
    pub estimates: Vec<KeptEstimate>,
}

/// Why there is no log.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NoLog {
    /// Nothing at all.
    Empty,
    /// Something else.
    Other,
    /// Characters are missing, added or changed, so that it is not text for any bytes; with what its beginning is text for.
    NotWhole(Box<FoundLog>),
    /// More than one, and they differ.
    Several(usize),
    /// A file larger than any log.
    TooLarge,
    /// The file cannot be read, or its line has not the cells of the header.
    Unreadable(String),
}

impl fmt::Display for NoLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the log is incomplete: its end is missing, and so is the rest"),
            Self::Other => f.write_str("this is neither a session log nor one as base64url text"),
            Self::NotWhole(_) => f.write_str("the text is not whole: a character is missing, added or changed"),
            Self::Several(count) => write!(f, "there are {count} different logs in the text: give one"),
            Self::TooLarge => f.write_str("is larger than any session log"),
            Self::Unreadable(reason) => write!(f, "cannot be read: {reason}"),
        }
    }
}

impl FoundLog {
    fn of(bytes: Vec<u8>) -> Self {
        Self { bytes, ..Self::default() }
    }

    /// Whether it begins as a log does, and is long enough for one.
    fn is_likely(&self) -> bool {
        self.bytes.len() >= SHORTEST && self.bytes.starts_with(&[MAGIC, FORMAT])
    }
}

/// Find the log in a text or in the bytes of a file.
///
/// ```
/// use thetis_responses::find_log;
/// let log = "VAECAP6Mll7QaeYFGPqfHlSII82ScyWBkrrfPmwDA44RDAQEgBaQAQIC";
/// let found = find_log(format!("\"T1.fr.home-care-aide.{log}\"").as_bytes())?;
/// assert_eq!(found.language.as_deref(), Some("fr"));
/// assert_eq!(found.bytes, find_log(log.as_bytes())?.bytes);
/// # Ok::<(), thetis_responses::NoLog>(())
/// ```
///
/// # Errors
/// There is no log, or there are several.
pub fn find_log(content: &[u8]) -> Result<FoundLog, NoLog> {
    if content.is_empty() {
        return Err(NoLog::Empty);
    }
    match as_text(content) {
        Some(text) => find_in_text(&text),
        // A log that is damaged where it begins is none, but one that says `T` is to be told what is wrong with it.
        None if content[0] == MAGIC => Ok(FoundLog::of(content.to_vec())),
        None => Err(NoLog::Other),
    }
}

/// Whether a cell of a table is a log whole, so that its column is one of logs.
pub(crate) fn is_log(cell: &str) -> bool {
    let cell = unquoted(cell);
    if cell.starts_with('{') { find_in_text(cell).is_ok_and(|log| log.is_likely()) } else { is_plain_log(cell) }
}

/// Whether a word is a log as text, or a state.
fn is_plain_log(word: &str) -> bool {
    find_plain(word).is_ok_and(|log| log.is_likely())
}

/// Whether all of a file is one log, and not a table of some.
pub(super) fn is_one_log(content: &[u8]) -> bool {
    let Some(text) = as_text(content) else { return content.starts_with(&[MAGIC, FORMAT]) };
    let plain = unquoted(&text);
    plain.starts_with('{') || !matches!(find_plain(plain), Err(NoLog::Other))
}

/// Bytes as text, if text is what they are: UTF-8, or UTF-16 with a mark, without control characters but those of lines.
fn as_text(content: &[u8]) -> Option<Cow<'_, str>> {
    let text = match content {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)?),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)?),
        _ => Cow::Borrowed(std::str::from_utf8(content).ok()?),
    };
    let is_plain = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    // One letter is the beginning of a log sooner than a text.
    (is_plain && content != [MAGIC]).then_some(text)
}

/// Windows programs write UTF-16.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (units, []) = bytes.as_chunks::<2>() else { return None };
    String::from_utf16(&units.iter().copied().map(unit).collect::<Vec<_>>()).ok()
}

/// Without spaces, a byte order mark and quotation marks around.
fn unquoted(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || QUOTES.contains(&c))
}

fn find_in_text(text: &str) -> Result<FoundLog, NoLog> {
    let plain = unquoted(text);
    if plain.is_empty() {
        return Err(NoLog::Empty);
    }
    // Lines of one log go together; two logs do not, even where their characters would.
    let words = plain.split_whitespace().filter(|word| is_plain_log(word));
    if words.clone().nth(1).is_some() {
        return one_of(words);
    }
    match find_plain(plain) {
        Err(NoLog::Other) => {}
        found => return found,
    }
    // A text in JSON has its quotation marks and what they escape.
    let json = text.trim_start_matches('\u{feff}').trim();
    match serde_json::from_str(json) {
        Ok(value @ (Value::Object(_) | Value::Array(_) | Value::String(_))) => find_in_json(&value),
        // A word may end a sentence.
        _ => one_of(
            text.split(|c: char| !is_of_state(c)).map(|word| word.trim_matches('.')).filter(|word| is_plain_log(word)),
        ),
    }
}

/// A log as base64 text, or a state, and nothing else.
fn find_plain(text: &str) -> Result<FoundLog, NoLog> {
    let (state, log) = match text.strip_prefix(STATE) {
        None => (None, text),
        Some(rest) => {
            let mut parts = rest.splitn(3, '.');
            let (Some(language), Some(profile), Some(log)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(NoLog::NotWhole(Box::default()));
            };
            (Some((language, profile)), log)
        }
    };
    if !log.chars().all(|c| is_base64(c) || c.is_whitespace() || c == '=') {
        return Err(NoLog::Other);
    }
    let some = |part: &str| (!part.is_empty()).then(|| part.to_owned());
    let found = |bytes: Vec<u8>| FoundLog {
        bytes,
        characters: text.len(),
        language: state.and_then(|(language, _)| some(language)),
        profile: state.and_then(|(_, profile)| some(profile)),
        ..FoundLog::default()
    };
    let plain = plain(log);
    let beginning = || URL_SAFE_NO_PAD.decode(&plain[..plain.len() / 4 * 4]).unwrap_or_default();
    match URL_SAFE_NO_PAD.decode(&plain) {
        Ok(bytes) => Ok(found(bytes)),
        Err(_) => Err(NoLog::NotWhole(Box::new(found(beginning())))),
    }
}

const fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '/')
}

const fn is_of_state(c: char) -> bool {
    is_base64(c) || matches!(c, '.' | '=')
}

/// Base64url, or base64, as mail programs and terminals leave it, broken into lines or not, as base64url without padding.
fn plain(text: &str) -> Vec<u8> {
    let mut plain: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    plain.truncate(plain.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1));
    for byte in &mut plain {
        match byte {
            b'+' => *byte = b'-',
            b'/' => *byte = b'_',
            _ => {}
        }
    }
    plain
}

/// The log of several texts, if it is one.
fn one_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<FoundLog, NoLog> {
    let mut found: Vec<FoundLog> = Vec::new();
    for text in texts {
        let log = find_in_text(text)?;
        if found.iter().all(|other| other.bytes != log.bytes) {
            found.push(log);
        }
    }
    match found.len() {
        0 => Err(NoLog::Other),
        1 => Ok(found.swap_remove(0)),
        several => Err(NoLog::Several(several)),
    }
}

fn find_in_json(value: &Value) -> Result<FoundLog, NoLog> {
    let mut texts = Vec::new();
    gather(value, &mut texts);
    // The player's result says which text is the log, whatever has become of it.
    let log = match value.get("log").and_then(Value::as_str) {
        Some(own) => find_in_text(own),
        None => one_of(texts),
    };
    let FoundLog { bytes, characters, language, profile, .. } = log?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let bank = |name: &str| value.get("bank")?.get(name)?.as_str().map(str::to_owned);
    Ok(FoundLog {
        bytes,
        characters,
        language: language.or_else(|| text("language")),
        profile: profile.or_else(|| text("profile")),
        bank: bank("id").zip(bank("version")),
        estimates: value.get("report").map(Kept::estimates_of).unwrap_or_default(),
    })
}

/// All texts in a document that are logs, wherever they stand.
fn gather<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::String(text) if is_log(text) => texts.push(text),
        Value::Array(values) => values.iter().for_each(|value| gather(value, texts)),
        Value::Object(members) => members.values().for_each(|value| gather(value, texts)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
    use serde_json::json;

    use super::*;

    /// Bytes that look like a log from outside.
    fn log(last: u8) -> Vec<u8> {
        let mut bytes = vec![MAGIC, FORMAT, 2, 0, 0xfb, 0xff];
        bytes.extend((0..40).map(|byte| byte * 6));
        bytes.push(last);
        bytes
    }

    fn text(last: u8) -> String {
        URL_SAFE_NO_PAD.encode(log(last))
    }

    #[track_caller]
    fn bytes(content: &str) -> Vec<u8> {
        find_log(content.as_bytes()).unwrap_or_else(|error| panic!("{error}: {content}")).bytes
    }

    #[test]
    fn a_log_is_found_in_every_dress() {
        let own = text(1);
        let (front, back) = own.split_at(20);
        let state = format!("T1.uk.home-care-aide.{own}");
        let dresses = [
            own.clone(),
            format!(" {own}\n"),
            format!("\u{feff}{own}"),
            format!("{front}\r\n{back}\r\n"),
            STANDARD.encode(log(1)),
            format!("\"{own}\""),
            format!("'{own}"),
            state.clone(),
            format!("\"{state}\""),
            json!(state).to_string(),
            json!({"suspend_data": state, "user": 7}).to_string(),
            json!([{"value": own}, {"value": own}]).to_string(),
            json!({"cell": json!({"log": own}).to_string()}).to_string(),
            format!("Dear Anna,\nhere is mine: {own}, and thank you."),
            format!("<p>{state}</p>"),
            format!("It is {state}."),
        ];
        for dress in dresses {
            assert_eq!(bytes(&dress), log(1), "{dress}");
            let utf16: Vec<u8> = dress.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(find_log(&[&[0xff, 0xfe], &utf16[..]].concat()).map(|found| found.bytes), Ok(log(1)));
        }
        assert_eq!(find_log(&log(1)), Ok(FoundLog::of(log(1))), "bytes");
    }

    #[test]
    fn a_state_says_language_and_profile() {
        let found = find_log(format!("T1.uk.home-care-aide.{}", text(1)).as_bytes()).expect("a state");
        assert_eq!((found.language.as_deref(), found.profile.as_deref()), (Some("uk"), Some("home-care-aide")));
        assert_eq!(found.characters, "T1.uk.home-care-aide.".len() + text(1).len());
        let bare = find_log(format!("T1...{}", text(1)).as_bytes()).expect("a state");
        assert_eq!((bare.language, bare.profile), (None, None));
    }

    #[test]
    fn a_saved_result_says_what_it_is_of() {
        let dimension = json!({"dimension": "care", "theta": 0.25, "se": 0.5, "level": 1, "levels": [
            {"id": "low", "probability": 0.125}, {"id": "high", "probability": 0.875}
        ]});
        let result = json!({
            "format": 1, "type": "thetis-result", "bank": {"id": "care", "version": "1.0.0"}, "design": "default",
            "language": "fr", "when": "2026-11-22T00:00:00Z", "profile": null, "log": text(1), "report": {"dimensions": [dimension]}
        });
        let found = find_log(serde_json::to_string_pretty(&result).expect("JSON").as_bytes()).expect("a result");
        assert_eq!(found.bytes, log(1));
        assert_eq!(found.bank, Some(("care".into(), "1.0.0".into())));
        assert_eq!((found.language.as_deref(), found.profile.as_deref()), (Some("fr"), None));
        let kept = KeptEstimate { dimension: "care".into(), theta: 0.25, se: Some(0.5), level: Some("high".into()) };
        assert_eq!(found.estimates, [kept]);
    }

    #[test]
    fn what_is_no_log_says_why() {
        let two = format!("{} {}", text(1), text(2));
        let cases: [(&[u8], NoLog); 6] = [
            (b"", NoLog::Empty),
            (b" \r\n", NoLog::Empty),
            (b"no log, not at all!", NoLog::Other),
            (b"\xff\xfe\x00 not UTF-8", NoLog::Other),
            (b"\xff\xfe\x00\xd8", NoLog::Other),
            (two.as_bytes(), NoLog::Several(2)),
        ];
        for (content, reason) in cases {
            assert_eq!(find_log(content), Err(reason), "{}", String::from_utf8_lossy(content));
        }
        assert!(is_log(&text(1)) && is_log(&format!("T1.fr.a.{}", text(1))));
        assert!(!is_log("VAEC") && !is_log("Valentina") && !is_log(""));
    }

    #[test]
    fn base64_in_any_dress() {
        let bytes = [b'T', 0xfb, 0xff, 0x01];
        for text in ["VPv_AQ", "VPv_AQ==", "VPv/AQ==", "VPv_\r\nAQ\n", "{\"log\": \"VPv_AQ\"}"] {
            assert_eq!(find_log(text.as_bytes()).map(|found| found.bytes).as_deref(), Ok(&bytes[..]), "{text}");
        }
        // Of a text that is not whole, its beginning.
        for (text, beginning) in [
            ("VPv_AR", 3),
            ("VPv_A", 3),
            ("VP=v_AQ", 0),
            ("T1.fr.", 0),
            ("T1.fr..VPv_AR", 3),
            ("{\"log\": \"VPv_A\"}", 3),
        ] {
            let Err(NoLog::NotWhole(found)) = find_log(text.as_bytes()) else { panic!("{text}") };
            assert_eq!(found.bytes, &bytes[..beginning], "{text}");
        }
    }
}
