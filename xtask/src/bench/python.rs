//! The peers that are Python packages.

use std::path::PathBuf;

use crate::setup;
use crate::workspace::Workspace;

/// A Python that has what `benches/peers/requirements.txt` lists; `None`, with the reason printed, where there is no Python or the packages
/// cannot be installed. Nothing but a comparison depends on it.
pub(super) fn ensure(workspace: &Workspace) -> Option<PathBuf> {
    let found = setup::python::ensure(workspace, "python", "benches/peers/requirements.txt");
    found.inspect_err(|error| println!("The peers that are Python packages are not timed: {error:#}")).ok()
}
