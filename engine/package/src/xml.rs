//! Texts within XML and HTML.

/// The text as it is written within an element or a quoted attribute. What XML cannot hold at all is left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

/// The path as a URL relative to the package (RFC 3986): bytes that are not unreserved are written as `%XX`.
pub(crate) fn address(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        assert_eq!(escape("a < b & \"c\" > d\u{1}\n"), "a &lt; b &amp; &quot;c&quot; &gt; d ");
        assert_eq!(escape("العناية"), "العناية");
    }

    #[test]
    fn addresses_are_percent_encoded() {
        assert_eq!(address("bank/media/set 1/é&.svg"), "bank/media/set%201/%C3%A9%26.svg");
    }
}
