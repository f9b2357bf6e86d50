//! Passphrases: from a file or a terminal, never from the command line, where other programs and the shell's history see it.

use std::path::{Path, PathBuf};

use clap::Args;
use thetis_credential::{KeyFile, Signer};

use super::text_file;
use crate::failure::{Complaint, Failure};

/// Shorter ones are found by trying.
const FEWEST_CHARACTERS: usize = 12;

/// Where the passphrase of a key is.
#[derive(Debug, Args)]
pub(super) struct PassphraseFile {
    /// File whose first line is the key's passphrase; asked for at the terminal if it is needed and not given
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseFile {
    /// The key in a file, ready to sign.
    ///
    /// # Errors
    /// Data: no key file, or a passphrase that is missing or wrong.
    pub(super) fn open(&self, file: &Path) -> Result<Signer, Failure> {
        let complain = |error| text_file::complaint(file, error);
        let key = KeyFile::read(&text_file::read(file)?).map_err(complain)?;
        let passphrase = match (&self.passphrase_file, key.is_locked()) {
            (_, false) => None,
            (Some(file), true) => Some(first_line(file)?),
            (None, true) => Some(ask(&format!("Passphrase of {}: ", file.display()))?),
        };
        key.open(passphrase.as_deref()).map_err(complain)
    }

    /// The passphrase for a new key, if there is to be one.
    ///
    /// # Errors
    /// Data: it is too short, cannot be read, or was typed differently the second time.
    pub(super) fn for_new_key(&self, asked: bool) -> Result<Option<String>, Failure> {
        let (name, passphrase) = match &self.passphrase_file {
            Some(file) => (file.display().to_string(), first_line(file)?),
            None if asked => {
                let first = ask("New passphrase: ")?;
                if ask("The same again: ")? != first {
                    return Err(Complaint::about("passphrase", "the two are not the same: start again").into());
                }
                ("passphrase".to_owned(), first)
            }
            None => return Ok(None),
        };
        if passphrase.chars().count() < FEWEST_CHARACTERS {
            let reason = format!(
                "the passphrase is too short: take at least {FEWEST_CHARACTERS} characters, better several words"
            );
            return Err(Complaint::about(name, reason).into());
        }
        Ok(Some(passphrase))
    }
}

fn first_line(file: &Path) -> Result<String, Failure> {
    Ok(text_file::read(file)?.lines().next().unwrap_or_default().to_owned())
}

fn ask(prompt: &str) -> Result<String, Failure> {
    rpassword::prompt_password(prompt).map_err(|error| {
        let reason = format!("there is no terminal to ask at ({error}): give it with --passphrase-file");
        Complaint::about("passphrase", reason).into()
    })
}
