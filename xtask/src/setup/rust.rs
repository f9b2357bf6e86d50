//! The Rust toolchain of `rust-toolchain.toml` with its WebAssembly targets.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Needs;
use crate::process;
use crate::workspace::Workspace;

/// The targets of `rust-toolchain.toml`: the first is what the candidate's module is built for, the second what `wasm-pack` uses.
const TARGETS: [&str; 2] = ["wasm32v1-none", "wasm32-unknown-unknown"];
/// The core library's sources; it is compiled along with the candidate's module.
const SOURCES: &str = "rust-src";
const TOOLS: [&str; 2] = ["rustfmt", "clippy-driver"];

/// Installs what `rust-toolchain.toml` asks for, if any of it is missing.
///
/// A plain `cargo build` does that by itself only where rustup's automatic installation is on; the explicit command always does.
pub(crate) fn ensure(workspace: &Workspace, needs: Needs) -> Result<()> {
    let missing = missing(workspace, needs)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing {} of rust-toolchain.toml", missing.join(", "));
    let mut rustup = process::program(workspace, "rustup");
    // The rustup that started cargo names the toolchain in this variable, and a toolchain named there is installed without its targets.
    rustup.args(["toolchain", "install", "--no-self-update"]).env_remove("RUSTUP_TOOLCHAIN");
    if let Err(error) = process::show(&mut rustup) {
        bail!(
            "{error:#}\nmissing from the Rust toolchain: {}. Install rustup (https://rustup.rs), then run `rustup toolchain install` in this folder",
            missing.join(", ")
        );
    }
    Ok(())
}

/// What the toolchain in use lacks.
fn missing(workspace: &Workspace, needs: Needs) -> Result<Vec<&'static str>> {
    let printed = process::capture(process::program(workspace, "rustc").args(["--print", "sysroot"]))
        .context("a Rust toolchain is needed: install rustup (https://rustup.rs)")?;
    let sysroot = PathBuf::from(printed.trim());
    let mut missing = Vec::new();
    let targets = sysroot.join("lib/rustlib");
    missing.extend(TARGETS.into_iter().filter(|target| !targets.join(target).join("lib").is_dir()));
    if !targets.join("src/rust/library").is_dir() {
        missing.push(SOURCES);
    }
    if needs == Needs::Test {
        let programs = sysroot.join("bin");
        missing.extend(TOOLS.into_iter().filter(|tool| !has_program(&programs, tool)));
    }
    Ok(missing)
}

fn has_program(folder: &Path, name: &str) -> bool {
    folder.join(name).with_extension(std::env::consts::EXE_EXTENSION).is_file()
}
