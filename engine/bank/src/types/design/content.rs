//! Content areas and pilot items.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many items of a content area a test has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContentRule {
    /// The content area, as the items name it.
    pub area: String,
    /// Fewest items of the area; 0 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// Most items of the area; no limit where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// Share of the test, from 0 to 1, that is aimed at: the area farthest behind its share comes next (Kingsbury and Zara 1989).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
}

/// Pilot items: asked like any other and part of the test's length, but not scored. Their positions are drawn from the session's seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pilot {
    /// How many pilot items each person is asked.
    pub items: u32,
    /// First position at which one may stand, from 1; 1 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u32>,
    /// Last position at which one may stand; the maximum length where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
}
