//! `thetis-cluster calibrate`: `thetis calibrate` by its other name.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use super::Failure;

/// The program that has the models.
const PROGRAM: &str = "thetis";
/// The option that says where the scheduler is.
const ENGINE: &str = "--engine";
/// Where it is unless said.
const HERE: &str = "ballista://127.0.0.1:50050";

/// Estimate item parameters from a packed folder: thetis calibrate, with the cluster on this machine unless --engine says which
///
/// All options are those of thetis calibrate.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(super) struct Calibrate {
    /// As thetis calibrate has them
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

impl Calibrate {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut ran = Err(ErrorKind::NotFound.into());
        for program in candidates() {
            ran = Command::new(program).arg("calibrate").args(with_engine(&self.arguments)).status();
            if !matches!(&ran, Err(error) if error.kind() == ErrorKind::NotFound) {
                break;
            }
        }
        match ran {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::Reported(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))),
            Err(error) => Err(Failure::Usage(format!(
                "calibrate needs the program {PROGRAM}, which cannot be run ({error}): build it of the same release with `cargo build --release --package {PROGRAM}`, and put it beside thetis-cluster or into PATH"
            ))),
        }
    }
}

/// The program beside this one, then that in `PATH`.
fn candidates() -> Vec<PathBuf> {
    let name = format!("{PROGRAM}{}", env::consts::EXE_SUFFIX);
    let beside = env::current_exe().ok().and_then(|own| own.parent().map(|folder| folder.join(&name)));
    beside.into_iter().chain([PathBuf::from(name)]).collect()
}

/// The arguments, with an engine.
fn with_engine(arguments: &[OsString]) -> Vec<OsString> {
    let given = |argument: &OsString| {
        argument == ENGINE || argument.as_encoded_bytes().starts_with(format!("{ENGINE}=").as_bytes())
    };
    let own = if arguments.iter().any(given) { &[][..] } else { &[ENGINE, HERE] };
    own.iter().map(OsStr::new).map(OsString::from).chain(arguments.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_added_where_there_is_none() {
        let of = |text: &str| {
            let arguments: Vec<OsString> = text.split(' ').map(OsString::from).collect();
            with_engine(&arguments).join(OsStr::new(" "))
        };
        assert_eq!(of("a --model 2pl"), "--engine ballista://127.0.0.1:50050 a --model 2pl");
        assert_eq!(of("a --engine ballista://x"), "a --engine ballista://x");
        assert_eq!(of("a --engine=ballista://x"), "a --engine=ballista://x");
    }
}
