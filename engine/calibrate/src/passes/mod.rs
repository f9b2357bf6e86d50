//! Passes over persons who are elsewhere: on other processor cores, in other processes, on other machines.
//!
//! A calibration asks for sums over all persons at given parameters, again and again, and whoever has the persons is an
//! [`Engine`]. What it is asked is a [`Task`], which it may send anywhere [as bytes](Task::to_bytes). There, a [`Worker`]
//! made of these bytes takes rows of responses, one by one, and gives an [`Answer`]. Answers to one task about parts of
//! the persons [merge](Answer::merge), in any order, into that about all, up to rounding; they too travel as bytes. So an
//! engine needs to know nothing of models:
//!
//! ```
//! use std::sync::Arc;
//! use thetis_calibrate::passes::{Answer, Instructions, Worker, tally_task};
//! use thetis_calibrate::Frame;
//! let frame = Frame::new(vec!["q1".into(), "q2".into()], vec![2, 2], vec!["all".into()], false)?;
//! // One process asks,
//! let task: Vec<u8> = tally_task(&frame);
//! // two others see some of the persons each,
//! let instructions = Arc::new(Instructions::from_bytes(&task)?);
//! let mut answers = [[1, 0], [1, 255]].map(|row: [u8; 2]| {
//!     let mut worker = Worker::new(Arc::clone(&instructions));
//!     worker.dense(0, 1.0, &row).map(|()| worker.answer().to_bytes())
//! });
//! // and the first puts together what they say.
//! let [first, second] = answers;
//! let mut all = Answer::from_bytes(&first?)?;
//! all.merge(&Answer::from_bytes(&second?)?)?;
//! assert_eq!(all.coverage().rows, 2);
//! assert_eq!(all.into_tally(&frame)?.count(0, 0, 1), 2.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Right or stop
//!
//! Every answer says [which rows](Coverage) it is about: how many, and the sum of their hashes, so that a row left out and
//! another counted twice cannot hide each other. Whoever drives an engine that may lose or repeat work compares this with
//! the coverage of the first pass, and stops if it differs.
//!
//! # Bytes
//!
//! Everything is little-endian: four letters that say what it is, the [format's version](VERSION), the content, and a
//! checksum. Numbers are `u8`, `u32`, `u64` and `f64`; a list has its length before it.

mod answer;
mod coverage;
mod instructions;
mod row;
mod rows;
mod structure;
mod task;
mod wire;
mod worker;

pub use answer::Answer;
pub use coverage::Coverage;
pub use instructions::Instructions;
pub use row::RowError;
pub use rows::Rows;
pub use task::{Task, tally_task};
pub use wire::{VERSION, WireError};
pub use worker::Worker;

use crate::covariance::InformationKind;
use crate::error::CalibrationError;
use crate::estep::Sums;

/// Whoever has the persons.
pub trait Engine {
    /// The expectation step: sums over all persons.
    ///
    /// # Errors
    /// [`CalibrationError::Engine`] if there are none to be had.
    fn sums(&mut self, task: &Task<'_>) -> Result<Sums, CalibrationError>;

    /// What all persons add to the information about the free parameters, a square matrix row by row. Of
    /// [observed information](InformationKind::Oakes) it is what is missing of the complete data's.
    ///
    /// # Errors
    /// As [`sums`](Self::sums).
    fn information(&mut self, task: &Task<'_>, kind: InformationKind) -> Result<Vec<f64>, CalibrationError>;

    /// The expectation step at several places.
    ///
    /// # Errors
    /// As [`sums`](Self::sums).
    fn all_sums(&mut self, tasks: &[Task<'_>]) -> Result<Vec<Sums>, CalibrationError> {
        tasks.iter().map(|task| self.sums(task)).collect()
    }

    /// Called before the first step and when the engine is [stale](Self::is_stale): find out what makes later steps near
    /// these parameters faster. Nothing, unless an engine has something.
    ///
    /// # Errors
    /// As [`sums`](Self::sums).
    fn locate(&mut self, task: &Task<'_>) -> Result<(), CalibrationError> {
        let _ = task;
        Ok(())
    }

    /// Whether what was found by [`locate`](Self::locate) serves no longer, as these sums show.
    fn is_stale(&self, sums: &Sums) -> bool {
        let _ = sums;
        false
    }
}
