//! An executor: goes through its part of the responses.

use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballista_core::extension::SessionConfigExt;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use datafusion::prelude::SessionConfig;

use crate::door::{State, look};
use crate::error::ClusterError;
use crate::tls::{Tls, policy, secured};
use crate::{storage, timing};

/// Where an executor listens, whom it works for, and with how much.
#[derive(Clone, Debug)]
pub struct ExecutorOptions {
    /// The scheduler's host.
    pub scheduler_host: String,
    /// The scheduler's port.
    pub scheduler_port: u16,
    /// The address the executor is bound to.
    pub bind: IpAddr,
    /// The name by which others reach it; its address if there is none.
    pub name: Option<String>,
    /// The port at which others fetch what it computed; 0 takes one that is free.
    pub port: u16,
    /// The port at which the scheduler speaks to it; 0 takes one that is free.
    pub control_port: u16,
    /// Parts of a pass that it does at the same time; 0 means one a core.
    pub cores: usize,
    /// Where it keeps what it computed until it is fetched; a folder of its own among temporary ones if there is none.
    pub work: Option<PathBuf>,
    /// Its certificate; the scheduler has one too then. It asks for work instead of being called.
    pub tls: Option<Tls>,
}

impl Default for ExecutorOptions {
    /// For a scheduler on this machine.
    fn default() -> Self {
        Self {
            scheduler_host: "127.0.0.1".into(),
            scheduler_port: 50_050,
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            name: None,
            port: 0,
            control_port: 0,
            cores: 0,
            work: None,
            tls: None,
        }
    }
}

/// Seconds in which a scheduler must answer.
const PATIENCE: u16 = 30;
/// Between looks for it.
const LOOK: Duration = Duration::from_millis(500);

/// Run an executor with [`functions`](crate::functions) until the process is told to end.
///
/// # Errors
/// No scheduler, one that does not let us in, or an address that cannot be bound.
pub async fn run(options: &ExecutorOptions, functions: BallistaFunctionRegistry) -> Result<(), ClusterError> {
    let fail = |error: &dyn std::fmt::Display| ClusterError::Start {
        reason: format!(
            "the executor cannot work for {}:{}: {error}: start the scheduler first, or correct --scheduler",
            options.scheduler_host, options.scheduler_port
        ),
    };
    let name = match &options.name {
        Some(name) => name.clone(),
        None if options.bind.is_unspecified() => {
            let reason = format!("--bind {} is no address that others can call: give --name too", options.bind);
            return Err(ClusterError::Start { reason });
        }
        None => options.bind.to_string(),
    };
    if let Some(tls) = &options.tls {
        tls.check(&name)?;
    }
    enter(options).await?;
    // In containers every process has the same number.
    let id = format!("thetis-{name}-{}-{}", std::process::id(), free_port(options.bind).map_err(|error| fail(&error))?);
    let own_work = options.work.is_none();
    let work = options.work.clone().unwrap_or_else(|| std::env::temp_dir().join(&id));
    std::fs::create_dir_all(&work).map_err(|error| fail(&error))?;
    let port = |wanted: u16| if wanted == 0 { free_port(options.bind) } else { Ok(wanted) };
    let tls = options.tls.clone();
    let config = ExecutorProcessConfig {
        executor_id: id,
        bind_host: options.bind.to_string(),
        external_host: Some(name),
        port: port(options.port).map_err(|error| fail(&error))?,
        grpc_port: port(options.control_port).map_err(|error| fail(&error))?,
        scheduler_host: options.scheduler_host.clone(),
        scheduler_port: options.scheduler_port,
        scheduler_connect_timeout_seconds: PATIENCE,
        vcores: options.cores,
        task_scheduling_policy: policy(options.tls.as_ref()),
        work_dir: Some(work.display().to_string()),
        executor_heartbeat_interval_seconds: timing::HEARTBEAT,
        job_data_ttl_seconds: timing::KEPT,
        job_data_clean_up_interval_seconds: timing::CLEAN,
        grpc_max_decoding_message_size: timing::MESSAGE,
        grpc_max_encoding_message_size: timing::MESSAGE,
        override_function_registry: Some(Arc::new(functions)),
        override_arrow_flight_service: tls.as_ref().map(Tls::results),
        override_create_grpc_client_endpoint: tls.as_ref().map(Tls::endpoint),
        override_config_producer: Some(Arc::new(move || secured(SessionConfig::new_with_ballista(), tls.as_ref()))),
        override_runtime_producer: Some(Arc::new({
            let work = work.clone();
            move |_| storage::runtime(Some(&work))
        })),
        ..ExecutorProcessConfig::default()
    };
    let ended = start_executor_process(Arc::new(config)).await.map_err(|error| fail(&error));
    if own_work {
        // Nobody asks for it any more; that it stays behind harms nobody either.
        let _ = std::fs::remove_dir_all(&work);
    }
    ended
}

/// Wait for the scheduler, and end if it does not let us in.
async fn enter(options: &ExecutorOptions) -> Result<(), ClusterError> {
    let scheduler = || format!("{}:{}", options.scheduler_host, options.scheduler_port);
    let start = Instant::now();
    loop {
        match look(&options.scheduler_host, options.scheduler_port, options.tls.as_ref()).await {
            State::Ready | State::NoExecutors => return Ok(()),
            State::Refused(reason) => return Err(ClusterError::Refused { scheduler: scheduler(), reason }),
            State::Unreachable if start.elapsed() > Duration::from_secs(PATIENCE.into()) => {
                let reason = format!("nobody has listened there for {PATIENCE} seconds");
                return Err(ClusterError::Unreachable { scheduler: scheduler(), reason });
            }
            State::Unreachable => tokio::time::sleep(LOOK).await,
        }
    }
}

/// A port that nobody has now.
fn free_port(bind: IpAddr) -> std::io::Result<u16> {
    TcpListener::bind((bind, 0))?.local_addr().map(|address| address.port())
}
