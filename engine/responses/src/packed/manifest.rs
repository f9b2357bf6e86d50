//! The manifest of a packed folder: what lies in it, so that nothing is missed.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fault::PackedFault;
use super::header::{Header, VERSION};
use crate::error::{Collector, Fault, Place, ReadError, ReadErrors};

/// Name of the manifest in its folder. It is written last.
pub const MANIFEST: &str = "responses.json";
/// What the manifest says it is.
pub(crate) const FORMAT: &str = "thetis-responses";

/// What lies in a packed folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// `thetis-responses`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// What all files have in common.
    pub header: Header,
    /// Names of the groups, in the order in which they first came.
    pub groups: Vec<String>,
    /// Number of persons.
    pub persons: u64,
    /// Number of rows: of persons, unless they were merged.
    pub rows: u64,
    /// Sum of the weights; the number of persons where there are none.
    pub weight: f64,
    /// Number of responses that are there.
    pub responses: u64,
    /// Persons in each category of each item, up to its highest; not weighted.
    pub counts: Vec<Vec<u64>>,
    /// The files, in the order of persons.
    pub files: Vec<PackedFile>,
}

/// A file of a packed folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PackedFile {
    /// Its name.
    pub name: String,
    /// Number of rows.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
    /// Its CRC-32, as gzip computes it.
    pub crc32: u32,
}

impl Manifest {
    pub(crate) fn read(folder: &Path) -> Result<Self, ReadErrors> {
        let path = folder.join(MANIFEST);
        let place = path.display().to_string();
        let text = fs::read_to_string(&path).map_err(|error| match folder.exists() && !path.exists() {
            true => ReadError::new(Place::file(&folder.display().to_string()), PackedFault::NotPacked.into()),
            false => ReadError::new(Place::file(&place), Fault::Unreadable { reason: error.to_string() }),
        })?;
        Self::parse(&text, &place)
    }

    /// A manifest from its text; `place` is where that was found, for messages.
    ///
    /// # Errors
    /// Text that is no manifest, or of another version.
    pub fn parse(text: &str, place: &str) -> Result<Self, ReadErrors> {
        let fail = |fault: Fault| ReadErrors::from(ReadError::new(Place::file(place), fault));
        let not_whole =
            |error: serde_json::Error| fail(Fault::NotWhole { kind: "responses.json", reason: error.to_string() });
        // The version first: of another one, the rest may look otherwise.
        let says: Says = serde_json::from_str(text).map_err(not_whole)?;
        if says.format != FORMAT || says.version != VERSION {
            let found = format!("{} {}", says.format, says.version);
            return Err(fail(PackedFault::Version { found, known: VERSION }.into()));
        }
        let manifest: Self = serde_json::from_str(text).map_err(not_whole)?;
        // A file elsewhere is none of this folder's.
        match manifest.files.iter().find(|file| Path::new(&file.name).file_name() != Some(file.name.as_ref())) {
            Some(file) => {
                let reason = format!("{:?} is no name of a file in this folder", file.name);
                Err(fail(PackedFault::Damaged { reason }.into()))
            }
            None => Ok(manifest),
        }
    }

    /// The manifest as it stands in its file.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| unreachable!("plain data can be written: {error}")) + "\n"
    }
}

/// What of a manifest is the same in all versions.
#[derive(Deserialize)]
struct Says {
    format: String,
    version: u32,
}

/// A packed folder, opened.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
}

impl Folder {
    /// Open a folder: its manifest is read, and its files are there, at their lengths.
    ///
    /// # Errors
    /// No manifest, one of another version, or files that are missing or of another length, each named.
    pub fn open(path: &Path) -> Result<Self, ReadErrors> {
        let folder = Self { path: path.to_path_buf(), manifest: Manifest::read(path)? };
        let mut errors = Collector::default();
        for (file, path) in folder.manifest.files.iter().zip(folder.files()) {
            let reason = match fs::metadata(&path) {
                Err(error) => format!("{MANIFEST} has this file, but it cannot be read ({error})"),
                Ok(found) if found.len() != file.bytes => {
                    format!("the file has {} bytes, {} when it was packed", found.len(), file.bytes)
                }
                Ok(_) => continue,
            };
            errors.add(Place::file(&path.display().to_string()), PackedFault::Damaged { reason }.into());
        }
        errors.finish(folder)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What lies in it.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its files, in the order of persons.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        self.manifest.files.iter().map(|file| self.path.join(&file.name)).collect()
    }
}
