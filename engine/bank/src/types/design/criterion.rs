//! What makes an item the best one to ask next.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What makes an item the best one to ask next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "name", rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Criterion {
    /// Largest Fisher information at the current estimate (Lord 1980; catR: MFI).
    MaximumInformation {},
    /// Any item with equal probability.
    Random {},
    /// The items of this list, in order.
    FixedOrder {
        /// Ids of the items.
        order: Vec<String>,
    },
    /// Difficulty closest to the current estimate (Urry 1970; catR: bOpt); dichotomous items.
    ClosestDifficulty {},
    /// Information largest at an ability closest to the current estimate (Birnbaum 1968; catR: thOpt); dichotomous items.
    OptimalTheta {},
    /// Largest information averaged over the likelihood (Veerkamp and Berger 1997; catR: MLWI) or the posterior (van der Linden 1998; catR: MPWI).
    WeightedInformation {
        /// What the information is averaged over.
        #[serde(default)]
        weight: Weight,
    },
    /// Largest information at the estimate after the answer, averaged over the answers (van der Linden 1998; catR: MEI).
    ExpectedInformation {
        /// Observed information rather than expected.
        #[serde(default = "yes")]
        observed: bool,
    },
    /// Smallest variance of the posterior after the answer, averaged over the answers (Owen 1975; van der Linden 1998; catR: MEPV).
    ExpectedPosteriorVariance {
        /// Whether answers are as likely as the posterior predicts, or as at the estimate, which is catR's way.
        #[serde(default = "yes")]
        predictive: bool,
    },
    /// Largest Kullback–Leibler distance from the current estimate, averaged (Chang and Ying 1996; catR: KL, KLP).
    KullbackLeibler {
        /// What the distance is averaged over.
        #[serde(default)]
        weight: Weight,
    },
    /// Largest Kullback–Leibler distance between the points δ above and δ below the current estimate (Eggen 1999; mirtCAT: KL, KLn; catIrt: FP, VP).
    KullbackLeiblerPoint {
        /// δ, in logits.
        #[serde(default = "point_delta")]
        delta: f64,
        /// How δ changes with the number of answers.
        #[serde(default)]
        scale: Scale,
    },
    /// Largest Kullback–Leibler distance from the current estimate, integrated from δ below to δ above it (Chang and Ying 1996; catIrt: FI, VI).
    KullbackLeiblerInterval {
        /// δ, in logits.
        #[serde(default = "interval_delta")]
        delta: f64,
        /// How δ changes with the number of answers.
        #[serde(default = "shrinking")]
        scale: Scale,
    },
    /// Largest variance of the chance of a right answer (Kaplan, de la Torre and Barrada 2015; catR: GDI, GDIP); dichotomous items.
    GlobalDiscrimination {
        /// What the variance is taken over.
        #[serde(default)]
        weight: Weight,
    },
    /// Largest information integrated over an interval about the current estimate (Veerkamp and Berger 1997).
    IntervalInformation {
        /// Half of the interval's width, in logits.
        #[serde(default = "one")]
        half_width: f64,
    },
    /// Information over the confidence interval, weighed against what the item could give at best (Han 2012); dichotomous items.
    EfficiencyBalanced {
        /// Half of the interval's width, in standard errors.
        #[serde(default = "two")]
        standard_errors: f64,
    },
    /// From random to most informative as the test goes on (Revuelta and Ponsoda 1998; with eligibility: progressive-restricted).
    Progressive {
        /// Number of items of the whole test; `stop.maxItems` where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
        /// Standard error aimed at, by which progress is measured; 0 to go by length.
        #[serde(default)]
        standard_error: f64,
        /// 1 goes evenly; above 1 stays random for longer.
        #[serde(default = "one")]
        acceleration: f64,
    },
    /// Drawn in proportion to a power of information that grows as the test goes on (Segall 2004; Barrada, Olea, Ponsoda and Abad 2008).
    Proportional {
        /// Number of items of the whole test; `stop.maxItems` where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
        /// Standard error aimed at, by which progress is measured; 0 to go by length.
        #[serde(default)]
        standard_error: f64,
        /// 1 goes evenly; above 1 stays random for longer.
        #[serde(default = "one")]
        acceleration: f64,
    },
    /// Items with low slopes first, stratum by stratum; in each, the difficulty closest to the current estimate (Chang and Ying 1999); dichotomous items.
    Stratified {
        /// Number of strata.
        #[serde(default = "four_strata")]
        strata: u32,
        /// Number of items of the whole test, divided evenly among the strata; `stop.maxItems` where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
        /// Make the strata within blocks of similar difficulty (Chang, Qian and Ying 2001).
        #[serde(default)]
        blocked: bool,
    },
    /// Largest determinant of the information matrix at the current estimate (Segall 1996; mirtCAT: Drule, DPrule).
    DOptimality {
        /// Whether the inverse of the prior covariance is added to the information.
        #[serde(default = "yes")]
        prior: bool,
        /// Not used by this criterion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weights: Option<Vec<f64>>,
    },
    /// Largest weighted trace of the information matrix at the current estimate (mirtCAT: Trule, TPrule).
    TOptimality {
        /// Whether the inverse of the prior covariance is added to the information.
        #[serde(default = "yes")]
        prior: bool,
        /// Weight of each dimension; 1 each where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weights: Option<Vec<f64>>,
    },
    /// Smallest weighted sum of the estimates' variances (mirtCAT: Arule, APrule).
    AOptimality {
        /// Whether the inverse of the prior covariance is added to the information.
        #[serde(default = "yes")]
        prior: bool,
        /// Weight of each dimension; 1 each where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weights: Option<Vec<f64>>,
    },
    /// Largest smallest eigenvalue of the information matrix at the current estimate (mirtCAT: Erule, EPrule).
    EOptimality {
        /// Whether the inverse of the prior covariance is added to the information.
        #[serde(default = "yes")]
        prior: bool,
        /// Not used by this criterion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weights: Option<Vec<f64>>,
    },
    /// Most information about the weighted sum of the dimensions (mirtCAT: Wrule, WPrule).
    WRule {
        /// Whether the inverse of the prior covariance is added to the information.
        #[serde(default = "yes")]
        prior: bool,
        /// Weight of each dimension; 1 each where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weights: Option<Vec<f64>>,
    },
}

/// What a criterion's values are averaged over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The likelihood of the answers.
    Likelihood,
    /// The posterior distribution.
    #[default]
    Posterior,
}

/// How a half width δ changes with n, the number of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// δ stays.
    #[default]
    Fixed,
    /// δ/√n.
    Shrinking,
    /// δ√n.
    Growing,
}

const fn yes() -> bool {
    true
}

const fn one() -> f64 {
    1.0
}

const fn two() -> f64 {
    2.0
}

const fn point_delta() -> f64 {
    0.1
}

const fn interval_delta() -> f64 {
    1.96
}

const fn shrinking() -> Scale {
    Scale::Shrinking
}

const fn four_strata() -> u32 {
    4
}

impl Criterion {
    /// Name of every criterion, in the order of the engine's codes.
    pub const NAMES: [&str; 22] = [
        "maximum-information",
        "random",
        "fixed-order",
        "closest-difficulty",
        "optimal-theta",
        "weighted-information",
        "expected-information",
        "expected-posterior-variance",
        "kullback-leibler",
        "kullback-leibler-point",
        "kullback-leibler-interval",
        "global-discrimination",
        "interval-information",
        "efficiency-balanced",
        "progressive",
        "proportional",
        "stratified",
        "d-optimality",
        "t-optimality",
        "a-optimality",
        "e-optimality",
        "w-rule",
    ];

    /// The name of the criterion in `bank.json` and on the command line.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        Self::NAMES[match self {
            Self::MaximumInformation {} => 0,
            Self::Random {} => 1,
            Self::FixedOrder { .. } => 2,
            Self::ClosestDifficulty {} => 3,
            Self::OptimalTheta {} => 4,
            Self::WeightedInformation { .. } => 5,
            Self::ExpectedInformation { .. } => 6,
            Self::ExpectedPosteriorVariance { .. } => 7,
            Self::KullbackLeibler { .. } => 8,
            Self::KullbackLeiblerPoint { .. } => 9,
            Self::KullbackLeiblerInterval { .. } => 10,
            Self::GlobalDiscrimination { .. } => 11,
            Self::IntervalInformation { .. } => 12,
            Self::EfficiencyBalanced { .. } => 13,
            Self::Progressive { .. } => 14,
            Self::Proportional { .. } => 15,
            Self::Stratified { .. } => 16,
            Self::DOptimality { .. } => 17,
            Self::TOptimality { .. } => 18,
            Self::AOptimality { .. } => 19,
            Self::EOptimality { .. } => 20,
            Self::WRule { .. } => 21,
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_is_read_by_its_name_and_keeps_it() {
        for name in Criterion::NAMES {
            let text = match name {
                "fixed-order" => format!(r#"{{"name":"{name}","order":["q1"]}}"#),
                _ => format!(r#"{{"name":"{name}"}}"#),
            };
            let criterion: Criterion = serde_json::from_str(&text).expect(name);
            assert_eq!(criterion.name(), name);
            let written = serde_json::to_string(&criterion).expect(name);
            assert_eq!(serde_json::from_str::<Criterion>(&written).expect(name), criterion);
        }
    }

    #[test]
    fn defaults_are_those_of_the_documentation() {
        let cases = [
            (r#"{"name":"weighted-information"}"#, Criterion::WeightedInformation { weight: Weight::Posterior }),
            (r#"{"name":"expected-information"}"#, Criterion::ExpectedInformation { observed: true }),
            (r#"{"name":"kullback-leibler"}"#, Criterion::KullbackLeibler { weight: Weight::Posterior }),
            (
                r#"{"name":"kullback-leibler-point"}"#,
                Criterion::KullbackLeiblerPoint { delta: 0.1, scale: Scale::Fixed },
            ),
            (
                r#"{"name":"kullback-leibler-interval"}"#,
                Criterion::KullbackLeiblerInterval { delta: 1.96, scale: Scale::Shrinking },
            ),
            (r#"{"name":"interval-information"}"#, Criterion::IntervalInformation { half_width: 1.0 }),
            (r#"{"name":"efficiency-balanced"}"#, Criterion::EfficiencyBalanced { standard_errors: 2.0 }),
            (
                r#"{"name":"progressive"}"#,
                Criterion::Progressive { length: None, standard_error: 0.0, acceleration: 1.0 },
            ),
            (r#"{"name":"stratified"}"#, Criterion::Stratified { strata: 4, length: None, blocked: false }),
            (r#"{"name":"w-rule"}"#, Criterion::WRule { prior: true, weights: None }),
        ];
        for (text, expected) in cases {
            assert_eq!(serde_json::from_str::<Criterion>(text).expect(text), expected);
        }
    }

    #[test]
    fn parameters_round_trip() {
        for text in [
            r#"{"name":"kullback-leibler","weight":"likelihood"}"#,
            r#"{"name":"kullback-leibler-point","delta":0.2,"scale":"growing"}"#,
            r#"{"name":"interval-information","halfWidth":0.5}"#,
            r#"{"name":"efficiency-balanced","standardErrors":1.5}"#,
            r#"{"name":"proportional","length":20,"standardError":0.3,"acceleration":2.0}"#,
            r#"{"name":"stratified","strata":3,"length":12,"blocked":true}"#,
            r#"{"name":"a-optimality","prior":false,"weights":[1.0,0.5]}"#,
        ] {
            let criterion: Criterion = serde_json::from_str(text).expect(text);
            assert_eq!(serde_json::to_string(&criterion).expect(text), text);
        }
    }

    #[test]
    fn parameters_of_another_criterion_are_refused() {
        for (text, expected) in [
            (r#"{"name":"random","prior":true}"#, "unknown field `prior`"),
            (r#"{"name":"maximum-information","weight":"posterior"}"#, "unknown field `weight`"),
            (r#"{"name":"kullback-leibler","weight":"flat"}"#, "unknown variant `flat`"),
            (r#"{"name":"fixed-order"}"#, "missing field `order`"),
            (r#"{"weight":"posterior"}"#, "missing field `name`"),
        ] {
            let message = serde_json::from_str::<Criterion>(text).expect_err(text).to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
