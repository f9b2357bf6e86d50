//! Calibration on a cluster: the expectation step of `thetis-calibrate` as an aggregate function on Apache Ballista.
//!
//! Responses lie in a packed folder (`thetis import responses`) that all machines can read. A [scheduler](SchedulerOptions)
//! gives parts of each pass to [executors](ExecutorOptions); the driver, a [`Cluster`], asks for passes, checks that each was
//! about every person exactly once, [records](Journal) what came back, and maximises. All three are the binary
//! `thetis-cluster`, of one release everywhere: the [function's name](function_name) carries the version of what is sent.
//!
//! This is the only crate that knows Ballista and DataFusion.
//!
//! ```no_run
//! use std::path::Path;
//! use thetis_calibrate::{Continue, Model, Options, Specification};
//! use thetis_cluster::{Client, ClientOptions, Cluster, Dataset};
//! let dataset = Dataset::open(Path::new("responses"), None)?;
//! let options = ClientOptions::at("ballista://localhost:50050").expect("an address");
//! let client = Client::new(options, &dataset, Box::new(|text: &str| eprintln!("{text}")))?;
//! let specification = Specification::uniform_of(Model::TwoParameter, dataset.frame().items(), 1);
//! let mut cluster = Cluster::new(dataset, client, None);
//! let found = cluster.calibrate(&specification, &Options::default(), &mut |_| Continue::Yes)?;
//! println!("{}", found.log_likelihood);
//! # Ok::<(), thetis_cluster::ClusterError>(())
//! ```

#![forbid(unsafe_code)]

mod client;
mod dataset;
mod door;
mod engine;
mod error;
mod executor;
mod function;
mod journal;
mod registry;
mod scheduler;
mod storage;
mod timing;
mod tls;

pub use client::{Client, ClientOptions};
pub use dataset::Dataset;
pub use engine::Cluster;
pub use error::ClusterError;
pub use executor::{ExecutorOptions, run as run_executor};
pub use function::{function, function_name};
pub use journal::Journal;
pub use registry::functions;
pub use scheduler::{SchedulerOptions, run as run_scheduler};
pub use tls::Tls;
