//! Standard errors by Oakes' identity agree with R mirt 1.45.1.

use thetis_calibrate::{InformationKind, Model, Parameter};
use thetis_conformance::mirt::{pairs, parameter};
use thetis_conformance::{Agreement, Tolerance};

/// What the project promises.
const PROMISED: Tolerance = Tolerance { relative: 1e-2, absolute: 0.0 };

#[test]
fn oakes_standard_errors_agree() {
    let mut se = Agreement::new("Oakes SE", PROMISED);
    for pair in pairs() {
        let covariance = pair.ours.covariance(InformationKind::Oakes).expect("the information is positive definite");
        for item in &pair.ours.items {
            let theirs = &pair.theirs.se_oakes[&pair.responses.ids()[item.item]];
            let ours = covariance.item(item);
            for (column, theirs) in theirs.par.iter().zip(&theirs.se) {
                let (Some(name), Some(theirs)) = (parameter(pair.model, column), theirs) else { continue };
                // mirt's slope of the nominal model is that of its highest category over the number of steps.
                let (name, factor) = match (pair.model, name) {
                    (Model::Nominal, Parameter::Slope(_)) => (Parameter::Slope(3), 3.0),
                    _ => (name, 1.0),
                };
                let at = item.parameters.iter().position(|(own, _)| *own == name).expect("a parameter of ours");
                let found = ours.parameters[at].expect("free here as there") / factor;
                se.check(found, *theirs, || format!("{} item {} {column}", pair.name, item.item));
            }
        }
        let latent = &pair.theirs.se_oakes["GroupPars"];
        let theirs = latent.par.iter().zip(&latent.se).find(|(name, _)| *name == "COV_11").and_then(|(_, se)| *se);
        if let Some(theirs) = theirs {
            let free = pair.ours.groups[0].free[1].expect("free here as there");
            se.check(covariance.se(free), theirs, || format!("{} variance", pair.name));
        }
    }
    se.conclude(380);
}
