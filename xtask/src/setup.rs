//! Installs what the commands need, from the lists in the repository, or says what is missing and how to get it.
//! Checks are a few file look-ups, so every command begins with them.

pub(crate) mod browser;
mod debian;
pub(crate) mod firefox;
mod node;
mod programs;
pub(crate) mod python;
mod rust;

use anyhow::Result;

use crate::workspace::Workspace;

/// How much is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Rust's WebAssembly target, Node and the locked npm packages.
    Build,
    /// The same, rustfmt and clippy, and two browsers.
    Test,
}

/// Makes sure everything is there.
pub(crate) fn run(workspace: &Workspace, needs: Needs) -> Result<()> {
    rust::ensure(workspace, needs)?;
    node::ensure(workspace)?;
    if needs == Needs::Test {
        browser::ensure(workspace)?;
        firefox::ensure(workspace)?;
    }
    Ok(())
}

pub(crate) use node::packages;
