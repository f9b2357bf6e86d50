//! `thetis badge keygen`: a new key to sign badges with.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use thetis_credential::{DidDocument, DidWeb, Entropy, KeyFile, KeyOwner};

use super::{passphrase::PassphraseFile, text_file::complaint};
use crate::{
    failure::{Complaint, Failure},
    output::write_to,
};

const AFTER_HELP: &str = "\
Examples:
  thetis badge keygen -o key.json
  thetis badge keygen --did-web learning.example --passphrase-file words.txt -o key.json

Whoever has the key file can sign in your name: keep it to yourself, and a copy in a safe place.";

/// Make an Ed25519 key that signs badges: did:key, or did:web with the did.json to publish
///
/// The key file is readable by its owner alone, and no file is overwritten. With --did-web, did.json is written
/// beside it: publish that file, and only that, at the address that is printed.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Keygen {
    /// File to write the key to
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Host name, with a path after colons if need be, under which the public key will be published: learning.example, example.org:team
    #[arg(long, value_name = "HOST[:PATH]")]
    did_web: Option<String>,
    /// Ask at the terminal for a passphrase to encrypt the key with
    #[arg(long, conflicts_with = "passphrase_file")]
    ask_passphrase: bool,
    #[command(flatten)]
    passphrase: PassphraseFile,
}

impl Keygen {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let owner = match &self.did_web {
            None => KeyOwner::Holder,
            Some(text) => KeyOwner::Web(text.parse::<DidWeb>().map_err(|error| Failure::usage(error.to_string()))?),
        };
        let passphrase = self.passphrase.for_new_key(self.ask_passphrase)?;
        let published = self.output.with_file_name("did.json");
        if matches!(owner, KeyOwner::Web(_)) && published.exists() {
            return Err(complaint(&published, "is there already, and would be another key's: move it away first"));
        }
        let mut entropy = [0; Entropy::BYTES];
        getrandom::fill(&mut entropy)
            .map_err(|error| Complaint::about("random numbers", format!("the system gives none: {error}")))?;
        let key = KeyFile::new(&owner, &Entropy::new(entropy), passphrase.as_deref());
        write_private(&self.output, key.to_json().as_bytes()).map_err(|error| {
            let reason = match error.kind() {
                ErrorKind::AlreadyExists => {
                    "is there already: a key that was overwritten is lost, so move it away first".to_owned()
                }
                _ => format!("cannot be written: {error}"),
            };
            complaint(&self.output, reason)
        })?;
        let mut told = format!("Key     {}\nFile    {}\n", key.id(), self.output.display());
        if let KeyOwner::Web(web) = &owner {
            let public = key.public_key();
            if let Err(error) = fs::write(&published, DidDocument::publishing(key.id(), &public)) {
                return Err(complaint(&published, format!("cannot be written: {error}")));
            }
            told += &format!("Publish {} at {}\n", published.display(), web.address());
        }
        if passphrase.is_none() {
            told += "The key is not under a passphrase: whoever reads the file can sign with it.\n";
        }
        write_to(None, told.as_bytes())
    }
}

/// Write a new file that only its owner may read.
fn write_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    owner_only(&mut options);
    let mut file: File = options.open(file)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Elsewhere a new file has the rights of its folder: in a home folder its owner's.
#[cfg(not(unix))]
const fn owner_only(_options: &mut OpenOptions) {}
