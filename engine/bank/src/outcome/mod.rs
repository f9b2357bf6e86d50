//! What a session's result means, by the levels, profiles, pathway and credentials that its bank declares.
//!
//! The arithmetic is [`thetis_core::outcome`]; here it is given the bank's declarations, and its numbers the bank's ids. The npm
//! package's `thetis/score-report` is the same for browsers.

mod document;
mod error;
mod standards;

use thetis_core::Session;
use thetis_core::outcome::{Evidence, ScoreReport};

use crate::types::ItemBank;

pub use document::{
    ChangeDocument, ComparisonDocument, CredentialDocument, DimensionDocument, GapDocument, LevelDocument,
    ModuleDocument, ProfileDocument, RequirementDocument, ScoreReportDocument, StepsDocument,
};
pub use error::ReportError;
pub use standards::DeclaredStandards;

/// Holds a session against what its bank declares. `profile` is one of the bank's, by id; `before` an earlier session with the
/// same bank.
///
/// # Errors
/// [`ReportError`]: a profile that the bank does not have, declarations that make no sense, an earlier session with another bank.
pub fn score_report(
    bank: &ItemBank,
    session: &Session,
    profile: Option<&str>,
    before: Option<&Session>,
) -> Result<ScoreReportDocument, ReportError> {
    let declared = DeclaredStandards::of(bank, profile)?;
    if before.is_some_and(|before| before.test().bank().digest() != session.test().bank().digest()) {
        return Err(ReportError::DifferentBank);
    }
    let cuts = &declared.standards.cuts;
    if cuts.len() != session.estimate().theta.len() {
        return Err(ReportError::DifferentBank);
    }
    let evidence = Evidence::of(session, cuts);
    let before = before.map(|before| Evidence::of(before, cuts));
    let report: ScoreReport =
        declared.standards.report(&evidence, before.as_ref()).map_err(|error| declared.explain(error))?;
    Ok(document::document(&declared, session, &evidence, &report))
}
