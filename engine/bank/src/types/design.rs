//! Designs: named ways to give an adaptive test.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

/// How a test starts, chooses items, estimates ability and stops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Design {
    /// Where the test starts.
    #[serde(default)]
    pub start: Start,
    /// How the next item is chosen.
    pub select: Select,
    /// How ability is estimated.
    #[serde(default)]
    pub estimate: Estimate,
    /// When the test ends.
    #[serde(default)]
    pub stop: Stop,
}

/// Where a test starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Start {
    /// Ability before the first answer: `prior-mean`, or one value for each dimension.
    #[serde(default)]
    pub theta: StartTheta,
}

/// Ability assumed before the first answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum StartTheta {
    /// The mean of the bank's prior.
    #[default]
    PriorMean,
    /// These values, one for each dimension.
    Fixed(Vec<f64>),
}

/// How the next item is chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Select {
    /// What makes an item the best one to ask next.
    pub criterion: Criterion,
    /// Choose at random among this many best items; 1 always takes the best (Kingsbury and Zara 1989).
    #[serde(default = "one_candidate")]
    pub randomesque: u32,
}

const fn one_candidate() -> u32 {
    1
}

/// What makes an item the best one to ask next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "name", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Criterion {
    /// Largest Fisher information at the current estimate; one dimension only.
    MaximumInformation {},
    /// Largest determinant of the information matrix at the current estimate (Segall 1996).
    DOptimality {
        /// Whether the inverse of the prior covariance is added to the information.
        #[serde(default = "yes")]
        prior: bool,
    },
    /// Any item with equal probability.
    Random {},
    /// The items of this list, in order.
    FixedOrder {
        /// Ids of the items.
        order: Vec<String>,
    },
}

const fn yes() -> bool {
    true
}

/// How ability is estimated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Estimate {
    /// The estimator.
    #[serde(default)]
    pub estimator: Estimator,
    /// Lowest and highest θ an estimate can take, in every dimension.
    #[serde(default = "default_range")]
    pub range: [f64; 2],
    /// The grid on which posterior means are computed.
    #[serde(default)]
    pub quadrature: Quadrature,
    /// Which standard error is reported; by default the posterior standard deviation for `eap`, expected information for the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<StandardErrorKind>,
}

const fn default_range() -> [f64; 2] {
    [-6.0, 6.0]
}

impl Default for Estimate {
    fn default() -> Self {
        Self {
            estimator: Estimator::default(),
            range: default_range(),
            quadrature: Quadrature::default(),
            standard_error: None,
        }
    }
}

/// An estimator of ability.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Estimator {
    /// Maximum likelihood; constant answer patterns give the end of the range.
    Ml,
    /// Mode of the posterior distribution.
    Map,
    /// Mean of the posterior distribution.
    #[default]
    Eap,
    /// Weighted likelihood (Warm 1989).
    Wle,
    /// Mode of the posterior under Jeffreys' prior.
    Jeffreys,
}

/// The grid on which posterior means are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Quadrature {
    /// `default`: Thetis's own grid for the bank's number of dimensions.
    #[default]
    Default,
    /// `catr`: 33-point trapezoid from −4 to 4, as R's catR.
    Catr,
    /// A grid of one's own.
    Grid {
        /// How nodes are weighted.
        rule: QuadratureRule,
        /// Lowest and highest node.
        range: [f64; 2],
        /// Number of nodes in each dimension.
        nodes: u32,
    },
}

/// How the nodes of a quadrature are weighted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuadratureRule {
    /// Trapezoidal rule: the outermost nodes count half.
    #[default]
    Trapezoid,
    /// A plain sum over the nodes.
    EqualWeights,
}

/// Which standard error is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StandardErrorKind {
    /// From expected (Fisher) information.
    Expected,
    /// From observed information, the curvature of the log-likelihood at the estimate.
    Observed,
    /// Standard deviation of the posterior distribution.
    Posterior,
}

/// When a test ends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stop {
    /// Fewest items, before which no rule ends the test; 1 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u32>,
    /// Most items; all of the bank where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
    /// Rule that ends the test between the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<StopRule>,
}

/// A rule that ends a test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum StopRule {
    /// The standard error of every dimension is at most this.
    StandardErrorAtMost(f64),
    /// No remaining item offers as much information as this at the current estimate.
    InformationBelow(f64),
    /// At least one of these rules holds.
    Any(Vec<StopRule>),
    /// All of these rules hold.
    All(Vec<StopRule>),
}

const PRIOR_MEAN: &str = "prior-mean";

impl Serialize for StartTheta {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::PriorMean => serializer.serialize_str(PRIOR_MEAN),
            Self::Fixed(theta) => theta.serialize(serializer),
        }
    }
}

// By hand, as are the next: serde's untagged enums answer every mistake with "did not match any variant".
impl<'de> Deserialize<'de> for StartTheta {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrList;

        impl<'de> Visitor<'de> for NameOrList {
            type Value = StartTheta;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("\"prior-mean\" or a list of numbers, one for each dimension")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<StartTheta, E> {
                if name == PRIOR_MEAN {
                    Ok(StartTheta::PriorMean)
                } else {
                    Err(E::invalid_value(serde::de::Unexpected::Str(name), &self))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<StartTheta, A::Error> {
                let mut theta = Vec::new();
                while let Some(value) = list.next_element()? {
                    theta.push(value);
                }
                Ok(StartTheta::Fixed(theta))
            }
        }

        deserializer.deserialize_any(NameOrList)
    }
}

impl JsonSchema for StartTheta {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "StartTheta".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "anyOf": [
                { "const": PRIOR_MEAN },
                { "type": "array", "items": { "type": "number" }, "minItems": 1 },
            ],
        })
    }
}

/// The object form of [`Quadrature`].
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Grid {
    /// How nodes are weighted.
    #[serde(default)]
    rule: QuadratureRule,
    /// Lowest and highest node.
    range: [f64; 2],
    /// Number of nodes in each dimension.
    nodes: u32,
}

impl Serialize for Quadrature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Default => serializer.serialize_str("default"),
            Self::Catr => serializer.serialize_str("catr"),
            Self::Grid { rule, range, nodes } => Grid { rule, range, nodes }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Quadrature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrGrid;

        impl<'de> Visitor<'de> for NameOrGrid {
            type Value = Quadrature;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("\"default\", \"catr\" or an object with range and nodes")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Quadrature, E> {
                match name {
                    "default" => Ok(Quadrature::Default),
                    "catr" => Ok(Quadrature::Catr),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(name), &self)),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Quadrature, A::Error> {
                let Grid { rule, range, nodes } = Grid::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Quadrature::Grid { rule, range, nodes })
            }
        }

        deserializer.deserialize_any(NameOrGrid)
    }
}

impl JsonSchema for Quadrature {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Quadrature".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "anyOf": [
                { "const": "default", "description": "Thetis's own grid for the bank's number of dimensions." },
                { "const": "catr", "description": "33-point trapezoid from −4 to 4, as R's catR." },
                generator.subschema_for::<Grid>(),
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Design, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn a_design_of_nothing_but_a_criterion_has_the_documented_defaults() {
        let design = read(r#"{"select":{"criterion":{"name":"maximum-information"}}}"#).expect("valid");
        assert_eq!(design.start.theta, StartTheta::PriorMean);
        assert_eq!(design.select.randomesque, 1);
        assert_eq!(design.estimate.estimator, Estimator::Eap);
        assert_eq!(design.estimate.range.map(f64::to_bits), [-6.0_f64, 6.0].map(f64::to_bits));
        assert_eq!(design.estimate.quadrature, Quadrature::Default);
        assert_eq!(design.estimate.standard_error, None);
        assert_eq!(design.stop, Stop { min_items: None, max_items: None, when: None });
    }

    #[test]
    fn a_full_design_round_trips() {
        let text = r#"{"start":{"theta":[0.0,0.5]},"select":{"criterion":{"name":"d-optimality","prior":false},"randomesque":3},"estimate":{"estimator":"map","range":[-4.0,4.0],"quadrature":{"rule":"equal-weights","range":[-5.0,5.0],"nodes":21},"standardError":"observed"},"stop":{"minItems":5,"maxItems":20,"when":{"any":[{"standardErrorAtMost":0.3},{"all":[{"informationBelow":0.1}]}]}}}"#;
        let design = read(text).expect("valid");
        assert_eq!(serde_json::to_string(&design).expect("serialisable"), text);
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            (r#"{"select":{"criterion":{"name":"mfi"}}}"#, "unknown variant `mfi`"),
            (r#"{"select":{"criterion":{"name":"random","prior":true}}}"#, "unknown field `prior`"),
            (r#"{"select":{"criterion":{"name":"random"}},"start":{"theta":"zero"}}"#, "prior-mean"),
            (
                r#"{"select":{"criterion":{"name":"random"}},"estimate":{"quadrature":"gauss"}}"#,
                "\"default\", \"catr\"",
            ),
            (
                r#"{"select":{"criterion":{"name":"random"}},"estimate":{"quadrature":{"range":[-4,4]}}}"#,
                "missing field `nodes`",
            ),
            (r#"{"select":{"criterion":{"name":"random"}},"stop":{"when":{"sem":0.3}}}"#, "unknown variant `sem`"),
            (r#"{"stop":{}}"#, "missing field `select`"),
        ];
        for (text, expected) in cases {
            let message = read(text).expect_err(text).to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
