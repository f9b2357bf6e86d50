//! Whether a log gives exactly what a badge says.

use std::path::PathBuf;

use clap::Args;
use thetis_bank::ItemBank;
use thetis_credential::{Difference, Issuer, Reissue, Verification, differences};

use super::request::{Replayed, Wanted};
use crate::{bank::BankArguments, failure::Failure};

/// A bank and a log to compare a badge with.
#[derive(Debug, Args)]
#[command(next_help_heading = "Comparing with the log")]
pub(super) struct AgainArguments {
    /// Item bank of the test: its folder or its bank.json
    #[arg(long, value_name = "BANK", requires = "log")]
    bank: Option<PathBuf>,
    /// Session log that the badge is to rest on: a file, the text itself, or - for standard input
    #[arg(long, value_name = "LOG", requires = "bank", allow_hyphen_values = true)]
    log: Option<String>,
    /// Folder that describes occupations; profiles beside the bank unless given
    #[arg(long, value_name = "FOLDER", requires = "bank")]
    profiles: Option<PathBuf>,
}

/// What came of making a badge again.
#[derive(Debug)]
pub(super) enum Again {
    /// The same to the last character.
    Same {
        /// Answers in the log.
        answers: u32,
    },
    /// Another one.
    Differs(Vec<Difference>),
    /// The badge is of another bank, another version of it, or was made by another program.
    OtherBank {
        /// The bank given.
        bank: String,
    },
}

impl AgainArguments {
    /// Make the badge again, if a log was given.
    ///
    /// # Errors
    /// Data: the bank or log cannot be read, or the log is not reproduced.
    pub(super) fn compare(&self, found: &Verification) -> Result<Option<Again>, Failure> {
        let (Some(bank), Some(log)) = (&self.bank, &self.log) else { return Ok(None) };
        let bank = BankArguments::new(bank.clone(), None);
        let replayed = Replayed::new(&bank, log, self.profiles.as_deref())?;
        let Some(asked) = Reissue::of(found, replayed.bank(), &replayed.transcript.fingerprint()) else {
            let ItemBank { id, version, .. } = replayed.bank();
            return Ok(Some(Again::OtherBank { bank: format!("{id} {version}") }));
        };
        let credential = replayed.credential(&Wanted {
            award: asked.award,
            profile: profile(&replayed, asked.occupation.as_deref())?.as_deref(),
            language: Some(&asked.language),
            issuer: Issuer { id: &asked.issuer, name: &asked.issuer_name },
            subject: asked.subject.as_deref(),
            valid_from: asked.valid_from,
            valid_until: asked.valid_until,
            include_log: asked.include_log,
        })?;
        let differences = differences(&found.credential, &credential);
        Ok(Some(if differences.is_empty() {
            Again::Same { answers: replayed.transcript.answers }
        } else {
            Again::Differs(differences)
        }))
    }
}

/// The profile of the bank that stands for an occupation; none where none does, and the comparison will tell.
fn profile(replayed: &Replayed, occupation: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(occupation) = occupation else { return Ok(None) };
    for id in replayed.bank().profiles.keys() {
        if replayed.esco(id)?.is_some_and(|esco| esco.uri == occupation) {
            return Ok(Some(id.to_owned()));
        }
    }
    Ok(None)
}
