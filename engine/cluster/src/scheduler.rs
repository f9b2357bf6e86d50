//! The scheduler: takes passes from drivers, and gives parts of them to executors.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::get;
use ballista_core::error::BallistaError;
use ballista_core::extension::SessionConfigExt;
use ballista_core::serde::protobuf::scheduler_grpc_server::SchedulerGrpcServer;
use ballista_core::utils::{GrpcServerConfig, create_grpc_server_incoming};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::{create_scheduler, start_server};
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use tonic::service::Routes;
use tonic::transport::Server;

use crate::error::ClusterError;
use crate::tls::{Tls, policy, secured};
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
    /// Its certificate. Executors and drivers must have one too then.
    pub tls: Option<Tls>,
}

impl Default for SchedulerOptions {
    /// Loopback, port 50050: reached from this machine only.
    fn default() -> Self {
        Self { bind: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 50_050, name: "localhost".into(), tls: None }
    }
}

/// Run a scheduler until the process ends.
///
/// # Errors
/// An address that cannot be bound, or a certificate that nobody would accept.
pub async fn run(options: &SchedulerOptions) -> Result<(), ClusterError> {
    let tls = options.tls.clone();
    if let Some(tls) = &tls {
        tls.check(&options.name)?;
    }
    let config = SchedulerConfig {
        external_host: options.name.clone(),
        bind_host: options.bind.to_string(),
        bind_port: options.port,
        scheduling_policy: policy(tls.as_ref()),
        executor_timeout_seconds: timing::TIMEOUT,
        expire_dead_executor_interval_seconds: timing::LOOK,
        no_executors_grace_period_seconds: timing::GRACE,
        finished_job_data_clean_up_interval_seconds: timing::FINISHED,
        finished_job_state_clean_up_interval_seconds: timing::CLEAN,
        grpc_server_max_decoding_message_size: timing::MESSAGE,
        grpc_server_max_encoding_message_size: timing::MESSAGE,
        grpc_client_max_message_size: timing::MESSAGE,
        override_session_builder: Some(Arc::new(registry::session)),
        override_create_grpc_client_endpoint: tls.as_ref().map(Tls::endpoint),
        override_config_producer: Some(Arc::new({
            let tls = tls.clone();
            move || secured(SessionConfig::new_with_ballista(), tls.as_ref())
        })),
        ..SchedulerConfig::default()
    };
    let address = SocketAddr::new(options.bind, options.port);
    let fail = |error: &dyn std::fmt::Display| ClusterError::Start {
        reason: format!("the scheduler cannot run on {address}: {error}: choose another --port or --bind"),
    };
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(|error| fail(&error))?;
    let config = Arc::new(config);
    match &tls {
        Some(tls) => serve(cluster, address, config, tls).await,
        None => start_server(cluster, address, config).await,
    }
    .map_err(|error| fail(&error))
}

/// What Ballista's `start_server` does, for those who have a certificate.
async fn serve(
    cluster: BallistaCluster,
    address: SocketAddr,
    config: Arc<SchedulerConfig>,
    tls: &Tls,
) -> Result<(), BallistaError> {
    let scheduler = create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, config).await?;
    let service = SchedulerGrpcServer::new(scheduler.clone())
        .max_decoding_message_size(timing::MESSAGE as usize)
        .max_encoding_message_size(timing::MESSAGE as usize);
    let ready = move || async move {
        let (status, word) = if scheduler.is_ready() {
            (StatusCode::OK, "ready")
        } else {
            (StatusCode::SERVICE_UNAVAILABLE, "not ready")
        };
        let executors = scheduler.state.executor_manager.get_executors_state().await.unwrap_or_default().len();
        (status, format!("{word}: {executors} executors registered\n"))
    };
    let routes = Routes::new(service).into_axum_router().route("/readyz", get(ready));
    // Bound before anything else is said of it: an address that is taken is an error now.
    let incoming = create_grpc_server_incoming(address, &GrpcServerConfig::default())?;
    let server = Server::builder()
        // Whether there are executors is asked in plain HTTP.
        .accept_http1(true)
        .http2_keepalive_interval(Some(timing::ALIVE))
        .http2_keepalive_timeout(Some(timing::CONNECT))
        .tls_config(tls.listener())?
        .add_routes(Routes::from(routes));
    Ok(server.serve_with_incoming(incoming).await?)
}
