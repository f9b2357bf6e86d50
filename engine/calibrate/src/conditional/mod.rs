//! Conditional maximum likelihood for models in which the raw score is sufficient: Rasch, partial credit, rating scale.
//!
//! Given a person's raw score, the responses do not depend on ability; items are estimated without saying anything of
//! how ability is distributed (Andersen 1973). [`conditional`] estimates, [`Conditional`] holds the items with
//! standard errors, persons and fit follow from it, and [`andersen`] tests whether the items are the same in parts of
//! the sample. Conventions are those of R eRm (Mair & Hatzinger 2007) unless said otherwise.
//!
//! # Missing responses and weights
//!
//! Persons are grouped by the items they answered, and each person's score is conditioned on those items. This is right
//! when items were left out by design or at random. It is **wrong for adaptive tests**, even though missing responses
//! are then ignorable for marginal likelihood: which items were asked depends on responses to earlier ones, and given
//! the score over the items asked, responses are no longer distributed as the model says (Eggen & Verhelst 2011).
//! Calibrate adaptive data by [`calibrate`](crate::calibrate) instead.
//!
//! A weight is a number of persons, in the likelihood, in standard errors and in fit.

mod andersen;
mod check;
mod design;
mod estimate;
mod likelihood;
mod mean_squares;
mod persons;
mod spline;
mod symmetric;

pub use andersen::{Andersen, AndersenGroup, Split, Wald, andersen};
pub use design::RaschModel;
pub use estimate::{Centre, Conditional, ConditionalItem, conditional};
pub use mean_squares::{ConditionalFit, ConditionalItemFit, ConditionalPersonFit};
pub use persons::{Extremes, PersonAbility};
