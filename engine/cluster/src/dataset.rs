//! A packed folder, as the driver of a calibration sees it.

use std::path::{Path, PathBuf};

use thetis_calibrate::{Frame, Tally};
use thetis_responses::packed::{Manifest, Sample, verify};

use crate::error::ClusterError;
use crate::storage::{self, Source};

/// Packed responses: the files, and what is in them.
#[derive(Clone, Debug)]
pub struct Dataset {
    manifest: Manifest,
    /// The files' full paths: executors must find them there too.
    files: Vec<PathBuf>,
    frame: Frame,
    grouped: bool,
}

impl Dataset {
    /// Open a folder; persons are in groups if `group` is the name of the column that they were imported by.
    ///
    /// # Errors
    /// No packed folder, files that are not as they were written, or another column of groups.
    pub fn open(path: &Path, group: Option<&str>) -> Result<Self, ClusterError> {
        let (path, manifest) = storage::open(path)?;
        let there = &manifest.header.group;
        if let Some(asked) = group.filter(|asked| there.as_deref() != Some(*asked)) {
            return Err(ClusterError::Group { folder: path, asked: asked.to_owned(), there: there.clone() });
        }
        let frame = manifest.frame(group.is_some())?;
        let files = manifest.files.iter().map(|file| path.join(&file.name)).collect();
        Ok(Self { files, manifest, frame, grouped: group.is_some() })
    }

    /// The same with other numbers of categories: those that items of known parameters have, where not all were seen.
    ///
    /// # Errors
    /// Another number of entries than items.
    pub fn with_categories(self, categories: Vec<u8>) -> Result<Self, ClusterError> {
        let (ids, groups) = (self.frame.ids().to_vec(), self.frame.groups().to_vec());
        let frame = Frame::new(ids, categories, groups, self.frame.is_sparse())?;
        Ok(Self { frame, ..self })
    }

    /// What the responses are responses to.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The files, in the order of persons.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The columns that the function is given: group, weight and items, where there are any, and the responses.
    #[must_use]
    pub fn columns(&self) -> [Option<&'static str>; 4] {
        self.manifest().columns(self.grouped)
    }

    /// Whether the cluster saw what was imported.
    ///
    /// # Errors
    /// What differs.
    pub fn check(&self, tally: &Tally, rows: u64) -> Result<(), ClusterError> {
        self.manifest().check(tally, rows).map_err(|found| ClusterError::Manifest { what: found.to_string() })
    }

    /// The persons that starting values are found with, of one group.
    ///
    /// # Errors
    /// Files that cannot be read, named.
    pub fn sample(&self, tally: &Tally) -> Result<Sample, ClusterError> {
        let mut sample = Sample::new(self.manifest(), tally.persons());
        for (path, file) in self.files.iter().zip(&self.manifest().files) {
            sample.read(file, reader(path)?).map_err(|error| corrupt(path, &error))?;
        }
        Ok(sample)
    }

    /// Read a file from end to end, to find out whether it can be read.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify(&self, path: &Path) -> Result<(), ClusterError> {
        verify(self.manifest(), self.grouped, reader(path)?).map_err(|error| corrupt(path, &error))
    }
}

/// A file of the folder, to be read where it lies.
fn reader(path: &Path) -> Result<Source, ClusterError> {
    Source::open(path).map_err(|error| corrupt(path, &error))
}

fn corrupt(path: &Path, error: &dyn std::fmt::Display) -> ClusterError {
    ClusterError::Corrupt { file: path.to_path_buf(), reason: error.to_string() }
}
