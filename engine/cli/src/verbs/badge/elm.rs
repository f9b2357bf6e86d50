//! `thetis badge elm`: the result as an unsigned European Digital Credential.

use std::path::PathBuf;

use clap::Args;
use thetis_credential::{Issuer, elm};

use super::claim::Claim;
use crate::{failure::Failure, output::write_to};

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
    claim: Claim,
    /// Name of the organisation that awards
    #[arg(long, value_name = "NAME")]
    issuer: String,
    /// Country of the organisation, three letters: FRA, DEU, ESP
    #[arg(long, value_name = "CODE")]
    country: String,
    /// File to write; printed unless given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Elm {
    pub(super) fn run(&self) -> Result<(), Failure> {
        // Without a key of ours the organisation has no identifier here: its seal will name it.
        let issuer = Issuer { id: "urn:epass:org:1", name: &self.issuer };
        let credential = self.claim.replay()?.credential(&self.claim.wanted(issuer))?;
        let text = elm(&credential, &self.country).map_err(|error| Failure::usage(error.to_string()))?;
        write_to(self.output.as_deref(), text.as_bytes())
    }
}
