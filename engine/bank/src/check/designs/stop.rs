//! Stopping rules: values that a rule can have.

use crate::{
    check::Code,
    types::{ErrorRates, StandardErrorBound, StopRule},
};

use super::DesignCheck;

/// Deepest nesting of `any` and `all` that the player takes.
pub(super) const MAX_DEPTH: u32 = 16;

impl DesignCheck<'_> {
    pub(super) fn stop_rule(&mut self, rule: &StopRule, depth: u32) {
        let name = rule.name();
        if rule.classifies() && !self.has_cuts() {
            self.missing_cuts(&format!("the stopping rule {name}"));
        }
        match rule {
            StopRule::StandardErrorAtMost(StandardErrorBound::Every(value))
            | StopRule::InformationBelow(value)
            | StopRule::SecondsAtLeast(value) => self.positive(name, *value),
            StopRule::StandardErrorAtMost(StandardErrorBound::Dimension { dimension, value }) => {
                self.known_dimension(name, dimension);
                self.positive(&format!("{name}.value"), *value);
            }
            StopRule::Any(rules) | StopRule::All(rules) => self.combination(name, rules, depth),
            StopRule::PredictedReduction(rule) => {
                self.positive("predictedReduction.below", rule.below);
                self.positive("predictedReduction.above", rule.above);
                self.positive("predictedReduction.standardError", rule.standard_error);
            }
            StopRule::ChangeAtMost(rule) | StopRule::PlateauAtMost(rule) => {
                self.positive(&format!("{name}.value"), rule.value);
                if rule.steps == 0 {
                    self.invalid_rule(format!("{name}.steps is 0"), "look back over 1 step or more");
                }
            }
            StopRule::ClassifiedByInterval(rule) => {
                self.positive("classifiedByInterval.standardErrors", rule.standard_errors);
            }
            StopRule::ClassifiedBySprt(rates) | StopRule::ClassifiedByLikelihoodRatio(rates) => {
                self.error_rates(name, rates);
            }
            StopRule::ClassifiedByPosterior(rule) => {
                if !(rule.probability > 0.5 && rule.probability < 1.0) {
                    self.invalid_rule(
                        format!("{name}.probability is {}", rule.probability),
                        "use a probability above 0.5 and below 1",
                    );
                }
            }
        }
    }

    fn combination(&mut self, name: &str, rules: &[StopRule], depth: u32) {
        if rules.is_empty() {
            self.invalid_rule(
                format!("the stopping rule \"{name}\" combines no rules"),
                "list at least one rule in it",
            );
        }
        if depth == 0 {
            self.invalid_rule(
                format!("stopping rules are nested more than {MAX_DEPTH} deep"),
                "combine them in fewer levels",
            );
            return;
        }
        for rule in rules {
            self.stop_rule(rule, depth - 1);
        }
    }

    fn error_rates(&mut self, name: &str, rates: &ErrorRates) {
        let ErrorRates { alpha, beta, delta } = *rates;
        if !(alpha > 0.0 && beta > 0.0 && alpha + beta < 1.0) {
            self.invalid_rule(
                format!("{name} has alpha {alpha} and beta {beta}"),
                "use error rates above 0 that add up to less than 1, for example 0.05 and 0.05",
            );
        }
        self.positive(&format!("{name}.delta"), delta);
    }

    fn positive(&mut self, name: &str, value: f64) {
        if !(value.is_finite() && value > 0.0) {
            self.invalid_rule(format!("{name} is {value}"), "use a finite number above 0");
        }
    }

    fn invalid_rule(&mut self, message: String, remedy: &str) {
        self.problem(Code::InvalidStopRule, message, remedy);
    }
}
