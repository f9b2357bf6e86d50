//! Profiles: what they ask for is in their framework, and every language says what the occupation is.

use thetis_bank::types::Review;

use super::{Code, framework::competences, report::Findings};
use crate::{EscoConcept, Library, Profile, Requirement};

pub(super) fn check(name: &str, profile: &Profile, library: &Library, findings: &mut Findings<'_>) {
    findings.named(&profile.id, name);
    findings.filled("licence", &profile.licence);
    findings.filled("source", &profile.source);
    if let Some(esco) = &profile.esco {
        findings.esco("esco.uri", EscoConcept::Occupation, &esco.uri);
        findings.filled("esco.label", &esco.label);
        findings.filled("esco.code", &esco.code);
    }
    if let Some(isco) = &profile.isco
        && !(isco.len() == 4 && isco.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let message = format!("{isco:?} is not a unit group of ISCO-08");
        findings.add(Code::InvalidIsco, "isco", message, "give its four digits, for example 5322");
    }
    requirements(profile, library, findings);
    countries(profile, findings);
    texts(profile, findings);
    review(profile, findings);
}

fn requirements(profile: &Profile, library: &Library, findings: &mut Findings<'_>) {
    let framework = library.frameworks.get(&profile.framework).map(|folder| &folder.framework);
    if framework.is_none() {
        let known = library.frameworks.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("there is no framework {:?}", profile.framework);
        findings.add(Code::UnknownFramework, "framework", message, format!("use one of: {known}"));
    }
    if profile.requires.is_empty() {
        findings.add(Code::NoRequirement, "requires", "the occupation asks for nothing", "name a competence");
    }
    let named = profile.requires.iter().map(|requirement| requirement.competence.as_str());
    findings.unique(Code::DuplicateKey, "requires", named);
    for Requirement { competence, level, importance } in &profile.requires {
        let place = format!("requires.{competence}");
        if let Some(framework) = framework {
            if framework.competence(competence).is_none() {
                let message = format!("the framework {} has no competence {competence:?}", framework.id);
                let remedy = format!("use one of: {}", competences(framework));
                findings.add(Code::UnknownCompetence, &place, message, remedy);
            }
            if framework.level(level).is_none() {
                let known = framework.levels.iter().map(|level| level.id.as_str()).collect::<Vec<_>>().join(", ");
                let message = format!("the framework {} has no level {level:?}", framework.id);
                findings.add(Code::UnknownLevel, &place, message, format!("use one of: {known}"));
            }
        }
        if !(1..=Profile::MOST_IMPORTANT).contains(importance) {
            let message = format!("the importance is {importance}");
            let remedy = "give 1 (helps), 2 (matters) or 3 (the work cannot be done without it)";
            findings.add(Code::InvalidImportance, &place, message, remedy);
        }
    }
}

fn countries(profile: &Profile, findings: &mut Findings<'_>) {
    findings.unique(Code::DuplicateKey, "countries", profile.countries.keys());
    for (country, title) in profile.countries.iter() {
        let place = format!("countries.{country}");
        findings.country(&place, country);
        findings.filled(&format!("{place}.title"), &title.title);
        findings.filled(&format!("{place}.source"), &title.source);
        findings.language(&place, &title.language);
    }
}

fn texts(profile: &Profile, findings: &mut Findings<'_>) {
    findings.unique(Code::DuplicateKey, "texts", profile.texts.keys());
    if profile.texts.is_empty() {
        findings.add(Code::Empty, "texts", "the occupation has no texts", "say in one language what the person does");
    }
    let source = profile.texts.iter().next().map(|(_, texts)| texts);
    for (index, (language, texts)) in profile.texts.iter().enumerate() {
        let place = format!("texts.{language}");
        findings.language(&place, language);
        let source = source.filter(|_| index > 0);
        findings.text(&format!("{place}.name"), Some(&texts.name), source.map(|own| &own.name));
        let description = source.map(|own| &own.description);
        findings.text(&format!("{place}.description"), Some(&texts.description), description);
        findings.unique(Code::DuplicateKey, &format!("{place}.notes"), texts.notes.keys());
        for (country, note) in texts.notes.iter() {
            let place = format!("{place}.notes.{country}");
            findings.country(&place, country);
            findings.text(&place, Some(note), source.and_then(|own| own.notes.get(country)));
            if source.is_some_and(|own| !own.notes.contains(country)) {
                let message = "a note that the source language does not have";
                findings.add(Code::StrayText, &place, message, "add it to the first language, or remove it");
            }
        }
        for (country, _) in source.into_iter().flat_map(|own| own.notes.iter()) {
            if !texts.notes.contains(country) {
                findings.text(&format!("{place}.notes.{country}"), None, None);
            }
        }
    }
}

fn review(profile: &Profile, findings: &mut Findings<'_>) {
    let unreviewed = profile.texts.iter().filter(|(_, texts)| texts.review == Review::Unreviewed);
    let languages: Vec<_> = unreviewed.map(|(language, _)| language).collect();
    if !languages.is_empty() {
        findings.unreviewed("texts", &format!("the texts in {} are", languages.join(", ")));
    }
}

/// Profiles speak the languages of their framework.
pub(super) fn languages(profile: &Profile, library: &Library, findings: &mut Findings<'_>) {
    let Some(folder) = library.frameworks.get(&profile.framework) else {
        return;
    };
    for language in &folder.framework.languages {
        if !profile.texts.is_empty() && !profile.texts.contains(language) {
            let message = format!("no texts in {language}, a language of the framework");
            findings.add(Code::MissingText, format!("texts.{language}"), message, "write them");
        }
    }
}
