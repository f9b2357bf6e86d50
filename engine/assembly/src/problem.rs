//! The problem: a bank's items with their values, and what a test must satisfy.

use std::fmt;

use crate::error::AssemblyError;
use crate::program::{Program, Row};

/// Whether an item is free to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Free.
    Free,
    /// In the test, because it was asked already.
    In,
    /// Not in the test, because it must not be asked.
    Out,
}

/// A constraint: the number of these items in the test lies in `min..=max`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Least number.
    pub min: u32,
    /// Most.
    pub max: u32,
    /// The items, counted from 0.
    pub items: Vec<u32>,
}

/// Items that share a stimulus. If the set is used, the number of its items in the test lies in `min..=max`; if
/// not, none is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemSet {
    /// Least number, if used.
    pub min: u32,
    /// Most.
    pub max: u32,
    /// The items, counted from 0; no item is in two sets.
    pub items: Vec<u32>,
}

/// A shadow test's problem (van der Linden & Reese 1998): of all tests of that length that have the items asked
/// already and satisfy every constraint, the one with the largest sum of values.
///
/// Maximise `Σ vᵢ xᵢ` over binary `x` (items) and `z` (sets), subject to
///
/// - `Σ xᵢ = length`; `xᵢ` as `states` say;
/// - for every constraint `min ≤ Σ xᵢ ≤ max` over its items;
/// - for every set `min · z ≤ Σ xᵢ ≤ max · z` over its items; `sets_min ≤ Σ z ≤ sets_max`.
///
/// ```
/// use thetis_assembly::{Limit, Problem, State};
///
/// let problem = Problem {
///     length: 2,
///     values: vec![0.9, 0.8, 0.3, 0.5],
///     states: vec![State::Free; 4],
///     constraints: vec![Limit { min: 0, max: 1, items: vec![0, 1] }],
///     sets: vec![],
///     sets_min: 0,
///     sets_max: 0,
/// };
/// assert_eq!(problem.assemble()?.items, Some(vec![0, 3]));
/// # Ok::<(), thetis_assembly::AssemblyError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Number of items in the test.
    pub length: u32,
    /// What each item is worth: its information at the estimate, as a rule. Finite, not negative.
    pub values: Vec<f64>,
    /// Whether each item is free.
    pub states: Vec<State>,
    /// The constraints.
    pub constraints: Vec<Limit>,
    /// The item sets.
    pub sets: Vec<ItemSet>,
    /// Least number of sets in the test.
    pub sets_min: u32,
    /// Most.
    pub sets_max: u32,
}

/// A part of a problem that can be in conflict with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The length of the test.
    Length,
    /// A constraint, counted from 0.
    Constraint(u32),
    /// How many items of this set are in the test if any is; counted from 0.
    Set(u32),
    /// How many sets are in the test.
    SetCount,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Length => f.write_str("the length of the test"),
            Part::Constraint(number) => write!(f, "constraint {number}"),
            Part::Set(number) => write!(f, "set {number}"),
            Part::SetCount => f.write_str("the number of sets"),
        }
    }
}

impl Problem {
    /// Whether the problem is one.
    ///
    /// # Errors
    /// Every [`AssemblyError`] but those of lists of numbers and of the solver.
    pub fn check(&self) -> Result<(), AssemblyError> {
        if self.values.len() != self.states.len() {
            return Err(AssemblyError::States { values: self.values.len(), states: self.states.len() });
        }
        for (item, value) in (0..).zip(&self.values) {
            if !(value.is_finite() && *value >= 0.0) {
                return Err(AssemblyError::Value { item, value: *value });
            }
        }
        // The last part that named an item; a constraint's number and one, so that none is 0.
        let mut named = vec![0; self.values.len()];
        for (number, constraint) in (0..).zip(&self.constraints) {
            self.check_items(Part::Constraint(number), &constraint.items, &mut named, number + 1)?;
        }
        named.fill(0);
        for (number, set) in (0..).zip(&self.sets) {
            self.check_items(Part::Set(number), &set.items, &mut named, 1)?;
        }
        Ok(())
    }

    fn check_items(&self, part: Part, items: &[u32], named: &mut [u32], mark: u32) -> Result<(), AssemblyError> {
        for item in items {
            let Some(last) = named.get_mut(*item as usize) else {
                return Err(AssemblyError::UnknownItem { part, item: *item, items: self.values.len() as u32 });
            };
            if *last == mark {
                return Err(AssemblyError::RepeatedItem { part, item: *item });
            }
            *last = mark;
        }
        Ok(())
    }

    /// The parts that can be in conflict, in the order of [`Part`].
    pub(crate) fn parts(&self) -> Vec<Part> {
        let constraints = (0..self.constraints.len()).map(|number| Part::Constraint(number as u32));
        let sets = (0..self.sets.len()).map(|number| Part::Set(number as u32));
        let count = if self.sets.is_empty() && self.sets_min == 0 { None } else { Some(Part::SetCount) };
        [Part::Length].into_iter().chain(constraints).chain(sets).chain(count).collect()
    }

    /// Where columns are fixed from the start: items as their states say; sets, which come behind them,
    /// nowhere.
    pub(crate) fn fixed(&self) -> Vec<Option<bool>> {
        let state = |state: &State| match state {
            State::Free => None,
            State::In => Some(true),
            State::Out => Some(false),
        };
        self.states.iter().map(state).chain(self.sets.iter().map(|_| None)).collect()
    }

    /// The binary program of the parts that `holds` keeps. A set that is let go is still used or not, but may
    /// have any number of items.
    pub(crate) fn program(&self, holds: &dyn Fn(Part) -> bool) -> Program {
        let items = self.values.len() as u32;
        let mut values = self.values.clone();
        values.resize(self.values.len() + self.sets.len(), 0.0);
        let mut rows = Vec::new();
        let ones = |items: &[u32]| -> Vec<(u32, f64)> {
            let mut entries: Vec<(u32, f64)> = items.iter().map(|item| (*item, 1.0)).collect();
            entries.sort_by_key(|(item, _)| *item);
            entries
        };
        if holds(Part::Length) {
            let length = f64::from(self.length);
            rows.push(Row { low: length, high: length, entries: (0..items).map(|item| (item, 1.0)).collect() });
        }
        for (number, Limit { min, max, items }) in (0..).zip(&self.constraints) {
            if holds(Part::Constraint(number)) {
                rows.push(Row { low: f64::from(*min), high: f64::from(*max), entries: ones(items) });
            }
        }
        for (number, ItemSet { min, max, items: members }) in (0..).zip(&self.sets) {
            let entries = ones(members);
            let count = members.len() as u32;
            let (min, max) = if holds(Part::Set(number)) { (*min, (*max).min(count)) } else { ((*min).min(1), count) };
            let used = items + number;
            let row = |low: f64, high: f64, of_set: u32| {
                let mut entries = entries.clone();
                if of_set > 0 {
                    entries.push((used, -f64::from(of_set)));
                }
                Row { low, high, entries }
            };
            rows.push(row(0.0, f64::INFINITY, min));
            rows.push(row(f64::NEG_INFINITY, 0.0, max));
            // That each item needs the set follows where the columns are whole, but not in the relaxation,
            // which is far from the optimum without.
            if max > 1 {
                for entry in &entries {
                    rows.push(Row { low: f64::NEG_INFINITY, high: 0.0, entries: vec![*entry, (used, -1.0)] });
                }
            }
        }
        if holds(Part::SetCount) {
            let entries = (0..self.sets.len() as u32).map(|set| (items + set, 1.0)).collect();
            rows.push(Row { low: f64::from(self.sets_min), high: f64::from(self.sets_max), entries });
        }
        Program { values, rows }
    }
}
