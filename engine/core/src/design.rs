//! The design of a test: where it starts, how it chooses, how it estimates, when it stops.

use alloc::vec::Vec;

use crate::bank::Bank;
use crate::error::Error;
use crate::estimate::{Estimation, Estimator};
use crate::select::{Criterion, Selection};
use crate::stop::Stop;

/// The ability at which the first item is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// The estimate without answers: the prior mean, for most estimators.
    PriorMean,
    /// These values, one a dimension, logits. The estimate itself is not affected.
    Theta(Vec<f64>),
}

/// A test design.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Where it starts.
    pub start: Start,
    /// How the next item is chosen.
    pub selection: Selection,
    /// How ability is estimated, in between and at the end.
    pub estimation: Estimation,
    /// When it ends.
    pub stop: Stop,
}

impl Design {
    /// Adaptive by maximum information (D-optimality in several dimensions), EAP, and `max_items` long.
    #[must_use]
    pub fn adaptive(bank: &Bank, max_items: u32) -> Self {
        let criterion =
            if bank.dimensions() == 1 { Criterion::MaximumInformation } else { Criterion::DOptimality { prior: true } };
        Self {
            start: Start::PriorMean,
            selection: Selection { criterion, randomesque: 1 },
            estimation: Estimation::new(Estimator::Eap),
            stop: Stop { min_items: 1, max_items, when: None },
        }
    }

    /// Check the design against a bank. What concerns estimation is checked where it is compiled.
    pub(crate) fn check(&self, bank: &Bank) -> Result<(), Error> {
        if let Start::Theta(theta) = &self.start
            && (theta.len() != bank.dimensions() || theta.iter().any(|t| !t.is_finite()))
        {
            return Err(Error::Start);
        }
        self.selection.check(bank)?;
        self.stop.check()
    }
}
