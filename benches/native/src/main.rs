//! Times calibrations beside other programs, their growth, and the expectation step beside a plain loop and matrix
//! products.
//!
//!     cargo run --release -p thetis-bench -- [--data FOLDER] [--only PART]... [--write FILE]
//!
//! Parts: `calibration`, `growth`, `step`, `sparse`; all of them if none is named. Sets that are not in the folder (by
//! default `../shared/data/bench`) are simulated. `THETIS_PEER_PYTHON` names a Python that has what
//! `benches/peers/requirements.txt` lists; `cargo xtask bench` makes one.

mod calibration;
mod cpu;
mod data;
mod expectation;
mod growth;
mod peers;
mod report;
mod sparse;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use data::Folders;
use peers::Python;
use report::Report;

const PARTS: [&str; 4] = ["calibration", "growth", "step", "sparse"];

/// What is asked for.
struct Request {
    folders: Folders,
    parts: Vec<String>,
    file: Option<PathBuf>,
}

fn main() -> ExitCode {
    match request(std::env::args().skip(1)) {
        Ok(request) => run(&request),
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

fn request(mut arguments: impl Iterator<Item = String>) -> Result<Request, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = Folders { shared: root.join("../shared/data/bench"), simulated: root.join("target/bench") };
    let mut request = Request { folders, parts: Vec::new(), file: None };
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--data" => request.folders.shared = PathBuf::from(value),
            "--write" => request.file = Some(PathBuf::from(value)),
            "--only" if PARTS.contains(&value.as_str()) => request.parts.push(value),
            "--only" => return Err(format!("{value} is no part: take one of {}", PARTS.join(", "))),
            _ => return Err(format!("{argument} is no option: take --data, --only or --write")),
        }
    }
    Ok(request)
}

fn run(request: &Request) -> ExitCode {
    let mut report = Report::default();
    report.introduce(&request.folders);
    let asked = |part: &str| request.parts.is_empty() || request.parts.iter().any(|asked| asked == part);
    if asked("calibration") {
        calibration::compare(&request.folders, Python::find().as_ref(), &mut report);
    }
    let mut faults = Vec::new();
    if asked("growth") {
        faults.extend(growth::measure(&mut report).err());
        report.line("");
    }
    if asked("step") {
        for design in calibration::steps() {
            match request.folders.set(&design) {
                Ok(set) => expectation::compare(design.name, design.items, &set.responses, &mut report),
                Err(error) => report.line(&format!("{}: {error}", design.name)),
            }
        }
        report.line("");
    }
    if asked("sparse") {
        faults.extend(sparse::compare(&mut report).err());
    }
    for fault in &faults {
        eprintln!("{fault}");
    }
    if faults.is_empty() && report.finish(request.file.as_deref()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
