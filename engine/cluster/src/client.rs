//! The driver's side of the cluster: a task goes out, an answer comes back, whatever happens in between.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballista::prelude::SessionContextExt;
use ballista_core::extension::SessionConfigExt;
use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::{DataFusionError, ScalarValue};
use datafusion::logical_expr::{AggregateUDF, Expr, col, lit};
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext};
use thetis_calibrate::passes::Answer;

use crate::dataset::Dataset;
use crate::door::{State, look};
use crate::error::ClusterError;
use crate::function::{FAULT, function, task_literal};
use crate::tls::{Tls, secured};
use crate::{registry, timing};

/// How a driver speaks to its cluster.
#[derive(Clone, Debug)]
pub struct ClientOptions {
    /// The scheduler's host.
    pub host: String,
    /// The scheduler's port.
    pub port: u16,
    /// Parts that a pass is cut into: a few times as many as there are cores.
    pub parts: usize,
    /// How long to wait for executors, or for a scheduler that was there before.
    pub patience: Duration,
    /// Our certificate, if the cluster asks for one.
    pub tls: Option<Tls>,
}

impl ClientOptions {
    /// From an address such as `ballista://host:50050`; the port is 50050 if there is none. 32 parts, an hour's patience.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        let rest = address.strip_prefix("ballista://").unwrap_or(address).trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (rest, 50_050),
        };
        let sound = !host.is_empty() && !host.contains(['/', ':', '@']);
        sound.then(|| Self { host: host.to_owned(), port, parts: 32, patience: Duration::from_secs(3_600), tls: None })
    }

    fn scheduler(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// A pass that fails for no reason we know is tried so often.
const ATTEMPTS: u32 = 3;
/// Between looks at a cluster that has no executor.
const LOOK: Duration = Duration::from_secs(1);
/// A pass that takes longer may be one without executors.
const LONG: Duration = Duration::from_secs(5);

/// A connection to a cluster, for passes over one data set.
pub struct Client {
    runtime: tokio::runtime::Runtime,
    options: ClientOptions,
    table: DataFrame,
    function: Arc<AggregateUDF>,
    columns: [Option<&'static str>; 4],
    say: Box<dyn FnMut(&str)>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Client {
    /// Connect. `say` is told what there is to wait for.
    ///
    /// # Errors
    /// A scheduler that does not answer, or files that cannot be read.
    pub fn new(options: ClientOptions, dataset: &Dataset, say: Box<dyn FnMut(&str)>) -> Result<Self, ClusterError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| ClusterError::Start { reason: error.to_string() })?;
        let scheduler = options.scheduler();
        match runtime.block_on(state(&options)) {
            State::Unreachable => {
                return Err(ClusterError::Unreachable { scheduler, reason: "nobody listens there".into() });
            }
            State::Refused(reason) => return Err(ClusterError::Refused { scheduler, reason }),
            State::Ready | State::NoExecutors => {}
        }
        let table = runtime.block_on(table(&options, dataset));
        let table = table.map_err(|error| ClusterError::Data { reason: error.to_string() })?;
        Ok(Self { runtime, options, table, function: Arc::new(function()), columns: dataset.columns(), say })
    }

    /// The answer of all executors to a task.
    ///
    /// A lost executor's part is done by others; with none left, or no scheduler, this waits. Other failures are tried
    /// again a few times.
    ///
    /// # Errors
    /// What lasts: a fault of the data ([`ClusterError::Data`]; [`Dataset::verify`] finds the file), processes of other
    /// releases, or the end of patience.
    pub fn answer(&mut self, task: &[u8]) -> Result<Answer, ClusterError> {
        let mut attempts = 0;
        loop {
            let reason = match self.attempt(task)? {
                Ok(answer) => return Ok(Answer::from_bytes(&answer)?),
                Err(reason) => reason,
            };
            if let Some(at) = reason.find(FAULT) {
                return Err(ClusterError::Data { reason: reason[at + FAULT.len()..].to_owned() });
            }
            if is_damage(&reason) {
                return Err(ClusterError::Data { reason });
            }
            if self.runtime.block_on(state(&self.options)) != State::Ready {
                self.wait()?;
                continue;
            }
            attempts += 1;
            if attempts == ATTEMPTS {
                return Err(if is_version(&reason) {
                    ClusterError::Version { reason }
                } else {
                    ClusterError::Query { reason, attempts }
                });
            }
            if !is_version(&reason) {
                (self.say)(&format!("a pass failed and is done again: {reason}"));
            }
            std::thread::sleep(LOOK);
        }
    }

    /// One try. The outer error ends all; the inner one is why this try failed.
    fn attempt(&mut self, task: &[u8]) -> Result<Result<Vec<u8>, String>, ClusterError> {
        let optional = |name: Option<&str>| name.map_or_else(|| lit(ScalarValue::Null), col);
        let [group, weight, items, responses] = self.columns;
        let arguments = vec![
            lit(task_literal(task.to_vec())),
            optional(group),
            optional(weight),
            optional(items),
            optional(responses),
        ];
        let call: Expr = self.function.call(arguments);
        let query = match self.table.clone().aggregate(Vec::new(), vec![call]) {
            Ok(query) => query,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let Self { runtime, options, say, .. } = self;
        runtime.block_on(async {
            let collected = query.collect();
            tokio::pin!(collected);
            let mut since: Option<Instant> = None;
            loop {
                tokio::select! {
                    batches = &mut collected => {
                        return Ok(batches.map_err(|error| error.to_string()).and_then(|batches| bytes(&batches)));
                    }
                    () = tokio::time::sleep(LONG) => {
                        let now = state(options).await;
                        match (&now, since) {
                            (State::Ready, _) => since = None,
                            (_, None) => {
                                say(waiting_for(&now, &options.scheduler()).as_str());
                                since = Some(Instant::now());
                            }
                            (_, Some(since)) if since.elapsed() > options.patience => return Err(gave_up(now, options)),
                            _ => {}
                        }
                    }
                }
            }
        })
    }

    /// Wait until there is an executor.
    fn wait(&mut self) -> Result<(), ClusterError> {
        let start = Instant::now();
        let mut said = State::Ready;
        loop {
            let now = self.runtime.block_on(state(&self.options));
            if now == State::Ready {
                (self.say)("an executor is back: going on");
                return Ok(());
            }
            if now != said {
                (self.say)(&waiting_for(&now, &self.options.scheduler()));
                said = now.clone();
            }
            if start.elapsed() > self.options.patience {
                return Err(gave_up(now, &self.options));
            }
            std::thread::sleep(LOOK);
        }
    }
}

fn waiting_for(state: &State, scheduler: &str) -> String {
    match state {
        State::Refused(reason) => format!("the scheduler at {scheduler} {reason}: waiting for one that does not"),
        State::Unreachable => format!("the scheduler at {scheduler} does not answer: waiting until it does"),
        _ => format!(
            "no executor is connected to {scheduler}: waiting; start one with `thetis-cluster executor --scheduler {scheduler}`"
        ),
    }
}

fn gave_up(state: State, options: &ClientOptions) -> ClusterError {
    let scheduler = options.scheduler();
    match state {
        State::Refused(reason) => ClusterError::Refused { scheduler, reason },
        State::Unreachable => ClusterError::Unreachable { scheduler, reason: "it was there before".into() },
        _ => ClusterError::NoExecutors { scheduler, seconds: options.patience.as_secs() },
    }
}

/// All files as one table, to be read by executors.
async fn table(options: &ClientOptions, dataset: &Dataset) -> Result<DataFrame, DataFusionError> {
    let mut config = SessionConfig::new_with_ballista()
        .with_target_partitions(options.parts.max(1))
        .with_ballista_grpc_client_max_message_size(timing::MESSAGE as usize)
        .with_ballista_job_name("thetis");
    let settings = [
        // What is known of the files is known from the manifest.
        ("datafusion.execution.collect_statistics", "false"),
        ("datafusion.execution.parquet.pushdown_filters", "false"),
        // Copying short texts of bytes into views would be one more pass over them.
        ("datafusion.execution.parquet.schema_force_view_types", "false"),
        // Small files are cut up too.
        ("datafusion.optimizer.repartition_file_min_size", "1"),
        ("ballista.scheduler.max_partitions_per_task", "1"),
        ("ballista.planner.adaptive.enabled", "false"),
        // A machine that vanished does not say so.
        ("ballista.client.grpc_http2_keepalive_interval_seconds", "10"),
    ];
    for (key, value) in settings {
        config = config.set_str(key, value);
    }
    let state = registry::session(secured(config, options.tls.as_ref()))?;
    let context = SessionContext::remote_with_state(&format!("df://{}", options.scheduler()), state).await?;
    let files: Vec<String> = dataset.files().iter().map(|path: &PathBuf| path.display().to_string()).collect();
    context.read_parquet(files, ParquetReadOptions::default()).await
}

/// The one value of a result.
fn bytes(batches: &[RecordBatch]) -> Result<Vec<u8>, String> {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let batch = batches.iter().find(|batch| batch.num_rows() > 0);
    let value = batch.and_then(|batch| batch.column(0).as_binary_opt::<i32>());
    match value {
        Some(value) if rows == 1 && value.is_valid(0) && !value.value(0).is_empty() => Ok(value.value(0).to_vec()),
        _ => Err(format!("{rows} results came back instead of one")),
    }
}

/// Whether files cannot be read, as Parquet and the file systems say it.
fn is_damage(reason: &str) -> bool {
    ["Parquet error", "ParquetError", "Object Store error", "ObjectStore", "not found: ", "Arrow error"]
        .iter()
        .any(|sign| reason.contains(sign))
}

/// Whether executors do not know what they were asked, as Ballista says it: they do not have our function, or other
/// releases of what is sent between them.
fn is_version(reason: &str) -> bool {
    [
        "could not be prepared or was rejected",
        "There is no UDAF named",
        "is not provided for aggregate function",
        "same major version",
    ]
    .iter()
    .any(|sign| reason.contains(sign))
}

async fn state(options: &ClientOptions) -> State {
    look(&options.host, options.port, options.tls.as_ref()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_host_and_perhaps_a_port() {
        let of = |address: &str| ClientOptions::at(address).map(|options| (options.host, options.port));
        assert_eq!(of("ballista://node7:50051"), Some(("node7".into(), 50_051)));
        assert_eq!(of("ballista://10.0.0.1"), Some(("10.0.0.1".into(), 50_050)));
        assert_eq!(of("localhost:1"), Some(("localhost".into(), 1)));
        for address in ["", "ballista://", "http://x:1", "x:99999", "a:b:1", "user@x:1"] {
            assert_eq!(of(address), None, "{address}");
        }
    }
}
