//! Growth of a step, and the table beside all peers.

use std::env;
use std::path::PathBuf;

use anyhow::Result;

use super::{counted, python};
use crate::process;
use crate::workspace::Workspace;

/// Writes `growth.snap`, and `peers.snap` if there is a Python for the peers. The latter reads what the other benches have written.
pub(super) fn measure(workspace: &Workspace) -> Result<()> {
    let programs = counted::build(workspace)?;
    let mut growth = process::program(workspace, "node");
    growth.arg(workspace.path("benches/web/growth.mjs"));
    process::show(growth.env("THETIS_COUNTS", programs.counts).env("THETIS_TIMES", programs.times))?;
    let Some(python) = python::ensure(workspace) else { return Ok(()) };
    let mut peers = process::program(workspace, "node");
    peers.arg(workspace.path("benches/web/peers.mjs"));
    process::show(peers.env("THETIS_PEER_PYTHON", python).env("THETIS_THROUGHPUT", throughput(workspace)?))
}

/// The program that simulates.
fn throughput(workspace: &Workspace) -> Result<PathBuf> {
    let folder =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.path("target"), |path| workspace.root().join(path));
    let mut cargo = process::cargo(workspace);
    cargo.args(["build", "--release", "--locked", "--package", "thetis-simulate", "--example", "throughput"]);
    process::show(cargo.arg("--target-dir").arg(&folder))?;
    Ok(folder.join("release/examples").join(format!("throughput{}", env::consts::EXE_SUFFIX)))
}
