//! `thetis pack`: a bank as one thing to upload.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser, ValueParser},
};
use thetis_package::{Options, PackError, Package, Pass, Player, Target, pack};

use crate::{
    failure::{Complaint, Failure},
    output::write_to,
};

const AFTER_HELP: &str = "\
What to do with it:
  scorm12, scorm2004  upload the zip to a learning management system as a SCORM package
  cmi5                upload the zip to a learning management system as a cmi5 course
  site                put the files on a web server; they also work without a network on the second visit
  html                open the file with a double click, or send it to somebody

Examples:
  thetis pack item-banks/care-basics --for scorm12 -o care-basics.zip
  thetis pack item-banks/care-basics --for scorm2004 --languages fr,ar --profile home-care-aide --pass profile -o care.zip
  thetis pack item-banks/care-basics --for cmi5 --pass hygiene:alone -o care-cmi5.zip
  thetis pack item-banks/soft-skills --for site --title \"Our test\" --theme ours.css -o public/test
  thetis pack item-banks/care-basics --for html --languages uk -o care-basics.html";

/// Said of every package, since the answers are in it.
const OPEN_KEYS: &str = "Whoever looks into the package finds the right answers: it is for self-assessment and guidance, not a secure exam.";

/// Pack a bank with the player: for a learning management system, a web server, or as one file
///
/// The package has the page, the player, and the bank in the languages asked for. The same bank and the same options make the same
/// bytes. A bank in which thetis check finds errors is not packed.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Pack {
    /// Item bank: its folder or its bank.json
    #[arg(value_name = "BANK")]
    bank: PathBuf,
    /// What it is packed for
    #[arg(long = "for", value_name = "TARGET", value_parser = target())]
    target: Target,
    /// The file to write; for a site a new or empty folder, or a name that ends in .zip
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,
    /// Design of the bank
    #[arg(long, value_name = "NAME")]
    design: Option<String>,
    /// Languages to pack, separated by commas; the first for whom none of the others suits. All of the bank unless given
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    languages: Option<Vec<String>>,
    /// Profile that the result is compared with, "" for none; the person is asked unless it is given
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// Title in every language; the bank's own unless given
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// When the platform is told that a person has passed: profile (its requirements are met), or a dimension and a level as in
    /// hygiene:alone. Never unless given
    #[arg(long, value_name = "RULE")]
    pass: Option<Pass>,
    /// Style sheet after the page's own, for colours and type
    #[arg(long, value_name = "FILE")]
    theme: Option<PathBuf>,
    /// Folder of a built player instead of the one in this program
    #[arg(long, value_name = "FOLDER")]
    player: Option<PathBuf>,
}

fn target() -> ValueParser {
    let of_name = |name: String| Target::ALL.into_iter().find(|target| target.name() == name).ok_or("no target");
    ValueParser::new(PossibleValuesParser::new(Target::ALL.map(Target::name)).try_map(of_name))
}

impl Pack {
    pub(super) fn run(&self) -> Result<(), Failure> {
        self.check_output()?;
        let player = self.player.as_ref().map_or_else(Player::embedded, Player::read).map_err(failure)?;
        let options = Options {
            design: self.design.clone(),
            languages: self.languages.as_ref().map(|list| list.iter().map(|code| code.trim().to_owned()).collect()),
            profile: self.profile.clone(),
            title: self.title.clone(),
            pass: self.pass.clone(),
            theme: self.theme.clone(),
        };
        let package = pack(&self.bank, self.target, &options, &player).map_err(|error| self.refusal(error))?;
        let bytes = self.write(&package)?;
        write_to(None, self.report(&package, bytes).as_bytes())
    }

    /// Platforms look at the ending of a name.
    fn check_output(&self) -> Result<(), Failure> {
        let ending = match self.target {
            Target::Site => return Ok(()),
            Target::Html => "html",
            Target::Scorm12 | Target::Scorm2004 | Target::Cmi5 => "zip",
        };
        if has_ending(&self.output, ending) {
            return Ok(());
        }
        let (name, target) = (self.output.display(), self.target.name());
        Err(Failure::usage(format!("{name}: a package for {target} is one file; give a name that ends in .{ending}")))
    }

    fn refusal(&self, error: PackError) -> Failure {
        match error {
            PackError::Refused { problems } => {
                let complaint = |problem: &thetis_bank::Problem| {
                    let reason = format!("{}; {}", problem.message, problem.remedy);
                    Complaint::about(self.bank.join(&problem.file).display().to_string(), reason)
                        .of_item(problem.item.as_deref())
                };
                Failure::Data(problems.iter().map(complaint).collect())
            }
            error => failure(error),
        }
    }

    /// Writes the package; returns how many bytes it has.
    fn write(&self, package: &Package) -> Result<usize, Failure> {
        let zip;
        let content = match self.target {
            Target::Site if !has_ending(&self.output, "zip") => {
                package.write_folder(&self.output).map_err(failure)?;
                return Ok(package.files().map(|(_, bytes)| bytes.len()).sum());
            }
            Target::Html => package.files().next().map_or(&[][..], |(_, bytes)| bytes),
            _ => {
                zip = package.to_zip();
                &zip
            }
        };
        write_to(Some(&self.output), content)?;
        Ok(content.len())
    }

    fn report(&self, package: &Package, bytes: usize) -> String {
        let mut text = format!("{}: {}, {} kB", self.output.display(), self.target.name(), bytes.div_ceil(1000));
        let files = package.files().count();
        if files > 1 {
            write!(text, ", {files} files").expect("a string takes every text");
        }
        format!("{text}\n{OPEN_KEYS}\n")
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

fn failure(error: PackError) -> Failure {
    if error.is_usage() { Failure::usage(error.to_string()) } else { Failure::Data(vec![complaint(&error)]) }
}

/// The file first, as in every complaint.
fn complaint(error: &PackError) -> Complaint {
    let whole = error.to_string();
    match whole.split_once(": ") {
        Some((file, reason)) if !matches!(error, PackError::NoPlayer) => Complaint::about(file, reason),
        _ => Complaint::about("thetis", whole),
    }
}
