//! `mirt_*.json`: calibrations, scores and fit statistics of R mirt, and the responses they were computed from.

use std::collections::BTreeMap;

use serde::Deserialize;
use thetis_calibrate::{
    CalibratedItem, Calibration, MISSING, Model, Options, Parameter, Responses, Specification, calibrate,
};

/// A list in which R's NA is null.
pub type Numbers = Vec<Option<f64>>;

/// One file.
#[derive(Debug, Deserialize)]
pub struct MirtFile {
    /// Its models, by mirt's names.
    pub models: BTreeMap<String, serde_json::Value>,
}

/// What mirt found with one model.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "fields as the file names them")]
pub struct MirtModel {
    pub fit: Fit,
    pub coef: Coefficients,
    #[serde(default)]
    pub se_oakes: BTreeMap<String, StandardErrors>,
    pub scores: Option<serde_json::Value>,
    pub empirical_rxx: Option<serde_json::Value>,
    pub marginal_rxx: Option<serde_json::Value>,
    pub test_info: Option<TestInformation>,
    #[serde(rename = "M2")]
    pub m2: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(rename = "M2_star")]
    pub m2_star: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(rename = "C2")]
    pub c2: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(rename = "itemfit_S_X2")]
    pub score_fit: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(rename = "itemfit_infit")]
    pub item_fit: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(rename = "personfit_first60")]
    pub person_fit: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(rename = "residuals_LD")]
    pub local_dependence: Option<Vec<Numbers>>,
    #[serde(rename = "residuals_Q3")]
    pub q3: Option<Vec<Numbers>>,
    #[serde(default)]
    pub specific: Vec<usize>,
}

/// Log-likelihood and criteria.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "fields as the file names them")]
pub struct Fit {
    #[serde(rename = "logLik")]
    pub log_likelihood: f64,
    #[serde(rename = "logPrior", default)]
    pub log_prior: f64,
    #[serde(rename = "AIC")]
    pub aic: f64,
    #[serde(rename = "BIC")]
    pub bic: f64,
    #[serde(rename = "SABIC")]
    pub sabic: Option<f64>,
    #[serde(rename = "nest")]
    pub parameters: usize,
}

/// Parameters of items and of the latent density.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "fields as the file names them")]
pub struct Coefficients {
    pub slope_intercept: Table,
    pub irt: Option<Table>,
    pub cov: Vec<Vec<f64>>,
}

/// A table of numbers.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "fields as the file names them")]
pub struct Table {
    pub columns: Vec<String>,
    #[serde(default)]
    pub items: Vec<String>,
    pub values: Vec<Numbers>,
}

/// Standard errors of one item; null where fixed.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "fields as the file names them")]
pub struct StandardErrors {
    pub par: Vec<String>,
    pub se: Numbers,
}

/// Test information at some abilities.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "fields as the file names them")]
pub struct TestInformation {
    pub theta: Vec<f64>,
    pub info: Vec<f64>,
}

/// Read the responses beside a file: the first `items` columns, the lowest category as 0.
///
/// # Panics
/// If the table is not there or not of whole numbers.
#[must_use]
pub fn responses(csv: &str, items: usize) -> Responses {
    let (ids, cells) = table(csv);
    let width = ids.len();
    let lowest = cells.iter().enumerate().filter(|(at, _)| at % width < items).map(|(_, cell)| *cell).min();
    let lowest = lowest.expect("a table has cells");
    let kept = cells.iter().enumerate().filter(|(at, _)| at % width < items);
    let cells = kept.map(|(_, cell)| if *cell == MISSING { MISSING } else { cell - lowest });
    Responses::dense(ids[..items].to_vec(), cells.collect()).expect("the table is sound")
}

/// A table of whole numbers: its header and its cells, row by row; empty cells are missing.
///
/// # Panics
/// If the table is not there or not of whole numbers.
#[must_use]
pub fn table(csv: &str) -> (Vec<String>, Vec<u8>) {
    let path = format!("{}/../fixtures/reference/{csv}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {path}: {error}"));
    let mut lines = text.lines();
    let ids = lines.next().expect("a header").split(',').map(|id| id.trim_matches('"').to_owned()).collect();
    let cell = |cell: &str| if cell.is_empty() { MISSING } else { cell.parse().expect("a whole number") };
    (ids, lines.flat_map(|line| line.split(',').map(cell).collect::<Vec<_>>()).collect())
}

/// File, table, number of items, mirt's name of the model, ours, prior.
pub type Fixture = (&'static str, &'static str, usize, &'static str, Model, Option<(f64, f64)>);

/// The one-dimensional fixtures: file, table, number of items, mirt's name of the model, ours, and mean and standard
/// deviation of a normal prior on the logits of lower asymptotes.
pub const FIXTURES: [Fixture; 15] = [
    ("mirt_lsat7.json", "lsat7.csv", 5, "Rasch", Model::Rasch, None),
    ("mirt_lsat7.json", "lsat7.csv", 5, "1PL_equal_slopes", Model::OneParameter, None),
    ("mirt_lsat7.json", "lsat7.csv", 5, "2PL", Model::TwoParameter, None),
    ("mirt_lsat7.json", "lsat7.csv", 5, "3PL_prior", Model::ThreeParameter, Some((-1.5, 0.5))),
    ("mirt_sat12.json", "sat12.csv", 32, "Rasch", Model::Rasch, None),
    ("mirt_sat12.json", "sat12.csv", 32, "2PL", Model::TwoParameter, None),
    ("mirt_sat12.json", "sat12.csv", 32, "3PL_prior", Model::ThreeParameter, Some((-1.5, 0.5))),
    ("mirt_science.json", "science.csv", 4, "graded", Model::Graded, None),
    ("mirt_science.json", "science.csv", 4, "gpcm", Model::GeneralisedPartialCredit, None),
    ("mirt_science.json", "science.csv", 4, "Rasch", Model::PartialCredit, None),
    ("mirt_science.json", "science.csv", 4, "nominal", Model::Nominal, None),
    ("mirt_science.json", "science.csv", 4, "rsm", Model::RatingScale, None),
    ("mirt_verbagg.json", "verbagg.csv", 24, "graded", Model::Graded, None),
    ("mirt_verbagg.json", "verbagg.csv", 24, "gpcm", Model::GeneralisedPartialCredit, None),
    ("mirt_verbagg.json", "verbagg.csv", 24, "PCM", Model::PartialCredit, None),
];

/// One fixture with our calibration beside it.
#[derive(Debug)]
pub struct Pair {
    /// File and model.
    pub name: String,
    /// Our name of the model.
    pub model: Model,
    /// What mirt found.
    pub theirs: MirtModel,
    /// The data.
    pub responses: Responses,
    /// What we find.
    pub ours: Calibration,
}

/// Calibrate every one-dimensional fixture.
///
/// # Panics
/// If a fixture is not there, or a calibration does not converge.
#[must_use]
pub fn pairs() -> Vec<Pair> {
    FIXTURES
        .iter()
        .map(|(file, csv, items, name, model, prior)| {
            let mut models = crate::reference::<MirtFile>(file).models;
            let theirs = models.remove(*name).unwrap_or_else(|| panic!("{file} has no model {name}"));
            let theirs = serde_json::from_value(theirs).expect("a model has the usual fields");
            let responses = responses(csv, *items);
            let mut specification = Specification::uniform(*model, &responses);
            if let Some((mean, sd)) = prior {
                specification = specification.with_asymptote_prior(*mean, *sd);
            }
            let options = Options { tolerance: 1e-7, ..Options::default() };
            let ours = calibrate(&responses, &specification, &options).expect("the data is sound");
            assert!(ours.converged(), "{file} {name}: {:?} after {} cycles", ours.ending, ours.cycles);
            Pair { name: format!("{file} {name}"), model: *model, theirs, responses, ours }
        })
        .collect()
}

/// Our parameter of mirt's name; `None` if mirt's is not one of ours.
#[must_use]
pub fn parameter(model: Model, column: &str) -> Option<Parameter> {
    let number = |prefix: &str| column.strip_prefix(prefix).and_then(|rest| rest.parse::<u32>().ok());
    match (model, column) {
        (_, "g" | "logit(g)") => Some(Parameter::LowerAsymptote),
        (_, "u" | "logit(u)") => Some(Parameter::UpperAsymptote),
        (_, "d") => Some(Parameter::Intercept(1)),
        (Model::RatingScale, "c") => Some(Parameter::Location),
        (Model::RatingScale, _) if column.starts_with('b') => number("b").map(Parameter::Step),
        _ if column.starts_with("ak") || column == "d0" => None,
        _ if column.starts_with('a') => number("a").map(|n| Parameter::Slope(n - 1)),
        _ => number("d").map(Parameter::Intercept),
    }
}

/// A parameter's value in one of our items.
#[must_use]
pub fn value(item: &CalibratedItem, parameter: Parameter) -> Option<f64> {
    item.parameters.iter().find(|(name, _)| *name == parameter).map(|(_, value)| *value)
}

/// A list of numbers in a JSON object.
///
/// # Panics
/// If it is not there.
#[must_use]
pub fn list(object: &BTreeMap<String, serde_json::Value>, name: &str) -> Numbers {
    object[name]
        .as_array()
        .unwrap_or_else(|| panic!("{name} is a list"))
        .iter()
        .map(serde_json::Value::as_f64)
        .collect()
}
