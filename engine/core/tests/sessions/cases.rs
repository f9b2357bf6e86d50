//! Random banks, designs and answers.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::test_runner::RngSeed;
use thetis_core::{
    Bank, Criterion, Design, Error, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Prior, Quadrature,
    Response, Rule, Selection, Session, StandardErrorKind, Start, Stop, StopRule, Test,
};

/// `cases` of the same cases every time, unless the environment asks for others.
pub(crate) fn repeatable(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let chosen = |variable: &str| std::env::var_os(variable).is_some();
    ProptestConfig {
        cases: if chosen("PROPTEST_CASES") { default.cases } else { cases },
        rng_seed: if chosen("PROPTEST_RNG_SEED") { default.rng_seed } else { RngSeed::Fixed(20_261_121) },
        failure_persistence: None,
        ..default
    }
}

/// One answer: which category (of however many the item has), the host's code and the time.
#[derive(Clone, Debug)]
pub(crate) struct Pick {
    pub(crate) category: Index,
    pub(crate) response: u32,
    pub(crate) centiseconds: u32,
}

/// A test to take and how it is answered.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) test: Arc<Test>,
    pub(crate) seed: u64,
    pub(crate) picks: Vec<Pick>,
}

impl Case {
    /// What the person answers to the `step`-th item, which is `item`.
    pub(crate) fn answer(&self, step: usize, item: u32) -> (u32, u32, u32) {
        let Pick { category, response, centiseconds } = &self.picks[step % self.picks.len()];
        let categories = self.test.bank().categories(item) as usize;
        (u32::try_from(category.index(categories)).expect("few categories"), *response, *centiseconds)
    }

    /// Take the test to its end.
    pub(crate) fn take(&self) -> Session {
        let mut session = Session::new(self.test.clone(), self.seed);
        while let Some(item) = session.next() {
            self.advance(&mut session, item);
        }
        session
    }

    /// Answer the item asked.
    pub(crate) fn advance(&self, session: &mut Session, item: u32) {
        let (category, response, centiseconds) = self.answer(session.step_count() as usize, item);
        session.answer(item, category, response, centiseconds).expect("the item asked, a category it has");
    }
}

/// The answers of a session as the estimators see them.
pub(crate) fn responses(session: &Session) -> Vec<Response> {
    session.steps().map(|s| Response { item: s.answer.item, category: s.answer.category }).collect()
}

fn thresholds() -> impl Strategy<Value = Vec<f64>> {
    (-3.0..1.0, vec(0.05..1.2, 1..5)).prop_map(|(first, gaps)| {
        let mut at = first;
        let step = |gap: f64| {
            at += gap;
            at
        };
        gaps.into_iter().map(step).collect()
    })
}

fn unidimensional(dimensions: u32) -> impl Strategy<Value = Item> {
    let asymptotes = (0.0..0.35, 0.8..=1.0);
    (0..10_u32, 0.3..2.8, thresholds(), asymptotes, 0..dimensions, prop::bool::weighted(0.9)).prop_map(
        |(kind, a, t, (c, d), dimension, available)| {
            let first = t[0];
            let model = match kind {
                0 => ItemModel::one_pl(first),
                1 => ItemModel::two_pl(a, first),
                2 => ItemModel::three_pl(a, first, c),
                3 => ItemModel::four_pl(a, first, c, d),
                4 => ItemModel::graded(a, &t),
                5 => ItemModel::modified_graded(a, 0.3, &t.iter().map(|t| -t).collect::<Vec<_>>()),
                6 => ItemModel::partial_credit(&t),
                7 => ItemModel::generalised_partial_credit(a, &t),
                8 => ItemModel::rating_scale(0.2, &t),
                _ => ItemModel::nominal(&t.iter().map(|t| a + t).collect::<Vec<_>>(), &t),
            };
            Item { model, dimensions: vec![dimension], available }
        },
    )
}

fn compensatory(dimensions: u32) -> impl Strategy<Value = Item> {
    let all: Vec<u32> = (0..dimensions).collect();
    let loadings = subsequence(all, 1..=dimensions as usize);
    let slopes = vec(prop_oneof![0.3..2.5_f64, -0.8..-0.1_f64], dimensions as usize);
    (0..3_u32, loadings, slopes, thresholds(), 0.0..0.3, 0.85..=1.0, prop::bool::weighted(0.9)).prop_map(
        |(kind, dimensions, mut a, t, g, u, available)| {
            a.truncate(dimensions.len());
            let intercepts: Vec<f64> = t.iter().map(|t| -t).collect();
            let model = match kind {
                0 => ItemModel::CompensatoryDichotomous { a, d: intercepts[0], g, u },
                1 => ItemModel::CompensatoryGraded { a, d: intercepts },
                _ => ItemModel::CompensatoryPartialCredit { a, d: intercepts },
            };
            Item { model, dimensions, available }
        },
    )
}

/// A bank of all models mixed, in one to three dimensions; at least one item is available.
fn bank() -> impl Strategy<Value = Bank> {
    (1..=3_u32, prop::bool::ANY).prop_flat_map(|(k, joint)| {
        let item = prop_oneof![3 => unidimensional(k).boxed(), 1 => compensatory(if joint { k } else { 1 }).boxed()];
        let moments = (vec(-0.5..0.5, k as usize), 0.6..1.8, -0.3..0.7);
        (vec(item, 2..14), moments, 0.9..1.8).prop_map(move |(mut items, (mean, variance, r), scaling)| {
            items[0].available = true;
            let k = k as usize;
            let covariance = |i: usize, j: usize| match (i == j, joint) {
                (true, _) => variance,
                (false, true) => r * variance,
                (false, false) => 0.0,
            };
            let covariance = (0..k * k).map(|cell| covariance(cell / k, cell % k)).collect();
            let prior = MultivariateNormal::new(mean, covariance).expect("equal correlations above −1/2");
            Bank::new(scaling, prior, items, "random").expect("sound parameters")
        })
    })
}

fn rule() -> impl Strategy<Value = StopRule> {
    let leaf = prop_oneof![
        (0.2..1.2).prop_map(|at_most| StopRule::StandardError { at_most }),
        (0.02..0.6).prop_map(|below| StopRule::Information { below }),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![vec(inner.clone(), 1..4).prop_map(StopRule::Any), vec(inner, 1..4).prop_map(StopRule::All),]
    })
}

fn estimation(k: usize) -> impl Strategy<Value = Estimation> {
    let estimator = prop_oneof![
        Just(Estimator::Ml),
        Just(Estimator::Map),
        Just(Estimator::Eap),
        Just(Estimator::Wle),
        Just(Estimator::Jeffreys),
    ];
    let standard_error = prop_oneof![
        Just(StandardErrorKind::Expected),
        Just(StandardErrorKind::Observed),
        Just(StandardErrorKind::Posterior),
    ];
    let prior = prop_oneof![
        3 => Just(None),
        1 => (-3.0..-1.0, 1.0..3.0).prop_map(|(lower, upper)| Some(Prior::Uniform { lower, upper })),
        1 => Just(Some(Prior::Jeffreys)),
        1 => (0.5..2.0).prop_map(move |sd: f64| {
            let covariance = (0..k * k).map(|cell| if cell / k == cell % k { sd * sd } else { 0.0 }).collect();
            Some(Prior::Normal(MultivariateNormal::new(vec![0.1; k], covariance).expect("a diagonal")))
        }),
    ];
    let quadrature = prop_oneof![
        Just(Quadrature::CATR),
        Just(Quadrature { rule: Rule::EqualWeights, lower: -5.0, upper: 5.0, nodes: 21 }),
    ];
    // The default grid is for one dimension here: a product of it would dominate the run.
    let quadrature = prop::option::of(quadrature).prop_map(move |q| if k == 1 { q } else { Some(small_grid()) });
    (estimator, standard_error, prior, 3.0..7.0_f64, quadrature).prop_map(
        |(estimator, standard_error, prior, end, quadrature)| Estimation {
            estimator,
            prior,
            range: (-end, end),
            quadrature,
            standard_error,
        },
    )
}

/// Nine nodes a dimension.
pub(crate) fn small_grid() -> Quadrature {
    Quadrature { nodes: 9, lower: -4.0, upper: 4.0, rule: Rule::Trapezoid }
}

fn criterion(bank: &Bank) -> impl Strategy<Value = Criterion> + use<> {
    let available: Vec<u32> = (0..bank.len()).filter(|item| bank.is_available(*item)).collect();
    let count = available.len();
    let order = subsequence(available, 1..=count).prop_shuffle().prop_map(Criterion::FixedOrder);
    let adaptive =
        if bank.dimensions() == 1 { Criterion::MaximumInformation } else { Criterion::DOptimality { prior: true } };
    prop_oneof![
        4 => Just(adaptive),
        2 => prop::bool::ANY.prop_map(|prior| Criterion::DOptimality { prior }),
        1 => Just(Criterion::Random),
        1 => order,
    ]
}

fn design(bank: &Bank) -> impl Strategy<Value = Design> + use<> {
    let k = bank.dimensions();
    let start = prop_oneof![Just(Start::PriorMean), vec(-2.0..2.0, k).prop_map(Start::Theta)];
    let stop = (1..6_u32, 0..9_u32, prop::option::of(rule())).prop_map(|(min_items, more, when)| Stop {
        min_items,
        max_items: min_items + more,
        when,
    });
    (start, criterion(bank), 1..4_u32, estimation(k), stop).prop_map(
        |(start, criterion, randomesque, estimation, stop)| Design {
            start,
            selection: Selection { criterion, randomesque },
            estimation,
            stop,
        },
    )
}

/// A bank with a design that fits it: what a bank of dependent dimensions cannot be estimated by is replaced
/// by EAP with the bank's prior.
fn test() -> impl Strategy<Value = Arc<Test>> {
    bank().prop_flat_map(|bank| {
        let design = design(&bank);
        (Just(Arc::new(bank)), design).prop_map(|(bank, mut design)| {
            let test = match Test::new(bank.clone(), design.clone()) {
                Err(Error::EstimatorNeedsOneDimension) => {
                    design.estimation.estimator = Estimator::Eap;
                    design.estimation.prior = None;
                    Test::new(bank, design)
                }
                other => other,
            };
            Arc::new(test.expect("a design that fits its bank"))
        })
    })
}

/// A case.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let response = prop_oneof![3 => 0..5_u32, 1 => any::<u32>()];
    let centiseconds = prop_oneof![3 => 50..9_000_u32, 1 => any::<u32>()];
    let pick = (any::<Index>(), response, centiseconds).prop_map(|(category, response, centiseconds)| Pick {
        category,
        response,
        centiseconds,
    });
    (test(), any::<u64>(), vec(pick, 1..12)).prop_map(|(test, seed, picks)| Case { test, seed, picks })
}
