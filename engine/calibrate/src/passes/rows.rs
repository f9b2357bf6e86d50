//! An engine in this process that works as one elsewhere does.

use std::sync::Arc;

use super::{Answer, Engine, Instructions, RowError, Task, WireError, Worker};
use crate::covariance::InformationKind;
use crate::data::{MISSING, Responses};
use crate::error::CalibrationError;
use crate::estep::Sums;

/// Responses in memory in so many parts, each of which gets its tasks as bytes and answers in bytes: to see that an
/// engine elsewhere finds the same, and to show how one is made.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    responses: &'a Responses,
    parts: usize,
}

impl<'a> Rows<'a> {
    /// Part k has the persons k, k + `parts`, k + 2 `parts`, …
    #[must_use]
    pub fn new(responses: &'a Responses, parts: usize) -> Self {
        Self { responses, parts: parts.max(1) }
    }

    /// What all parts together answer.
    ///
    /// # Errors
    /// A task that cannot be read or is for other responses.
    pub fn answer(&self, task: &[u8]) -> Result<Answer, CalibrationError> {
        let fault = |reason: WireError| CalibrationError::Engine { reason: reason.to_string() };
        let mut all: Option<Answer> = None;
        for part in 0..self.parts {
            let bytes = self.answer_of(part, task)?;
            let answer = Answer::from_bytes(&bytes).map_err(fault)?;
            match &mut all {
                None => all = Some(answer),
                Some(all) => all.merge(&answer).map_err(fault)?,
            }
        }
        all.ok_or(CalibrationError::NoPersons)
    }

    /// What a part answers, as bytes: all that an engine elsewhere does there.
    fn answer_of(&self, part: usize, task: &[u8]) -> Result<Vec<u8>, CalibrationError> {
        let instructions = Instructions::from_bytes(task);
        let instructions = instructions.map_err(|error| CalibrationError::Engine { reason: error.to_string() })?;
        let sparse = instructions.is_sparse();
        let mut worker = Worker::new(Arc::new(instructions));
        for person in (part..self.responses.persons()).step_by(self.parts) {
            self.row(person, sparse, &mut worker)
                .map_err(|error| CalibrationError::Engine { reason: error.to_string() })?;
        }
        Ok(worker.answer().to_bytes())
    }

    fn row(&self, person: usize, sparse: bool, worker: &mut Worker) -> Result<(), RowError> {
        let group = u16::try_from(self.responses.group(person)).unwrap_or(u16::MAX);
        let weight = self.responses.weight(person);
        let byte = |category: usize| u8::try_from(category).unwrap_or(MISSING);
        if sparse {
            let mut answers: Vec<(usize, usize)> = self.responses.answers(person).collect();
            answers.sort_unstable();
            let number = |item: usize| u16::try_from(item).unwrap_or(u16::MAX).to_le_bytes();
            let items: Vec<u8> = answers.iter().flat_map(|(item, _)| number(*item)).collect();
            let row: Vec<u8> = answers.iter().map(|(_, category)| byte(*category)).collect();
            worker.sparse(group, weight, &items, &row)
        } else {
            let mut row = vec![MISSING; self.responses.items()];
            self.responses.answers(person).for_each(|(item, category)| row[item] = byte(category));
            worker.dense(group, weight, &row)
        }
    }
}

impl Engine for Rows<'_> {
    fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError> {
        let answer = self.answer(&task.to_bytes())?;
        answer.into_sums().map_err(|error| CalibrationError::Engine { reason: error.to_string() })
    }

    fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError> {
        let answer = self.answer(&task.information_to_bytes(kind))?;
        answer.into_information().map_err(|error| CalibrationError::Engine { reason: error.to_string() })
    }
}
