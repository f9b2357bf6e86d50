//! `thetis replay`: the whole course of a session, from its log.

mod amendments;
mod fit;
mod log_source;
mod report;

use std::sync::Arc;

use clap::Args;
use thetis_bank::BankSource;
use thetis_core::{Error, LogHeader, Session, Test};

use crate::{
    bank::{BankArguments, LoadedBank},
    failure::{Complaint, Failure},
    output::OutputArguments,
};
use log_source::Log;
use report::ReplayReport;

const AFTER_HELP: &str = "\
Examples:
  thetis replay item-banks/soft-skills session.log
  thetis replay item-banks/soft-skills VAEBAJx2…   (a log pasted as text)
  thetis replay item-banks/soft-skills - --format csv < session.log";

/// Replay a session from its log: every item and answer, the estimates after it, and why the test ended
///
/// JSON is {bank, design, seed, engineRevision, excluded, steps: [{item, given, category, response, answer, seconds,
/// theta, se}], amendments: [{item, step, after, category, response, answer, seconds}], next, finished, fit}: given is
/// answer, skipped or dont-know; answer has the option ids that the response code stands for; a step has pilot: true if it was not scored, amended: true if the answer was changed, and shows it as
/// it stands; next is the item asked and not yet answered, finished is {code, name, sentence}, and fit names in
/// readWithCare what is beyond the design's bounds; CSV has a line a step. A log fits one bank, one version of it and one of its designs, and says which: the design is found by its
/// digest. Replaying chooses every item again and fails where the log says otherwise.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Replay {
    #[command(flatten)]
    bank: BankArguments,
    /// Session log: a file (binary or base64url text), the text itself, or - for standard input
    #[arg(value_name = "LOG", allow_hyphen_values = true)]
    log: String,
    /// Design the session must have followed
    #[arg(long, value_name = "NAME")]
    design: Option<String>,
    #[command(flatten)]
    output: OutputArguments,
}

impl Replay {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let bank = self.bank.load()?;
        let log = Log::read(&self.log)?;
        let header = LogHeader::read(&log.bytes).map_err(|error| bank.complaint_in(&log.name, error))?;
        let digest = bank.engine.digest();
        if header.bank_digest != digest {
            let reason = format!(
                "{} (the log's bank has the digest {:016x}, {} has {digest:016x})",
                Error::LogBank,
                header.bank_digest,
                bank.file
            );
            return Err(Complaint::about(log.name, reason).into());
        }
        let (design, test) = match &self.design {
            Some(name) => (name.clone(), bank.test(name)?),
            None => find_design(&bank, &log.name, header.design_digest)?,
        };
        let session =
            Session::resume(Arc::new(test), &log.bytes).map_err(|error| bank.complaint_in(&log.name, error))?;
        let amendments = amendments::amendments(&session);
        self.output.write(&ReplayReport { bank, design, session, amendments })
    }
}

/// The bank's design with this digest.
fn find_design(bank: &LoadedBank, log: &str, digest: u64) -> Result<(String, Test), Failure> {
    let names: Vec<&str> = match &bank.source {
        BankSource::Folder(folder) => folder.bank.designs.keys().collect(),
        BankSource::Table(_) => Vec::new(),
    };
    let mut unusable = Vec::new();
    for name in &names {
        match bank.test(name) {
            Ok(test) if test.design_digest() == digest => return Ok(((*name).to_owned(), test)),
            Ok(_) => {}
            Err(Failure::Data(complaints)) => unusable.extend(complaints),
            Err(other) => return Err(other),
        }
    }
    let known = if names.is_empty() { "it has none".to_owned() } else { format!("it has {}", names.join(", ")) };
    let reason = format!("the log's design, with the digest {digest:016x}, is none of {}: {known}", bank.file);
    unusable.insert(0, Complaint::about(log, reason));
    Err(Failure::Data(unusable))
}
