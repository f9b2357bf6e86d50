//! Skipping a step whose inputs and outputs are what they were after its last success.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// One step of the build, its inputs and what it makes.
pub(crate) struct Step<'a> {
    /// Names the stamp file.
    pub(crate) name: &'a str,
    /// What the step does, in the words it is announced with.
    pub(crate) what: &'a str,
    /// Files and folders read.
    pub(crate) inputs: &'a [PathBuf],
    /// Anything else the result depends on: options, versions of tools.
    pub(crate) options: &'a str,
    /// Files and folders written.
    pub(crate) outputs: &'a [PathBuf],
}

impl Step<'_> {
    /// Runs `work` unless nothing has changed since it last succeeded.
    pub(crate) fn run(&self, workspace: &Workspace, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let path = workspace.notes().join(self.name).with_extension("stamp");
        if fs::read_to_string(&path).is_ok_and(|stamp| self.stamp().is_ok_and(|now| now == stamp)) {
            return Ok(());
        }
        println!("{}", self.what);
        // A step that fails half-way must run again, even if its inputs are put back.
        fs::remove_file(&path).or_else(ignore_missing)?;
        let before = fingerprint(self.inputs, self.options)?;
        work()?;
        let stamp = format!("{before} {}\n", fingerprint(self.outputs, "")?);
        fs::write(&path, stamp).with_context(|| format!("cannot write {}", path.display()))
    }

    /// The stamp as it would be written now.
    fn stamp(&self) -> Result<String> {
        Ok(format!("{} {}\n", fingerprint(self.inputs, self.options)?, fingerprint(self.outputs, "")?))
    }
}

/// A hash of the names and contents of files and folders, in an order that does not depend on the file system.
pub(crate) fn fingerprint(paths: &[PathBuf], options: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(options.as_bytes());
    for path in paths {
        add(&mut hasher, path)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(hasher: &mut DefaultHasher, path: &Path) -> Result<()> {
    // Its own name only: a checkout that was moved, or another target folder, changes nothing.
    hasher.write(path.file_name().unwrap_or_default().as_encoded_bytes());
    if path.is_dir() {
        let entries = sorted_entries(path)?;
        hasher.write_usize(entries.len());
        for entry in entries {
            add(hasher, &entry)?;
        }
    } else {
        let contents = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        hasher.write_usize(contents.len());
        hasher.write(&contents);
    }
    Ok(())
}

/// The entries of a folder in the order of their names, without installed packages.
pub(crate) fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.retain(|path| path.file_name().is_some_and(|name| name != "node_modules"));
    paths.sort();
    Ok(paths)
}

/// For removing what may not be there.
pub(crate) fn ignore_missing(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_changes_with_contents_names_and_options() {
        let folder = std::env::temp_dir().join(format!("thetis-stamp-{}", std::process::id()));
        fs::create_dir_all(folder.join("sub")).unwrap();
        fs::write(folder.join("sub/a"), "1").unwrap();
        let of = |options: &str| fingerprint(std::slice::from_ref(&folder), options).unwrap();

        let first = of("");
        assert_eq!(first, of(""));
        assert_ne!(first, of("-Oz"));
        fs::write(folder.join("sub/a"), "2").unwrap();
        assert_ne!(first, of(""));
        fs::write(folder.join("sub/a"), "1").unwrap();
        assert_eq!(first, of(""));
        fs::rename(folder.join("sub/a"), folder.join("sub/b")).unwrap();
        assert_ne!(first, of(""));

        fs::remove_dir_all(&folder).unwrap();
        assert!(fingerprint(&[folder], "").is_err());
    }
}
