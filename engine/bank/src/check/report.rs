//! What a check finds.

use std::fmt;

use serde::Serialize;

use super::{Code, Severity};

/// One problem, where it is, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The kind of problem.
    pub code: Code,
    /// The file, from the bank's folder: `bank.json`, `locales/fr.json`.
    pub file: String,
    /// Line of the file, from 1, where one line is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Id of the item concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What is wrong, with the values at fault.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, code, file, line, item, message, remedy } = self;
        write!(formatter, "{severity} [{code}] {file}")?;
        if let Some(line) = line {
            write!(formatter, ":{line}")?;
        }
        if let Some(item) = item {
            write!(formatter, ", item {item}")?;
        }
        write!(formatter, ": {message}; {remedy}")
    }
}

/// Every problem found, errors first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// The problems: errors before warnings before notes, otherwise in the order of the files.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The problems that make the bank unusable.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }

    /// The problems the bank can be used with.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Warning)
    }

    /// What is no fault of the bank, but should be known.
    pub fn notes(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Note)
    }

    /// Whether there is no error. There may be warnings and notes.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.errors().next().is_none()
    }

    /// The codes reported, in order, repetitions included.
    pub fn codes(&self) -> impl Iterator<Item = Code> {
        self.problems.iter().map(|problem| problem.code)
    }

    /// Adds a problem found outside, such as a file that cannot be read.
    pub(crate) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.problems.extend(other.problems);
    }

    pub(crate) fn sorted(mut self) -> Self {
        // Stable: within a severity, the order in which the checks went through the files.
        self.problems.sort_by_key(|problem| problem.severity);
        self
    }

    pub(crate) fn has_item_error(&self, item: &str) -> bool {
        self.errors().any(|problem| problem.item.as_deref() == Some(item))
    }
}

/// Where the problems that are about to be reported lie.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: Option<u64>,
    pub(crate) item: Option<&'a str>,
}

impl<'a> Place<'a> {
    pub(crate) const fn file(file: &'a str) -> Self {
        Self { file, line: None, item: None }
    }

    pub(crate) const fn item(file: &'a str, item: &'a str) -> Self {
        Self { file, line: None, item: Some(item) }
    }

    /// Adds a problem here.
    pub(crate) fn report(self, report: &mut Report, code: Code, message: impl Into<String>, remedy: impl Into<String>) {
        report.push(Problem {
            severity: code.severity(),
            code,
            file: self.file.to_owned(),
            line: self.line,
            item: self.item.map(str::to_owned),
            message: message.into(),
            remedy: remedy.into(),
        });
    }
}
