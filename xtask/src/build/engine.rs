//! The engine's WebAssembly module.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process;
use crate::stamp::Step;
use crate::workspace::Workspace;

/// Needs no `std` and emits no instruction newer than WebAssembly 1.0 with mutable globals, so that old phones can run it.
const TARGET: &str = "wasm32v1-none";
const PROFILE: &str = "session";
/// The core library is compiled along, so that a panic is a bare trap there too: its messages, and the file, line and column of every place that
/// could panic, are a tenth of the download, and nothing on the page would show them.
const CORE: [&str; 1] = ["-Zbuild-std=core,alloc"];
/// These and `-Z` are unstable options; the toolchain is pinned, so they cannot change their meaning unnoticed. Three leave out
/// optimisations that write more code to save registers and loads, of which WebAssembly has no lack; the last two let small functions be inlined
/// before LLVM sees them, where it can still simplify them. Together the module is a fifteenth smaller (the threshold was found by trying).
const RUSTC: [&str; 9] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
    "-Cllvm-args=-disable-lsr",
    "-Cllvm-args=-enable-load-pre=false",
    "-Cllvm-args=-disable-licm-promotion",
    "-Zinline-mir=yes",
    "-Zinline-mir-threshold=60",
];
/// Found by trying: a fiftieth smaller after gzip than `-Oz` alone. `--mvp-features` because -Oz would otherwise bring newer instructions back;
/// naming all features makes modules that no browser loads.
pub(super) const WASM_OPT: [&str; 14] = [
    "--one-caller-inline-max-function-size=20",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "--converge",
    "--generate-global-effects",
    "-Oz",
    "--mvp-features",
    "--enable-mutable-globals",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--reorder-functions",
];

/// Compiles `thetis-session` and shrinks the module.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let compiled = compile(workspace, "thetis-session")?;
    optimise(workspace, "wasm-opt", "Shrinking the WebAssembly module", &compiled, &WASM_OPT, "thetis_session_bg.wasm")
}

/// Runs wasm-opt on what was compiled; the module of that name is left in `bindings/js/dist`. `name` and `what` are the step's.
pub(super) fn optimise(
    workspace: &Workspace,
    name: &'static str,
    what: &'static str,
    compiled: &Path,
    options: &[&str],
    module: &str,
) -> Result<()> {
    let optimised = workspace.dist().join(module);
    Step {
        name,
        what,
        inputs: &[compiled.to_owned(), workspace.path("package-lock.json")],
        options: &options.join(" "),
        outputs: std::slice::from_ref(&optimised),
    }
    .run(workspace, || {
        fs::create_dir_all(workspace.dist())?;
        let mut wasm_opt = process::node_script(workspace, "binaryen/bin/wasm-opt");
        process::quiet(wasm_opt.args(options).arg(compiled).arg("-o").arg(&optimised))
    })
}

/// Compiles a package to WebAssembly as a candidate gets it, and returns the module's path. Cargo knows by itself what has changed.
pub(crate) fn compile(workspace: &Workspace, package: &str) -> Result<PathBuf> {
    compile_with(workspace, package, &Compilation { target: TARGET, profile: PROFILE, library: &CORE, rustc: &RUSTC })
}

/// How a package is compiled to WebAssembly.
pub(super) struct Compilation {
    pub(super) target: &'static str,
    pub(super) profile: &'static str,
    /// The options by which the standard library is compiled along.
    pub(super) library: &'static [&'static str],
    pub(super) rustc: &'static [&'static str],
}

pub(super) fn compile_with(workspace: &Workspace, package: &str, how: &Compilation) -> Result<PathBuf> {
    let folder =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.path("target"), |path| workspace.root().join(path));
    let mut cargo = process::cargo(workspace);
    cargo.args(["build", "--package", package, "--no-default-features"]);
    cargo.args(["--target", how.target, "--profile", how.profile]).args(how.library);
    cargo.arg("--target-dir").arg(&folder);
    // Takes the place of whatever RUSTFLAGS say, so that every machine makes the same module.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", how.rustc.join("\x1f"));
    cargo.env("RUSTC_BOOTSTRAP", "1");
    process::show(&mut cargo)?;
    let file = package.replace('-', "_");
    Ok(folder.join(how.target).join(how.profile).join(file).with_extension("wasm"))
}
