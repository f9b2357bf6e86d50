//! Practices: who says it, where, under what licence, and of which occupations.

use super::{Code, report::Findings};
use crate::{Library, Practice, forms};

/// Not the code of a country, but reserved by ISO 3166-1 for it: what is practised all over the European Union.
const EUROPEAN_UNION: &str = "EU";

pub(super) fn check(name: &str, practice: &Practice, library: &Library, findings: &mut Findings<'_>) {
    findings.named(&practice.id, name);
    if !forms::is_date(&practice.date) {
        let message = format!("{:?} is not a date", practice.date);
        findings.add(Code::InvalidDate, "date", message, "write it like 2026-11-22");
    }
    if practice.countries.is_empty() {
        findings.add(Code::Empty, "countries", "no country is named", "name at least one, such as FR");
    }
    findings.unique(Code::DuplicateKey, "countries", practice.countries.iter().map(String::as_str));
    for country in practice.countries.iter().filter(|country| *country != EUROPEAN_UNION) {
        findings.country("countries", country);
    }
    findings.language("language", &practice.language);
    findings.filled("licence", &practice.licence);
    findings.filled("source", &practice.source);
    for (field, text) in [("title", &practice.title), ("what", &practice.what), ("evidence", &practice.evidence)] {
        findings.text(field, Some(text), None);
    }
    contact(practice, findings);
    findings.unique(Code::DuplicateKey, "profiles", practice.profiles.iter().map(String::as_str));
    for profile in practice.profiles.iter().filter(|profile| !library.profiles.contains_key(*profile)) {
        unknown_profile("profiles", profile, library, findings);
    }
    translations(practice, findings);
}

/// An occupation that has no profile.
pub(super) fn unknown_profile(place: &str, profile: &str, library: &Library, findings: &mut Findings<'_>) {
    let known = library.profiles.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    let remedy = format!("use one of: {known}; or add profiles/{profile}.json");
    findings.add(Code::UnknownProfile, place, format!("there is no profile {profile:?}"), remedy);
}

fn contact(practice: &Practice, findings: &mut Findings<'_>) {
    let contact = &practice.contact;
    findings.filled("contact.organisation", &contact.organisation);
    if let Some(website) = &contact.website {
        findings.web_address("contact.website", website);
    }
    if let Some(email) = &contact.email
        && !forms::is_mail_address(email)
    {
        let message = format!("{email:?} is not a mail address");
        findings.add(Code::MalformedAddress, "contact.email", message, "write it like office@example.org");
    }
    if contact.website.is_none() && contact.email.is_none() {
        let message = "there is no way to reach the organisation";
        findings.add(Code::NoContact, "contact", message, "give its website or its mail address");
    }
}

fn translations(practice: &Practice, findings: &mut Findings<'_>) {
    findings.unique(Code::DuplicateKey, "translations", practice.translations.keys());
    for (language, texts) in practice.translations.iter() {
        let place = format!("translations.{language}");
        findings.language(&place, language);
        if language == practice.language {
            let message = "the language of the practice itself";
            findings.add(Code::StrayText, &place, message, "keep the texts at the top of the file only");
            continue;
        }
        for (field, text, source) in [
            ("title", &texts.title, &practice.title),
            ("what", &texts.what, &practice.what),
            ("evidence", &texts.evidence, &practice.evidence),
        ] {
            findings.text(&format!("{place}.{field}"), Some(text), Some(source));
        }
    }
}
