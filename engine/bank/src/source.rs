//! A bank wherever one is read: a folder, or a parameter table.

use std::{error::Error, fmt, path::Path};

use thetis_core as core;

use crate::{
    check::{Code, Place, Report, check, check_path},
    compile::CompileError,
    parameter_table::{ParameterTable, read_parameter_table},
    read::{BankFolder, ReadError},
    table::TableErrors,
};

/// A bank read from its folder or from a parameter table.
#[derive(Clone, Debug, PartialEq)]
pub enum BankSource {
    /// A bank's folder.
    Folder(Box<BankFolder>),
    /// A parameter table.
    Table(ParameterTable),
}

/// Why a bank could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The folder could not be read.
    Read(ReadError),
    /// The parameter table has errors.
    Table(TableErrors),
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(formatter),
            Self::Table(errors) => errors.fmt(formatter),
        }
    }
}

impl Error for OpenError {}

impl BankSource {
    /// Whether this path is that of a parameter table: a file ending in `.csv`.
    #[must_use]
    pub fn is_table(path: impl AsRef<Path>) -> bool {
        path.as_ref().extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
    }

    /// Opens a bank's folder, its `bank.json`, or a parameter table (a file ending in `.csv`), to which
    /// `scaling` gives the constant D; a folder says its own.
    ///
    /// # Errors
    ///
    /// What cannot be read.
    pub fn open(path: impl AsRef<Path>, scaling: f64) -> Result<Self, OpenError> {
        let path = path.as_ref();
        if Self::is_table(path) {
            read_parameter_table(path, scaling).map(Self::Table).map_err(OpenError::Table)
        } else {
            let folder = BankFolder::read(path).map_err(OpenError::Read)?;
            Ok(Self::Folder(Box::new(folder)))
        }
    }

    /// Ids of the items, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        match self {
            Self::Folder(folder) => folder.bank.items.iter().map(|item| item.id.as_str()).collect(),
            Self::Table(table) => table.ids().collect(),
        }
    }

    /// Every problem of the bank.
    #[must_use]
    pub fn check(&self) -> Report {
        match self {
            Self::Folder(folder) => check(folder),
            Self::Table(table) => table.check(),
        }
    }

    /// Every problem of the bank at this path, those that keep it from being read included: what
    /// [`open`](Self::open) and [`check`](Self::check) find, but of all files.
    #[must_use]
    pub fn check_path(path: impl AsRef<Path>, scaling: f64) -> Report {
        let path = path.as_ref();
        if !Self::is_table(path) {
            return check_path(path);
        }
        match read_parameter_table(path, scaling) {
            Ok(table) => table.check(),
            Err(errors) => unreadable_table(&errors),
        }
    }

    /// The engine's bank.
    ///
    /// # Errors
    ///
    /// The first reason why the engine cannot use it.
    pub fn compile(&self) -> Result<core::Bank, CompileError> {
        match self {
            Self::Folder(folder) => folder.compile(),
            Self::Table(table) => table.compile(),
        }
    }

    /// The engine's form of a design. Parameter tables have none.
    ///
    /// # Errors
    ///
    /// There is no such design, or its fixed order names an unknown item.
    pub fn compile_design(&self, name: &str) -> Result<core::Design, CompileError> {
        match self {
            Self::Folder(folder) => folder.compile_design(name),
            Self::Table(_) => Err(CompileError::UnknownDesign { design: name.to_owned(), known: Vec::new() }),
        }
    }
}

fn unreadable_table(errors: &TableErrors) -> Report {
    let mut report = Report::default();
    for error in errors.errors() {
        let place = Place { line: error.line, ..Place::file(&error.file) };
        let (code, remedy) = if error.cannot_be_read {
            (Code::UnreadableFile, "give the path of a CSV file that can be read")
        } else {
            (Code::MalformedFile, "correct the table")
        };
        place.report(&mut report, code, error.described(), remedy);
    }
    report
}
