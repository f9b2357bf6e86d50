//! A small sound library to break, and the committed one.

#![expect(dead_code, reason = "each test program uses its part")]

use std::path::PathBuf;

use serde_json::{Value, json};
use thetis_framework::{FrameworkFolder, Library, Practice, Profile};

pub(crate) const SKILL: &str = "http://data.europa.eu/esco/skill/6ff01827-907d-43d8-b6e4-7162c1cf0aca";

/// `item-banks` of this repository.
pub(crate) fn item_banks() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../item-banks"))
}

/// A file of `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn framework() -> Value {
    json!({
        "format": 1, "id": "care", "version": "1.0.0", "changed": "2026-11-22T00:00:00Z", "creator": "Example",
        "licence": "CC-BY-4.0", "languages": ["en", "fr"],
        "levels": [{"id": "low", "eqf": 1}, {"id": "high", "eqf": 2}],
        "areas": [{"id": "home", "competences": [
            {"id": "cleaning", "outcomes": [
                {"id": "surfaces", "type": "skill", "eqf": 2, "esco": [SKILL]},
                {"id": "labels", "type": "knowledge", "eqf": 1}
            ]},
            {"id": "rules", "outcomes": [{"id": "contract", "type": "responsibility", "eqf": 2}]}
        ]}],
        "escoSkills": {SKILL: "clean surfaces"},
        "overlays": [{
            "country": "FR",
            "adds": {"rules": [{"id": "cesu", "type": "knowledge", "eqf": 2}]},
            "notes": [{"id": "cesu", "competence": "rules", "source": "Code du travail"}],
            "qualifications": [{"name": "Employé familial", "language": "fr", "eqf": 3, "source": "RNCP"}]
        }]
    })
}

pub(crate) fn texts(language: &str) -> Value {
    let say = |text: &str| format!("{text} in {language}");
    let named = |name: &str| json!({"name": say(name), "description": say(&format!("about {name}"))});
    json!({
        "language": language, "review": "reviewed",
        "framework": {"title": say("Care"), "description": say("about care"), "notice": say("no advice")},
        "levels": {"low": say("Low"), "high": say("High")},
        "areas": {"home": named("Home")},
        "competences": {"cleaning": named("Cleaning"), "rules": named("Rules")},
        "outcomes": {
            "surfaces": say("Cleans surfaces"), "labels": say("Reads labels"),
            "contract": say("Keeps the contract"), "cesu": say("Knows Cesu")
        },
        "overlays": {"FR": {"notes": {"cesu": say("Cesu is there")}}}
    })
}

pub(crate) fn profile() -> Value {
    let texts = |language: &str| {
        json!({
            "review": "reviewed", "name": format!("Cleaner in {language}"),
            "description": format!("Cleans homes in {language}"), "notes": {"FR": format!("A note in {language}")}
        })
    };
    json!({
        "format": 1, "id": "cleaner", "framework": "care", "licence": "CC-BY-4.0", "source": "our judgement",
        "esco": {
            "uri": "http://data.europa.eu/esco/occupation/cbad55a4-c7cf-4ab6-9540-eac72b26729b", "code": "9111.1",
            "label": "domestic cleaner", "match": "exact"
        },
        "isco": "9111",
        "requires": [{"competence": "cleaning", "level": "high", "importance": 3}],
        "countries": {"FR": {"title": "aide ménager", "language": "fr", "source": "ESCO"}},
        "texts": {"en": texts("en"), "fr": texts("fr")}
    })
}

pub(crate) fn practice() -> Value {
    json!({
        "format": 1, "id": "talks", "date": "2026-11-22", "countries": ["FR", "EU"], "sector": "housekeeping",
        "language": "en", "title": "Talks with cleaners", "what": "They meet once a month.",
        "evidence": "Nothing was measured.",
        "contact": {"organisation": "Example", "website": "https://example.org", "email": "office@example.org"},
        "licence": "CC-BY-4.0", "source": "own experience", "profiles": ["cleaner"],
        "translations": {"fr": {
            "review": "reviewed", "title": "Parler ensemble", "what": "Elles se voient chaque mois.",
            "evidence": "Rien n’a été mesuré."
        }}
    })
}

/// The files of a library as JSON, by their place.
#[derive(Clone)]
pub(crate) struct Files {
    pub(crate) framework: Value,
    pub(crate) en: Value,
    pub(crate) fr: Value,
    pub(crate) profile: Value,
    pub(crate) practice: Value,
}

impl Files {
    /// A library without a fault.
    pub(crate) fn sound() -> Self {
        Self { framework: framework(), en: texts("en"), fr: texts("fr"), profile: profile(), practice: practice() }
    }

    pub(crate) fn folder(&self) -> FrameworkFolder {
        let texts = |value: &Value| serde_json::from_value(value.clone()).expect("texts");
        FrameworkFolder {
            framework: serde_json::from_value(self.framework.clone()).expect("a framework"),
            locales: [("en".to_owned(), texts(&self.en)), ("fr".to_owned(), texts(&self.fr))].into(),
        }
    }

    pub(crate) fn library(&self) -> Library {
        let profile: Profile = serde_json::from_value(self.profile.clone()).expect("a profile");
        let practice: Practice = serde_json::from_value(self.practice.clone()).expect("a practice");
        Library {
            frameworks: [("care".to_owned(), self.folder())].into(),
            profiles: [("cleaner".to_owned(), profile)].into(),
            practices: [("talks".to_owned(), practice)].into(),
        }
    }
}
