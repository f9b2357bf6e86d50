//! Texts: one for everything a person reads, in every language, and none to spare.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    read::{BANK_FILE, BankFolder, LOCALES_FOLDER},
    types::{
        CompetenceText, DimensionKind, Direction, IdMap, Item, ItemBank, ItemText, Locale, Review, SetText, Status,
    },
};

use super::{Code, Place, Report, identity::duplicate_keys, translations};

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
        let source_language = bank.languages.first().filter(|language| *language != name);
        let source = source_language.and_then(|language| locales.get_key_value(language));
        LocaleCheck { bank, locale, source: source.map(|(_, texts)| texts), file: &file, report }.check();
        translations::lengths(&file, locale, report);
        if let Some(source) = source {
            translations::check(&file, (name, locale), (source.0, source.1), report);
        }
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
    /// That of the language the bank was written in, where this is another: what it says without having to, the others say too.
    source: Option<&'a Locale>,
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
        self.sets();
        self.profiles();
        self.modules();
        self.credentials();
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

    /// A text that need not be, but is not empty, and is there if the source language has it.
    fn optional(&mut self, item: Option<&str>, what: &str, text: Option<&String>, source: Option<&String>) {
        match text {
            Some(text) => self.text(item, what, text),
            None if source.is_some() => self.missing(item, what),
            None => {}
        }
    }

    /// What a picture shows: said of each picture, and of nothing else.
    fn description(&mut self, item: Option<&str>, what: &str, picture: Option<&String>, text: Option<&String>) {
        match (picture, text) {
            (Some(picture), None) => self.problem(
                item,
                Code::MissingText,
                format!("{what} does not say what {picture} shows"),
                "describe the picture in a sentence, for who cannot see it",
            ),
            (None, Some(_)) => self.problem(
                item,
                Code::StrayText,
                format!("{what} describes a picture, but there is none"),
                "remove it, or name the picture in \"media\"",
            ),
            (_, text) => self.optional(item, what, text, None),
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
            self.text(None, &format!("{what}.name"), &text.name);
            self.text(None, &format!("{what}.description"), &text.description);
            self.levels(competence, text);
        }
    }

    /// The levels of the competence itself; those of the confidence in it may have texts too.
    fn levels(&mut self, competence: &str, texts: &CompetenceText) {
        let bank = self.bank;
        let of_kind = |kind: Option<DimensionKind>| {
            bank.dimensions
                .iter()
                .filter(|own| own.competence == competence && kind.is_none_or(|kind| own.kind == kind))
                .flat_map(|own| bank.levels_of(&own.id))
                .collect::<BTreeSet<_>>()
        };
        let known = of_kind(None);
        let needed = of_kind(Some(DimensionKind::Evaluation));
        let source = self.source.and_then(|source| source.competences.get(competence)).map(|text| &text.levels);
        let what = format!("competences.{competence}.levels");
        self.keys(None, &what, &texts.levels, &known);
        for level in known {
            let what = format!("{what}.{level}");
            let source = source.and_then(|levels| levels.get(level));
            let Some(text) = texts.levels.get(level) else {
                if needed.contains(level) || source.is_some() {
                    self.missing(None, &what);
                }
                continue;
            };
            self.text(None, &format!("{what}.text"), &text.text);
            let (name, next) = (source.and_then(|text| text.name.as_ref()), source.and_then(|text| text.next.as_ref()));
            self.optional(None, &format!("{what}.name"), text.name.as_ref(), name);
            self.optional(None, &format!("{what}.next"), text.next.as_ref(), next);
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
            if let Some(audio) = &text.audio {
                let known = options.iter().map(String::as_str).collect();
                self.keys(None, &format!("{what}.audio.options"), &audio.options, &known);
            }
        }
    }

    fn sets(&mut self) {
        let (bank, locale, source) = (self.bank, self.locale, self.source);
        let known = bank.sets.keys().collect();
        self.keys(None, "sets", &locale.sets, &known);
        for (id, set) in bank.sets.iter() {
            let (text, source) = (locale.sets.get(id), source.and_then(|source| source.sets.get(id)));
            let (title, prose) = (|set: &SetText| set.title.clone(), |set: &SetText| set.text.clone());
            for (name, own, source) in [
                ("title", text.and_then(title), source.and_then(title)),
                ("text", text.and_then(prose), source.and_then(prose)),
            ] {
                self.optional(None, &format!("sets.{id}.{name}"), own.as_ref(), source.as_ref());
            }
            let picture = set.media.as_ref().and_then(|media| media.image.as_ref());
            self.description(None, &format!("sets.{id}.image"), picture, text.and_then(|text| text.image.as_ref()));
        }
    }

    fn profiles(&mut self) {
        let (bank, locale) = (self.bank, self.locale);
        let known = bank.profiles.keys().collect();
        self.keys(None, "profiles", &locale.profiles, &known);
        for id in bank.profiles.keys() {
            let what = format!("profiles.{id}");
            match locale.profiles.get(id) {
                Some(text) => self.text(None, &format!("{what}.name"), &text.name),
                None => self.missing(None, &what),
            }
        }
    }

    fn modules(&mut self) {
        let (bank, locale) = (self.bank, self.locale);
        let known: BTreeSet<_> = bank.pathway.iter().map(|module| module.module.as_str()).collect();
        self.keys(None, "modules", &locale.modules, &known);
        for id in known {
            let what = format!("modules.{id}");
            let Some(text) = locale.modules.get(id) else {
                self.missing(None, &what);
                continue;
            };
            self.text(None, &format!("{what}.name"), &text.name);
            self.text(None, &format!("{what}.description"), &text.description);
        }
    }

    fn credentials(&mut self) {
        let (bank, locale) = (self.bank, self.locale);
        let known = bank.credentials.keys().collect();
        self.keys(None, "credentials", &locale.credentials, &known);
        for id in bank.credentials.keys() {
            let what = format!("credentials.{id}");
            let Some(text) = locale.credentials.get(id) else {
                self.missing(None, &what);
                continue;
            };
            self.text(None, &format!("{what}.name"), &text.name);
            self.text(None, &format!("{what}.criteria"), &text.criteria);
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
        let sources: HashMap<_, _> = self.source.iter().flat_map(|source| source.items.iter().rev()).collect();
        for item in &bank.items {
            let id = item.id.as_str();
            let Some(text) = texts.get(id) else {
                // Nobody is shown a retired item: its texts may go.
                if item.status != Status::Retired {
                    self.missing(Some(id), "the item");
                }
                continue;
            };
            self.item(item, text, sources.get(id).copied());
        }
    }

    fn item(&mut self, item: &Item, text: &ItemText, source: Option<&ItemText>) {
        let id = Some(item.id.as_str());
        self.text(id, "the stem", &text.stem);
        let own_options = item.options.as_deref().unwrap_or_default();
        self.options(id, "options", own_options, &text.options);
        self.options(id, "targets", &item.targets, &text.targets);
        let reason = source.and_then(|source| source.reason.as_ref());
        self.optional(id, "the reason", text.reason.as_ref(), reason);
        let picture = item.media.as_ref().and_then(|media| media.image.as_ref());
        self.description(id, "the text \"image\"", picture, text.image.as_ref());
        if let Some(audio) = &text.audio {
            let known = own_options.iter().chain(&item.targets).map(String::as_str).collect();
            self.keys(id, "audio.options", &audio.options, &known);
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
