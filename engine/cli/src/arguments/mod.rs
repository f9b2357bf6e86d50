//! Arguments that several verbs share, and the small notations they are written in.

mod answers;
mod criterion;
mod estimation;
pub(crate) mod number;
mod points;
mod prior;
mod quadrature;

pub(crate) use answers::Answers;
pub(crate) use criterion::{CRITERIA_HELP, CriterionChoice, notation as criterion_notation};
pub(crate) use estimation::EstimationArguments;
pub(crate) use points::PointArguments;
