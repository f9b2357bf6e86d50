//! What a translation shows at first sight without knowing the language: a text left in the source language, one far
//! too long, one whose placeholders or markup went wrong.

use std::collections::HashMap;

use crate::types::Locale;

use super::{Code, Place, Report};

/// A text of more words than this that is the source's, word for word, is taken for untranslated; names and
/// international words have fewer.
pub const UNTRANSLATED_WORDS: usize = 2;
/// A text is taken for over-long if it is so many times as long as the source's, in characters …
///
/// Of the translations in this repository that are so much longer, one is 2.31 times as long and sound ("best before" in
/// Spanish), the next 2.11 times.
pub const OVER_LONG_RATIO: f64 = 2.5;
/// … and has more than so many characters more: short words often grow manyfold.
pub const OVER_LONG_BY: usize = 40;
/// Most characters of an option: four lines of a phone that is 360 pixels wide, so that four options fit its screen.
/// The longest of the banks of this repository has 87.
pub const LONGEST_OPTION: usize = 140;
/// Most characters of the name of a level, which stands beside a bar. The longest of the banks of this repository has 27.
pub const LONGEST_LEVEL_NAME: usize = 40;

/// One text of a locale file.
struct Text<'a> {
    item: Option<&'a str>,
    what: String,
    text: &'a str,
    /// Most characters, and for what there is no more room.
    room: Option<(usize, &'static str)>,
}

/// Texts for which a narrow phone has little room, in any language.
pub(super) fn lengths(file: &str, locale: &Locale, report: &mut Report) {
    for Text { item, what, text, room } in texts(locale) {
        let length = text.chars().count();
        if let Some((room, of)) = room.filter(|(room, _)| length > *room) {
            Place { item, ..Place::file(file) }.report(
                report,
                Code::OverLongText,
                format!("{what} has {length} characters, and a narrow phone has room for {room} of {of}"),
                "shorten it",
            );
        }
    }
}

/// The texts of one language beside those of the source language, which are `source.1` of the language `source.0`.
pub(super) fn check(file: &str, (language, locale): (&str, &Locale), source: (&str, &Locale), report: &mut Report) {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    // The English of two countries has most of its texts in common.
    let same_language = primary(language) == primary(source.0);
    let sources: HashMap<_, _> =
        texts(source.1).rev().map(|source| ((source.item, source.what), source.text.trim())).collect();
    for Text { item, what, text, .. } in texts(locale) {
        let key = (item, what);
        // What has no source, or an empty one, is reported as such.
        let Some(source_text) = sources.get(&key).copied().filter(|source| !source.is_empty()) else { continue };
        let (what, text) = (key.1, text.trim());
        let mut problem = |code, message: String, remedy: &str| {
            Place { item, ..Place::file(file) }.report(report, code, message, remedy);
        };
        if !same_language && text == source_text && words(text) > UNTRANSLATED_WORDS {
            problem(Code::UntranslatedText, format!("{what} is the text of {}: {text:?}", source.0), "translate it");
        }
        let (length, source_length) = (text.chars().count(), source_text.chars().count());
        if length > source_length + OVER_LONG_BY && length as f64 > OVER_LONG_RATIO * source_length as f64 {
            problem(
                Code::OverLongText,
                format!("{what} has {length} characters, that of {} {source_length}", source.0),
                "say it in fewer words, or lengthen the source if that says too little",
            );
        }
        let (own, theirs) = (tokens(text), tokens(source_text));
        if own != theirs {
            problem(
                Code::BrokenPlaceholder,
                format!(
                    "{what} has the placeholders or markup {}, that of {} {}",
                    listed(&own),
                    source.0,
                    listed(&theirs)
                ),
                "write them as in the source, letter by letter",
            );
        }
    }
}

fn listed(tokens: &[&str]) -> String {
    if tokens.is_empty() { "none".to_owned() } else { tokens.join(" ") }
}

/// Words with at least one letter.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

/// Placeholders (`{name}`) and markup (`<b`, `</b`), sorted; of one that is not closed, the beginning alone.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '}', '<']) {
        rest = &rest[start..];
        let length = match rest.as_bytes()[0] {
            b'{' => rest.find('}').map_or(1, |end| end + 1),
            b'<' => tag(rest),
            _ => 1,
        };
        // A sign of inequality is no markup.
        if length > 0 {
            tokens.push(&rest[..length]);
        }
        rest = &rest[length.max(1)..];
    }
    tokens.sort_unstable();
    tokens
}

/// Length of the beginning of a tag with its name; 0 where there is none.
fn tag(text: &str) -> usize {
    let slash = usize::from(text[1..].starts_with('/'));
    let name = text[1 + slash..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text[1 + slash..].starts_with(|first: char| first.is_ascii_alphabetic()) { 1 + slash + name } else { 0 }
}

const OPTION: Option<(usize, &str)> = Some((LONGEST_OPTION, "an option"));
const LEVEL_NAME: Option<(usize, &str)> = Some((LONGEST_LEVEL_NAME, "the name of a level"));

/// Every text of a locale file, in an order of its own.
fn texts(locale: &Locale) -> impl DoubleEndedIterator<Item = Text<'_>> {
    let mut texts = Vec::new();
    let mut add = |item, what: String, text, room| texts.push(Text { item, what, text, room });
    add(None, "bank.title".into(), locale.bank.title.as_str(), None);
    add(None, "bank.description".into(), &locale.bank.description, None);
    for (id, competence) in locale.competences.iter() {
        add(None, format!("competences.{id}.name"), &competence.name, None);
        add(None, format!("competences.{id}.description"), &competence.description, None);
        for (level, text) in competence.levels.iter() {
            let what = |part: &str| format!("competences.{id}.levels.{level}.{part}");
            add(None, what("text"), &text.text, None);
            text.name.iter().for_each(|name| add(None, what("name"), name, LEVEL_NAME));
            text.next.iter().for_each(|next| add(None, what("next"), next, None));
        }
    }
    for (id, scale) in locale.response_scales.iter() {
        add(None, format!("responseScales.{id}.prompt"), &scale.prompt, None);
        for (option, text) in scale.options.iter() {
            add(None, format!("responseScales.{id}.options.{option}"), text, OPTION);
        }
    }
    for (id, set) in locale.sets.iter() {
        for (part, text) in [("title", &set.title), ("text", &set.text), ("image", &set.image)] {
            text.iter().for_each(|text| add(None, format!("sets.{id}.{part}"), text, None));
        }
    }
    for (id, profile) in locale.profiles.iter() {
        add(None, format!("profiles.{id}.name"), &profile.name, None);
    }
    for (id, module) in locale.modules.iter() {
        add(None, format!("modules.{id}.name"), &module.name, None);
        add(None, format!("modules.{id}.description"), &module.description, None);
    }
    for (id, credential) in locale.credentials.iter() {
        add(None, format!("credentials.{id}.name"), &credential.name, None);
        add(None, format!("credentials.{id}.criteria"), &credential.criteria, None);
    }
    for (id, item) in locale.items.iter() {
        let id = Some(id);
        add(id, "the stem".into(), &item.stem, None);
        item.image.iter().for_each(|image| add(id, "the text \"image\"".into(), image, None));
        item.reason.iter().for_each(|reason| add(id, "the reason".into(), reason, None));
        for (part, labels) in [("options", &item.options), ("targets", &item.targets)] {
            labels.iter().for_each(|(label, text)| add(id, format!("{part}.{label}"), text, OPTION));
        }
    }
    texts.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_markup_are_found() {
        assert_eq!(tokens("{count} of {total}"), ["{count}", "{total}"]);
        assert_eq!(tokens("{b} before {a}"), tokens("{a} before {b}"), "in any order");
        assert_eq!(tokens("a {name and }"), ["{name and }"]);
        assert_eq!(tokens("a {name"), ["{"]);
        assert_eq!(tokens("a name}"), ["}"]);
        assert_eq!(tokens("<b>x</b> <a href=\"fr\">y</a>"), ["</a", "</b", "<a", "<b"]);
        assert_eq!(tokens("1 < 2, 2 <3, a <"), Vec::<&str>::new());
        assert_eq!(tokens("ثلاثة {ع} < é"), ["{ع}"]);
    }

    #[test]
    fn words_have_letters() {
        assert_eq!(words("2 + 2 = 4 — ja"), 1);
        assert_eq!(words("اغسل يديك الآن"), 3);
    }
}
