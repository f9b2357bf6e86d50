//! Each standard error is what its name says: from the curvature of the log-likelihood by differences
//! (observed), from information matrices inverted by the schoolbook (expected), from the posterior
//! summed point by point (posterior); in one dimension and in several.

use thetis_conformance::difference::derivative;
use thetis_conformance::equation::{Correction, Equation};
use thetis_conformance::matrices::{add, information_of, inverse};
use thetis_conformance::stress::{Numbers, answers_at, ordinary_bank};
use thetis_conformance::{Agreement, Tolerance};
use thetis_core::{
    Bank, Estimation, Estimator, Item, ItemModel, MultivariateNormal, Prior, Quadrature, Response, StandardErrorKind,
    estimate,
};

/// What second differences of a log-likelihood resolve.
const DIFFERENCES: Tolerance = Tolerance::both(1e-6);

/// Two ways to the same sum.
const ROUNDING: Tolerance = Tolerance::both(1e-10);

const MEAN: f64 = 0.3;
const SD: f64 = 1.4;

/// Estimators with the curvature their prior adds.
fn estimators() -> [(Estimation, f64); 4] {
    let prior = Some(Prior::normal(MEAN, SD).expect("a proper prior"));
    let quadrature = Some(Quadrature::DEFAULT);
    let with = |estimator| Estimation { prior: prior.clone(), quadrature, ..Estimation::new(estimator) };
    let precision = 1.0 / (SD * SD);
    [
        (with(Estimator::Ml), 0.0),
        (with(Estimator::Wle), 0.0),
        (with(Estimator::Map), precision),
        (with(Estimator::Eap), precision),
    ]
}

fn each_case(mut visit: impl FnMut(&Bank, &[Response], &Estimation, f64, &str)) {
    let mut numbers = Numbers::new(31);
    for trial in 0..12 {
        let bank = ordinary_bank(&mut numbers, 15, None);
        let ability = numbers.uniform(-1.5, 1.5);
        let responses = answers_at(&mut numbers, &bank, ability);
        for (estimation, precision) in estimators() {
            visit(&bank, &responses, &estimation, precision, &format!("trial {trial}, {:?}", estimation.estimator));
        }
    }
}

fn theta_and_se(bank: &Bank, responses: &[Response], estimation: &Estimation, kind: StandardErrorKind) -> (f64, f64) {
    let quadrature = Some(Quadrature::DEFAULT);
    let estimation = Estimation { standard_error: kind, quadrature, ..estimation.clone() };
    let result = estimate(bank, responses.iter().copied(), &estimation).expect("answers fit the items");
    (result.theta[0], result.se[0])
}

/// Nodes and weights.
fn trapezoid(Quadrature { lower, upper, nodes, .. }: Quadrature) -> impl Iterator<Item = (f64, f64)> {
    let step = (upper - lower) / f64::from(nodes - 1);
    (0..nodes).map(move |j| (lower + f64::from(j) * step, if j == 0 || j + 1 == nodes { 0.5 } else { 1.0 }))
}

#[test]
fn observed_and_expected_information() {
    let mut observed = Agreement::new("SE, observed information", DIFFERENCES);
    let mut expected = Agreement::new("SE, expected information", ROUNDING);
    let mut apart = 0;
    each_case(|bank, responses, estimation, precision, name| {
        let equation = Equation::new(bank, responses, Correction::None);
        let (theta, ours) = theta_and_se(bank, responses, estimation, StandardErrorKind::Observed);
        let (curvature, _) = derivative(|x| derivative(|y| equation.log_likelihood(y), x, 0.1).0, theta, 0.1);
        observed.check(ours, 1.0 / (precision - curvature).sqrt(), || name.into());
        let (theta, other) = theta_and_se(bank, responses, estimation, StandardErrorKind::Expected);
        expected.check(other, 1.0 / (equation.information(theta) + precision).sqrt(), || name.into());
        apart += usize::from((ours - other).abs() > 1e-4);
    });
    observed.conclude(48);
    expected.conclude(48);
    assert!(apart > 40, "observed and expected information differ in {apart} of 48 cases");
}

#[test]
fn posterior_spread_about_the_estimate() {
    let mut agreement = Agreement::new("SE, posterior", ROUNDING);
    each_case(|bank, responses, estimation, _, name| {
        let (theta, ours) = theta_and_se(bank, responses, estimation, StandardErrorKind::Posterior);
        let equation = Equation::new(bank, responses, Correction::None);
        let (mut mass, mut moment) = (0.0, 0.0);
        for (x, weight) in trapezoid(Quadrature::DEFAULT) {
            let log_prior = -0.5 * ((x - MEAN) / SD).powi(2);
            let density = weight * (equation.log_likelihood(x) + log_prior).exp();
            mass += density;
            moment += density * (x - theta).powi(2);
        }
        agreement.check(ours, (moment / mass).sqrt(), || name.into());
    });
    agreement.conclude(48);
}

/// Two dependent dimensions, items on either or both.
fn joint_case(numbers: &mut Numbers) -> (Bank, Vec<Response>) {
    let prior = MultivariateNormal::new(vec![0.1, -0.2], vec![1.2, 0.5, 0.5, 0.9]).expect("a proper prior");
    let item = |i: u32| {
        let dimensions = [vec![0], vec![1], vec![0, 1]][i as usize % 3].clone();
        let a = dimensions.iter().map(|_| numbers.uniform(0.5, 1.8)).collect();
        let d = numbers.increasing(3, -2.0, 2.0, 0.2).into_iter().rev().collect();
        Item { dimensions, ..Item::new(ItemModel::CompensatoryGraded { a, d }) }
    };
    let items = (0..18).map(item).collect();
    let bank = Bank::new(1.0, prior, items, "joint").expect("sound items");
    let ability = [numbers.uniform(-1.0, 1.0), numbers.uniform(-1.0, 1.0)];
    let responses = (0..bank.len()).map(|item| numbers.answer(&bank, item, &ability)).collect();
    (bank, responses)
}

fn log_likelihood(bank: &Bank, responses: &[Response], theta: &[f64]) -> f64 {
    responses.iter().map(|r| bank.item(r.item).log_probability(theta, r.category)).sum()
}

#[test]
fn joint_covariances() {
    let mut numbers = Numbers::new(32);
    let mut expected = Agreement::new("joint covariance, expected information", ROUNDING);
    let mut observed = Agreement::new("joint covariance, observed information", DIFFERENCES);
    let mut posterior = Agreement::new("joint covariance, posterior", ROUNDING);
    for trial in 0..6 {
        let (bank, responses) = joint_case(&mut numbers);
        let precision = inverse(bank.prior().covariance());
        for estimator in [Estimator::Map, Estimator::Eap] {
            let of = |standard_error| {
                let quadrature = Some(Quadrature::default_for(2));
                let estimation = Estimation { standard_error, quadrature, ..Estimation::new(estimator) };
                estimate(&bank, responses.iter().copied(), &estimation).expect("answers fit the items")
            };
            let name = || format!("trial {trial}, {estimator:?}");

            let ours = of(StandardErrorKind::Expected);
            let mut information = information_of(&bank, 0..bank.len(), &ours.theta);
            add(&mut information, &precision);
            for (o, t) in ours.covariance.iter().zip(inverse(&information)) {
                expected.check(*o, t, name);
            }
            for j in 0..2 {
                expected.check(ours.se[j], ours.covariance[3 * j].sqrt(), name);
            }

            let ours = of(StandardErrorKind::Observed);
            let mut curvature = precision.clone();
            for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let slope = |x: f64| {
                    let at = |y: f64| {
                        let mut theta = ours.theta.clone();
                        theta[i] += x;
                        theta[j] += y;
                        log_likelihood(&bank, &responses, &theta)
                    };
                    derivative(at, 0.0, 0.1).0
                };
                curvature[2 * i + j] -= derivative(slope, 0.0, 0.1).0;
            }
            for (o, t) in ours.covariance.iter().zip(inverse(&curvature)) {
                observed.check(*o, t, name);
            }

            let ours = of(StandardErrorKind::Posterior);
            for (o, t) in ours.covariance.iter().zip(posterior_moment(&bank, &responses, &ours.theta)) {
                posterior.check(*o, t, name);
            }
        }
    }
    expected.conclude(72);
    observed.conclude(48);
    posterior.conclude(48);
}

/// Second moments about `centre` on the default grid of two dimensions.
fn posterior_moment(bank: &Bank, responses: &[Response], centre: &[f64]) -> Vec<f64> {
    let grid = Quadrature::default_for(2);
    let precision = inverse(bank.prior().covariance());
    let (mut mass, mut moment) = (0.0, vec![0.0; 4]);
    for (first, outer) in trapezoid(grid) {
        for (second, inner) in trapezoid(grid) {
            let theta = [first, second];
            let (x, y) = (theta[0] - bank.prior().mean()[0], theta[1] - bank.prior().mean()[1]);
            let prior = -0.5 * (precision[0] * x * x + 2.0 * precision[1] * x * y + precision[3] * y * y);
            let density = outer * inner * (log_likelihood(bank, responses, &theta) + prior).exp();
            mass += density;
            for (cell, value) in moment.iter_mut().enumerate() {
                *value += density * (theta[cell / 2] - centre[cell / 2]) * (theta[cell % 2] - centre[cell % 2]);
            }
        }
    }
    moment.iter().map(|m| m / mass).collect()
}
