//! Node and the locked npm packages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::stamp;
use crate::workspace::Workspace;

/// The oldest Node the npm package supports, major and minor.
const OLDEST_NODE: (u32, u32) = (20, 16);

/// Node is there and the packages of the root's `package-lock.json` are installed.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let how = format!(
        "Node {major}.{minor} or newer is needed: install it from https://nodejs.org or your system's packages"
    );
    let printed = process::capture(process::program(workspace, "node").arg("--version")).context(how.clone())?;
    if version(&printed).is_none_or(|found| found < OLDEST_NODE) {
        bail!("{how} (found {})", printed.trim());
    }
    packages(workspace, workspace.root())
}

/// Installs exactly what a folder's `package-lock.json` lists, unless that is what is installed.
///
/// No install scripts are run: none of the packages needs one, and they would be the one place where foreign code runs unasked.
pub(crate) fn packages(workspace: &Workspace, folder: &Path) -> Result<()> {
    let lock = stamp::fingerprint(&[folder.join("package-lock.json")], "")?;
    // Inside the folder, so that it goes when the packages go.
    let note = folder.join("node_modules/.installed");
    if fs::read_to_string(&note).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let name = folder.strip_prefix(workspace.root()).unwrap_or(folder).join("package-lock.json");
    println!("Installing the npm packages of {}", name.display());
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    process::show(process::npm(workspace, folder).args(arguments))
        .context("npm could not install the locked packages (it needs the network once)")?;
    fs::write(&note, lock).with_context(|| format!("cannot write {}", note.display()))
}

/// `v20.11.1` is (20, 11).
fn version(printed: &str) -> Option<(u32, u32)> {
    let mut numbers = printed.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read() {
        assert_eq!(version("v20.11.1\n"), Some((20, 11)));
        assert_eq!(version("v8.0.0"), Some((8, 0)));
        assert_eq!(version("twenty"), None);
        assert_eq!(version("v20"), None);
    }
}
