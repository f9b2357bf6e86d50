//! What CASE has no field for, in its extension point: an object `thetis` in `extensions`.

use serde::{Deserialize, Serialize};
use thetis_bank::types::Review;

use crate::{Note, Qualification};

/// Of the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DocumentExtension {
    /// Id of the framework.
    pub(super) id: String,
    /// Address of the CASE service that publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<String>,
    /// Review of the texts.
    pub(super) review: Review,
    /// What to say wherever notes on countries are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) notice: Option<String>,
    /// Levels of the competences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) levels: Vec<LevelExtension>,
    /// Overlays without the outcomes they add, which are items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) overlays: Vec<OverlayExtension>,
}

/// A level with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LevelExtension {
    /// Its id.
    pub(super) id: String,
    /// EQF level.
    pub(super) eqf: u8,
    /// Its name.
    pub(super) name: String,
}

/// What a country adds that is no outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OverlayExtension {
    /// The country.
    pub(super) country: String,
    /// Notes with their texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<NoteExtension>,
    /// Qualifications.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) qualifications: Vec<Qualification>,
}

/// A note with its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NoteExtension {
    /// The note.
    #[serde(flatten)]
    pub(super) note: Note,
    /// Its text.
    pub(super) text: String,
}

/// Of an outcome that a country adds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ItemExtension {
    /// The country.
    pub(super) country: String,
}
