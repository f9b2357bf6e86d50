//! Texts of others on a terminal.
//!
//! An id or a name may have control characters in it, with which a terminal can be made to overwrite, hide or rename what it
//! shows; and characters that turn the direction of writing round, by which a text reads otherwise than it is.

/// What is put in their place.
const REPLACEMENT: char = '\u{fffd}';

/// The text with nothing in it that a terminal would obey, but ends of lines and tabs.
pub(crate) fn plain(text: &str) -> String {
    let is_obeyed = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if is_obeyed(c) { REPLACEMENT } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_replaced() {
        assert_eq!(plain("a\u{1b}[2Jb\r\u{7}\u{9b}1m\u{202e}c"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}\u{fffd}1m\u{fffd}c");
        let kept = "é العربية θ\t1\n2\n";
        assert_eq!(plain(kept), kept);
    }
}
