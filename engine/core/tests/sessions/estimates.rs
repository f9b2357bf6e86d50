//! Estimates: those of the scored answers alone, however they came about; EAP and its error are moments of the
//! posterior by definition; an answer lowers the variance on average; information is never negative.

use std::sync::Arc;

use thetis_core::{
    Bank, Criterion, Curves, Design, Error, Estimation, Estimator, Prior, Response, Selection, StandardErrorKind, Test,
    Weight, estimate,
};

use crate::support::banks::{self, Shape};
use crate::support::cases::{Case, make_joint, scored};
use crate::support::designs;
use crate::support::draw::{Draw, assert_close, close, each_case, grown};
use crate::support::posterior::{Posterior, afresh};

/// Sums over a few thousand nodes, each good to some units in the last place.
const ROUNDING: f64 = 1e-10;

#[test]
fn an_estimate_is_that_of_the_scored_answers_at_once() {
    each_case("one estimate", 8_000, |draw, size| {
        Case::draw(draw, size).take(|session| {
            let test = session.test();
            let at_once = afresh(test.bank(), &scored(session), &test.design().estimation);
            assert_eq!(&at_once, session.estimate(), "{:?}", test.design().estimation);
        });
    });
}

/// A bank, EAP with the posterior's standard deviation, and answers to some of the items.
fn eap(draw: &mut Draw, shape: Shape, size: f64) -> (Bank, Estimation, Vec<Response>) {
    let bank = banks::bank(draw, shape, 3 + grown(size, 9));
    let mut estimation = designs::estimation(draw, shape);
    estimation.estimator = Estimator::Eap;
    estimation.standard_error = StandardErrorKind::Posterior;
    if estimate(&bank, [], &estimation) == Err(Error::EstimatorNeedsOneDimension) {
        make_joint(&mut estimation);
    }
    let (all, answered) = ((0..bank.len()).collect::<Vec<_>>(), draw.below(bank.len()));
    let items = draw.some_of(&all, answered);
    let mut answer = |item: u32| Response { item, category: draw.below(bank.categories(item)) };
    let responses = items.into_iter().map(&mut answer).collect();
    (bank, estimation, responses)
}

#[test]
fn eap_and_its_error_are_the_moments_of_the_posterior() {
    each_case("moments", 3_000, |draw, size| {
        let shape = Shape::draw(draw);
        let (bank, estimation, responses) = eap(draw, shape, size);
        let found = afresh(&bank, &responses, &estimation);
        for d in 0..bank.dimensions() {
            let posterior = Posterior::new(&bank, &estimation, &responses, d, &found.theta);
            assert!(close(posterior.mass.iter().sum(), 1.0, ROUNDING), "the mass is 1");
            let what = (&estimation, &responses);
            assert_close(&[found.theta[d]], &[posterior.mean(d)], ROUNDING, what);
            assert_close(&[found.se[d]], &[posterior.variance(d).sqrt()], ROUNDING, what);
            for other in posterior.dimensions.iter().copied() {
                let product = |theta: &[f64]| (theta[d] - found.theta[d]) * (theta[other] - found.theta[other]);
                let covariance = found.covariance[d * bank.dimensions() + other];
                assert_close(&[covariance], &[posterior.expect(product)], ROUNDING, what);
            }
        }
    });
}

/// The law of total variance: `Var θ = E Var(θ | answer) + Var E(θ | answer)`, over the answers that the posterior
/// predicts. So the first term, the variance to be expected, is never above the present one.
#[test]
fn an_answer_lowers_the_variance_on_average() {
    let mut informative = 0;
    each_case("variance", 1_500, |draw, size| {
        let shape = Shape::draw(draw);
        let (bank, mut estimation, responses) = eap(draw, shape, size);
        if estimation.prior == Some(Prior::Jeffreys) {
            // This prior changes with the items asked.
            estimation.prior = None;
        }
        let now = afresh(&bank, &responses, &estimation);
        for item in (0..bank.len()).filter(|item| responses.iter().all(|r| r.item != *item)) {
            let first = bank.item(item).dimensions()[0] as usize;
            let posterior = Posterior::new(&bank, &estimation, &responses, first, &now.theta);
            let after: Vec<_> = (0..bank.categories(item))
                .map(|category| {
                    let one_more = [responses.as_slice(), &[Response { item, category }]].concat();
                    afresh(&bank, &one_more, &estimation)
                })
                .collect();
            let chances = posterior.predictive(&bank, item);
            for d in posterior.dimensions.iter().copied() {
                let mean = |of: &dyn Fn(usize) -> f64| (0..chances.len()).map(|k| chances[k] * of(k)).sum::<f64>();
                let variance = now.se[d] * now.se[d];
                let left = mean(&|k| after[k].se[d] * after[k].se[d]);
                let moved = mean(&|k| (after[k].theta[d] - now.theta[d]).powi(2));
                assert!(close(variance, left + moved, ROUNDING), "item {item}: {variance} = {left} + {moved}");
                assert!(left <= variance * (1.0 + 1e-12), "item {item}: {left} after {variance}");
                informative += u32::from(left < variance);
            }
        }
    });
    assert!(informative > 5_000, "{informative} answers lowered the variance");
}

/// Criteria that are means over the posterior are those of the posterior by definition.
#[test]
fn posterior_criteria_are_means_over_the_posterior() {
    each_case("posterior criteria", 1_500, |draw, size| {
        let shape = Shape { joint: false, dichotomous: true, ..Shape::draw(draw) };
        let (bank, mut estimation, responses) = eap(draw, shape, size);
        estimation.prior = None;
        let bank = Arc::new(bank);
        let now = afresh(&bank, &responses, &estimation);
        let rank = |criterion: Criterion| {
            let selection = Selection { criterion, randomesque: 1 };
            let design = Design { selection, estimation: estimation.clone(), ..Design::adaptive(&bank, 1) };
            let test = Test::new(bank.clone(), design).expect("dichotomous items");
            test.rank(&responses, None, 0).expect("answers to items of the bank")
        };
        let information = rank(Criterion::WeightedInformation(Weight::Posterior));
        let spread = rank(Criterion::GlobalDiscrimination(Weight::Posterior));
        let variance = rank(Criterion::ExpectedPosteriorVariance { predictive: true });
        for place in 0..information.len() {
            let item = information[place].item;
            let d = bank.item(item).dimensions()[0] as usize;
            let posterior = Posterior::new(&bank, &estimation, &responses, d, &now.theta);
            let right = |theta: &[f64]| bank.item(item).log_probability(theta, 1).exp();
            let mean = posterior.expect(right);
            let left: f64 = (0..2)
                .map(|category| {
                    let one_more = [responses.as_slice(), &[Response { item, category }]].concat();
                    let after = Posterior::new(&bank, &estimation, &one_more, d, &now.theta);
                    posterior.predictive(&bank, item)[category as usize] * after.variance(d)
                })
                .sum();
            let expected = [
                posterior.expect(|theta| bank.information(item, theta)),
                posterior.expect(|theta| (right(theta) - mean).powi(2)),
                -left,
            ];
            assert_close(
                &[information[place].value, spread[place].value, variance[place].value],
                &expected,
                1e-9,
                item,
            );
        }
    });
}

#[test]
fn information_is_never_negative_and_chances_add_up() {
    let mut curves = Curves::new();
    each_case("information", 10_000, |draw, size| {
        let shape = Shape::draw(draw);
        let bank = banks::bank(draw, shape, 2 + grown(size, 6));
        let k = bank.dimensions();
        for item in 0..bank.len() {
            let reach = draw.pick(&[1.0, 5.0, 50.0, 1_000.0]);
            let theta = draw.list(shape.dimensions, |draw| draw.between(-reach, reach));
            let information = bank.information(item, &theta);
            assert!((0.0..f64::INFINITY).contains(&information), "item {item} at {theta:?}: {information}");
            let matrix = bank.information_matrix(item, &theta);
            let trace: f64 = (0..k).map(|d| matrix[d * (k + 1)]).sum();
            assert!(close(trace, information, 1e-12), "item {item} at {theta:?}: the trace of {matrix:?}");
            let direction = draw.list(shape.dimensions, Draw::normal);
            let along: f64 = (0..k * k).map(|cell| direction[cell / k] * matrix[cell] * direction[cell % k]).sum();
            assert!(along >= -1e-12 * information, "item {item} at {theta:?}: {along} along {direction:?}");
            bank.curves(item, &theta, &mut curves);
            let total: f64 = curves.categories().iter().map(|category| category.probability).sum();
            assert!(close(total, 1.0, 1e-12), "item {item} at {theta:?}: chances add up to {total}");
            assert!(curves.categories().iter().all(|c| c.probability >= 0.0), "item {item} at {theta:?}");
        }
    });
}
