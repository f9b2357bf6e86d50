//! Faults that no waiting mends: each ends the run, and is named.

use std::fs;

use ballista_core::registry::BallistaFunctionRegistry;
use thetis_cluster::{ExecutorOptions, function_name, run_executor};

use crate::data::{Design, Packed};
use crate::processes::{TestCluster, readiness, wait_for};
use crate::report::complaint;

/// Run an executor that has all functions but ours, as every other release has.
pub(crate) fn another_release(options: ExecutorOptions) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("threads can be had");
        let _ = runtime.block_on(run_executor(&options, BallistaFunctionRegistry::default()));
    });
}

#[test]
fn an_executor_of_another_release_is_named() {
    let packed = Packed::new("release", Design::new(4_000, 6, 2));
    let cluster = TestCluster::start(0);
    let (scheduler_port, work) = (cluster.port, Some(cluster.folder()));
    another_release(ExecutorOptions { scheduler_port, work, ..ExecutorOptions::default() });
    wait_for(|| readiness(cluster.port) == Some(1), "the executor");
    let said = complaint(&cluster.calibrate(&packed.folder, &["--model", "2pl"]));
    assert!(said.contains("not of one release") && said.contains(&function_name()), "{said}");
}

#[test]
fn a_damaged_file_is_named() {
    let packed = Packed::new("damaged", Design::new(12_000, 10, 2));
    let cluster = TestCluster::start(1);
    let file = packed.folder.join("part-00001.parquet");
    let whole = fs::read(&file).expect("it was written");
    // In the pages, in the footer, and a cut.
    let mut pages = whole.clone();
    pages[200..260].fill(0xa5);
    let mut footer = whole.clone();
    let end = footer.len();
    footer[end - 120..end - 60].fill(0xa5);
    for (what, bytes) in [("pages", pages), ("footer", footer), ("cut", whole[..whole.len() / 2].to_vec())] {
        fs::write(&file, bytes).expect("can be written");
        let said = complaint(&cluster.calibrate(&packed.folder, &["--model", "2pl"]));
        assert!(said.contains("part-00001.parquet"), "{what}: {said}");
    }
}

#[test]
fn a_missing_scheduler_is_named() {
    let packed = Packed::new("nobody", Design::new(2_000, 6, 2));
    let mut cluster = TestCluster::start(0);
    // Nobody listens at port 1.
    cluster.port = 1;
    let said = complaint(&cluster.calibrate(&packed.folder, &["--model", "2pl"]));
    assert!(said.contains("the scheduler at 127.0.0.1:1 does not answer"), "{said}");
}
