//! What the files and folders named are: tables, or packed responses.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Fault, Place, ReadError, ReadErrors};
use crate::options::{Kind, ReadOptions};
use crate::packed::header::Header;
use crate::packed::manifest::{Folder, MANIFEST, PackedFile};
use crate::packed::part::Part;
use crate::packed::{PackedFault, Source};

/// Files to be read.
#[derive(Debug)]
pub(crate) enum Inputs {
    Tables(Vec<PathBuf>),
    Packed(PackedInputs),
}

/// Packed files that belong together.
#[derive(Debug)]
pub(crate) struct PackedInputs {
    pub(crate) header: Header,
    /// Each with what the manifest says of it, where it came with one.
    pub(crate) parts: Vec<(Part, Option<PackedFile>)>,
    /// Files and folders named.
    pub(crate) named: usize,
}

fn fail(path: &Path, fault: impl Into<Fault>) -> ReadErrors {
    ReadError::new(Place::file(&path.display().to_string()), fault.into()).into()
}

/// The Parquet files of a folder, by name; those that begin with a dot are not meant.
fn parquet_files(folder: &Path) -> Result<Vec<PathBuf>, ReadErrors> {
    let unreadable = |error: std::io::Error| fail(folder, Fault::Unreadable { reason: error.to_string() });
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.is_file() && Kind::of(&path) == Some(Kind::Parquet) {
            files.push(path);
        }
    }
    files.sort_unstable();
    Ok(files)
}

impl Inputs {
    /// Find out what the paths stand for: a folder for its Parquet files, or for the packed responses in it.
    pub(crate) fn of(paths: &[PathBuf], options: &ReadOptions) -> Result<Self, ReadErrors> {
        let mut tables = Vec::new();
        let mut parts = Vec::new();
        for path in paths {
            if path.is_dir() && path.join(MANIFEST).is_file() {
                parts.extend(folder(path)?);
            } else if path.is_dir() {
                let files = parquet_files(path)?;
                let first = files.first().ok_or_else(|| fail(path, PackedFault::NoFiles))?;
                if Part::open(first)?.is_some() {
                    return Err(fail(path, PackedFault::NoManifest));
                }
                tables.extend(files);
            } else if options.kind.or_else(|| Kind::of(path)) == Some(Kind::Parquet)
                && let Some(part) = Part::open(path)?
            {
                parts.push((part, None));
            } else {
                tables.push(path.clone());
            }
        }
        let Some((first, _)) = parts.first() else { return Ok(Self::Tables(tables)) };
        if let Some(table) = tables.first() {
            return Err(fail(&first.path, PackedFault::AlongWithTable { table: table.display().to_string() }));
        }
        let header = first.header()?;
        for (part, _) in &parts {
            if part.header != first.header {
                return Err(fail(&part.path, mixed(&header, part, &first.name())));
            }
            part.check_columns(&header)?;
        }
        Ok(Self::Packed(PackedInputs { header, parts, named: paths.len() }))
    }
}

/// In what a file differs from others with this header.
fn mixed(header: &Header, part: &Part, other: &str) -> PackedFault {
    let what = match part.header() {
        Ok(own) if own.items.iter().map(|item| &item.id).ne(header.items.iter().map(|item| &item.id)) => {
            "list of items"
        }
        Ok(own) if own.items != header.items || own.lowest != header.lowest => "coding of items",
        Ok(own) if own.group != header.group || own.weight != header.weight => "group or weight",
        _ => "layout",
    };
    PackedFault::Mixed { other: other.to_owned(), what }
}

/// The parts of a packed folder, all that it should have and no other.
fn folder(path: &Path) -> Result<Vec<(Part, Option<PackedFile>)>, ReadErrors> {
    let folder = Folder::open(path)?;
    let manifest = folder.manifest();
    let own_header = manifest.header.json();
    let own_name = path.join(MANIFEST).display().to_string();
    let damaged = |path: &Path, reason: String| fail(path, PackedFault::Damaged { reason });
    let mut parts = Vec::with_capacity(manifest.files.len());
    for (file, path) in manifest.files.iter().zip(folder.files()) {
        let part = Part::open(&path)?.ok_or_else(|| damaged(&path, "the file is not packed".into()))?;
        if part.header != own_header {
            return Err(fail(&path, mixed(&manifest.header, &part, &own_name)));
        }
        let rows: usize = part.rows.iter().sum();
        if u64::try_from(rows) != Ok(file.rows) {
            return Err(damaged(&path, format!("the file has {rows} rows, {MANIFEST} says {}", file.rows)));
        }
        parts.push((part, Some(file.clone())));
    }
    let known: HashSet<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
    let stray = |file: &PathBuf| file.file_name().is_none_or(|name| !known.contains(&*name.to_string_lossy()));
    if let Some(stray) = parquet_files(path)?.into_iter().find(stray) {
        return Err(match Part::open(&stray)? {
            Some(part) if part.header != own_header => fail(&stray, mixed(&manifest.header, &part, &own_name)),
            _ => damaged(&stray, format!("{own_name} does not name this file")),
        });
    }
    match parts.is_empty() {
        true => Err(damaged(&path.join(MANIFEST), "it names no files".into())),
        false => Ok(parts),
    }
}

impl PackedInputs {
    /// Whether a list of items orders the items.
    pub(crate) fn is_ordered_by_list(&self) -> bool {
        self.header.shape == Source::Wide
    }
}
