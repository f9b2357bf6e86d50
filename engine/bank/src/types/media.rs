//! Pictures and sounds that are the same in every language.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::IdMap;

/// Files in the bank's `media/` folder. Every LMS serves svg, png, webp, mp3 and m4a.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Media {
    /// A picture: `media/….svg`, `.png` or `.webp`. What it shows is said in the locale files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// A recording without words, or one that is part of the question: `media/….mp3` or `.m4a`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
    /// Pictures of options and targets, by their ids.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub options: IdMap<String>,
    /// Of a hotspot: where each option lies on the image.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub regions: IdMap<Region>,
}

/// A rectangle on a picture, in percent of its width and height, from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Region {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

/// Files of an item set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetMedia {
    /// A picture: `media/….svg`, `.png` or `.webp`. What it shows is said in the locale files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}
