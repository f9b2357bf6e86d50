//! What is counted and averaged over sessions, in memory that does not grow with their number.
//!
//! Each statistic is an accumulator with `add`, `merge` and `report`: threads fill accumulators of their own,
//! which are merged in the order of the simulees.

mod accuracy;
mod bins;
mod classification;
mod content;
mod exposure;
mod length;
mod moments;
mod scatter;
mod time;

pub use accuracy::AccuracyReport;
pub use bins::BinReport;
pub use classification::ClassificationReport;
pub use content::{ContentReport, ContentRule, OutsideBlueprint, RuleKind, RuleReport};
pub use exposure::{ExposureReport, ItemRate};
pub use length::{LengthCount, LengthReport};
pub use moments::Moments;
pub use scatter::{HexagonCount, ScatterReport};
pub use time::TimeReport;

pub(crate) use accuracy::{Accuracy, Outcome};
pub(crate) use bins::{Bins, Conditional};
pub(crate) use classification::Classification;
pub(crate) use content::{Content, ContentRules};
pub(crate) use exposure::Exposures;
pub(crate) use length::Lengths;
pub(crate) use moments::PairMoments;
pub(crate) use scatter::{Hexagons, Scatter};
pub(crate) use time::Times;
