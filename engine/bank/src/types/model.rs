//! Item response models as `bank.json` names them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::StandardErrors;

/// An item response model and its parameters. θ, difficulties and thresholds are in the bank's logits;
/// `D` is the bank's scaling constant; `logistic(x) = 1 / (1 + exp(−x))`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Model {
    /// Rasch model: `P(1) = logistic(D (θ − b))`.
    #[serde(rename = "1pl")]
    OnePl {
        /// Difficulty.
        b: f64,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Two-parameter logistic: `P(1) = logistic(D a (θ − b))`.
    #[serde(rename = "2pl")]
    TwoPl {
        /// Slope (discrimination), above 0.
        a: f64,
        /// Difficulty.
        b: f64,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Three-parameter logistic: `P(1) = c + (1 − c) logistic(D a (θ − b))`.
    #[serde(rename = "3pl")]
    ThreePl {
        /// Slope (discrimination), above 0.
        a: f64,
        /// Difficulty.
        b: f64,
        /// Lower asymptote (guessing), from 0 to below 1.
        c: f64,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Four-parameter logistic: `P(1) = c + (d − c) logistic(D a (θ − b))`.
    #[serde(rename = "4pl")]
    FourPl {
        /// Slope (discrimination), above 0.
        a: f64,
        /// Difficulty.
        b: f64,
        /// Lower asymptote (guessing), from 0 to below d.
        c: f64,
        /// Upper asymptote (slipping), above c, at most 1.
        d: f64,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Graded response model (Samejima 1969): `P(X ≥ k) = logistic(D a (θ − b_k))`.
    Grm {
        /// Slope, above 0.
        a: f64,
        /// Thresholds of categories 1, 2, …, increasing.
        b: Vec<f64>,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Modified graded response model (Muraki 1990): graded response with thresholds `b − t_k`.
    Mgrm {
        /// Slope, above 0.
        a: f64,
        /// Location.
        b: f64,
        /// Steps of categories 1, 2, …, decreasing, so that the thresholds increase.
        t: Vec<f64>,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Partial credit model (Masters 1982): `P(k) ∝ exp Σ_{j≤k} D (θ − b_j)`.
    Pcm {
        /// Step difficulties, in any order.
        b: Vec<f64>,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Generalised partial credit model (Muraki 1992): `P(k) ∝ exp Σ_{j≤k} D a (θ − b_j)`.
    Gpcm {
        /// Slope, above 0.
        a: f64,
        /// Step difficulties, in any order.
        b: Vec<f64>,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Rating scale model (Andrich 1978): partial credit with step difficulties `b + t_k`.
    Rsm {
        /// Location.
        b: f64,
        /// Steps of categories 1, 2, …, shared by the items of a scale.
        t: Vec<f64>,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Nominal response model (Bock 1972): `P(k) ∝ exp(s_k θ + i_k)`, category 0 being (0, 0); D does not apply.
    Nrm {
        /// Slopes of categories 1, 2, …
        s: Vec<f64>,
        /// Intercepts of categories 1, 2, …
        i: Vec<f64>,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Compensatory multidimensional dichotomous model (Reckase 2009): `P(1) = g + (u − g) logistic(D (a·θ + d))`.
    #[serde(rename = "compensatory-4pl")]
    CompensatoryFourPl {
        /// Slope on each of the item's dimensions, in their order.
        a: Vec<f64>,
        /// Intercept.
        d: f64,
        /// Lower asymptote (guessing), from 0 to below u.
        #[serde(default)]
        g: f64,
        /// Upper asymptote (slipping), above g, at most 1.
        #[serde(default = "one")]
        u: f64,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Compensatory multidimensional graded response model: `P(X ≥ k) = logistic(D (a·θ + d_k))`.
    CompensatoryGrm {
        /// Slope on each of the item's dimensions, in their order.
        a: Vec<f64>,
        /// Intercepts of categories 1, 2, …, decreasing.
        d: Vec<f64>,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
    /// Compensatory multidimensional generalised partial credit model: `P(k) ∝ exp(D (k a·θ + d_k))`, `d_0 = 0`.
    CompensatoryGpcm {
        /// Slope on each of the item's dimensions, in their order.
        a: Vec<f64>,
        /// Intercepts of categories 1, 2, …
        d: Vec<f64>,
        /// Standard errors of the parameters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standard_errors: Option<StandardErrors>,
    },
}

const fn one() -> f64 {
    1.0
}

/// The value of a parameter: one number or a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parameter<'a> {
    /// One number.
    One(f64),
    /// A list of numbers.
    Many(&'a [f64]),
}

impl Parameter<'_> {
    /// How many numbers, `None` for one that is not a list.
    #[must_use]
    pub const fn list_len(&self) -> Option<usize> {
        match self {
            Self::One(_) => None,
            Self::Many(values) => Some(values.len()),
        }
    }
}

impl Model {
    /// The name of the model in `bank.json` and in parameter tables.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OnePl { .. } => "1pl",
            Self::TwoPl { .. } => "2pl",
            Self::ThreePl { .. } => "3pl",
            Self::FourPl { .. } => "4pl",
            Self::Grm { .. } => "grm",
            Self::Mgrm { .. } => "mgrm",
            Self::Pcm { .. } => "pcm",
            Self::Gpcm { .. } => "gpcm",
            Self::Rsm { .. } => "rsm",
            Self::Nrm { .. } => "nrm",
            Self::CompensatoryFourPl { .. } => "compensatory-4pl",
            Self::CompensatoryGrm { .. } => "compensatory-grm",
            Self::CompensatoryGpcm { .. } => "compensatory-gpcm",
        }
    }

    /// The parameters by name, in the order of the documentation.
    #[must_use]
    pub fn parameters(&self) -> Vec<(&'static str, Parameter<'_>)> {
        use Parameter::{Many, One};
        match self {
            Self::OnePl { b, .. } => vec![("b", One(*b))],
            Self::TwoPl { a, b, .. } => vec![("a", One(*a)), ("b", One(*b))],
            Self::ThreePl { a, b, c, .. } => vec![("a", One(*a)), ("b", One(*b)), ("c", One(*c))],
            Self::FourPl { a, b, c, d, .. } => {
                vec![("a", One(*a)), ("b", One(*b)), ("c", One(*c)), ("d", One(*d))]
            }
            Self::Grm { a, b, .. } | Self::Gpcm { a, b, .. } => {
                vec![("a", One(*a)), ("b", Many(b))]
            }
            Self::Mgrm { a, b, t, .. } => vec![("a", One(*a)), ("b", One(*b)), ("t", Many(t))],
            Self::Pcm { b, .. } => vec![("b", Many(b))],
            Self::Rsm { b, t, .. } => vec![("b", One(*b)), ("t", Many(t))],
            Self::Nrm { s, i, .. } => vec![("s", Many(s)), ("i", Many(i))],
            Self::CompensatoryFourPl { a, d, g, u, .. } => {
                vec![("a", Many(a)), ("d", One(*d)), ("g", One(*g)), ("u", One(*u))]
            }
            Self::CompensatoryGrm { a, d, .. } | Self::CompensatoryGpcm { a, d, .. } => {
                vec![("a", Many(a)), ("d", Many(d))]
            }
        }
    }

    /// Standard errors of the parameters, where the bank has them.
    #[must_use]
    pub const fn standard_errors(&self) -> Option<&StandardErrors> {
        match self {
            Self::OnePl { standard_errors, .. }
            | Self::TwoPl { standard_errors, .. }
            | Self::ThreePl { standard_errors, .. }
            | Self::FourPl { standard_errors, .. }
            | Self::Grm { standard_errors, .. }
            | Self::Mgrm { standard_errors, .. }
            | Self::Pcm { standard_errors, .. }
            | Self::Gpcm { standard_errors, .. }
            | Self::Rsm { standard_errors, .. }
            | Self::Nrm { standard_errors, .. }
            | Self::CompensatoryFourPl { standard_errors, .. }
            | Self::CompensatoryGrm { standard_errors, .. }
            | Self::CompensatoryGpcm { standard_errors, .. } => standard_errors.as_ref(),
        }
    }

    /// The model with these standard errors in the place of its own.
    #[must_use]
    pub fn with_standard_errors(mut self, errors: Option<StandardErrors>) -> Self {
        match &mut self {
            Self::OnePl { standard_errors, .. }
            | Self::TwoPl { standard_errors, .. }
            | Self::ThreePl { standard_errors, .. }
            | Self::FourPl { standard_errors, .. }
            | Self::Grm { standard_errors, .. }
            | Self::Mgrm { standard_errors, .. }
            | Self::Pcm { standard_errors, .. }
            | Self::Gpcm { standard_errors, .. }
            | Self::Rsm { standard_errors, .. }
            | Self::Nrm { standard_errors, .. }
            | Self::CompensatoryFourPl { standard_errors, .. }
            | Self::CompensatoryGrm { standard_errors, .. }
            | Self::CompensatoryGpcm { standard_errors, .. } => *standard_errors = errors,
        }
        self
    }

    /// Number of response categories, from 2; 1 where the list of steps is empty.
    #[must_use]
    pub const fn categories(&self) -> usize {
        match self {
            Self::OnePl { .. }
            | Self::TwoPl { .. }
            | Self::ThreePl { .. }
            | Self::FourPl { .. }
            | Self::CompensatoryFourPl { .. } => 2,
            Self::Grm { b: steps, .. }
            | Self::Mgrm { t: steps, .. }
            | Self::Pcm { b: steps, .. }
            | Self::Gpcm { b: steps, .. }
            | Self::Rsm { t: steps, .. }
            | Self::Nrm { s: steps, .. }
            | Self::CompensatoryGrm { d: steps, .. }
            | Self::CompensatoryGpcm { d: steps, .. } => steps.len() + 1,
        }
    }

    /// The slope vector of a compensatory model; `None` for the models of one dimension.
    #[must_use]
    pub fn slope_vector(&self) -> Option<&[f64]> {
        match self {
            Self::CompensatoryFourPl { a, .. } | Self::CompensatoryGrm { a, .. } | Self::CompensatoryGpcm { a, .. } => {
                Some(a)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_round_trips_under_its_own_name() {
        let texts = [
            r#"{"type":"1pl","b":0.5}"#,
            r#"{"type":"2pl","a":1.2,"b":0.5}"#,
            r#"{"type":"3pl","a":1.2,"b":0.5,"c":0.2}"#,
            r#"{"type":"4pl","a":1.2,"b":0.5,"c":0.2,"d":0.95}"#,
            r#"{"type":"grm","a":1.77,"b":[-1.0,0.0],"standardErrors":{"a":0.02,"b":[0.01,0.03]}}"#,
            r#"{"type":"mgrm","a":1.2,"b":0.5,"t":[1.0,-1.0]}"#,
            r#"{"type":"pcm","b":[-1.0,0.0]}"#,
            r#"{"type":"gpcm","a":1.2,"b":[-1.0,0.0]}"#,
            r#"{"type":"rsm","b":0.5,"t":[-1.0,1.0]}"#,
            r#"{"type":"nrm","s":[0.5,1.0],"i":[0.0,-1.0]}"#,
            r#"{"type":"compensatory-4pl","a":[1.0,0.5],"d":0.3,"g":0.1,"u":0.9}"#,
            r#"{"type":"compensatory-grm","a":[1.0,0.5],"d":[1.0,-1.0]}"#,
            r#"{"type":"compensatory-gpcm","a":[1.0,0.5],"d":[1.0,-1.0]}"#,
        ];
        for text in texts {
            let model: Model = serde_json::from_str(text).expect(text);
            assert_eq!(serde_json::to_string(&model).expect(text), text);
            assert!(text.contains(&format!(r#""type":"{}""#, model.name())), "{text}");
            for (name, _) in model.parameters() {
                assert!(text.contains(&format!(r#""{name}":"#)), "{name} in {text}");
            }
        }
    }

    #[test]
    fn asymptotes_of_the_compensatory_model_default_to_0_and_1() {
        let text = r#"{"type":"compensatory-4pl","a":[1.0],"d":0.3}"#;
        let model: Model = serde_json::from_str(text).expect("valid");
        let Model::CompensatoryFourPl { g, u, .. } = model else { panic!("{model:?}") };
        assert_eq!((g.to_bits(), u.to_bits()), (0.0_f64.to_bits(), 1.0_f64.to_bits()));
    }

    #[test]
    fn a_parameter_of_another_model_is_refused() {
        let error = serde_json::from_str::<Model>(r#"{"type":"2pl","a":1,"b":0,"c":0.2}"#);
        let message = error.expect_err("2pl has no c").to_string();
        assert!(message.contains("unknown field `c`"), "{message}");
    }
}
