//! The peers that are Python packages.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process;
use crate::stamp;
use crate::workspace::Workspace;

/// A Python that has what `benches/peers/requirements.txt` lists, in an environment of its own below `target`; `None`, with the reason printed, where there is no
/// Python or the packages cannot be installed. Nothing but a comparison depends on it.
pub(super) fn ensure(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let requirements = workspace.path("benches/peers/requirements.txt");
    let folder = workspace.path("target/xtask/python");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let list = stamp::fingerprint(std::slice::from_ref(&requirements), "")?;
    let note = folder.join("installed");
    if fs::read_to_string(&note).is_ok_and(|installed| installed == list) && python.exists() {
        return Ok(Some(python));
    }
    println!("Installing the Python packages of benches/peers/requirements.txt");
    let system = if cfg!(windows) { "python" } else { "python3" };
    let environment = process::quiet(process::program(workspace, system).args(["-m", "venv"]).arg(&folder));
    let installed = environment.and_then(|()| {
        let mut pip = process::program(workspace, &python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        process::quiet(pip.arg(&requirements))
    });
    if let Err(error) = installed {
        println!("The peers of shadow tests and calibration are not timed: {error:#}");
        return Ok(None);
    }
    fs::write(&note, list).with_context(|| format!("cannot write {}", note.display()))?;
    Ok(Some(python))
}
