//! `thetis framework export`: a framework as a CASE 1.1 package.

use std::path::PathBuf;

use clap::Args;
use thetis_framework::{FrameworkFolder, export_case};

use super::unreadable;
use crate::{
    failure::{Complaint, Failure},
    output::write_to,
};

const AFTER_HELP: &str = "\
Examples:
  thetis framework export item-banks/frameworks/care-and-household --case -o package.json
  thetis framework export item-banks/frameworks/care-and-household --case --language fr";

/// Write a framework as a CASE 1.1 package (1EdTech): the same framework makes the same bytes
///
/// A package has one language; what CASE has no field for is in its extension point.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Export {
    /// Framework: its folder, or its framework.json
    #[arg(value_name = "FRAMEWORK")]
    framework: PathBuf,
    /// As a CASE 1.1 package, which is the only form so far
    #[arg(long, required = true)]
    case: bool,
    /// Language of the texts: the framework's first unless given
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Write the package to this file, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let name = self.framework.display().to_string();
        let folder = FrameworkFolder::read(&self.framework).map_err(|errors| unreadable(&name, &errors))?;
        let first = folder.framework.languages.first().map_or("", String::as_str);
        let language = self.language.as_deref().unwrap_or(first);
        if self.language.is_some() && !folder.locales.contains_key(language) {
            let known = folder.locales.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            return Err(Failure::usage(format!("{name} has no texts in {language}; use one of: {known}")));
        }
        let package = export_case(&folder, language).map_err(|error| Complaint::about(name, error.to_string()))?;
        write_to(self.output.as_deref(), package.as_bytes())
    }
}
