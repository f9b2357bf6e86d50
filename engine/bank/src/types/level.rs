//! Levels of a dimension, and what an occupation or a course asks for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::IdMap;

/// A level of a dimension; the locale files name it and say what it means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Level {
    /// Id of the dimension.
    pub dimension: String,
    /// Id of the level, unique in its dimension.
    pub id: String,
    /// θ from which it begins, in logits; the lowest level has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// The level of the European Qualifications Framework that it corresponds to, 1 to 8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eqf: Option<u8>,
}

/// Ids of the levels of a dimension that declares none: the thirds of its prior.
pub(crate) const THIRDS: [&str; 3] = ["low", "middle", "high"];

/// What an occupation or a course asks for; the locale files name it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// The level asked for, by id of the dimension.
    pub requires: IdMap<String>,
    /// How much a requirement matters beside the others, by id of the dimension: a positive number, 1 where none is given.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub importance: IdMap<f64>,
    /// Id of the occupation in `item-banks/profiles`, which describes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
}
