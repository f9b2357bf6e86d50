//! Input that was made to do harm.
//!
//! Each [`Target`] is a function of any bytes that never panics, unless a promise of ours is broken. `fuzz/` gives them to
//! libFuzzer, which looks for such bytes for as long as one likes; `tests/corpus.rs` gives them the committed corpora and
//! a fixed number of [`mutated`] inputs, in a few seconds and without a nightly toolchain.

#![forbid(unsafe_code)]

mod bank;
mod bytes;
mod log;
mod mutate;
mod parameter_table;
mod promises;
mod response_table;
mod scratch;
mod session;
mod tests_of_fixtures;

pub use mutate::mutated;

/// What can be attacked with bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `bank.json` and a file of texts: read, checked, compiled, and every design taken to its end.
    Bank,
    /// A session log: found in any text, or records with a sound frame.
    Log,
    /// Responses as CSV: for scoring, for calibration (wide, long, compressed), and with a log a line.
    ResponseTable,
    /// Item parameters as CSV: read, checked, compiled.
    ParameterTable,
    /// Calls on a session in any order, with any arguments.
    Session,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 5] = [Self::Bank, Self::Log, Self::ResponseTable, Self::ParameterTable, Self::Session];

    /// The name of the target in `fuzz/fuzz_targets`, and of its corpus.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Log => "log",
            Self::ResponseTable => "response_table",
            Self::ParameterTable => "parameter_table",
            Self::Session => "session",
        }
    }

    /// Give it an input. Whether it was taken for what it claims to be, and not refused.
    ///
    /// # Panics
    /// If the input breaks a promise.
    #[must_use]
    pub fn run(self, input: &[u8]) -> bool {
        match self {
            Self::Bank => bank::run(input),
            Self::Log => log::run(input),
            Self::ResponseTable => response_table::run(input),
            Self::ParameterTable => parameter_table::run(input),
            Self::Session => session::run(input),
        }
    }
}
