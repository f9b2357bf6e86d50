//! Packages of Debian, where this is root on Debian or a relative of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// The program that `find` finds; the package is installed if there is none. `how` says what is missing and how to get it, for a system where that cannot be done.
pub(super) fn ensure(
    workspace: &Workspace,
    package: &str,
    how: &str,
    find: fn() -> Result<Option<PathBuf>>,
) -> Result<PathBuf> {
    if let Some(program) = find()? {
        return Ok(program);
    }
    if !(Path::new("/usr/bin/apt-get").exists() && is_root()) {
        bail!("{how}");
    }
    println!("Installing {package} with apt-get");
    let installed = apt_get(workspace, &["update", "-qq"])
        .and_then(|()| apt_get(workspace, &["install", "-qq", "-y", "--no-install-recommends", package]));
    match (installed, find()?) {
        (Ok(()), Some(program)) => Ok(program),
        (Ok(()), None) => {
            bail!("{how}. (`apt-get install {package}` succeeded but brought no such program)")
        }
        (Err(error), _) => bail!("{how}. ({error:#})"),
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_get(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    process::show(process::program(workspace, "apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}
