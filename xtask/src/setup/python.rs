//! Python environments below `target`, each with what one requirements.txt lists.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process;
use crate::stamp;
use crate::workspace::Workspace;

/// The Python of the environment `name`, which has what `requirements` lists.
pub(crate) fn ensure(workspace: &Workspace, name: &str, requirements: &str) -> Result<PathBuf> {
    let list = workspace.path(requirements);
    let folder = workspace.notes().join(name);
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let wanted = stamp::fingerprint(std::slice::from_ref(&list), "")?;
    let note = folder.join("installed");
    if fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) && python.exists() {
        return Ok(python);
    }
    println!("Installing the Python packages of {requirements}");
    let system = if cfg!(windows) { "python" } else { "python3" };
    process::quiet(process::program(workspace, system).args(["-m", "venv"]).arg(&folder)).context(
        "Python 3 with its module venv is needed: install it from https://python.org or as your system's packages python3 and python3-venv",
    )?;
    let mut pip = process::program(workspace, &python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    process::quiet(pip.arg(&list)).context("pip could not install them (it needs the network once)")?;
    fs::write(&note, wanted).with_context(|| format!("cannot write {}", note.display()))?;
    Ok(python)
}
