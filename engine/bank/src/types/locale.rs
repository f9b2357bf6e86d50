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
    /// Texts of each item set that has any.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub sets: IdMap<SetText>,
    /// Texts of each profile.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub profiles: IdMap<ProfileText>,
    /// Texts of each training module.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub modules: IdMap<ModuleText>,
    /// Texts of each micro-credential.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub credentials: IdMap<CredentialText>,
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
    /// Recording of the two: `media/<language>/….mp3` or `.m4a`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
}

/// Texts of a competence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompetenceText {
    /// Name of the competence.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Texts of each level of its dimensions.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub levels: IdMap<LevelText>,
}

/// Texts of a level of a competence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LevelText {
    /// Name of the level in a word or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What a person of this level can do or tends to do, in one plain sentence.
    pub text: String,
    /// What to learn or try next, in one plain sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Texts of a shared response scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResponseScaleText {
    /// The question put before the item, for example how well the statement describes the person.
    pub prompt: String,
    /// Label of each option.
    pub options: IdMap<String>,
    /// Recordings of prompt and labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<ScaleAudio>,
}

/// Recordings of a response scale's texts: `media/<language>/….mp3` or `.m4a`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScaleAudio {
    /// Recording of the prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// Recording of each option's label.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub options: IdMap<String>,
}

/// Texts of an item set: what its items are about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetText {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text to read; a line feed begins a new paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What the set's picture shows, for who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Recording of title and text: `media/<language>/….mp3` or `.m4a`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
}

/// Texts of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileText {
    /// Name of the occupation or course.
    pub name: String,
}

/// Texts of a training module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ModuleText {
    /// Its name.
    pub name: String,
    /// What it is about, in a sentence or two.
    pub description: String,
}

/// Texts of a micro-credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CredentialText {
    /// Its name.
    pub name: String,
    /// What has to be shown for it, and what it does not say.
    pub criteria: String,
}

/// Texts of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemText {
    /// The question or statement.
    pub stem: String,
    /// What the item's picture shows, for who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Text of each of the item's own options; none where it uses a response scale.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub options: IdMap<String>,
    /// Text of each target of a matching item.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub targets: IdMap<String>,
    /// Why the right answer is the right one, in a plain sentence or two: shown after the test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Recordings of stem, options and targets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<ItemAudio>,
    /// Review of this item's texts, where it differs from the file's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

/// Recordings of an item's texts: `media/<language>/….mp3` or `.m4a`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemAudio {
    /// Recording of the stem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stem: Option<String>,
    /// Recording of each option and target, by its id.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub options: IdMap<String>,
}
