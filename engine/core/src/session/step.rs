//! An answer, and the estimate after it.

use crate::answers::Pass;

/// What was given to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// An answer scored in this response category.
    Category(u32),
    /// No answer.
    Passed(Pass),
}

/// An answer as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The item asked.
    pub item: u32,
    /// The response category, or that it was passed on.
    pub given: Given,
    /// What was chosen, in whatever code the host uses (the number of the option, for instance): kept for
    /// review and for distractor analysis, never read by the engine.
    pub response: u32,
    /// Time taken, hundredths of a second.
    pub centiseconds: u32,
}

/// One step of a session's course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<'s> {
    /// The answer.
    pub answer: Answer,
    /// The estimate after it, logits, one value a dimension.
    pub theta: &'s [f64],
    /// Its standard errors, logits.
    pub se: &'s [f64],
}
