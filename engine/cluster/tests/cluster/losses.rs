//! Processes that die, one after another.

use serde_json::Value;

use crate::data::{Design, Packed};
use crate::processes::{Driver, Process, TestCluster, calibrate_here, recorded};
use crate::report::{complaint, report, same};

const MODEL: [&str; 6] = ["--format", "json", "--model", "2pl", "--se", "none"];

/// Enough persons that a pass takes a while, and what one process finds.
struct Long {
    packed: Packed,
    expected: Value,
}

impl Long {
    fn new(name: &str) -> Self {
        let packed = Packed::new(name, Design { missing: 0.02, ..Design::new(60_000, 40, 2) });
        let expected = report(&calibrate_here(&packed.folder, &MODEL));
        Self { packed, expected }
    }

    fn arguments(&self) -> Vec<String> {
        let checkpoint = ["--checkpoint".to_owned(), self.packed.checkpoint().display().to_string()];
        MODEL.into_iter().map(str::to_owned).chain(checkpoint).collect()
    }

    /// A driver that has done some passes.
    fn driver(&self, cluster: &TestCluster) -> Driver {
        let arguments = self.arguments();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut driver = cluster.driver(&self.packed.folder, &arguments);
        driver.wait_for_passes(&self.packed.checkpoint(), 3);
        driver
    }
}

#[test]
fn an_executor_dies_in_the_middle_of_a_pass() {
    let long = Long::new("one");
    let mut cluster = TestCluster::start(2);
    let driver = long.driver(&cluster);
    cluster.executors[0].kill();
    same(&report(&driver.finish()), &long.expected, "with the other");
}

#[test]
fn all_executors_die_and_another_comes() {
    let long = Long::new("all");
    let mut cluster = TestCluster::start(2);
    let mut driver = long.driver(&cluster);
    cluster.executors.iter_mut().for_each(Process::kill);
    driver.wait_for("no executor is connected");
    cluster.add_executor();
    same(&report(&driver.finish()), &long.expected, "with another");
}

#[test]
fn the_driver_dies_and_another_goes_on() {
    let long = Long::new("driver");
    let mut cluster = TestCluster::start(2);
    long.driver(&cluster).kill();
    let before = recorded(&long.packed.checkpoint());
    // Other arguments are another run.
    let path = long.packed.checkpoint().display().to_string();
    let other = ["--format", "json", "--model", "rasch", "--se", "none", "--checkpoint", &path, "--resume"];
    let said = complaint(&cluster.calibrate(&long.packed.folder, &other));
    assert!(said.contains("another run"), "{said}");
    let arguments = long.arguments();
    let resumed: Vec<&str> = arguments.iter().map(String::as_str).chain(["--resume"]).collect();
    same(&report(&cluster.calibrate(&long.packed.folder, &resumed)), &long.expected, "resumed");
    let passes = recorded(&long.packed.checkpoint());
    assert!(before < passes, "{before} {passes}");
    // It is all there now: the same again without an executor.
    cluster.executors.clear();
    same(&report(&cluster.calibrate(&long.packed.folder, &resumed)), &long.expected, "from the checkpoint alone");
    assert_eq!(recorded(&long.packed.checkpoint()), passes);
}
