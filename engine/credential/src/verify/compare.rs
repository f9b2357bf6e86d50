//! Whether a log gives exactly what a badge says: the credential is made again from the log and compared, member by member.

use serde_json::{Map, Value};
use thetis_bank::ItemBank;

use super::Verification;
use crate::build::Award;
use crate::date::Day;
use crate::identifiers::{AchievementName, pseudonym};
use crate::types::Credential;

/// A member on which badge and log differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its place: `credentialSubject.result.0.achievedLevel`.
    pub place: String,
    /// What the badge says; nothing where it has no such member.
    pub badge: Option<String>,
    /// What comes of the log.
    pub log: Option<String>,
}

/// What a badge says of how it was made: enough to make it again from a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reissue<'b> {
    /// What it was given for.
    pub award: Award<'b>,
    /// Its language.
    pub language: String,
    /// Identifier of the learner, if it names one.
    pub subject: Option<String>,
    /// Identifier of the issuer.
    pub issuer: String,
    /// Name of the issuer.
    pub issuer_name: String,
    /// First day.
    pub valid_from: Day,
    /// Day on which it ends.
    pub valid_until: Option<Day>,
    /// Whether the log is in it.
    pub include_log: bool,
    /// Address of the occupation that the result was compared with.
    pub occupation: Option<String>,
}

impl<'b> Reissue<'b> {
    /// Read it from a badge. Nothing, where it is no badge of this bank and version that this program made.
    #[must_use]
    pub fn of(found: &Verification, bank: &'b ItemBank, fingerprint: &str) -> Option<Self> {
        let credential = Value::Object(found.credential.clone());
        let text = |place: &str| credential.pointer(place).and_then(Value::as_str);
        let day = |place: &str| text(place).and_then(|moment| moment.strip_suffix("T00:00:00Z")?.parse::<Day>().ok());
        let achievement = text("/credentialSubject/achievement/id")?;
        let is_it = |name: &str| AchievementName::new(&bank.id, &bank.version, name).id() == achievement;
        let award = if is_it("result") {
            Award::Result
        } else {
            Award::MicroCredential(bank.credentials.keys().find(|id| is_it(id))?)
        };
        let alignments = credential.pointer("/credentialSubject/achievement/alignment").and_then(Value::as_array);
        let occupation = alignments.into_iter().flatten().find(|one| one["targetFramework"] == "ESCO");
        Some(Self {
            award,
            language: text("/credentialSubject/achievement/inLanguage")?.to_owned(),
            subject: text("/credentialSubject/id").filter(|id| *id != pseudonym(fingerprint)).map(str::to_owned),
            issuer: text("/issuer/id")?.to_owned(),
            issuer_name: text("/issuer/name")?.to_owned(),
            valid_from: day("/validFrom")?,
            valid_until: match credential.get("validUntil") {
                Some(_) => Some(day("/validUntil")?),
                None => None,
            },
            include_log: text("/evidence/0/id").is_some(),
            occupation: occupation.and_then(|one| one["targetUrl"].as_str()).map(str::to_owned),
        })
    }
}

/// Where a badge and the credential made again differ, in the order of their places.
#[must_use]
pub fn differences(badge: &Map<String, Value>, again: &Credential) -> Vec<Difference> {
    let again = serde_json::to_value(again).expect("text and lists only");
    let mut found = Vec::new();
    compare(Some(&Value::Object(badge.clone())), Some(&again), &mut Vec::new(), &mut found);
    found
}

fn compare(badge: Option<&Value>, log: Option<&Value>, at: &mut Vec<String>, found: &mut Vec<Difference>) {
    match (badge, log) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            for name in one.keys().chain(other.keys().filter(|name| !one.contains_key(*name))) {
                at.push(name.clone());
                compare(one.get(name), other.get(name), at, found);
                at.pop();
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            for place in 0..one.len().max(other.len()) {
                at.push(place.to_string());
                compare(one.get(place), other.get(place), at, found);
                at.pop();
            }
        }
        (one, other) if one == other => {}
        (one, other) => {
            let shown = |value: Option<&Value>| {
                value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            };
            found.push(Difference { place: at.join("."), badge: shown(one), log: shown(other) });
        }
    }
}
