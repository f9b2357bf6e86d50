//! `thetis replay`: the whole course of a session, from its log.

mod amendments;
mod fit;
mod log_source;
mod outcome;
mod report;
mod verify;

use std::sync::Arc;

use clap::Args;
use thetis_bank::{BankSource, score_report};
use thetis_core::{Error, LogHeader, Session, Test};

use crate::{
    bank::{BankArguments, LoadedBank},
    failure::{Complaint, Failure},
    output::OutputArguments,
};
use log_source::Log;
use report::ReplayReport;
use verify::VerifyArguments;

const AFTER_HELP: &str = "\
Examples:
  thetis replay item-banks/soft-skills session.log
  thetis replay item-banks/soft-skills VAEBAJx2…   (a log pasted as text)
  thetis replay item-banks/soft-skills - --format csv < session.log
  thetis replay item-banks/care-positioning after.log --profile home-care-aide --before before.log
  thetis replay item-banks/soft-skills session.log --verify
  thetis replay item-banks/care-positioning tracks.csv --verify --pass profile --profile home-care-aide --format csv -o verified.csv";

/// Replay a session from its log: every item and answer, the estimates after it, why the test ended, and what the result means
///
/// JSON is {bank, design, seed, engineRevision, excluded, steps: [{item, given, category, response, answer, seconds,
/// theta, se}], amendments: [{item, step, after, category, response, answer, seconds}], next, finished, fit, report}: given is
/// answer, skipped or dont-know; answer has the option ids that the response code stands for; a step has pilot: true if it was not scored, amended: true if the answer was changed, and shows it as
/// it stands; next is the item asked and not yet answered, finished is {code, name, sentence}, and fit names in
/// readWithCare what is beyond the design's bounds; report is the ScoreReport of the npm package: levels, confidence beside knowledge,
/// and, if asked for, distance to a profile and change since an earlier session. CSV has a line a step. A log fits one bank, one version of it and one of its designs, and says which: the design is found by its
/// digest. Replaying chooses every item again and fails where the log says otherwise.
///
/// --verify says so in one word instead, with exit code 1 unless it is reproduced: reproduced; contradicted (by what a platform or a saved
/// result has kept beside it); differs; other-bank, other-version, other-design, other-engine; damaged, truncated, no-log, empty. JSON is
/// {bank, log, suspects, chain}: log has verdict, step, reason, differences and the result; suspects are answers one of which would have to be
/// another; chain is SHA-256 of the header, then of each hash with the next record. Of a folder or table JSON is {bank, counts, logs}; CSV has
/// a line a log. A table has a column of logs, with columns score_raw, lesson_status and so on as wished, or the columns element
/// and value (cmi.suspend_data, cmi.core.score.raw, cmi.interactions.0.id …) with those of user and attempt.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Replay {
    #[command(flatten)]
    bank: BankArguments,
    /// Session log: a file (binary, base64url text, the state that a learning platform kept, a saved result), the text itself, or - for standard input
    #[arg(value_name = "LOG", allow_hyphen_values = true)]
    log: String,
    /// Design the session must have followed
    #[arg(long, value_name = "NAME")]
    design: Option<String>,
    /// Profile of the bank to compare the result with: gaps, and what to learn next
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// Log of an earlier session with the same bank, in the same forms: what has changed since
    #[arg(long, value_name = "LOG", allow_hyphen_values = true)]
    before: Option<String>,
    #[command(flatten)]
    verify: VerifyArguments,
    #[command(flatten)]
    output: OutputArguments,
}

impl Replay {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let bank = self.bank.load()?;
        if self.verify.is_asked_for() {
            return self.verify.run(bank, &self.log, (self.design.as_deref(), self.profile.clone()), &self.output);
        }
        let (design, now) = session(&bank, &self.log, self.design.as_deref())?;
        let before = self.before.as_ref().map(|log| session(&bank, log, None)).transpose()?;
        let report = match &bank.source {
            BankSource::Folder(folder) => {
                let before = before.as_ref().map(|(_, session)| session);
                let report = score_report(&folder.bank, &now, self.profile.as_deref(), before);
                Some(report.map_err(|error| Complaint::about(&bank.file, error.to_string()))?)
            }
            BankSource::Table(_) if self.profile.is_some() => {
                let reason = "is a table of item parameters, which has no profiles: give a bank's folder";
                return Err(Complaint::about(&bank.file, reason).into());
            }
            BankSource::Table(_) => None,
        };
        let amendments = amendments::amendments(&now);
        self.output.write(&ReplayReport { bank, design, session: now, amendments, report })
    }
}

/// The session of a log, which must have followed `design` if one is named, with the name of its design.
fn session(bank: &LoadedBank, log: &str, design: Option<&str>) -> Result<(String, Session), Failure> {
    session_of(bank, Log::read(log)?, design)
}

/// The session of a log that is reproduced as `--verify` demands, with the name of its design.
///
/// # Errors
/// Data: there is no log, or it is not what the bank's engine does.
pub(super) fn reproduced(bank: &LoadedBank, log: &str) -> Result<(String, Session), Failure> {
    let log = Log::read(log)?;
    let (name, bytes) = (log.name.clone(), log.found.bytes.clone());
    let (design, session) = session_of(bank, log, None)?;
    match verify::edited(bank, &session, &bytes) {
        None => Ok((design, session)),
        Some(reason) => Err(Complaint::about(name, reason).into()),
    }
}

fn session_of(bank: &LoadedBank, log: Log, design: Option<&str>) -> Result<(String, Session), Failure> {
    let header = LogHeader::read(&log.found.bytes).map_err(|error| bank.complaint_in(&log.name, error))?;
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
    let (design, test) = match design {
        Some(name) => (name.to_owned(), bank.test(name)?),
        None => find_design(bank, &log.name, header.design_digest)?,
    };
    let session =
        Session::resume(Arc::new(test), &log.found.bytes).map_err(|error| bank.complaint_in(&log.name, error))?;
    Ok((design, session))
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
