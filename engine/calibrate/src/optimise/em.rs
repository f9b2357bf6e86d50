//! EM with full maximisation steps, and SQUAREM over it.

use super::{Continue, Cycle, Ending, Options, Search, are_stale, norm};
use crate::engine::{Engine, Evaluation};

pub(super) fn run(
    engine: &mut Engine,
    start: Vec<f64>,
    options: &Options,
    squared: bool,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Search {
    let mut free = start;
    let mut cycles = 0;
    loop {
        let at = engine.evaluate(&free);
        cycles += 1;
        let next = engine.maximise(&free, &at.sums);
        let first = difference(&next, &free);
        let change = engine.problem.bounds.largest_change(&free, &first);
        let cycle = Cycle::at(cycles, &at, change);
        let done = |free, ending| Search { free, cycles, ending, largest_change: change };
        if progress(cycle) == Continue::No {
            return done(free, Ending::Cancelled);
        }
        if change < options.tolerance {
            return done(next, Ending::Converged);
        }
        if cycles >= options.cycles {
            return done(next, Ending::CyclesUsed);
        }
        if are_stale(engine, at.sums.widened) {
            engine.locate(&next);
        }
        free = if squared { extrapolate(engine, &free, &first, next, &at, &mut cycles) } else { next };
    }
}

/// From two EM steps to where the sequence seems to go; EM's own point if that is no better than where we began.
fn extrapolate(
    engine: &Engine,
    free: &[f64],
    first: &[f64],
    once: Vec<f64>,
    at: &Evaluation,
    cycles: &mut u32,
) -> Vec<f64> {
    let at_once = engine.evaluate(&once);
    *cycles += 1;
    let twice = engine.maximise(&once, &at_once.sums);
    let second = difference(&difference(&twice, &once), first);
    if norm(&second) <= 0.0 {
        return twice;
    }
    let length = -norm(first) / norm(&second);
    if length >= -1.0 {
        return twice;
    }
    let mut jump: Vec<f64> =
        (0..free.len()).map(|i| free[i] - 2.0 * length * first[i] + length * length * second[i]).collect();
    engine.problem.bounds.project(&mut jump);
    if !engine.problem.is_sound(&engine.problem.free.expand(&jump)) {
        return twice;
    }
    let at_jump = engine.evaluate(&jump);
    *cycles += 1;
    // Written so that NaN is refused.
    if at_jump.objective() >= at_once.objective().max(at.objective()) {
        engine.maximise(&jump, &at_jump.sums)
    } else {
        twice
    }
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}
