//! Looking for a program that may be named by a variable, lie in PATH, or in one of the usual places.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

/// Where a program is looked for, in this order.
pub(super) struct Places {
    /// Variables that may name it, the most particular first.
    pub(super) variables: &'static [&'static str],
    /// Names looked for in PATH.
    pub(super) names: &'static [&'static str],
    /// Where it lies on systems on which it is not in PATH.
    pub(super) paths: &'static [&'static str],
}

/// The first that is there. An error if a variable names no file.
pub(super) fn find(places: &Places) -> Result<Option<PathBuf>> {
    for variable in places.variables {
        if let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) {
            let path = PathBuf::from(value);
            if !path.is_file() {
                bail!(
                    "{variable} names {}, which is not a file: set it to the browser's program, or unset it",
                    path.display()
                );
            }
            return Ok(Some(path));
        }
    }
    let in_path = env::var_os("PATH").unwrap_or_default();
    let in_path = env::split_paths(&in_path).flat_map(|folder| {
        places.names.iter().map(move |name| folder.join(name).with_extension(env::consts::EXE_EXTENSION))
    });
    Ok(in_path.chain(places.paths.iter().map(PathBuf::from)).find(|path| path.is_file()))
}
