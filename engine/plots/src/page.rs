//! The frame of a page, and a figure in it.

use crate::text::escape;

/// The style sheet of all reports.
const STYLE: &str = include_str!("style.css");

/// A page: its title as text, a style sheet of its own, its head and its sections as HTML.
///
/// There are no scripts and no other files. Colours follow the reader's choice of light or dark on a screen and are
/// light in print, which is for A4 paper.
#[must_use]
pub fn page(title: &str, style: &str, head: &str, sections: impl IntoIterator<Item = String>) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n<body>\n{head}<main>\n",
        escape(title)
    );
    out.extend(sections);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// A plot with its heading, and a sentence that says how to read it; all as HTML.
#[must_use]
pub fn figure(content: &str, heading: &str, aid: &str) -> String {
    format!("<figure><figcaption><b>{heading}</b> {aid}</figcaption>{content}</figure>\n")
}

/// A plot that scrolls sideways on a narrow screen, where it would be too small to read.
#[must_use]
pub fn wide(svg: &str, label: &str) -> String {
    format!("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">{svg}</div>", escape(label))
}

/// A legend: samples and names as HTML.
#[must_use]
pub fn legend(label: &str, entries: impl IntoIterator<Item = (String, String)>) -> String {
    let entries: String = entries.into_iter().map(|(sample, name)| format!("<li>{sample} {name}</li>")).collect();
    format!("<ul class=\"legend\" aria-label=\"{}\">{entries}</ul>\n", escape(label))
}

/// A list of names and values as HTML, for the head of a report.
#[must_use]
pub fn facts<'n>(facts: impl IntoIterator<Item = (&'n str, String)>) -> String {
    let rows: String =
        facts.into_iter().map(|(name, value)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>")).collect();
    format!("<dl class=\"facts\">{rows}</dl>\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::{COLOURS, Ink};

    /// Relative luminance of `#rrggbb` (WCAG 2).
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The value of a custom property in a part of the style sheet.
    fn value<'s>(style: &'s str, name: &str) -> &'s str {
        let found = style.split(&format!("{name}: ")).nth(1).unwrap_or_else(|| panic!("{name} is not there"));
        &found[..7]
    }

    #[test]
    fn everything_can_be_read_in_light_and_in_dark() {
        let (light, dark) = STYLE.split_once("@media screen and (prefers-color-scheme: dark)").expect("a dark style");
        for (style, name) in [(light, "light"), (dark, "dark")] {
            let paper = value(style, "--paper");
            let mut names = vec!["--ink".to_owned(), "--soft".to_owned(), "--accent".to_owned(), "--warn".to_owned()];
            names.extend((0..COLOURS).map(|n| format!("--c{n}")));
            for property in names {
                let contrast = contrast(value(style, &property), paper);
                assert!(contrast >= 4.5, "{name} {property}: {contrast:.2}");
            }
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    #[test]
    fn every_ink_is_in_the_style_sheet() {
        let mut inks = vec![Ink::Grid, Ink::Axis, Ink::Tick, Ink::Word, Ink::Reference, Ink::Identity];
        inks.extend([Ink::Main, Ink::Persons, Ink::Shade]);
        for n in 0..COLOURS {
            inks.extend([Ink::Line(n), Ink::Fill(n), Ink::Solid(n), Ink::Hollow(n)]);
        }
        for ink in inks {
            let class = format!("svg .{}", ink.class());
            assert!(STYLE.contains(&format!("{class} ")) || STYLE.contains(&format!("{class},")), "{class}");
        }
    }

    #[test]
    fn a_page_is_whole() {
        let page = page("a < b", ".x{}", "<header></header>\n", ["<section></section>\n".to_owned()]);
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
        assert!(page.contains("<title>a &lt; b</title>") && page.contains(".x{}</style>"));
    }
}
