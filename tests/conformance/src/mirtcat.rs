//! The file made with R mirtCAT.

use std::collections::BTreeMap;

use serde::Deserialize;
use thetis_core::{Bank, Criterion, Item, ItemModel, MatrixRule, MultivariateNormal, Response, Scale};

/// `mirtcat_multidim.json`.
#[derive(Debug, Deserialize)]
pub struct MultidimensionalFile {
    /// `dim2` and `dim3`.
    pub banks: BTreeMap<String, MultidimensionalBank>,
    /// Whole adaptive tests.
    pub traces: Vec<Trace>,
}

/// Compensatory three-parameter items: `P = g + (1 − g) σ(a·θ + d)`.
#[derive(Debug, Deserialize)]
pub struct MultidimensionalBank {
    /// Slopes, a row an item.
    pub a: Vec<Vec<f64>>,
    /// Intercepts.
    pub d: Vec<f64>,
    /// Lower asymptotes.
    pub g: Vec<f64>,
    /// Prior mean.
    pub mu: Vec<f64>,
    /// Prior covariance.
    #[serde(rename = "Sigma")]
    pub sigma: Vec<Vec<f64>>,
    /// Criteria in the middle of a test.
    pub scenarios: Vec<Scenario>,
    /// Information matrices.
    pub item_info_matrix: Vec<InformationMatrices>,
}

/// Answers so far, and what each criterion says of the remaining items.
#[derive(Debug, Deserialize)]
pub struct Scenario {
    /// Items answered, from 1.
    pub items: Vec<u32>,
    /// Their answers.
    pub responses: Vec<u32>,
    /// By mirtCAT's name of the criterion.
    pub criteria: BTreeMap<String, CriterionValues>,
}

/// One criterion's value for each item.
#[derive(Debug, Deserialize)]
pub struct CriterionValues {
    /// `null` for items already answered.
    pub value: Vec<Option<f64>>,
    /// The item chosen, from 1.
    pub next_item: u32,
    /// Where the criterion was evaluated.
    pub theta: Vec<f64>,
    /// Information of the answered items there.
    pub accumulated_info: Vec<Vec<f64>>,
}

/// Every item's information matrix at one point.
#[derive(Debug, Deserialize)]
pub struct InformationMatrices {
    /// Ability.
    pub theta: Vec<f64>,
    /// A matrix an item.
    pub info: Vec<Vec<Vec<f64>>>,
}

/// One simulated person's adaptive test, estimated by MAP.
#[derive(Debug, Deserialize)]
pub struct Trace {
    /// Number of dimensions.
    pub dim: usize,
    /// mirtCAT's name of the criterion.
    pub criteria: String,
    /// What the person would have answered to each item of the bank.
    pub responses_full: Vec<u32>,
    /// Items asked, from 1.
    pub items: Vec<u32>,
    /// Answers, in the order asked.
    pub scored: Vec<u32>,
    /// Estimates, before the first answer and after each.
    pub thetas_history: Vec<Vec<f64>>,
    /// Their standard errors.
    pub se_history: Vec<Vec<f64>>,
}

impl MultidimensionalFile {
    /// The bank of so many dimensions.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn bank(&self, dimensions: usize) -> &MultidimensionalBank {
        &self.banks[&format!("dim{dimensions}")]
    }
}

impl MultidimensionalBank {
    /// The same items in our terms.
    ///
    /// # Panics
    /// If `Bank::new` refuses them.
    #[must_use]
    pub fn bank(&self) -> Bank {
        let items = (0..self.d.len()).map(|i| self.item(i)).collect();
        let covariance = self.sigma.concat();
        let prior = MultivariateNormal::new(self.mu.clone(), covariance).expect("mirtCAT's prior is proper");
        Bank::new(1.0, prior, items, "mirtCAT").expect("mirtCAT's items are sound")
    }

    fn item(&self, i: usize) -> Item {
        let dimensions = (0..).take(self.mu.len()).collect();
        let model = ItemModel::CompensatoryDichotomous { a: self.a[i].clone(), d: self.d[i], g: self.g[i], u: 1.0 };
        Item { dimensions, ..Item::new(model) }
    }
}

/// Answers in our terms; mirtCAT's items count from 1.
#[must_use]
pub fn responses(items: &[u32], answers: &[u32]) -> Vec<Response> {
    items.iter().zip(answers).map(|(item, category)| Response { item: item - 1, category: *category }).collect()
}

/// The criterion that mirtCAT calls so, with its default weights, `1/K` each. KL is told a δ of 0.1.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn criterion(name: &str, dimensions: usize) -> Criterion {
    let (rule, prior) = match name {
        "Drule" => (MatrixRule::D, false),
        "DPrule" => (MatrixRule::D, true),
        "Trule" => (MatrixRule::T, false),
        "TPrule" => (MatrixRule::T, true),
        "Arule" => (MatrixRule::A, false),
        "APrule" => (MatrixRule::A, true),
        "Erule" => (MatrixRule::E, false),
        "EPrule" => (MatrixRule::E, true),
        "Wrule" => (MatrixRule::W, false),
        "WPrule" => (MatrixRule::W, true),
        "KL" => return Criterion::KullbackLeiblerPoint { delta: 0.1, scale: Scale::Fixed },
        "KLn" => return Criterion::KullbackLeiblerPoint { delta: 0.1, scale: Scale::Growing },
        other => panic!("no criterion of mirtCAT's is called {other}"),
    };
    Criterion::Optimality { rule, prior, weights: vec![1.0 / dimensions as f64; dimensions] }
}

/// mirtCAT's A-rule: minus the mean diagonal of the pseudo-inverse of an information matrix.
#[must_use]
pub fn a_rule(information: &[f64]) -> f64 {
    let n = information.len().isqrt();
    let pseudo_inverse = crate::matrices::pseudo_inverse(information);
    -(0..n).map(|j| pseudo_inverse[j * (n + 1)]).sum::<f64>() / n as f64
}
