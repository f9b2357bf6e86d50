//! `--engine ballista://…`: the whole command goes to `thetis-cluster`, which is a program of its own: with Apache
//! Ballista in it, it is many times the size of this one.

use std::{
    env,
    ffi::{OsStr, OsString},
    io,
    path::PathBuf,
    process::Command,
};

use super::Calibrate;
use crate::failure::Failure;

/// The program's name.
const PROGRAM: &str = "thetis-cluster";
/// The verb, here and there.
const VERB: &str = "calibrate";

/// Where the persons are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EngineChoice {
    /// In this process.
    Local,
    /// On a cluster.
    Ballista,
}

/// `local`, or the address of a scheduler.
pub(super) fn engine(text: &str) -> Result<EngineChoice, String> {
    match (text, text.strip_prefix("ballista://")) {
        ("local", _) => Ok(EngineChoice::Local),
        (_, Some(address)) if !address.is_empty() => Ok(EngineChoice::Ballista),
        _ => Err(format!("{text:?} is no engine; write local or ballista://HOST:PORT")),
    }
}

impl Calibrate {
    /// Let `thetis-cluster` do it, with the arguments as they are; the result is its own.
    ///
    /// # Errors
    /// Usage: there is no such program.
    pub(super) fn on_cluster() -> Result<(), Failure> {
        let arguments = after_verb(env::args_os());
        let mut ran = Err(io::ErrorKind::NotFound.into());
        for program in candidates(env::current_exe().ok()) {
            ran = Command::new(program).arg(VERB).args(&arguments).status();
            if !matches!(&ran, Err(error) if error.kind() == io::ErrorKind::NotFound) {
                break;
            }
        }
        match ran {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::Reported(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))),
            Err(error) => Err(Failure::usage(format!(
                "--engine ballista:// needs the program {PROGRAM}, which cannot be run ({error}): build it of the same release with `cargo build --release --package {PROGRAM}`, and put it beside thetis or into PATH"
            ))),
        }
    }
}

/// The program beside this one, then that in `PATH`.
fn candidates(own: Option<PathBuf>) -> Vec<PathBuf> {
    let name = format!("{PROGRAM}{}", env::consts::EXE_SUFFIX);
    let beside = own.and_then(|own| own.parent().map(|folder| folder.join(&name)));
    beside.into_iter().chain([PathBuf::from(name)]).collect()
}

/// What stands behind the verb.
fn after_verb(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    arguments.skip(1).skip_while(|argument| argument != OsStr::new(VERB)).skip(1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_local_or_has_an_address() {
        assert_eq!(engine("local"), Ok(EngineChoice::Local));
        assert_eq!(engine("ballista://host:50050"), Ok(EngineChoice::Ballista));
        for text in ["", "ballista", "ballista://", "spark://host"] {
            assert!(engine(text).is_err(), "{text}");
        }
    }

    #[test]
    fn all_that_follows_the_verb_goes_on() {
        let of = |text: &str| after_verb(text.split(' ').map(OsString::from));
        assert_eq!(of("thetis calibrate a --model 2pl").join(OsStr::new(" ")), "a --model 2pl");
        assert_eq!(of("thetis calibrate calibrate").join(OsStr::new(" ")), "calibrate");
    }
}
