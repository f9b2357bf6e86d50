//! Simulation studies of adaptive tests.
//!
//! A [`Study`] is a bank, one or several designs, simulees, replications and a seed. [`run()`] has every simulee
//! take every test, and says in a [`StudyReport`] how close the estimates came to the truth, how long tests were, who
//! saw which item, what tests were made of, and where persons were put by cut scores. [`html()`] lays it out for
//! reading and printing. [`calibrate_exposure`] finds the eligibility probabilities that keep every item's exposure
//! below a limit.
//!
//! ```text
//! study file ─┐
//! bank ───────┼─▶ Study ─▶ run ─▶ StudyReport ─▶ HTML; JSON, CSV and text by the command line
//! designs ────┘                └▶ every session, for its log
//! ```
//!
//! # Determinism
//!
//! Everything but computing time is decided by the study and its seed. Random numbers are functions of seed,
//! simulee, replication and item: designs see the same simulees with the same answers to the same items (common random
//! numbers), so differences between designs are less uncertain than the numbers compared. The number of threads
//! changes nothing. Every session has a seed of its own and can be replayed from its log.
//!
//! # Memory
//!
//! Statistics are accumulated; no session is kept. Memory does not grow with the number of simulees, but for
//! abilities or answers read from a file.

#![forbid(unsafe_code)]

mod design_source;
mod design_writer;
mod exposure;
mod html;
mod random;
mod report;
mod run;
mod simulees;
mod sitting;
mod statistics;
mod study;
mod study_file;
mod tally;
mod theta_table;
mod whole;

pub use design_source::DesignSource;
pub use design_writer::{NotABank, with_design};
pub use exposure::{
    CalibratedExposure, ExposureError, ExposureMethod, ExposureRound, ExposureTarget, calibrate_exposure,
};
pub use html::html;
pub use report::{DesignReport, DimensionReport, FitReport, ReasonCount, StudyReport, StudySummary, reason_name};
pub use run::{Run, SessionRecord, TakeSession, run};
pub use simulees::{Simulees, SimuleesError};
pub use statistics::{
    AccuracyReport, BinReport, ClassificationReport, ContentReport, ContentRule, ExposureReport, HexagonCount,
    ItemRate, LengthCount, LengthReport, Moments, OutsideBlueprint, RuleKind, RuleReport, ScatterReport, TimeReport,
};
pub use study::{BankNames, Plan, ResponseTimes, Study, StudyDesign, StudyError};
pub use study_file::{DesignEntry, SimuleesEntry, StudyFile, StudyFileError, TimesEntry, folder_of_study, read_design};
pub use theta_table::{ThetaTableError, read_thetas};
