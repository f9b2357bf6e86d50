//! Scores under calibrated parameters agree with R mirt 1.45.1: EAP, MAP, ML, and the mode under Jeffreys' prior, which
//! mirt calls WLE.

use thetis_calibrate::{MISSING, Model, Responses};
use thetis_conformance::mirt::pairs;
use thetis_conformance::{Agreement, Tolerance};
use thetis_core::{Estimation, Estimator, StandardErrorKind, Status};

/// What the project promises: 1e-4, beside the parameters' own distance from mirt's.
const PROMISED: Tolerance = Tolerance::both(2e-4);
/// mirt's nominal parameters are up to 1.5e-3 short of the maximum (`calibrate_parameters.rs`).
const NOMINAL: Tolerance = Tolerance::both(1e-3);
/// Standard errors that mirt gives with its "WLE" are from second differences, coarse at extreme patterns and in its
/// rating scale model.
const DIFFERENCES: Tolerance = Tolerance::both(1e-2);

#[test]
fn scores_agree() {
    let mut agreements: Vec<Agreement> =
        ["EAP", "MAP", "ML", "WLE"].iter().map(|name| Agreement::new(name, PROMISED)).collect();
    let mut differences = Agreement::new("SE of WLE", DIFFERENCES);
    let mut nominal = Agreement::new("nominal", NOMINAL);
    let estimators = [Estimator::Eap, Estimator::Map, Estimator::Ml, Estimator::Jeffreys];
    for pair in pairs() {
        let Some(scores) = &pair.theirs.scores else { continue };
        let lowest = if pair.name.contains("science") { 1 } else { 0 };
        let patterns = scores["patterns"].as_array().expect("patterns");
        let cells = patterns.iter().flat_map(|row| {
            row.as_array()
                .expect("a row")
                .iter()
                .map(|cell| cell.as_u64().map_or(MISSING, |k| u8::try_from(k).expect("a category") - lowest))
        });
        let persons = Responses::dense(pair.responses.ids().to_vec(), cells.collect()).expect("patterns are sound");
        let own = pair.ours.eap(&persons).expect("the same items");
        for ((name, estimator), agreement) in ["EAP", "MAP", "ML", "WLE"].iter().zip(estimators).zip(&mut agreements) {
            let Some(theirs) = scores.get(*name) else { continue };
            let mut estimation = Estimation::new(estimator);
            if estimator != Estimator::Eap {
                // mirt's standard errors of modes are from observed information.
                estimation.standard_error = StandardErrorKind::Observed;
            }
            let ours = pair.ours.scores(&persons, &estimation).expect("the estimator is defined");
            let agreement = if pair.model == Model::Nominal { &mut nominal } else { agreement };
            for (person, ours) in ours.iter().enumerate() {
                let (theta, se) = (theirs["theta"][person].as_f64(), theirs["se"][person].as_f64());
                let (Some(theta), Some(se)) = (theta, se) else { continue };
                let place = || format!("{} {name} pattern {person}", pair.name);
                if ours.status != Status::Regular {
                    continue;
                }
                agreement.check(ours.theta[0], theta, place);
                if *name == "WLE" {
                    differences.check(ours.se[0], se, place);
                } else {
                    agreement.check(ours.se[0], se, place);
                }
                if *name == "EAP" {
                    agreement.check(own[person].theta[0], theta, place);
                    agreement.check(own[person].se[0], se, place);
                }
            }
        }
    }
    differences.conclude(400);
    nominal.conclude(200);
    for agreement in agreements {
        agreement.conclude(400);
    }
}
