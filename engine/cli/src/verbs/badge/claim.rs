//! What a credential is asked for with: the log, what of it is awarded, and in which words. The same for every form of credential.

use std::path::PathBuf;

use clap::Args;
use thetis_credential::{Award, Day, Issuer};

use super::request::{Replayed, Wanted, now};
use crate::{bank::BankArguments, failure::Failure};

/// Of what, and how.
#[derive(Debug, Args)]
pub(super) struct Claim {
    #[command(flatten)]
    bank: BankArguments,
    /// Session log: a file, the text itself, or - for standard input
    #[arg(value_name = "LOG", allow_hyphen_values = true)]
    log: String,
    /// Micro-credential of the bank; the result as a whole unless given
    #[arg(long, value_name = "ID")]
    credential: Option<String>,
    /// Profile of the bank whose occupation is named
    #[arg(long, value_name = "ID")]
    pub(super) profile: Option<String>,
    /// Folder that describes occupations; profiles beside the bank unless given
    #[arg(long, value_name = "FOLDER")]
    profiles: Option<PathBuf>,
    /// Language; the bank's first unless given
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Day of the award, the first of its validity, as 2026-11-22; today (UTC) unless given
    #[arg(long, value_name = "DAY")]
    date: Option<Day>,
}

impl Claim {
    /// The log, replayed.
    ///
    /// # Errors
    /// As [`Replayed::new`].
    pub(super) fn replay(&self) -> Result<Replayed, Failure> {
        Replayed::new(&self.bank, &self.log, self.profiles.as_deref())
    }

    /// What is asked for; for a learner without an identifier, for ever, without the log.
    pub(super) fn wanted<'a>(&'a self, issuer: Issuer<'a>) -> Wanted<'a> {
        Wanted {
            award: self.credential.as_deref().map_or(Award::Result, Award::MicroCredential),
            profile: self.profile.as_deref(),
            language: self.language.as_deref(),
            issuer,
            subject: None,
            valid_from: self.date.unwrap_or_else(|| Day::of_unix_time(now())),
            valid_until: None,
            include_log: false,
        }
    }
}
