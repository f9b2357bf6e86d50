//! The command line.

mod calibrate;
mod logging;
mod passes;
mod tls;

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use thetis_cluster::{ExecutorOptions, SchedulerOptions, functions};

const AFTER_HELP: &str = "\
On one machine, with two executors:
  thetis import responses answers.csv -o answers
  thetis-cluster scheduler &
  thetis-cluster executor --cores 1 &
  thetis-cluster executor --cores 1 &
  thetis-cluster calibrate answers --model 2pl

On several: the scheduler with --bind and --name, executors with --scheduler, --bind and --name, and a folder that all
can read. Without certificates (--tls-ca, --tls-cert, --tls-key) ports are open to whoever reaches them: bind them to a
network of your own. The same release of thetis-cluster everywhere.
THETIS_LOG=info shows what scheduler and executors do.";

/// Calibrate items on a cluster: Apache Ballista with the expectation step of thetis
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Scheduler(Scheduler),
    Executor(Executor),
    Calibrate(calibrate::Calibrate),
    Passes(passes::Passes),
}

/// Run the process that gives work to executors: one in a cluster
#[derive(Debug, Args)]
struct Scheduler {
    /// Address to listen at; loopback is reached from this machine only
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// Port to listen at
    #[arg(long, default_value_t = 50_050)]
    port: u16,
    /// Name by which other machines reach this one
    #[arg(long, default_value = "localhost")]
    name: String,
    #[command(flatten)]
    tls: tls::TlsArguments,
}

/// Run a process that works: one or more on every machine
#[derive(Debug, Args)]
struct Executor {
    /// Where the scheduler is
    #[arg(long, value_name = "HOST[:PORT]", default_value = "127.0.0.1:50050")]
    scheduler: String,
    /// Address to listen at; loopback is reached from this machine only
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// Name by which other machines reach this one; the address unless given
    #[arg(long)]
    name: Option<String>,
    /// Port for results, 0 for any that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Port for the scheduler, 0 for any that is free
    #[arg(long, default_value_t = 0)]
    control_port: u16,
    /// Parts of a pass done at the same time; 0 for one a core
    #[arg(long, default_value_t = 0)]
    cores: usize,
    /// Folder for results until they are fetched; a temporary one unless given
    #[arg(long)]
    work: Option<PathBuf>,
    #[command(flatten)]
    tls: tls::TlsArguments,
}

/// Read the arguments and do what they say.
pub(crate) fn run() -> ExitCode {
    logging::start();
    let done = match Arguments::parse().what {
        What::Scheduler(own) => own.run(),
        What::Executor(own) => own.run(),
        What::Calibrate(own) => own.run(),
        What::Passes(own) => own.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(reason)) => {
            eprintln!("error: {reason}");
            ExitCode::from(2)
        }
        Err(Failure::Data(reason)) => {
            eprintln!("error: {reason}");
            ExitCode::FAILURE
        }
        Err(Failure::Reported(code)) => ExitCode::from(code),
    }
}

/// Why nothing came of it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments.
    Usage(String),
    /// Another process has said, or will say, why; with this exit code.
    Reported(u8),
    /// Anything else.
    Data(String),
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Data(error.to_string())
    }
}

impl Scheduler {
    fn run(self) -> Result<(), Failure> {
        let tls = self.tls.read()?;
        let options = SchedulerOptions { bind: self.bind, port: self.port, name: self.name, tls };
        let runtime = tokio::runtime::Runtime::new()?;
        Ok(runtime.block_on(thetis_cluster::run_scheduler(&options))?)
    }
}

impl Executor {
    fn run(self) -> Result<(), Failure> {
        let Some((host, port)) = address(&self.scheduler) else {
            return Err(Failure::Usage(format!("--scheduler {}: give HOST or HOST:PORT", self.scheduler)));
        };
        let options = ExecutorOptions {
            scheduler_host: host,
            scheduler_port: port,
            bind: self.bind,
            name: self.name,
            port: self.port,
            control_port: self.control_port,
            cores: self.cores,
            work: self.work,
            tls: self.tls.read()?,
        };
        let runtime = tokio::runtime::Runtime::new()?;
        Ok(runtime.block_on(thetis_cluster::run_executor(&options, functions()))?)
    }
}

/// Host and port of an address, with or without `ballista://`.
fn address(text: &str) -> Option<(String, u16)> {
    thetis_cluster::ClientOptions::at(text).map(|options| (options.host, options.port))
}
