//! `locales/<language>.json`: every text a person reads, by id.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::IdMap;

/// The texts of a bank in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Locale {
    /// Address of the JSON Schema, for editors: `../../schema/locale.schema.json`.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The language (BCP 47); also the name of the file.
    pub language: String,
    /// Direction of writing.
    #[serde(default)]
    pub direction: Direction,
    /// Whether a second speaker of the language has read the texts. Items may say otherwise for themselves.
    pub review: Review,
    /// Title and description of the bank.
    pub bank: BankText,
    /// Texts of each competence.
    pub competences: IdMap<CompetenceText>,
    /// Texts of each shared response scale.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub response_scales: IdMap<ResponseScaleText>,
    /// Texts of each item.
    pub items: IdMap<ItemText>,
}

/// Direction of writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// Whether a second speaker of the language has read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Review {
    /// Read and approved.
    Reviewed,
    /// Not yet read by anyone but its author or translator.
    Unreviewed,
}

/// Title and description of a bank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BankText {
    /// Title of the test.
    pub title: String,
    /// What the test is about, in a sentence or two.
    pub description: String,
}

/// Texts of a competence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompetenceText {
    /// Name of the competence.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What a low score tends to mean at work, in one plain sentence.
    pub low: String,
    /// What a middling score tends to mean at work, in one plain sentence.
    pub middle: String,
    /// What a high score tends to mean at work, in one plain sentence.
    pub high: String,
}

/// Texts of a shared response scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResponseScaleText {
    /// The question put before the item, for example how well the statement describes the person.
    pub prompt: String,
    /// Label of each option.
    pub options: IdMap<String>,
}

/// Texts of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemText {
    /// The question or statement.
    pub stem: String,
    /// Text of each of the item's own options; none where it uses a response scale.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub options: IdMap<String>,
    /// Review of this item's texts, where it differs from the file's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}
