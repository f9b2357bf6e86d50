//! `--engine ballista://…`: passes over the persons are done by `thetis-cluster`, a program of its own: with Apache Ballista
//! in it, it is many times the size of this one.

mod disk;
mod passes;
mod program;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::Args;
use thetis_calibrate::{Frame, Responses, Tally, passes::Engine};
use thetis_responses::packed::Manifest;

use super::{Calibrate, MethodName};
use crate::failure::Failure;
use passes::Passes;

/// Where the persons are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EngineChoice {
    /// In this process, in memory.
    Local,
    /// On this machine's disk, read again in every pass.
    Disk,
    /// On a cluster, with this address.
    Ballista(String),
}

/// Persons of a packed folder who are not in memory.
pub(super) trait Elsewhere: Engine {
    /// What lies in the folder.
    fn manifest(&mut self, folder: &Path) -> Result<Manifest, Failure>;

    /// The first pass: how many persons gave which response.
    fn tally(&mut self, frame: &Frame) -> Result<Tally, Failure>;

    /// The persons that starting values are found with.
    fn sample(&mut self, frame: &Frame, tally: &Tally) -> Result<Responses, Failure>;
}

/// Where the persons are, and how passes over them are done.
#[derive(Debug, Args)]
#[command(next_help_heading = "Cluster")]
pub(super) struct ClusterArguments {
    /// Where the persons are: local, in memory; disk, for more than fit there: FILE is then one folder of thetis import responses, read again in every pass; or on a cluster, of which this is the scheduler, and which can read that folder
    #[arg(long, value_name = "local|disk|ballista://HOST:PORT", default_value = "local", value_parser = engine)]
    pub(super) engine: EngineChoice,
    /// Parts that a pass is cut into: a few for every core of the cluster; 32 unless given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    parts: Option<u32>,
    /// Seconds to wait for executors; an hour unless given
    #[arg(long, value_name = "SECONDS")]
    patience: Option<u64>,
    /// Record every pass in this file, so that --resume can go on after any death
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Go on with the --checkpoint of a run that ended early, begun with the same arguments
    #[arg(long, requires = "checkpoint")]
    resume: bool,
    /// Certificates (PEM) of whoever signs those of the cluster's machines
    #[arg(long, value_name = "FILE", requires_all = ["tls_cert", "tls_key"])]
    tls_ca: Option<PathBuf>,
    /// This machine's certificate (PEM)
    #[arg(long, value_name = "FILE", requires_all = ["tls_ca", "tls_key"])]
    tls_cert: Option<PathBuf>,
    /// Its private key (PEM)
    #[arg(long, value_name = "FILE", requires_all = ["tls_ca", "tls_cert"])]
    tls_key: Option<PathBuf>,
}

/// `local`, `disk`, or the address of a scheduler.
fn engine(text: &str) -> Result<EngineChoice, String> {
    match (text, text.strip_prefix("ballista://")) {
        ("local", _) => Ok(EngineChoice::Local),
        ("disk", _) => Ok(EngineChoice::Disk),
        (_, Some(address)) if !address.is_empty() => Ok(EngineChoice::Ballista(text.to_owned())),
        _ => Err(format!("{text:?} is no engine; write local, disk or ballista://HOST:PORT")),
    }
}

impl ClusterArguments {
    /// The options that were given, with their values, but for the engine.
    fn given(&self) -> Vec<(&'static str, Option<OsString>)> {
        let path = |path: &Option<PathBuf>| path.clone().map(PathBuf::into_os_string);
        let with_values = [
            ("--parts", self.parts.map(|parts| parts.to_string().into())),
            ("--patience", self.patience.map(|seconds| seconds.to_string().into())),
            ("--checkpoint", path(&self.checkpoint)),
            ("--tls-ca", path(&self.tls_ca)),
            ("--tls-cert", path(&self.tls_cert)),
            ("--tls-key", path(&self.tls_key)),
        ];
        let given = with_values.into_iter().filter(|(_, value)| value.is_some());
        given.chain(self.resume.then_some(("--resume", None))).collect()
    }
}

impl Calibrate {
    /// Whoever has the persons of the folder, by groups if there is a column of them.
    ///
    /// # Errors
    /// Usage: no `thetis-cluster`. Data: files that are not as they were packed.
    pub(super) fn whoever_has(&self, folder: &Path, group: Option<&str>) -> Result<Box<dyn Elsewhere>, Failure> {
        Ok(match self.cluster.engine {
            EngineChoice::Ballista(_) => Box::new(Passes::start(folder, &self.cluster, group, self.quiet)?),
            _ => Box::new(disk::open(folder, group.is_some())?),
        })
    }

    /// Options that do not go together with where the persons are.
    ///
    /// # Errors
    /// Usage: the option, and what to do.
    pub(super) fn check_engine(&self) -> Result<(), Failure> {
        let refuse = |option: &str, reason: &str| Err(Failure::usage(format!("{option} {reason}")));
        if !matches!(self.cluster.engine, EngineChoice::Ballista(_))
            && let Some((option, _)) = self.cluster.given().first()
        {
            return refuse(option, "is for a cluster: say which with --engine ballista://HOST:PORT");
        }
        if self.cluster.engine == EngineChoice::Local {
            return Ok(());
        }
        let needs_persons = [
            (self.method == MethodName::Conditional, "--method conditional"),
            (self.andersen.is_some(), "--andersen"),
            (self.fit, "--fit"),
            (self.report.is_some(), "--report"),
        ];
        if let Some((_, option)) = needs_persons.into_iter().find(|(given, _)| *given) {
            return refuse(
                option,
                "needs the persons in memory: leave it or --engine out; a sample of the persons may do for it",
            );
        }
        match self.reading.of_data() {
            // What is not looked at need not be waived.
            None | Some("--keep-identical") => {}
            Some("--logs") => {
                return refuse("--logs", "and --engine do not go together: sessions are calibrated in memory");
            }
            Some(option) => {
                return refuse(
                    option,
                    "needs the persons in memory: with --engine passes take the rows as they were packed, and look at no pairs of items",
                );
            }
        }
        if self.files.len() != 1 {
            return Err(Failure::usage(
                "--engine takes one folder: put all files into one with thetis import responses",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_local_or_has_an_address() {
        assert_eq!(engine("local"), Ok(EngineChoice::Local));
        assert_eq!(engine("disk"), Ok(EngineChoice::Disk));
        assert_eq!(engine("ballista://host:50050"), Ok(EngineChoice::Ballista("ballista://host:50050".into())));
        for text in ["", "ballista", "ballista://", "spark://host"] {
            assert!(engine(text).is_err(), "{text}");
        }
    }
}
