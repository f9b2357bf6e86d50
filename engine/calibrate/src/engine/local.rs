//! Persons in this process: the engine that all calibrations run on unless told otherwise.

use rayon::prelude::*;

use crate::covariance::{self, InformationKind};
use crate::data::{Extent, Responses};
use crate::error::CalibrationError;
use crate::estep::{self, Curves, Layout, Persons, Sums, Tables};
use crate::passes::{Engine, Task};
use crate::problem::Problem;
use crate::simd::{LANE, Pool};

/// Encoded persons, with the layout of the tables that they point into.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub(crate) layout: Layout,
    pub(crate) persons: Persons,
    pool: Pool,
}

impl Local {
    /// Encode these persons. The problem is told of which rows belong to which specific dimension.
    pub(crate) fn new(problem: &mut Problem, extent: &Extent, responses: &Responses) -> Self {
        let mut local = Self::empty(problem, extent);
        local.persons = Persons::new(&local.layout, responses, problem.grid.stride / LANE);
        local
    }

    /// Nobody yet, of a data set of this extent.
    pub(crate) fn empty(problem: &mut Problem, extent: &Extent) -> Self {
        let layout = Layout::new(problem, extent);
        if let Some(reduction) = &mut problem.reduction {
            reduction.of_row = layout.factor_of_rows(&reduction.of_item);
        }
        Self { layout, persons: Persons::empty(), pool: Pool::default() }
    }

    /// The table of rows at these parameters.
    pub(crate) fn tables(&self, problem: &Problem, curves: &Curves) -> Tables {
        Tables::new(problem, &self.layout, curves, &self.pool)
    }

    /// What an entry of the persons answered: its group, and instances with categories.
    pub(crate) fn answers(&self, entry: usize) -> (usize, Vec<(usize, usize)>) {
        let rows = self.persons.rows(entry);
        let group = rows[0] as usize;
        (group, rows[1..].iter().flat_map(|row| self.layout.answers(*row as usize)).collect())
    }

    /// Expected counts of all persons.
    pub(crate) fn expect(&self, task: &Task<'_>) -> Sums {
        let problem = task.problem;
        let tables = self.tables(problem, &task.curves);
        let Self { layout, persons, pool, .. } = self;
        let sums = match &problem.reduction {
            Some(reduction) => estep::reduced_expectation(problem, reduction, layout, &tables, persons, pool),
            None => estep::expectation(problem, layout, &tables, persons, task.range, pool),
        };
        self.pool.give_back(tables.table);
        sums
    }

    /// What all persons add to the information about the free parameters, lower triangle row by row.
    pub(crate) fn add_up(&self, task: &Task<'_>, kind: InformationKind) -> Vec<f64> {
        covariance::of_persons(task.problem, self, &task.full, &task.curves, kind)
    }
}

impl Engine for Local {
    fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError> {
        Ok(self.expect(task))
    }

    fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError> {
        Ok(self.add_up(task, kind))
    }

    fn locate(&mut self, task: &Task<'_>) -> Result<(), CalibrationError> {
        if task.problem.reduction.is_none() {
            let tables = self.tables(task.problem, &task.curves);
            estep::locate(&tables, &mut self.persons);
            self.pool.give_back(tables.table);
        }
        Ok(())
    }

    fn is_stale(&self, sums: &Sums) -> bool {
        sums.widened * 50 > self.persons.len()
    }
}

/// As the persons themselves, but that they stay where they are.
impl Engine for &Local {
    fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError> {
        Ok(self.expect(task))
    }

    fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError> {
        Ok(self.add_up(task, kind))
    }

    fn all_sums(&mut self, tasks: &[Task<'_>]) -> Result<Vec<Sums>, CalibrationError> {
        Ok(tasks.par_iter().map(|task| self.expect(task)).collect())
    }
}
