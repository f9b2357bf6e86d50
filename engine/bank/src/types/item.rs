//! One item: options, scoring, model, status, media.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Areas, Judgement, Media, Model, Provenance, Scoring};

/// A question, how its answers are scored, and the model of those scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Item {
    /// Id of the item, unique in the bank and never reused.
    pub id: String,
    /// Ids of the dimensions the item measures: one, or those of a compensatory model's slopes, in their order.
    pub dimensions: Vec<String>,
    /// How the question is put.
    pub kind: ItemKind,
    /// Name of the shared response scale whose options are offered. Either this or `options`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_scale: Option<String>,
    /// Ids of the item's own options, in the order shown. Either this or `responseScale`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<String>>,
    /// Ids of what the options of a matching item are matched with, in the order shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// Which category each answer scores.
    pub scoring: Scoring,
    /// The item response model and its parameters.
    pub model: Model,
    /// Content area, or a list of the content areas it belongs to, for content balancing.
    #[serde(default, skip_serializing_if = "Areas::is_empty")]
    pub content: Areas,
    /// Id of the learning outcome of the bank's framework that it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The author's judgement of the item, from which `thetis judge` sets its parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// Where the right answer can be read up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Ids of items that must not be in the same test. It is enough that one of the two says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enemies: Vec<String>,
    /// Id of the item set it belongs to, one of `sets`. Within a set, items have the order of the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// Whether tests may use the item.
    #[serde(default, skip_serializing_if = "Status::is_operational")]
    pub status: Status,
    /// Where the parameters come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// Pictures and sound that belong to the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
}

/// How a question is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// A statement with an ordered scale of agreement or accuracy; no answer is wrong.
    Likert,
    /// How sure the person is of being able to do something, on an ordered scale.
    Confidence,
    /// One of several options is chosen.
    SingleChoice,
    /// One of two options is chosen.
    TrueFalse,
    /// One of several pictures is chosen.
    PictureChoice,
    /// What to do in a situation: one option is chosen, and several may be worth something.
    SituationalJudgement,
    /// One of several places on a picture is chosen.
    Hotspot,
    /// Any number of options is ticked.
    MultipleResponse,
    /// The options are put in order.
    Ordering,
    /// Each option is given one of the targets.
    Matching,
}

/// Whether tests may use an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// In use.
    #[default]
    Operational,
    /// Not yet calibrated well enough to count: asked only where a design has pilot items, and never scored.
    Pilot,
    /// No longer used; kept so that old session logs can be replayed.
    Retired,
}

impl Status {
    /// Whether tests may use the item.
    #[must_use]
    pub const fn is_operational(&self) -> bool {
        matches!(self, Self::Operational)
    }
}
