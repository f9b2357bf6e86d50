//! Where an item's parameters come from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an item's parameters come from. Shown wherever a result rests on them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Provenance {
    /// Estimated from response data, or judged by experts.
    pub source: ProvenanceSource,
    /// Number of persons in the calibration sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<u32>,
    /// Day of the calibration or judgement, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Method in a few words: program, estimation, standard-setting procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}

/// Kind of evidence behind an item's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProvenanceSource {
    /// Estimated from the answers of a sample.
    Calibrated,
    /// Set by the judgement of experts, without response data.
    Expert,
}
