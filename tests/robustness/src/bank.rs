//! An item bank that somebody else wrote.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use thetis_bank::{BankFolder, ItemBank, Locale, check, parse_bank, parse_locale};
use thetis_core::{Session, Test};

use crate::promises::{assert_defined, assert_replays};

/// What a fuzzer may spend on one test: grids and banks larger than this are sound, and slow.
const MOST_NODES: u32 = 101;
const MOST_ITEMS: usize = 60;
const MOST_ANSWERS: usize = 6;

/// `bank.json`, and after a byte 0, which no JSON has, the texts in its first language.
pub(crate) fn run(input: &[u8]) -> bool {
    let mut parts = input.splitn(2, |byte| *byte == 0);
    let (Some(bank), texts) = (parts.next(), parts.next()) else { return false };
    let locale = texts.and_then(|texts| match parse_locale(texts, Path::new("locales/en.json")) {
        Ok(locale) => Some(locale),
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.remedy().is_empty());
            None
        }
    });
    let bank = match parse_bank(bank, Path::new("bank.json")) {
        Ok(bank) => bank,
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.remedy().is_empty());
            return false;
        }
    };
    if bank.items.len() > MOST_ITEMS {
        return false;
    }
    // All files that it names are there.
    let own = bank.items.iter().flat_map(|item| &item.media);
    let files = own.flat_map(|own| own.image.iter().chain(&own.audio).chain(own.options.iter().map(|(_, file)| file)));
    let media = files.cloned().collect();
    opened(&BankFolder { locales: locales(&bank, locale), bank, media })
}

fn locales(bank: &ItemBank, locale: Option<Locale>) -> BTreeMap<String, Locale> {
    bank.languages.first().cloned().zip(locale).into_iter().collect()
}

fn opened(folder: &BankFolder) -> bool {
    let report = check(folder);
    for problem in report.problems() {
        assert!(!problem.to_string().is_empty() && !problem.remedy.is_empty(), "a problem says what to do");
    }
    // Texts may be missing from what can be used all the same.
    let is_sound = report.errors().all(|error| error.file != "bank.json");
    let bank = match folder.compile() {
        Ok(bank) => bank,
        Err(error) => {
            assert!(!is_sound, "a bank without errors compiles: {error}");
            return false;
        }
    };
    assert_eq!(bank.len() as usize, folder.bank.items.len(), "items keep their places");
    for name in folder.bank.designs.keys() {
        match folder.compile_test(name) {
            Ok(test) => taken(&Arc::new(test)),
            Err(error) => assert!(!is_sound, "a design without errors makes a test: {error}"),
        }
    }
    is_sound
}

fn taken(test: &Arc<Test>) {
    if test.design().estimation.quadrature.is_some_and(|grid| grid.nodes > MOST_NODES) || test.bank().dimensions() > 3 {
        return;
    }
    let mut session = Session::new(test.clone(), 1);
    for step in 0..MOST_ANSWERS {
        let Some(item) = session.next() else { break };
        let category = step as u32 % test.bank().categories(item);
        session.answer(item, category, 0, 100).expect("the item asked, a category it has");
        assert_defined(&session);
    }
    assert_replays(test, &session);
}
