//! `profiles/<id>.json`: an occupation and the levels that it asks for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thetis_bank::{IdMap, types::Review};

/// An occupation: what the person does, and which level of which competence the work asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// Address of the JSON Schema, for editors: `../schema/profile.schema.json`.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of this file format: 1.
    pub format: u32,
    /// Id of the occupation, also the name of the file: 1 to 64 of `A–Z a–z 0–9 _ . -`.
    pub id: String,
    /// Id of the framework in `item-banks/frameworks` that has the competences.
    pub framework: String,
    /// Licence, as an SPDX expression where there is one, for example `CC-BY-4.0`.
    pub licence: String,
    /// Who says what the work asks for, and from what they concluded it.
    pub source: String,
    /// The occupation of ESCO; none where ESCO has none, as for unpaid care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub esco: Option<EscoOccupation>,
    /// The unit group of ISCO-08, four digits; none for what is no paid work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isco: Option<String>,
    /// What the work asks for; a competence that is not named is not asked for.
    pub requires: Vec<Requirement>,
    /// What the occupation is called in a country, by ISO 3166-1 code of two letters.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub countries: IdMap<NationalTitle>,
    /// Texts by language (BCP 47); the first is the source language.
    pub texts: IdMap<ProfileTexts>,
}

/// An occupation of ESCO.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EscoOccupation {
    /// Its URI: `http://data.europa.eu/esco/occupation/…`.
    pub uri: String,
    /// Its code, for example `9111.1`.
    pub code: String,
    /// Its English preferred label.
    pub label: String,
    /// How near it is.
    #[serde(rename = "match")]
    pub kind: Match,
}

/// How near an occupation of ESCO is to ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    /// The same occupation.
    Exact,
    /// The nearest, but not the same.
    Near,
}

/// A level that the work asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Requirement {
    /// Id of the competence.
    pub competence: String,
    /// Id of the level that is asked for, at least.
    pub level: String,
    /// How much it matters beside the others: 1 helps, 2 matters, 3 the work cannot be done without it.
    pub importance: u8,
}

/// What an occupation is called in a country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NationalTitle {
    /// The title, in the language of the country.
    pub title: String,
    /// Language of the title (BCP 47).
    pub language: String,
    /// The law, agreement, classification or page that calls it so.
    pub source: String,
}

/// Texts of an occupation in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileTexts {
    /// Whether a second speaker of the language has read the texts.
    pub review: Review,
    /// Name of the occupation.
    pub name: String,
    /// What the person does, in two plain sentences.
    pub description: String,
    /// What to know about the occupation in a country, by the country's code.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub notes: IdMap<String>,
}

impl Profile {
    /// The version of the file format this crate reads and writes.
    pub const FORMAT: u32 = 1;
    /// The highest importance; the lowest is 1.
    pub const MOST_IMPORTANT: u8 = 3;
}
