//! Item sets: items about one shared stimulus.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SetMedia;

/// Items about one shared stimulus, which are asked one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemSet {
    /// Whether the items keep their order.
    #[serde(default)]
    pub order: SetOrder,
    /// Fewest items asked once the set is begun; all operational ones where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// Most items asked; all operational ones where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// The picture that the items are about, where there is one; text and sound are in the locale files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<SetMedia>,
}

/// Whether the items of a set keep their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SetOrder {
    /// In the order of the bank.
    Fixed,
    /// In whatever order the criterion prefers.
    #[default]
    Any,
}
