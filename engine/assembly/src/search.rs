//! The best solution of a binary program, with the proof that it is.

use crate::alike;
use crate::bound::Bound;
use crate::error::AssemblyError;
use crate::exact;
use crate::program::Program;
use crate::relaxation::{Place, relax};

/// Columns the first exact problem has beside those that the relaxation leaves between zero and one.
const CORE: usize = 20;

/// What was found.
pub(crate) struct Best {
    /// `None` if there is no solution.
    pub(crate) solution: Option<Vec<bool>>,
    /// No solution is worth more than this.
    pub(crate) bound: f64,
    /// Nodes of all branch and bound trees.
    pub(crate) nodes: u64,
}

/// Solves a program by way of its core (Balas & Zemel 1980; Puchinger, Raidl & Pferschy 2010).
///
/// The relaxation prices every column by what a solution loses at least that has it otherwise than the
/// relaxation. The columns of lowest price, the core, are solved for exactly while the others stay as the
/// relaxation has them. The solution found proves that a column is right whose price is more than what the
/// solution falls short of the bound. As a rule that is every column outside the core, and the solution the
/// best; if not, the core is doubled.
///
/// # Errors
/// [`AssemblyError::Solver`].
pub(crate) fn solve(program: &Program) -> Result<Best, AssemblyError> {
    solve_from(program, CORE)
}

fn solve_from(program: &Program, core: usize) -> Result<Best, AssemblyError> {
    let relaxed = relax(program);
    if relaxed.infeasible {
        // As a rule there is no solution then, which is left to the exact solver to say.
        let exact = exact::solve(program, None)?;
        return Ok(finish(program, exact.solution, f64::INFINITY, exact.nodes));
    }
    let bound = Bound::new(program, &relaxed.multipliers);
    let basic = |column: usize| relaxed.place[column] == Place::Basic;
    let mut open: Vec<usize> = (0..program.columns()).collect();
    open.sort_by(|&a, &b| basic(b).cmp(&basic(a)).then(bound.price[a].total_cmp(&bound.price[b])).then(a.cmp(&b)));
    let mut size = core + open.iter().filter(|column| basic(**column)).count();
    let mut fixed: Vec<Option<bool>> = relaxed.place.iter().map(|place| Some(*place == Place::Upper)).collect();
    let mut incumbent: Option<Vec<bool>> = None;
    let mut nodes = 1;
    loop {
        size = size.min(open.len());
        let mut fixed_here = fixed.clone();
        for column in &open[..size] {
            fixed_here[*column] = None;
        }
        if let Some(reduced) = program.reduce(fixed_here) {
            let start = incumbent.as_ref().map(|incumbent| reduced.restrict(incumbent));
            let exact = exact::solve(&reduced.program, start.as_deref())?;
            nodes += exact.nodes;
            if let Some(solution) = exact.solution {
                let solution = reduced.complete(&solution);
                if incumbent.as_ref().is_none_or(|best| program.objective(&solution) > program.objective(best)) {
                    incumbent = Some(solution);
                }
            }
        }
        if size == open.len() {
            return Ok(finish(program, incumbent, bound.total, nodes));
        }
        if let Some(incumbent) = &incumbent {
            let worth = program.objective(incumbent);
            if open[size..].iter().all(|column| bound.total - bound.price[*column] < worth) {
                return Ok(finish(program, Some(incumbent.clone()), bound.total, nodes));
            }
            open.retain(|column| {
                let proven = bound.total - bound.price[*column] < worth;
                if proven {
                    fixed[*column] = Some(bound.side[*column]);
                }
                !proven
            });
        }
        size = 2 * size.max(1);
    }
}

fn finish(program: &Program, solution: Option<Vec<bool>>, bound: f64, nodes: u64) -> Best {
    let Some(mut solution) = solution else { return Best { solution: None, bound: f64::NEG_INFINITY, nodes } };
    alike::put_first(program, &mut solution);
    // The exact solver leaves no more than this undecided.
    let objective = program.objective(&solution);
    let decided = objective + exact::undecided(program, objective);
    Best { solution: Some(solution), bound: bound.min(decided), nodes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Row;

    /// Relative.
    const TOLERANCE: f64 = 1e-10;

    /// A linear congruential generator (Knuth's MMIX); its upper bits.
    fn below(state: &mut u64, end: u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % end
    }

    /// Rows about a random solution, so that it satisfies them; coefficients of one, and some of minus a few.
    fn program(state: &mut u64) -> Program {
        let columns = 20 + below(state, 40) as u32;
        let values = (0..columns).map(|_| below(state, 1_000) as f64 / 64.0).collect();
        let planted: Vec<bool> = (0..columns).map(|_| below(state, 3) == 0).collect();
        let rows = (0..4 + below(state, 12)).map(|_| {
            let share = 2 + below(state, 4);
            let mut entries = Vec::new();
            for column in 0..columns {
                if below(state, share) == 0 {
                    let coefficient = if below(state, 15) == 0 { -(1.0 + below(state, 3) as f64) } else { 1.0 };
                    entries.push((column, coefficient));
                }
            }
            let sum: f64 = entries.iter().filter(|(column, _)| planted[*column as usize]).map(|(_, one)| one).sum();
            Row { low: sum - below(state, 2) as f64, high: sum + below(state, 2) as f64, entries }
        });
        let rows = rows.collect();
        Program { values, rows }
    }

    /// With no column in the core but those between zero and one, most cores do not suffice, and many have no
    /// solution.
    #[test]
    fn small_cores_lead_to_the_same_objective() {
        let mut state = 1;
        for number in 0..400 {
            let program = program(&mut state);
            let exact = exact::solve(&program, None).unwrap().solution.unwrap();
            for core in [0, 3, CORE] {
                let best = solve_from(&program, core).unwrap();
                let solution = best.solution.unwrap();
                assert!(program.satisfied_by(&solution), "program {number}, core {core}");
                let (found, expected) = (program.objective(&solution), program.objective(&exact));
                assert!((found - expected).abs() <= TOLERANCE * expected, "program {number}, core {core}");
                assert!(best.bound >= expected && best.bound - found <= 1e-9 * (1.0 + expected));
            }
        }
    }
}
