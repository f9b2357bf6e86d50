//! Exposure control: the probability with which an item may be used at all.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

use crate::types::IdMap;

/// Eligibility of items (van der Linden and Veldkamp 2007): a lot, drawn from the session's seed, decides which items a person may be asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Exposure {
    /// Values of θ of the first dimension, ascending, that divide it into classes; one class where absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bounds: Vec<f64>,
    /// Probability that an item is eligible: one number, or one for each class from the lowest. An item that is absent always is.
    #[serde(default, skip_serializing_if = "IdMap::is_empty")]
    pub items: IdMap<Eligibility>,
}

/// Probability that an item is eligible.
#[derive(Clone, Debug, PartialEq)]
pub enum Eligibility {
    /// The same in every class.
    Everywhere(f64),
    /// One for each class, from the lowest.
    ByClass(Vec<f64>),
}

impl Eligibility {
    /// The numbers as they were given.
    #[must_use]
    pub fn as_slice(&self) -> &[f64] {
        match self {
            Self::Everywhere(probability) => std::slice::from_ref(probability),
            Self::ByClass(probabilities) => probabilities,
        }
    }
}

impl Serialize for Eligibility {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Everywhere(probability) => probability.serialize(serializer),
            Self::ByClass(probabilities) => probabilities.serialize(serializer),
        }
    }
}

// By hand: serde's untagged enums answer every mistake with "did not match any variant".
impl<'de> Deserialize<'de> for Eligibility {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Eligibility;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a probability, or a list of one for each class")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Eligibility, E> {
                Ok(Eligibility::Everywhere(value))
            }

            #[expect(clippy::cast_precision_loss, reason = "a JSON number is a double, as in JavaScript")]
            fn visit_u64<E: Error>(self, value: u64) -> Result<Eligibility, E> {
                Ok(Eligibility::Everywhere(value as f64))
            }

            #[expect(clippy::cast_precision_loss, reason = "a JSON number is a double, as in JavaScript")]
            fn visit_i64<E: Error>(self, value: i64) -> Result<Eligibility, E> {
                Ok(Eligibility::Everywhere(value as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Eligibility, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(Eligibility::ByClass(values))
            }
        }

        deserializer.deserialize_any(OneOrMany)
    }
}

impl JsonSchema for Eligibility {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Eligibility".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "anyOf": [
                { "type": "number", "minimum": 0, "maximum": 1 },
                { "type": "array", "items": { "type": "number", "minimum": 0, "maximum": 1 }, "minItems": 1 },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_is_one_number_or_one_for_each_class() {
        let exposure: Exposure = serde_json::from_str(r#"{"bounds":[0],"items":{"a":1,"b":[0.5,1]}}"#).expect("valid");
        assert_eq!(exposure.items.get("a"), Some(&Eligibility::Everywhere(1.0)));
        assert_eq!(exposure.items.get("b").map(Eligibility::as_slice), Some(&[0.5, 1.0][..]));
        assert_eq!(
            serde_json::to_string(&exposure).expect("serialisable"),
            r#"{"bounds":[0.0],"items":{"a":1.0,"b":[0.5,1.0]}}"#
        );
        let message = serde_json::from_str::<Exposure>(r#"{"items":{"a":"often"}}"#).expect_err("a text").to_string();
        assert!(message.contains("a probability"), "{message}");
    }
}
