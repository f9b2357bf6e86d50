//! Getting bytes to standard output or into a file, whole or not at all.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::Path,
    process,
};

use crate::failure::{Complaint, Failure};

/// Write to standard output. A reader that has closed the pipe (`| head`) is no error.
pub(super) fn to_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::ReaderGone,
        _ => Complaint::about("standard output", format!("cannot be written: {error}")).into(),
    })
}

/// Write a file beside its destination, then move it there: nobody ever sees half of it.
pub(super) fn to_file(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole(file, bytes)
        .map_err(|error| Complaint::about(file.display().to_string(), format!("cannot be written: {error}")).into())
}

fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    // Through a link, to the file it stands for: moving would replace the link.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    match fs::metadata(&target) {
        Ok(found) if found.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        // A device or pipe has no beside.
        Ok(found) if !found.is_file() => {
            return File::options().write(true).open(&target)?.write_all(bytes);
        }
        _ => {}
    }
    let name = target.file_name().ok_or(ErrorKind::InvalidInput)?;
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.partial", process::id()));
    let beside = target.with_file_name(beside);
    let written = File::create_new(&beside)
        .and_then(|mut partial| {
            partial.write_all(bytes)?;
            partial.sync_all()
        })
        .and_then(|()| fs::rename(&beside, &target));
    if written.as_ref().is_err_and(|error| error.kind() != ErrorKind::AlreadyExists) {
        // Best effort: the error that matters is the one already in hand.
        let _ = fs::remove_file(&beside);
    }
    written
}
