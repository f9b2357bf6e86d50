//! Times calibrations of `shared/data/bench`, and the expectation step beside a plain loop and matrix products.
//!
//!     cargo run --release -p thetis-bench -- [FOLDER] [--write FILE]
//!
//! CPU seconds are of all threads together, the least of several runs; nothing else is timed but what is named.

mod cpu;
mod data;
mod expectation;
mod report;

use std::path::PathBuf;

use report::Report;
use thetis_calibrate::{Model, Options, Responses, Specification, calibrate};

/// A calibration, what R mirt 1.45.1 takes and reaches (shared/notes/calibration.md), and the goal.
struct Case {
    file: &'static str,
    model: Model,
    /// Mean and standard deviation of the prior on logits of lower asymptotes.
    prior: Option<(f64, f64)>,
    mirt_seconds: f64,
    mirt_log_likelihood: f64,
    goal: f64,
}

const CASES: [Case; 4] = [
    Case {
        file: "2pl_1e4x50",
        model: Model::TwoParameter,
        prior: None,
        mirt_seconds: 3.1,
        mirt_log_likelihood: -273_422.240_0,
        goal: 0.07,
    },
    Case {
        file: "2pl_1e5x100",
        model: Model::TwoParameter,
        prior: None,
        mirt_seconds: 104.8,
        mirt_log_likelihood: -5_157_660.250_2,
        goal: 1.0,
    },
    Case {
        file: "3pl_1e4x50",
        model: Model::ThreeParameter,
        prior: Some((-1.4, 0.5)),
        mirt_seconds: 11.9,
        mirt_log_likelihood: -293_767.654_2 - 21.858,
        goal: 0.4,
    },
    Case {
        file: "grm_1e4x50",
        model: Model::Graded,
        prior: None,
        mirt_seconds: 6.8,
        mirt_log_likelihood: -692_372.064_2,
        goal: 0.2,
    },
];

/// R mirt's tolerance in those runs.
const TOLERANCE: f64 = 1e-4;
/// Runs of each; the fastest counts, since others only wait longer.
const RUNS: usize = 7;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut folder, mut file) = (PathBuf::from("../shared/data/bench"), None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--write" => file = arguments.next().map(PathBuf::from),
            _ => folder = PathBuf::from(argument),
        }
    }
    let mut report = Report::default();
    report.line("calibration: CPU seconds without standard errors, tolerance 1e-4, 61 nodes on ±6");
    report.line(
        "data          model    CPU s   wall s   goal  R mirt  cycles  log-likelihood + log prior  above mirt's by",
    );
    for case in &CASES {
        match data::read(&folder.join(format!("{}.csv.gz", case.file))) {
            Ok(responses) => run(case, &responses, &mut report),
            Err(error) => report.line(&format!("{}: {error}", case.file)),
        }
    }
    report.line("");
    for (name, cut) in [("2pl_1e4x50", 50), ("2pl_1e5x100", 100)] {
        if let Ok(responses) = data::read(&folder.join(format!("{name}.csv.gz"))) {
            expectation::compare(name, cut, &responses, &mut report);
        }
    }
    report.finish(file.as_deref());
}

fn run(case: &Case, responses: &Responses, report: &mut Report) {
    let (mut cpu, mut wall) = (f64::INFINITY, f64::INFINITY);
    let mut result = None;
    for _ in 0..RUNS {
        let mut specification = Specification::uniform(case.model, responses);
        if let Some((mean, sd)) = case.prior {
            specification = specification.with_asymptote_prior(mean, sd);
        }
        let options = Options { tolerance: TOLERANCE, ..Options::default() };
        let (found, time) = cpu::time(|| calibrate(responses, &specification, &options));
        (cpu, wall) = (cpu.min(time.cpu), wall.min(time.wall));
        result = Some(found);
    }
    match result {
        Some(Ok(found)) => {
            let objective = found.log_likelihood + found.log_prior;
            report.line(&format!(
                "{:12}  {:6}  {cpu:6.3}   {wall:6.3}  {:5.2}  {:6.1}  {:6}  {objective:26.4}  {:15.4}{}",
                case.file,
                case.model.name(),
                case.goal,
                case.mirt_seconds,
                found.cycles,
                objective - case.mirt_log_likelihood,
                if found.converged() { "" } else { "  NOT CONVERGED" },
            ));
        }
        Some(Err(error)) => report.line(&format!("{}: {error}", case.file)),
        None => {}
    }
}
