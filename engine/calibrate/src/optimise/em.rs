//! EM with full maximisation steps, and SQUAREM over it.

use super::{Continue, Cycle, Ending, Options, Search, norm};
use crate::engine::{Evaluation, Evaluator};
use crate::error::CalibrationError;
use crate::passes::Engine;

pub(super) fn run(
    evaluator: &mut Evaluator,
    engine: &mut dyn Engine,
    start: Vec<f64>,
    options: &Options,
    squared: bool,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Result<Search, CalibrationError> {
    let mut free = start;
    let mut cycles = 0;
    loop {
        let at = evaluator.evaluate(engine, &free)?;
        cycles += 1;
        let next = evaluator.maximise(&free, &at.sums);
        let first = difference(&next, &free);
        let change = evaluator.problem.bounds.largest_change(&free, &first);
        let cycle = Cycle::at(cycles, &at, change);
        let done = |free, ending| Search { free, cycles, ending, largest_change: change };
        if progress(cycle) == Continue::No {
            return Ok(done(free, Ending::Cancelled));
        }
        if change < options.tolerance {
            return Ok(done(next, Ending::Converged));
        }
        if cycles >= options.cycles {
            return Ok(done(next, Ending::CyclesUsed));
        }
        if engine.is_stale(&at.sums) {
            evaluator.locate(engine, &next)?;
        }
        free = if squared { extrapolate(evaluator, engine, (&free, &at), (next, &first), &mut cycles)? } else { next };
    }
}

/// From two EM steps, of which `once` is the first and `first` its change, to where the sequence seems to go; EM's own point if that is no better than where we began.
fn extrapolate(
    evaluator: &Evaluator,
    engine: &mut dyn Engine,
    (free, at): (&[f64], &Evaluation),
    (once, first): (Vec<f64>, &[f64]),
    cycles: &mut u32,
) -> Result<Vec<f64>, CalibrationError> {
    let at_once = evaluator.evaluate(engine, &once)?;
    *cycles += 1;
    let twice = evaluator.maximise(&once, &at_once.sums);
    let second = difference(&difference(&twice, &once), first);
    if norm(&second) <= 0.0 {
        return Ok(twice);
    }
    let length = -norm(first) / norm(&second);
    if length >= -1.0 {
        return Ok(twice);
    }
    let mut jump: Vec<f64> =
        (0..free.len()).map(|i| free[i] - 2.0 * length * first[i] + length * length * second[i]).collect();
    evaluator.problem.bounds.project(&mut jump);
    if !evaluator.problem.is_sound(&evaluator.problem.free.expand(&jump)) {
        return Ok(twice);
    }
    let at_jump = evaluator.evaluate(engine, &jump)?;
    *cycles += 1;
    // Written so that NaN is refused.
    if at_jump.objective() >= at_once.objective().max(at.objective()) {
        Ok(evaluator.maximise(&jump, &at_jump.sums))
    } else {
        Ok(twice)
    }
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}
