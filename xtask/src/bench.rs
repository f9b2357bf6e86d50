//! Timing steps of tests and calibrations against the peers of this program.

mod beside;
mod counted;
mod python;

use anyhow::Result;
use clap::ValueEnum;

use crate::process;
use crate::setup;
use crate::workspace::Workspace;

/// What is timed by itself.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Only {
    /// Calibration on a cluster of processes of this machine, which nothing else needs and which takes long to build.
    Cluster,
    /// Growth of a step, and the table of all peers; what that takes from other snapshots stays as it was.
    Peers,
}

/// Builds the cluster's program with all optimisation that links in a bearable time, and times it beside the local engine.
pub(crate) fn cluster(workspace: &Workspace) -> Result<()> {
    let profile = ["--profile", "cluster", "--locked", "--package"];
    // One by one: together they would be built with each other's features, as nobody has them.
    for package in ["thetis", "thetis-cluster"] {
        process::show(process::cargo(workspace).arg("build").args(profile).arg(package))?;
    }
    let mut bench = process::cargo(workspace);
    bench.arg("run").args(profile).args(["thetis-bench", "--bin", "cluster", "--"]);
    bench.arg(workspace.path("target/cluster")).arg(workspace.path("target/bench-cluster"));
    process::show(&mut bench)
}

/// Writes `growth.snap` and `peers.snap` alone.
pub(crate) fn peers(workspace: &Workspace) -> Result<()> {
    setup::packages(workspace, &workspace.path("benches/peers"))?;
    beside::measure(workspace)
}

/// Installs the peers, which nothing else needs, and times each beside this program.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::packages(workspace, &workspace.path("benches/peers"))?;
    process::show(process::program(workspace, "node").arg(workspace.path("benches/web/step.mjs")))?;
    process::show(process::program(workspace, "node").arg(workspace.path("benches/web/criteria.mjs")))?;
    let mut assembly = process::program(workspace, "node");
    assembly.arg(workspace.path("benches/web/assembly.mjs"));
    let mut calibration = process::cargo(workspace);
    calibration.args(["run", "--release", "--locked", "--package", "thetis-bench", "--", "--write"]);
    calibration.arg(workspace.path("benches/results/calibrate.snap"));
    if let Some(python) = python::ensure(workspace) {
        assembly.env("THETIS_PEER_PYTHON", &python);
        calibration.env("THETIS_PEER_PYTHON", &python);
    }
    process::show(&mut assembly)?;
    process::show(&mut calibration)?;
    beside::measure(workspace)
}
