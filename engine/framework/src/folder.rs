//! Reading the folder that holds frameworks, profiles and practices.

use std::{
    collections::BTreeMap,
    error::Error,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, de::DeserializeOwned};
use thetis_bank::json_place;

use crate::{Framework, FrameworkTexts, Practice, Profile};

/// Folder of the frameworks, a folder each.
pub const FRAMEWORKS_FOLDER: &str = "frameworks";
/// File of a framework that holds everything but texts.
pub const FRAMEWORK_FILE: &str = "framework.json";
/// Folder of a framework's texts, a file a language.
pub const LOCALES_FOLDER: &str = "locales";
/// Folder of the occupational profiles, a file each.
pub const PROFILES_FOLDER: &str = "profiles";
/// Folder of the good practices, a file each.
pub const PRACTICES_FOLDER: &str = "practices";

/// A framework as its folder holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkFolder {
    /// `framework.json`.
    pub framework: Framework,
    /// Texts by the name of their file without `.json`, which should be their language.
    pub locales: BTreeMap<String, FrameworkTexts>,
}

/// What a folder such as `item-banks` holds, each thing by the name of its file or folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// Frameworks.
    pub frameworks: BTreeMap<String, FrameworkFolder>,
    /// Occupational profiles.
    pub profiles: BTreeMap<String, Profile>,
    /// Good practices.
    pub practices: BTreeMap<String, Practice>,
}

/// A file or folder that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The file, from the folder that was to be read, with forward slashes.
    pub file: String,
    /// Line, from 1, where one line is at fault.
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
    /// Whether its `format` is one that this version does not know.
    pub unknown_format: bool,
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, reason, remedy, .. } = self;
        formatter.write_str(file)?;
        if let Some(line) = line {
            write!(formatter, ":{line}")?;
        }
        write!(formatter, ": {reason}; {remedy}")
    }
}

impl Error for ReadError {}

impl Library {
    /// Reads a folder that has a `frameworks`, `profiles` or `practices` folder.
    ///
    /// # Errors
    ///
    /// Every file that cannot be read or has the wrong form.
    pub fn read(folder: impl AsRef<Path>) -> Result<Self, Vec<ReadError>> {
        let (library, errors) = Self::read_what_can_be(folder.as_ref());
        if errors.is_empty() { Ok(library) } else { Err(errors) }
    }

    /// What can be read of a folder, and what cannot.
    pub(crate) fn read_what_can_be(folder: &Path) -> (Self, Vec<ReadError>) {
        let mut reader = Reader { folder, errors: Vec::new() };
        let mut library = Self::default();
        let names = [FRAMEWORKS_FOLDER, PROFILES_FOLDER, PRACTICES_FOLDER];
        if !names.iter().any(|name| folder.join(name).is_dir()) {
            reader.errors.push(ReadError {
                file: folder.display().to_string(),
                line: None,
                reason: format!("has none of the folders {}", names.join(", ")),
                remedy: "give the path of the folder that holds them, such as item-banks".into(),
                unknown_format: false,
            });
            return (library, reader.errors);
        }
        for (name, is_folder) in reader.entries(FRAMEWORKS_FOLDER) {
            if is_folder && let Some(framework) = reader.framework(&format!("{FRAMEWORKS_FOLDER}/{name}")) {
                library.frameworks.insert(name, framework);
            }
        }
        library.profiles = reader.files(PROFILES_FOLDER, Some(Profile::FORMAT));
        library.practices = reader.files(PRACTICES_FOLDER, Some(Practice::FORMAT));
        (library, reader.errors)
    }
}

impl FrameworkFolder {
    /// Reads the framework in this folder; the path of its `framework.json` does as well.
    ///
    /// # Errors
    ///
    /// Every file that cannot be read or has the wrong form.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Vec<ReadError>> {
        let path = path.as_ref();
        let is_file = path.file_name().is_some_and(|name| name == FRAMEWORK_FILE);
        let folder = if is_file { path.parent().unwrap_or(Path::new("")).to_path_buf() } else { path.to_path_buf() };
        let mut reader = Reader { folder: &folder, errors: Vec::new() };
        let framework = reader.framework("");
        match framework {
            Some(framework) if reader.errors.is_empty() => Ok(framework),
            _ => Err(reader.errors),
        }
    }

    /// Its files, each by its path from the framework's folder, as JSON text.
    ///
    /// # Errors
    ///
    /// None that memory running out does not cause.
    pub fn files(&self) -> serde_json::Result<Vec<(String, String)>> {
        let pretty = |text: String| format!("{text}\n");
        let mut files = vec![(FRAMEWORK_FILE.to_owned(), pretty(serde_json::to_string_pretty(&self.framework)?))];
        for (name, texts) in &self.locales {
            files.push((format!("{LOCALES_FOLDER}/{name}.json"), pretty(serde_json::to_string_pretty(texts)?)));
        }
        Ok(files)
    }
}

struct Reader<'a> {
    folder: &'a Path,
    errors: Vec<ReadError>,
}

impl Reader<'_> {
    /// `None` where `framework.json` cannot be read; texts that cannot be are reported and left out.
    fn framework(&mut self, folder: &str) -> Option<FrameworkFolder> {
        let within = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let framework = self.json(&within(FRAMEWORK_FILE), Some(Framework::FORMAT));
        let locales = self.files(&within(LOCALES_FOLDER), None);
        Some(FrameworkFolder { framework: framework?, locales })
    }

    /// The JSON files of a folder, by their names without `.json`.
    fn files<T: DeserializeOwned>(&mut self, folder: &str, format: Option<u32>) -> BTreeMap<String, T> {
        let mut files = BTreeMap::new();
        for (name, is_folder) in self.entries(folder) {
            if let (false, Some(stem)) = (is_folder, name.strip_suffix(".json"))
                && let Some(value) = self.json(&format!("{folder}/{name}"), format)
            {
                files.insert(stem.to_owned(), value);
            }
        }
        files
    }

    fn json<T: DeserializeOwned>(&mut self, file: &str, format: Option<u32>) -> Option<T> {
        #[derive(Deserialize)]
        struct Format {
            format: Option<u64>,
        }

        let bytes = self.bytes(file)?;
        // Windows editors begin files with a byte order mark, which JSON does not allow.
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        // A later format has fields of its own: say so instead of complaining about them.
        if let (Some(known), Ok(Format { format: Some(found) })) = (format, serde_json::from_slice(text))
            && found != u64::from(known)
        {
            let remedy = if found > u64::from(known) {
                "use a newer release of Thetis".into()
            } else {
                format!("set \"format\" to {known}")
            };
            self.error(file, None, format!("format {found} is not known to this version, which reads {known}"), remedy);
            if let Some(error) = self.errors.last_mut() {
                error.unknown_format = true;
            }
            return None;
        }
        match serde_json::from_slice(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                let message = error.to_string();
                let message = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
                let place = json_place(text, line, column);
                let at = if place.is_empty() { place } else { format!(" at {place}") };
                let reason = format!("column {column}{at}: {message}");
                let remedy = "correct the file here; with \"$schema\" an editor shows such mistakes while typing";
                self.error(file, Some(line as u64), reason, remedy.into());
                None
            }
        }
    }

    fn bytes(&mut self, file: &str) -> Option<Vec<u8>> {
        match fs::read(self.path(file)) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let remedy = if error.kind() == io::ErrorKind::NotFound { "add the file" } else { "make it readable" };
                self.error(file, None, format!("cannot be read: {error}"), remedy.into());
                None
            }
        }
    }

    /// The entries of a folder in alphabetical order, and whether each is a folder; none where there is no folder.
    fn entries(&mut self, folder: &str) -> Vec<(String, bool)> {
        let listing = fs::read_dir(self.path(folder)).and_then(|entries| {
            let mut found = Vec::new();
            for entry in entries {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if !name.starts_with('.') {
                    found.push((name, entry.path().is_dir()));
                }
            }
            found.sort();
            Ok(found)
        });
        match listing {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => {
                self.error(folder, None, format!("cannot be read: {error}"), "make the folder readable".into());
                Vec::new()
            }
        }
    }

    fn path(&self, within: &str) -> PathBuf {
        if within.is_empty() { self.folder.to_path_buf() } else { self.folder.join(within) }
    }

    fn error(&mut self, file: &str, line: Option<u64>, reason: String, remedy: String) {
        self.errors.push(ReadError { file: file.to_owned(), line, reason, remedy, unknown_format: false });
    }
}
