//! `practices/<id>.json`: a good practice, as an organisation submits it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thetis_bank::{IdMap, types::Review};

/// A good practice: what an organisation does, for whom, and what is known of its effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Practice {
    /// Address of the JSON Schema, for editors: `../schema/practice.schema.json`.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of this file format: 1.
    pub format: u32,
    /// Id of the practice, also the name of the file: 1 to 64 of `A–Z a–z 0–9 _ . -`.
    pub id: String,
    /// Date of the description, `YYYY-MM-DD`: what is said was so on that day.
    pub date: String,
    /// Countries in which it is practised, by ISO 3166-1 codes of two letters: at least one.
    pub countries: Vec<String>,
    /// What field of work it belongs to.
    pub sector: Sector,
    /// Language (BCP 47) of title, what and evidence.
    pub language: String,
    /// What the practice is called, in a line.
    pub title: String,
    /// What is done, for whom and by whom, in plain sentences; a line feed begins a new paragraph.
    pub what: String,
    /// What is known of its effect and how: numbers, evaluations, experience; also that nothing has been measured.
    pub evidence: String,
    /// The organisation that submits the description and answers for it.
    pub contact: Contact,
    /// Licence of the description, as an SPDX expression where there is one, for example `CC-BY-4.0`.
    pub licence: String,
    /// Where the description comes from: a publication, a page, own experience.
    pub source: String,
    /// Ids of the occupations in `item-banks/profiles` that it concerns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<String>,
    /// Title, what and evidence in other languages (BCP 47).
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub translations: IdMap<PracticeText>,
}

/// A field of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sector {
    /// Paid help and care for people at home.
    HomeCare,
    /// Paid housework in private homes.
    Housekeeping,
    /// Paid care of children.
    ChildCare,
    /// Care for relatives, friends and neighbours.
    InformalCare,
    /// Several of these.
    Several,
}

/// Who submits a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// Name of the organisation.
    pub organisation: String,
    /// Its page, `https://…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// An address of the organisation, not of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Texts of a practice in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PracticeText {
    /// Whether a second speaker of the language has read the texts.
    pub review: Review,
    /// What the practice is called.
    pub title: String,
    /// What is done.
    pub what: String,
    /// What is known of its effect.
    pub evidence: String,
}

impl Practice {
    /// The version of the file format this crate reads and writes.
    pub const FORMAT: u32 = 1;
}
