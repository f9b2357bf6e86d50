//! Where a test starts.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

/// Where a test starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Start {
    /// Ability at which the first items are chosen: `prior-mean`; one value for each dimension; or a list of such lists, at which the first, the second, … item is chosen.
    #[serde(default)]
    pub theta: StartTheta,
    /// Ids of the items asked first, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// Ability assumed before there are enough answers. Estimates are not affected.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum StartTheta {
    /// The mean of the bank's prior.
    #[default]
    PriorMean,
    /// These values, one for each dimension, for the first item.
    Fixed(Vec<f64>),
    /// The first item is chosen at the first of these, the second at the second, …
    Sequence(Vec<Vec<f64>>),
}

impl StartTheta {
    /// The points at which the first items are chosen; none for the prior mean.
    #[must_use]
    pub fn points(&self) -> &[Vec<f64>] {
        match self {
            Self::PriorMean => &[],
            Self::Fixed(theta) => std::slice::from_ref(theta),
            Self::Sequence(points) => points,
        }
    }
}

const PRIOR_MEAN: &str = "prior-mean";

impl Serialize for StartTheta {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::PriorMean => serializer.serialize_str(PRIOR_MEAN),
            Self::Fixed(theta) => theta.serialize(serializer),
            Self::Sequence(points) => points.serialize(serializer),
        }
    }
}

/// A number, or a list of numbers.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a number, or a list of numbers, one for each dimension")]
enum ValueOrPoint {
    Value(f64),
    Point(Vec<f64>),
}

// By hand: serde's untagged enums answer every mistake with "did not match any variant".
impl<'de> Deserialize<'de> for StartTheta {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrList;

        impl<'de> Visitor<'de> for NameOrList {
            type Value = StartTheta;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter
                    .write_str("\"prior-mean\", a list of numbers, one for each dimension, or a list of such lists")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<StartTheta, E> {
                if name == PRIOR_MEAN {
                    Ok(StartTheta::PriorMean)
                } else {
                    Err(E::invalid_value(serde::de::Unexpected::Str(name), &self))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<StartTheta, A::Error> {
                let mut values = Vec::new();
                let mut points = Vec::new();
                while let Some(element) = list.next_element()? {
                    match element {
                        ValueOrPoint::Value(value) => values.push(value),
                        ValueOrPoint::Point(point) => points.push(point),
                    }
                }
                match (values.is_empty(), points.is_empty()) {
                    (_, true) => Ok(StartTheta::Fixed(values)),
                    (true, false) => Ok(StartTheta::Sequence(points)),
                    (false, false) => Err(A::Error::custom("the list has both numbers and lists: give one kind")),
                }
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
                { "type": "array", "items": { "type": "array", "items": { "type": "number" } }, "minItems": 1 },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_read_and_written_back() {
        let cases = [
            (r#""prior-mean""#, StartTheta::PriorMean),
            ("[0.5,-1.0]", StartTheta::Fixed(vec![0.5, -1.0])),
            ("[[0.5],[-1.0]]", StartTheta::Sequence(vec![vec![0.5], vec![-1.0]])),
        ];
        for (text, expected) in cases {
            let theta: StartTheta = serde_json::from_str(text).expect(text);
            assert_eq!(theta, expected);
            assert_eq!(serde_json::to_string(&theta).expect(text), text);
        }
        assert_eq!(StartTheta::Fixed(vec![0.5]).points(), [[0.5]]);
        assert_eq!(StartTheta::PriorMean.points().len(), 0);
    }

    #[test]
    fn integers_are_numbers_and_mixtures_are_none() {
        assert_eq!(serde_json::from_str::<StartTheta>("[0,1]").expect("integers"), StartTheta::Fixed(vec![0.0, 1.0]));
        for (text, expected) in
            [("[0,[1]]", "both numbers and lists"), (r#"["0"]"#, "a number, or a list of numbers"), ("0", "prior-mean")]
        {
            let message = serde_json::from_str::<StartTheta>(text).expect_err(text).to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
