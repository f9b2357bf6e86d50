//! The best test that satisfies every constraint.
//!
//! A shadow test is the whole rest of an adaptive test, chosen anew after every answer: of all tests that
//! contain the items asked so far and satisfy every constraint, the one with the most information at the
//! current estimate (van der Linden & Reese 1998; van der Linden 2005). The next item comes out of it, so the
//! test as a whole satisfies every constraint whatever the answers are.
//!
//! [`Problem::assemble`] solves the mixed-integer program to proven optimality; [`Problem::conflict`] names the
//! constraints that contradict each other if there is no such test. [`assemble`] does the former on a list of
//! numbers ([`Problem::from_words`]), which is how the WebAssembly module is called.
//!
//! # How
//!
//! What the constraints decide by themselves is fixed, then the linear relaxation prices every item by what it
//! would cost at least to have it in the test or not, and the mixed-integer solver, microlp, decides about the
//! few of low price. The bound of the relaxation proves the others right, or has the solver decide about more
//! of them. Everything a proof rests on is the solver's work, arithmetic on whole numbers, or a sum whose
//! rounding is bounded.
//!
//! # Determinism
//!
//! The result depends on the problem alone: there is no clock, no randomness and no state kept from one problem
//! to the next, and nothing but the operations of IEEE 754 that give the same bits on every machine. Where two
//! tests are worth the same, the rules of this arithmetic decide; of items alike in everything the first are
//! taken.

#![forbid(unsafe_code)]

mod alike;
mod bound;
mod conflict;
mod error;
mod exact;
mod problem;
mod program;
mod relaxation;
mod search;
mod words;

pub use error::AssemblyError;
pub use problem::{ItemSet, Limit, Part, Problem, State};

/// What was found, and how good it is proven to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The items of the best test, ascending; `None` if no test satisfies the constraints.
    pub items: Option<Vec<u32>>,
    /// The sum of their values; minus infinity if there is no test.
    pub objective: f64,
    /// No test is worth more than this.
    pub bound: f64,
    /// Linear programs solved, or nodes of the branch and bound trees; 0 if the constraints left no choice.
    pub nodes: u64,
}

impl Report {
    /// How much better another test could be at most, as a share of the objective; 0 if there is none.
    #[must_use]
    pub fn gap(&self) -> f64 {
        if self.items.is_some() && self.objective > 0.0 { (self.bound - self.objective) / self.objective } else { 0.0 }
    }
}

impl Problem {
    /// The best test, proven to be so.
    ///
    /// # Errors
    /// Every [`AssemblyError`] but those of lists of numbers.
    pub fn assemble(&self) -> Result<Report, AssemblyError> {
        self.check()?;
        self.solve()
    }

    fn solve(&self) -> Result<Report, AssemblyError> {
        let none = |nodes| Report { items: None, objective: f64::NEG_INFINITY, bound: f64::NEG_INFINITY, nodes };
        let program = self.program(&|_| true);
        let Some(reduced) = program.reduce(self.fixed()) else { return Ok(none(0)) };
        let best = search::solve(&reduced.program)?;
        let Some(solution) = best.solution else { return Ok(none(best.nodes)) };
        let beyond = best.bound - reduced.program.objective(&solution);
        let whole = reduced.complete(&solution);
        let objective = program.objective(&whole);
        let items = (0..self.values.len() as u32).filter(|item| whole[*item as usize]).collect();
        Ok(Report { items: Some(items), objective, bound: objective + beyond.max(0.0), nodes: best.nodes })
    }
}

/// The items of the best test, ascending, for a problem as a list of numbers; `None` if no test satisfies the
/// constraints.
///
/// ```
/// // Four items, a test of two; at most one of the first two.
/// let problem = [4.0, 2.0, 0.9, 0.0, 0.8, 0.0, 0.3, 0.0, 0.5, 0.0, 1.0, 0.0, 1.0, 2.0, 0.0, 1.0, 0.0, 0.0,
/// 0.0]; assert_eq!(thetis_assembly::assemble(&problem)?, Some(vec![0, 3]));
/// # Ok::<(), thetis_assembly::AssemblyError>(())
/// ```
///
/// # Errors
/// Every [`AssemblyError`].
pub fn assemble(problem: &[f64]) -> Result<Option<Vec<u32>>, AssemblyError> {
    Ok(assemble_with_report(problem)?.items)
}

/// As [`assemble`], with the proof's numbers.
///
/// # Errors
/// Every [`AssemblyError`].
pub fn assemble_with_report(problem: &[f64]) -> Result<Report, AssemblyError> {
    Problem::from_words(problem)?.solve()
}

/// Parts of an infeasible problem that contradict each other; see [`Problem::conflict`].
///
/// # Errors
/// Every [`AssemblyError`].
pub fn conflict(problem: &[f64]) -> Result<Option<Vec<Part>>, AssemblyError> {
    Problem::from_words(problem)?.conflict()
}
