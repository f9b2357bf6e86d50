//! ML, MAP (normal, uniform and Jeffreys' priors) and Warm's WLE, with their standard errors, agree with
//! R catR 3.17 on the range ±4: ten models, 46 response patterns each, constant ones and ones with missing
//! answers among them. catR's estimates are those of its own code with its root finder tightened to 1e-13;
//! as released it stops up to 3e-5 away, which is checked as well.
//!
//! Where we differ on purpose: the standard error under Jeffreys' prior when D ≠ 1, where catR's `semTheta`
//! evaluates the prior's curvature with D = 1. The last tests prove which is right.
//!
//! Where we would differ, but these patterns do not show it: of several maxima catR takes the one between
//! the extremes of the estimating function, we take the highest (`global_maximum.rs`).
//!
//! Out of scope: catR's robust estimators, its rules for constant patterns and its exact standard errors,
//! none of which Thetis has.

use thetis_conformance::catr::{Estimates, ThetaCase, ThetaFile};
use thetis_conformance::equation::{Correction, Equation};
use thetis_conformance::{Agreement, Tolerance, difference, reference};
use thetis_core::{Bank, Curves, Estimation, Estimator, Prior, Response, estimate};

/// What the project promises of modal estimates and their standard errors.
const PROMISED: Tolerance = Tolerance::both(1e-8);

/// How far catR as released stops from its own root.
const SHIPPED: Tolerance = Tolerance::both(5e-5);

/// The model whose case has D ≠ 1.
const SCALED: &str = "3PL";

struct Place<'a> {
    model: &'a str,
    configuration: &'a str,
    case: &'a ThetaCase,
    theirs: &'a Estimates,
    estimation: &'a Estimation,
    bank: &'a Bank,
    person: usize,
}

impl Place<'_> {
    fn responses(&self) -> Vec<Response> {
        self.case.responses(self.person)
    }

    fn name(&self) -> String {
        format!("{} {} pattern {}", self.model, self.configuration, self.person)
    }

    /// Whether catR's standard error has the wrong D in its prior.
    fn se_mixes_scales(&self) -> bool {
        let scaled = self.case.scaling > 1.0;
        scaled && self.estimation.estimator == Estimator::Map && self.estimation.prior == Some(Prior::Jeffreys)
    }
}

/// Every modal estimate catR made.
fn everywhere(mut visit: impl FnMut(&Place<'_>)) {
    let file: ThetaFile = reference("catr_theta.json");
    for (model, case) in &file.cases {
        assert_eq!(case.scaling > 1.0, model == SCALED, "{model}: only {SCALED} is scaled");
        let bank = &case.bank();
        for (configuration, theirs) in &case.estimates {
            let Some(estimation) = &theirs.config.estimation().filter(|e| e.estimator != Estimator::Eap) else {
                continue;
            };
            for person in 0..case.patterns.len() {
                visit(&Place { model, configuration, case, theirs, estimation, bank, person });
            }
        }
    }
}

// 10 models, 6 configurations, 46 patterns.
const ESTIMATES: usize = 2_760;

#[test]
fn modal_estimates_agree() {
    let mut tight = Agreement::new("modal θ against the tightened roots", PROMISED);
    let mut shipped = Agreement::new("modal θ against catR as released", SHIPPED);
    everywhere(|place| {
        let ours = estimate(place.bank, place.responses(), place.estimation).expect("answers fit the items");
        tight.check(ours.theta[0], place.theirs.theta[place.person], || place.name());
        if let Some(released) = &place.theirs.theta_shipped {
            shipped.check(ours.theta[0], released[place.person], || place.name());
        }
    });
    tight.conclude(ESTIMATES);
    shipped.conclude(ESTIMATES);
}

#[test]
fn standard_errors_agree() {
    let mut agreement = Agreement::new("modal SE", PROMISED);
    let mut left_out = 0;
    everywhere(|place| {
        if place.se_mixes_scales() {
            left_out += 1;
            return;
        }
        let ours = estimate(place.bank, place.responses(), place.estimation).expect("answers fit the items");
        agreement.check(ours.se[0], place.theirs.se[place.person], || place.name());
    });
    assert_eq!(left_out, 46, "one configuration of one model is left out, and proved below");
    agreement.conclude(ESTIMATES - left_out);
}

#[test]
fn jeffreys_estimator_is_map_under_jeffreys_prior() {
    everywhere(|place| {
        if place.estimation.prior != Some(Prior::Jeffreys) {
            return;
        }
        let by_prior = estimate(place.bank, place.responses(), place.estimation).expect("answers fit the items");
        let named = Estimation { estimator: Estimator::Jeffreys, prior: None, ..place.estimation.clone() };
        let by_name = estimate(place.bank, place.responses(), &named).expect("answers fit the items");
        assert_eq!(by_prior, by_name, "{}: two names of one estimator", place.name());
    });
}

/// `1/√(I − (I″I − I′²)/2I²)` with I of one scaling constant in the data term and of another in the
/// prior's.
fn jeffreys_se(data: &Bank, prior: &Bank, responses: &[Response], theta: f64) -> f64 {
    let information = |bank: &Bank| {
        let mut sums = [0.0; 3];
        let mut curves = Curves::new();
        for response in responses {
            let a = bank.item(response.item).slopes()[0];
            bank.curves(response.item, &[theta], &mut curves);
            sums[0] += a.powi(2) * curves.information();
            sums[1] += a.powi(3) * curves.information_d1();
            sums[2] += a.powi(4) * curves.information_d2();
        }
        sums
    };
    let [i, i1, i2] = information(prior);
    1.0 / (information(data)[0] - (i2 * i - i1 * i1) / (2.0 * i * i)).sqrt()
}

/// catR's number comes out exactly when the prior's part is computed with D = 1: that is its mistake.
#[test]
fn catr_evaluates_the_curvature_of_jeffreys_prior_with_d_of_one() {
    let mut theirs = Agreement::new("catR's SE, D = 1 in the prior", PROMISED);
    let mut ours = Agreement::new("our SE, D everywhere", PROMISED);
    let mut apart = 0;
    everywhere(|place| {
        if !place.se_mixes_scales() {
            return;
        }
        let unscaled = thetis_conformance::catr::bank(&place.case.model, 1.0, &place.case.items).expect("as above");
        let (bank, responses) = (place.bank, place.responses());
        let estimate = estimate(bank, responses.clone(), place.estimation).expect("answers fit the items");
        let theta = estimate.theta[0];
        let mixed = jeffreys_se(bank, &unscaled, &responses, theta);
        let pure = jeffreys_se(bank, bank, &responses, theta);
        theirs.check(mixed, place.theirs.se[place.person], || place.name());
        ours.check(estimate.se[0], pure, || place.name());
        apart += usize::from((pure - mixed).abs() > 1e-4);
    });
    theirs.conclude(46);
    ours.conclude(46);
    assert!(apart > 40, "the two differ visibly in {apart} of 46 patterns");
}

/// And the prior's part, D everywhere, is minus the second derivative of ln √I, by differences.
#[test]
fn our_curvature_of_jeffreys_prior_is_the_second_derivative_of_its_logarithm() {
    let mut agreement = Agreement::new("SE under Jeffreys' prior by differences", Tolerance::both(1e-7));
    everywhere(|place| {
        if !place.se_mixes_scales() {
            return;
        }
        let (bank, responses) = (place.bank, place.responses());
        let estimate = estimate(bank, responses.clone(), place.estimation).expect("answers fit the items");
        let theta = estimate.theta[0];
        let equation = Equation::new(bank, &responses, Correction::Jeffreys);
        let slope = |x: f64| difference::derivative(|y| 0.5 * equation.information(y).ln(), x, 0.1).0;
        let (curvature, _) = difference::derivative(slope, theta, 0.1);
        let by_differences = 1.0 / (equation.information(theta) - curvature).sqrt();
        agreement.check(estimate.se[0], by_differences, || place.name());
    });
    agreement.conclude(46);
}
