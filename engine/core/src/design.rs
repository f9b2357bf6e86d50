//! The design of a test: where it starts, how it chooses, how it estimates, when it stops.

use alloc::vec::Vec;

use crate::bank::Bank;
use crate::digest::Digest;
use crate::error::Error;
use crate::estimate::{Estimation, Estimator, StandardErrorKind};
use crate::prior::Prior;
use crate::select::{Criterion, Selection};
use crate::stop::{Stop, StopRule};

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
        let criterion = if bank.dimensions() == 1 {
            Criterion::MaximumInformation
        } else {
            Criterion::DOptimality { prior: true }
        };
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

    /// Digest of everything in the design.
    pub(crate) fn digest(&self) -> u64 {
        let mut digest = Digest::new(b"design");
        match &self.start {
            Start::PriorMean => digest.u32(0),
            Start::Theta(theta) => {
                digest.u32(1);
                digest.f64s(theta);
            }
        }
        self.selection.digest(&mut digest);
        estimation_digest(&self.estimation, &mut digest);
        let Stop { min_items, max_items, when } = &self.stop;
        digest.u32(*min_items);
        digest.u32(*max_items);
        digest.u32(u32::from(when.is_some()));
        if let Some(rule) = when {
            rule_digest(rule, &mut digest);
        }
        digest.finish()
    }
}

fn estimation_digest(estimation: &Estimation, digest: &mut Digest) {
    let Estimation { estimator, prior, range, quadrature, standard_error } = estimation;
    digest.u32(match estimator {
        Estimator::Ml => 0,
        Estimator::Map => 1,
        Estimator::Eap => 2,
        Estimator::Wle => 3,
        Estimator::Jeffreys => 4,
    });
    match prior {
        None => digest.u32(0),
        Some(Prior::Normal(normal)) => {
            digest.u32(1);
            digest.f64s(normal.mean());
            digest.f64s(normal.covariance());
        }
        Some(Prior::Uniform { lower, upper }) => {
            digest.u32(2);
            digest.f64s(&[*lower, *upper]);
        }
        Some(Prior::Jeffreys) => digest.u32(3),
    }
    digest.f64s(&[range.0, range.1]);
    digest.u32(u32::from(quadrature.is_some()));
    if let Some(quadrature) = quadrature {
        digest.u32(quadrature.rule as u32);
        digest.f64s(&[quadrature.lower, quadrature.upper]);
        digest.u32(quadrature.nodes);
    }
    digest.u32(match standard_error {
        StandardErrorKind::Expected => 0,
        StandardErrorKind::Observed => 1,
        StandardErrorKind::Posterior => 2,
    });
}

fn rule_digest(rule: &StopRule, digest: &mut Digest) {
    match rule {
        StopRule::StandardError { at_most } => {
            digest.u32(0);
            digest.f64(*at_most);
        }
        StopRule::Information { below } => {
            digest.u32(1);
            digest.f64(*below);
        }
        StopRule::Any(rules) | StopRule::All(rules) => {
            digest.u32(if matches!(rule, StopRule::Any(_)) { 2 } else { 3 });
            digest.u32(u32::try_from(rules.len()).unwrap_or(u32::MAX));
            for rule in rules {
                rule_digest(rule, digest);
            }
        }
    }
}
