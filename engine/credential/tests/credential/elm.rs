//! The unsigned European Digital Credential: every object has the members that its class demands, and none that it does not know.
//!
//! The tables are those of the JSON Schema "Europass EDC credential", for ELM 3.2, as EBSI publishes it; the members that the
//! Commission's tools add while issuing (seal, pictures of the display) are left out.

use serde_json::Value;
use thetis_credential::{ElmError, elm};

use crate::support;

/// A class: what it demands, and what else it may have, of what we write.
const CLASSES: [(&str, &[&str], &[&str]); 12] = [
    ("Person", &[], &["hasClaim"]),
    ("Organisation", &["legalName", "location"], &[]),
    ("Location", &["address"], &[]),
    ("Address", &["countryCode"], &[]),
    ("LearningAchievement", &["title", "awardedBy"], &["description", "additionalNote", "provenBy", "specifiedBy"]),
    ("LearningAchievementSpecification", &["title"], &["description", "learningOutcomeSummary"]),
    ("LearningAssessment", &["title", "grade", "awardedBy"], &["additionalNote", "specifiedBy"]),
    ("LearningAssessmentSpecification", &["title"], &["description"]),
    ("AwardingProcess", &["awardingBody"], &["awardingDate"]),
    ("DisplayParameter", &["title", "language", "primaryLanguage"], &["description"]),
    ("Note", &["noteLiteral"], &[]),
    ("Concept", &[], &["inScheme"]),
];

fn check(value: &Value, at: &str, seen: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| check(one, at, seen)),
        Value::Object(object) => {
            if let Some(class) = object.get("type").and_then(Value::as_str) {
                if let Some((_, demanded, allowed)) = CLASSES.iter().find(|(name, ..)| *name == class) {
                    seen.push(class.to_owned());
                    assert!(
                        demanded.iter().all(|name| object.contains_key(*name)),
                        "{at}: {class} lacks one of {demanded:?}"
                    );
                    for name in object.keys().filter(|name| *name != "id" && *name != "type") {
                        assert!(
                            demanded.contains(&&**name) || allowed.contains(&&**name),
                            "{at}: {class} has no {name}"
                        );
                    }
                } else {
                    assert!(["ConceptScheme", "ShaclValidator2017"].contains(&class), "{at}: {class}");
                }
            }
            object.iter().for_each(|(name, value)| check(value, &format!("{at}/{name}"), seen));
        }
        _ => {}
    }
}

#[test]
fn every_object_is_as_its_class_demands() {
    for case in support::cases() {
        let credential = case.credential();
        let document: Value = serde_json::from_str(&elm(&credential, "FRA").expect("one")).expect("JSON");
        let mut seen = Vec::new();
        check(&document, "", &mut seen);
        assert!(CLASSES.iter().all(|(name, ..)| seen.iter().any(|class| class == name)), "{seen:?}");
        for name in [
            "credentialProfiles",
            "displayParameter",
            "issuer",
            "credentialSubject",
            "issued",
            "validFrom",
            "credentialSchema",
        ] {
            assert!(document.get(name).is_some(), "{name}");
        }
        let assessments = document["credentialSubject"]["hasClaim"][0]["provenBy"].as_array().expect("a list");
        assert_eq!(assessments.len() * 2, credential.credential_subject.result.len());
        let language = &credential.credential_subject.achievement.in_language;
        assert!(assessments.iter().all(|one| one["grade"]["noteLiteral"][language].is_string()), "{}", case.name);
        assert_eq!(document.get("validUntil").is_some(), credential.valid_until.is_some());
    }
}

#[test]
fn countries_and_languages_are_those_of_the_lists() {
    let mut credential = support::cases()[0].credential();
    for code in ["", "FR", "fra", "FRANCE", "FÄ"] {
        assert_eq!(elm(&credential, code), Err(ElmError::Country { code: code.to_owned() }));
    }
    credential.credential_subject.achievement.in_language = "sw".to_owned();
    assert_eq!(elm(&credential, "KEN"), Err(ElmError::Language { language: "sw".to_owned() }));
}
