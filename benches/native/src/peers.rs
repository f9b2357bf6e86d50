//! Python packages that calibrate the same files, each run in a process of its own by `benches/peers/calibration.py`.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

/// What is asked of the script.
#[derive(Serialize)]
pub(crate) struct Question<'a> {
    pub(crate) program: &'a str,
    pub(crate) file: &'a Path,
    pub(crate) model: &'a str,
    pub(crate) nodes: u32,
    pub(crate) tolerance: f64,
    pub(crate) prior: Option<(f64, f64)>,
    pub(crate) runs: u32,
}

/// What the script answers.
#[derive(Deserialize)]
pub(crate) struct Answer {
    pub(crate) version: String,
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Outcome {
    Found(Found),
    Failed { error: String },
}

/// What a package found, and what it took.
#[derive(Deserialize)]
pub(crate) struct Found {
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
    pub(crate) cycles: Option<u32>,
    /// As the package itself reports it.
    pub(crate) log_likelihood: Option<f64>,
    pub(crate) items: Vec<PeerItem>,
    pub(crate) note: Option<String>,
}

/// An item as the package estimates it.
#[derive(Deserialize)]
pub(crate) struct PeerItem {
    pub(crate) a: f64,
    pub(crate) b: Vec<f64>,
    pub(crate) c: f64,
}

/// A Python with the packages of `benches/peers/requirements.txt`.
pub(crate) struct Python(OsString);

impl Python {
    /// What `cargo xtask bench` names.
    pub(crate) fn find() -> Option<Self> {
        std::env::var_os("THETIS_PEER_PYTHON").map(Self)
    }

    pub(crate) fn ask(&self, question: &Question<'_>) -> Result<Answer, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../peers/calibration.py");
        let mut child = Command::new(&self.0)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", self.0.display()))?;
        let question = serde_json::to_vec(question).map_err(|error| error.to_string())?;
        let mut input = child.stdin.take().ok_or("the script has no input")?;
        input.write_all(&question).map_err(|error| format!("cannot ask the script: {error}"))?;
        drop(input);
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!("the script ended with {}", output.status));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| format!("the script's answer cannot be read: {error}"))
    }
}
