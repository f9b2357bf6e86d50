//! Stopping rules.

use alloc::vec::Vec;

use crate::classify::{self, Classification};
use crate::math::sqrt;
use crate::session::Session;

/// A stopping rule. Combinations nest.
#[derive(Clone, Debug, PartialEq)]
pub enum StopRule {
    /// A standard error is this small, logits (`≤`, as catR).
    StandardError {
        /// Of this dimension; `None` is every one.
        dimension: Option<u32>,
        /// The bound.
        at_most: f64,
    },
    /// No item left to be scored offers this much information at the estimate (`<`, as catR's minimum information).
    Information {
        /// The bound, per logit².
        below: f64,
    },
    /// At least one rule holds.
    Any(Vec<StopRule>),
    /// All rules hold.
    All(Vec<StopRule>),
    /// Predicted standard error reduction (Choi, Grady & Dodd 2011): by the best item left, the standard error
    /// is predicted to fall from `s` to `1/√(s⁻² + I)`. The test ends when that is less than `below`; or, once
    /// the standard error aimed at is reached, less than `above`. The largest standard error counts.
    PredictedReduction {
        /// Too little to go on for, logits.
        below: f64,
        /// Enough to go on for although the aim is reached, logits.
        above: f64,
        /// The standard error aimed at, logits.
        standard_error: f64,
    },
    /// No estimate has moved by more than this with each of the last scored answers, logits.
    Change {
        /// The bound.
        at_most: f64,
        /// How many answers.
        steps: u32,
    },
    /// No standard error has fallen by more than this with each of the last scored answers, logits.
    Plateau {
        /// The bound.
        at_most: f64,
        /// How many answers.
        steps: u32,
    },
    /// All answers together have taken this long, seconds.
    Time {
        /// The bound.
        seconds: f64,
    },
    /// On which side of every cut score the person is, is decided.
    Classified(Classification),
}

/// When a test ends: never before `min_items`, never after `max_items`, in between as soon as `when` holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// Fewest answers.
    pub min_items: u32,
    /// Most answers.
    pub max_items: u32,
    /// What ends the test in between.
    pub when: Option<StopRule>,
}

/// Why a session has finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The maximum number of items was asked.
    MaximumLength,
    /// No item was left to ask.
    BankExhausted,
    /// The standard error is as small as the design asks.
    StandardError,
    /// No item left offers the information the design asks.
    Information,
    /// Every rule of an `all` combination holds.
    AllRules,
    /// The next answer would hardly make the estimate more precise.
    PredictedReduction,
    /// The estimate no longer moves.
    Change,
    /// The standard error no longer falls.
    Plateau,
    /// Time is up.
    Time,
    /// Every cut score is decided.
    Classified,
    /// What was asked and excluded leaves no test that satisfies the blueprint.
    NoFeasibleTest,
}

impl Reason {
    /// A stable number, from 1.
    #[must_use]
    pub fn code(self) -> u32 {
        self as u32 + 1
    }

    /// Why, in a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::MaximumLength => "The test reached its maximum length.",
            Self::BankExhausted => "There was no further question to ask.",
            Self::StandardError => "The estimates are as precise as the design asks.",
            Self::Information => "No remaining question would have told enough more.",
            Self::AllRules => "All conditions that the design sets were met.",
            Self::PredictedReduction => "A further question would hardly have made the estimates more precise.",
            Self::Change => "The estimates no longer changed.",
            Self::Plateau => "The estimates no longer became more precise.",
            Self::Time => "The time that the design allows was used up.",
            Self::Classified => "It is clear on which side of every cut score the person is.",
            Self::NoFeasibleTest => "No further question fits the blueprint of the test.",
        }
    }
}

impl StopRule {
    /// Whether it asks for the posterior on a grid.
    pub(crate) fn needs_grid(&self) -> bool {
        match self {
            Self::Any(rules) | Self::All(rules) => rules.iter().any(Self::needs_grid),
            Self::Classified(Classification::Posterior { .. }) => true,
            _ => false,
        }
    }

    /// Why the session ends by this rule, if it does.
    pub(crate) fn met(&self, session: &Session) -> Option<Reason> {
        let se = &session.estimate().se;
        let (holds, reason) = match self {
            Self::StandardError { dimension, at_most } => {
                let mut holds = true;
                for (d, se) in se.iter().enumerate() {
                    holds &= se <= at_most || dimension.is_some_and(|dimension| dimension as usize != d);
                }
                (holds, Reason::StandardError)
            }
            Self::Information { below } => (session.information_left() < *below, Reason::Information),
            Self::Any(rules) => return rules.iter().find_map(|rule| rule.met(session)),
            Self::All(rules) => (rules.iter().all(|rule| rule.met(session).is_some()), Reason::AllRules),
            Self::PredictedReduction { below, above, standard_error } => {
                let mut largest = 0.0f64;
                for se in se {
                    largest = largest.max(*se);
                }
                // An infinite standard error has everything to gain.
                let precision = 1.0 / (largest * largest);
                let reduction = largest - 1.0 / sqrt(precision + session.information_left());
                let bound = if largest <= *standard_error { above } else { below };
                (reduction < *bound, Reason::PredictedReduction)
            }
            Self::Change { at_most, steps } => (session.is_still(*at_most, *steps, 0), Reason::Change),
            Self::Plateau { at_most, steps } => (session.is_still(*at_most, *steps, se.len()), Reason::Plateau),
            Self::Time { seconds } => (session.centiseconds() >= seconds * 100.0, Reason::Time),
            Self::Classified(classification) => (classify::is_decided(*classification, session), Reason::Classified),
        };
        holds.then_some(reason)
    }
}
