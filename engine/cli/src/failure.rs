//! Why a command fails, and with which exit code.

use std::{
    fmt,
    io::{self, Write},
    process::ExitCode,
};

use crate::output::plain::plain;

/// Why a command fails.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line asks for what cannot be: exit code 2.
    Usage(String),
    /// The data are wrong, or cannot be read or written: exit code 1.
    Data(Vec<Complaint>),
    /// Another program that did the work has said why; this is its exit code.
    Reported(u8),
    /// Whoever read our output has seen enough: no failure at all, but the work ends here.
    ReaderGone,
}

/// One thing wrong with the data.
#[derive(Debug)]
pub(crate) struct Complaint {
    /// The file, or what else the data came from.
    pub(crate) file: String,
    /// Id of the item concerned.
    pub(crate) item: Option<String>,
    /// What is wrong and what to do about it.
    pub(crate) reason: String,
}

impl Complaint {
    pub(crate) fn about(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { file: file.into(), item: None, reason: reason.into() }
    }

    pub(crate) fn of_item(self, item: Option<impl Into<String>>) -> Self {
        Self { item: item.map(Into::into), ..self }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, item, reason } = self;
        formatter.write_str(file)?;
        if let Some(item) = item {
            write!(formatter, ", item {item}")?;
        }
        write!(formatter, ": {reason}")
    }
}

impl From<Complaint> for Failure {
    fn from(complaint: Complaint) -> Self {
        Self::Data(vec![complaint])
    }
}

impl Failure {
    pub(crate) fn usage(reason: impl Into<String>) -> Self {
        Self::Usage(reason.into())
    }

    /// Say why on standard error; return the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        // Where standard error is closed there is nobody to tell; the exit code still does.
        let mut stderr = io::stderr().lock();
        match self {
            Self::Usage(reason) => {
                let _ = writeln!(stderr, "error: {}\n\nFor more information, try '--help'.", plain(reason));
                ExitCode::from(2)
            }
            Self::Data(complaints) => {
                for complaint in complaints {
                    let _ = writeln!(stderr, "error: {}", plain(&complaint.to_string()));
                }
                ExitCode::FAILURE
            }
            Self::Reported(code) => ExitCode::from(*code),
            Self::ReaderGone => ExitCode::SUCCESS,
        }
    }
}
