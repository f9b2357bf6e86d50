//! Calibrations beside those of other programs, on the same files.

use thetis_calibrate::calibrate;
use thetis_calibrate::{
    Block, Calibration, CalibrationError, InformationKind, Model, Options, Responses, Specification,
};

use crate::cpu;
use crate::data::{Design, Folders, Set};
use crate::peers::{Found, Outcome, PeerItem, Python, Question};
use crate::report::Report;

/// A set, what R mirt 1.45.1 takes and reaches on the shared one (shared/notes/calibration.md), and the goal there.
struct Case {
    design: Design,
    prior: AsymptotePrior,
    mirt_seconds: f64,
    mirt_cycles: u32,
    mirt_objective: f64,
    goal: f64,
    /// Runs of the Python packages; the fastest counts.
    peer_runs: u32,
}

const CASES: [Case; 4] = [
    Case {
        design: Design { name: "2pl_1e4x50", model: Model::TwoParameter, categories: 2, persons: 10_000, items: 50 },
        prior: None,
        mirt_seconds: 3.1,
        mirt_cycles: 34,
        mirt_objective: -273_422.240_0,
        goal: 0.07,
        peer_runs: 2,
    },
    Case {
        design: Design { name: "2pl_1e5x100", model: Model::TwoParameter, categories: 2, persons: 100_000, items: 100 },
        prior: None,
        mirt_seconds: 104.8,
        mirt_cycles: 73,
        mirt_objective: -5_157_660.250_2,
        goal: 1.0,
        peer_runs: 1,
    },
    Case {
        design: Design { name: "3pl_1e4x50", model: Model::ThreeParameter, categories: 2, persons: 10_000, items: 50 },
        prior: Some((-1.4, 0.5)),
        mirt_seconds: 11.9,
        mirt_cycles: 121,
        mirt_objective: -293_767.654_2 - 21.858,
        goal: 0.4,
        peer_runs: 2,
    },
    Case {
        design: Design { name: "grm_1e4x50", model: Model::Graded, categories: 5, persons: 10_000, items: 50 },
        prior: None,
        mirt_seconds: 6.8,
        mirt_cycles: 45,
        mirt_objective: -692_372.064_2,
        goal: 0.2,
        peer_runs: 2,
    },
];

/// R mirt's tolerance in those runs; the peers get it too, where they take one.
const TOLERANCE: f64 = 1e-4;
const NODES: u32 = 61;
/// Runs of ours; the fastest counts, since others only wait longer.
const RUNS: usize = 7;

/// What is written of one program; `None` where there is nothing to say.
#[derive(Default)]
struct Row {
    program: String,
    cpu: Option<f64>,
    wall: Option<f64>,
    cycles: Option<u32>,
    /// Log-likelihood and log prior by our engine at the program's estimates.
    objective: Option<f64>,
    reported: Option<f64>,
    note: String,
}

/// A calibration by ours that others are compared with.
struct Ours {
    found: Calibration,
    time: cpu::Time,
}

/// A prior on the logits of lower asymptotes: mean and standard deviation.
type AsymptotePrior = Option<(f64, f64)>;

/// The sets whose expectation step is timed: those of two-parameter items.
pub(crate) fn steps() -> impl Iterator<Item = Design> {
    CASES.iter().map(|case| case.design).filter(|design| design.model == Model::TwoParameter)
}

/// Time all cases.
pub(crate) fn compare(folders: &Folders, python: Option<&Python>, report: &mut Report) {
    for case in &CASES {
        match folders.set(&case.design) {
            Ok(set) => run(case, &set, python, report),
            Err(error) => report.line(&format!("{}: {error}", case.design.name)),
        }
        report.line("");
    }
}

fn run(case: &Case, set: &Set, python: Option<&Python>, report: &mut Report) {
    let Design { name, model, persons, items, .. } = case.design;
    let prior = case.prior.map_or(String::new(), |(mean, sd)| format!(", logits of asymptotes ~ N({mean}, {sd}²)"));
    let kind = if set.is_shared { "shared" } else { "simulated" };
    report.line(&format!("{name} ({kind}): {persons} persons × {items} items, {}{prior}", model.name()));
    report.line(&format!(
        "  {:34} {:>8} {:>8} {:>6} {:>18} {:>14} {:>18} {:>8}",
        "program", "CPU s", "wall s", "cycles", "objective", "below ours by", "it reports", "CPU ×"
    ));
    let ours = match Ours::run(model, case.prior, &set.responses) {
        Ok(ours) => ours,
        Err(error) => return report.line(&format!("  Thetis: {error}")),
    };
    report.line(&ours.line(&ours.row("Thetis")));
    for program in ["mirt", "girth"] {
        report.line(&ours.line(&peer(case, set, python, program, case.prior)));
    }
    if set.is_shared {
        report.line(&ours.line(&Row {
            program: "R mirt 1.45.1, measured elsewhere".to_owned(),
            cpu: Some(case.mirt_seconds),
            cycles: Some(case.mirt_cycles),
            objective: Some(case.mirt_objective),
            ..Row::default()
        }));
    }
    if case.prior.is_some() {
        match Ours::run(model, None, &set.responses) {
            Ok(free) => {
                report.line(&free.line(&free.row("Thetis, no prior")));
                for program in ["mirt", "girth"] {
                    report.line(&free.line(&peer(case, set, python, program, None)));
                }
            }
            Err(error) => report.line(&format!("  Thetis, no prior: {error}")),
        }
    }
    if set.is_shared {
        let kept = if ours.time.cpu <= case.goal { "kept" } else { "MISSED" };
        let above = ours.objective() - case.mirt_objective;
        report.line(&format!("  goal: {} CPU s, {kept}; objective above R mirt's by {above:.4}", case.goal));
    }
    for (kind, name) in [(InformationKind::Oakes, "Oakes"), (InformationKind::CrossProduct, "cross-products")] {
        let (covariance, time) = cpu::time(|| ours.found.covariance(kind));
        report.line(&match covariance {
            Ok(_) => format!(
                "  standard errors of {} parameters by {name}: {:.3} CPU s, as much as {:.1} calibrations",
                ours.found.free.len(),
                time.cpu,
                time.cpu / ours.time.cpu
            ),
            Err(error) => format!("  standard errors by {name}: {error}"),
        });
    }
}

impl Ours {
    /// The fastest of some runs.
    fn run(model: Model, prior: AsymptotePrior, responses: &Responses) -> Result<Self, CalibrationError> {
        let specification = specification(model, prior, responses);
        let options = Options { tolerance: TOLERANCE, ..Options::default() };
        let (found, mut least) = cpu::time(|| calibrate(responses, &specification, &options));
        let found = found?;
        for _ in 1..RUNS {
            let (_, time) = cpu::time(|| calibrate(responses, &specification, &options));
            least = cpu::Time { cpu: least.cpu.min(time.cpu), wall: least.wall.min(time.wall) };
        }
        Ok(Self { found, time: least })
    }

    fn objective(&self) -> f64 {
        self.found.log_likelihood + self.found.log_prior
    }

    fn row(&self, program: &str) -> Row {
        Row {
            program: program.to_owned(),
            cpu: Some(self.time.cpu),
            wall: Some(self.time.wall),
            cycles: Some(self.found.cycles),
            objective: Some(self.objective()),
            reported: None,
            note: if self.found.converged() { String::new() } else { "NOT CONVERGED".to_owned() },
        }
    }

    /// A row with its differences from ours.
    fn line(&self, row: &Row) -> String {
        let number = |value: Option<f64>, width: usize, digits: usize| {
            value.map_or(format!("{:>width$}", "–"), |value| format!("{value:>width$.digits$}"))
        };
        let line = format!(
            "  {:34} {} {} {:>6} {} {} {} {}  {}",
            row.program,
            number(row.cpu, 8, 3),
            number(row.wall, 8, 3),
            row.cycles.map_or("–".to_owned(), |cycles| cycles.to_string()),
            number(row.objective, 18, 4),
            number(row.objective.map(|objective| self.objective() - objective), 14, 4),
            number(row.reported, 18, 4),
            number(row.cpu.map(|seconds| seconds / self.time.cpu), 8, 1),
            row.note,
        );
        line.trim_end().to_owned()
    }
}

fn specification(model: Model, prior: AsymptotePrior, responses: &Responses) -> Specification {
    let specification = Specification::uniform(model, responses);
    match prior {
        Some((mean, sd)) => specification.with_asymptote_prior(mean, sd),
        None => specification,
    }
}

/// One package's row, or why there is none.
fn peer(case: &Case, set: &Set, python: Option<&Python>, program: &str, prior: AsymptotePrior) -> Row {
    let (model, runs) = (case.design.model, case.peer_runs);
    let without = if case.prior.is_some() && prior.is_none() { ", no prior" } else { "" };
    let nothing = |version: &str, note: String| Row {
        program: format!("PyPI {program}{version}{without}"),
        note,
        ..Row::default()
    };
    let Some(python) = python else {
        return nothing("", "not run: no Python with the packages".to_owned());
    };
    let question =
        Question { program, file: &set.file, model: model.name(), nodes: NODES, tolerance: TOLERANCE, prior, runs };
    let answer = match python.ask(&question) {
        Ok(answer) => answer,
        Err(error) => return nothing("", error),
    };
    let version = format!(" {}", answer.version);
    match answer.outcome {
        Outcome::Failed { error } => nothing(&version, format!("not run: {error}")),
        Outcome::Found(Found { cpu, wall, cycles, log_likelihood, items, note }) => Row {
            cpu: Some(cpu),
            wall: Some(wall),
            cycles,
            objective: objective(model, prior, &set.responses, &items),
            reported: log_likelihood,
            ..nothing(&version, note.unwrap_or_default())
        },
    }
}

/// Log-likelihood and log prior of another program's estimates, by our engine over all nodes.
fn objective(model: Model, prior: AsymptotePrior, responses: &Responses, items: &[PeerItem]) -> Option<f64> {
    /// An asymptote of 0 has no logit.
    const LEAST: f64 = 1e-12;
    let logit = |c: f64| (c.max(LEAST) / (1.0 - c)).ln();
    let block = Block::new(&specification(model, prior, responses), responses).ok()?;
    let mut free = Vec::new();
    let mut log_prior = 0.0;
    for item in items {
        free.push(item.a);
        free.extend(item.b.iter().map(|b| -item.a * b));
        if model == Model::ThreeParameter {
            free.push(logit(item.c));
        }
        if let Some((mean, sd)) = prior {
            let z = (logit(item.c) - mean) / sd;
            log_prior -= 0.5 * z * z + (sd * std::f64::consts::TAU.sqrt()).ln();
        }
    }
    (free.len() == block.start().len()).then(|| block.sums(&free).log_likelihood + log_prior)
}
