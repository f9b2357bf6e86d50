//! Processes that die, one after another.

use thetis_calibrate::{Calibration, Model, Options, Specification, calibrate};

use crate::data::{Design, Packed};
use crate::equality::same;
use crate::processes::{TestCluster, complaint, report};

/// Enough that a pass takes a while.
fn packed(name: &str) -> (Packed, Calibration) {
    let packed = Packed::new(name, Design { missing: 0.02, ..Design::new(60_000, 40, 2) });
    let specification = Specification::uniform(Model::TwoParameter, &packed.responses);
    let found = calibrate(&packed.responses, &specification, &Options::default()).expect("sound");
    (packed, found)
}

const MODEL: [&str; 4] = ["--model", "2pl", "--se", "none"];

#[test]
fn an_executor_dies_in_the_middle_of_a_pass() {
    let (packed, expected) = packed("one");
    let mut cluster = TestCluster::start(2);
    let mut driver = cluster.driver(&packed.folder, &MODEL);
    driver.wait_for("cycle 2:");
    cluster.executors[0].kill();
    same(&report(&driver.finish()), &expected, "with the other");
}

#[test]
fn all_executors_die_and_another_comes() {
    let (packed, expected) = packed("all");
    let mut cluster = TestCluster::start(2);
    let mut driver = cluster.driver(&packed.folder, &MODEL);
    driver.wait_for("cycle 2:");
    cluster.executors.iter_mut().for_each(super::processes::Process::kill);
    driver.wait_for("no executor is connected");
    cluster.add_executor();
    same(&report(&driver.finish()), &expected, "with another");
}

#[test]
fn the_driver_dies_and_another_goes_on() {
    let (packed, expected) = packed("driver");
    let cluster = TestCluster::start(2);
    let checkpoint = packed.folder.with_extension("checkpoint");
    let path = checkpoint.display().to_string();
    let arguments = [MODEL.as_slice(), &["--checkpoint", &path]].concat();
    let mut driver = cluster.driver(&packed.folder, &arguments);
    driver.wait_for("cycle 3:");
    driver.kill();
    let resumed = [arguments.as_slice(), &["--resume"]].concat();
    // Other arguments are another run.
    let other = ["--model", "rasch", "--se", "none", "--checkpoint", &path, "--resume"];
    let said = complaint(&cluster.calibrate(&packed.folder, &other));
    assert!(said.contains("another run"), "{said}");
    let output = cluster.calibrate(&packed.folder, &resumed);
    same(&report(&output), &expected, "resumed");
    // It is all there now: the same again without any pass.
    drop(cluster.executors);
    let _ = std::fs::remove_file(&checkpoint);
}
