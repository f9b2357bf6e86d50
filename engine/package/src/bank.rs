//! The part of a bank that is packed: the languages asked for and the media they use.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fs,
    path::Path,
};

use thetis_bank::{BANK_FILE, BankFolder, Code, ItemBank, LOCALES_FOLDER, Locale, Report, check, check_path};

use crate::{error::PackError, options::Options, player::unread};

/// A bank as it is packed. The engine's digest of it is that of the whole bank, so a log of one is verified against the other.
pub(crate) struct PackedBank {
    pub(crate) bank: ItemBank,
    /// In the order of the bank's languages.
    pub(crate) locales: Vec<(String, Locale)>,
    /// By their paths in the bank.
    pub(crate) media: BTreeMap<String, Vec<u8>>,
}

impl PackedBank {
    pub(crate) fn read(path: &Path, options: &Options) -> Result<Self, PackError> {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
            return Err(PackError::Table { file: path.to_path_buf() });
        }
        sound(&check_path(path))?;
        let mut folder = BankFolder::read(path).map_err(PackError::Bank)?;
        options.check(&folder.bank)?;
        let mut languages = options.languages.clone().unwrap_or_else(|| folder.bank.languages.clone());
        let mut seen = BTreeSet::new();
        languages.retain(|language| seen.insert(language.clone()));
        folder.locales.retain(|language, _| seen.contains(language));
        folder.bank.languages = languages;
        // The schemas lie elsewhere.
        folder.bank.schema = None;
        folder.locales.values_mut().for_each(|locale| locale.schema = None);
        let report = check(&folder);
        sound(&report)?;
        // What only the languages left out have used.
        for problem in report.problems().iter().filter(|problem| problem.code == Code::UnusedMedia) {
            folder.media.remove(&problem.file);
        }
        let root = if path.file_name() == Some(OsStr::new(BANK_FILE)) && path.is_file() {
            path.parent().unwrap_or(Path::new(""))
        } else {
            path
        };
        let own = fs::canonicalize(root).map_err(unread(root))?;
        let mut media = BTreeMap::new();
        for name in folder.media {
            let file = root.join(&name);
            // A bank of somebody else's could publish any file of whoever packs it.
            if !fs::canonicalize(&file).map_err(unread(&file))?.starts_with(&own) {
                return Err(PackError::Elsewhere { file });
            }
            media.insert(name, fs::read(&file).map_err(unread(&file))?);
        }
        let BankFolder { bank, mut locales, .. } = folder;
        let locales = bank.languages.iter().filter_map(|language| locales.remove_entry(language)).collect();
        Ok(Self { bank, locales, media })
    }

    /// `bank.json` and the locale files by their paths in the bank, in as few bytes as JSON allows.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        const WRITABLE: &str = "what was read as JSON can be written as JSON";
        let mut texts = vec![(BANK_FILE.to_owned(), serde_json::to_string(&self.bank).expect(WRITABLE))];
        for (language, locale) in &self.locales {
            let text = serde_json::to_string(locale).expect(WRITABLE);
            texts.push((format!("{LOCALES_FOLDER}/{language}.json"), text));
        }
        texts
    }

    /// The texts of the language for whom none of the others suits.
    pub(crate) fn first(&self) -> &Locale {
        &self.locales.first().expect("a checked bank has a language, and the file of each").1
    }

    /// Whether tests of this design need the solver.
    pub(crate) fn needs_solver(&self, design: &str) -> bool {
        self.bank.designs.get(design).is_some_and(|design| design.select.shadow.is_some())
    }
}

fn sound(report: &Report) -> Result<(), PackError> {
    if report.is_valid() {
        return Ok(());
    }
    Err(PackError::Refused { problems: report.errors().cloned().collect() })
}
