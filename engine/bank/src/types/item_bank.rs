//! `bank.json` as a whole: identity, dimensions and prior.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Credential, Design, IdMap, Item, ItemSet, Level, Module, Profile, THIRDS};

/// An item bank: the questions, their calibrated parameters and the ways to test with them.
///
/// Texts are not here but in `locales/<language>.json`, by id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemBank {
    /// Address of the JSON Schema, for editors: `../schema/bank.schema.json`.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of this file format: 1.
    pub format: u32,
    /// Id of the bank: 1 to 64 of `A–Z a–z 0–9 _ . -`.
    pub id: String,
    /// Version of the bank, for example `1.0.0`. Change it whenever an item, a parameter or a text changes.
    pub version: String,
    /// Licence of the bank, as an SPDX expression where there is one, for example `CC0-1.0`.
    pub licence: String,
    /// Origin of the items and of the calibration, and credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Id of the competence framework in `item-banks/frameworks` that has the bank's competences and learning outcomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub framework: Option<String>,
    /// Languages of the bank (BCP 47), each with its `locales/<language>.json`; the first is the source language.
    pub languages: Vec<String>,
    /// Scaling constant D, which multiplies the slopes of every model but `nrm`: 1, or 1.702 for parameters in normal metric.
    #[serde(default = "one")]
    pub scaling: f64,
    /// The dimensions of ability, in the order of the coordinates of θ.
    pub dimensions: Vec<Dimension>,
    /// Distribution of ability in the population the bank was calibrated on.
    pub prior: Prior,
    /// Named, ordered lists of option ids that items share.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub response_scales: IdMap<Vec<String>>,
    /// Item sets: items about one shared stimulus, by id.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub sets: IdMap<ItemSet>,
    /// The items. Their order is part of the bank's identity: append new items, retire old ones in place.
    pub items: Vec<Item>,
    /// Levels of dimensions, ascending within each; a dimension without has the thirds of its prior: `low`, `middle`, `high`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// What occupations or courses ask for, by id.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub profiles: IdMap<Profile>,
    /// Training modules that develop what is measured, in the order in which they are best taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pathway: Vec<Module>,
    /// Micro-credentials that a result may support, by id.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub credentials: IdMap<Credential>,
    /// Named ways to give an adaptive test with this bank.
    #[serde(default)]
    pub designs: IdMap<Design>,
}

/// One coordinate of θ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dimension {
    /// Id of the dimension, unique in the bank.
    pub id: String,
    /// Id of the competence measured; its texts are under `competences` of each locale.
    pub competence: String,
    /// What is measured about the competence.
    pub kind: DimensionKind,
}

/// What a dimension measures about its competence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DimensionKind {
    /// The competence itself, as evaluated by the answers.
    Evaluation,
    /// The person's confidence in that competence.
    Confidence,
}

/// A multivariate normal distribution of θ over the population.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Prior {
    /// Mean of each dimension.
    pub mean: Vec<f64>,
    /// Covariance matrix, row by row: symmetric and positive definite.
    pub covariance: Vec<Vec<f64>>,
}

impl Prior {
    /// The standard normal distribution with independent dimensions: mean 0, covariance the identity.
    #[must_use]
    pub fn standard(dimensions: usize) -> Self {
        Self {
            mean: vec![0.0; dimensions],
            covariance: (0..dimensions)
                .map(|row| (0..dimensions).map(|column| f64::from(u8::from(row == column))).collect())
                .collect(),
        }
    }
}

const fn one() -> f64 {
    1.0
}

impl ItemBank {
    /// The version of the file format this crate reads and writes.
    pub const FORMAT: u32 = 1;

    /// Position of the item with this id.
    #[must_use]
    pub fn item_index(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    /// Position of the dimension with this id.
    #[must_use]
    pub fn dimension_index(&self, id: &str) -> Option<usize> {
        self.dimensions.iter().position(|dimension| dimension.id == id)
    }

    /// Ids of the options of an item, its own or those of its response scale, in order; `None` where it
    /// has neither, or names a response scale the bank does not have.
    #[must_use]
    pub fn options<'a>(&'a self, item: &'a Item) -> Option<&'a [String]> {
        match (&item.response_scale, &item.options) {
            (_, Some(options)) => Some(options),
            (Some(scale), None) => self.response_scales.get(scale).map(Vec::as_slice),
            (None, None) => None,
        }
    }

    /// Ids of the levels of a dimension, ascending.
    #[must_use]
    pub fn levels_of(&self, dimension: &str) -> Vec<&str> {
        let own: Vec<_> =
            self.levels.iter().filter(|level| level.dimension == dimension).map(|level| level.id.as_str()).collect();
        if own.is_empty() { THIRDS.to_vec() } else { own }
    }

    /// The text under which the engine digests the bank's identity: id, version and item ids, one a line.
    #[must_use]
    pub fn identity(&self) -> String {
        identity(&self.id, &self.version, self.items.iter().map(|item| item.id.as_str()))
    }
}

/// `id\nversion\nitem1\nitem2…`: no line ends the text.
pub(crate) fn identity<'a>(id: &str, version: &str, items: impl Iterator<Item = &'a str>) -> String {
    let mut text = format!("{id}\n{version}");
    for item in items {
        text.push('\n');
        text.push_str(item);
    }
    text
}
