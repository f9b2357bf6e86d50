//! Limited-memory BFGS, preconditioned by the complete-data information (Nocedal & Wright 2006, algorithm 7.4).

use std::collections::VecDeque;

use super::{Continue, Cycle, Ending, Options, Search, norm};
use crate::engine::{Evaluation, Evaluator};
use crate::error::CalibrationError;
use crate::passes::Engine;

/// Pairs of steps and gradient changes kept.
const MEMORY: usize = 30;
/// No parameter but an asymptote, of which its bounds take care, moves further in one step.
const LONGEST: f64 = 1.0;
/// Part of the promised rise a step must bring.
const ARMIJO: f64 = 1e-4;
/// A step is halved so often at most.
const HALVINGS: u32 = 30;

/// A step taken and what it did to the gradient (of minus the objective).
struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    curvature: f64,
}

pub(super) fn run(
    evaluator: &mut Evaluator,
    engine: &mut dyn Engine,
    start: Vec<f64>,
    options: &Options,
    progress: &mut dyn FnMut(Cycle) -> Continue,
) -> Result<Search, CalibrationError> {
    let mut free = start;
    let mut at = evaluator.evaluate(engine, &free)?;
    let mut cycles = 1;
    let mut pairs: VecDeque<Pair> = VecDeque::new();
    // Asymptotes that were once better off away from their bounds go there by usual steps only.
    let mut wary: Vec<usize> = Vec::new();
    loop {
        if cycles < options.cycles {
            cycles += leap(evaluator, engine, (&mut free, &mut at), &mut wary)?;
        }
        let em_step = at.information.solve(&at.gradient);
        let bounds = &evaluator.problem.bounds;
        confine(&mut pairs, &at.held);
        let mut step = direction(&at, &pairs);
        if dot(&step, &at.gradient) <= 0.0 {
            pairs.clear();
            step.clone_from(&em_step);
        }
        let change = bounds.largest_change(&free, &step).max(bounds.largest_change(&free, &em_step));
        let norm = norm(&at.gradient);
        let cycle = Cycle { cycle: cycles, objective: at.objective(), largest_change: change, gradient_norm: norm };
        let goes_on = progress(cycle) == Continue::Yes;
        let so_far = cycles;
        let done = |free, ending| Search { free, cycles: so_far, ending, largest_change: change };
        if !goes_on {
            return Ok(done(free, Ending::Cancelled));
        }
        if change < options.tolerance {
            // The last step costs nothing, and is right to second order.
            let mut last: Vec<f64> = free.iter().zip(&step).map(|(x, step)| x + step).collect();
            bounds.project(&mut last);
            let sound = evaluator.problem.is_sound(&evaluator.problem.free.expand(&last));
            return Ok(done(if sound { last } else { free }, Ending::Converged));
        }
        if cycles >= options.cycles {
            return Ok(done(free, Ending::CyclesUsed));
        }
        if engine.is_stale(&at.sums) {
            evaluator.locate(engine, &free)?;
        }
        let bounds = &evaluator.problem.bounds;
        bounds.shorten(&free, &at.gradient, &mut step);
        let longest = bounds.largest_of_others(&step);
        if longest > LONGEST {
            step.iter_mut().for_each(|value| *value *= LONGEST / longest);
        }
        let Some((next, next_at)) = line_search(evaluator, engine, (&free, &at), &step, &mut cycles)? else {
            if pairs.is_empty() {
                return Ok(done(free, Ending::Stalled));
            }
            pairs.clear();
            continue;
        };
        let moved: Vec<f64> = next.iter().zip(&free).map(|(new, old)| new - old).collect();
        let turned: Vec<f64> = at.gradient.iter().zip(&next_at.gradient).map(|(old, new)| old - new).collect();
        let curvature = dot(&moved, &turned);
        let pair = Pair { step: moved, change: turned, curvature };
        if is_convex(&pair) {
            if pairs.len() == MEMORY {
                pairs.pop_front();
            }
            pairs.push_back(pair);
        }
        (free, at) = (next, next_at);
    }
}

/// Put asymptotes that rush to their bounds there at once, if that lowers nothing: their logits' steps, ever longer, would
/// spoil the others'. Expectation steps done.
fn leap(
    evaluator: &Evaluator,
    engine: &mut dyn Engine,
    (free, at): (&mut Vec<f64>, &mut Evaluation),
    wary: &mut Vec<usize>,
) -> Result<u32, CalibrationError> {
    let bounds = &evaluator.problem.bounds;
    let mut places = bounds.leaping(free, &at.gradient, &at.information.diagonal());
    places.retain(|place| !wary.contains(place));
    let next = bounds.with(free, &places);
    if places.is_empty() || !evaluator.problem.is_sound(&evaluator.problem.free.expand(&next)) {
        return Ok(0);
    }
    let next_at = evaluator.evaluate(engine, &next)?;
    wary.extend(&places);
    if next_at.objective() >= at.objective() {
        (*free, *at) = (next, next_at);
    }
    Ok(1)
}

/// Go along `step` until the objective rises enough.
fn line_search(
    evaluator: &Evaluator,
    engine: &mut dyn Engine,
    (free, at): (&[f64], &Evaluation),
    step: &[f64],
    cycles: &mut u32,
) -> Result<Option<(Vec<f64>, Evaluation)>, CalibrationError> {
    let promised = dot(step, &at.gradient);
    // Sums of so many logarithms are not more exact.
    let rounding = 1e-13 * at.objective().abs();
    let mut scale = 1.0;
    for _ in 0..HALVINGS {
        let mut next: Vec<f64> = free.iter().zip(step).map(|(x, step)| x + scale * step).collect();
        evaluator.problem.bounds.project(&mut next);
        if evaluator.problem.is_sound(&evaluator.problem.free.expand(&next)) {
            let next_at = evaluator.evaluate(engine, &next)?;
            *cycles += 1;
            let rise = next_at.objective() - at.objective();
            if rise >= ARMIJO * scale * promised - rounding {
                return Ok(Some((next, next_at)));
            }
            // The maximum of the parabola through what is known, if it lies within reason.
            let curve = 2.0 * (scale * promised - rise);
            let best = if rise.is_finite() { scale * scale * promised / curve } else { 0.0 };
            scale = best.clamp(0.1 * scale, 0.5 * scale);
        } else {
            scale *= 0.5;
        }
    }
    Ok(None)
}

/// The quasi-Newton direction: two loops over the pairs with the complete-data information between.
fn direction(at: &Evaluation, pairs: &VecDeque<Pair>) -> Vec<f64> {
    let mut q = at.gradient.clone();
    let mut alphas = Vec::with_capacity(pairs.len());
    for pair in pairs.iter().rev() {
        let alpha = dot(&pair.step, &q) / pair.curvature;
        q.iter_mut().zip(&pair.change).for_each(|(q, change)| *q -= alpha * change);
        alphas.push(alpha);
    }
    let mut step = at.information.solve(&q);
    for (pair, alpha) in pairs.iter().zip(alphas.iter().rev()) {
        let beta = dot(&pair.change, &step) / pair.curvature;
        step.iter_mut().zip(&pair.step).for_each(|(step, pair)| *step += (alpha - beta) * pair);
    }
    step
}

/// Take parameters that are held out of the pairs.
fn confine(pairs: &mut VecDeque<Pair>, held: &[usize]) {
    if held.is_empty() {
        return;
    }
    for pair in pairs.iter_mut() {
        for place in held {
            pair.step[*place] = 0.0;
            pair.change[*place] = 0.0;
        }
        pair.curvature = dot(&pair.step, &pair.change);
    }
    pairs.retain(is_convex);
}

/// Whether the gradient fell along the step by more than rounding makes it.
fn is_convex(pair: &Pair) -> bool {
    pair.curvature > 1e-10 * norm(&pair.step) * norm(&pair.change)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
