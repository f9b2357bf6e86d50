//! Stopping rules in the engine's form.

use thetis_core::{self as core, Classification};

use crate::types::{ErrorRates, StandardErrorBound, StopRule};

use super::{CompileError, DesignCompiler};

impl DesignCompiler<'_> {
    pub(super) fn stop(&self) -> Result<core::Stop, CompileError> {
        let stop = &self.design.stop;
        Ok(core::Stop {
            min_items: stop.min_items.unwrap_or(1),
            max_items: self.max_items(),
            when: stop.when.as_ref().map(|rule| self.rule(rule)).transpose()?,
        })
    }

    fn rule(&self, rule: &StopRule) -> Result<core::StopRule, CompileError> {
        let all = |rules: &[StopRule]| rules.iter().map(|rule| self.rule(rule)).collect::<Result<_, _>>();
        Ok(match rule {
            StopRule::StandardErrorAtMost(StandardErrorBound::Every(at_most)) => {
                core::StopRule::StandardError { dimension: None, at_most: *at_most }
            }
            StopRule::StandardErrorAtMost(StandardErrorBound::Dimension { dimension, value }) => {
                core::StopRule::StandardError { dimension: Some(self.dimension(dimension)?), at_most: *value }
            }
            StopRule::InformationBelow(below) => core::StopRule::Information { below: *below },
            StopRule::Any(rules) => core::StopRule::Any(all(rules)?),
            StopRule::All(rules) => core::StopRule::All(all(rules)?),
            StopRule::PredictedReduction(rule) => core::StopRule::PredictedReduction {
                below: rule.below,
                above: rule.above,
                standard_error: rule.standard_error,
            },
            StopRule::ChangeAtMost(rule) => core::StopRule::Change { at_most: rule.value, steps: rule.steps },
            StopRule::PlateauAtMost(rule) => core::StopRule::Plateau { at_most: rule.value, steps: rule.steps },
            StopRule::SecondsAtLeast(seconds) => core::StopRule::Time { seconds: *seconds },
            StopRule::ClassifiedByInterval(rule) => {
                core::StopRule::Classified(Classification::Interval { standard_errors: rule.standard_errors })
            }
            StopRule::ClassifiedBySprt(ErrorRates { alpha, beta, delta }) => {
                core::StopRule::Classified(Classification::Sprt { alpha: *alpha, beta: *beta, delta: *delta })
            }
            StopRule::ClassifiedByLikelihoodRatio(ErrorRates { alpha, beta, delta }) => {
                core::StopRule::Classified(Classification::LikelihoodRatio {
                    alpha: *alpha,
                    beta: *beta,
                    delta: *delta,
                })
            }
            StopRule::ClassifiedByPosterior(rule) => {
                core::StopRule::Classified(Classification::Posterior { probability: rule.probability })
            }
        })
    }
}
