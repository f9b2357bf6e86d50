//! Watching how well a person's answers fit the models.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bounds beyond which the outcome says that it has to be read with care; what is absent is not watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fit {
    /// Lowest lz* that passes (Snijders 2001; Sinharay 2016), below 0; −1.645 flags about one pattern in twenty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lz: Option<f64>,
    /// Largest excursion of the CUSUM chart of residuals, up or down, that passes (van Krimpen-Stoop and Meijer 2000), for example 0.25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cusum: Option<f64>,
    /// Largest share of Guttman errors that passes, above 0 and below 1: pairs of steps of which the likelier was failed and the other passed, as a share of those that could be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guttman: Option<f64>,
    /// An answer in fewer seconds than this is a fast one. Goes with `fastShare`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fast_seconds: Option<f64>,
    /// Largest share of fast answers that passes, from 0 to below 1. Goes with `fastSeconds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fast_share: Option<f64>,
}

impl Fit {
    /// Whether nothing is watched.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
