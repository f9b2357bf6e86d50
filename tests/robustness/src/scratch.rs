//! A file for readers that take a path, a fresh one for each process and thread.

use std::path::PathBuf;
use std::{env, fs, process, thread};

/// A file that is gone when this is.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    /// # Panics
    /// If the system's folder for such files cannot be written to.
    pub(crate) fn write(name: &str, content: &[u8]) -> Self {
        let folder = env::temp_dir().join(format!("thetis-robustness-{}-{:?}", process::id(), thread::current().id()));
        fs::create_dir_all(&folder).expect("a folder for scratch files");
        let file = folder.join(name);
        fs::write(&file, content).expect("a scratch file");
        Self(file)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Left behind it would be in nobody's way.
        let _ = fs::remove_file(&self.0);
        let _ = self.0.parent().map(fs::remove_dir);
    }
}
