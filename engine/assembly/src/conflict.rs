//! Which parts of an infeasible problem contradict each other.

use crate::error::AssemblyError;
use crate::problem::{Part, Problem};
use crate::search;

impl Problem {
    /// Parts that no test satisfies together, such that without any one of them some test would satisfy the
    /// others; `None` if the problem has a test. Which items must be in or out of the test always holds.
    ///
    /// There may be other such sets of parts: once this one is mended, ask again. Found by the deletion filter
    /// (Chinneck & Dravnieks 1991): each part is left out in turn, and for good if the rest is still
    /// infeasible. It takes a solution for every part of the problem.
    ///
    /// ```
    /// use thetis_assembly::{Limit, Part, Problem, State};
    ///
    /// let problem = Problem {
    ///     length: 2,
    ///     values: vec![1.0; 4],
    ///     states: vec![State::Free; 4],
    ///     constraints: vec![
    ///         Limit { min: 1, max: 2, items: vec![0, 1] },
    ///         Limit { min: 2, max: 2, items: vec![2, 3] },
    ///     ],
    ///     sets: vec![],
    ///     sets_min: 0,
    ///     sets_max: 0,
    /// };
    /// let all = vec![Part::Length, Part::Constraint(0), Part::Constraint(1)];
    /// assert_eq!(problem.conflict()?, Some(all));
    /// # Ok::<(), thetis_assembly::AssemblyError>(())
    /// ```
    ///
    /// # Errors
    /// Every [`AssemblyError`] but those of lists of numbers.
    pub fn conflict(&self) -> Result<Option<Vec<Part>>, AssemblyError> {
        self.check()?;
        let mut parts = self.parts();
        if self.feasible(&parts)? {
            return Ok(None);
        }
        let mut at = 0;
        while at < parts.len() {
            let part = parts.remove(at);
            if self.feasible(&parts)? {
                parts.insert(at, part);
                at += 1;
            }
        }
        Ok(Some(parts))
    }

    /// Whether some test satisfies these parts.
    fn feasible(&self, parts: &[Part]) -> Result<bool, AssemblyError> {
        let program = self.program(&|part| parts.binary_search(&part).is_ok());
        let Some(reduced) = program.reduce(self.fixed()) else { return Ok(false) };
        Ok(search::solve(&reduced.program)?.solution.is_some())
    }
}
