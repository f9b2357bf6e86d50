//! What the engine has to say of a design, and whether its rules and its blueprint can be met.

use std::sync::Arc;

use thetis_core as core;

use crate::{
    check::{Code, Place, Report, feasibility, reach},
    compile::CompileError,
    read::BANK_FILE,
    types::{Confidence, Design, ItemBank},
};

use super::HERE;

/// Asks the engine, then whether the stopping rules and the blueprint can be met.
pub(super) fn check(bank: &ItemBank, compiled: &Arc<core::Bank>, name: &str, design: &Design, report: &mut Report) {
    let test = bank.compile_design(name).and_then(|design| bank.test(Arc::clone(compiled), design, name));
    match test {
        Ok(test) => {
            reach::check(bank, name, design, &test, report);
            feasibility::check(bank, name, design, &test, report);
        }
        Err(CompileError::Engine { item, source, .. }) => {
            refused(name, design, item.as_deref(), source, report);
        }
        Err(error) => HERE.report(report, Code::RefusedByEngine, error.to_string(), "correct the design"),
    }
}

/// An engine's error as a problem.
fn refused(name: &str, design: &Design, item: Option<&str>, error: core::Error, report: &mut Report) {
    let criterion = design.select.criterion.name();
    let separate = design.estimate.confidence != Confidence::Joint;
    let (code, message, remedy) = match error {
        core::Error::EstimatorNeedsOneDimension if separate => (
            Code::EstimatorDimensions,
            "an item measures several dimensions, which estimate.confidence wants estimated each by itself".to_owned(),
            "set \"confidence\" to \"joint\", or use items of one dimension each",
        ),
        core::Error::EstimatorNeedsOneDimension | core::Error::GridTooLarge => (
            Code::EstimatorDimensions,
            error.to_string(),
            "use \"map\", or make the dimensions independent of each other",
        ),
        core::Error::CriterionNeedsOneDimension => (
            Code::CriterionDimensions,
            format!("{criterion} is defined for one dimension, or for several that do not depend on each other"),
            "use {\"name\": \"d-optimality\"}",
        ),
        core::Error::CriterionNotForItem { .. } => (
            Code::CriterionModel,
            format!("{criterion} is defined for dichotomous items only"),
            "choose another criterion, or retire the item",
        ),
        core::Error::CriterionParameter => (
            Code::CriterionParameter,
            format!("a parameter of {criterion} has a value it cannot have"),
            "correct the parameters of the criterion",
        ),
        _ => (Code::RefusedByEngine, error.to_string(), "correct the design"),
    };
    let place = item.map_or(HERE, |item| Place::item(BANK_FILE, item));
    place.report(report, code, format!("design {name}: {message}"), remedy);
}
