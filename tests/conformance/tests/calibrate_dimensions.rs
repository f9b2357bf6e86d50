//! Confirmatory models of two and three correlated dimensions agree with R mirt 1.45.1: 2PL and graded.

use serde_json::Value;
use thetis_calibrate::{
    Calibration, InformationKind, Model, Moments, Options, Parameter, Place, Responses, Specification, calibrate,
};
use thetis_conformance::mirt::{MirtFile, MirtModel, list, parameter, responses, value};
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
    let mut score_fit = Agreement::new("S-X²", STATISTIC);
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
                    Parameter::Slope(d) => (Parameter::Slope(0), item.dimensions[0] == d),
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
        let fit = theirs.score_fit.as_ref().expect("S-X²");
        for (item, own) in ours.score_fit(&responses, 0).expect("complete").iter().enumerate() {
            let df = list(fit, "df.S_X2")[item].expect("a number");
            // Where a cell is expected to hold almost one person, which decides whether it is collapsed, parameters that
            // differ in the fourth digit decide; then there is a cell more or less.
            assert!((own.df as f64 - df).abs() <= 1.0, "{}: {} {df}", place(&format!("item {item} df")), own.df);
            if (own.df as f64 - df).abs() < 0.5 {
                let theirs = list(fit, "S_X2")[item].expect("a number");
                score_fit.check(own.statistic, theirs, || place(&format!("item {item} S-X²")));
            }
        }
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
    score_fit.conclude(30);
}

fn check_scores(ledger: &mut Agreement, ours: &Calibration, theirs: &MirtModel, responses: &Responses) {
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
    let mut statistics = Agreement::new("M2 and its indices", SAME_PARAMETERS);
    let mut eap = Agreement::new("EAP", SAME_PARAMETERS);
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
        check_bifactor([&mut statistics, &mut eap], file, &specification, &theirs, &responses);
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
    statistics.conclude(11);
    eap.conclude(168);
}

/// M2 and scores of bifactor models at mirt's parameters and on its grids, which are coarser than those of its fit: M2
/// 9 nodes a dimension of four and 15 of three, scores 11. Of the graded model M2* is left out: 78 moments hardly tell its
/// 72 parameters apart. At mirt's parameters and nodes the smallest singular value of their derivatives, columns of
/// length 1, is 4e-8 of the largest; R's `qr`, by which mirt takes off what parameters explain, counts a column as
/// dependent below 1e-7 and then leaves a direction to chance (5.925; ours, and numpy's by QR of the same matrices,
/// 4.377 with 15 nodes and 7.012 with 21 and 31).
fn check_bifactor(
    [statistics, eap]: [&mut Agreement; 2],
    file: &str,
    specification: &Specification,
    theirs: &MirtModel,
    responses: &Responses,
) {
    let table = &theirs.coef.slope_intercept;
    let mut at_theirs = specification.clone();
    let model = specification.items[0].model;
    for (number, (item, row)) in specification.items.iter().zip(&table.values).enumerate() {
        let number = u32::try_from(number).expect("few");
        for (column, value) in table.columns.iter().zip(row) {
            let name = match parameter(model, column) {
                Some(Parameter::Slope(d)) => {
                    let Some(own) = item.dimensions.iter().position(|own| *own == d) else { continue };
                    Parameter::Slope(u32::try_from(own).expect("two"))
                }
                Some(name @ Parameter::Intercept(_)) => name,
                _ => continue,
            };
            at_theirs.starts.push((Place::new(number, name), value.expect("a number")));
        }
    }
    let mut at_nodes = |per_dimension: u32| {
        at_theirs.nodes.per_dimension = per_dimension;
        // A search of one cycle stays where it begins.
        let stay = Options { cycles: 1, tolerance: 0.0, ..Options::default() };
        calibrate(responses, &at_theirs, &stay).expect("sound")
    };
    let dimensions = specification.dimensions;
    let m2 = theirs.m2.as_ref().expect("M2");
    let found = at_nodes(if dimensions == 4 { 9 } else { 15 }).limited_information(responses, Moments::M2);
    let found = found.expect("enough moments");
    // mirt divides the interval's non-centrality by N, ours is by N − 1.
    let by_persons = ((found.persons - 1.0) / found.persons).sqrt();
    let binary = model == Model::TwoParameter;
    for (name, ours, compared) in [
        ("M2", found.statistic, binary),
        ("df", found.df as f64, true),
        ("p", found.p, binary),
        ("RMSEA", found.rmsea, binary),
        ("RMSEA_5", found.rmsea_interval.0 * by_persons, binary),
        ("RMSEA_95", found.rmsea_interval.1 * by_persons, binary),
        ("SRMSR", found.srmsr, true),
        ("TLI", found.tli, binary),
        ("CFI", found.cfi, binary),
    ] {
        if compared {
            statistics.check(ours, m2[name].as_f64().expect("a number"), || format!("{file} {name}"));
        }
    }
    let scores = theirs.scores.as_ref().expect("scores");
    let patterns =
        scores["patterns"].as_array().expect("patterns").iter().flat_map(|row| row.as_array().expect("a row"));
    let cells = patterns.map(|cell| u8::try_from(cell.as_u64().expect("complete")).expect("a category")).collect();
    let persons = Responses::dense(responses.ids().to_vec(), cells).expect("sound");
    for (person, found) in at_nodes(11).eap(&persons).expect("the same items").iter().enumerate() {
        for (at, ours) in found.theta.iter().chain(&found.se).enumerate() {
            let theirs = scores["EAP"][person][at].as_f64().expect("a number");
            eap.check(*ours, theirs, || format!("{file} person {person} column {at}"));
        }
    }
}

/// Where parameters and nodes are the same.
const SAME_PARAMETERS: Tolerance = Tolerance::both(1e-5);

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

/// So do statistics of fit, standard errors by cross-products and scores: everything at one set of parameters, by
/// dimension reduction and on the whole product of nodes.
#[test]
fn dimension_reduction_changes_no_statistic() {
    let responses = responses("sim_graded_2dim.csv", 7);
    // Factors that don't stand together, and an item without one.
    let specific = [Some(0), Some(1), Some(0), None, Some(1), Some(0), Some(1)];
    let mut reduced = Specification::bifactor(Model::Graded, &specific);
    reduced.nodes.per_dimension = 13;
    let mut whole = reduced.clone();
    whole.specific.clear();
    let stop = Options { cycles: 8, tolerance: 0.0, ..Options::default() };
    let reduced = calibrate(&responses, &reduced, &stop).expect("sound");
    for item in &reduced.items {
        let number = u32::try_from(item.item).expect("few");
        whole.starts.extend(item.parameters.iter().map(|(name, value)| (Place::new(number, *name), *value)));
    }
    let stay = Options { cycles: 1, tolerance: 0.0, ..Options::default() };
    let whole = calibrate(&responses, &whole, &stay).expect("sound");
    assert_eq!(reduced.free, whole.free);
    let near = |a: f64, b: f64, what: &str| assert!((a - b).abs() < 1e-6 * (1.0 + b.abs()), "{what}: {a} {b}");
    near(reduced.log_likelihood, whole.log_likelihood, "log-likelihood");
    let c2 = |found: &Calibration| found.limited_information(&responses, Moments::C2).expect("enough moments");
    let (a, b) = (c2(&reduced), c2(&whole));
    near(a.statistic, b.statistic, "C2");
    near(a.srmsr, b.srmsr, "SRMSR");
    near(a.tli, b.tli, "TLI");
    let (a, b) = (reduced.score_fit(&responses, 0), whole.score_fit(&responses, 0));
    for (a, b) in a.expect("complete").iter().zip(&b.expect("complete")) {
        assert!(a.df == b.df && b.df > 0);
        near(a.statistic, b.statistic, "S-X²");
    }
    for kind in [InformationKind::CrossProduct, InformationKind::Oakes] {
        let (a, b) = (reduced.covariance(kind), whole.covariance(kind));
        match (a, b) {
            (Ok(a), Ok(b)) => (0..a.size()).for_each(|place| near(a.se(place), b.se(place), "standard error")),
            // Short of the maximum, observed information need not be positive definite; then it is so for both.
            (a, b) => assert_eq!(a, b),
        }
    }
    let (a, b) = (reduced.eap(&responses).expect("the same"), whole.eap(&responses).expect("the same"));
    for (a, b) in a.iter().zip(&b).take(50) {
        for dimension in 0..3 {
            near(a.theta[dimension], b.theta[dimension], "EAP");
            near(a.se[dimension], b.se[dimension], "its standard error");
        }
    }
}
