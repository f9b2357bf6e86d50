//! Every estimator gives a finite ability and a standard error that is no NaN, whatever was answered: nothing,
//! one item, all lowest, all highest, anything; with any model, with slopes from 1e-6 to 1e8. And what an
//! estimate without information is, is what the documentation says.

use thetis_conformance::stress::{MODELS, Numbers, answers_at, bank, constant_answers, model, ordinary_bank};
use thetis_core::{
    Bank, Estimate, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Prior, Quadrature, Response,
    StandardErrorKind, Status, estimate,
};

const ESTIMATORS: [Estimator; 5] = [Estimator::Ml, Estimator::Map, Estimator::Eap, Estimator::Wle, Estimator::Jeffreys];
const ERRORS: [StandardErrorKind; 3] =
    [StandardErrorKind::Expected, StandardErrorKind::Observed, StandardErrorKind::Posterior];

/// Every estimator with every prior and standard error.
fn estimations() -> Vec<Estimation> {
    let priors = [
        None,
        Some(Prior::normal(-0.5, 2.0).expect("a proper prior")),
        Some(Prior::Uniform { lower: -5.0, upper: 4.0 }),
        Some(Prior::Jeffreys),
    ];
    let mut all = Vec::new();
    for estimator in ESTIMATORS {
        for prior in &priors {
            for standard_error in ERRORS {
                all.push(Estimation { prior: prior.clone(), standard_error, ..Estimation::new(estimator) });
            }
        }
    }
    all
}

fn check(bank: &Bank, responses: &[Response], estimation: &Estimation, name: &str) -> Estimate {
    let Estimation { estimator, prior, standard_error, range, .. } = estimation;
    let name = format!("{name}: {estimator:?}, prior {prior:?}, {standard_error:?} error");
    let result =
        estimate(bank, responses.iter().copied(), estimation).unwrap_or_else(|error| panic!("{name}: {error}"));
    for j in 0..bank.dimensions() {
        let (theta, se) = (result.theta[j], result.se[j]);
        // The range binds modal estimates; EAP's default grid follows the prior.
        let bounded = *estimator == Estimator::Eap || (range.0..=range.1).contains(&theta);
        assert!(theta.is_finite() && bounded, "{name}: θ is {theta}");
        assert!(!se.is_nan() && se >= 0.0, "{name}: SE is {se} at {theta}");
    }
    assert!(result.covariance.iter().all(|c| !c.is_nan()), "{name}: covariance {:?}", result.covariance);
    result
}

/// Patterns that strain an estimator, with their names.
fn patterns(numbers: &mut Numbers, bank: &Bank) -> Vec<(&'static str, Vec<Response>)> {
    let mut contradictory = constant_answers(bank, false);
    for response in contradictory.iter_mut().skip(1).step_by(2) {
        response.category = bank.categories(response.item) - 1;
    }
    vec![
        ("no answers", Vec::new()),
        ("all lowest", constant_answers(bank, false)),
        ("all highest", constant_answers(bank, true)),
        ("one lowest", constant_answers(bank, false)[..1].to_vec()),
        ("one highest", constant_answers(bank, true)[..1].to_vec()),
        ("alternating extremes", contradictory),
        ("drawn at 0.5", answers_at(numbers, bank, 0.5)),
        ("drawn at −50", answers_at(numbers, bank, -50.0)),
    ]
}

#[test]
fn ordinary_items() {
    let mut numbers = Numbers::new(11);
    for only in MODELS.iter().map(|name| Some(*name)).chain([None]) {
        let bank = ordinary_bank(&mut numbers, 10, only);
        for (pattern, responses) in patterns(&mut numbers, &bank) {
            for estimation in estimations() {
                let result = check(&bank, &responses, &estimation, &format!("{only:?}, {pattern}"));
                // Ordinary items say something somewhere: only observed curvature can vanish or turn.
                if !responses.is_empty() && estimation.standard_error == StandardErrorKind::Posterior {
                    let se = result.se[0];
                    assert!(se.is_finite() && se > 0.0, "{only:?}, {pattern}: posterior SD is {se}");
                }
            }
        }
    }
}

#[test]
fn extreme_items() {
    let mut numbers = Numbers::new(12);
    for slope in [1e-6, 1e-2, 30.0, 1e4, 1e8] {
        for name in MODELS {
            let spread = [[-2.0, -1.0, 0.5], [-0.5, 0.0, 0.1], [0.3, 1.0, 2.0], [-1e6, 0.0, 1e6], [49.0, 50.0, 51.0]];
            let bank = bank(spread.iter().map(|t| model(name, slope, t))).expect("the engine takes these items");
            for (pattern, responses) in patterns(&mut numbers, &bank) {
                for estimation in estimations() {
                    check(&bank, &responses, &estimation, &format!("{name}, slope {slope}, {pattern}"));
                }
            }
        }
    }
}

/// Nothing answered: the estimators that lean on a prior report it, the others the prior mean and no
/// precision.
#[test]
fn without_answers() {
    let prior = MultivariateNormal::new(vec![0.4], vec![2.25]).expect("a proper prior");
    let items = vec![Item::new(ItemModel::two_pl(1.0, 0.0))];
    let bank = Bank::new(1.0, prior, items, "one item").expect("a sound bank");
    for estimator in ESTIMATORS {
        let none = estimate(&bank, [], &Estimation::new(estimator)).expect("no answers are fine");
        let (theta, se) = (none.theta[0], none.se[0]);
        match estimator {
            Estimator::Map => {
                assert!((theta - 0.4).abs() < 1e-12 && (se - 1.5).abs() < 1e-12, "MAP is the prior: {none:?}");
                assert_eq!(none.status, Status::Regular, "the prior has its mode there");
            }
            Estimator::Eap => {
                // The default grid lies over the prior, whatever its mean and spread.
                assert!((theta - 0.4).abs() < 1e-7 && (se - 1.5).abs() < 1e-6, "EAP is the prior: {none:?}");
            }
            Estimator::Ml | Estimator::Wle | Estimator::Jeffreys => {
                assert!((theta - 0.4).abs() < 1e-15, "{estimator:?} reports the prior mean: {theta}");
                assert!(se.is_infinite(), "{estimator:?} claims no precision: {se}");
                assert_eq!(none.status, Status::NoInformation, "{estimator:?} says so");
            }
        }
    }
}

/// All answers of an ML pattern at one extreme: the estimate is the end of the range, and says so.
#[test]
fn constant_patterns() {
    let mut numbers = Numbers::new(13);
    for name in ["1PL", "2PL", "GRM", "PCM", "GPCM", "compensatory GRM", "compensatory GPCM"] {
        let bank = ordinary_bank(&mut numbers, 12, Some(name));
        for highest in [false, true] {
            let responses = constant_answers(&bank, highest);
            let ml = estimate(&bank, responses.iter().copied(), &Estimation::new(Estimator::Ml)).expect("answers fit");
            let end = if highest { 6.0 } else { -6.0 };
            assert!((ml.theta[0] - end).abs() < 1e-15, "{name}: ML of a constant pattern is {}", ml.theta[0]);
            assert_eq!(ml.status, Status::AtBound, "{name}: and is marked");
            assert!(ml.se[0].is_finite() && ml.se[0] > 1.0, "{name}: SE {} from what little the items say", ml.se[0]);
            // A prior, and Warm's correction, keep the estimate inside.
            for estimator in [Estimator::Map, Estimator::Eap, Estimator::Wle, Estimator::Jeffreys] {
                let wide = Estimation { range: (-30.0, 30.0), ..Estimation::new(estimator) };
                let inside = estimate(&bank, responses.iter().copied(), &wide).expect("answers fit");
                assert_eq!(inside.status, Status::Regular, "{name}, {estimator:?}: an inner solution");
                assert!(inside.theta[0].abs() < 20.0, "{name}, {estimator:?}: {}", inside.theta[0]);
            }
        }
    }
}

/// Two thousand answers: raw likelihoods would underflow (catR's EAP is NaN there).
#[test]
fn two_thousand_answers() {
    let mut numbers = Numbers::new(14);
    let bank = ordinary_bank(&mut numbers, 2_000, None);
    let responses = answers_at(&mut numbers, &bank, 0.8);
    // The posterior is 0.02 wide: a grid has to be finer than that.
    let fine = Some(Quadrature { nodes: 1_201, ..Quadrature::DEFAULT });
    let mut thetas = Vec::new();
    for estimation in estimations() {
        let estimation = Estimation { quadrature: fine, ..estimation };
        let result = check(&bank, &responses, &estimation, "2,000 answers");
        assert!((result.theta[0] - 0.8).abs() < 0.15, "{:?} finds {}", estimation.estimator, result.theta[0]);
        assert!((0.01..0.05).contains(&result.se[0]), "{:?} says ±{}", estimation.estimator, result.se[0]);
        thetas.push(result.theta[0]);
    }
    let (low, high) = thetas.iter().fold((f64::MAX, f64::MIN), |(l, h), t| (l.min(*t), h.max(*t)));
    assert!(high - low < 0.005, "with so much data estimators agree: from {low} to {high}");
    for estimator in ESTIMATORS {
        check(&bank, &responses, &Estimation::new(estimator), "2,000 answers, default grid");
    }
}

/// The same in three dimensions that depend on each other.
#[test]
fn several_dimensions() {
    let mut numbers = Numbers::new(15);
    let covariance = vec![1.0, 0.4, 0.2, 0.4, 1.5, -0.3, 0.2, -0.3, 0.8];
    let prior = MultivariateNormal::new(vec![0.2, -0.1, 0.0], covariance).expect("a proper prior");
    for slope in [1e-6, 1.0, 1e3, 1e8] {
        let items: Vec<Item> = (0_u32..12)
            .map(|i| {
                let a = vec![slope * numbers.uniform(0.5, 1.5), slope * numbers.uniform(-0.4, 1.0)];
                let d = slope * numbers.uniform(-1.0, 1.0);
                let model = match i % 3 {
                    0 => ItemModel::CompensatoryDichotomous { a, d, g: 0.2, u: 0.97 },
                    1 => ItemModel::CompensatoryGraded { a, d: vec![d + slope, d, d - slope] },
                    _ => ItemModel::CompensatoryPartialCredit { a, d: vec![d, 2.0 * d, d - slope] },
                };
                Item { dimensions: vec![i % 3, (i + 1) % 3], ..Item::new(model) }
            })
            .collect();
        let bank = Bank::new(1.0, prior.clone(), items, "three dimensions").expect("the engine takes these items");
        let mut drawn = Vec::new();
        for item in 0..bank.len() {
            drawn.push(numbers.answer(&bank, item, &[0.5, -0.5, 1.0]));
        }
        for responses in [Vec::new(), constant_answers(&bank, false), constant_answers(&bank, true), drawn] {
            for estimator in [Estimator::Map, Estimator::Eap] {
                for standard_error in ERRORS {
                    // Joint MAP is not bounded: ±50 only says that it does not run away.
                    let estimation = Estimation { standard_error, range: (-50.0, 50.0), ..Estimation::new(estimator) };
                    let answered = responses.len();
                    check(&bank, &responses, &estimation, &format!("slope {slope}, {answered} answers"));
                }
            }
        }
    }
}
