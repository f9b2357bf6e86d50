//! The expectation step as others call it: on one machine or many.

use crate::data::{Frame, Responses, Tally};
use crate::engine::{Evaluator, Local};
use crate::error::CalibrationError;
use crate::estep::{Range, Sums};
use crate::problem::Problem;
use crate::specification::Specification;

/// Some of the persons, ready for expectation steps.
///
/// A step is a function of the free parameters and these persons only. Sums of blocks, [merged](Sums::merge), are the
/// sums of all their persons, up to rounding.
#[derive(Clone, Debug)]
pub struct Block {
    evaluator: Evaluator,
    local: Local,
}

impl Block {
    /// Encode these persons. Every block of a data set needs the same specification and, by
    /// [`Responses::with_categories`], the same categories.
    ///
    /// # Errors
    /// A specification that does not fit; categories that these persons do not show are no error.
    pub fn new(specification: &Specification, responses: &Responses) -> Result<Self, CalibrationError> {
        let (frame, tally) = (Frame::of(responses), Tally::of(responses));
        let mut problem = Problem::unchecked(specification, &frame, &tally, responses)?;
        let local = Local::new(&mut problem, &tally.extent, responses);
        Ok(Self { evaluator: Evaluator::new(problem, tally.extent), local })
    }

    /// Starting values of the free parameters, from these persons.
    #[must_use]
    pub fn start(&self) -> Vec<f64> {
        self.evaluator.problem.free.start()
    }

    /// Find the nodes that matter to each person under these parameters. Not needed, but later steps near by are two
    /// to three times faster.
    pub fn locate(&mut self, free: &[f64]) {
        let located = self.evaluator.locate(&mut self.local, free);
        located.expect("nothing fails in this process");
    }

    /// The expectation step: expected counts and log-likelihood under these parameters.
    ///
    /// # Panics
    /// If there are not as many as free parameters.
    #[must_use]
    pub fn sums(&self, free: &[f64]) -> Sums {
        assert_eq!(free.len(), self.evaluator.problem.free.count, "as many numbers as free parameters");
        self.local.expect(&self.evaluator.task(free, Range::Windows))
    }

    /// The maximisation step for the weights of an empirical histogram, from all persons' sums. Of a normal density
    /// nothing is done: its parameters are free parameters.
    ///
    /// # Panics
    /// If the sums are of another specification.
    pub fn update_weights(&mut self, sums: &Sums) {
        let problem = &mut self.evaluator.problem;
        if let Some(histogram) = &mut problem.histogram {
            assert_eq!(sums.density.len(), histogram.log_weights.len(), "sums of this specification");
            histogram.log_weights = histogram.maximise(&sums.density, &problem.grid);
        }
    }

    /// The gradient of the log-likelihood and log prior that all persons' sums give (Fisher's identity).
    ///
    /// # Panics
    /// If there are not as many numbers as free parameters.
    #[must_use]
    pub fn gradient(&self, free: &[f64], sums: &Sums) -> Vec<f64> {
        assert_eq!(free.len(), self.evaluator.problem.free.count, "as many numbers as free parameters");
        self.evaluator.gradient_of(free, sums)
    }
}
