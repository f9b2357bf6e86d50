//! `thetis framework import`: a CASE package as a framework's folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use thetis_bank::{is_language_tag, is_valid_id};
use thetis_framework::{Defaults, FRAMEWORK_FILE, OutcomeType, import_case};

use crate::{
    failure::{Complaint, Failure},
    output::{count, notes, write_to},
    partial_file::PartialFile,
};

const AFTER_HELP: &str = "\
Examples:
  thetis framework import package.json -o item-banks/frameworks/care
  thetis framework import package.json -o frameworks/care --type skill --eqf 2 --licence CC-BY-4.0 --language en";

/// Read a CASE package (1.0 or 1.1) as a framework
///
/// The tree below the document has to have three levels: areas, competences, learning outcomes. The options say what to
/// take where the package does not say.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Import {
    /// CASE package (.json)
    #[arg(value_name = "PACKAGE")]
    package: PathBuf,
    /// Folder for framework.json and locales/; created where needed, and no framework in it is written over
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Id of the framework: that in the package, or made of its title, unless given
    #[arg(long, value_name = "ID", value_parser = id)]
    id: Option<String>,
    /// Language of the texts
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<String>,
    /// Licence of the framework
    #[arg(long, value_name = "LICENCE")]
    licence: Option<String>,
    /// Kind of outcomes whose CFItemType is none of ours
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    outcome_type: Option<Type>,
    /// EQF level of outcomes without one
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=8))]
    eqf: Option<u8>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Type {
    /// Facts, principles, procedures
    Knowledge,
    /// Knowing how to do something
    Skill,
    /// Responsibility and autonomy
    Responsibility,
}

impl From<Type> for OutcomeType {
    fn from(own: Type) -> Self {
        match own {
            Type::Knowledge => Self::Knowledge,
            Type::Skill => Self::Skill,
            Type::Responsibility => Self::Responsibility,
        }
    }
}

impl Import {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let name = self.package.display().to_string();
        let about = |reason: String| Complaint::about(name.clone(), reason);
        let text = fs::read(&self.package).map_err(|error| about(format!("cannot be read: {error}")))?;
        let defaults = Defaults {
            id: self.id.clone(),
            language: self.language.clone(),
            licence: self.licence.clone(),
            outcome_type: self.outcome_type.map(Into::into),
            eqf: self.eqf,
        };
        let imported = import_case(&text, &defaults)
            .map_err(|problems| Failure::Data(problems.iter().map(|problem| about(problem.to_string())).collect()))?;
        let files = imported.folder.files().map_err(|error| about(format!("cannot be written: {error}")))?;
        self.write(&files)?;
        let framework = &imported.folder.framework;
        let written = format!(
            "{}: {}, {}, {} of {}\n",
            self.output.display(),
            count(framework.areas.len(), "area", "areas"),
            count(framework.competences().count(), "competence", "competences"),
            count(framework.outcomes().count(), "outcome", "outcomes"),
            framework.id
        );
        write_to(None, (written + &notes(&imported.notes)).as_bytes())
    }

    /// All files, or none of them.
    fn write(&self, files: &[(String, String)]) -> Result<(), Failure> {
        let there = self.output.join(FRAMEWORK_FILE);
        if there.exists() {
            let reason = "is there already; give another folder, or remove it first";
            return Err(Complaint::about(there.display().to_string(), reason).into());
        }
        let mut partial = Vec::new();
        for (name, content) in files {
            let file = self.output.join(name);
            let folder = file.parent().unwrap_or(Path::new(""));
            fs::create_dir_all(folder)
                .map_err(|error| Complaint::about(folder.display().to_string(), format!("cannot be made: {error}")))?;
            partial.push(PartialFile::with_content(&file, content.as_bytes())?);
        }
        partial.into_iter().try_for_each(PartialFile::finish)
    }
}

fn id(text: &str) -> Result<String, String> {
    let sound = is_valid_id(text).then(|| text.to_owned());
    sound.ok_or_else(|| "use 1 to 64 of the letters A–Z and a–z, digits, _ . and -".to_owned())
}

fn language(text: &str) -> Result<String, String> {
    let sound = is_language_tag(text).then(|| text.to_owned());
    sound.ok_or_else(|| "use a BCP 47 tag, such as fr or pt-BR".to_owned())
}
