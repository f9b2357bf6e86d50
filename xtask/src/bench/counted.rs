//! A copy of the engine in which the exponential can be called and counted, and the program that takes tests with it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::workspace::Workspace;

/// In the copy: file, what stands there once, and what stands there instead. Nothing else differs from `thetis-core`.
const CHANGES: [(&str, &str, &str); 3] = [
    ("lib.rs", "\nmod math;\n", "\npub mod math;\n"),
    (
        "math.rs",
        "pub(crate) use libm::{erfc, log as ln};\n",
        "pub(crate) use libm::erfc;\n\n\
         #[cfg(feature = \"count\")]\n\
         pub static EXPONENTIALS: core::sync::atomic::AtomicU64 = core::sync::atomic::AtomicU64::new(0);\n\
         #[cfg(feature = \"count\")]\n\
         pub static LOGARITHMS: core::sync::atomic::AtomicU64 = core::sync::atomic::AtomicU64::new(0);\n\n\
         pub fn ln(x: f64) -> f64 {\n    \
             #[cfg(feature = \"count\")]\n    \
             LOGARITHMS.fetch_add(1, core::sync::atomic::Ordering::Relaxed);\n    \
             libm::log(x)\n\
         }\n",
    ),
    (
        "math.rs",
        "pub(crate) fn exp(x: f64) -> f64 {\n",
        "pub fn exp(x: f64) -> f64 {\n    \
             #[cfg(feature = \"count\")]\n    \
             EXPONENTIALS.fetch_add(1, core::sync::atomic::Ordering::Relaxed);\n",
    ),
];

/// The copy's manifest, in which nothing is inherited: it lies outside of the workspace.
const MANIFEST: &str = "[package]\nname = \"thetis-core\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
    [dependencies]\nlibm = \"0.2\"\nrand_core = { version = \"0.10\", default-features = false }\n\
    rand_pcg = { version = \"0.10\", default-features = false }\n\n\
    [features]\ndefault = [\"own-prior\"]\nown-prior = []\ncount = []\n\n[workspace]\n";

/// Programs that read tests and write what their steps took: counts, and times of an engine that does not count.
pub(super) struct Programs {
    pub(super) counts: PathBuf,
    pub(super) times: PathBuf,
}

/// Copies, changes and builds.
pub(super) fn build(workspace: &Workspace) -> Result<Programs> {
    let copy = workspace.path("target/bench/core");
    let sources = copy.join("src");
    copy_folder(&workspace.path("engine/core/src"), &sources)?;
    change(&sources)?;
    fs::write(copy.join("Cargo.toml"), MANIFEST)?;
    Ok(Programs {
        counts: compile(workspace, "counts", &["--features", "count"])?,
        times: compile(workspace, "times", &[])?,
    })
}

/// Makes all changes in a folder of sources.
fn change(sources: &Path) -> Result<()> {
    for (file, before, after) in CHANGES {
        let path = sources.join(file);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let found = text.matches(before).count();
        ensure!(
            found == 1,
            "engine/core/src/{file} has {before:?} {found} times, and should once: change CHANGES with it"
        );
        fs::write(&path, text.replacen(before, after, 1))?;
    }
    Ok(())
}

fn compile(workspace: &Workspace, name: &str, options: &[&str]) -> Result<PathBuf> {
    let folder = workspace.path("target/bench").join(name);
    let mut cargo = process::cargo(workspace);
    cargo.args(["build", "--release", "--locked", "--quiet", "--manifest-path"]);
    cargo.arg(workspace.path("benches/counted/Cargo.toml")).args(options).arg("--target-dir").arg(&folder);
    process::show(&mut cargo)?;
    Ok(folder.join("release").join(format!("thetis-counted{}", std::env::consts::EXE_SUFFIX)))
}

/// Files and folders as they are, and none besides: what is left of an older copy goes.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to).with_context(|| format!("cannot remove {}", to.display()))?;
    }
    fs::create_dir_all(to).with_context(|| format!("cannot write {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever changes the engine's doors to transcendental functions learns it here, not from a bench that is run once in a while.
    #[test]
    fn the_engine_has_what_is_changed_in_its_copy() {
        let workspace = Workspace::find().expect("cargo runs the tests");
        let folder = workspace.path("target/bench/changed");
        copy_folder(&workspace.path("engine/core/src"), &folder).expect("a copy");
        change(&folder).expect("every change finds its place");
        for (file, before, after) in CHANGES {
            let text = fs::read_to_string(folder.join(file)).expect("a changed file");
            assert!(text.contains(after) && !text.contains(before), "{file} has still {before:?}");
        }
        fs::remove_dir_all(folder).expect("the copy can be removed");
    }
}
