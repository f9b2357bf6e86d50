//! `thetis import`: what others wrote, in forms of our own.

mod bar;
mod memory;
mod responses;

use clap::{Args, Subcommand};

use crate::failure::Failure;

const AFTER_HELP: &str = "\
Examples:
  thetis import responses answers-*.csv.gz -o packed
  thetis import responses tables --long --person student --item task --response score -o packed";

/// Turn files of others into forms of our own
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Import {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Responses(Box<responses::Responses>),
}

impl Import {
    pub(super) fn run(&self) -> Result<(), Failure> {
        match &self.action {
            Action::Responses(action) => action.run(),
        }
    }
}
