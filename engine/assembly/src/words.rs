//! A problem as a list of numbers, the same natively and across the boundary to WebAssembly.
//!
//! In this order:
//!
//! 1. the number of items, the length of the test;
//! 2. for each item its value and its state (0 free, 1 in the test, 2 not in the test);
//! 3. the number of constraints; for each of them min, max, the number of its items, its items;
//! 4. the number of sets, the least and the most that may be used; for each of them min, max, the number of its
//!    items, its items.
//!
//! Items count from 0.

use crate::error::AssemblyError;
use crate::problem::{ItemSet, Limit, Problem, State};

/// 2³², one more than the largest number that counts or names something.
const LIMIT: f64 = 4_294_967_296.0;

struct Reader<'a> {
    words: &'a [f64],
    position: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<f64, AssemblyError> {
        let word = *self.words.get(self.position).ok_or(AssemblyError::TooShort { words: self.words.len() })?;
        self.position += 1;
        Ok(word)
    }

    fn whole(&mut self) -> Result<u32, AssemblyError> {
        let value = self.next()?;
        if !(0.0..LIMIT).contains(&value) || value.fract() > 0.0 {
            return Err(AssemblyError::NotWhole { position: self.position - 1, value });
        }
        #[expect(clippy::cast_sign_loss, reason = "checked to be a whole number from 0 to 2³² − 1")]
        Ok(value as u32)
    }

    /// A count of things that take at least `each` words: no more than could still follow, so that a list of
    /// three words asks for no gigabyte.
    fn count(&mut self, each: usize) -> Result<u32, AssemblyError> {
        let count = self.whole()?;
        if count as usize > (self.words.len() - self.position) / each {
            return Err(AssemblyError::TooShort { words: self.words.len() });
        }
        Ok(count)
    }

    fn limit(&mut self) -> Result<(u32, u32, Vec<u32>), AssemblyError> {
        let (min, max) = (self.whole()?, self.whole()?);
        let count = self.count(1)?;
        let items = (0..count).map(|_| self.whole()).collect::<Result<_, _>>()?;
        Ok((min, max, items))
    }
}

impl State {
    fn code(self) -> f64 {
        match self {
            State::Free => 0.0,
            State::In => 1.0,
            State::Out => 2.0,
        }
    }
}

impl Problem {
    /// Reads a problem.
    ///
    /// # Errors
    /// Every [`AssemblyError`] but that of the solver.
    pub fn from_words(words: &[f64]) -> Result<Problem, AssemblyError> {
        let mut reader = Reader { words, position: 0 };
        let (items, length) = (reader.whole()?, reader.whole()?);
        if items as usize > words.len() / 2 {
            return Err(AssemblyError::TooShort { words: words.len() });
        }
        let (mut values, mut states) = (Vec::with_capacity(items as usize), Vec::with_capacity(items as usize));
        for item in 0..items {
            values.push(reader.next()?);
            let value = reader.next()?;
            #[expect(clippy::float_cmp, reason = "codes are whole numbers, which floats hold exactly")]
            let state = [State::Free, State::In, State::Out].into_iter().find(|state| state.code() == value);
            states.push(state.ok_or(AssemblyError::State { item, value })?);
        }
        let count = reader.count(3)?;
        let mut constraints = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let (min, max, items) = reader.limit()?;
            constraints.push(Limit { min, max, items });
        }
        let count = reader.whole()?;
        let (sets_min, sets_max) = (reader.whole()?, reader.whole()?);
        let mut sets = Vec::new();
        for _ in 0..count {
            let (min, max, items) = reader.limit()?;
            sets.push(ItemSet { min, max, items });
        }
        if reader.position < words.len() {
            return Err(AssemblyError::TooLong { position: reader.position });
        }
        let problem = Problem { length, values, states, constraints, sets, sets_min, sets_max };
        problem.check()?;
        Ok(problem)
    }

    /// Writes the problem; [`Problem::from_words`] reads it.
    #[must_use]
    pub fn to_words(&self) -> Vec<f64> {
        let mut words = vec![self.values.len() as f64, f64::from(self.length)];
        for (value, state) in self.values.iter().zip(&self.states) {
            words.extend([*value, state.code()]);
        }
        let limit = |words: &mut Vec<f64>, min: u32, max: u32, items: &[u32]| {
            words.extend([f64::from(min), f64::from(max), items.len() as f64]);
            words.extend(items.iter().map(|item| f64::from(*item)));
        };
        words.push(self.constraints.len() as f64);
        for Limit { min, max, items } in &self.constraints {
            limit(&mut words, *min, *max, items);
        }
        words.extend([self.sets.len() as f64, f64::from(self.sets_min), f64::from(self.sets_max)]);
        for ItemSet { min, max, items } in &self.sets {
            limit(&mut words, *min, *max, items);
        }
        words
    }
}
