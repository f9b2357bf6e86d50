//! Building what a browser loads: the engine's module, the npm package, the demo page.

mod demo;
mod engine;
mod package;

use anyhow::Result;

use crate::workspace::Workspace;

pub(crate) use engine::compile;

/// Builds all three; each step is skipped when nothing it reads has changed.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    engine::build(workspace)?;
    package::build(workspace)?;
    demo::build(workspace)
}
