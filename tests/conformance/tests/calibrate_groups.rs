//! Several groups agree with R mirt 1.45.1 `multipleGroup` and `DIF`: four steps of invariance, binary and graded, and
//! likelihood-ratio tests of differential item functioning by both schemes.

use serde_json::Value;
use thetis_calibrate::{
    Calibration, LatentNormal, MISSING, Model, Options, Parameter, Place, Responses, Setting, Specification, calibrate,
};
use thetis_conformance::mirt::{parameter, table, value};
use thetis_conformance::{Agreement, Tolerance, reference};

const LOG_LIKELIHOOD: Tolerance = Tolerance { relative: 0.0, absolute: 1e-3 };
const PARAMETER: Tolerance = Tolerance::both(2e-3);
/// Twice a difference of log-likelihoods.
const CHI_SQUARE: Tolerance = Tolerance { relative: 0.0, absolute: 1e-3 };

/// Verbal aggression, women before men: the first items, made binary or not.
fn data(items: usize, binary: bool) -> Responses {
    let (ids, cells) = table("verbagg.csv");
    let rows: Vec<&[u8]> = cells.chunks_exact(ids.len()).collect();
    let cell = |cell: &u8| if binary && *cell != MISSING { u8::from(*cell > 0) } else { *cell };
    let responses = rows.iter().flat_map(|row| row[..items].iter().map(cell)).collect();
    let groups = rows.iter().map(|row| u16::from(row[ids.len() - 1])).collect();
    Responses::dense(ids[..items].to_vec(), responses)
        .and_then(|data| data.with_groups(vec!["female".into(), "male".into()], groups))
        .expect("the table is sound")
}

fn fit(responses: &Responses, specification: &Specification) -> Calibration {
    let options = Options { tolerance: 1e-7, ..Options::default() };
    let found = calibrate(responses, specification, &options).expect("the specification is sound");
    assert!(found.converged(), "{:?}", found.ending);
    found
}

/// The specification of a step of invariance.
fn step(name: &str, model: Model, responses: &Responses) -> Specification {
    let mut specification = Specification::uniform(model, responses);
    let separate = matches!(name, "configural" | "metric");
    specification.items.iter_mut().for_each(|item| item.per_group = separate);
    specification.latent[1] = match name {
        "metric" => LatentNormal { mean: vec![Setting::Fixed(0.0)], covariance: vec![Setting::Estimated(1.0)] },
        "scalar" => LatentNormal::free(),
        _ => LatentNormal::standard(1),
    };
    if name == "metric" {
        for item in 0..u32::try_from(responses.items()).expect("few") {
            let slope = |group| Place::in_group(item, group, Parameter::Slope(0));
            specification.equal.push(vec![slope(0), slope(1)]);
        }
    }
    specification
}

#[test]
fn steps_of_invariance_agree() {
    let file: Value = reference("mirt_multigroup.json");
    let mut likelihood = Agreement::new("log-likelihood", LOG_LIKELIHOOD);
    let mut parameters = Agreement::new("parameters", PARAMETER);
    for (set, model, responses) in
        [("binary_2PL", Model::TwoParameter, data(12, true)), ("graded", Model::Graded, data(8, false))]
    {
        for name in ["configural", "metric", "scalar", "strict_equal"] {
            let theirs = &file[set][name];
            let ours = fit(&responses, &step(name, model, &responses));
            let place = || format!("{set} {name}");
            likelihood.check(ours.log_likelihood, theirs["logLik"].as_f64().expect("a number"), place);
            assert_eq!(Some(ours.free.len() as u64), theirs["nest"].as_u64(), "{}: free parameters", place());
            for (group, label) in ["female", "male"].iter().enumerate() {
                let theirs = &theirs["groups"][label];
                let columns: Vec<&str> =
                    theirs["columns"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
                for item in ours.items.iter().filter(|item| item.group.is_none_or(|own| own == group)) {
                    for (at, column) in columns.iter().enumerate().filter(|(_, name)| !matches!(**name, "g" | "u")) {
                        let found = value(item, parameter(model, column).expect("ours")).expect("a value");
                        let theirs =
                            theirs["values"].get(item.item).unwrap_or(&theirs["items"][item.item])[at].as_f64();
                        parameters.check(found, theirs.expect("a number"), || {
                            format!("{} {label} item {} {column}", place(), item.item)
                        });
                    }
                }
                let (mean, variance) = (&theirs["mean"], &theirs["cov"][0][0]);
                parameters.check(ours.groups[group].mean[0], mean.as_f64().expect("a mean"), place);
                parameters.check(ours.groups[group].covariance[0], variance.as_f64().expect("a variance"), place);
            }
        }
    }
    likelihood.conclude(8);
    parameters.conclude(300);
}

#[test]
fn likelihood_ratio_tests_of_dif_agree() {
    let file: Value = reference("mirt_multigroup.json");
    let mut ledger = Agreement::new("LR χ²", CHI_SQUARE);
    let responses = data(12, true);
    // Drop: all items equal, but one at a time.
    let equal = fit(&responses, &step("scalar", Model::TwoParameter, &responses));
    let theirs = file["binary_2PL"]["DIF_drop_LR"]["X2"].as_array().expect("a list");
    for (item, theirs) in theirs.iter().enumerate() {
        let mut specification = step("scalar", Model::TwoParameter, &responses);
        specification.items[item].per_group = true;
        let free = fit(&responses, &specification);
        let found = 2.0 * (free.log_likelihood - equal.log_likelihood);
        ledger.check(found, theirs.as_f64().expect("a number"), || format!("drop item {item}"));
    }
    // Add: the first four are anchors, of the others one at a time is equal.
    let anchored = |equal: Option<usize>| {
        let mut specification = step("scalar", Model::TwoParameter, &responses);
        for item in 4..12 {
            specification.items[item].per_group = Some(item) != equal;
        }
        fit(&responses, &specification).log_likelihood
    };
    let free = anchored(None);
    let theirs = file["binary_2PL"]["DIF_add_LR"]["result"]["X2"].as_array().expect("a list");
    for (place, theirs) in theirs.iter().enumerate() {
        let found = 2.0 * (free - anchored(Some(place + 4)));
        ledger.check(found, theirs.as_f64().expect("a number"), || format!("add item {}", place + 4));
    }
    ledger.conclude(20);
}
