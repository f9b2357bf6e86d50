//! `frameworks/<id>/locales/<language>.json`: the texts of a framework, by id.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thetis_bank::{IdMap, types::Review};

/// The texts of a framework in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkTexts {
    /// Address of the JSON Schema, for editors: `../../../schema/framework-locale.schema.json`.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The language (BCP 47); also the name of the file.
    pub language: String,
    /// Whether a second speaker of the language has read the texts.
    pub review: Review,
    /// Title and description of the framework.
    pub framework: Title,
    /// Name of each level.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub levels: IdMap<String>,
    /// Texts of each area.
    pub areas: IdMap<Named>,
    /// Texts of each competence.
    pub competences: IdMap<Named>,
    /// Each learning outcome in a sentence, those of overlays included.
    pub outcomes: IdMap<String>,
    /// Texts of each overlay, by country.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub overlays: IdMap<OverlayText>,
}

/// Title and description of a framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Title {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub description: String,
    /// What to say wherever notes on countries are shown: that they inform and are no legal advice. Needed with overlays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// Texts of an area or a competence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence.
    pub description: String,
}

/// Texts of an overlay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OverlayText {
    /// Text of each note.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub notes: IdMap<String>,
}
