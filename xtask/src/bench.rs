//! Timing a step of a test against the peer of this program in browsers.

use anyhow::Result;

use crate::process;
use crate::setup;
use crate::workspace::Workspace;

/// Installs the peer, which nothing else needs, and runs both in one process of Node.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::packages(workspace, &workspace.path("benches/peers"))?;
    process::show(process::program(workspace, "node").arg(workspace.path("benches/web/step.mjs")))
}
