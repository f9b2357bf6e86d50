//! Checks that files of every kind share: ids, languages, countries, EQF levels, repetitions.

use std::collections::HashMap;

use thetis_bank::{is_language_tag, is_valid_id};

use super::{Code, report::Findings};
use crate::{EscoConcept, esco_identifier, forms};

const ID_FORM: &str = "use 1 to 64 of the letters A–Z and a–z, digits, _ . and -";

impl Findings<'_> {
    pub(super) fn id(&mut self, place: &str, id: &str) {
        if !is_valid_id(id) {
            self.add(Code::InvalidId, place, format!("{id:?} is not an id"), ID_FORM);
        }
    }

    /// The id in a file, and the name of the file.
    pub(super) fn named(&mut self, id: &str, name: &str) {
        self.id("id", id);
        if id != name {
            let message = format!("the id is {id:?}, but its file or folder is named {name:?}");
            self.add(Code::FileName, "id", message, "rename one of them");
        }
    }

    pub(super) fn filled(&mut self, place: &str, text: &str) {
        if text.trim().is_empty() {
            self.add(Code::EmptyField, place, "says nothing", "fill it in");
        }
    }

    pub(super) fn language(&mut self, place: &str, tag: &str) {
        if !is_language_tag(tag) {
            let message = format!("{tag:?} is not a language tag");
            self.add(Code::InvalidLanguage, place, message, "use a BCP 47 tag, such as fr or pt-BR");
        }
    }

    pub(super) fn country(&mut self, place: &str, code: &str) {
        if !forms::is_country(code) {
            let message = format!("{code:?} is not the code of a country");
            self.add(Code::InvalidCountry, place, message, "use the ISO 3166-1 code of two letters, such as FR");
        }
    }

    pub(super) fn eqf(&mut self, place: &str, level: u8) {
        if !(1..=8).contains(&level) {
            let message = format!("EQF level {level} does not exist");
            self.add(Code::InvalidEqf, place, message, "give a level from 1 to 8");
        }
    }

    pub(super) fn esco(&mut self, place: &str, concept: EscoConcept, uri: &str) -> bool {
        let sound = esco_identifier(concept, uri).is_some();
        if !sound {
            let remedy = format!("copy it from ESCO: {} and a UUID in lower case", concept.prefix());
            self.add(Code::MalformedEscoUri, place, format!("{uri:?} is not a URI of ESCO of this kind"), remedy);
        }
        sound
    }

    pub(super) fn web_address(&mut self, place: &str, address: &str) {
        if !forms::is_web_address(address) {
            let message = format!("{address:?} is not an address of the web");
            self.add(Code::MalformedAddress, place, message, "write it in full, beginning with https://");
        }
    }

    /// What occurs more than once.
    pub(super) fn unique<'s>(&mut self, code: Code, place: &str, keys: impl Iterator<Item = &'s str>) {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for key in keys {
            let count = counts.entry(key).or_default();
            *count += 1;
            if *count == 2 {
                self.add(code, place, format!("{key:?} occurs twice"), "keep one, or rename the other");
            }
        }
    }
}
