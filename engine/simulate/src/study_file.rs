//! Study files: a study as JSON.

use std::{
    error::Error,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thetis_bank::{BankSource, ResponseTable, TableErrors, types};
use thetis_core::{Bank, MultivariateNormal};

use crate::{
    design_source::DesignSource,
    simulees::Simulees,
    study::{BankNames, Plan, ResponseTimes, Study, StudyError},
    theta_table::read_thetas,
};

/// A simulation study: a bank, designs, simulees, replications and a seed.
///
/// Paths are relative to the study file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StudyFile {
    /// Address of the JSON Schema, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of this file format: 1.
    pub format: u32,
    /// Item bank: its folder, its `bank.json`, or a parameter table (`.csv`).
    pub bank: String,
    /// Scaling constant D of a parameter table; 1 where absent. Banks say their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<f64>,
    /// Designs to compare; all of the bank where absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub designs: Vec<DesignEntry>,
    /// Whom to test.
    pub simulees: SimuleesEntry,
    /// How often each simulee takes each test; 1 where absent.
    #[serde(default = "one")]
    pub replications: u32,
    /// Seed of every random number of the study; 0 where absent.
    #[serde(default)]
    pub seed: u64,
    /// Number of threads; one a core where absent. Results do not depend on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threads: Option<u32>,
    /// Values of θ, ascending, at which the classes of conditional results part; classes that fit the simulees where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bins: Option<Vec<f64>>,
    /// How long answers take.
    #[serde(default)]
    pub times: TimesEntry,
}

const fn one() -> u32 {
    1
}

/// A design to simulate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DesignEntry {
    /// Name of the design in reports, and in the bank if neither `file` nor `design` is given.
    pub name: String,
    /// JSON file that holds the design, as under `designs` in `bank.json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The design itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<Box<types::Design>>,
}

/// Whom to test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum SimuleesEntry {
    /// Equally spaced abilities; in several dimensions, every combination of them.
    Grid {
        /// Lowest, in logits.
        from: f64,
        /// Highest.
        to: f64,
        /// Number of points.
        points: u32,
        /// Simulees at each point.
        each: u32,
    },
    /// A normal distribution, independent in each dimension.
    Normal {
        /// Mean, in logits.
        mean: f64,
        /// Standard deviation.
        sd: f64,
        /// Number of simulees.
        count: u32,
    },
    /// A multivariate normal distribution.
    Multivariate {
        /// Mean of each dimension, in logits; the bank's prior where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mean: Option<Vec<f64>>,
        /// Covariance matrix, row by row; the bank's prior where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        covariance: Option<Vec<Vec<f64>>>,
        /// Number of simulees.
        count: u32,
    },
    /// CSV file of true abilities, a line a simulee: columns `theta` or `theta_<dimension>`.
    Thetas(String),
    /// CSV file of real answers, as `thetis score` reads them: post-hoc simulation.
    Responses(String),
}

/// How long answers take: lognormal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimesEntry {
    /// Median, seconds.
    #[serde(default = "usual_median")]
    pub median: f64,
    /// Standard deviation of the natural logarithm.
    #[serde(default = "usual_log_sd")]
    pub log_sd: f64,
}

fn usual_median() -> f64 {
    ResponseTimes::default().median
}

fn usual_log_sd() -> f64 {
    ResponseTimes::default().log_sd
}

impl Default for TimesEntry {
    fn default() -> Self {
        Self { median: usual_median(), log_sd: usual_log_sd() }
    }
}

/// Why a study file cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum StudyFileError {
    /// A file cannot be read or has another form than it should.
    File {
        /// The file.
        file: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A response table has errors.
    Responses(TableErrors),
    /// What the files say makes no study.
    Study(StudyError),
}

impl fmt::Display for StudyFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file, reason } => write!(formatter, "{file}: {reason}"),
            Self::Responses(errors) => errors.fmt(formatter),
            Self::Study(error) => error.fmt(formatter),
        }
    }
}

impl Error for StudyFileError {}

impl From<StudyError> for StudyFileError {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

impl StudyFile {
    /// The version of the file format that this crate reads.
    pub const FORMAT: u32 = 1;

    /// Read a study file.
    ///
    /// # Errors
    /// It cannot be read, is not of this form, or of another format.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, StudyFileError> {
        let path = path.as_ref();
        let study: Self = read_json(path)?;
        if study.format != Self::FORMAT {
            let reason =
                format!("format {} is not known to this version: set \"format\" to {}", study.format, Self::FORMAT);
            return Err(StudyFileError::File { file: path.display().to_string(), reason });
        }
        Ok(study)
    }

    /// The study, with files looked for from `folder`.
    ///
    /// # Errors
    /// A file that cannot be read, or what does not fit.
    pub fn compile(
        &self,
        source: &BankSource,
        bank: std::sync::Arc<Bank>,
        folder: &Path,
    ) -> Result<Study, StudyFileError> {
        let designs = self.design_sources(source, folder)?;
        let plan = Plan {
            simulees: self.simulees.load(source, &bank, folder)?,
            replications: self.replications,
            seed: self.seed,
            bins: self.bins.clone(),
            times: ResponseTimes { median: self.times.median, log_sd: self.times.log_sd },
        };
        Ok(Study::compile(source, bank, &designs, plan)?)
    }

    /// The designs by name, read from their files.
    ///
    /// # Errors
    /// A file that cannot be read or is no design.
    pub fn design_sources(
        &self,
        source: &BankSource,
        folder: &Path,
    ) -> Result<Vec<(String, DesignSource)>, StudyFileError> {
        if self.designs.is_empty() {
            return Ok(match source {
                BankSource::Folder(bank) => {
                    bank.bank.designs.keys().map(|name| (name.to_owned(), DesignSource::Bank)).collect()
                }
                BankSource::Table(_) => Vec::new(),
            });
        }
        let load = |entry: &DesignEntry| {
            let design = match (&entry.file, &entry.design) {
                (None, None) => DesignSource::Bank,
                (Some(file), None) => DesignSource::Given(Box::new(read_design(folder.join(file))?)),
                (None, Some(design)) => DesignSource::Given(design.clone()),
                (Some(file), Some(_)) => {
                    let reason = format!("design {} is given twice, here and by \"file\": keep one", entry.name);
                    return Err(StudyFileError::File { file: file.clone(), reason });
                }
            };
            Ok((entry.name.clone(), design))
        };
        self.designs.iter().map(load).collect()
    }

    /// The JSON Schema (draft 2020-12) of study files, as text ending in a line feed.
    #[must_use]
    pub fn json_schema() -> String {
        thetis_bank::schema::json_schema::<Self>("Thetis simulation study")
    }
}

impl SimuleesEntry {
    fn load(&self, source: &BankSource, bank: &Bank, folder: &Path) -> Result<Simulees, StudyFileError> {
        let unsound = |what: &str| {
            let reason = format!(
                "the simulees' {what} is not usable: give finite numbers, one for each of the {} dimensions, and a symmetric, positive definite covariance",
                bank.dimensions()
            );
            StudyFileError::File { file: "simulees".into(), reason }
        };
        Ok(match self {
            Self::Grid { from, to, points, each } => {
                Simulees::Grid { axis: equally_spaced(*from, *to, *points), each: *each }
            }
            Self::Normal { mean, sd, count } => {
                let k = bank.dimensions();
                let mut covariance = vec![0.0; k * k];
                covariance.iter_mut().step_by(k + 1).for_each(|variance| *variance = sd * sd);
                let distribution =
                    MultivariateNormal::new(vec![*mean; k], covariance).map_err(|_| unsound("distribution"))?;
                Simulees::Normal { distribution, count: *count }
            }
            Self::Multivariate { mean, covariance, count } => {
                let mean = mean.clone().unwrap_or_else(|| bank.prior().mean().to_vec());
                let covariance =
                    covariance.as_ref().map_or_else(|| bank.prior().covariance().to_vec(), |rows| rows.concat());
                let distribution = MultivariateNormal::new(mean, covariance).map_err(|_| unsound("distribution"))?;
                Simulees::Normal { distribution, count: *count }
            }
            Self::Thetas(file) => {
                let path = folder.join(file);
                let reader = fs::File::open(&path).map_err(|error| unreadable(&path, &error))?;
                let thetas = read_thetas(reader, &BankNames::of(source).dimensions);
                Simulees::Thetas(thetas.map_err(|error| StudyFileError::File {
                    file: path.display().to_string(),
                    reason: error.to_string(),
                })?)
            }
            Self::Responses(file) => Simulees::Responses(
                ResponseTable::read(folder.join(file), &source.ids(), bank).map_err(StudyFileError::Responses)?,
            ),
        })
    }
}

/// Points of a grid. Weights of both ends make the last point `to` itself.
fn equally_spaced(from: f64, to: f64, points: u32) -> Vec<f64> {
    let last = f64::from(points.saturating_sub(1));
    let point = |j: u32| {
        let j = f64::from(j);
        if last > 0.0 { (from * (last - j) + to * j) / last } else { from }
    };
    (0..points).map(point).collect()
}

fn unreadable(path: &Path, error: &io::Error) -> StudyFileError {
    StudyFileError::File { file: path.display().to_string(), reason: format!("cannot be read: {error}") }
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, StudyFileError> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    // Windows editors begin files with a byte order mark, which JSON does not allow.
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    serde_json::from_slice(text)
        .map_err(|error| StudyFileError::File { file: path.display().to_string(), reason: error.to_string() })
}

/// Read a design from a JSON file, which holds it as `designs` in `bank.json` does.
///
/// # Errors
/// The file cannot be read or is no design.
pub fn read_design(path: impl AsRef<Path>) -> Result<types::Design, StudyFileError> {
    read_json(path.as_ref())
}

/// The folder that a study file's paths are relative to.
#[must_use]
pub fn folder_of_study(path: &Path) -> PathBuf {
    path.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}
