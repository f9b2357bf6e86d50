//! Passes by another process: it has the folder and the cluster, this one the model and the search.

use std::{
    io::{self, BufReader},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use thetis_calibrate::{
    CalibrationError, Frame, InformationKind, Responses, Sums, Tally,
    passes::{Answer, Engine, Task, WireError},
};
use thetis_responses::packed::{
    MANIFEST, Manifest,
    pipe::{Kind, read_reply, write_request},
    sample_from_bytes,
};

use super::{super::reading, ClusterArguments, Elsewhere, EngineChoice, program};
use crate::failure::{Complaint, Failure};

/// What complaints of the other process are about.
const ABOUT: &str = "calibration";

/// A process that does passes over the persons of one folder. It ends with this value.
#[derive(Debug)]
pub(in super::super) struct Passes {
    process: Child,
    requests: Option<ChildStdin>,
    replies: BufReader<ChildStdout>,
}

impl Passes {
    /// Start the process. What it has to say while it waits goes to standard error, unless it is to be `quiet`.
    ///
    /// # Errors
    /// Usage: there is no such program.
    pub(in super::super) fn start(
        folder: &Path,
        arguments: &ClusterArguments,
        group: Option<&str>,
        quiet: bool,
    ) -> Result<Self, Failure> {
        let mut process = program::start(|command: &mut Command| {
            command.arg("passes").arg(folder);
            if let EngineChoice::Ballista(address) = &arguments.engine {
                command.args(["--engine", address]);
            }
            group.iter().for_each(|group| {
                command.args(["--group", group]);
            });
            for (option, value) in arguments.given() {
                command.arg(option).args(value);
            }
            if quiet {
                command.arg("--quiet");
            }
            command.stdin(Stdio::piped()).stdout(Stdio::piped());
            // Ctrl-C is for this process, which ends the other one when it has finished the pass.
            #[cfg(unix)]
            std::os::unix::process::CommandExt::process_group(command, 0);
        })?;
        let (Some(requests), Some(replies)) = (process.stdin.take(), process.stdout.take()) else {
            unreachable!("both are pipes");
        };
        Ok(Self { process, requests: Some(requests), replies: BufReader::new(replies) })
    }

    fn pass(&mut self, task: &[u8]) -> Result<Answer, CalibrationError> {
        let bytes = self.ask(Kind::Pass, task).map_err(|reason| CalibrationError::Engine { reason })?;
        Answer::from_bytes(&bytes).map_err(wrong)
    }

    /// The reply to a request, or why there is none.
    fn ask(&mut self, kind: Kind, content: &[u8]) -> Result<Vec<u8>, String> {
        match self.exchange(kind, content) {
            Ok(reply) => reply,
            Err(error) => Err(format!(
                "thetis-cluster ended without a reply ({}): what it said on standard error tells more; with --checkpoint, the same command with --resume goes on",
                self.end().unwrap_or_else(|| error.to_string())
            )),
        }
    }

    fn exchange(&mut self, kind: Kind, content: &[u8]) -> io::Result<Result<Vec<u8>, String>> {
        let requests = self.requests.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        write_request(requests, kind, content)?;
        read_reply(&mut self.replies)
    }

    /// Why there was no first reply: a program that refuses its arguments has said so.
    fn never_began(&mut self, error: &io::Error) -> Failure {
        drop(self.requests.take());
        match self.process.wait().ok().and_then(|status| status.code()) {
            Some(code @ 1..) => Failure::Reported(u8::try_from(code).unwrap_or(1)),
            _ => complaint(format!(
                "thetis-cluster ended before it began ({error}): run the thetis-cluster of this release"
            )),
        }
    }

    /// How the process ended.
    fn end(&mut self) -> Option<String> {
        drop(self.requests.take());
        self.process.wait().ok().map(|status| status.to_string())
    }
}

impl Elsewhere for Passes {
    fn manifest(&mut self, folder: &Path) -> Result<Manifest, Failure> {
        let bytes = match self.exchange(Kind::Manifest, env!("CARGO_PKG_VERSION").as_bytes()) {
            Ok(reply) => reply.map_err(complaint)?,
            Err(error) => return Err(self.never_began(&error)),
        };
        let place = folder.join(MANIFEST).display().to_string();
        Manifest::parse(&String::from_utf8_lossy(&bytes), &place).map_err(|errors| reading::failure(&errors))
    }

    fn tally(&mut self, frame: &Frame) -> Result<Tally, Failure> {
        let categories = (0..frame.items()).map(|item| u8::try_from(frame.categories(item)).unwrap_or(u8::MAX));
        let bytes = self.ask(Kind::Tally, &categories.collect::<Vec<u8>>()).map_err(complaint)?;
        Answer::from_bytes(&bytes).and_then(|answer| answer.into_tally(frame)).map_err(|error| unreadable(&error))
    }

    fn sample(&mut self, frame: &Frame, _: &Tally) -> Result<Responses, Failure> {
        let bytes = self.ask(Kind::Sample, &[]).map_err(complaint)?;
        sample_from_bytes(&bytes, frame.ids()).map_err(|error| unreadable(&error))
    }
}

impl Engine for Passes {
    fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError> {
        self.pass(&task.to_bytes())?.into_sums().map_err(wrong)
    }

    fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError> {
        self.pass(&task.information_to_bytes(kind))?.into_information().map_err(wrong)
    }
}

impl Drop for Passes {
    /// The end of its input ends the process.
    fn drop(&mut self) {
        drop(self.requests.take());
        // Where it cannot be waited for, it is gone.
        let _ = self.process.wait();
    }
}

fn complaint(reason: String) -> Failure {
    Complaint::about(ABOUT, reason).into()
}

fn unreadable(error: &WireError) -> Failure {
    complaint(format!("what thetis-cluster said cannot be read: {error}"))
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn wrong(error: WireError) -> CalibrationError {
    CalibrationError::Engine { reason: format!("what thetis-cluster said cannot be read: {error}") }
}
