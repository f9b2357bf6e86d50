//! What a person may do instead of answering, and which answers may be changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a person may do instead of answering, and which answers may be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answers {
    /// How a skipped item counts.
    #[serde(default)]
    pub skip: Unanswered,
    /// How "I don't know" counts.
    #[serde(default)]
    pub dont_know: Unanswered,
    /// Which answers may be changed.
    #[serde(default)]
    pub change: Change,
}

impl Answers {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// How an item counts that was not answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unanswered {
    /// It may not be left unanswered.
    #[default]
    Refused,
    /// Not at all: the estimate stays as it was.
    Ignored,
    /// As an answer in the lowest category.
    Lowest,
}

/// Which answers may be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    /// None.
    #[default]
    Off,
    /// The last one.
    Last,
    /// Those of the current block of so many items; a block that is complete is closed.
    Block(u32),
    /// Every one.
    All,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_round_trips() {
        for name in ["refused", "ignored", "lowest"] {
            for change in [r#""off""#, r#""last""#, r#"{"block":5}"#, r#""all""#] {
                let text = format!(r#"{{"skip":"{name}","dontKnow":"{name}","change":{change}}}"#);
                let answers: Answers = serde_json::from_str(&text).expect(&text);
                assert_eq!(serde_json::to_string(&answers).expect(&text), text);
            }
        }
        let message = serde_json::from_str::<Answers>(r#"{"change":"block"}"#).expect_err("no size").to_string();
        assert!(message.contains("newtype variant"), "{message}");
    }
}
