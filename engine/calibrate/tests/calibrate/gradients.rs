//! The gradient is that of the log-likelihood, for every model, prior and constraint; standard errors follow.

use thetis_calibrate::{
    Block, InformationKind, LatentNormal, Model, Options, Parameter, ParameterPrior, Place, Setting, Specification,
    calibrate,
};

use crate::support::{dense, models, simulate};

/// Half the distance of the differences, and what they may be off.
const STEP: f64 = 1e-5;
const ERROR: f64 = 2e-4;

#[test]
fn the_gradient_is_the_likelihoods() {
    for categories in [2, 3, 5] {
        let responses = dense(simulate(17, 300, 6, categories, 0.1), 6);
        for model in models(categories) {
            let mut specification = Specification::uniform(model, &responses);
            specification.latent =
                vec![LatentNormal { mean: vec![Setting::Estimated(0.3)], covariance: vec![Setting::Estimated(1.2)] }];
            specification.fixed.push((Place::new(0, first_intercept(model)), 0.4));
            if !model.has_unit_slope() && model != Model::Nominal {
                specification.fixed.push((Place::new(0, Parameter::Slope(0)), 1.1));
                let slope = |item| Place::new(item, Parameter::Slope(0));
                specification.equal.push(vec![slope(3), slope(4)]);
            }
            if model == Model::Nominal {
                specification.fixed.push((Place::new(0, Parameter::Slope(1)), 1.1));
            }
            let block = Block::new(&specification, &responses).expect("sound");
            let free = block.start();
            let gradient = block.gradient(&free, &block.sums(&free));
            for (place, found) in gradient.iter().enumerate() {
                let at = |sign: f64| {
                    let mut moved = free.clone();
                    moved[place] += sign * STEP;
                    block.sums(&moved).log_likelihood
                };
                let expected = (at(1.0) - at(-1.0)) / (2.0 * STEP);
                assert!(
                    (found - expected).abs() < ERROR * (1.0 + expected.abs()),
                    "{model:?} {place}: {found} for {expected}"
                );
            }
        }
    }
}

fn first_intercept(model: Model) -> Parameter {
    if model == Model::RatingScale { Parameter::Step(1) } else { Parameter::Intercept(1) }
}

#[test]
fn at_the_maximum_the_gradient_vanishes() {
    let responses = dense(simulate(23, 1_000, 8, 2, 0.0), 8);
    let mut specification = Specification::uniform(Model::FourParameter, &responses).with_asymptote_prior(-2.0, 0.5);
    for item in 0..8 {
        specification
            .priors
            .push((Place::new(item, Parameter::Slope(0)), ParameterPrior::LogNormal { mean: 0.2, sd: 0.4 }));
    }
    let options = Options { tolerance: 1e-8, ..Options::default() };
    let found = calibrate(&responses, &specification, &options).expect("sound");
    assert!(found.converged(), "{:?}", found.ending);
    assert!(found.gradient_norm < 1e-4, "{}", found.gradient_norm);
}

#[test]
fn both_kinds_of_standard_error_are_near_each_other() {
    let responses = dense(simulate(29, 4_000, 10, 3, 0.05), 10);
    for model in [Model::Graded, Model::GeneralisedPartialCredit, Model::PartialCredit, Model::RatingScale] {
        let specification = Specification::uniform(model, &responses);
        let found = calibrate(&responses, &specification, &Options::default()).expect("sound");
        let oakes = found.covariance(InformationKind::Oakes).expect("positive definite");
        let products = found.covariance(InformationKind::CrossProduct).expect("positive definite");
        for free in 0..found.free.len() {
            let ratio = oakes.se(free) / products.se(free);
            // The models are not quite the data's, so the two differ more than by chance.
            assert!((0.7..1.4).contains(&ratio), "{model:?} {}: {ratio}", found.names[free]);
        }
    }
}
