//! A cluster finds what one process finds.

use serde_json::Value;
use thetis_calibrate::{Calibration, Continue, InformationKind, Model, Options, Specification, calibrate};
use thetis_cluster::{Client, ClientOptions, Cluster, Dataset};

use crate::data::{Design, Packed};
use crate::processes::{TestCluster, report};

/// Parts by which results in another order of summing may differ.
const ROUNDING: f64 = 1e-9;

pub(crate) fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (a.abs().max(b.abs()) + 1.0)
}

/// What the report has under a name, as numbers.
fn numbers(report: &Value, name: &str) -> Vec<f64> {
    report[name].as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

/// That a report is of what was found here.
pub(crate) fn same(report: &Value, here: &Calibration, what: &str) {
    assert_eq!(report["converged"], true, "{what}");
    assert_eq!(report["cycles"], here.cycles, "{what}");
    let log_likelihood = report["logLikelihood"].as_f64().expect("a number");
    assert!(near(log_likelihood, here.log_likelihood), "{what}: {log_likelihood} {}", here.log_likelihood);
    let free = numbers(report, "free");
    assert_eq!(free.len(), here.free.len(), "{what}");
    for ((x, y), name) in free.iter().zip(&here.free).zip(&here.names) {
        assert!(near(*x, *y), "{what}, {name}: {x} {y}");
    }
}

/// Standard errors too, to the same number of digits but two.
fn same_errors(report: &Value, here: &Calibration, kind: InformationKind, what: &str) {
    let covariance = here.covariance(kind).expect("it is not singular");
    for (item, found) in here.items.iter().zip(report["items"].as_array().expect("a list")) {
        let errors = covariance.item(item).irt;
        for (expected, parameter) in errors.iter().zip(found["parameters"].as_array().expect("a list")) {
            match (expected, parameter["se"].as_f64()) {
                (Some(x), Some(y)) => assert!((x - y).abs() < 1e-7 * x, "{what}: {parameter} {x}"),
                (x, y) => assert_eq!(x.is_some(), y.is_some(), "{what}: {parameter}"),
            }
        }
    }
}

fn here(packed: &Packed, model: Model) -> Calibration {
    let specification = Specification::uniform(model, &packed.responses);
    calibrate(&packed.responses, &specification, &Options::default()).expect("sound")
}

#[test]
fn two_parameters_graded_sparse_groups_and_weights() {
    let cluster = TestCluster::start(2);
    let persons = 24_000;
    let dense = Packed::new("dense", Design { missing: 0.05, ..Design::new(persons, 20, 2) });
    let found = report(&cluster.calibrate(&dense.folder, &["--model", "2pl"]));
    let expected = here(&dense, Model::TwoParameter);
    same(&found, &expected, "2pl");
    same_errors(&found, &expected, InformationKind::Oakes, "2pl");

    let graded = Packed::new("graded", Design { missing: 0.1, ..Design::new(persons, 12, 4) });
    let found = report(&cluster.calibrate(&graded.folder, &["--model", "grm", "--se", "cross-product"]));
    let expected = here(&graded, Model::Graded);
    same(&found, &expected, "graded");
    same_errors(&found, &expected, InformationKind::CrossProduct, "graded");

    let sparse = Packed::new("sparse", Design { missing: 0.8, sparse: true, ..Design::new(persons, 60, 2) });
    let found = report(&cluster.calibrate(&sparse.folder, &["--model", "2pl", "--se", "none"]));
    same(&found, &here(&sparse, Model::TwoParameter), "sparse");

    let grouped =
        Packed::new("groups", Design { groups: 3, weighted: true, missing: 0.1, ..Design::new(persons, 12, 3) });
    let found = report(&cluster.calibrate(&grouped.folder, &["--model", "gpcm", "--group", "country", "--se", "none"]));
    same(&found, &here(&grouped, Model::GeneralisedPartialCredit), "groups");

    let few = Packed::new("few", Design::new(persons, 6, 2));
    let found = report(&cluster.calibrate(&few.folder, &["--model", "rasch", "--se", "none"]));
    same(&found, &here(&few, Model::Rasch), "persons who are alike");
}

#[test]
fn bifactor_and_dimensions_by_the_library() {
    let cluster = TestCluster::start(2);
    let packed = Packed::new("bifactor", Design::new(6_000, 9, 2));
    let specific: Vec<Option<u32>> = (0..9).map(|item| (item % 4 > 0).then_some(item % 2)).collect();
    let mut bifactor = Specification::bifactor(Model::TwoParameter, &specific);
    bifactor.nodes.per_dimension = 11;
    let loads = (0..9)
        .map(|item| {
            if item < 4 {
                vec![0]
            } else if item < 8 {
                vec![1]
            } else {
                vec![0, 1]
            }
        })
        .collect();
    let mut two = Specification::confirmatory(Model::TwoParameter, loads, 2);
    two.nodes.per_dimension = 11;
    for (specification, what) in [(bifactor, "bifactor"), (two, "two dimensions")] {
        let options = Options { cycles: 8, ..Options::default() };
        let expected = calibrate(&packed.responses, &specification, &options).expect("sound");
        let dataset = Dataset::open(&packed.folder, None).expect("it was written");
        let client = ClientOptions { parts: 5, ..ClientOptions::at(&cluster.address()).expect("an address") };
        let client = Client::new(client, &dataset, Box::new(|_: &str| ())).expect("the cluster is there");
        let mut cluster = Cluster::new(dataset, client, None);
        let found = cluster.calibrate(&specification, &options, &mut |_| Continue::Yes).expect("sound");
        assert_eq!(found.cycles, expected.cycles, "{what}");
        for ((x, y), name) in found.free.iter().zip(&expected.free).zip(&expected.names) {
            assert!(near(*x, *y), "{what}, {name}: {x} {y}");
        }
    }
}
