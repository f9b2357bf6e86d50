//! Building what a browser loads: the engine's modules, the npm package with the player, the demo.

mod assembly;
mod declarations;
mod demo;
mod engine;
mod outcome;
mod package;

use anyhow::Result;

use crate::workspace::Workspace;

pub(crate) use engine::compile;

/// Builds all of them; each step is skipped when nothing it reads has changed.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    engine::build(workspace)?;
    assembly::build(workspace)?;
    outcome::build(workspace)?;
    package::build(workspace)?;
    demo::build(workspace)
}
