//! Finding the maximum: plain EM, SQUAREM, or a quasi-Newton method that EM preconditions.

mod em;
mod histogram;
mod quasi_newton;

use crate::engine::{Evaluation, Evaluator};
use crate::error::CalibrationError;
use crate::passes::Engine;

/// How EM is sped up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Acceleration {
    /// Not at all: Bock & Aitkin's (1981) EM with a full maximisation step. The log-likelihood never falls.
    None,
    /// Squared extrapolation of EM (Varadhan & Roland 2008, scheme S3), undone where it would lower the
    /// log-likelihood.
    Squarem,
    /// Limited-memory BFGS on the exact gradient of the log-likelihood, which an expectation step gives (Fisher's
    /// identity), preconditioned by the complete-data information, so that its first step is EM's (Lange 1995). Steps
    /// that lower the log-likelihood are shortened. With a latent density other than the normal,
    /// [`Squarem`](Self::Squarem) is done instead.
    #[default]
    QuasiNewton,
}

/// When to stop, and how to get there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Cycles (expectation steps) at most.
    pub cycles: u32,
    /// Converged when the largest change of a parameter is below; of an asymptote without a prior the change of the
    /// probability, not of its logit. The weights of an empirical histogram have converged
    /// when their step raises the log-likelihood by less than 0.001 (and 1e-7 a person).
    pub tolerance: f64,
    /// How EM is sped up.
    pub acceleration: Acceleration,
}

impl Default for Options {
    /// 1,000 cycles, 1e-5, quasi-Newton.
    fn default() -> Self {
        Self { cycles: 1_000, tolerance: 1e-5, acceleration: Acceleration::QuasiNewton }
    }
}

/// Where the search is, after each expectation step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// Number of expectation steps so far.
    pub cycle: u32,
    /// Log-likelihood, with the logarithm of the prior density.
    pub objective: f64,
    /// Largest change of a parameter in the step to come; of an asymptote without a prior the change of the probability.
    pub largest_change: f64,
    /// Euclidean norm of the gradient.
    pub gradient_norm: f64,
}

impl Cycle {
    fn at(cycle: u32, at: &Evaluation, largest_change: f64) -> Self {
        Self { cycle, objective: at.objective(), largest_change, gradient_norm: norm(&at.gradient) }
    }
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continue {
    /// Go on.
    Yes,
    /// Stop with what there is.
    No,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The largest change fell below the tolerance.
    Converged,
    /// The cycles ran out.
    CyclesUsed,
    /// No step raises the log-likelihood any more, though the largest change is above the tolerance: the likelihood
    /// is flat to working precision.
    Stalled,
    /// The caller stopped it.
    Cancelled,
}

/// What came of a search.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub(crate) free: Vec<f64>,
    pub(crate) cycles: u32,
    pub(crate) ending: Ending,
    pub(crate) largest_change: f64,
}

/// Search from `start`. Windows are found first, and again when many persons have left theirs.
pub(crate) fn search(
    evaluator: &mut Evaluator,
    engine: &mut dyn Engine,
    mut start: Vec<f64>,
    options: &Options,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Result<Search, CalibrationError> {
    evaluator.problem.bounds.project(&mut start);
    evaluator.locate(engine, &start)?;
    let mut search = run(evaluator, engine, start, options, progress)?;
    let bounds = &evaluator.problem.bounds;
    if search.ending == Ending::Converged && !bounds.unsettled(&search.free, options.tolerance).is_empty() {
        let gradient = evaluator.gradient(engine, &search.free)?;
        bounds.settle(&mut search.free, &gradient, options.tolerance);
    }
    Ok(search)
}

fn run(
    evaluator: &mut Evaluator,
    engine: &mut dyn Engine,
    start: Vec<f64>,
    options: &Options,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Result<Search, CalibrationError> {
    if evaluator.problem.histogram.is_some() {
        return histogram::run(evaluator, engine, start, options, options.acceleration != Acceleration::None, progress);
    }
    match options.acceleration {
        Acceleration::None => em::run(evaluator, engine, start, options, false, progress),
        Acceleration::Squarem => em::run(evaluator, engine, start, options, true, progress),
        Acceleration::QuasiNewton => quasi_newton::run(evaluator, engine, start, options, progress),
    }
}

fn norm(list: &[f64]) -> f64 {
    list.iter().map(|value| value * value).sum::<f64>().sqrt()
}
