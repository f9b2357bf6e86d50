//! Ids, versions and languages: of the right form, none twice.

use crate::{
    id::{ID_FORM, is_language_tag, is_valid_id, repeated},
    read::BANK_FILE,
    types::ItemBank,
};

use super::{Code, Place, Report};

const HERE: Place<'static> = Place::file(BANK_FILE);

pub(super) fn check(bank: &ItemBank, report: &mut Report) {
    ids(bank, report);
    duplicates(bank, report);
    languages(bank, report);
    if bank.items.is_empty() {
        HERE.report(report, Code::EmptyBank, "the bank has no items", "add at least one item");
    } else if !bank.items.iter().any(|item| item.status.is_operational()) {
        HERE.report(
            report,
            Code::NoOperationalItem,
            format!("none of the {} items is operational", bank.items.len()),
            "set \"status\" to \"operational\" for the items tests may use",
        );
    }
}

fn ids(bank: &ItemBank, report: &mut Report) {
    let mut id = |what: &str, id: &str| {
        if !is_valid_id(id) {
            HERE.report(report, Code::InvalidId, format!("{what} {id:?} is not an id"), format!("use {ID_FORM}"));
        }
    };
    id("the bank's id", &bank.id);
    id("the version", &bank.version);
    for dimension in &bank.dimensions {
        id("the dimension", &dimension.id);
        id("the competence", &dimension.competence);
    }
    for (scale, options) in bank.response_scales.iter() {
        id("the response scale", scale);
        options.iter().for_each(|option| id("the option", option));
    }
    for item in &bank.items {
        id("the item", &item.id);
        item.options.iter().flatten().for_each(|option| id("the option", option));
        item.targets.iter().for_each(|target| id("the target", target));
        item.content.iter().for_each(|content| id("the content area", content));
        item.outcome.iter().for_each(|outcome| id("the learning outcome", outcome));
    }
    bank.sets.keys().for_each(|set| id("the item set", set));
    bank.levels.iter().for_each(|level| id("the level", &level.id));
    for (profile, asks) in bank.profiles.iter() {
        id("the profile", profile);
        asks.occupation.iter().for_each(|occupation| id("the occupation", occupation));
    }
    bank.framework.iter().for_each(|framework| id("the framework", framework));
    bank.pathway.iter().for_each(|module| id("the module", &module.module));
    bank.credentials.keys().for_each(|credential| id("the credential", credential));
    bank.designs.keys().for_each(|design| id("the design", design));
}

fn duplicates(bank: &ItemBank, report: &mut Report) {
    for id in repeated(bank.items.iter().map(|item| item.id.as_str())) {
        Place::item(BANK_FILE, id).report(
            report,
            Code::DuplicateItem,
            "several items have this id",
            "give each item an id of its own",
        );
    }
    for id in repeated(bank.dimensions.iter().map(|dimension| dimension.id.as_str())) {
        HERE.report(
            report,
            Code::DuplicateDimension,
            format!("several dimensions have the id {id}"),
            "give each dimension an id of its own",
        );
    }
    for (scale, options) in bank.response_scales.iter() {
        for option in repeated(options.iter().map(String::as_str)) {
            HERE.report(
                report,
                Code::DuplicateOption,
                format!("the response scale {scale} lists the option {option} twice"),
                "remove one of the two",
            );
        }
    }
    for item in &bank.items {
        for option in repeated(item.options.iter().flatten().map(String::as_str)) {
            Place::item(BANK_FILE, &item.id).report(
                report,
                Code::DuplicateOption,
                format!("the option {option} is listed twice"),
                "remove one of the two",
            );
        }
    }
    duplicate_keys(HERE, "responseScales", bank.response_scales.keys(), report);
    duplicate_keys(HERE, "designs", bank.designs.keys(), report);
}

/// Reports keys that a JSON object has twice.
pub(super) fn duplicate_keys<'a>(
    place: Place<'_>,
    object: &str,
    keys: impl Iterator<Item = &'a str>,
    report: &mut Report,
) {
    for key in repeated(keys) {
        place.report(
            report,
            Code::DuplicateKey,
            format!("{object} has the key {key} twice, and only the first counts"),
            "remove or rename one of the two",
        );
    }
}

fn languages(bank: &ItemBank, report: &mut Report) {
    if bank.languages.is_empty() {
        HERE.report(
            report,
            Code::NoLanguage,
            "the bank lists no language",
            "list its source language, then its translations, in \"languages\"",
        );
    }
    for language in &bank.languages {
        if !is_language_tag(language) {
            HERE.report(
                report,
                Code::InvalidLanguage,
                format!("{language:?} is not a language tag"),
                "use BCP 47, for example fr or pt-BR",
            );
        }
    }
    for language in repeated(bank.languages.iter().map(String::as_str)) {
        HERE.report(
            report,
            Code::DuplicateLanguage,
            format!("the language {language} is listed twice"),
            "remove one of the two",
        );
    }
}
