//! EM and SQUAREM for item parameters and the weights of an empirical histogram together.

use super::{Continue, Cycle, Ending, Options, Search, are_stale};
use crate::engine::{Engine, Evaluation};
use crate::histogram::Histogram;

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
    engine: &mut Engine,
    start: Vec<f64>,
    options: &Options,
    squared: bool,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Search {
    let log_weights = histogram(engine).log_weights.clone();
    let mut state = State { free: start, log_weights };
    let mut cycles = 0;
    loop {
        let at = evaluate(engine, &state);
        cycles += 1;
        let next = maximise(engine, &state, &at);
        let change = engine.problem.bounds.largest_change(&state.free, &difference(&next.free, &state.free));
        let gain = gain(&state, &next, &at.sums.density);
        let cycle = Cycle::at(cycles, &at, change);
        let done = |engine: &mut Engine, state: State, ending| {
            histogram_mut(engine).log_weights = state.log_weights;
            Search { free: state.free, cycles, ending, largest_change: change }
        };
        if progress(cycle) == Continue::No {
            return done(engine, state, Ending::Cancelled);
        }
        if change < options.tolerance && gain < SMALL_GAIN.max(SMALL_GAIN_A_PERSON * at.sums.weight) {
            return done(engine, next, Ending::Converged);
        }
        if cycles >= options.cycles {
            return done(engine, next, Ending::CyclesUsed);
        }
        if are_stale(engine, at.sums.widened) {
            histogram_mut(engine).log_weights.clone_from(&next.log_weights);
            engine.locate(&next.free);
        }
        state = if squared { extrapolate(engine, &state, next, &at, &mut cycles) } else { next };
    }
}

fn histogram(engine: &Engine) -> &Histogram {
    engine.problem.histogram.as_ref().expect("this search is for histograms")
}

fn histogram_mut(engine: &mut Engine) -> &mut Histogram {
    engine.problem.histogram.as_mut().expect("this search is for histograms")
}

fn evaluate(engine: &mut Engine, state: &State) -> Evaluation {
    histogram_mut(engine).log_weights.clone_from(&state.log_weights);
    engine.evaluate(&state.free)
}

/// One EM step.
fn maximise(engine: &Engine, state: &State, at: &Evaluation) -> State {
    State {
        free: engine.maximise(&state.free, &at.sums),
        log_weights: histogram(engine).maximise(&at.sums.density, &engine.problem.grid),
    }
}

/// From two EM steps to where the sequence seems to go (Varadhan & Roland 2008, scheme S3); EM's own point if that is
/// no better than where we began. Lengths are those of the Fisher metric for weights: `Σ w (Δ ln w)²`.
fn extrapolate(engine: &mut Engine, state: &State, once: State, at: &Evaluation, cycles: &mut u32) -> State {
    let at_once = evaluate(engine, &once);
    *cycles += 1;
    let twice = maximise(engine, &once, &at_once);
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
        return twice;
    }
    let jump = |from: &[f64], first: &[f64], second: &[f64]| -> Vec<f64> {
        let terms = from.iter().zip(first).zip(second);
        terms.map(|((x, first), second)| x - 2.0 * step * first + step * step * second).collect()
    };
    let mut free = jump(&state.free, &first.0, &second.0);
    engine.problem.bounds.project(&mut free);
    let log_weights = histogram(engine).nearest(&jump(&state.log_weights, &first.1, &second.1), &engine.problem.grid);
    let Some(log_weights) = log_weights else { return twice };
    if !engine.problem.is_sound(&engine.problem.free.expand(&free)) {
        return twice;
    }
    let jumped = State { free, log_weights };
    let at_jump = evaluate(engine, &jumped);
    *cycles += 1;
    if at_jump.objective() >= at_once.objective().max(at.objective()) {
        maximise(engine, &jumped, &at_jump)
    } else {
        twice
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
