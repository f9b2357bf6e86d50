//! The bank that a verb works on.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use thetis_bank::{BANK_FILE, BankSource, CompileError, OpenError, TableError, TableErrors, make_test};
use thetis_core as core;
use thetis_simulate::{DesignSource, StudyFileError, read_design};

use crate::failure::{Complaint, Failure};

/// Scaling constant of a parameter table unless another is given.
const DEFAULT_SCALING: f64 = 1.0;

/// Which bank to read.
#[derive(Debug, Args)]
pub(crate) struct BankArguments {
    /// Item bank: its folder, its bank.json, or a parameter table (.csv)
    #[arg(value_name = "BANK")]
    pub(crate) path: PathBuf,
    /// Scaling constant D of a parameter table: 1 unless given, 1.702 for the normal metric
    #[arg(long, value_name = "D", value_parser = crate::arguments::number::positive)]
    scaling: Option<f64>,
}

impl BankArguments {
    /// A bank that something else names.
    pub(crate) const fn new(path: PathBuf, scaling: Option<f64>) -> Self {
        Self { path, scaling }
    }

    /// The path, as messages name it.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Read the bank, without asking yet whether it can be computed with.
    ///
    /// # Errors
    /// Usage if `--scaling` is given to a bank that says its own.
    pub(crate) fn open(&self) -> Result<Result<BankSource, OpenError>, Failure> {
        if self.scaling.is_some() && !BankSource::is_table(&self.path) {
            return Err(Failure::usage(format!(
                "--scaling is for parameter tables (.csv); {} says its own scaling constant",
                self.name()
            )));
        }
        Ok(BankSource::open(&self.path, self.scaling.unwrap_or(DEFAULT_SCALING)))
    }

    /// Read the bank and make it ready for computing.
    ///
    /// # Errors
    /// As [`open`](Self::open); the first file that cannot be read, or the first reason why the engine
    /// cannot compute with the bank.
    pub(crate) fn load(&self) -> Result<LoadedBank, Failure> {
        let source = self.open()?.map_err(|error| open_failure(&error))?;
        let file = match &source {
            BankSource::Folder(_) if self.path.is_dir() => self.path.join(BANK_FILE).display().to_string(),
            _ => self.name(),
        };
        let engine = source.compile().map_err(|error| compile_failure(&file, &error))?;
        LoadedBank::new(source, file, engine)
    }
}

/// A bank, read and compiled, with the names that the engine does without.
pub(crate) struct LoadedBank {
    /// The files' contents.
    pub(crate) source: BankSource,
    /// The file that holds the items.
    pub(crate) file: String,
    /// The engine's bank.
    pub(crate) engine: Arc<core::Bank>,
    ids: Vec<String>,
    indices: HashMap<String, u32>,
    dimensions: Vec<String>,
}

impl LoadedBank {
    fn new(source: BankSource, file: String, engine: core::Bank) -> Result<Self, Failure> {
        let ids: Vec<String> = source.ids().into_iter().map(str::to_owned).collect();
        let mut indices = HashMap::new();
        for (id, index) in ids.iter().zip(0..engine.len()) {
            if indices.insert(id.clone(), index).is_some() {
                let reason = "two items have this id; give each an id of its own";
                return Err(Complaint::about(&file, reason).of_item(Some(id)).into());
            }
        }
        let dimensions = match &source {
            BankSource::Folder(folder) => folder.bank.dimensions.iter().map(|d| d.id.clone()).collect(),
            BankSource::Table(table) => (1..=table.dimensions).map(|number| number.to_string()).collect(),
        };
        Ok(Self { source, file, engine: Arc::new(engine), ids, indices, dimensions })
    }

    /// Id of an item.
    pub(crate) fn id(&self, item: u32) -> &str {
        self.ids.get(item as usize).map_or("?", String::as_str)
    }

    /// Ids of all items, in order.
    pub(crate) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Index of the item with this id.
    pub(crate) fn index(&self, id: &str) -> Option<u32> {
        self.indices.get(id).copied()
    }

    /// Ids of the dimensions; numbers in a parameter table.
    pub(crate) fn dimensions(&self) -> &[String] {
        &self.dimensions
    }

    /// Column names of something that has one value a dimension: `theta`, or `theta_cooperation` and so
    /// on where there are several.
    pub(crate) fn per_dimension<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let several = self.dimensions.len() > 1;
        self.dimensions.iter().map(move |id| if several { format!("{name}_{id}") } else { name.to_owned() })
    }

    /// What a complaint about this bank says.
    pub(crate) fn complaint(&self, error: core::Error) -> Complaint {
        self.complaint_in(&self.file, error)
    }

    /// What a complaint about data made with this bank says.
    pub(crate) fn complaint_in(&self, file: &str, error: core::Error) -> Complaint {
        let item = error.item().filter(|item| *item < self.engine.len()).map(|item| self.id(item));
        Complaint::about(file, error.to_string()).of_item(item)
    }

    /// A design of the bank, by name.
    ///
    /// # Errors
    /// Usage if there is none of this name; data if it is not sound.
    pub(crate) fn design(&self, name: &str) -> Result<core::Design, Failure> {
        self.source.compile_design(name).map_err(|error| match error {
            CompileError::UnknownDesign { .. } => Failure::usage(format!("{}: {error}", self.file)),
            _ => compile_failure(&self.file, &error),
        })
    }

    /// A design together with the bank: one of the bank's by name, or that of a JSON file.
    ///
    /// # Errors
    /// As [`design`](Self::design), and where the design asks what the bank cannot do.
    pub(crate) fn test(&self, name: &str) -> Result<core::Test, Failure> {
        if Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
            return self.test_of_file(name);
        }
        let design = self.design(name)?;
        make_test(self.engine.clone(), design).map_err(|error| {
            let complaint = self.complaint(error);
            Complaint { reason: format!("design {name}: {}", complaint.reason), ..complaint }.into()
        })
    }

    fn test_of_file(&self, file: &str) -> Result<core::Test, Failure> {
        let design = read_design(file).map_err(|error| match error {
            StudyFileError::File { file, reason } => Complaint::about(file, reason),
            other => Complaint::about(file, other.to_string()),
        })?;
        let compiled = DesignSource::Given(Box::new(design)).compile(&self.source, &self.engine, file);
        compiled.map(|design| Arc::unwrap_or_clone(design.test)).map_err(|error| compile_failure(&self.file, &error))
    }
}

/// Why a bank could not be opened.
pub(crate) fn open_failure(error: &OpenError) -> Failure {
    match error {
        OpenError::Table(errors) => table_failure(errors),
        OpenError::Read(error) => {
            let file = error.file().display().to_string();
            let whole = error.to_string();
            let reason = whole.strip_prefix(&file).unwrap_or(&whole).trim_start_matches([':', ' ']);
            Complaint::about(file, reason).into()
        }
    }
}

/// Everything wrong in a table, each with its line and column.
pub(crate) fn table_failure(errors: &TableErrors) -> Failure {
    let complaint = |error: &TableError| {
        let (place, reason) = (table_place(error), &error.reason);
        Complaint::about(format!("{}{place}", error.file), reason)
    };
    Failure::Data(errors.errors().iter().map(complaint).collect())
}

/// `, line 3, column 2 (a)`.
fn table_place(error: &TableError) -> String {
    let line = error.line.map_or_else(String::new, |line| format!(", line {line}"));
    match &error.column {
        None => line,
        Some((number, name)) if name.is_empty() => format!("{line}, column {number}"),
        Some((number, name)) => format!("{line}, column {number} ({name})"),
    }
}

/// The engine stops at the first thing wrong: who wants to know all is told where to ask.
fn compile_failure(file: &str, error: &CompileError) -> Failure {
    let whole = error.to_string();
    let item = match error {
        CompileError::UnknownDimension { item, .. } => Some(item),
        CompileError::Engine { item, design: None, .. } => item.as_ref(),
        _ => None,
    };
    let reason = match item {
        // The error's own words begin with the item.
        Some(item) => whole.strip_prefix(&format!("item {item}: ")).unwrap_or(&whole),
        None => &whole,
    };
    Complaint::about(file, format!("{reason} (thetis check lists every problem)")).of_item(item).into()
}
