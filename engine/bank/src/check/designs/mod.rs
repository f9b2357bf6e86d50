//! Designs: sound in themselves, and within reach of the bank.

mod content;
mod criterion;
mod engine;
mod length;
mod person;
mod selection;
mod start;
mod stop;

use std::{collections::HashSet, fmt::Display, sync::Arc};

use thetis_core as core;

use crate::{
    read::BANK_FILE,
    types::{Design, ItemBank, Quadrature},
};

use super::{Code, Place, Report, identity::duplicate_keys};

const HERE: Place<'static> = Place::file(BANK_FILE);

/// Most nodes in each dimension that the engine takes.
const MAX_NODES: u32 = 10_000;

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
            engine::check(bank, compiled, name, design, report);
        }
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
        self.length();
        self.criterion();
        self.range("estimate.range", self.design.estimate.range);
        self.quadrature();
        self.confidence();
        self.start();
        self.content();
        self.pilot();
        self.exposure();
        self.competences();
        self.shadow();
        self.cuts();
        if let Some(rule) = &self.design.stop.when {
            self.stop_rule(rule, stop::MAX_DEPTH);
        }
        self.answers();
        self.fit();
    }

    fn problem(&mut self, code: Code, message: impl Display, remedy: &str) {
        HERE.report(self.report, code, format!("design {}: {message}", self.name), remedy);
    }

    /// Reports keys that one of the design's objects has twice.
    fn duplicate_keys<'k>(&mut self, object: &str, keys: impl Iterator<Item = &'k str>) {
        duplicate_keys(HERE, &format!("design {}: {object}", self.name), keys, self.report);
    }

    /// Most items of a test.
    fn max_items(&self) -> u32 {
        self.bank.max_items(self.design)
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
}

/// Whether the numbers are finite and each is above the one before.
fn is_ascending(values: &[f64]) -> bool {
    values.iter().all(|value| value.is_finite()) && values.windows(2).all(|pair| pair[0] < pair[1])
}
