//! `thetis replay --verify`: whether logs are what the engine does, and what was kept beside them follows from them.

mod answers;
mod codes;
mod frame;
mod kept;
mod many;
mod numbers;
mod one;
mod rows;
mod suspect;
mod verdict;
mod verifier;
mod walk;

use std::path::Path;

use clap::Args;
use serde::Serialize;
use thetis_core::ENGINE_REVISION;
use thetis_responses::{LogColumns, has_many_logs};

use super::log_source;
use crate::{
    bank::LoadedBank,
    failure::{Complaint, Failure},
    output::{OutputArguments, count},
    verbs::calibrate::reading,
};
pub(super) use codes::edited;
use frame::Frame;
use many::ManyReport;
use numbers::{PassRule, pass_rule};
use one::OneReport;
use verdict::Verdict;
use verifier::Verifier;

/// Whether to verify, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Verifying")]
pub(super) struct VerifyArguments {
    /// Say whether the log is reproduced exactly, or which step differs and why; LOG may also be a folder of logs, or a CSV export of a learning platform
    #[arg(long, conflicts_with = "before")]
    verify: bool,
    /// Passing rule of the package: profile, or DIMENSION:LEVEL; what a platform kept as passed or failed is compared
    #[arg(long, value_name = "RULE", requires = "verify", value_parser = pass_rule)]
    pass: Option<PassRule>,
    /// Columns that say whose a log is, in a table; those with a usual name unless given
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',', requires = "verify")]
    person: Vec<String>,
    /// Column of the logs in a table; log, suspend_data, or the one that has logs unless given
    #[arg(long, value_name = "COLUMN", requires = "verify")]
    column: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BankDocument<'v> {
    id: &'v str,
    version: &'v str,
    digest: String,
    engine_revision: u16,
}

impl VerifyArguments {
    pub(super) const fn is_asked_for(&self) -> bool {
        self.verify
    }

    /// Verify what `log` means and write the report.
    ///
    /// # Errors
    /// What keeps it from being read; and data, after the report, if anything is not reproduced.
    pub(super) fn run(
        &self,
        bank: LoadedBank,
        log: &str,
        (design, profile): (Option<&str>, Option<String>),
        output: &OutputArguments,
    ) -> Result<(), Failure> {
        let verifier = Verifier::new(bank, design, profile, self.pass.clone())?;
        if has_many_logs(Path::new(log)) {
            return self.many(&verifier, log, output);
        }
        let carried = log_source::carried(log)?;
        let name = carried.place.to_string();
        let verified = verifier.verify(name.clone(), &carried);
        let frame = carried.log.as_ref().ok().and_then(|found| Frame::of(&found.bytes));
        let is_whole = !matches!(verified.verdict, Verdict::NoLog | Verdict::Damaged | Verdict::Truncated);
        let chain = frame.filter(|_| is_whole).map(|frame| frame.chain()).unwrap_or_default();
        let suspects = match (verified.verdict, &frame) {
            (Verdict::Differs, Some(frame)) => verifier.suspects(frame),
            _ => Vec::new(),
        };
        let (verdict, reason) = (verified.verdict, verified.reason.clone());
        output.write(&OneReport { verifier: &verifier, verified, chain, suspects })?;
        match verdict {
            Verdict::Reproduced => Ok(()),
            Verdict::Empty => Err(Complaint::about(name, "there is no log").into()),
            _ => Err(Complaint::about(name, format!("{}: {reason}", verdict.name())).into()),
        }
    }

    fn many(&self, verifier: &Verifier, log: &str, output: &OutputArguments) -> Result<(), Failure> {
        let columns = LogColumns { person: self.person.clone(), log: self.column.clone(), ..LogColumns::default() };
        let logs = many::verify_all(verifier, Path::new(log), &columns).map_err(|errors| reading::failure(&errors))?;
        let report = ManyReport { verifier, logs };
        output.write(&report)?;
        let failed = report.failures().count();
        if report.logs.is_empty() {
            return Err(Complaint::about(log, "there is no log").into());
        }
        if failed > 0 {
            let of = count(report.logs.len(), "log", "logs");
            return Err(Complaint::about(log, format!("{failed} of {of} failed")).into());
        }
        Ok(())
    }
}

impl Verifier {
    fn bank_document(&self) -> BankDocument<'_> {
        let (id, version) =
            self.identity().map_or((self.bank.file.as_str(), ""), |bank| (bank.id.as_str(), bank.version.as_str()));
        let digest = format!("{:016x}", self.bank.engine.digest());
        BankDocument { id, version, digest, engine_revision: ENGINE_REVISION }
    }

    fn suspects(&self, frame: &Frame<'_>) -> Vec<suspect::Suspect> {
        let design = self.design(frame.design);
        design.map(|(_, test)| suspect::suspects(&self.bank, test, frame)).unwrap_or_default()
    }
}
