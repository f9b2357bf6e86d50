//! `thetis badge elm`: the result as an unsigned European Digital Credential.

use std::path::PathBuf;

use clap::Args;
use thetis_credential::{Award, Day, Issuer, elm};

use super::request::{Replayed, Wanted, now};
use crate::{bank::BankArguments, failure::Failure, output::write_to};

const AFTER_HELP: &str = "\
Example:
  thetis badge elm item-banks/housekeeping session.log --issuer \"Learning Centre\" --country FRA -o result.jsonld

The person's name is not in it: the European Commission's tools ask for it, and for the seal, while issuing.";

/// Write a result as an unsigned European Digital Credential (European Learning Model 3), for an organisation that has a qualified seal
///
/// As thetis badge issue it replays the log first, and refuses what that refuses. The file is for upload to the tools of European
/// Digital Credentials for Learning: without their seal it proves nothing.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Elm {
    #[command(flatten)]
    bank: BankArguments,
    /// Session log: a file, the text itself, or - for standard input
    #[arg(value_name = "LOG", allow_hyphen_values = true)]
    log: String,
    /// Name of the organisation that awards
    #[arg(long, value_name = "NAME")]
    issuer: String,
    /// Country of the organisation, three letters: FRA, DEU, ESP
    #[arg(long, value_name = "CODE")]
    country: String,
    /// Micro-credential of the bank; the result as a whole unless given
    #[arg(long, value_name = "ID")]
    credential: Option<String>,
    /// Profile of the bank whose occupation is named
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// Folder that describes occupations; profiles beside the bank unless given
    #[arg(long, value_name = "FOLDER")]
    profiles: Option<PathBuf>,
    /// Language; the bank's first unless given
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Day of the award, as 2026-11-22; today (UTC) unless given
    #[arg(long, value_name = "DAY")]
    date: Option<Day>,
    /// File to write; printed unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Elm {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let replayed = Replayed::new(&self.bank, &self.log, self.profiles.as_deref())?;
        let credential = replayed.credential(&Wanted {
            award: self.credential.as_deref().map_or(Award::Result, Award::MicroCredential),
            profile: self.profile.as_deref(),
            language: self.language.as_deref(),
            // Without a key of ours the organisation has no identifier here: its seal will name it.
            issuer: Issuer { id: "urn:epass:org:1", name: &self.issuer },
            subject: None,
            valid_from: self.date.unwrap_or_else(|| Day::of_unix_time(now())),
            valid_until: None,
            include_log: false,
        })?;
        let text = elm(&credential, &self.country).map_err(|error| Failure::usage(error.to_string()))?;
        write_to(self.output.as_deref(), text.as_bytes())
    }
}
