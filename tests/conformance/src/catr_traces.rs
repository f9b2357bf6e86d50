//! `catr_traces.json`: whole adaptive tests of R catR's `randomCAT`, and their designs in our terms.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use thetis_core::{
    Bank, Blueprint, Classification, Constraint, Design, Estimation, Reason, Selection, Start, Stop, StopRule, Test,
};

use crate::catr::{Config, bank};
use crate::catr_criteria::{criterion, quadrature};

/// `catr_traces.json`.
#[derive(Debug, Deserialize)]
pub struct TraceFile {
    /// One for each model, by its name.
    pub cases: BTreeMap<String, TraceCase>,
}

/// A bank, four persons, and the tests they took.
#[derive(Debug, Deserialize)]
pub struct TraceCase {
    /// catR's name of the model.
    pub model: String,
    /// Parameters, a row an item; D = 1.
    pub items: Vec<Vec<Option<f64>>>,
    /// Content area of each item: A, B or C.
    pub groups: Vec<String>,
    /// What each person would answer to each item.
    pub responses_full: Vec<Vec<u32>>,
    /// The tests.
    pub traces: Vec<Trace>,
}

/// One person's test.
#[derive(Debug, Deserialize)]
pub struct Trace {
    /// Name of the design.
    pub id: String,
    /// The person, from 1.
    pub person: usize,
    /// The design.
    pub config: TraceConfig,
    /// Items asked, from 1.
    pub items: Vec<u32>,
    /// Answers, in the order asked.
    pub responses: Vec<u32>,
    /// Estimates, from the last starting item on.
    pub theta_prov: Vec<f64>,
    /// Their standard errors; `null` is infinite.
    pub se_prov: Vec<Option<f64>>,
    /// Final estimate.
    pub theta_final: f64,
    /// Its standard error.
    pub se_final: f64,
    /// Its confidence interval.
    pub ci_final: [f64; 2],
    /// Every rule that held in the end.
    pub stop_rule_met: Vec<String>,
    /// Whether all items were asked.
    pub bank_exhausted: bool,
}

/// Arguments of `randomCAT`.
#[derive(Debug, Deserialize)]
pub struct TraceConfig {
    /// How it starts.
    pub start: StartConfig,
    /// How it chooses and estimates.
    pub test: TestConfig,
    /// When it stops.
    pub stop: StopConfig,
    /// How the final estimate is made.
    #[serde(rename = "final")]
    pub last: FinalConfig,
    /// Fewest items.
    #[serde(rename = "min.length")]
    pub min_length: Option<u32>,
    /// Whether content is balanced.
    #[serde(default)]
    pub cb: bool,
}

/// One value or a list of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore<T> {
    /// One.
    One(T),
    /// A list.
    More(Vec<T>),
}

impl<T> OneOrMore<T> {
    /// As a list.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::More(values) => values,
        }
    }
}

/// Argument `start`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartConfig {
    /// Starting abilities, an item each.
    pub theta: Option<OneOrMore<f64>>,
    /// Criterion of the starting items.
    pub start_select: Option<String>,
    /// Starting items, from 1.
    #[serde(default)]
    pub fix_items: Vec<u32>,
}

/// Argument `test`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TestConfig {
    /// The provisional estimator.
    #[serde(flatten)]
    pub estimation: Config,
    /// Criterion.
    pub item_select: String,
    /// What replaces an ML estimate while every answer is the lowest, or every one the highest.
    pub constant_patt: Option<String>,
}

/// Argument `stop`: any rule ends the test.
#[derive(Debug, Deserialize)]
pub struct StopConfig {
    /// Names of the rules.
    pub rule: OneOrMore<String>,
    /// Their thresholds.
    pub thr: OneOrMore<f64>,
    /// One minus the confidence level of a classification.
    pub alpha: Option<f64>,
}

/// Argument `final`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FinalConfig {
    /// The estimator.
    pub method: String,
    /// Mean and SD of the normal prior; catR's default is 0, 1.
    pub prior_par: Option<Vec<f64>>,
    /// One minus the confidence level; catR's default is 0.05.
    pub alpha: Option<f64>,
}

/// Shares of the content areas A, B and C.
const SHARES: [(&str, f64); 3] = [("A", 0.437), ("B", 0.331), ("C", 0.232)];

/// `qnorm(1 - alpha / 2)`.
///
/// # Panics
/// For another alpha than 0.05 and 0.1.
#[must_use]
pub fn two_sided_quantile(alpha: f64) -> f64 {
    match format!("{alpha}").as_str() {
        "0.05" => 1.959_963_984_540_054,
        "0.1" => 1.644_853_626_951_472_2,
        other => panic!("no quantile for alpha {other}"),
    }
}

impl TraceCase {
    /// The items as a bank.
    ///
    /// # Panics
    /// If `Bank::new` refuses them.
    #[must_use]
    pub fn bank(&self) -> Arc<Bank> {
        Arc::new(bank(&self.model, 1.0, &self.items).expect("catR's items are sound"))
    }

    /// What a person answers to an item, which counts from 0.
    #[must_use]
    pub fn answer(&self, trace: &Trace, item: u32) -> u32 {
        self.responses_full[trace.person - 1][item as usize]
    }

    /// Abilities that catR's rule for constant patterns puts in place of the ML estimates: `fixed4` moves by 0.4 in
    /// the direction of the answers, `var` half of the way to the bank's lowest or highest difficulty.
    ///
    /// # Panics
    /// If the rule is another.
    #[must_use]
    pub fn replaced(&self, trace: &Trace) -> Vec<f64> {
        let Some(rule) = &trace.config.test.constant_patt else { return Vec::new() };
        let first = trace.responses[0];
        let up = first > 0;
        let difficulties = self.items.iter().map(|row| row[1].expect("a difficulty"));
        let end = if up {
            difficulties.fold(f64::NEG_INFINITY, f64::max)
        } else {
            difficulties.fold(f64::INFINITY, f64::min)
        };
        let mut theta = trace.config.start_theta()[0];
        let mut steps = Vec::new();
        for _ in trace.responses.iter().take_while(|answer| **answer == first) {
            theta = match rule.as_str() {
                "fixed4" if up => theta + 0.4,
                "fixed4" => theta - 0.4,
                "var" => 0.5 * (theta + end),
                other => panic!("no rule for constant patterns is called {other}"),
            };
            steps.push(theta);
        }
        steps
    }

    /// The design in our terms.
    ///
    /// A starting item chosen by another criterion than the rest is chosen here, by [`Test::rank`], and given.
    /// Where catR's rule for constant patterns replaces estimates, items are weighed where it says
    /// ([`replaced`](Self::replaced)): as long as the design starts. By expected posterior variance the two programs
    /// choose differently (`catr_expected.rs`): there all items are given.
    ///
    /// # Panics
    /// If the design asks something that catR has and we do not.
    #[must_use]
    pub fn design(&self, bank: &Arc<Bank>, trace: &Trace) -> Design {
        let config = &trace.config;
        let name = config.test.item_select.as_str();
        let estimation = Estimation { quadrature: Some(quadrature(name)), ..config.estimation() };
        let select = |name| Selection { criterion: criterion(name), randomesque: 1 };
        let whole = Design { selection: select(name), estimation, ..Design::adaptive(bank, bank.len() + 1) };
        let mut theta = config.start_theta().to_vec();
        let mut items: Vec<u32> = config.start.fix_items.iter().map(|item| item - 1).collect();
        if let Some(first) = config.start.start_select.as_deref().filter(|first| *first != name) {
            assert_eq!(theta.len(), 1, "{}: one starting item", trace.id);
            let design = Design { selection: select(first), ..whole.clone() };
            let test = Test::new(bank.clone(), design).expect("a sound design");
            let mut candidates = test.rank(&[], Some(&theta), 1).expect("one ability");
            items.extend(test.design().selection.choose(&mut candidates, 1, 0));
        }
        let starting = u32::try_from(items.len().max(theta.len())).expect("few items");
        theta.extend(self.replaced(trace));
        let (stop, cuts) = config.stop(starting, bank.len());
        let blueprint = Blueprint { constraints: self.areas(config.cb), ..Blueprint::default() };
        Design { start: Start { theta, items }, blueprint, stop, cuts, ..whole }
    }

    fn areas(&self, balanced: bool) -> Vec<Constraint> {
        let area = |(name, target): &(&str, f64)| {
            let items: Vec<u32> = (0..).zip(&self.groups).filter(|(_, group)| group == name).map(|(i, _)| i).collect();
            let max = u32::try_from(items.len()).expect("few items");
            Constraint { items, min: 0, max, target: *target }
        };
        if balanced { SHARES.iter().map(area).collect() } else { Vec::new() }
    }
}

impl TraceConfig {
    fn start_theta(&self) -> &[f64] {
        self.start.theta.as_ref().map_or(&[], OneOrMore::as_slice)
    }

    /// The provisional estimator.
    ///
    /// # Panics
    /// If it is a robust one.
    #[must_use]
    pub fn estimation(&self) -> Estimation {
        self.test.estimation.estimation().expect("an estimator that we have")
    }

    /// The final estimator.
    ///
    /// # Panics
    /// If it is a robust one.
    #[must_use]
    pub fn final_estimation(&self) -> Estimation {
        let config = Config {
            method: self.last.method.clone(),
            prior_dist: Some("norm".into()),
            prior_par: self.last.prior_par.clone().unwrap_or_else(|| vec![0.0, 1.0]),
            par_int: Vec::new(),
        };
        config.estimation().expect("an estimator that we have")
    }

    /// Rules of stopping, and the cut scores they ask for. Without a rule for length a test goes on through the bank.
    fn stop(&self, starting: u32, bank: u32) -> (Stop, Vec<Vec<f64>>) {
        // One more than the bank has, so that an exhausted bank is called that.
        let mut stop = Stop { min_items: starting.max(self.min_length.unwrap_or(0)), max_items: bank + 1, when: None };
        let (mut rules, mut cuts) = (Vec::new(), Vec::new());
        for (rule, thr) in self.stop.rule.as_slice().iter().zip(self.stop.thr.as_slice()) {
            match rule.as_str() {
                "length" => stop.max_items = format!("{thr}").parse().expect("a whole number of items"),
                "precision" => rules.push(StopRule::StandardError { dimension: None, at_most: *thr }),
                "minInfo" => rules.push(StopRule::Information { below: *thr }),
                "classification" => {
                    cuts.push(vec![*thr]);
                    let standard_errors = two_sided_quantile(self.stop.alpha.expect("a level of confidence"));
                    rules.push(StopRule::Classified(Classification::Interval { standard_errors }));
                }
                other => panic!("no stopping rule is called {other}"),
            }
        }
        stop.when = (!rules.is_empty()).then_some(StopRule::Any(rules));
        (stop, cuts)
    }
}

impl Trace {
    /// Why we should say that the test ended: of several rules that hold we name the first of the design, and length
    /// last. catR names none if the bank is exhausted.
    ///
    /// # Panics
    /// If a rule has no name.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let first = self.stop_rule_met.iter().min_by_key(|rule| rule.as_str() == "length");
        match first.map(String::as_str) {
            None if self.bank_exhausted => Reason::BankExhausted,
            Some("length") => Reason::MaximumLength,
            Some("precision") => Reason::StandardError,
            Some("minInfo") => Reason::Information,
            Some("classification") => Reason::Classified,
            other => panic!("{}: no rule is called {other:?}", self.id),
        }
    }
}
