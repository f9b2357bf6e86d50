//! Designs: sound in themselves, and within reach of the bank.

use std::{collections::HashSet, sync::Arc};

use thetis_core as core;

use crate::{
    compile::CompileError,
    id::repeated,
    read::BANK_FILE,
    types::{Criterion, Design, ItemBank, Quadrature, StartTheta, StopRule},
};

use super::{Code, Place, Report, reach};

const HERE: Place<'static> = Place::file(BANK_FILE);

/// `compiled` is the engine's bank, where the bank itself is sound enough for one.
pub(super) fn check(bank: &ItemBank, compiled: Option<&Arc<core::Bank>>, report: &mut Report) {
    if bank.designs.is_empty() {
        HERE.report(
            report,
            Code::NoDesign,
            "the bank has no design, so no test can be given with it",
            "add one to \"designs\", for example \"default\"",
        );
    }
    let mut seen = HashSet::new();
    for (name, design) in bank.designs.iter() {
        if !seen.insert(name) {
            // Nobody can choose the second of two designs of one name, which was reported already.
            continue;
        }
        let errors_before = report.errors().count();
        DesignCheck { bank, name, design, report }.check();
        if report.errors().count() == errors_before
            && let Some(compiled) = compiled
        {
            engine(bank, compiled, name, design, report);
        }
    }
}

/// Asks the engine, then whether the stopping rules can be met.
fn engine(bank: &ItemBank, compiled: &Arc<core::Bank>, name: &str, design: &Design, report: &mut Report) {
    let test = bank.compile_design(name).and_then(|design| bank.test(Arc::clone(compiled), design, name));
    match test {
        Ok(test) => reach::check(bank, name, design, &test, report),
        Err(CompileError::Engine {
            source: source @ (core::Error::EstimatorNeedsOneDimension | core::Error::GridTooLarge),
            ..
        }) => HERE.report(
            report,
            Code::EstimatorDimensions,
            format!("design {name}: {source}"),
            "use \"map\", or make the dimensions independent of each other",
        ),
        Err(error) => HERE.report(report, Code::RefusedByEngine, error.to_string(), "correct the design"),
    }
}

/// What can be said of a design without computing anything.
struct DesignCheck<'a> {
    bank: &'a ItemBank,
    name: &'a str,
    design: &'a Design,
    report: &'a mut Report,
}

impl DesignCheck<'_> {
    fn check(&mut self) {
        let usable = self.order();
        self.length(usable);
        self.criterion();
        self.range("estimate.range", self.design.estimate.range);
        self.quadrature();
        self.start();
        if let Some(rule) = &self.design.stop.when {
            self.stop_rule(rule);
        }
    }

    fn problem(&mut self, code: Code, message: impl std::fmt::Display, remedy: &str) {
        HERE.report(self.report, code, format!("design {}: {message}", self.name), remedy);
    }

    /// Checks a fixed order; returns how many items the design can use at most.
    fn order(&mut self) -> usize {
        let bank = self.bank;
        let operational: HashSet<_> =
            bank.items.iter().filter(|item| item.status.is_operational()).map(|item| item.id.as_str()).collect();
        let Criterion::FixedOrder { order } = &self.design.select.criterion else {
            // Not the number of ids: two items of one id are a problem of theirs, not of the design.
            return bank.items.iter().filter(|item| item.status.is_operational()).count();
        };
        if order.is_empty() {
            self.problem(Code::InvalidOrder, "the fixed order is empty", "list the items to ask");
        }
        for id in repeated(order.iter().map(String::as_str)) {
            self.problem(
                Code::InvalidOrder,
                format!("the fixed order names the item {id} twice"),
                "name each item once",
            );
        }
        let distinct: HashSet<_> = order.iter().map(String::as_str).collect();
        for id in order.iter().map(String::as_str).filter(|id| !operational.contains(id)) {
            if bank.item_index(id).is_some() {
                self.problem(
                    Code::UnavailableOrderItem,
                    format!("the fixed order names the item {id}, which is not operational"),
                    "make the item operational, or take it out of the order",
                );
            } else {
                self.problem(
                    Code::UnknownOrderItem,
                    format!("the fixed order names the item {id}, which the bank does not have"),
                    "correct the id",
                );
            }
        }
        distinct.intersection(&operational).count()
    }

    fn length(&mut self, usable: usize) {
        let stop = &self.design.stop;
        let all = u32::try_from(self.bank.items.len()).unwrap_or(u32::MAX);
        let (min, max) = (stop.min_items.unwrap_or(1), stop.max_items.unwrap_or(all));
        if stop.max_items == Some(0) {
            self.problem(Code::DesignLength, "maxItems is 0", "allow at least one item");
        } else if min > max && stop.max_items.is_some() {
            self.problem(
                Code::DesignLength,
                format!("minItems is {min}, above maxItems, which is {max}"),
                "lower minItems or raise maxItems",
            );
        }
        if min as usize > usable && usable > 0 {
            self.problem(
                Code::UnreachableMinimum,
                format!("minItems is {min}, but the design can use only {usable} items"),
                "lower minItems, or add operational items",
            );
        }
        if let Some(max) = stop.max_items
            && max as usize > usable
            && usable > 0
        {
            self.problem(
                Code::UnreachableMaximum,
                format!("maxItems is {max}, but the design can use only {usable} items"),
                "lower maxItems, or add operational items",
            );
        }
        if self.design.select.randomesque == 0 {
            self.problem(Code::InvalidRandomesque, "randomesque is 0", "use 1 to take the best item");
        }
    }

    fn criterion(&mut self) {
        let dimensions = self.bank.dimensions.len();
        if self.design.select.criterion == (Criterion::MaximumInformation {}) && dimensions > 1 {
            self.problem(
                Code::CriterionDimensions,
                format!("maximum-information is defined for one dimension, and the bank has {dimensions}"),
                "use {\"name\": \"d-optimality\"}",
            );
        }
    }

    fn range(&mut self, what: &str, [lower, upper]: [f64; 2]) {
        if !(lower.is_finite() && upper.is_finite() && lower < upper) {
            self.problem(
                Code::InvalidRange,
                format!("{what} is [{lower}, {upper}]"),
                "give two finite numbers, the lower first",
            );
        }
    }

    fn quadrature(&mut self) {
        if let Quadrature::Grid { range, nodes, .. } = self.design.estimate.quadrature {
            self.range("estimate.quadrature.range", range);
            if !(2..=MAX_NODES).contains(&nodes) {
                self.problem(
                    Code::InvalidRange,
                    format!("estimate.quadrature.nodes is {nodes}"),
                    &format!("use 2 to {MAX_NODES}; 61 is enough for almost everything"),
                );
            }
        }
    }

    fn start(&mut self) {
        let StartTheta::Fixed(theta) = &self.design.start.theta else {
            return;
        };
        let dimensions = self.bank.dimensions.len();
        if theta.len() != dimensions {
            self.problem(
                Code::StartShape,
                format!("start.theta has {} values for {dimensions} dimensions", theta.len()),
                "give one value for each dimension, or \"prior-mean\"",
            );
        }
        let [lower, upper] = self.design.estimate.range;
        for (index, value) in theta.iter().enumerate() {
            if !value.is_finite() {
                self.problem(Code::NotFinite, format!("start.theta[{index}] is {value}"), "use a finite number");
            } else if *value < lower || *value > upper {
                self.problem(
                    Code::StartOutsideRange,
                    format!("start.theta[{index}] is {value}, outside estimate.range [{lower}, {upper}]"),
                    "start inside the range",
                );
            }
        }
    }

    fn stop_rule(&mut self, rule: &StopRule) {
        let (name, value) = match rule {
            StopRule::StandardErrorAtMost(value) => ("standardErrorAtMost", *value),
            StopRule::InformationBelow(value) => ("informationBelow", *value),
            StopRule::Any(rules) | StopRule::All(rules) => {
                if rules.is_empty() {
                    let name = if matches!(rule, StopRule::Any(_)) { "any" } else { "all" };
                    self.problem(
                        Code::InvalidStopRule,
                        format!("the stopping rule \"{name}\" combines no rules"),
                        "list at least one rule in it",
                    );
                }
                rules.iter().for_each(|rule| self.stop_rule(rule));
                return;
            }
        };
        if !(value.is_finite() && value > 0.0) {
            self.problem(Code::InvalidStopRule, format!("{name} is {value}"), "use a finite number above 0");
        }
    }
}

/// Most nodes in each dimension that the engine takes.
const MAX_NODES: u32 = 10_000;
