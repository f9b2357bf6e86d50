//! The files made with R catR.

use serde::Deserialize;
use thetis_core::{
    Bank, Error, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Prior, Quadrature, Response, Rule,
    StandardErrorKind,
};

/// `catr_prob_info.json`.
#[derive(Debug, Deserialize)]
pub struct ProbabilityFile {
    /// One for each model and scaling constant.
    pub cases: Vec<ProbabilityCase>,
}

/// Items of one model, evaluated at many θ.
#[derive(Debug, Deserialize)]
pub struct ProbabilityCase {
    /// catR's name of the model; the dichotomous ones are 1PL to 4PL.
    pub model: String,
    /// Scaling constant.
    #[serde(rename = "D")]
    pub scaling: f64,
    /// Parameters, a row an item.
    pub items: Vec<Vec<Option<f64>>>,
    /// What catR computed.
    pub values: Vec<ProbabilityValues>,
}

/// All items at one θ.
#[derive(Debug, Deserialize)]
pub struct ProbabilityValues {
    /// Ability.
    pub theta: f64,
    /// Category probabilities.
    #[serde(rename = "P")]
    pub probability: Categories,
    /// Their derivatives with respect to θ.
    #[serde(rename = "dP")]
    pub derivative: Categories,
    /// Expected information.
    pub info: Vec<f64>,
    /// Its derivative.
    pub dinfo: Vec<f64>,
    /// Warm's J.
    #[serde(rename = "J")]
    pub bias: Vec<f64>,
}

/// A value for each item (category 1 of dichotomous items), or for each category of each item.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Categories {
    /// Category 1 of dichotomous items.
    Highest(Vec<f64>),
    /// Every category; rows are padded to the same length.
    Each(Vec<Vec<Option<f64>>>),
}

impl Categories {
    /// `(category, value)` of one item.
    #[must_use]
    pub fn of(&self, item: usize) -> Vec<(usize, f64)> {
        match self {
            Self::Highest(values) => vec![(1, values[item])],
            Self::Each(rows) => rows[item].iter().enumerate().filter_map(|(k, v)| v.map(|v| (k, v))).collect(),
        }
    }
}

/// `catr_theta.json`.
#[derive(Debug, Deserialize)]
pub struct ThetaFile {
    /// One for each model, by its name.
    pub cases: std::collections::BTreeMap<String, ThetaCase>,
}

/// Response patterns to one set of items, and what the estimators make of them.
#[derive(Debug, Deserialize)]
pub struct ThetaCase {
    /// catR's name of the model.
    pub model: String,
    /// Scaling constant.
    #[serde(rename = "D")]
    pub scaling: f64,
    /// Parameters, a row an item.
    pub items: Vec<Vec<Option<f64>>>,
    /// Categories answered, a row a person; `null` is missing.
    pub patterns: Vec<Vec<Option<u32>>>,
    /// By the name of the configuration.
    pub estimates: std::collections::BTreeMap<String, Estimates>,
}

/// One estimator's results, one for each pattern.
#[derive(Debug, Deserialize)]
pub struct Estimates {
    /// How catR was called.
    pub config: Config,
    /// Estimates, catR's root finder tightened to 1e-13.
    pub theta: Vec<f64>,
    /// `semTheta`, classic.
    pub se: Vec<f64>,
    /// Estimates of catR as released.
    #[serde(default)]
    pub theta_shipped: Option<Vec<f64>>,
}

/// Arguments of `thetaEst`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// `ML`, `BM`, `WL`, `EAP` or `ROB`.
    pub method: String,
    /// `norm`, `unif` or `Jeffreys`.
    #[serde(default)]
    pub prior_dist: Option<String>,
    /// Mean and SD, or bounds.
    #[serde(default)]
    pub prior_par: Vec<f64>,
    /// Lower and upper end and number of quadrature nodes; catR's default is −4, 4, 33.
    #[serde(default)]
    pub par_int: Vec<f64>,
}

impl Config {
    /// The same estimator in our terms; `None` for the robust estimators, which we do not have.
    #[must_use]
    pub fn estimation(&self) -> Option<Estimation> {
        let prior = match (self.prior_dist.as_deref(), self.prior_par.as_slice()) {
            (None, _) => None,
            (Some("norm"), [mean, sd]) => Some(Prior::normal(*mean, *sd).expect("catR's prior is proper")),
            (Some("unif"), [lower, upper]) => Some(Prior::Uniform { lower: *lower, upper: *upper }),
            (Some("Jeffreys"), _) => Some(Prior::Jeffreys),
            other => panic!("unknown prior {other:?}"),
        };
        let estimator = match self.method.as_str() {
            "ML" => Estimator::Ml,
            "BM" => Estimator::Map,
            "WL" => Estimator::Wle,
            "EAP" => Estimator::Eap,
            "ROB" => return None,
            other => panic!("unknown method {other}"),
        };
        let quadrature = match self.par_int.as_slice() {
            [] => Quadrature::CATR,
            [lower, upper, nodes] => Quadrature {
                rule: Rule::Trapezoid,
                lower: *lower,
                upper: *upper,
                // 121, written as a JSON number like any other.
                nodes: format!("{nodes}").parse().expect("a whole number of nodes"),
            },
            other => panic!("unknown parInt {other:?}"),
        };
        let standard_error = match estimator {
            Estimator::Eap => StandardErrorKind::Posterior,
            _ => StandardErrorKind::Expected,
        };
        Some(Estimation {
            prior,
            range: (-4.0, 4.0),
            quadrature: Some(quadrature),
            standard_error,
            ..Estimation::new(estimator)
        })
    }
}

impl ThetaCase {
    /// The items as a bank.
    #[must_use]
    pub fn bank(&self) -> Bank {
        bank(&self.model, self.scaling, &self.items).expect("catR's items are sound")
    }

    /// One person's answers, the missing ones left out.
    #[must_use]
    pub fn responses(&self, person: usize) -> Vec<Response> {
        (0..)
            .zip(&self.patterns[person])
            .filter_map(|(item, answer)| answer.map(|category| Response { item, category }))
            .collect()
    }
}

/// A bank of catR's items with a standard normal prior.
///
/// # Errors
/// What `Bank::new` finds wrong with the rows.
pub fn bank(model: &str, scaling: f64, rows: &[Vec<Option<f64>>]) -> Result<Bank, Error> {
    let items = rows.iter().map(|row| Item::new(item_model(model, row))).collect();
    Bank::new(scaling, MultivariateNormal::standard(1)?, items, model)
}

/// An item of catR's, from its row of parameters.
#[must_use]
pub fn item_model(model: &str, row: &[Option<f64>]) -> ItemModel {
    let values: Vec<f64> = row.iter().map_while(|v| *v).collect();
    match (model, values.as_slice()) {
        ("1PL" | "2PL" | "3PL" | "4PL", &[a, b, c, d]) => ItemModel::four_pl(a, b, c, d),
        ("GRM", [a, b @ ..]) => ItemModel::graded(*a, b),
        ("MGRM", [a, b, c @ ..]) => ItemModel::modified_graded(*a, *b, c),
        ("PCM", deltas) => ItemModel::partial_credit(deltas),
        ("GPCM", [a, deltas @ ..]) => ItemModel::generalised_partial_credit(*a, deltas),
        ("RSM", [lambda, deltas @ ..]) => ItemModel::rating_scale(*lambda, deltas),
        ("NRM", pairs) => {
            let (slopes, intercepts): (Vec<f64>, Vec<f64>) = pairs.chunks_exact(2).map(|p| (p[0], p[1])).unzip();
            ItemModel::nominal(&slopes, &intercepts)
        }
        other => panic!("not a row of catR's: {other:?}"),
    }
}
