//! A cluster, and passes over files on a disk, find what is found in memory: reports are compared number by number.

use std::fs;
use std::path::Path;

use thetis_calibrate::{Continue, Model, Options, Specification, calibrate};
use thetis_cluster::{Client, ClientOptions, Cluster, Dataset};

use crate::data::{Design, Packed};
use crate::processes::{TestCluster, calibrate_here};
use crate::report::{ROUNDING, complaint, near, printed, report, same_table, same_within};

/// Persons of most data sets.
const PERSONS: usize = 24_000;

/// That the cluster finds what this process does, with the same options.
pub(crate) fn check(cluster: &TestCluster, packed: &Packed, options: &[&str], what: &str) {
    check_within(ROUNDING, cluster, packed, options, what);
}

/// The same, where parts differ by so much at most.
fn check_within(rounding: f64, cluster: &TestCluster, packed: &Packed, options: &[&str], what: &str) {
    let options = [options, &["--format", "json"]].concat();
    let here = report(&calibrate_here(&packed.folder, &options));
    same_within(rounding, &report(&cluster.calibrate(&packed.folder, &options)), &here, what);
    // The same passes without a cluster.
    let disk = [&options[..], &["--engine", "disk"]].concat();
    same_within(rounding, &report(&calibrate_here(&packed.folder, &disk)), &here, &format!("{what} from disk"));
}

#[test]
fn two_parameters_graded_sparse_groups_and_weights() {
    let cluster = TestCluster::start(2);
    let dense = Packed::new("dense", Design { missing: 0.05, ..Design::new(200_000, 100, 2) });
    check(&cluster, &dense, &["--model", "2pl"], "2pl");

    let graded = Packed::new("graded", Design { missing: 0.1, ..Design::new(PERSONS, 12, 4) });
    check(&cluster, &graded, &["--model", "grm", "--se", "cross-product"], "graded");

    let sparse = Packed::new("sparse", Design { missing: 0.8, sparse: true, ..Design::new(PERSONS, 60, 2) });
    check(&cluster, &sparse, &["--model", "2pl"], "sparse");

    let grouped =
        Packed::new("groups", Design { groups: 3, weighted: true, missing: 0.1, ..Design::new(PERSONS, 12, 3) });
    let options = ["--model", "gpcm", "--group", "country", "--free-in-groups", "item2,item3:d"];
    check(&cluster, &grouped, &options, "groups");

    let few = Packed::new("few", Design::new(PERSONS, 6, 2));
    check(&cluster, &few, &["--model", "rasch"], "persons who are alike");
}

#[test]
fn several_dimensions_and_testlets() {
    let cluster = TestCluster::start(2);
    let packed = Packed::new("dimensions", Design { dimensions: 2, ..Design::new(8_000, 12, 2) });
    let rows: String = (0..12).map(|item| format!("item{},{}\n", item + 1, ["x", "y"][item % 2])).collect();
    let list = packed.table(&format!("item,scale\n{rows}"));
    let two = ["--items", &list, "--dimension", "scale", "--model", "2pl", "--nodes", "15"];
    check(&cluster, &packed, &two, "two dimensions");
    // Each free parameter is two passes to its standard error.
    let bifactor = ["--items", &list, "--bifactor", "scale", "--model", "2pl", "--nodes", "11", "--se", "none"];
    check(&cluster, &packed, &bifactor, "bifactor");
}

#[test]
fn anchors_priors_restrictions_and_shapes() {
    let cluster = TestCluster::start(2);
    let graded = Packed::new("anchors", Design { missing: 0.05, ..Design::new(PERSONS, 10, 3) });
    // The highest category of the second item is known, and nobody chose it.
    let anchors = graded.table("item,model,a,b1,b2,b3\nitem1,grm,1.2,-0.5,0.4,\nitem2,grm,0.9,-0.8,0.3,2.5\n");
    check(&cluster, &graded, &["--model", "grm", "--anchors", &anchors], "anchors");
    let restricted = ["--model", "grm", "--equal", "item3:a,item4:a", "--fix", "item5:a=1"];
    check(&cluster, &graded, &restricted, "restrictions");
    // Weights of nodes where hardly anybody is make rounding larger, and much larger if they are extrapolated.
    let histogram = ["--model", "grm", "--latent", "histogram", "--acceleration", "none", "--tolerance", "1e-3"];
    check_within(1e-7, &cluster, &graded, &histogram, "histogram");

    let guessed = Packed::new("guessed", Design::new(PERSONS, 10, 2));
    let options = ["--model", "3pl", "--prior", "c=normal:-1.4,0.5", "--prior", "a=lognormal:0,0.5"];
    check(&cluster, &guessed, &options, "3pl");
}

#[test]
fn other_forms_of_the_report() {
    let cluster = TestCluster::start(2);
    let packed = Packed::new("forms", Design { missing: 0.05, ..Design::new(8_000, 8, 2) });
    let covariance = packed.folder.with_extension("covariance");
    let path = covariance.display().to_string();
    let matrix = || {
        let text = fs::read_to_string(&covariance).expect("it was written");
        fs::remove_file(&covariance).expect("it is there");
        text
    };
    let csv = ["--model", "2pl", "--format", "csv", "--covariance", &path];
    let (far, far_matrix) = (printed(cluster.calibrate(&packed.folder, &csv)), matrix());
    let (here, matrix_here) = (printed(calibrate_here(&packed.folder, &csv)), matrix());
    same_table(&far, &here, "parameters");
    same_table(&far_matrix, &matrix_here, "covariances");
    // By the command's other name, for reading: what needs the persons is not there.
    let text = ["--model", "2pl"];
    let far = printed(cluster.calibrate_by_its_name(&packed.folder, &text));
    let here = printed(calibrate_here(&packed.folder, &text));
    let lines = |text: &str| -> Vec<String> {
        let same = |line: &&str| !line.starts_with("Reliability") && !line.starts_with("Search");
        text.lines().filter(same).map(str::to_owned).collect()
    };
    assert!(here.contains("Reliability") && far.contains("Log-likelihood"), "{far}");
    assert_eq!(lines(&far), lines(&here));
}

#[test]
fn what_needs_the_persons_or_other_rows_is_refused() {
    let cluster = TestCluster::start(0);
    let packed = Packed::new("refused", Design::new(4_000, 6, 2));
    let list = packed.table("item,lowest\nitem1,0\nitem2,0\nitem3,0\nitem4,0\nitem5,0\nitem6,1\n");
    let cases = [
        (&["--model", "2pl", "--drop", "item2"][..], "item item2: it is left out"),
        (&["--model", "2pl", "--items", &list], "item item6: the response 0 is below 1, the lowest"),
        (&["--model", "2pl", "--group", "country"], "imported without groups"),
        (&["--model", "2pl", "--lowest", "1"], "--lowest was settled when the responses were packed"),
        (&["--model", "2pl", "--equal", "item9:a,item1:a"], "there is no item item9"),
    ];
    for (options, expected) in cases {
        let said = complaint(&cluster.calibrate(&packed.folder, options));
        assert!(said.contains(expected), "{said}");
    }
    for place in [list.as_ref(), Path::new("nowhere")] {
        let said = complaint(&cluster.calibrate(place, &["--model", "2pl"]));
        assert!(said.contains("give a folder that `thetis import responses` wrote"), "{said}");
    }
}

#[test]
fn by_the_library() {
    let cluster = TestCluster::start(2);
    let packed = Packed::new("library", Design { missing: 0.1, ..Design::new(6_000, 9, 3) });
    let specification = Specification::uniform(Model::Graded, &packed.responses);
    let expected = calibrate(&packed.responses, &specification, &Options::default()).expect("sound");
    let dataset = Dataset::open(&packed.folder, None).expect("it was written");
    let client = ClientOptions { parts: 5, ..ClientOptions::at(&cluster.address()).expect("an address") };
    let client = Client::new(client, &dataset, Box::new(|_: &str| ())).expect("the cluster is there");
    let mut cluster = Cluster::new(dataset, client, None);
    let found = cluster.calibrate(&specification, &Options::default(), &mut |_| Continue::Yes).expect("sound");
    assert_eq!(found.cycles, expected.cycles);
    for ((x, y), name) in found.free.iter().zip(&expected.free).zip(&expected.names) {
        assert!(near(*x, *y), "{name}: {x} {y}");
    }
}
