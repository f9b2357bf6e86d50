//! Folders for tests that read files.

use std::{
    env, fs,
    path::PathBuf,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use super::valid;

/// A folder that goes away with its test.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("thetis-bank-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    /// The valid bank, written out.
    pub(crate) fn with_valid_bank() -> Self {
        let scratch = Self::new();
        valid().write(&scratch.0).expect("written");
        scratch.write("media/q2.svg", "<svg/>");
        scratch
    }

    /// Writes a file, and the folders it lies in.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.0.join(file);
        let text = fs::read_to_string(&path).expect("readable");
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replacen(from, to, 1)).expect("written");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A folder left behind in the system's own place for such does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}
