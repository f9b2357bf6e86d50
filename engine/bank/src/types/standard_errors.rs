//! Standard errors of item parameters.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

/// Standard errors of the parameters, under the parameters' own names; a fixed parameter has none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardErrors {
    /// Standard error of the slope, or of each slope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a: Option<Values>,
    /// Standard error of the difficulty, or of each threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub b: Option<Values>,
    /// Standard error of the lower asymptote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c: Option<Values>,
    /// Standard error of the upper asymptote, or of the intercepts of a compensatory model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub d: Option<Values>,
    /// Standard error of each step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub t: Option<Values>,
    /// Standard error of the slope of each category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s: Option<Values>,
    /// Standard error of the intercept of each category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub i: Option<Values>,
    /// Standard error of the lower asymptote of a compensatory model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub g: Option<Values>,
    /// Standard error of the upper asymptote of a compensatory model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub u: Option<Values>,
}

impl StandardErrors {
    /// Set the standard errors of the parameter of this name, if there can be one.
    pub fn set(&mut self, name: &str, values: Values) {
        let field = match name {
            "a" => &mut self.a,
            "b" => &mut self.b,
            "c" => &mut self.c,
            "d" => &mut self.d,
            "t" => &mut self.t,
            "s" => &mut self.s,
            "i" => &mut self.i,
            "g" => &mut self.g,
            "u" => &mut self.u,
            _ => return,
        };
        *field = Some(values);
    }

    /// The standard errors given, by name of parameter.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Values)> {
        let all = [
            ("a", &self.a),
            ("b", &self.b),
            ("c", &self.c),
            ("d", &self.d),
            ("t", &self.t),
            ("s", &self.s),
            ("i", &self.i),
            ("g", &self.g),
            ("u", &self.u),
        ];
        all.into_iter().filter_map(|(name, values)| values.as_ref().map(|values| (name, values)))
    }
}

/// One number, or a list of numbers: as the parameter itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Of a parameter that is one number.
    One(f64),
    /// Of a parameter that is a list.
    Many(Vec<f64>),
}

impl Values {
    /// The numbers.
    #[must_use]
    pub fn as_slice(&self) -> &[f64] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => value.serialize(serializer),
            Self::Many(values) => values.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Values;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number or a list of numbers")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Values, E> {
                Ok(Values::One(value))
            }

            #[expect(clippy::cast_precision_loss, reason = "a JSON number is a double, as in JavaScript")]
            fn visit_u64<E: Error>(self, value: u64) -> Result<Values, E> {
                Ok(Values::One(value as f64))
            }

            #[expect(clippy::cast_precision_loss, reason = "a JSON number is a double, as in JavaScript")]
            fn visit_i64<E: Error>(self, value: i64) -> Result<Values, E> {
                Ok(Values::One(value as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Values, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(Values::Many(values))
            }
        }

        deserializer.deserialize_any(OneOrMany)
    }
}

impl JsonSchema for Values {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Values".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "anyOf": [
                { "type": "number", "minimum": 0 },
                { "type": "array", "items": { "type": "number", "minimum": 0 } },
            ],
        })
    }
}
