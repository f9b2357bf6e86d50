//! Checking a bank: every problem at once, each with file, item and remedy.

mod beside;
mod code;
mod credentials;
mod designs;
mod dimensions;
mod feasibility;
mod identity;
mod items;
mod levels;
mod media;
pub(crate) mod models;
mod pathway;
mod pictures;
mod reach;
pub(crate) mod report;
mod scoring;
mod sets;
mod texts;
mod translations;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use thetis_core as core;

use crate::{
    compile::CompileError,
    read::{self, BANK_FILE, BankFolder, LOCALES_FOLDER, ReadError},
    types::ItemBank,
};

pub use code::{Code, Severity};
pub use items::is_date;
pub use media::{AUDIO_TYPES, IMAGE_TYPES};
pub use models::{EXTREME_DIFFICULTY, EXTREME_LOWER_ASYMPTOTE, EXTREME_SLOPE, EXTREME_UPPER_ASYMPTOTE};
pub(crate) use report::Place;
pub use report::{Problem, Report};
pub use translations::{LONGEST_LEVEL_NAME, LONGEST_OPTION, OVER_LONG_BY, OVER_LONG_RATIO, UNTRANSLATED_WORDS};

/// Finds every problem of a bank.
///
/// A bank without errors compiles, and each of its designs makes a test. What lies beside the bank's folder, the framework
/// and the occupations that it names, is compared by [`check_path`] alone.
#[must_use]
pub fn check(folder: &BankFolder) -> Report {
    check_except(folder, &BTreeSet::new())
}

/// Reads a bank's folder and finds every problem, in files that cannot be read as well as in those that can.
///
/// The bank's framework is looked for in `../frameworks/<id>/framework.json`, the occupations that its profiles name in
/// `../profiles/<id>.json`, as they lie in `item-banks/`.
#[must_use]
pub fn check_path(path: impl AsRef<Path>) -> Report {
    let folder = read::folder_of(path.as_ref());
    let mut report = Report::default();
    let mut locales = BTreeMap::new();
    let mut unreadable = BTreeSet::new();
    match read::locale_files(&folder) {
        Ok(files) => {
            for (name, file) in files {
                match read::read_json(&file) {
                    Ok(locale) => {
                        locales.insert(name, locale);
                    }
                    Err(error) => {
                        let place = format!("{LOCALES_FOLDER}/{name}.json");
                        report_unread(&place, &error, &mut report);
                        unreadable.insert(name);
                    }
                }
            }
        }
        Err(error) => report_unread(LOCALES_FOLDER, &error, &mut report),
    }
    let media = read::media_files(&folder).unwrap_or_else(|error| {
        report_unread(read::MEDIA_FOLDER, &error, &mut report);
        BTreeSet::new()
    });
    match read::read_bank(&folder.join(BANK_FILE)) {
        Ok(bank) => {
            beside::check(&bank, &folder, &mut report);
            report.merge(check_except(&BankFolder { bank, locales, media }, &unreadable));
        }
        Err(error) => report_unread(BANK_FILE, &error, &mut report),
    }
    report.sorted()
}

fn report_unread(place: &str, error: &ReadError, report: &mut Report) {
    let (code, line) = match error {
        ReadError::Io { .. } => (Code::UnreadableFile, None),
        ReadError::Json { line, .. } => (Code::MalformedFile, Some(*line as u64)),
        ReadError::Format { .. } => (Code::UnknownFormat, None),
    };
    Place { line, ..Place::file(place) }.report(report, code, error.reason(), error.remedy());
}

fn check_except(folder: &BankFolder, unreadable: &BTreeSet<String>) -> Report {
    let mut report = Report::default();
    identity::check(&folder.bank, &mut report);
    dimensions::check(&folder.bank, &mut report);
    items::check(&folder.bank, &mut report);
    levels::check(&folder.bank, &mut report);
    pathway::check(&folder.bank, &mut report);
    credentials::check(&folder.bank, &mut report);
    let errors_before = report.errors().count();
    sets::check(&folder.bank, &mut report);
    let sound_sets = report.errors().count() == errors_before;
    // Without an operational item, or with sets and enemies that are none, no design can work, which was said already.
    let usable = sound_sets && folder.bank.operational().next().is_some();
    let compiled = compiled(&folder.bank, &mut report).filter(|_| usable);
    designs::check(&folder.bank, compiled.as_ref(), &mut report);
    media::check(folder, &mut report);
    texts::check(folder, unreadable, &mut report);
    report.sorted()
}

/// The engine's bank. Where the engine refuses what no check found fault with, that is reported too.
fn compiled(bank: &ItemBank, report: &mut Report) -> Option<Arc<core::Bank>> {
    match bank.compile() {
        Ok(compiled) => Some(Arc::new(compiled)),
        Err(error) => {
            if let CompileError::Engine { item: Some(_), .. } = error {
                refused_items(bank, report);
            } else if report.is_valid() {
                Place::file(BANK_FILE).report(report, Code::RefusedByEngine, error.to_string(), "correct the bank");
            }
            None
        }
    }
}

/// The engine stops at the first item it cannot use: it is asked again for each by itself.
fn refused_items(bank: &ItemBank, report: &mut Report) {
    let dimensions = u32::try_from(bank.dimensions.len()).unwrap_or(u32::MAX);
    let (Ok(items), Ok(prior)) = (bank.core_items(), core::MultivariateNormal::standard(dimensions)) else {
        return;
    };
    for (item, core_item) in bank.items.iter().zip(items) {
        if report.has_item_error(&item.id) {
            continue;
        }
        if let Err(error) = core::Bank::new(bank.scaling, prior.clone(), vec![core_item], "") {
            Place::item(BANK_FILE, &item.id).report(
                report,
                Code::RefusedByEngine,
                error.to_string(),
                "correct the parameters",
            );
        }
    }
}
