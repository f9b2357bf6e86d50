//! The item bank as files.
//!
//! A bank is a folder: `bank.json` with structure, parameters and designs; `locales/<language>.json` with
//! every text a person reads; `media/` with pictures and sounds. This crate reads it, checks it, and
//! compiles it to the engine:
//!
//! ```no_run
//! use thetis_bank::{BankFolder, check};
//!
//! let folder = BankFolder::read("item-banks/soft-skills")?;
//! for problem in check(&folder).problems() {
//!     eprintln!("{problem}");
//! }
//! let test = folder.compile_test("default")?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Wherever a bank is read, a [`ParameterTable`] (CSV) does as well: see [`BankSource`]. Answers come as
//! a [`ResponseTable`].
//!
//! # Determinism
//!
//! JSON and CSV numbers are read to the nearest double, as JavaScript reads them, and models are lowered
//! with the arithmetic that the player uses: the same file gives the same bank digest everywhere.

#![forbid(unsafe_code)]

mod answers;
mod assembler;
pub mod check;
mod compile;
pub mod expert;
mod id;
mod json_place;
pub mod json_text;
pub mod outcome;
mod parameter_row;
mod parameter_table;
mod read;
mod response_table;
pub mod schema;
mod source;
mod table;
pub mod types;

pub use answers::{Answer, MOST_ANSWERS};
pub use assembler::{assembler, make_test};
pub use check::{Code, Problem, Report, Severity, check, check_path};
pub use compile::{CompileError, CriterionContext};
pub use id::{is_language_tag, is_valid_id};
pub use json_place::json_place;
pub use outcome::{ReportError, score_report};
pub use parameter_table::{ParameterTable, TableItem, read_parameter_table};
pub use read::{BANK_FILE, BankFolder, LOCALES_FOLDER, MEDIA_FOLDER, ReadError, parse_bank, parse_locale};
pub use response_table::ResponseTable;
pub use source::{BankSource, OpenError};
pub use table::{TableError, TableErrors};
pub use types::{IdMap, ItemBank, Locale, Model};
