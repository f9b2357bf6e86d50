//! Files that appear whole or not at all, however long they are.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    process,
};

use crate::failure::{Complaint, Failure};

/// A file written beside its destination; [`finish`](Self::finish) moves it there, and dropping it removes it.
#[derive(Debug)]
pub(crate) struct PartialFile {
    writer: BufWriter<File>,
    beside: PathBuf,
    target: PathBuf,
    finished: bool,
}

impl PartialFile {
    /// Begin a file.
    ///
    /// # Errors
    /// Nothing can be written beside the destination, or it is a folder.
    pub(crate) fn create(file: &Path) -> Result<Self, Failure> {
        let begin = || {
            // Through a link, to the file it stands for: moving would replace the link.
            let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
            if target.is_dir() {
                return Err(ErrorKind::IsADirectory.into());
            }
            let name = target.file_name().ok_or(ErrorKind::InvalidInput)?;
            let mut beside = OsString::from(".");
            beside.push(name);
            beside.push(format!(".{}.partial", process::id()));
            let beside = target.with_file_name(beside);
            Ok(Self { writer: BufWriter::new(File::create_new(&beside)?), beside, target, finished: false })
        };
        begin().map_err(|error: io::Error| unwritable(file, &error))
    }

    /// The same with all of its content.
    ///
    /// # Errors
    /// As [`create`](Self::create), and what keeps it from being written.
    pub(crate) fn with_content(file: &Path, content: &[u8]) -> Result<Self, Failure> {
        let mut partial = Self::create(file)?;
        partial.writer.write_all(content).map_err(|error| unwritable(file, &error))?;
        Ok(partial)
    }

    /// Whatever is written goes into the file.
    pub(crate) fn writer(&mut self) -> &mut BufWriter<File> {
        &mut self.writer
    }

    /// The file is whole: put it in its place.
    ///
    /// # Errors
    /// What keeps it from being written or moved.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        let moved = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        moved
            .and_then(|()| fs::rename(&self.beside, &self.target))
            .map_err(|error| unwritable(&self.target, &error))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.finished {
            // Best effort: the error that matters is already on its way.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

fn unwritable(file: &Path, error: &io::Error) -> Failure {
    Complaint::about(file.display().to_string(), format!("cannot be written: {error}")).into()
}
