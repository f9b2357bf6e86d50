//! Where things lie in the repository.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout this program works on.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The checkout whose `xtask` cargo is running. Asked at run time, so a moved checkout with a warm `target` folder still works.
    pub(crate) fn find() -> Result<Self> {
        let manifest =
            std::env::var_os("CARGO_MANIFEST_DIR").context("run this program as `cargo xtask`, not by its path")?;
        let root = Path::new(&manifest).parent().context("the xtask package lies in a folder of the workspace")?;
        Ok(Self { root: root.to_owned() })
    }

    /// A path below the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The root itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What the demo serves.
    pub(crate) fn demo(&self) -> PathBuf {
        self.path("target/demo")
    }

    /// What `npm pack` ships: the bundle, the module, the type declarations.
    pub(crate) fn dist(&self) -> PathBuf {
        self.path("bindings/js/dist")
    }

    /// This program's own notes: stamps, the lock.
    pub(crate) fn notes(&self) -> PathBuf {
        self.path("target/xtask")
    }

    /// A program of an installed npm package, as the script Node runs; `node_modules/.bin` differs between systems.
    pub(crate) fn npm_program(&self, script: &str) -> PathBuf {
        self.path("node_modules").join(script)
    }

    /// Keeps two `cargo xtask` from writing the same files. Held until dropped.
    pub(crate) fn lock(&self) -> Result<File> {
        fs::create_dir_all(self.notes())?;
        let path = self.notes().join("lock");
        let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                eprintln!("waiting for another cargo xtask in this checkout");
                file.lock()?;
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).context("cannot lock target/xtask/lock");
            }
        }
        Ok(file)
    }
}
