//! When a test ends.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// When a test ends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stop {
    /// Fewest items, before which no rule ends the test; 1 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u32>,
    /// Most items; all operational items of the bank where absent.
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
    /// The standard error is at most this.
    StandardErrorAtMost(StandardErrorBound),
    /// No remaining item offers as much information as this at the current estimate.
    InformationBelow(f64),
    /// At least one of these rules holds.
    Any(Vec<StopRule>),
    /// All of these rules hold.
    All(Vec<StopRule>),
    /// What the next item would gain is too little (Choi, Grady and Dodd 2011).
    PredictedReduction(PredictedReduction),
    /// The estimate has hardly moved in the last steps.
    ChangeAtMost(SmallChange),
    /// The standard error has hardly fallen in the last steps.
    PlateauAtMost(SmallChange),
    /// The answers have taken so many seconds together.
    SecondsAtLeast(f64),
    /// The confidence interval of the estimate lies between two cut scores, or beyond the last.
    ClassifiedByInterval(ClassifiedByInterval),
    /// The sequential probability ratio test has decided at every cut score (Reckase 1983; Eggen 1999).
    ClassifiedBySprt(ErrorRates),
    /// The generalised likelihood ratio test has decided at every cut score (Thompson 2009).
    ClassifiedByLikelihoodRatio(ErrorRates),
    /// One level has this posterior probability.
    ClassifiedByPosterior(ClassifiedByPosterior),
}

/// A bound on standard errors.
#[derive(Clone, Debug, PartialEq)]
pub enum StandardErrorBound {
    /// Of every dimension.
    Every(f64),
    /// Of one dimension.
    Dimension {
        /// Id of the dimension.
        dimension: String,
        /// The bound.
        value: f64,
    },
}

/// Predicted standard error reduction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PredictedReduction {
    /// While the standard error is above `standardError`: the test ends where the predicted reduction is below this.
    pub below: f64,
    /// Once the standard error is at most `standardError`: the test goes on where the predicted reduction is above this.
    pub above: f64,
    /// The standard error aimed at.
    pub standard_error: f64,
}

/// Something has changed by no more than a value in each of the last steps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SmallChange {
    /// Largest change, in logits.
    pub value: f64,
    /// Number of last steps.
    #[serde(default = "one_step")]
    pub steps: u32,
}

/// Classification by confidence interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClassifiedByInterval {
    /// Half of the interval's width, in standard errors: 1.96 for 95 %.
    #[serde(default = "ninety_five_percent")]
    pub standard_errors: f64,
}

/// Error rates and indifference region of a sequential test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErrorRates {
    /// Rate of persons put above a cut score they are below, between 0 and 0.5.
    #[serde(default = "five_percent")]
    pub alpha: f64,
    /// Rate of persons put below a cut score they are above, between 0 and 0.5.
    #[serde(default = "five_percent")]
    pub beta: f64,
    /// Half of the indifference region's width about a cut score, in logits.
    #[serde(default = "indifference")]
    pub delta: f64,
}

/// Classification by posterior probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClassifiedByPosterior {
    /// Probability of the level, above 0.5 and below 1.
    #[serde(default = "ninety_five_hundredths")]
    pub probability: f64,
}

const fn one_step() -> u32 {
    1
}

const fn ninety_five_percent() -> f64 {
    1.96
}

const fn five_percent() -> f64 {
    0.05
}

const fn indifference() -> f64 {
    0.1
}

const fn ninety_five_hundredths() -> f64 {
    0.95
}

impl StopRule {
    /// The rule's key in `bank.json`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::StandardErrorAtMost(_) => "standardErrorAtMost",
            Self::InformationBelow(_) => "informationBelow",
            Self::Any(_) => "any",
            Self::All(_) => "all",
            Self::PredictedReduction(_) => "predictedReduction",
            Self::ChangeAtMost(_) => "changeAtMost",
            Self::PlateauAtMost(_) => "plateauAtMost",
            Self::SecondsAtLeast(_) => "secondsAtLeast",
            Self::ClassifiedByInterval(_) => "classifiedByInterval",
            Self::ClassifiedBySprt(_) => "classifiedBySprt",
            Self::ClassifiedByLikelihoodRatio(_) => "classifiedByLikelihoodRatio",
            Self::ClassifiedByPosterior(_) => "classifiedByPosterior",
        }
    }

    /// Whether it decides between the levels that cut scores make.
    #[must_use]
    pub const fn classifies(&self) -> bool {
        matches!(
            self,
            Self::ClassifiedByInterval(_)
                | Self::ClassifiedBySprt(_)
                | Self::ClassifiedByLikelihoodRatio(_)
                | Self::ClassifiedByPosterior(_)
        )
    }
}

/// A bound on the standard error of one dimension.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DimensionStandardError {
    /// Id of the dimension.
    dimension: String,
    /// The bound.
    value: f64,
}

impl Serialize for StandardErrorBound {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Every(value) => value.serialize(serializer),
            Self::Dimension { dimension, value } => {
                DimensionStandardError { dimension: dimension.clone(), value: *value }.serialize(serializer)
            }
        }
    }
}

// By hand: serde's untagged enums answer every mistake with "did not match any variant".
impl<'de> Deserialize<'de> for StandardErrorBound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrObject;

        impl<'de> Visitor<'de> for NumberOrObject {
            type Value = StandardErrorBound;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number, or an object with dimension and value")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<StandardErrorBound, E> {
                Ok(StandardErrorBound::Every(value))
            }

            #[expect(clippy::cast_precision_loss, reason = "a JSON number is a double, as in JavaScript")]
            fn visit_u64<E: Error>(self, value: u64) -> Result<StandardErrorBound, E> {
                Ok(StandardErrorBound::Every(value as f64))
            }

            #[expect(clippy::cast_precision_loss, reason = "a JSON number is a double, as in JavaScript")]
            fn visit_i64<E: Error>(self, value: i64) -> Result<StandardErrorBound, E> {
                Ok(StandardErrorBound::Every(value as f64))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<StandardErrorBound, A::Error> {
                let DimensionStandardError { dimension, value } =
                    DimensionStandardError::deserialize(MapAccessDeserializer::new(map))?;
                Ok(StandardErrorBound::Dimension { dimension, value })
            }
        }

        deserializer.deserialize_any(NumberOrObject)
    }
}

impl JsonSchema for StandardErrorBound {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "StandardErrorBound".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "anyOf": [
                { "type": "number", "description": "Of every dimension." },
                generator.subschema_for::<DimensionStandardError>(),
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_round_trips_under_its_own_name() {
        for text in [
            r#"{"standardErrorAtMost":0.3}"#,
            r#"{"standardErrorAtMost":{"dimension":"numeracy","value":0.3}}"#,
            r#"{"informationBelow":0.1}"#,
            r#"{"any":[{"informationBelow":0.1}]}"#,
            r#"{"all":[{"informationBelow":0.1},{"any":[]}]}"#,
            r#"{"predictedReduction":{"below":0.01,"above":0.03,"standardError":0.3}}"#,
            r#"{"changeAtMost":{"value":0.02,"steps":3}}"#,
            r#"{"plateauAtMost":{"value":0.01,"steps":1}}"#,
            r#"{"secondsAtLeast":600.0}"#,
            r#"{"classifiedByInterval":{"standardErrors":1.96}}"#,
            r#"{"classifiedBySprt":{"alpha":0.05,"beta":0.1,"delta":0.2}}"#,
            r#"{"classifiedByLikelihoodRatio":{"alpha":0.05,"beta":0.05,"delta":0.1}}"#,
            r#"{"classifiedByPosterior":{"probability":0.95}}"#,
        ] {
            let rule: StopRule = serde_json::from_str(text).expect(text);
            assert_eq!(serde_json::to_string(&rule).expect(text), text);
            assert!(text.starts_with(&format!(r#"{{"{}""#, rule.name())), "{text}");
        }
    }

    #[test]
    fn defaults_are_those_of_the_documentation() {
        let read = |text: &str| serde_json::from_str::<StopRule>(text).expect(text);
        assert_eq!(
            read(r#"{"changeAtMost":{"value":0.02}}"#),
            StopRule::ChangeAtMost(SmallChange { value: 0.02, steps: 1 })
        );
        assert_eq!(
            read(r#"{"classifiedByInterval":{}}"#),
            StopRule::ClassifiedByInterval(ClassifiedByInterval { standard_errors: 1.96 })
        );
        assert_eq!(
            read(r#"{"classifiedBySprt":{}}"#),
            StopRule::ClassifiedBySprt(ErrorRates { alpha: 0.05, beta: 0.05, delta: 0.1 })
        );
        assert_eq!(
            read(r#"{"classifiedByPosterior":{}}"#),
            StopRule::ClassifiedByPosterior(ClassifiedByPosterior { probability: 0.95 })
        );
        assert_eq!(read(r#"{"standardErrorAtMost":1}"#), StopRule::StandardErrorAtMost(StandardErrorBound::Every(1.0)));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, expected) in [
            (r#"{"standardErrorAtMost":"small"}"#, "a number, or an object with dimension and value"),
            (r#"{"standardErrorAtMost":{"value":0.3}}"#, "missing field `dimension`"),
            (r#"{"predictedReduction":{"below":0.01}}"#, "missing field `above`"),
            (r#"{"changeAtMost":0.1}"#, "struct SmallChange"),
            (r#"{"classifiedBySprt":{"gamma":0.1}}"#, "unknown field `gamma`"),
        ] {
            let message = serde_json::from_str::<StopRule>(text).expect_err(text).to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
