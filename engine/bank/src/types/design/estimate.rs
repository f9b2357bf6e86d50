//! How ability is estimated.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};

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
    /// What answers about confidence in a competence say about the competence itself.
    #[serde(default, skip_serializing_if = "Confidence::is_joint")]
    pub confidence: Confidence,
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
            confidence: Confidence::Joint,
        }
    }
}

/// What answers about confidence in a competence say about the competence itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// As much as the prior's correlation says: all dimensions are estimated together.
    #[default]
    Joint,
    /// The mean at which the estimation of the competence starts, but nothing about its spread.
    PriorMean,
    /// Nothing.
    Off,
}

impl Confidence {
    /// Whether dimensions are estimated together.
    #[must_use]
    pub const fn is_joint(&self) -> bool {
        matches!(self, Self::Joint)
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

    #[test]
    fn every_grid_and_policy_round_trips() {
        for text in [r#""default""#, r#""catr""#, r#"{"rule":"trapezoid","range":[-4.0,4.0],"nodes":21}"#] {
            let quadrature: Quadrature = serde_json::from_str(text).expect(text);
            assert_eq!(serde_json::to_string(&quadrature).expect(text), text);
        }
        for name in ["joint", "prior-mean", "off"] {
            let estimate: Estimate = serde_json::from_str(&format!(r#"{{"confidence":"{name}"}}"#)).expect(name);
            let written = serde_json::to_string(&estimate).expect(name);
            assert_eq!(written.contains("confidence"), name != "joint", "{written}");
            assert_eq!(serde_json::from_str::<Estimate>(&written).expect(name), estimate);
        }
    }
}
