//! What an author declares about an item, from which parameters are set where no answers exist yet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An author's judgement of an item: the level it belongs to and what it demands of the mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Judgement {
    /// The level of the European Qualifications Framework whose learning outcomes it asks for, 1 to 8.
    pub eqf: u8,
    /// What it demands.
    pub demand: Demand,
}

/// What an item demands of the mind, after the revised taxonomy of Bloom (Anderson & Krathwohl 2001).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Demand {
    /// To know a fact again.
    Remember,
    /// To see what something means, or why it is so.
    Understand,
    /// To do the usual thing in a usual situation.
    Apply,
    /// To weigh things against each other in a situation that is not the usual one.
    Judge,
}
