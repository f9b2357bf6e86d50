//! Times calibration on a cluster of this machine beside the local engine, and writes `benches/results/cluster.snap`:
//!
//!     cargo xtask bench cluster
//!
//! Everything that is timed is a process as users run it, from the folder whose path is the first argument: `thetis` and
//! `thetis-cluster`. The second is a folder for data, which takes 4 GB for a while.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use thetis_bench::cluster::{Data, Engine, Machine, Report, Row};

/// Persons of the sets, each of [`ITEMS`] items.
const SIZES: [usize; 3] = [1_000_000, 3_000_000, 10_000_000];
/// So few that what a cycle costs is what it costs to ask.
const FEW: usize = 2_000;
const ITEMS: usize = 100;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(programs), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: cluster FOLDER-OF-PROGRAMS FOLDER-FOR-DATA");
        return ExitCode::from(2);
    };
    let snap = Path::new(env!("CARGO_MANIFEST_DIR")).join("../results/cluster.snap");
    match measure(&Machine { programs, folder }).and_then(|report| report.write(&snap)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(machine: &Machine) -> std::io::Result<Report> {
    let mut report = Report::default();
    for persons in [FEW].into_iter().chain(SIZES) {
        let data = Data::new(machine, persons, ITEMS)?;
        for engine in [
            Engine::Local { threads: 1 },
            Engine::Local { threads: 2 },
            Engine::Cluster { executors: 1 },
            Engine::Cluster { executors: 2 },
        ] {
            let row: Row = machine.time(&data, engine)?;
            println!("{row}");
            report.rows.push(row);
        }
        report.sizes.push((persons, data.imported));
    }
    Ok(report)
}
