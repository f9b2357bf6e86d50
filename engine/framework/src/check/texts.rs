//! Texts of frameworks: one for everything a person reads, in every language, and none to spare.

use std::collections::BTreeSet;

use thetis_bank::{IdMap, types::Review};

use super::{
    Code, Report,
    report::{Findings, Problem},
};
use crate::{FRAMEWORK_FILE, Framework, FrameworkFolder, FrameworkTexts, LOCALES_FOLDER, Named, OverlayText};

/// `unreadable` are the files of `folder` that are there but could not be read, which was reported already.
pub(super) fn check(folder: &str, own: &FrameworkFolder, unreadable: &BTreeSet<&str>, report: &mut Report) {
    let FrameworkFolder { framework, locales } = own;
    for language in framework.languages.iter().collect::<BTreeSet<_>>() {
        let file = format!("{folder}/{LOCALES_FOLDER}/{language}.json");
        if !locales.contains_key(language) && !unreadable.contains(file.as_str()) {
            let mut findings = Findings { file: format!("{folder}/{FRAMEWORK_FILE}"), report };
            let message = format!("the language {language} has no {LOCALES_FOLDER}/{language}.json");
            findings.add(Code::MissingLocale, "languages", message, "add the file, or remove the language");
        }
    }
    let source = framework.languages.first().and_then(|language| locales.get(language));
    for (name, texts) in locales {
        let mut findings = Findings { file: format!("{folder}/{LOCALES_FOLDER}/{name}.json"), report };
        if !framework.languages.contains(name) {
            let remedy = format!("add it to \"languages\" of {FRAMEWORK_FILE}, or remove the file");
            findings.add(Code::UnlistedLocale, "", format!("the framework does not list the language {name}"), remedy);
            continue;
        }
        if texts.language != *name {
            let message = format!("\"language\" is {:?}", texts.language);
            findings.add(Code::LocaleLanguage, "language", message, format!("set it to {name:?}, or rename the file"));
        }
        let source = source.filter(|source| source.language != texts.language);
        LocaleCheck { framework, texts, source, findings }.check();
    }
}

/// The texts of one language against the framework.
struct LocaleCheck<'a> {
    framework: &'a Framework,
    texts: &'a FrameworkTexts,
    /// Those of the source language, unless these are they.
    source: Option<&'a FrameworkTexts>,
    findings: Findings<'a>,
}

impl LocaleCheck<'_> {
    fn check(mut self) {
        let (framework, texts, source) = (self.framework, self.texts, self.source);
        let title = source.map(|source| &source.framework);
        self.findings.text("framework.title", Some(&texts.framework.title), title.map(|own| &own.title));
        let description = title.map(|own| &own.description);
        self.findings.text("framework.description", Some(&texts.framework.description), description);
        let notice = title.and_then(|own| own.notice.as_ref());
        match &texts.framework.notice {
            None if framework.overlays.is_empty() => {}
            own => self.findings.text("framework.notice", own.as_ref(), notice),
        }
        let levels = framework.levels.iter().map(|level| level.id.as_str()).collect();
        self.sentences("levels", &texts.levels, source.map(|source| &source.levels), &levels);
        let areas = framework.areas.iter().map(|area| area.id.as_str()).collect();
        self.named("areas", &texts.areas, source.map(|source| &source.areas), &areas);
        let competences = framework.competences().map(|competence| competence.id.as_str()).collect();
        self.named("competences", &texts.competences, source.map(|source| &source.competences), &competences);
        let outcomes = framework.outcomes().map(|outcome| outcome.id.as_str()).collect();
        self.sentences("outcomes", &texts.outcomes, source.map(|source| &source.outcomes), &outcomes);
        self.overlays();
        if texts.review == Review::Unreviewed {
            self.findings.unreviewed("review", "the texts are");
        }
    }

    fn overlays(&mut self) {
        let (framework, texts, source) = (self.framework, self.texts, self.source);
        let countries: BTreeSet<_> = framework.overlays.iter().map(|overlay| overlay.country.as_str()).collect();
        self.keys("overlays", &texts.overlays, &countries);
        let none = OverlayText::default();
        for overlay in &framework.overlays {
            let of = |texts: Option<&IdMap<OverlayText>>| {
                texts.and_then(|overlays| overlays.get(&overlay.country)).unwrap_or(&none).notes.clone()
            };
            let notes = overlay.notes.iter().map(|note| note.id.as_str()).collect();
            let source = source.map(|source| of(Some(&source.overlays)));
            let place = format!("overlays.{}.notes", overlay.country);
            self.sentences(&place, &of(Some(&texts.overlays)), source.as_ref(), &notes);
        }
    }

    fn sentences(&mut self, place: &str, map: &IdMap<String>, source: Option<&IdMap<String>>, known: &BTreeSet<&str>) {
        self.keys(place, map, known);
        for id in known {
            self.findings.text(&format!("{place}.{id}"), map.get(id), source.and_then(|source| source.get(id)));
        }
    }

    fn named(&mut self, place: &str, map: &IdMap<Named>, source: Option<&IdMap<Named>>, known: &BTreeSet<&str>) {
        self.keys(place, map, known);
        for id in known {
            let (own, source) = (map.get(id), source.and_then(|source| source.get(id)));
            let (name, description) = (|own: &Named| own.name.clone(), |own: &Named| own.description.clone());
            let place = format!("{place}.{id}");
            self.findings.text(&format!("{place}.name"), own.map(name).as_ref(), source.map(name).as_ref());
            let (own, source) = (own.map(description), source.map(description));
            self.findings.text(&format!("{place}.description"), own.as_ref(), source.as_ref());
        }
    }

    /// Keys that occur twice, and those that name nothing in the framework.
    fn keys<V>(&mut self, place: &str, map: &IdMap<V>, known: &BTreeSet<&str>) {
        self.findings.unique(Code::DuplicateKey, place, map.keys());
        for key in map.keys().filter(|key| !known.contains(key)) {
            let message = format!("a text for {key}, which the framework does not have");
            self.findings.add(Code::StrayText, place, message, "remove it, or correct its id");
        }
    }
}

impl Findings<'_> {
    pub(super) fn unreviewed(&mut self, place: &str, what: &str) {
        let remedy = "have a second speaker of the language read them, then set \"review\" to \"reviewed\"";
        self.add(Code::UnreviewedTexts, place, format!("{what} marked unreviewed"), remedy);
    }

    /// A text that has to be there, in words of its own language.
    pub(super) fn text(&mut self, place: &str, text: Option<&String>, source: Option<&String>) {
        match text {
            Some(text) if !text.trim().is_empty() => {
                // One word may be the same in two languages; a sentence is not.
                if source == Some(text) && text.trim().contains(' ') {
                    let message = format!("the text is that of the source language: {text:?}");
                    self.add(Code::UntranslatedText, place, message, "translate it");
                }
            }
            _ => self.add(Code::MissingText, place, "has no text", "write the text"),
        }
    }
}

/// What could not be read is a problem like others.
pub(super) fn unread(error: &crate::ReadError) -> Problem {
    let code = match error.line {
        _ if error.unknown_format => Code::UnknownFormat,
        Some(_) => Code::MalformedFile,
        None => Code::UnreadableFile,
    };
    Problem {
        severity: code.severity(),
        code,
        file: error.file.clone(),
        line: error.line,
        place: String::new(),
        message: error.reason.clone(),
        remedy: error.remedy.clone(),
    }
}
