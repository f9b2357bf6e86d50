//! The scheduler: takes passes from drivers, and gives parts of them to executors.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::extension::SessionConfigExt;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::prelude::SessionConfig;

use crate::error::ClusterError;
use crate::{registry, timing};

/// Where a scheduler listens.
#[derive(Clone, Debug)]
pub struct SchedulerOptions {
    /// The address it is bound to.
    pub bind: IpAddr,
    /// Its port.
    pub port: u16,
    /// The name by which others reach it.
    pub name: String,
}

impl Default for SchedulerOptions {
    /// Loopback, port 50050: reached from this machine only.
    fn default() -> Self {
        Self { bind: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 50_050, name: "localhost".into() }
    }
}

/// Run a scheduler until the process ends.
///
/// # Errors
/// An address that cannot be bound.
pub async fn run(options: &SchedulerOptions) -> Result<(), ClusterError> {
    let config = SchedulerConfig {
        external_host: options.name.clone(),
        bind_host: options.bind.to_string(),
        bind_port: options.port,
        scheduling_policy: TaskSchedulingPolicy::PushStaged,
        executor_timeout_seconds: timing::TIMEOUT,
        expire_dead_executor_interval_seconds: timing::LOOK,
        no_executors_grace_period_seconds: timing::GRACE,
        finished_job_data_clean_up_interval_seconds: timing::FINISHED,
        finished_job_state_clean_up_interval_seconds: timing::CLEAN,
        grpc_server_max_decoding_message_size: timing::MESSAGE,
        grpc_server_max_encoding_message_size: timing::MESSAGE,
        grpc_client_max_message_size: timing::MESSAGE,
        override_session_builder: Some(Arc::new(registry::session)),
        override_config_producer: Some(Arc::new(SessionConfig::new_with_ballista)),
        ..SchedulerConfig::default()
    };
    let address = SocketAddr::new(options.bind, options.port);
    let fail = |error: &dyn std::fmt::Display| ClusterError::Start {
        reason: format!("the scheduler cannot run on {address}: {error}: choose another --port or --bind"),
    };
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(|error| fail(&error))?;
    start_server(cluster, address, Arc::new(config)).await.map_err(|error| fail(&error))
}
