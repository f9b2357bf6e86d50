//! Reading and writing a bank's folder.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    json_place::json_place,
    types::{ItemBank, Locale},
};

/// Name of the file that holds everything but texts and media.
pub const BANK_FILE: &str = "bank.json";
/// Folder of the texts, a file a language.
pub const LOCALES_FOLDER: &str = "locales";
/// Folder of pictures and sounds.
pub const MEDIA_FOLDER: &str = "media";

/// A bank as its folder holds it: `bank.json`, `locales/*.json` and the names of the files in `media/`.
#[derive(Clone, Debug, PartialEq)]
pub struct BankFolder {
    /// `bank.json`.
    pub bank: ItemBank,
    /// Texts by the name of their file without `.json`, which should be their language.
    pub locales: BTreeMap<String, Locale>,
    /// Paths of the media files from the bank's folder, with forward slashes: `media/x.svg`.
    pub media: BTreeSet<String>,
}

/// Why a bank could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// The file or folder could not be opened or read.
    Io {
        /// The file or folder.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not JSON, or not of the form it should have.
    Json {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in bytes.
        column: usize,
        /// Path of the value, for example `items[3].model`; empty for the whole file.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// `format` is one that this version does not know.
    Format {
        /// The file.
        file: PathBuf,
        /// The format found.
        found: u64,
    },
}

impl ReadError {
    /// The file or folder at fault.
    #[must_use]
    pub fn file(&self) -> &Path {
        match self {
            Self::Io { file, .. } | Self::Json { file, .. } | Self::Format { file, .. } => file,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                format!("give the path of a bank's folder, which contains {BANK_FILE}")
            }
            Self::Io { .. } => "make the file readable".into(),
            Self::Json { .. } => format!(
                "correct the file here; with \"$schema\": \"{}\" an editor shows such mistakes while typing",
                crate::schema::BANK_SCHEMA_ADDRESS
            ),
            Self::Format { found, .. } if *found > u64::from(ItemBank::FORMAT) => {
                "use a newer release of Thetis".into()
            }
            Self::Format { .. } => format!("set \"format\" to {}", ItemBank::FORMAT),
        }
    }

    /// What is wrong, without the name of the file.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Io { source, .. } => format!("cannot be read: {source}"),
            Self::Json { line, column, place, reason, .. } if place.is_empty() => {
                format!("line {line}, column {column}: {reason}")
            }
            Self::Json { line, column, place, reason, .. } => {
                format!("line {line}, column {column}, at {place}: {reason}")
            }
            Self::Format { found, .. } => {
                format!("format {found} is not known to this version, which reads format {}", ItemBank::FORMAT)
            }
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}; {}", self.file().display(), self.reason(), self.remedy())
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Json { .. } | Self::Format { .. } => None,
        }
    }
}

impl BankFolder {
    /// Reads the bank in this folder; the path of its `bank.json` does as well.
    ///
    /// Reading finds out whether the files have the right form; whether the bank makes sense is for
    /// [`check`](crate::check()) to say.
    ///
    /// # Errors
    ///
    /// The first file that cannot be read or has the wrong form. [`check_path`](crate::check_path)
    /// reports them all.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        let folder = folder_of(path.as_ref());
        let bank = read_bank(&folder.join(BANK_FILE))?;
        let mut locales = BTreeMap::new();
        for (name, file) in locale_files(&folder)? {
            locales.insert(name, read_json(&file)?);
        }
        Ok(Self { bank, locales, media: media_files(&folder)? })
    }

    /// Writes `bank.json` and `locales/*.json` into this folder, creating it where needed. Media files
    /// are left as they are. Each file appears whole or not at all.
    ///
    /// # Errors
    ///
    /// The first file or folder that cannot be written.
    pub fn write(&self, folder: impl AsRef<Path>) -> io::Result<()> {
        let folder = folder.as_ref();
        fs::create_dir_all(folder.join(LOCALES_FOLDER))?;
        write_json(&folder.join(BANK_FILE), &self.bank)?;
        for (name, locale) in &self.locales {
            write_json(&folder.join(LOCALES_FOLDER).join(format!("{name}.json")), locale)?;
        }
        Ok(())
    }
}

pub(crate) fn folder_of(path: &Path) -> PathBuf {
    if path.file_name().is_some_and(|name| name == BANK_FILE) && path.is_file() {
        path.parent().map_or_else(PathBuf::new, Path::to_path_buf)
    } else {
        path.to_path_buf()
    }
}

pub(crate) fn read_bank(file: &Path) -> Result<ItemBank, ReadError> {
    let text = read_bytes(file)?;
    parse_bank(&text, file)
}

pub(crate) fn read_json<T: DeserializeOwned>(file: &Path) -> Result<T, ReadError> {
    let text = read_bytes(file)?;
    parse(&text, file)
}

/// The bank in the bytes of a `bank.json`; `file` is the name that errors carry.
///
/// # Errors
///
/// The bytes are not a bank of [`ItemBank::FORMAT`]. No input makes it panic.
pub fn parse_bank(text: &[u8], file: &Path) -> Result<ItemBank, ReadError> {
    #[derive(Deserialize)]
    struct Format {
        format: Option<u64>,
    }

    // A later format has fields of its own: say so instead of complaining about them.
    if let Ok(Format { format: Some(found) }) = serde_json::from_slice(text)
        && found != u64::from(ItemBank::FORMAT)
    {
        return Err(ReadError::Format { file: file.to_path_buf(), found });
    }
    parse(text, file)
}

/// The texts in the bytes of a locale file; `file` is the name that errors carry.
///
/// # Errors
///
/// The bytes are not those of a locale file. No input makes it panic.
pub fn parse_locale(text: &[u8], file: &Path) -> Result<Locale, ReadError> {
    parse(text, file)
}

fn parse<T: DeserializeOwned>(text: &[u8], file: &Path) -> Result<T, ReadError> {
    // Windows editors begin files with a byte order mark, which JSON does not allow.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    serde_json::from_slice(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let position = format!(" at line {line} column {column}");
        let message = error.to_string();
        ReadError::Json {
            file: file.to_path_buf(),
            line,
            column,
            place: json_place(text, line, column),
            reason: message.strip_suffix(&position).unwrap_or(&message).to_owned(),
        }
    })
}

fn read_bytes(file: &Path) -> Result<Vec<u8>, ReadError> {
    fs::read(file).map_err(|source| ReadError::Io { file: file.to_path_buf(), source })
}

/// The locale files of a bank: name without `.json`, and path. None where there is no such folder.
pub(crate) fn locale_files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, ReadError> {
    let mut files = BTreeMap::new();
    for (path, is_folder) in entries(&folder.join(LOCALES_FOLDER))? {
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if let (false, true, Some(name)) = (is_folder, is_json, path.file_stem()) {
            files.insert(name.to_string_lossy().into_owned(), path);
        }
    }
    Ok(files)
}

/// The files under `media/`, as bank.json names them.
pub(crate) fn media_files(folder: &Path) -> Result<BTreeSet<String>, ReadError> {
    let mut files = BTreeSet::new();
    let mut folders = vec![(folder.join(MEDIA_FOLDER), MEDIA_FOLDER.to_owned())];
    while let Some((path, name)) = folders.pop() {
        for (entry, is_folder) in entries(&path)? {
            let Some(file_name) = entry.file_name() else {
                continue;
            };
            let name = format!("{name}/{}", file_name.to_string_lossy());
            if is_folder {
                folders.push((entry, name));
            } else {
                files.insert(name);
            }
        }
    }
    Ok(files)
}

/// The entries of a folder and whether each is a folder itself; none where the folder does not exist.
/// Hidden files are left out, and links to folders are not followed, so that no loop can trap the walk.
fn entries(folder: &Path) -> Result<Vec<(PathBuf, bool)>, ReadError> {
    let fail = |source| ReadError::Io { file: folder.to_path_buf(), source };
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fail(error)),
    };
    let mut found = Vec::new();
    for entry in listing {
        let entry = entry.map_err(fail)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            found.push((entry.path(), entry.file_type().map_err(fail)?.is_dir()));
        }
    }
    Ok(found)
}

fn write_json<T: Serialize>(file: &Path, value: &T) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    // Written beside and renamed: a reader, or a power cut, never sees half a file.
    let beside = file.with_extension("json.partial");
    fs::write(&beside, text)?;
    fs::rename(&beside, file)
}
