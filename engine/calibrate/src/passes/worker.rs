//! Whoever goes through rows of responses.

use std::sync::Arc;

use super::answer::{Answer, Body};
use super::coverage::Coverage;
use super::instructions::{Instructions, Prepared, What};
use super::row::RowError;
use crate::data::{MISSING, Tally};
use crate::estep::{Persons, Running};
use crate::simd::LANE;

/// Persons who are kept before they are summed over: enough that merging those who are alike pays.
const KEPT: usize = 32_768;

/// Goes through the rows of some of the persons and answers a task about them. It works on one thread.
///
/// A row without any response is counted by the [coverage](Coverage), and that is all: such a person says nothing.
#[derive(Debug)]
pub struct Worker {
    instructions: Arc<Instructions>,
    coverage: Coverage,
    state: State,
}

#[derive(Debug)]
enum State {
    Tally(Tally),
    Sums(Persons, Running),
    Information(Persons, Vec<f64>),
}

impl Worker {
    /// Begin.
    #[must_use]
    pub fn new(instructions: Arc<Instructions>) -> Self {
        let state = match &instructions.what {
            What::Tally => State::Tally(Tally::empty(&instructions.unnamed())),
            What::Sums(prepared, _) => State::Sums(Persons::empty(), Running::new(&prepared.tables)),
            What::Information(prepared, _) => {
                let size = prepared.problem.free.count;
                State::Information(Persons::empty(), vec![0.0; size * size])
            }
        };
        Self { instructions, coverage: Coverage::default(), state }
    }

    /// A row with a response to every item, [`MISSING`] where there is none.
    ///
    /// # Errors
    /// A row that does not fit; nothing was added.
    #[inline]
    pub fn dense(&mut self, group: u16, weight: f64, row: &[u8]) -> Result<(), RowError> {
        let instructions = &*self.instructions;
        check(instructions, group, weight, false)?;
        if row.len() != instructions.categories.len() {
            return Err(RowError::Length { expected: instructions.categories.len(), found: row.len() });
        }
        let mut answered = false;
        for (item, (cell, categories)) in row.iter().zip(&instructions.categories).enumerate() {
            answered |= *cell != MISSING;
            if usize::from(*cell) >= *categories && *cell != MISSING {
                return Err(RowError::Category { item, category: *cell, categories: *categories });
            }
        }
        self.coverage.add(group, weight, &[], row);
        if !answered {
            return Ok(());
        }
        let of = usize::from(group);
        match (&mut self.state, &instructions.what) {
            (State::Sums(persons, _), What::Sums(prepared, _))
            | (State::Information(persons, _), What::Information(prepared, _)) => {
                persons.push_dense(&prepared.local.layout, of, weight, row);
            }
            (State::Tally(tally), _) => {
                tally.extent.note(of, row);
                let answers = row.iter().enumerate().filter(|(_, cell)| **cell != MISSING);
                count(tally, of, weight, answers.map(|(item, cell)| (item, *cell)));
            }
            _ => unreachable!("the state is made from the instructions"),
        }
        self.empty_when_full();
        Ok(())
    }

    /// A row with responses to some items: their numbers, two bytes each, little-endian and ascending, and the categories.
    ///
    /// # Errors
    /// A row that does not fit; nothing was added.
    #[inline]
    pub fn sparse(&mut self, group: u16, weight: f64, items: &[u8], row: &[u8]) -> Result<(), RowError> {
        let instructions = &*self.instructions;
        check(instructions, group, weight, true)?;
        let (numbers, rest) = items.as_chunks::<2>();
        if numbers.len() != row.len() || !rest.is_empty() {
            return Err(RowError::Length { expected: numbers.len(), found: row.len() });
        }
        let numbers = numbers.iter().map(|number| usize::from(u16::from_le_bytes(*number)));
        let answers = numbers.zip(row.iter().copied());
        let mut next = 0;
        for (item, category) in answers.clone() {
            if item < next {
                return Err(RowError::Order { item });
            }
            next = item + 1;
            let Some(categories) = instructions.categories.get(item) else {
                return Err(RowError::Item { item, items: instructions.categories.len() });
            };
            if usize::from(category) >= *categories {
                return Err(RowError::Category { item, category, categories: *categories });
            }
        }
        self.coverage.add(group, weight, items, row);
        if row.is_empty() {
            return Ok(());
        }
        let of = usize::from(group);
        match (&mut self.state, &instructions.what) {
            (State::Sums(persons, _), What::Sums(prepared, _))
            | (State::Information(persons, _), What::Information(prepared, _)) => {
                persons.push_sparse(&prepared.rows_of_items[of], of, weight, answers);
            }
            (State::Tally(tally), _) => count(tally, of, weight, answers),
            _ => unreachable!("the state is made from the instructions"),
        }
        self.empty_when_full();
        Ok(())
    }

    /// Sum over those who are kept, once they are many.
    #[inline]
    fn empty_when_full(&mut self) {
        let kept = match &self.state {
            State::Tally(_) => return,
            State::Sums(persons, _) | State::Information(persons, _) => persons.len(),
        };
        if kept >= KEPT {
            self.empty();
        }
    }

    fn empty(&mut self) {
        match (&mut self.state, &self.instructions.what) {
            (State::Sums(persons, running), What::Sums(prepared, range)) => {
                let Prepared { problem, tables, .. } = &**prepared;
                persons.settle(problem.grid.stride / LANE);
                running.add(problem, tables, persons, *range);
                persons.clear();
            }
            (State::Information(persons, sum), What::Information(prepared, kind)) => {
                let Prepared { problem, local, curves, .. } = &**prepared;
                persons.settle(problem.grid.stride / LANE);
                let mut local = local.clone();
                std::mem::swap(&mut local.persons, persons);
                let part = crate::covariance::of_persons(problem, &local, &problem.free.template, curves, *kind);
                std::mem::swap(&mut local.persons, persons);
                sum.iter_mut().zip(&part).for_each(|(sum, part)| *sum += part);
                persons.clear();
            }
            _ => {}
        }
    }

    /// What there is to say about all rows so far.
    #[must_use]
    pub fn answer(mut self) -> Answer {
        self.empty();
        let body = match (self.state, &self.instructions.what) {
            (State::Tally(tally), _) => Body::Tally(tally),
            (State::Sums(_, running), What::Sums(prepared, _)) => {
                Body::Sums(running.finish(&prepared.problem, &prepared.local.layout))
            }
            (State::Information(_, sum), _) => Body::Information(sum),
            _ => unreachable!("the state is made from the instructions"),
        };
        Answer { coverage: self.coverage, body }
    }
}

/// What every row must be.
#[inline]
fn check(instructions: &Instructions, group: u16, weight: f64, sparse: bool) -> Result<(), RowError> {
    if sparse != instructions.sparse {
        return Err(RowError::Layout);
    }
    if usize::from(group) >= instructions.groups {
        return Err(RowError::Group { group, groups: instructions.groups });
    }
    // Written so that NaN is refused.
    if !(weight.is_finite() && weight >= 0.0) {
        return Err(RowError::Weight { weight });
    }
    Ok(())
}

/// Take a person into a tally.
#[inline]
fn count(tally: &mut Tally, group: usize, weight: f64, answers: impl Iterator<Item = (usize, u8)>) {
    tally.extent.members[group] += 1;
    tally.weight += weight;
    let counts = &mut tally.counts[group];
    answers.for_each(|(item, category)| counts[item][usize::from(category)] += weight);
}
