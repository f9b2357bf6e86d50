//! From estimates to what a person is told: levels, gaps, next steps, credentials, change.
//!
//! [`Standards`] say what a result is held against, [`Evidence`] is what a session's answers tell; [`Standards::report`] makes a
//! [`ScoreReport`] of both. Every statement in it carries a probability or a standard error. Cut scores are where levels
//! begin; a level is reached if θ is at least there.
//!
//! | statement | from |
//! |---|---|
//! | level | posterior probability between its cut scores; named from two chances in three on ([`Standing`]) |
//! | confidence beside knowledge | difference in standard deviations of the population ([`Comparison`]) |
//! | profile | probability of reaching each level asked for, and all of them ([`ProfileMatch`]) |
//! | gaps | importance × probability of being missing ([`Gap`]) |
//! | next steps | modules that lead there, at most three, what comes before first ([`NextSteps`]) |
//! | micro-credential | probability and number of answers ([`CredentialMatch`]) |
//! | before and after | reliable change ([`Change`]) |
//!
//! In the candidate's browser this is a module of its own (`bindings/outcome`), fetched while the test goes on.

mod change;
mod comparison;
mod evidence;
mod levels;
mod normal;
mod orthant;
mod pathway;
mod report;
mod standards;
mod words;

pub use change::{Change, Direction};
pub use comparison::{Calibration, Comparison, Placed};
pub use evidence::Evidence;
pub use levels::{CLEAR, Standing};
pub use normal::cdf as normal_cdf;
pub use pathway::{Gap, NextSteps};
pub use report::{CredentialMatch, ProfileMatch, ScoreReport};
pub use standards::{Credential, Module, OutcomeError, Requirement, Standards, Target};
pub use words::{report_words, request_words};
