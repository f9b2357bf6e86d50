//! The picture of a badge: emblem, what it is given for, levels, who signed it and when, and what kind of assessment it was.

use std::fmt::Write;

use super::emblem::emblem;
use crate::types::Credential;
use crate::words::Words;

const WIDTH: f64 = 480.0;
const MARGIN: f64 = 32.0;
const EMBLEM: f64 = 76.0;
/// Most areas that are named; the credential inside names all.
const MOST_ROWS: usize = 8;

/// A line of text: how large, how heavy, in which colour, and how many letters fit beside each other, by an average width of
/// 0.54 of the size: nobody measures fonts here.
#[derive(Clone, Copy)]
struct Style {
    size: f64,
    room: usize,
    weight: u16,
    colour: &'static str,
}

const TITLE: Style = Style { size: 26.0, room: 29, weight: 700, colour: "#17332f" };
const LEVEL: Style = Style { size: 22.0, room: 35, weight: 600, colour: "#0d6b66" };
const ROW_LEVEL: Style = Style { size: 16.0, room: 48, weight: 600, colour: "#0d6b66" };
const ROW_NAME: Style = Style { size: 15.0, room: 51, weight: 400, colour: "#3d524f" };
const SMALL: Style = Style { size: 14.0, room: 55, weight: 400, colour: "#4d615e" };

/// The whole SVG: `namespaces` in its first tag, `inside` before what is drawn.
pub(super) fn picture(credential: &Credential, namespaces: &str, inside: &str) -> String {
    let achievement = &credential.credential_subject.achievement;
    let language = &achievement.in_language;
    let mut page = Page::new(MARGIN + 2.0 * EMBLEM + 24.0);
    page.lines(&credential.name, TITLE, 3);
    page.y += 8.0;
    let words = Words::of(language);
    let rows = rows(credential, &words);
    if let [(_, level)] = rows[..] {
        page.lines(level, LEVEL, 2);
    } else {
        for (name, level) in rows.iter().take(MOST_ROWS) {
            page.y += 6.0;
            page.lines(name, ROW_NAME, 2);
            page.lines(level, ROW_LEVEL, 1);
        }
        if rows.len() > MOST_ROWS {
            page.lines("…", ROW_NAME, 1);
        }
    }
    page.y += 18.0;
    let _ = write!(
        page.drawn,
        "<path d=\"M{:.0} {:.0}h96\" stroke=\"#f3c969\" stroke-width=\"3\" stroke-linecap=\"round\"/>",
        WIDTH / 2.0 - 48.0,
        page.y
    );
    page.y += 12.0;
    page.lines(&credential.issuer.name, SMALL, 2);
    page.lines(credential.valid_from.split('T').next().unwrap_or_default(), SMALL, 1);
    page.lines(&words.kind, SMALL, 2);
    let height = page.y + MARGIN;
    let told: Vec<String> = rows.iter().map(|(name, level)| format!("{name}: {level}")).collect();
    let right_to_left = ["ar", "fa", "he", "ur"].contains(&language.split('-').next().unwrap_or_default());
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" {namespaces} width=\"{WIDTH}\" height=\"{height:.0}\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" xml:lang=\"{}\"",
        escape(language)
    );
    if right_to_left {
        svg.push_str(" direction=\"rtl\"");
    }
    let _ = writeln!(
        svg,
        ">{inside}<title>{}</title><desc>{}</desc>\
         <rect x=\"1\" y=\"1\" width=\"{:.0}\" height=\"{:.0}\" rx=\"28\" fill=\"#fffdf8\" stroke=\"#d5e4e1\" stroke-width=\"2\"/>{}\
         <g font-family=\"system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', sans-serif\" text-anchor=\"middle\">{}</g></svg>",
        escape(&credential.name),
        escape(&format!("{} {}", told.join(". "), credential.description)),
        WIDTH - 2.0,
        height - 2.0,
        emblem(WIDTH / 2.0, MARGIN + EMBLEM, EMBLEM),
        page.drawn
    );
    svg
}

/// What was measured, and the level reached.
fn rows<'c>(credential: &'c Credential, words: &Words) -> Vec<(&'c str, &'c str)> {
    // A result is called “Cleaning: level”; beside a level, the first word is enough.
    let ending = words.level.strip_prefix("{name}").unwrap_or_default();
    let subject = &credential.credential_subject;
    let mut rows = Vec::new();
    for result in &subject.result {
        let Some(achieved) = &result.achieved_level else { continue };
        for description in &subject.achievement.result_description {
            if let Some(level) = description.rubric_criterion_level.iter().find(|level| level.id == *achieved) {
                let name = description.name.strip_suffix(ending).unwrap_or(&description.name);
                rows.push((name, level.name.as_str()));
            }
        }
    }
    rows
}

/// What has been drawn, and how far down.
struct Page {
    drawn: String,
    y: f64,
}

impl Page {
    const fn new(y: f64) -> Self {
        Self { drawn: String::new(), y }
    }

    /// A text, broken into lines; what does not fit into `most` ends in an ellipsis.
    fn lines(&mut self, text: &str, style: Style, most: usize) {
        let Style { size, room, weight, colour } = style;
        for line in broken(text, room, most) {
            self.y += size * 1.3;
            let _ = write!(
                self.drawn,
                "<text x=\"{:.0}\" y=\"{:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>",
                WIDTH / 2.0,
                self.y,
                escape(&line)
            );
        }
    }
}

/// Lines of at most so many letters.
fn broken(text: &str, room: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let long = word.chars().count();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + long <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len().saturating_sub(1);
    for (number, line) in lines.iter_mut().enumerate() {
        let ends = cut && number == last;
        if ends || line.chars().count() > room {
            *line = line.chars().take(room - 1).collect::<String>().trim_end().to_owned() + "…";
        }
    }
    lines
}

/// Text for XML 1.0: markup as entities, what XML cannot hold left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_words_and_cut_where_it_has_to_be() {
        let lines = broken("Communication, organisation and safety at work", 29, 3);
        assert_eq!(lines, ["Communication, organisation", "and safety at work"]);
        assert_eq!(broken("a b c", 29, 1), ["a b c"]);
        let cut = broken(&"word ".repeat(40), 29, 2);
        assert!(cut.len() == 2 && cut[1].ends_with('…') && cut[1].chars().count() <= 30, "{cut:?}");
        assert!(broken(&"w".repeat(99), 29, 2)[0].ends_with('…'));
    }

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        assert_eq!(escape("<a href=\"x\">&\u{0}\u{1b}\n"), "&lt;a href=&quot;x&quot;&gt;&amp; ");
    }
}
