//! The design of a test: where it starts, how it chooses, how it estimates, when it stops.

use alloc::vec::Vec;

use crate::answers::{AnswerPolicy, Change, PassScoring};
use crate::bank::Bank;
use crate::blueprint::Blueprint;
use crate::estimate::{Dependence, Estimation, Estimator, StandardErrorKind};
use crate::fit::FitBounds;
use crate::select::{Criterion, Selection};
use crate::stop::Stop;

/// How a test begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// Abilities at which the first items are chosen, logits: K values for the first item, K for the second
    /// and so on; then, or where empty at once, items are chosen at the estimate. Estimates are not affected.
    pub theta: Vec<f64>,
    /// Items asked before any is chosen, in this order.
    pub items: Vec<u32>,
}

/// A test design.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// How it begins.
    pub start: Start,
    /// How the next item is chosen.
    pub selection: Selection,
    /// Which items may be asked, together and now.
    pub blueprint: Blueprint,
    /// How ability is estimated, in between and at the end.
    pub estimation: Estimation,
    /// Cut scores of each dimension, ascending, logits; as many lists as dimensions, or none at all.
    pub cuts: Vec<Vec<f64>>,
    /// When it ends.
    pub stop: Stop,
    /// What a person may do other than answer.
    pub answers: AnswerPolicy,
    /// From where on the outcome says that it should be read with care.
    pub fit: FitBounds,
}

impl Design {
    /// What reading fills.
    pub(crate) const EMPTY: Self = Self {
        start: Start { theta: Vec::new(), items: Vec::new() },
        selection: Selection { criterion: Criterion::MaximumInformation, randomesque: 1 },
        blueprint: Blueprint::OPEN,
        estimation: Estimation {
            estimator: Estimator::Ml,
            #[cfg(feature = "own-prior")]
            prior: None,
            range: Estimation::DEFAULT_RANGE,
            quadrature: None,
            standard_error: StandardErrorKind::Expected,
            dependence: Dependence::Joint,
        },
        cuts: Vec::new(),
        stop: Stop { min_items: 0, max_items: 0, when: None },
        answers: AnswerPolicy { skip: PassScoring::Refused, dont_know: PassScoring::Refused, change: Change::Off },
        fit: FitBounds { lz: 0.0, cusum: 0.0, guttman: 0.0, fast_seconds: 0.0, fast_share: 0.0 },
    };

    /// Adaptive by maximum information (D-optimality in several dimensions), EAP, and `max_items` long.
    #[must_use]
    pub fn adaptive(bank: &Bank, max_items: u32) -> Self {
        let k = bank.dimensions();
        let criterion = if k == 1 { Criterion::MaximumInformation } else { Criterion::d_optimality(true, k) };
        Self {
            start: Start::default(),
            selection: Selection { criterion, randomesque: 1 },
            blueprint: Blueprint::default(),
            estimation: Estimation::new(Estimator::Eap),
            cuts: Vec::new(),
            stop: Stop { min_items: 1, max_items, when: None },
            answers: AnswerPolicy::default(),
            fit: FitBounds::default(),
        }
    }

    /// Whether anything asks for the posterior on a grid.
    pub(crate) fn needs_grid(&self) -> bool {
        self.selection.criterion.needs_grid() || self.stop.when.as_ref().is_some_and(crate::stop::StopRule::needs_grid)
    }

    /// Cut scores of a dimension.
    pub(crate) fn cuts_of(&self, dimension: usize) -> &[f64] {
        self.cuts.get(dimension).map_or(&[], Vec::as_slice)
    }
}
