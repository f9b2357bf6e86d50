//! Confirmatory models of two and three correlated dimensions agree with R mirt 1.45.1: 2PL and graded.

use serde_json::Value;
use thetis_calibrate::{InformationKind, Model, Moments, Options, Responses, Specification, calibrate};
use thetis_conformance::mirt::{MirtFile, MirtModel, parameter, responses, value};
use thetis_conformance::{Agreement, Tolerance, reference};

/// mirt stopped at a tolerance of 1e-5.
const LOG_LIKELIHOOD: Tolerance = Tolerance { relative: 0.0, absolute: 1e-2 };
const PARAMETER: Tolerance = Tolerance::both(5e-3);
const STANDARD_ERROR: Tolerance = Tolerance { relative: 2e-2, absolute: 0.0 };
const SCORE: Tolerance = Tolerance::both(5e-3);
const STATISTIC: Tolerance = Tolerance::both(1e-2);

struct Case {
    file: &'static str,
    name: &'static str,
    csv: &'static str,
    model: Model,
    dimensions: u32,
}

const CASES: [Case; 3] = [
    Case {
        file: "mirt_multidim_sim.json",
        name: "dim2",
        csv: "sim_binary_2dim.csv",
        model: Model::TwoParameter,
        dimensions: 2,
    },
    Case {
        file: "mirt_multidim_sim.json",
        name: "dim3",
        csv: "sim_binary_3dim.csv",
        model: Model::TwoParameter,
        dimensions: 3,
    },
    Case {
        file: "mirt_multidim_graded.json",
        name: "dim2",
        csv: "sim_graded_2dim.csv",
        model: Model::Graded,
        dimensions: 2,
    },
];

#[test]
fn correlated_dimensions_agree() {
    let mut likelihood = Agreement::new("log-likelihood", LOG_LIKELIHOOD);
    let mut parameters = Agreement::new("parameters", PARAMETER);
    let mut errors = Agreement::new("Oakes SE", STANDARD_ERROR);
    let mut scores = Agreement::new("EAP", SCORE);
    let mut statistics = Agreement::new("M2, C2", STATISTIC);
    for case in CASES {
        let theirs = reference::<MirtFile>(case.file).models.remove(case.name).expect("the model is there");
        let theirs: MirtModel = serde_json::from_value(theirs).expect("the usual fields");
        let responses = responses(case.csv, 12);
        // The first items load on the first dimension, and so on, as many on each.
        let loads = (0..12).map(|item| vec![item * case.dimensions / 12]).collect();
        let specification = Specification::confirmatory(case.model, loads, case.dimensions as usize);
        let ours = calibrate(&responses, &specification, &Options::default()).expect("sound");
        assert!(ours.converged(), "{} {:?}", case.file, ours.ending);
        let place = |what: &str| format!("{} {} {what}", case.file, case.name);
        likelihood.check(ours.log_likelihood, theirs.fit.log_likelihood, || place(""));
        assert!(ours.log_likelihood > theirs.fit.log_likelihood - 1e-6, "{}: mirt is above", place(""));
        let covariance =
            (!theirs.se_oakes.is_empty()).then(|| ours.covariance(InformationKind::Oakes).expect("positive definite"));
        let table = &theirs.coef.slope_intercept;
        for (item, row) in ours.items.iter().zip(&table.values) {
            for (column, theirs_value) in table.columns.iter().zip(row) {
                let name = parameter(case.model, column).expect("ours");
                // mirt's slopes count over all dimensions, ours over the item's.
                let (name, own) = match name {
                    thetis_calibrate::Parameter::Slope(d) => {
                        (thetis_calibrate::Parameter::Slope(0), item.dimensions[0] == d)
                    }
                    other => (other, !matches!(column.as_str(), "g" | "u")),
                };
                if !own {
                    continue;
                }
                let found = value(item, name).expect("a value");
                parameters
                    .check(found, theirs_value.expect("a number"), || place(&format!("item {} {column}", item.item)));
                if let Some(covariance) = &covariance {
                    let theirs = &theirs.se_oakes[&responses.ids()[item.item]];
                    let at = theirs.par.iter().position(|name| name == column).expect("the same names");
                    let own = item.parameters.iter().position(|(own, _)| *own == name).expect("ours");
                    let found = covariance.item(item).parameters[own].expect("free");
                    errors
                        .check(found, theirs.se[at].expect("free"), || place(&format!("item {} {column}", item.item)));
                }
            }
        }
        let size = case.dimensions as usize;
        for i in 0..size {
            for j in 0..i {
                let found = ours.groups[0].covariance[i * size + j];
                parameters.check(found, theirs.coef.cov[i][j], || place("correlation"));
            }
        }
        check_scores(&mut scores, &ours, &theirs, &responses);
        for (theirs, moments) in [(&theirs.m2, Moments::M2), (&theirs.m2_star, Moments::M2), (&theirs.c2, Moments::C2)]
        {
            let Some(statistic) = theirs.as_ref().and_then(|theirs| theirs.get("M2")).and_then(Value::as_f64) else {
                continue;
            };
            let ours = ours.limited_information(&responses, moments).expect("enough moments");
            statistics.check(ours.statistic, statistic, || place("statistic"));
            statistics.check(ours.srmsr, theirs.as_ref().expect("there")["SRMSR"].as_f64().expect("a number"), || {
                place("SRMSR")
            });
        }
    }
    likelihood.conclude(3);
    parameters.conclude(100);
    errors.conclude(60);
    scores.conclude(100);
    statistics.conclude(4);
}

fn check_scores(
    ledger: &mut Agreement,
    ours: &thetis_calibrate::Calibration,
    theirs: &MirtModel,
    responses: &Responses,
) {
    let Some(scores) = &theirs.scores else { return };
    let patterns = scores["patterns"].as_array().expect("patterns");
    let cells = patterns.iter().flat_map(|row| row.as_array().expect("a row").iter());
    let cells = cells.map(|cell| u8::try_from(cell.as_u64().expect("complete")).expect("a category")).collect();
    let persons = Responses::dense(responses.ids().to_vec(), cells).expect("sound");
    for (person, ours) in ours.eap(&persons).expect("the same items").iter().enumerate() {
        for dimension in 0..ours.theta.len() {
            let place = || format!("{} dimensions, person {person} dimension {dimension}", ours.theta.len());
            let number = |what: &str| scores["EAP"][what][person][dimension].as_f64().expect("a number");
            ledger.check(ours.theta[dimension], number("theta"), place);
            ledger.check(ours.se[dimension], number("se"), place);
        }
    }
}

/// Bifactor models by dimension reduction: SAT12 with three specific dimensions, the graded data with two.
#[test]
fn bifactor_models_agree() {
    let mut likelihood = Agreement::new("log-likelihood", LOG_LIKELIHOOD);
    let mut parameters = Agreement::new("parameters", BIFACTOR);
    for (file, csv, items, model) in [
        ("mirt_multidim_binary.json", "sat12.csv", 32, Model::TwoParameter),
        ("mirt_multidim_graded.json", "sim_graded_2dim.csv", 12, Model::Graded),
    ] {
        let theirs = reference::<MirtFile>(file).models.remove("bifactor").expect("the model is there");
        let theirs: MirtModel = serde_json::from_value(theirs).expect("the usual fields");
        let responses = responses(csv, items);
        let specific: Vec<Option<u32>> =
            theirs.specific.iter().map(|factor| Some(u32::try_from(*factor).expect("small") - 1)).collect();
        let specification = Specification::bifactor(model, &specific);
        let ours = calibrate(&responses, &specification, &Options::default()).expect("sound");
        assert!(ours.converged(), "{file} {:?}", ours.ending);
        likelihood.check(ours.log_likelihood, theirs.fit.log_likelihood, || file.to_owned());
        assert!(ours.log_likelihood > theirs.fit.log_likelihood - 1e-6, "{file}: mirt is above");
        assert_eq!(ours.free.len(), theirs.fit.parameters, "{file}: free parameters");
        let table = &theirs.coef.slope_intercept;
        // Specific dimensions have no sign: compare by size.
        for (item, row) in ours.items.iter().zip(&table.values) {
            let column = |name: &str| {
                row[table.columns.iter().position(|own| own == name).expect("a column")].expect("a number")
            };
            let slope = |at: usize| item.parameters[at].1.abs();
            let place = || format!("{file} item {}", item.item);
            parameters.check(slope(0), column("a1").abs(), place);
            let own = format!("a{}", item.dimensions[1] + 1);
            parameters.check(slope(1), column(&own).abs(), place);
            let first = if model == Model::Graded { "d1" } else { "d" };
            parameters.check(item.parameters[2].1, column(first), place);
        }
        let scores = ours.eap(&responses).expect("the same items");
        assert_eq!(scores[0].theta.len(), specification.dimensions);
        // The general dimension's scores follow the sum scores.
        let sums: Vec<f64> =
            (0..responses.persons()).map(|p| responses.answers(p).map(|(_, k)| k as f64).sum()).collect();
        let first: Vec<f64> = scores.iter().map(|score| score.theta[0]).collect();
        assert!(correlation(&sums, &first) > 0.9, "{file}: {}", correlation(&sums, &first));
    }
    likelihood.conclude(2);
    parameters.conclude(130);
}

/// mirt stopped after 675 and 809 cycles at a tolerance of 1e-5 on a flat likelihood.
const BIFACTOR: Tolerance = Tolerance::both(1e-2);

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let mean = |list: &[f64]| list.iter().sum::<f64>() / n;
    let (x, y) = (mean(a), mean(b));
    let cross = |a: &[f64], b: &[f64], x: f64, y: f64| a.iter().zip(b).map(|(a, b)| (a - x) * (b - y)).sum::<f64>();
    cross(a, b, x, y) / (cross(a, a, x, x) * cross(b, b, y, y)).sqrt()
}

/// A bifactor model by dimension reduction is the same model on the whole product of nodes.
#[test]
fn dimension_reduction_changes_nothing() {
    let responses = responses("sim_graded_2dim.csv", 6);
    let specific: Vec<Option<u32>> = vec![Some(0), Some(0), Some(0), Some(1), Some(1), Some(1)];
    let mut reduced = Specification::bifactor(Model::Graded, &specific);
    reduced.nodes.per_dimension = 13;
    let mut whole = reduced.clone();
    whole.specific.clear();
    let (mut block, product) = (
        thetis_calibrate::Block::new(&reduced, &responses).expect("sound"),
        thetis_calibrate::Block::new(&whole, &responses).expect("sound"),
    );
    let free = block.start();
    block.locate(&free);
    let (a, b) = (block.sums(&free), product.sums(&free));
    assert!((a.log_likelihood - b.log_likelihood).abs() < 1e-8, "{} {}", a.log_likelihood, b.log_likelihood);
    let (a, b) = (block.gradient(&free, &a), product.gradient(&free, &b));
    for (a, b) in a.iter().zip(&b) {
        assert!((a - b).abs() < 1e-7 * (1.0 + b.abs()), "{a} {b}");
    }
}
