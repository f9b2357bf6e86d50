//! A modal estimate satisfies its estimating equation, written down a second time in
//! `thetis_conformance::equation`: the residual is below 1e-9, and moving 1e-9 logits either way crosses zero.

use thetis_conformance::equation::{Correction, Equation};
use thetis_conformance::stress::{MODELS, Numbers, answers_at, ordinary_bank};
use thetis_core::{
    Bank, Curves, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Prior, Response, Status, estimate,
};

/// Largest residual of the estimating equation, per logit.
const RESIDUAL: f64 = 1e-9;

/// The equation changes its sign within this of the estimate, logits. (The promise is 1e-10.)
const ROOT: f64 = 1e-10;

/// Estimators with their equations.
fn estimators() -> Vec<(Estimation, Correction)> {
    let with = |estimator, prior| Estimation { prior, ..Estimation::new(estimator) };
    let normal = |mean, sd| Some(Prior::normal(mean, sd).expect("a proper prior"));
    vec![
        (with(Estimator::Ml, None), Correction::None),
        (with(Estimator::Map, None), Correction::Normal { mean: 0.0, sd: 1.0 }),
        (with(Estimator::Map, normal(0.7, 1.9)), Correction::Normal { mean: 0.7, sd: 1.9 }),
        (with(Estimator::Map, Some(Prior::Uniform { lower: -4.5, upper: 5.0 })), Correction::None),
        (with(Estimator::Map, Some(Prior::Jeffreys)), Correction::Jeffreys),
        (with(Estimator::Wle, None), Correction::Warm),
        (with(Estimator::Jeffreys, None), Correction::Jeffreys),
    ]
}

/// Check one estimate; returns whether it was an inner root.
fn check(bank: &Bank, responses: &[Response], estimation: &Estimation, correction: Correction, name: &str) -> bool {
    let ours = estimate(bank, responses.iter().copied(), estimation).expect("answers fit the items");
    let theta = ours.theta[0];
    if ours.status != Status::Regular {
        assert_eq!(ours.status, Status::AtBound, "{name}: there are answers");
        return false;
    }
    let equation = Equation::new(bank, responses, correction);
    let residual = equation.value(theta);
    assert!(residual.abs() < RESIDUAL, "{name}: residual {residual:e} at {theta}");
    let (below, above) = (equation.value(theta - ROOT), equation.value(theta + ROOT));
    assert!(below > 0.0 && above < 0.0, "{name}: {below:e} below and {above:e} above {theta}: not a maximum");
    true
}

#[test]
fn every_inner_estimate_solves_its_equation() {
    let mut numbers = Numbers::new(1);
    let (mut inner, mut total) = (0, 0);
    for only in MODELS.iter().map(|name| Some(*name)).chain([None]) {
        for length in [1, 2, 5, 20, 40] {
            for ability in [-2.5, -0.8, 0.0, 0.6, 2.0] {
                let bank = ordinary_bank(&mut numbers, length, only);
                let responses = answers_at(&mut numbers, &bank, ability);
                for (estimation, correction) in estimators() {
                    let estimator = estimation.estimator;
                    let name = format!("{only:?}, {length} items, ability {ability}, {estimator:?}, {correction:?}");
                    inner += usize::from(check(&bank, &responses, &estimation, correction, &name));
                    total += 1;
                }
            }
        }
    }
    assert!(inner > total * 3 / 4, "{inner} of {total} estimates are inner solutions");
}

/// At a bound the objective rises towards it.
#[test]
fn an_estimate_at_a_bound_leans_on_it() {
    let mut numbers = Numbers::new(2);
    let (mut low, mut high) = (0, 0);
    for only in ["2PL", "GRM", "GPCM"] {
        for extreme in [false, true] {
            let bank = ordinary_bank(&mut numbers, 8, Some(only));
            let responses = thetis_conformance::stress::constant_answers(&bank, extreme);
            let ml = estimate(&bank, responses.iter().copied(), &Estimation::new(Estimator::Ml)).expect("answers fit");
            let (lower, upper) = Estimation::DEFAULT_RANGE;
            let slope = Equation::new(&bank, &responses, Correction::None).value(ml.theta[0]);
            assert_eq!(ml.status, Status::AtBound, "{only}: a constant pattern has no inner maximum");
            if extreme {
                assert!((ml.theta[0] - upper).abs() < 1e-15 && slope > 0.0, "{only}: at {}, rising", ml.theta[0]);
                high += 1;
            } else {
                assert!((ml.theta[0] - lower).abs() < 1e-15 && slope < 0.0, "{only}: at {}, falling", ml.theta[0]);
                low += 1;
            }
        }
    }
    assert_eq!((low, high), (3, 3), "both bounds were reached");
}

/// Gradient of the log posterior in several dimensions, by its definition; the prior is standard normal with
/// equal correlations `r`, whose inverse has a closed form.
fn joint_gradient(bank: &Bank, responses: &[Response], theta: &[f64], r: f64) -> Vec<f64> {
    let k = theta.len() as f64;
    let common = r * theta.iter().sum::<f64>() / (1.0 + (k - 1.0) * r);
    let mut gradient: Vec<f64> = theta.iter().map(|t| (common - t) / (1.0 - r)).collect();
    let mut curves = Curves::new();
    for response in responses {
        bank.curves(response.item, theta, &mut curves);
        let chosen = curves.categories()[response.category as usize];
        let item = bank.item(response.item);
        for (a, j) in item.slopes().iter().zip(item.dimensions()) {
            gradient[*j as usize] += a * chosen.d1() / chosen.probability;
        }
    }
    gradient
}

#[test]
fn joint_map_has_no_gradient() {
    let mut numbers = Numbers::new(5);
    for k in [2_usize, 3] {
        for length in [1, 3, 12, 60, 300] {
            for trial in 0..6 {
                let r = 0.15 * f64::from(trial);
                let covariance = (0..k * k).map(|cell| if cell / k == cell % k { 1.0 } else { r }).collect();
                let prior = MultivariateNormal::new(vec![0.0; k], covariance).expect("a proper prior");
                let bank = compensatory_bank(&mut numbers, prior, length);
                let ability: Vec<f64> = (0..k).map(|_| numbers.uniform(-2.0, 2.0)).collect();
                let responses: Vec<Response> = (0..bank.len()).map(|i| numbers.answer(&bank, i, &ability)).collect();
                let map = Estimation::new(Estimator::Map);
                let ours = estimate(&bank, responses.iter().copied(), &map).expect("answers fit the items");
                let gradient = joint_gradient(&bank, &responses, &ours.theta, r);
                let name = format!("{k} dimensions, {length} items, correlation {r}");
                // Rounding of a few hundred terms of size one.
                assert!(
                    gradient.iter().all(|g| g.abs() < RESIDUAL),
                    "{name}: gradient {gradient:?} at {:?}",
                    ours.theta
                );
            }
        }
    }
}

/// Items of the three compensatory models, each on two dimensions.
fn compensatory_bank(numbers: &mut Numbers, prior: MultivariateNormal, length: u32) -> Bank {
    let k = u32::try_from(prior.dimensions()).expect("two or three");
    let item = |i: u32| {
        let a = vec![numbers.uniform(0.5, 2.0), numbers.uniform(-0.5, 1.5)];
        let falling: Vec<f64> = numbers.increasing(3, -2.0, 2.0, 0.2).into_iter().rev().collect();
        let model = match i % 3 {
            0 => ItemModel::CompensatoryDichotomous { a, d: falling[1], g: numbers.uniform(0.0, 0.3), u: 1.0 },
            1 => ItemModel::CompensatoryGraded { a, d: falling },
            _ => ItemModel::CompensatoryPartialCredit { a, d: falling },
        };
        Item { dimensions: vec![i % k, (i + 1) % k], ..Item::new(model) }
    };
    let items = (0..length).map(item).collect();
    Bank::new(1.0, prior, items, "compensatory").expect("sound items")
}
