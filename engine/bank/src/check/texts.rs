//! Texts: one for everything a person reads, in every language, and none to spare.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    read::{BANK_FILE, BankFolder, LOCALES_FOLDER},
    types::{Direction, IdMap, ItemBank, Locale, Review, Status},
};

use super::{Code, Place, Report, identity::duplicate_keys};

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// `unreadable` are the languages whose file is there but could not be read, which was reported already.
pub(super) fn check(folder: &BankFolder, unreadable: &BTreeSet<String>, report: &mut Report) {
    let BankFolder { bank, locales, .. } = folder;
    missing_files(bank, locales, unreadable, report);
    for (name, locale) in locales {
        let file = format!("{LOCALES_FOLDER}/{name}.json");
        let place = Place::file(&file);
        if !bank.languages.contains(name) {
            place.report(
                report,
                Code::UnlistedLocale,
                format!("the bank does not list the language {name}"),
                format!("add it to \"languages\" of {BANK_FILE}, or remove the file"),
            );
            continue;
        }
        header(place, name, locale, report);
        LocaleCheck { bank, locale, file: &file, report }.check();
    }
}

fn missing_files(
    bank: &ItemBank,
    locales: &BTreeMap<String, Locale>,
    unreadable: &BTreeSet<String>,
    report: &mut Report,
) {
    let languages: BTreeSet<_> = bank.languages.iter().collect();
    for language in languages {
        if !locales.contains_key(language) && !unreadable.contains(language) {
            Place::file(BANK_FILE).report(
                report,
                Code::MissingLocale,
                format!("the language {language} has no {LOCALES_FOLDER}/{language}.json"),
                "add the file, or remove the language from \"languages\"",
            );
        }
    }
}

fn header(place: Place<'_>, name: &str, locale: &Locale, report: &mut Report) {
    if locale.language != name {
        place.report(
            report,
            Code::LocaleLanguage,
            format!("\"language\" is {:?}", locale.language),
            format!("set it to {name:?}, or rename the file"),
        );
    }
    let language = name.split('-').next().unwrap_or_default();
    let expected = if RIGHT_TO_LEFT.contains(&language) { Direction::Rtl } else { Direction::Ltr };
    if locale.direction != expected {
        let expected = if expected == Direction::Rtl { "rtl" } else { "ltr" };
        place.report(
            report,
            Code::WritingDirection,
            format!("{name} is usually written {expected}"),
            format!("set \"direction\" to \"{expected}\""),
        );
    }
}

/// The texts of one language against the bank.
struct LocaleCheck<'a> {
    bank: &'a ItemBank,
    locale: &'a Locale,
    file: &'a str,
    report: &'a mut Report,
}

impl LocaleCheck<'_> {
    fn check(&mut self) {
        let title = &self.locale.bank;
        self.text(None, "bank.title", &title.title);
        self.text(None, "bank.description", &title.description);
        self.competences();
        self.response_scales();
        self.items();
        self.review();
    }

    fn problem(&mut self, item: Option<&str>, code: Code, message: String, remedy: &str) {
        Place { item, ..Place::file(self.file) }.report(self.report, code, message, remedy);
    }

    fn missing(&mut self, item: Option<&str>, what: &str) {
        self.problem(item, Code::MissingText, format!("{what} has no text"), "write the text");
    }

    fn text(&mut self, item: Option<&str>, what: &str, text: &str) {
        if text.trim().is_empty() {
            self.missing(item, what);
        }
    }

    /// Reports keys of an object that occur twice, and those that name nothing in the bank.
    fn keys<V>(&mut self, item: Option<&str>, object: &str, map: &IdMap<V>, known: &BTreeSet<&str>) {
        duplicate_keys(Place { item, ..Place::file(self.file) }, object, map.keys(), self.report);
        let stray: BTreeSet<_> = map.keys().filter(|key| !known.contains(key)).collect();
        for key in stray {
            self.problem(
                item,
                Code::StrayText,
                format!("{object} has a text for {key}, which the bank does not have"),
                "remove it, or correct its id",
            );
        }
    }

    fn competences(&mut self) {
        let locale = self.locale;
        let known: BTreeSet<_> = self.bank.dimensions.iter().map(|dimension| dimension.competence.as_str()).collect();
        self.keys(None, "competences", &locale.competences, &known);
        for competence in known {
            let what = format!("competences.{competence}");
            let Some(text) = locale.competences.get(competence) else {
                self.missing(None, &what);
                continue;
            };
            let fields = [
                ("name", &text.name),
                ("description", &text.description),
                ("low", &text.low),
                ("middle", &text.middle),
                ("high", &text.high),
            ];
            for (field, text) in fields {
                self.text(None, &format!("{what}.{field}"), text);
            }
        }
    }

    fn response_scales(&mut self) {
        let (bank, locale) = (self.bank, self.locale);
        let known = bank.response_scales.keys().collect();
        self.keys(None, "responseScales", &locale.response_scales, &known);
        for (scale, options) in bank.response_scales.iter() {
            let what = format!("responseScales.{scale}");
            let Some(text) = locale.response_scales.get(scale) else {
                self.missing(None, &what);
                continue;
            };
            self.text(None, &format!("{what}.prompt"), &text.prompt);
            self.options(None, &format!("{what}.options"), options, &text.options);
        }
    }

    fn options(&mut self, item: Option<&str>, what: &str, options: &[String], texts: &IdMap<String>) {
        let known = options.iter().map(String::as_str).collect();
        self.keys(item, what, texts, &known);
        for option in options {
            match texts.get(option) {
                Some(text) => self.text(item, &format!("{what}.{option}"), text),
                None => self.missing(item, &format!("{what}.{option}")),
            }
        }
    }

    fn items(&mut self) {
        let (bank, locale) = (self.bank, self.locale);
        let known = bank.items.iter().map(|item| item.id.as_str()).collect();
        self.keys(None, "items", &locale.items, &known);
        let texts: HashMap<_, _> = locale.items.iter().rev().collect();
        for item in &bank.items {
            let id = item.id.as_str();
            let Some(text) = texts.get(id) else {
                // Nobody is shown a retired item: its texts may go.
                if item.status != Status::Retired {
                    self.missing(Some(id), "the item");
                }
                continue;
            };
            self.text(Some(id), "the stem", &text.stem);
            let own_options = item.options.as_deref().unwrap_or_default();
            self.options(Some(id), "options", own_options, &text.options);
        }
    }

    fn review(&mut self) {
        let locale = self.locale;
        let unreviewed =
            locale.items.iter().filter(|(_, text)| text.review.unwrap_or(locale.review) == Review::Unreviewed).count();
        let message = match locale.review {
            Review::Unreviewed => {
                format!("the texts are marked unreviewed, {unreviewed} of {} items among them", locale.items.len())
            }
            Review::Reviewed if unreviewed > 0 => {
                format!("{unreviewed} of {} items are marked unreviewed", locale.items.len())
            }
            Review::Reviewed => return,
        };
        self.problem(
            None,
            Code::UnreviewedTexts,
            message,
            "have a second speaker of the language read them, then set \"review\" to \"reviewed\"",
        );
    }
}
