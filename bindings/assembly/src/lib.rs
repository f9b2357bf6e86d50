//! Shadow-test assembly for browsers: `thetis-assembly` behind two plain exports.
//!
//! All input and output goes through one list of numbers, the exchange: ask for room with `exchange`, write the
//! problem as [`thetis_assembly::Problem::from_words`] reads it, call `assemble`, and read the reply where it
//! points to: the number of items, the items, ascending, the sum of their values, and what no test's sum
//! exceeds. If there are no such items, the reply is one number: −1 if no test satisfies the constraints, −2 if
//! the list makes no problem, −3 if the solver gave up.

use thetis_assembly::AssemblyError;
use thetis_runtime::exchange_list;

/// No test satisfies the constraints.
const INFEASIBLE: f64 = -1.0;
/// The list makes no problem.
const MALFORMED: f64 = -2.0;
/// The solver gave up.
const UNSOLVED: f64 = -3.0;

/// Assembles the best test for the problem of so many numbers in the exchange; returns where the reply begins.
#[unsafe(no_mangle)]
extern "C" fn assemble(count: usize) -> *const f64 {
    let list = exchange_list();
    let reply = reply(&list[..count.min(list.len())]);
    *list = reply;
    list.as_ptr()
}

/// What is written for a problem: the number of items, the items, the objective and its bound; or the number of
/// what is the matter.
#[must_use]
pub fn reply(problem: &[f64]) -> Vec<f64> {
    let report = match thetis_assembly::assemble_with_report(problem) {
        Ok(report) => report,
        Err(AssemblyError::Solver) => return vec![UNSOLVED],
        Err(_) => return vec![MALFORMED],
    };
    let Some(items) = report.items else { return vec![INFEASIBLE] };
    let mut reply = vec![items.len() as f64];
    reply.extend(items.into_iter().map(f64::from));
    reply.extend([report.objective, report.bound]);
    reply
}
