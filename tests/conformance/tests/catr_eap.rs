//! EAP and its posterior standard deviation agree with R catR 3.17 on catR's own grids: ten models, 46
//! response patterns each, normal, uniform and Jeffreys' priors, 33 nodes on ±4 and 121 on ±6.

use thetis_conformance::catr::ThetaFile;
use thetis_conformance::{Agreement, Tolerance, reference};
use thetis_core::{Estimator, estimate};

/// What the project promises of EAP on its own grid.
const PROMISED: Tolerance = Tolerance::both(1e-10);

#[test]
fn eap_and_its_standard_deviation_agree() {
    let file: ThetaFile = reference("catr_theta.json");
    let mut theta = Agreement::new("EAP θ", PROMISED);
    let mut se = Agreement::new("EAP SE", PROMISED);
    for (model, case) in &file.cases {
        let bank = case.bank();
        for (configuration, theirs) in &case.estimates {
            let Some(estimation) = theirs.config.estimation().filter(|e| e.estimator == Estimator::Eap) else {
                continue;
            };
            for person in 0..case.patterns.len() {
                let ours = estimate(&bank, case.responses(person), &estimation).expect("answers fit the items");
                let place = || format!("{model} {configuration} pattern {person}");
                theta.check(ours.theta[0], theirs.theta[person], place);
                se.check(ours.se[0], theirs.se[person], place);
            }
        }
    }
    // 10 models, 4 configurations, 46 patterns.
    theta.conclude(1_840);
    se.conclude(1_840);
}
