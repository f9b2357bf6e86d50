//! The verbs, and the command line they make.

mod badge;
mod calibrate;
mod check;
mod classical;
mod dif;
mod framework;
mod import;
mod information;
mod judge;
mod link;
mod pack;
mod replay;
mod score;
mod select;
mod simulate;

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// What `thetis --help` says after the verbs.
const AFTER_HELP: &str = "\
A BANK is a folder with a bank.json, the bank.json itself, or a CSV parameter table with the
columns item, model and the model's parameters.

Exit codes: 0 done; 1 the data are wrong, or check found errors; 2 the command line is wrong.

Examples:
  thetis check item-banks/soft-skills
  thetis information items.csv --grid -3,3,13
  thetis judge item-banks/care-positioning --check
  thetis score items.csv --responses answers.csv --estimator map --format csv -o scores.csv
  thetis select items.csv --answers q1=1,q7=0
  thetis replay item-banks/soft-skills session.log
  thetis calibrate responses.csv --model 2pl --format csv -o items.csv
  thetis import responses responses.csv -o packed
  thetis classical responses.csv
  thetis dif responses.csv --group gender --method mh,lr --purify
  thetis link items.csv new-items.csv --format csv -o linked.csv
  thetis framework check item-banks
  thetis pack item-banks/care-basics --for scorm12 -o care-basics.zip
  thetis badge verify badge.png";

/// Item response theory and adaptive testing: check item banks, estimate ability, choose items, replay sessions.
#[derive(Debug, Parser)]
#[command(name = "thetis", version, after_help = AFTER_HELP, arg_required_else_help = true)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Badge(badge::Badge),
    Calibrate(Box<calibrate::Calibrate>),
    Check(check::Check),
    Classical(Box<classical::Classical>),
    Dif(Box<dif::Dif>),
    Framework(framework::Framework),
    Import(import::Import),
    Score(score::Score),
    Information(information::Information),
    Judge(judge::Judge),
    Link(link::Link),
    Pack(pack::Pack),
    Select(select::Select),
    Replay(replay::Replay),
    Simulate(Box<simulate::Simulate>),
}

impl CommandLine {
    /// Do what the command line asks for.
    ///
    /// # Errors
    /// Whatever keeps the verb from its report, and a check that found errors.
    pub(crate) fn run(&self) -> Result<(), Failure> {
        match &self.verb {
            Verb::Badge(verb) => verb.run(),
            Verb::Calibrate(verb) => verb.run(),
            Verb::Check(verb) => verb.run(),
            Verb::Classical(verb) => verb.run(),
            Verb::Dif(verb) => verb.run(),
            Verb::Framework(verb) => verb.run(),
            Verb::Import(verb) => verb.run(),
            Verb::Score(verb) => verb.run(),
            Verb::Information(verb) => verb.run(),
            Verb::Judge(verb) => verb.run(),
            Verb::Link(verb) => verb.run(),
            Verb::Pack(verb) => verb.run(),
            Verb::Select(verb) => verb.run(),
            Verb::Replay(verb) => verb.run(),
            Verb::Simulate(verb) => verb.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound_and_every_verb_shows_an_example() {
        let mut command = CommandLine::command();
        command.clone().debug_assert();
        for verb in command.get_subcommands_mut() {
            let help = verb.render_long_help().to_string();
            assert!(help.contains(&format!("thetis {} ", verb.get_name())), "{help}");
        }
    }
}
