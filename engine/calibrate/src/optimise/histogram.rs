//! EM and SQUAREM for item parameters and the weights of an empirical histogram together.

use super::{Continue, Cycle, Ending, Options, Search};
use crate::engine::{Evaluation, Evaluator};
use crate::error::CalibrationError;
use crate::histogram::Histogram;
use crate::passes::Engine;

/// Weights have converged when their step raises the log-likelihood by less: they themselves would go on changing for
/// thousands of cycles, to and fro between neighbouring nodes, without effect on the items.
const SMALL_GAIN: f64 = 1e-3;
/// The same a person.
const SMALL_GAIN_A_PERSON: f64 = 1e-7;

/// Where the search is.
#[derive(Clone)]
struct State {
    free: Vec<f64>,
    log_weights: Vec<f64>,
}

pub(super) fn run(
    evaluator: &mut Evaluator,
    engine: &mut dyn Engine,
    start: Vec<f64>,
    options: &Options,
    squared: bool,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Result<Search, CalibrationError> {
    let log_weights = histogram(evaluator).log_weights.clone();
    let mut state = State { free: start, log_weights };
    let mut cycles = 0;
    loop {
        let at = evaluate(evaluator, engine, &state)?;
        cycles += 1;
        let next = maximise(evaluator, &state, &at);
        let change = evaluator.problem.bounds.largest_change(&state.free, &difference(&next.free, &state.free));
        let gain = gain(&state, &next, &at.sums.density);
        let cycle = Cycle::at(cycles, &at, change);
        let done = |evaluator: &mut Evaluator, state: State, ending| {
            histogram_mut(evaluator).log_weights = state.log_weights;
            Search { free: state.free, cycles, ending, largest_change: change }
        };
        if progress(cycle) == Continue::No {
            return Ok(done(evaluator, state, Ending::Cancelled));
        }
        if change < options.tolerance && gain < SMALL_GAIN.max(SMALL_GAIN_A_PERSON * at.sums.weight) {
            return Ok(done(evaluator, next, Ending::Converged));
        }
        if cycles >= options.cycles {
            return Ok(done(evaluator, next, Ending::CyclesUsed));
        }
        if engine.is_stale(&at.sums) {
            histogram_mut(evaluator).log_weights.clone_from(&next.log_weights);
            evaluator.locate(engine, &next.free)?;
        }
        state = if squared { extrapolate(evaluator, engine, (&state, &at), next, &mut cycles)? } else { next };
    }
}

fn histogram(evaluator: &Evaluator) -> &Histogram {
    evaluator.problem.histogram.as_ref().expect("this search is for histograms")
}

fn histogram_mut(evaluator: &mut Evaluator) -> &mut Histogram {
    evaluator.problem.histogram.as_mut().expect("this search is for histograms")
}

fn evaluate(evaluator: &mut Evaluator, engine: &mut dyn Engine, state: &State) -> Result<Evaluation, CalibrationError> {
    histogram_mut(evaluator).log_weights.clone_from(&state.log_weights);
    evaluator.evaluate(engine, &state.free)
}

/// One EM step.
fn maximise(evaluator: &Evaluator, state: &State, at: &Evaluation) -> State {
    State {
        free: evaluator.maximise(&state.free, &at.sums),
        log_weights: histogram(evaluator).maximise(&at.sums.density, &evaluator.problem.grid),
    }
}

/// From two EM steps to where the sequence seems to go (Varadhan & Roland 2008, scheme S3); EM's own point if that is
/// no better than where we began. Lengths are those of the Fisher metric for weights: `Σ w (Δ ln w)²`.
fn extrapolate(
    evaluator: &mut Evaluator,
    engine: &mut dyn Engine,
    (state, at): (&State, &Evaluation),
    once: State,
    cycles: &mut u32,
) -> Result<State, CalibrationError> {
    let at_once = evaluate(evaluator, engine, &once)?;
    *cycles += 1;
    let twice = maximise(evaluator, &once, &at_once);
    let first = (difference(&once.free, &state.free), difference(&once.log_weights, &state.log_weights));
    let after = (difference(&twice.free, &once.free), difference(&twice.log_weights, &once.log_weights));
    let second = (difference(&after.0, &first.0), difference(&after.1, &first.1));
    let length = |(free, logs): &(Vec<f64>, Vec<f64>)| -> f64 {
        let weighted = logs.iter().zip(&state.log_weights).map(|(change, log)| libm::exp(*log) * change * change);
        (free.iter().map(|x| x * x).sum::<f64>() + weighted.sum::<f64>()).sqrt()
    };
    let step = -length(&first) / length(&second);
    // Written so that NaN is refused.
    if !(step < -1.0 && step.is_finite()) {
        return Ok(twice);
    }
    let jump = |from: &[f64], first: &[f64], second: &[f64]| -> Vec<f64> {
        let terms = from.iter().zip(first).zip(second);
        terms.map(|((x, first), second)| x - 2.0 * step * first + step * step * second).collect()
    };
    let mut free = jump(&state.free, &first.0, &second.0);
    evaluator.problem.bounds.project(&mut free);
    let log_weights =
        histogram(evaluator).nearest(&jump(&state.log_weights, &first.1, &second.1), &evaluator.problem.grid);
    let Some(log_weights) = log_weights else { return Ok(twice) };
    if !evaluator.problem.is_sound(&evaluator.problem.free.expand(&free)) {
        return Ok(twice);
    }
    let jumped = State { free, log_weights };
    let at_jump = evaluate(evaluator, engine, &jumped)?;
    *cycles += 1;
    if at_jump.objective() >= at_once.objective().max(at.objective()) {
        Ok(maximise(evaluator, &jumped, &at_jump))
    } else {
        Ok(twice)
    }
}

/// What the step of the weights alone adds to the log-likelihood at least: `Σ n_q Δ ln w_q`.
fn gain(from: &State, to: &State, counts: &[f64]) -> f64 {
    let steps = from.log_weights.iter().zip(&to.log_weights);
    counts.iter().zip(steps).map(|(n, (from, to))| if *n > 0.0 { n * (to - from) } else { 0.0 }).sum()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}
