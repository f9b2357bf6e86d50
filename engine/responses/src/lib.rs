//! Responses as files, checked and ready for calibration.
//!
//! [`read`] takes wide and long tables as CSV (also compressed), Parquet or Arrow; [`read_logs`] takes session logs, which
//! [`find_log`] finds in whatever text carries them, and [`each_log`] in folders and in what learning platforms export.
//! The first two give [`ResponseData`], whose [`Responses`](thetis_calibrate::Responses) are what
//! [`calibrate`](thetis_calibrate::calibrate()) takes. An [`ItemList`] (or a bank) says what is known of the items, a
//! [`Key`] scores raw options.
//!
//! Nothing is guessed: what a column is, what separates cells, which number is the lowest category and which code is
//! no response is said by [`ReadOptions`], and what does not agree with them is a [`ReadError`] that names file, line,
//! person and item and says what to do. Everything is checked before anything is computed.
//!
//! # Packed responses
//!
//! [`import()`] turns tables of any length into a [packed] folder, which [`read`] takes as any other table, at the
//! speed of the disk.
//!
//! # Memory
//!
//! Files are read in pieces; in memory is a byte a response (five where few are there), and, where the files have ids,
//! the ids, at their length and eight bytes more. A million persons × 100 items take about 0.12 GB.

#![forbid(unsafe_code)]

mod check;
mod coding;
mod columns;
mod data;
mod error;
mod ids;
mod import;
mod inputs;
mod items;
mod lines;
mod lists;
mod logs;
mod long;
mod long_items;
mod options;
pub mod packed;
mod persons;
mod read;
mod text;
mod wide;

pub use coding::Coding;
pub use data::{Note, ResponseData};
pub use error::{Fault, Place, ReadError, ReadErrors};
pub use import::{ImportOptions, Imported, MergePatterns, Progress, Stage, import};
pub use items::{ItemList, Key, ListedItem};
pub use logs::{
    CarriedLog, FoundLog, Kept, KeptEstimate, KeptInteraction, KeptObjective, LogColumns, MOST_LOG_BYTES, NoLog,
    each_log, find_log, has_many_logs, read_logs,
};
pub use options::{Kind, ReadOptions, Repeated, Shape, Storage};
pub use read::read;
pub use text::TextFormat;
