//! The other program: beside this one, or in `PATH`.

use std::{
    env, io,
    path::PathBuf,
    process::{Child, Command},
};

use crate::failure::Failure;

/// Its name.
const PROGRAM: &str = "thetis-cluster";

/// Start it, once `prepare` has said with what.
///
/// # Errors
/// Usage: there is no such program.
pub(super) fn start(prepare: impl Fn(&mut Command)) -> Result<Child, Failure> {
    let mut started = Err(io::ErrorKind::NotFound.into());
    for program in candidates(env::current_exe().ok()) {
        let mut command = Command::new(program);
        prepare(&mut command);
        started = command.spawn();
        if !matches!(&started, Err(error) if error.kind() == io::ErrorKind::NotFound) {
            break;
        }
    }
    started.map_err(|error| {
        Failure::usage(format!(
            "--engine ballista:// needs the program {PROGRAM}, which cannot be run ({error}): build it of the same release with `cargo build --profile cluster --package {PROGRAM}`, and put it beside thetis or into PATH"
        ))
    })
}

/// The program beside this one, then that in `PATH`.
fn candidates(own: Option<PathBuf>) -> Vec<PathBuf> {
    let name = format!("{PROGRAM}{}", env::consts::EXE_SUFFIX);
    let beside = own.and_then(|own| own.parent().map(|folder| folder.join(&name)));
    beside.into_iter().chain([PathBuf::from(name)]).collect()
}
