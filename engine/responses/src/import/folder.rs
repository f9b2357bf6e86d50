//! The folder written: under another name, until it is whole.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::sort::unwritable;
use crate::error::{Place, ReadError};
use crate::packed::PackedFault;

/// A file in the folder that whoever writes it has locked: the lock ends with the program, however that ends.
const LOCK: &str = "lock";

/// A folder being written beside its destination. [`finish`](Self::finish) moves it there; dropping it removes it, and
/// what a program that was killed left behind is removed by the next.
#[derive(Debug)]
pub(crate) struct PartialFolder {
    target: PathBuf,
    beside: PathBuf,
    lock: Option<File>,
}

impl PartialFolder {
    pub(crate) fn create(target: &Path) -> Result<Self, ReadError> {
        let fail = |fault: PackedFault| ReadError::new(Place::file(&target.display().to_string()), fault.into());
        let invalid = || fail(PackedFault::Unwritable { reason: "it is no name of a folder".into() });
        let name = target.file_name().ok_or_else(invalid)?;
        if target.symlink_metadata().is_ok() && !is_empty_folder(target) {
            return Err(fail(PackedFault::Exists));
        }
        let beside = target.with_file_name(format!(".{}.partial", name.to_string_lossy()));
        let begin = || -> io::Result<Option<File>> {
            fs::create_dir_all(&beside)?;
            let lock = File::options().create(true).truncate(false).write(true).open(beside.join(LOCK))?;
            match lock.try_lock() {
                Err(TryLockError::WouldBlock) => return Ok(None),
                // Where the file system has no locks there is nothing to hold.
                Ok(()) | Err(TryLockError::Error(_)) => {}
            }
            for entry in fs::read_dir(&beside)? {
                let path = entry?.path();
                match () {
                    () if path.file_name().is_some_and(|name| name == LOCK) => {}
                    () if path.is_dir() => fs::remove_dir_all(&path)?,
                    () => fs::remove_file(&path)?,
                }
            }
            Ok(Some(lock))
        };
        match begin().map_err(|error| unwritable(&beside, &error))? {
            None => Err(fail(PackedFault::Busy)),
            Some(lock) => Ok(Self { target: target.to_path_buf(), beside, lock: Some(lock) }),
        }
    }

    /// Where to write.
    pub(crate) fn path(&self) -> &Path {
        &self.beside
    }

    /// The folder is whole: put it in its place.
    pub(crate) fn finish(mut self) -> Result<(), ReadError> {
        let mut place = || {
            fs::remove_file(self.beside.join(LOCK))?;
            self.lock = None;
            // Names are on the disk before the folder has its own; not every system has folders that can be opened.
            let _ = File::open(&self.beside).and_then(|folder| folder.sync_all());
            if is_empty_folder(&self.target) {
                fs::remove_dir(&self.target)?;
            }
            fs::rename(&self.beside, &self.target)
        };
        place().map_err(|error| unwritable(&self.target, &error))
    }
}

impl Drop for PartialFolder {
    fn drop(&mut self) {
        self.lock = None;
        // After finish there is nothing; else the error that matters is already on its way.
        let _ = fs::remove_dir_all(&self.beside);
    }
}

fn is_empty_folder(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Fault;
    use std::env;

    #[test]
    fn a_folder_appears_whole_or_not_at_all() {
        let root = env::temp_dir().join(format!("thetis-partial-{}", std::process::id()));
        let target = root.join("out");
        let partial = PartialFolder::create(&target).expect("room");
        let busy = PartialFolder::create(&target).expect_err("one at a time");
        assert_eq!(busy.fault, Fault::Packed(PackedFault::Busy));
        fs::write(partial.path().join("a"), "1").expect("room");
        drop(partial);
        assert_eq!(fs::read_dir(&root).expect("there").count(), 0);
        // What was left by a program that was killed.
        fs::create_dir_all(root.join(".out.partial/runs")).expect("room");
        fs::write(root.join(".out.partial/part"), "old").expect("room");
        let partial = PartialFolder::create(&target).expect("room");
        assert!(!partial.path().join("part").exists() && !partial.path().join("runs").exists());
        fs::write(partial.path().join("a"), "1").expect("room");
        partial.finish().expect("room");
        let names = |path: &Path| -> Vec<_> {
            fs::read_dir(path).expect("there").map(|entry| entry.expect("there").file_name()).collect()
        };
        assert_eq!((names(&root), names(&target)), (vec!["out".into()], vec!["a".into()]));
        let exists = PartialFolder::create(&target).expect_err("taken");
        assert_eq!(exists.fault, Fault::Packed(PackedFault::Exists));
        fs::remove_dir_all(&root).expect("removable");
    }
}
