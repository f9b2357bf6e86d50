//! The WebAssembly module that works out what a person is told of a result, which the player loads while the test goes on.

use anyhow::Result;

use super::engine;
use crate::workspace::Workspace;

pub(crate) const MODULE: &str = "thetis_outcome_bg.wasm";

/// Compiles `thetis-outcome` as the candidate's engine is compiled, and shrinks the module.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let compiled = engine::compile(workspace, "thetis-outcome")?;
    engine::optimise(
        workspace,
        "wasm-opt-outcome",
        "Shrinking the module of results",
        &compiled,
        &engine::WASM_OPT,
        MODULE,
    )
}
