//! Running other programs.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// A program to run in the root of the workspace.
pub(crate) fn program(workspace: &Workspace, name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(workspace.root()).stdin(Stdio::null());
    command
}

/// The cargo that runs this program.
pub(crate) fn cargo(workspace: &Workspace) -> Command {
    let mut command = program(workspace, std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Set by `cargo run` for this program; inherited, they would make build scripts of other packages look changed.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command
}

/// Node running a script of an installed npm package.
pub(crate) fn node_script(workspace: &Workspace, script: &str) -> Command {
    let mut command = program(workspace, "node");
    command.arg(workspace.npm_program(script));
    command
}

/// npm; on Windows it is a batch file, which `Command` finds only by its full name.
pub(crate) fn npm(workspace: &Workspace, folder: &Path) -> Command {
    let mut command = program(workspace, if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

/// Runs a command whose output the reader wants to see.
pub(crate) fn show(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", describe(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", describe(command));
    }
    Ok(())
}

/// Runs a command in silence and shows what it said only when it fails.
pub(crate) fn quiet(command: &mut Command) -> Result<()> {
    capture(command).map(drop)
}

/// Runs a command and returns what it printed.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", describe(command)))?;
    if !output.status.success() {
        bail!(
            "{} ended with {}\n{}{}",
            describe(command),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as one would type it.
fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let text = words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ");
    format!("`{text}`")
}
