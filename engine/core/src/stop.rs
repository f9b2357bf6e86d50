//! Stopping rules.

use alloc::vec::Vec;

use crate::error::Error;

/// A stopping rule. Combinations nest.
#[derive(Clone, Debug, PartialEq)]
pub enum StopRule {
    /// Every dimension's standard error is this small, logits (`≤`, as catR).
    StandardError {
        /// The bound.
        at_most: f64,
    },
    /// No item left offers this much information at the estimate (`<`, as catR's minimum information).
    Information {
        /// The bound, per logit².
        below: f64,
    },
    /// At least one rule holds.
    Any(Vec<StopRule>),
    /// All rules hold.
    All(Vec<StopRule>),
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
}

impl Reason {
    /// A stable number, from 1.
    #[must_use]
    pub fn code(self) -> u32 {
        match self {
            Self::MaximumLength => 1,
            Self::BankExhausted => 2,
            Self::StandardError => 3,
            Self::Information => 4,
            Self::AllRules => 5,
        }
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
        }
    }
}

/// What the rules look at.
pub(crate) struct Situation<'a> {
    pub(crate) se: &'a [f64],
    /// Largest information left; asked for only by a rule that needs it.
    pub(crate) information_left: &'a dyn Fn() -> f64,
}

impl Stop {
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.max_items == 0 || self.min_items > self.max_items {
            return Err(Error::Length);
        }
        self.when.as_ref().map_or(Ok(()), StopRule::check)
    }

    /// Whether the rules end a test of `answered` items, maximum length aside.
    pub(crate) fn rule_met(&self, answered: u32, situation: &Situation<'_>) -> Option<Reason> {
        if answered < self.min_items {
            return None;
        }
        self.when.as_ref()?.met(situation)
    }
}

impl StopRule {
    fn check(&self) -> Result<(), Error> {
        match self {
            Self::StandardError { at_most: value } | Self::Information { below: value } => {
                if value.is_finite() && *value > 0.0 { Ok(()) } else { Err(Error::StoppingRule) }
            }
            Self::Any(rules) | Self::All(rules) if rules.is_empty() => Err(Error::StoppingRule),
            Self::Any(rules) | Self::All(rules) => rules.iter().try_for_each(Self::check),
        }
    }

    fn met(&self, situation: &Situation<'_>) -> Option<Reason> {
        match self {
            Self::StandardError { at_most } => {
                situation.se.iter().all(|se| se <= at_most).then_some(Reason::StandardError)
            }
            Self::Information { below } => ((situation.information_left)() < *below).then_some(Reason::Information),
            Self::Any(rules) => rules.iter().find_map(|rule| rule.met(situation)),
            Self::All(rules) => rules.iter().all(|rule| rule.met(situation).is_some()).then_some(Reason::AllRules),
        }
    }
}
