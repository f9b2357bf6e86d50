//! Where the search begins: inside the support of every prior, or not at all.

use thetis_calibrate::{
    Acceleration, CalibrationError as Error, Model, Options, Parameter, ParameterPrior, Place, Responses,
    Specification, calibrate,
};

use crate::support::{dense, simulate};

const SLOPE: ParameterPrior = ParameterPrior::LogNormal { mean: 0.2, sd: 0.5 };

/// Two-parameter data with the first item keyed the wrong way round, so that its own starting slope is negative.
fn miskeyed() -> Responses {
    let mut cells = simulate(31, 1_500, 6, 2, 0.0);
    cells.chunks_exact_mut(6).for_each(|row| row[0] = 1 - row[0]);
    dense(cells, 6)
}

#[test]
fn a_negative_start_under_a_log_normal_prior_is_moved() {
    let responses = miskeyed();
    let plain = Specification::uniform(Model::TwoParameter, &responses);
    let without = calibrate(&responses, &plain, &Options::default()).expect("sound");
    assert!(without.items[0].parameters[0].1 < -0.3, "the item is keyed the wrong way round");
    let mut specification = plain;
    specification.priors = (0..6).map(|item| (Place::new(item, Parameter::Slope(0)), SLOPE)).collect();
    for acceleration in [Acceleration::QuasiNewton, Acceleration::Squarem, Acceleration::None] {
        let options = Options { acceleration, ..Options::default() };
        let found = calibrate(&responses, &specification, &options).expect("sound");
        assert!(found.converged(), "{acceleration:?}: {:?}", found.ending);
        assert!(found.log_likelihood.is_finite() && found.log_prior.is_finite(), "{acceleration:?}");
        assert!(found.items.iter().all(|item| item.parameters[0].1 > 0.0), "{acceleration:?}: {:?}", found.free);
        assert!(found.gradient_norm < 0.05, "{acceleration:?}: {}", found.gradient_norm);
    }
}

#[test]
fn a_start_of_the_users_is_moved_too() {
    let responses = dense(simulate(37, 800, 5, 2, 0.0), 5);
    let slope = Place::new(2, Parameter::Slope(0));
    let mut specification = Specification::uniform(Model::TwoParameter, &responses);
    specification.priors.push((slope, SLOPE));
    let usual = calibrate(&responses, &specification, &Options::default()).expect("sound");
    specification.starts.push((slope, -2.0));
    let moved = calibrate(&responses, &specification, &Options::default()).expect("sound");
    assert!(moved.converged());
    assert!((usual.log_likelihood + usual.log_prior - moved.log_likelihood - moved.log_prior).abs() < 1e-6);
}

#[test]
fn equal_parameters_are_moved_together() {
    let responses = miskeyed();
    let slope = |item| Place::new(item, Parameter::Slope(0));
    let mut specification = Specification::uniform(Model::TwoParameter, &responses);
    specification.starts.extend([(slope(0), -3.0), (slope(1), 0.5)]);
    specification.equal.push(vec![slope(0), slope(1)]);
    specification.priors.push((slope(0), SLOPE));
    let found = calibrate(&responses, &specification, &Options::default()).expect("sound");
    assert!(found.converged() && found.items[0].parameters[0].1 > 0.0);
}

#[test]
fn a_start_from_which_nothing_leads_is_refused() {
    let responses = dense(simulate(41, 500, 4, 3, 0.0), 4);
    // A log-normal prior on the lower of two intercepts, which is free to be above 0 only if the higher one is.
    let mut specification = Specification::uniform(Model::Graded, &responses);
    specification
        .starts
        .extend([(Place::new(1, Parameter::Intercept(1)), -1.0), (Place::new(1, Parameter::Intercept(2)), -2.0)]);
    specification.priors.push((Place::new(1, Parameter::Intercept(2)), SLOPE));
    let error = calibrate(&responses, &specification, &Options::default()).expect_err("no probabilities there");
    assert!(
        matches!(&error, Error::Start { parameter, value } if parameter == "intercept 2 of item item2" && *value > 0.0),
        "{error:?}"
    );
    // A free asymptote that begins at 0 can't leave it.
    let responses = dense(simulate(43, 500, 4, 2, 0.0), 4);
    let mut specification = Specification::uniform(Model::ThreeParameter, &responses).with_asymptote_prior(-1.4, 0.5);
    specification.starts.push((Place::new(0, Parameter::LowerAsymptote), f64::NEG_INFINITY));
    let error = calibrate(&responses, &specification, &Options::default()).expect_err("no density there");
    assert!(matches!(error, Error::Start { value, .. } if value == f64::NEG_INFINITY), "{error:?}");
    assert!(error.to_string().contains("give another start"), "{error}");
}
