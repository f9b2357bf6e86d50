//! The WebAssembly module that assembles shadow tests, which a page loads when a design asks for it.

use anyhow::Result;

use super::engine::{self, Compilation};
use crate::workspace::Workspace;

pub(crate) const MODULE: &str = "thetis_assembly_bg.wasm";

/// The solver needs `std`, which is compiled along like the core library of the candidate's module and for the same reasons; the processor and feature keep it to
/// WebAssembly 1.0 with mutable globals there too.
const COMPILATION: Compilation = Compilation {
    target: "wasm32-unknown-unknown",
    profile: "assembly",
    library: &["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"],
    rustc: &[
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Zlocation-detail=none",
        "-Zfmt-debug=none",
        "-Ctarget-cpu=mvp",
        "-Ctarget-feature=+mutable-globals",
    ],
};
const WASM_OPT: [&str; 7] = [
    "-O3",
    "--mvp-features",
    "--enable-mutable-globals",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--reorder-functions",
];

/// Compiles `thetis-assembly-wasm` and optimises the module.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let compiled = engine::compile_with(workspace, "thetis-assembly-wasm", &COMPILATION)?;
    engine::optimise(workspace, "wasm-opt-assembly", "Optimising the assembly module", &compiled, &WASM_OPT, MODULE)
}
