//! What may follow a test: training modules, and micro-credentials.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::IdMap;

/// A training module; the locale files name it and say what it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Module {
    /// Id of the module, unique in the bank.
    pub module: String,
    /// Workload, hours.
    pub hours: f64,
    /// The level that it leads to, by id of the dimension. Who has reached them all has no need of it.
    pub develops: IdMap<String>,
    /// Ids of the modules that come before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
}

/// A micro-credential; the locale files name it and say what it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credential {
    /// The levels that have to be reached, by id of the dimension.
    pub requires: IdMap<String>,
    /// How probable it has to be that all of them are reached: above one half, below 1.
    #[serde(default = "probable")]
    pub probability: f64,
    /// How many scored answers each of the dimensions has to have.
    pub min_answers: u32,
}

const fn probable() -> f64 {
    0.8
}
