//! `thetis badge`: keys, credentials of results signed and baked into pictures, and their verification.

mod again;
mod claim;
mod elm;
mod issue;
mod keygen;
mod passphrase;
mod request;
mod text_file;
mod verify;

use clap::{Args, Subcommand};

use crate::failure::Failure;

const AFTER_HELP: &str = "\
Examples:
  thetis badge keygen -o key.json
  thetis badge keygen --did-web learning.example --ask-passphrase -o key.json
  thetis badge issue item-banks/housekeeping session.log --key key.json --issuer \"Learning Centre\" \\
      --credential credential-cleaning -o badge.json -o badge.svg -o badge.png
  thetis badge verify badge.png
  thetis badge verify badge.svg --bank item-banks/housekeeping --log session.log
  thetis badge elm item-banks/housekeeping session.log --issuer \"Learning Centre\" --country FRA -o result.jsonld";

/// Issue Open Badges 3.0 for results, after replaying the log, and verify badges offline
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Badge {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Keygen(keygen::Keygen),
    Issue(Box<issue::Issue>),
    Verify(verify::Verify),
    Elm(Box<elm::Elm>),
}

impl Badge {
    pub(super) fn run(&self) -> Result<(), Failure> {
        match &self.action {
            Action::Keygen(action) => action.run(),
            Action::Issue(action) => action.run(),
            Action::Verify(action) => action.run(),
            Action::Elm(action) => action.run(),
        }
    }
}
