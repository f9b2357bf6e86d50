//! The mixed-integer solver: microlp's branch and bound.

use microlp::{ComparisonOp, Error, OptimizationDirection, SolutionStatus, SolveOptions};

use crate::error::AssemblyError;
use crate::program::Program;

/// The solver is given values up to 1,024 or a little more, for its tolerance of reduced costs, 1e-10, is
/// absolute.
const LARGEST: f64 = 1024.0;
/// What reduced costs may be wrong by, relative to the largest value.
const REDUCED_COST: f64 = 1e-10 / LARGEST;
/// A part of the tree that is better than the incumbent by a smaller share is left out; the solver's own
/// default is a thousand times more.
const PRUNE: f64 = 1e-12;

/// The best solution and the number of nodes its proof took.
pub(crate) struct Exact {
    pub(crate) solution: Option<Vec<bool>>,
    pub(crate) nodes: u64,
}

/// How much better than the solver's solution another could be, by its tolerances.
pub(crate) fn undecided(program: &Program, objective: f64) -> f64 {
    let largest = LARGEST * scale(program);
    program.columns() as f64 * REDUCED_COST * largest + PRUNE * objective.max(largest)
}

/// The power of two that takes the largest value to `LARGEST` or less than twice that; dividing by it loses
/// nothing.
fn scale(program: &Program) -> f64 {
    const EXPONENT: u64 = 0x7ff0_0000_0000_0000;
    let largest = program.values.iter().fold(0.0_f64, |most, value| value.max(most));
    let power = f64::from_bits(largest.to_bits() & EXPONENT) / LARGEST;
    if power > 0.0 { power } else { 1.0 }
}

/// Solves a program to proven optimality, or proves that it has no solution.
///
/// # Errors
/// [`AssemblyError::Solver`] if the solver could do neither.
pub(crate) fn solve(program: &Program, start: Option<&[bool]>) -> Result<Exact, AssemblyError> {
    if program.columns() == 0 {
        return Ok(Exact { solution: program.satisfied_by(&[]).then(Vec::new), nodes: 0 });
    }
    let scale = scale(program);
    let mut problem = microlp::Problem::new(OptimizationDirection::Maximize);
    let columns: Vec<_> = program.values.iter().map(|value| problem.add_binary_var(value / scale)).collect();
    for row in &program.rows {
        let mut least = 0.0;
        let mut most = 0.0;
        for (_, coefficient) in &row.entries {
            least += coefficient.min(0.0);
            most += coefficient.max(0.0);
        }
        let terms = || row.entries.iter().map(|(column, coefficient)| (columns[*column as usize], *coefficient));
        // A side that cannot be passed costs the solver a row for nothing.
        let (below, above) = (row.low > least, row.high < most);
        if below && above && row.low.total_cmp(&row.high).is_eq() {
            problem.add_constraint(terms(), ComparisonOp::Eq, row.low);
            continue;
        }
        if below {
            problem.add_constraint(terms(), ComparisonOp::Ge, row.low);
        }
        if above {
            problem.add_constraint(terms(), ComparisonOp::Le, row.high);
        }
    }
    let mut options = SolveOptions::default();
    options.tolerances.prune_epsilon = PRUNE;
    options.warm_start = start
        .map(|start| columns.iter().zip(start).map(|(column, taken)| (*column, f64::from(u8::from(*taken)))).collect());
    let solution = match problem
        .solve_with(options)
        .and_then(|outcome| outcome.into_solution().map_err(|_| Error::InternalError(String::new())))
    {
        Ok(solution) if solution.status() == SolutionStatus::Optimal => solution,
        Err(Error::Infeasible) => return Ok(Exact { solution: None, nodes: 1 }),
        _ => return Err(AssemblyError::Solver),
    };
    let nodes = solution.stats().nodes_solved + 1;
    let solution: Vec<bool> = columns.iter().map(|column| solution.var_value(*column) > 0.5).collect();
    if program.satisfied_by(&solution) {
        Ok(Exact { solution: Some(solution), nodes })
    } else {
        Err(AssemblyError::Solver)
    }
}
