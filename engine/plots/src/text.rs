//! Words and numbers in HTML.

/// What stands where a number is not defined.
pub const NOTHING: &str = "–";

/// Text, with what HTML and SVG would read as markup made harmless.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// A number with so many decimals and a true minus sign; a dash where it is not defined.
#[must_use]
pub fn decimal(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NOTHING.to_owned();
    }
    let text = format!("{value:.decimals$}");
    let is_zero = text.bytes().all(|byte| b"-0.".contains(&byte));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "−") }
}

/// A share as a percentage.
#[must_use]
pub fn percent(share: f64, decimals: usize) -> String {
    if share.is_finite() { format!("{}\u{a0}%", decimal(share * 100.0, decimals)) } else { NOTHING.to_owned() }
}

/// A whole number in groups of three digits.
#[must_use]
pub fn whole(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            // Narrow and without a line break.
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(decimal(-0.1234, 2), "−0.12");
        assert_eq!(decimal(-0.001, 2), "0.00");
        assert_eq!(decimal(f64::NAN, 2), "–");
        assert_eq!(percent(0.256, 1), "25.6\u{a0}%");
        assert_eq!([0, 999, 1000, 1_234_567].map(whole), ["0", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567"]);
    }

    #[test]
    fn markup_is_made_harmless() {
        assert_eq!(escape("<b a=\"1\">&</b>"), "&lt;b a=&quot;1&quot;&gt;&amp;&lt;/b&gt;");
    }
}
