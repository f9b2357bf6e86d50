//! The parameters of the criterion. Whether it is defined for the bank's items is for the engine to say.

use crate::{check::Code, types::Criterion};

use super::DesignCheck;

impl DesignCheck<'_> {
    pub(super) fn criterion(&mut self) {
        match &self.design.select.criterion {
            Criterion::KullbackLeiblerPoint { delta, .. } | Criterion::KullbackLeiblerInterval { delta, .. } => {
                self.above_zero("delta", *delta);
            }
            Criterion::IntervalInformation { half_width } => self.above_zero("halfWidth", *half_width),
            Criterion::EfficiencyBalanced { standard_errors } => self.above_zero("standardErrors", *standard_errors),
            Criterion::Progressive { length, standard_error, acceleration }
            | Criterion::Proportional { length, standard_error, acceleration } => {
                self.test_length(*length);
                self.not_negative("standardError", *standard_error);
                self.above_zero("acceleration", *acceleration);
            }
            Criterion::Stratified { strata, length, .. } => {
                self.test_length(*length);
                self.strata(*strata, length.unwrap_or_else(|| self.max_items()));
            }
            Criterion::DOptimality { weights: Some(weights), .. }
            | Criterion::TOptimality { weights: Some(weights), .. }
            | Criterion::AOptimality { weights: Some(weights), .. }
            | Criterion::EOptimality { weights: Some(weights), .. }
            | Criterion::WRule { weights: Some(weights), .. } => self.weights(weights),
            _ => {}
        }
    }

    fn parameter(&mut self, message: String, remedy: &str) {
        let criterion = self.design.select.criterion.name();
        self.problem(Code::CriterionParameter, format!("{message} in {criterion}"), remedy);
    }

    fn above_zero(&mut self, name: &str, value: f64) {
        if !(value.is_finite() && value > 0.0) {
            self.parameter(format!("{name} is {value}"), "use a finite number above 0");
        }
    }

    fn not_negative(&mut self, name: &str, value: f64) {
        if !(value.is_finite() && value >= 0.0) {
            self.parameter(format!("{name} is {value}"), "use 0 or a finite number above it");
        }
    }

    fn test_length(&mut self, length: Option<u32>) {
        if length == Some(0) {
            self.parameter("length is 0".into(), "give the number of items of the whole test, or leave it out");
        }
    }

    fn strata(&mut self, strata: u32, length: u32) {
        if strata == 0 {
            self.parameter("strata is 0".into(), "use at least 1");
        } else if strata > length {
            self.parameter(
                format!("strata is {strata}, for a test of {length} items"),
                "use no more strata than items, so that each has its turn",
            );
        }
    }

    fn weights(&mut self, weights: &[f64]) {
        let dimensions = self.bank.dimensions.len();
        let usable = weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0);
        if weights.len() != dimensions || !usable || weights.iter().all(|weight| *weight <= 0.0) {
            self.parameter(
                format!("weights are {weights:?}"),
                &format!("give {dimensions} numbers, one for each dimension, none below 0 and one above it"),
            );
        }
    }
}
