//! `catr_nextitem.json`: every criterion's value for every item left, made with R catR.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use thetis_core::{
    Bank, Candidate, Criterion, Curves, Design, Estimation, Estimator, Item, ItemStatus, MultivariateNormal, Prior,
    Quadrature, Response, Rule, Selection, StandardErrorKind, Test, Weight, estimate,
};

use crate::catr::{bank, item_model};

/// Two values this close, relatively, are a tie.
const TIE: f64 = 1e-10;

/// First node, step and number of nodes of catR's grid.
const GRID: (f64, f64, u32) = (-4.0, 0.25, 33);

/// `catr_nextitem.json`.
#[derive(Debug, Deserialize)]
pub struct CriteriaFile {
    /// One for each model, by its name.
    pub cases: BTreeMap<String, CriteriaCase>,
    /// Sets from which catR draws.
    pub randomesque: RandomesqueCases,
    /// Strata of slopes.
    pub a_stratified: StratifiedCases,
}

/// A bank and four persons in the middle of a test.
#[derive(Debug, Deserialize)]
pub struct CriteriaCase {
    /// catR's name of the model.
    pub model: String,
    /// Scaling constant.
    #[serde(rename = "D")]
    pub scaling: f64,
    /// Parameters, a row an item.
    pub items: Vec<Vec<Option<f64>>>,
    /// The persons.
    pub scenarios: Vec<Scenario>,
}

/// One person in the middle of a test.
#[derive(Debug, Deserialize)]
pub struct Scenario {
    /// Items answered, from 1.
    pub out: Vec<u32>,
    /// Their answers.
    pub x: Vec<u32>,
    /// Bayes modal estimate under a standard normal prior, at which items are weighed.
    pub theta: f64,
    /// Its standard error.
    pub se: f64,
    /// By catR's name of the criterion.
    pub criteria: BTreeMap<String, CriterionEntry>,
}

/// One criterion; each has some of the fields. Values have one place an item, `null` for those answered.
#[derive(Debug, Deserialize)]
pub struct CriterionEntry {
    /// The criterion's values.
    #[serde(default)]
    pub value: Vec<Option<f64>>,
    /// `max` or `min`, whichever is best.
    pub best: Option<String>,
    /// The item chosen, from 1.
    pub selected_item: Option<u32>,
    /// `thOpt`: where each item is most informative.
    #[serde(default)]
    pub theta_max: Vec<Option<f64>>,
    /// `MEI`: values by estimator and kind of information, such as `BM_Fisher`.
    #[serde(default)]
    pub variants: BTreeMap<String, Vec<Option<f64>>>,
    /// `progressive`: weight of the information.
    pub wq: Option<f64>,
    /// `progressive`: information.
    #[serde(default)]
    pub info: Vec<Option<f64>>,
    /// `progressive`: the largest of it.
    pub max_info: Option<f64>,
    /// `proportional`: exponent of the information.
    pub exponent: Option<f64>,
    /// `proportional`: chance of each item.
    #[serde(default)]
    pub prob: Vec<Option<f64>>,
}

/// Maximum information among the best few.
#[derive(Debug, Deserialize)]
pub struct RandomesqueCases {
    /// 3PL items.
    pub items: Vec<Vec<Option<f64>>>,
    /// Abilities and numbers of candidates.
    pub cases: Vec<RandomesqueCase>,
}

/// The candidates at one ability.
#[derive(Debug, Deserialize)]
pub struct RandomesqueCase {
    /// Ability.
    pub theta: f64,
    /// Number of candidates.
    pub randomesque: u32,
    /// The candidates, from 1, best first.
    pub candidates: Vec<u32>,
}

/// A bank divided by slopes.
#[derive(Debug, Deserialize)]
pub struct StratifiedCases {
    /// 3PL items.
    pub items: Vec<Vec<Option<f64>>>,
    /// Numbers of strata.
    pub cases: Vec<StratifiedCase>,
}

/// Every item's stratum.
#[derive(Debug, Deserialize)]
pub struct StratifiedCase {
    /// Number of strata.
    #[serde(rename = "K")]
    pub strata: u32,
    /// `Group1` and so on.
    pub groups: Vec<String>,
}

impl CriteriaFile {
    /// Visit every person with the bank, under a name.
    ///
    /// # Panics
    /// If there are not nine models and four persons each.
    pub fn each(&self, mut visit: impl FnMut(&str, &CriteriaCase, &Arc<Bank>, &Scenario)) {
        assert_eq!(self.cases.len(), 9, "nine models");
        for (model, case) in &self.cases {
            assert_eq!(case.scenarios.len(), 4, "{model}: four persons");
            let bank = Arc::new(case.bank());
            for scenario in &case.scenarios {
                visit(&format!("{model} after {} answers", scenario.out.len()), case, &bank, scenario);
            }
        }
    }
}

impl CriteriaCase {
    /// The items as a bank.
    ///
    /// # Panics
    /// If `Bank::new` refuses them.
    #[must_use]
    pub fn bank(&self) -> Bank {
        bank(&self.model, self.scaling, &self.items).expect("catR's items are sound")
    }

    /// The same bank with retired items at its end, `count` items in all.
    ///
    /// # Panics
    /// If `Bank::new` refuses them.
    #[must_use]
    pub fn bank_of(&self, count: usize) -> Bank {
        let item = |row: &Vec<Option<f64>>| Item::new(item_model(&self.model, row));
        let mut items: Vec<Item> = self.items.iter().map(item).collect();
        let retired = Item { status: ItemStatus::Retired, ..items[0].clone() };
        items.resize(count.max(items.len()), retired);
        let prior = MultivariateNormal::standard(1).expect("a standard normal prior");
        Bank::new(self.scaling, prior, items, "catR, with retired items").expect("catR's items are sound")
    }
}

impl Scenario {
    /// The engine's values after these answers, at catR's estimate, and the item it chooses.
    ///
    /// # Panics
    /// If the engine refuses the criterion.
    #[must_use]
    pub fn rank(&self, bank: &Arc<Bank>, criterion: Criterion, estimation: Estimation) -> (Vec<Candidate>, u32) {
        let selection = Selection { criterion, randomesque: 1 };
        let design = Design { selection, estimation, ..Design::adaptive(bank, 30) };
        let test = Test::new(bank.clone(), design).expect("defined for these items");
        let candidates = test.rank(&self.responses(), Some(&[self.theta]), 1).expect("answers fit the items");
        let chosen = test.design().selection.choose(&mut candidates.clone(), 1, 0).expect("items are left");
        (candidates, chosen)
    }

    /// The answers in our terms.
    #[must_use]
    pub fn responses(&self) -> Vec<Response> {
        self.out.iter().zip(&self.x).map(|(item, category)| Response { item: item - 1, category: *category }).collect()
    }
}

impl CriterionEntry {
    /// The items that catR holds best, from 0; the one it selects is among them.
    ///
    /// # Panics
    /// If the entry does not say which value is best, or catR selects another.
    #[must_use]
    pub fn best(&self) -> Vec<u32> {
        let sign = match self.best.as_deref() {
            Some("max") => 1.0,
            Some("min") => -1.0,
            other => panic!("best is {other:?}"),
        };
        let values: Vec<(u32, f64)> = listed(&self.value).map(|(item, value)| (item, sign * value)).collect();
        let best = best(&values);
        let selected = self.selected_item.expect("catR selects an item") - 1;
        assert!(best.contains(&selected), "catR selects item {selected} of {best:?}");
        best
    }
}

/// The items whose value is the largest but for rounding.
#[must_use]
pub fn best(values: &[(u32, f64)]) -> Vec<u32> {
    let most = values.iter().map(|(_, value)| *value).fold(f64::NEG_INFINITY, f64::max);
    values.iter().filter(|(_, value)| most - value <= TIE * most.abs()).map(|(item, _)| *item).collect()
}

/// [`best`] of the engine's candidates.
#[must_use]
pub fn best_candidates(candidates: &[Candidate]) -> Vec<u32> {
    best(&candidates.iter().map(|candidate| (candidate.item, candidate.value)).collect::<Vec<_>>())
}

/// catR's estimator of the scenarios, on catR's range and grid.
///
/// # Panics
/// Never: the prior is proper.
#[must_use]
pub fn bayes_modal() -> Estimation {
    Estimation {
        prior: Some(Prior::normal(0.0, 1.0).expect("a proper prior")),
        range: (-4.0, 4.0),
        quadrature: Some(Quadrature::CATR),
        ..Estimation::new(Estimator::Map)
    }
}

/// `∫ L` or `∫ L × prior`, the prior standard normal, by the trapezoid rule on catR's nodes.
#[must_use]
pub fn constant(bank: &Bank, responses: &[Response], weight: Weight) -> f64 {
    let (lower, step, nodes) = GRID;
    let mut curves = Curves::new();
    let mut density = |theta: f64| {
        let mut product = match weight {
            Weight::Likelihood => 1.0,
            Weight::Posterior => (-0.5 * theta * theta).exp() / std::f64::consts::TAU.sqrt(),
        };
        for response in responses {
            bank.curves(response.item, &[theta], &mut curves);
            product *= curves.categories()[response.category as usize].probability;
        }
        product
    };
    let heights: Vec<f64> = (0..nodes).map(|j| density(lower + step * f64::from(j))).collect();
    heights.windows(2).map(|pair| 0.5 * step * (pair[0] + pair[1])).sum()
}

/// Variance of the posterior after one more answer, averaged over that answer: with each category's chance at
/// `theta`, as catR does, or, without one, with the chance that the posterior predicts, as van der Linden (1998).
///
/// # Panics
/// If the answers do not fit the items.
#[must_use]
pub fn expected_variance(bank: &Bank, responses: &[Response], item: u32, theta: Option<f64>) -> f64 {
    let eap = Estimation { estimator: Estimator::Eap, standard_error: StandardErrorKind::Posterior, ..bayes_modal() };
    let mut curves = Curves::new();
    bank.curves(item, &[theta.unwrap_or(0.0)], &mut curves);
    let before = constant(bank, responses, Weight::Posterior);
    let mut expected = 0.0;
    for (category, at_theta) in (0..).zip(curves.categories()) {
        let mut after = responses.to_vec();
        after.push(Response { item, category });
        let chance =
            if theta.is_some() { at_theta.probability } else { constant(bank, &after, Weight::Posterior) / before };
        expected += chance * estimate(bank, after, &eap).expect("answers fit the items").se[0].powi(2);
    }
    expected
}

/// `(item from 0, value)` of the items that have a value.
pub fn listed(values: &[Option<f64>]) -> impl Iterator<Item = (u32, f64)> {
    (0..).zip(values).filter_map(|(item, value)| value.map(|value| (item, value)))
}

/// The criterion that catR calls so.
///
/// # Panics
/// If there is none, or it is one of those that draw.
#[must_use]
pub fn criterion(name: &str) -> Criterion {
    match name {
        "MFI" => Criterion::MaximumInformation,
        "bOpt" => Criterion::ClosestDifficulty,
        "thOpt" => Criterion::OptimalTheta,
        "MLWI" => Criterion::WeightedInformation(Weight::Likelihood),
        "MPWI" => Criterion::WeightedInformation(Weight::Posterior),
        "KL" => Criterion::KullbackLeibler(Weight::Likelihood),
        "KLP" => Criterion::KullbackLeibler(Weight::Posterior),
        "GDI" => Criterion::GlobalDiscrimination(Weight::Likelihood),
        "GDIP" => Criterion::GlobalDiscrimination(Weight::Posterior),
        "MEPV" => Criterion::ExpectedPosteriorVariance { predictive: false },
        // catR's default.
        "MEI" => Criterion::ExpectedInformation { observed: true },
        other => panic!("no criterion of catR's without draws is called {other}"),
    }
}

/// The grid on which catR computes it: in GDI and GDIP weights are normalised by a plain sum over the nodes.
#[must_use]
pub fn quadrature(criterion: &str) -> Quadrature {
    let rule = if criterion.starts_with("GDI") { Rule::EqualWeights } else { Rule::Trapezoid };
    Quadrature { rule, ..Quadrature::CATR }
}
