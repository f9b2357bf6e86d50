//! The same credential as a European Digital Credential, unsigned: European Learning Model 3, application profile EDC.
//!
//! Only an organisation with a qualified electronic seal can issue one (eIDAS); this is what it uploads to the European
//! Commission's tools, which add the seal and the picture. Classes and members: the profile's JSON Schema for ELM 3.2 as EBSI
//! publishes it (Trusted Schemas Registry, `0x4d40d345…a6e0`); addresses of countries, languages and the generic profile: the EU
//! Vocabularies. The method of supervision is said in words, since no public text confirmed its address to us.

use std::{error::Error, fmt};

use serde_json::{Value, json};

use crate::types::{Credential, ResultDescription};

const COUNTRIES: &str = "http://publications.europa.eu/resource/authority/country";
const LANGUAGES: &str = "http://publications.europa.eu/resource/authority/language";
/// Codes of the EU's list of languages (ISO 639-3), for ours.
const CODES: [(&str, &str); 8] = [
    ("ar", "ARA"),
    ("de", "DEU"),
    ("en", "ENG"),
    ("es", "SPA"),
    ("fi", "FIN"),
    ("fr", "FRA"),
    ("it", "ITA"),
    ("uk", "UKR"),
];

/// Why there is no such credential.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ElmError {
    /// The country is no code of three letters.
    Country {
        /// What was given.
        code: String,
    },
    /// The language has no code here.
    Language {
        /// What the credential speaks.
        language: String,
    },
}

impl fmt::Display for ElmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country { code } => {
                write!(
                    f,
                    "{code:?} is no country code of three letters: write FRA for France, DEU for Germany (ISO 3166-1 alpha-3)"
                )
            }
            Self::Language { language } => {
                let known = CODES.map(|(tag, _)| tag).join(", ");
                write!(f, "European credentials in {language:?} are not supported: take one of {known}")
            }
        }
    }
}

impl Error for ElmError {}

/// A credential as unsigned JSON-LD of the European Learning Model. `country` is where the awarding organisation is, three letters.
///
/// # Errors
/// [`ElmError`].
pub fn elm(credential: &Credential, country: &str) -> Result<String, ElmError> {
    let language = &credential.credential_subject.achievement.in_language;
    let code = CODES.iter().find(|(tag, _)| tag == language).map(|(_, code)| *code);
    let writer = Writer {
        credential,
        language,
        code: code.ok_or_else(|| ElmError::Language { language: language.clone() })?,
        country: match country.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|letter| letter.is_ascii_uppercase()) => country,
            _ => return Err(ElmError::Country { code: country.to_owned() }),
        },
    };
    let mut text = serde_json::to_string_pretty(&writer.document()).expect("text and lists only");
    text.push('\n');
    Ok(text)
}

struct Writer<'a> {
    credential: &'a Credential,
    language: &'a str,
    code: &'a str,
    country: &'a str,
}

/// A concept of a controlled vocabulary.
fn concept(scheme: &str, id: &str) -> Value {
    json!({"id": id, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}})
}

impl Writer<'_> {
    /// A text in the credential's language.
    fn text(&self, text: &str) -> Value {
        json!({self.language: text})
    }

    fn note(&self, id: &str, text: &str) -> Value {
        json!({"id": format!("urn:epass:note:{id}"), "type": "Note", "noteLiteral": self.text(text)})
    }

    fn organisation(&self) -> Value {
        json!({
            "id": "urn:epass:org:1",
            "type": "Organisation",
            "legalName": self.text(&self.credential.issuer.name),
            "location": [{
                "id": "urn:epass:location:1",
                "type": "Location",
                "address": [{
                    "id": "urn:epass:address:1",
                    "type": "Address",
                    "countryCode": concept(COUNTRIES, &format!("{COUNTRIES}/{}", self.country)),
                }],
            }],
        })
    }

    fn awarded(&self) -> Value {
        json!({
            "id": "urn:epass:awardingProcess:1",
            "type": "AwardingProcess",
            "awardingBody": [self.organisation()],
            "awardingDate": self.credential.valid_from,
        })
    }

    fn document(&self) -> Value {
        let credential = self.credential;
        let uuid = credential.id.trim_start_matches("urn:uuid:");
        let language = concept(LANGUAGES, &format!("{LANGUAGES}/{}", self.code));
        let generic =
            concept("http://data.europa.eu/snb/credential/25831c2", "http://data.europa.eu/snb/credential/e34929035b");
        let mut document = json!({
            "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
            "id": format!("urn:credential:{uuid}"),
            "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
            "credentialProfiles": [generic],
            "credentialSchema": [{"id": "http://data.europa.eu/snb/model/ap/edc-generic-full", "type": "ShaclValidator2017"}],
            "displayParameter": {
                "id": "urn:epass:displayParameter:1",
                "type": "DisplayParameter",
                "title": self.text(&credential.name),
                "description": self.text(&credential.description),
                "language": [language],
                "primaryLanguage": language,
            },
            "issuer": self.organisation(),
            "issuanceDate": credential.valid_from,
            "issued": credential.valid_from,
            "validFrom": credential.valid_from,
            "credentialSubject": {
                "id": "urn:epass:person:1",
                "type": "Person",
                "hasClaim": [self.achievement()],
            },
        });
        if let (Some(until), Some(members)) = (&credential.valid_until, document.as_object_mut()) {
            members.insert("validUntil".to_owned(), json!(until));
            members.insert("expirationDate".to_owned(), json!(until));
        }
        document
    }

    fn achievement(&self) -> Value {
        let achievement = &self.credential.credential_subject.achievement;
        let aligned = achievement.alignment.iter().enumerate().map(|(number, one)| {
            let text = format!(
                "{} ({}, {}): {}",
                one.target_name, one.target_framework, one.target_url, one.target_description
            );
            self.note(&format!("alignment-{}", number + 1), &text)
        });
        let notes: Vec<Value> = [self.note("about", &self.credential.description)].into_iter().chain(aligned).collect();
        json!({
            "id": "urn:epass:learningAchievement:1",
            "type": "LearningAchievement",
            "title": self.text(&achievement.name),
            "description": self.text(&achievement.description),
            "additionalNote": notes,
            "awardedBy": self.awarded(),
            "provenBy": self.assessments(),
            "specifiedBy": {
                "id": format!("urn:epass:learningAchievementSpec:{}", achievement.id.trim_start_matches("urn:uuid:")),
                "type": "LearningAchievementSpecification",
                "title": self.text(&achievement.name),
                "description": self.text(&achievement.description),
                "learningOutcomeSummary": self.note("criteria", &achievement.criteria.narrative),
            },
        })
    }

    /// An assessment for each dimension: its grade is the level with the probability of being there or higher.
    fn assessments(&self) -> Vec<Value> {
        let subject = &self.credential.credential_subject;
        let descriptions = &subject.achievement.result_description;
        let result = |description: &ResultDescription| {
            subject.result.iter().find(|result| result.result_description == description.id)
        };
        let mut assessments = Vec::new();
        for [level, probability] in descriptions.as_chunks::<2>().0 {
            let achieved = result(level).and_then(|result| result.achieved_level.as_deref());
            let achieved = level.rubric_criterion_level.iter().find(|one| Some(one.id.as_str()) == achieved);
            let percent = result(probability).and_then(|result| result.value.as_deref());
            let (Some(achieved), Some(percent)) = (achieved, percent) else { continue };
            let number = assessments.len() + 1;
            assessments.push(json!({
                "id": format!("urn:epass:learningAssessment:{number}"),
                "type": "LearningAssessment",
                "title": self.text(&level.name),
                "grade": self.note(&format!("grade-{number}"), &achieved.name),
                "additionalNote": [
                    self.note(&format!("probability-{number}"), &format!("{}: {percent} %", probability.name)),
                    self.note(&format!("evidence-{number}"), &self.credential.evidence[0].narrative),
                ],
                "awardedBy": self.awarded(),
                "specifiedBy": [{
                    "id": format!("urn:epass:learningAssessmentSpec:{number}"),
                    "type": "LearningAssessmentSpecification",
                    "title": self.text(&level.name),
                    "description": self.text(&self.credential.description),
                }],
            }));
        }
        assessments
    }
}
