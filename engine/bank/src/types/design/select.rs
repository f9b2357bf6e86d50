//! How the next item is chosen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ContentRule, Criterion, Exposure, Pilot};

/// How the next item is chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Select {
    /// What makes an item the best one to ask next.
    pub criterion: Criterion,
    /// Choose at random among this many best items; 1 always takes the best (Kingsbury and Zara 1989).
    #[serde(default = "one_candidate")]
    pub randomesque: u32,
    /// Which competence is measured next; where absent, the criterion weighs the items of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competences: Option<Competences>,
    /// How many items of each content area a test has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<ContentRule>,
    /// Unscored items that are tried out along the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pilot: Option<Pilot>,
    /// How likely each item may be used in a test at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposure: Option<Exposure>,
    /// Choose from a shadow test: the best whole test that satisfies everything said of content, sets and enemies (van der Linden and Reese 1998).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<Shadow>,
}

const fn one_candidate() -> u32 {
    1
}

/// Which competence is measured next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Competences {
    /// The competence that comes next.
    #[serde(default)]
    pub next: NextCompetence,
    /// After this many answers about a competence the others go before it; no limit where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
    /// Once every dimension of a competence has this standard error, the others go before it; no such limit where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
}

/// The competence that is measured next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NextCompetence {
    /// The one with the largest standard error.
    #[default]
    LargestUncertainty,
    /// The one with a cut score nearest to its estimate, counted in standard errors, of those not yet 1.96 away; when all are, the one with the largest standard error.
    NearestCut,
    /// The one with the lowest estimate.
    Weakest,
    /// The first one of the bank that is not closed.
    InOrder,
}

/// A shadow test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Shadow {
    /// When the shadow test is assembled anew.
    #[serde(default)]
    pub refresh: Refresh,
    /// How many item sets a test uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sets: Option<SetCount>,
}

/// When the shadow test is assembled anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Refresh {
    /// At every item.
    #[default]
    Always,
    /// At every so many items.
    Every(u32),
    /// When the estimate has moved this far, in logits, in any dimension since the last assembly.
    Change(f64),
}

/// How many item sets a test uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetCount {
    /// Fewest sets; 0 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// Most sets; all of the bank where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refresh_policy_round_trips() {
        for text in [r#""always""#, r#"{"every":4}"#, r#"{"change":0.25}"#] {
            let refresh: Refresh = serde_json::from_str(text).expect(text);
            assert_eq!(serde_json::to_string(&refresh).expect(text), text);
        }
        assert!(serde_json::from_str::<Refresh>(r#""every""#).is_err());
        assert!(serde_json::from_str::<Refresh>(r#"{"every":1,"change":0.1}"#).is_err());
    }

    #[test]
    fn every_policy_of_competences_round_trips() {
        for name in ["largest-uncertainty", "nearest-cut", "weakest", "in-order"] {
            let text = format!(r#"{{"next":"{name}"}}"#);
            let competences: Competences = serde_json::from_str(&text).expect(name);
            assert_eq!(serde_json::to_string(&competences).expect(name), text);
        }
        assert_eq!(serde_json::from_str::<Competences>("{}").expect("defaults"), Competences::default());
    }
}
