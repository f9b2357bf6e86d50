//! `thetis-cluster passes`: the driver's side of the cluster, for a program that asks over standard input.

use std::io::{self, BufReader, IsTerminal, stdin, stdout};
use std::path::PathBuf;
use std::process::exit;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use clap::Args;
use thetis_calibrate::Tally;
use thetis_cluster::{Client, ClientOptions, Cluster, ClusterError, Dataset, Journal};
use thetis_responses::packed::pipe::{Kind, read_request, write_reply};

use super::Failure;
use super::tls::TlsArguments;

/// Do passes over a packed folder for thetis calibrate, which asks for them over standard input
///
/// thetis calibrate --engine starts it; what they say to each other is in the documentation of
/// thetis_responses::packed::pipe. It ends with its input.
#[derive(Debug, Args)]
pub(super) struct Passes {
    /// A folder that `thetis import responses` wrote, at a path that all executors have too
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Where the scheduler is
    #[arg(long, value_name = "ballista://HOST:PORT")]
    engine: String,
    /// Persons are in the groups of this column of the imported table
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// Parts that a pass is cut into: a few for every core of the cluster
    #[arg(long, default_value_t = 32)]
    parts: usize,
    /// Seconds to wait for executors
    #[arg(long, default_value_t = 3_600)]
    patience: u64,
    /// Record every pass in this file, so that --resume can go on after any death
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Go on with the --checkpoint of a run that ended early
    #[arg(long, requires = "checkpoint")]
    resume: bool,
    /// Nothing on standard error while it waits
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    tls: TlsArguments,
}

/// What has been asked so far.
struct Session {
    arguments: Passes,
    dataset: Option<Dataset>,
    counted: Option<(Cluster, Tally)>,
}

impl Passes {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Some(mut options) = ClientOptions::at(&self.engine) else {
            return Err(Failure::Usage(format!("--engine {}: give ballista://HOST:PORT", self.engine)));
        };
        options.parts = self.parts.max(1);
        options.patience = Duration::from_secs(self.patience);
        options.tls = self.tls.read()?;
        let mut session = Session { arguments: self, dataset: None, counted: None };
        let mut replies = stdout().lock();
        for (kind, content) in requests() {
            match session.reply(&options, kind, &content) {
                Ok(reply) => write_reply(&mut replies, Ok(&reply))?,
                Err(reason) => {
                    write_reply(&mut replies, Err(&reason))?;
                    return Err(Failure::Reported(1));
                }
            }
        }
        Ok(())
    }
}

impl Session {
    fn reply(&mut self, options: &ClientOptions, kind: Kind, content: &[u8]) -> Result<Vec<u8>, String> {
        let done = match kind {
            Kind::Manifest => {
                let asking = String::from_utf8_lossy(content);
                if asking != env!("CARGO_PKG_VERSION") {
                    return Err(format!(
                        "this is thetis {asking}, and its thetis-cluster is {}: put programs of one release beside each other",
                        env!("CARGO_PKG_VERSION")
                    ));
                }
                self.manifest()
            }
            Kind::Tally => self.tally(options.clone(), content),
            Kind::Sample => self.sample(),
            Kind::Pass => self.pass(content),
        };
        done.map_err(|error| error.to_string())
    }

    fn manifest(&mut self) -> Result<Vec<u8>, ClusterError> {
        let Passes { folder, group, .. } = &self.arguments;
        let dataset = self.dataset.insert(Dataset::open(folder, group.as_deref())?);
        Ok(dataset.manifest().json().into_bytes())
    }

    /// The first pass, for which the cluster is needed.
    fn tally(&mut self, options: ClientOptions, categories: &[u8]) -> Result<Vec<u8>, ClusterError> {
        let dataset = self.dataset.take().ok_or_else(out_of_order)?.with_categories(categories.to_vec())?;
        let Passes { checkpoint, resume, quiet, .. } = &self.arguments;
        let journal = match checkpoint {
            Some(path) if *resume => Some(Journal::resume(path)?),
            Some(path) => Some(Journal::create(path)?),
            None => None,
        };
        let say: Box<dyn FnMut(&str)> = if *quiet { Box::new(|_: &str| ()) } else { Box::new(say) };
        let client = Client::new(options, &dataset, say)?;
        let mut cluster = Cluster::new(dataset, client, journal);
        let (tally, answer) = cluster.tally_answer()?;
        self.counted = Some((cluster, tally));
        Ok(answer.to_bytes())
    }

    fn sample(&mut self) -> Result<Vec<u8>, ClusterError> {
        let (cluster, tally) = self.counted.as_ref().ok_or_else(out_of_order)?;
        Ok(cluster.dataset().sample(tally)?.to_bytes())
    }

    fn pass(&mut self, task: &[u8]) -> Result<Vec<u8>, ClusterError> {
        let (cluster, _) = self.counted.as_mut().ok_or_else(out_of_order)?;
        Ok(cluster.pass(task)?.to_bytes())
    }
}

/// Requests as they come. Who asks may die while a pass is done or waited for: the end of the input ends this process.
fn requests() -> Receiver<(Kind, Vec<u8>)> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut input = BufReader::new(stdin());
        loop {
            match read_request(&mut input) {
                Ok(Some(request)) => {
                    if sender.send(request).is_err() {
                        // A reason was given, and this process ends.
                        return;
                    }
                }
                Ok(None) => exit(0),
                Err(error) => {
                    eprintln!(
                        "error: standard input: {error}: requests are expected there, as thetis calibrate writes them"
                    );
                    exit(2);
                }
            }
        }
    });
    receiver
}

/// A line on standard error, over a line of progress that may be there.
fn say(text: &str) {
    let clear = if io::stderr().is_terminal() { "\r\x1b[K" } else { "" };
    eprintln!("{clear}{text}");
}

fn out_of_order() -> ClusterError {
    ClusterError::Data { reason: "the manifest is asked for first, then the tally, then all else".into() }
}
