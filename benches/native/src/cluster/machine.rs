//! A cluster of this machine's processes, and what they take.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Data;

/// Where programs and data are.
#[derive(Debug)]
pub struct Machine {
    /// The folder of `thetis` and `thetis-cluster`.
    pub programs: PathBuf,
    /// A folder for data.
    pub folder: PathBuf,
}

/// Who goes through the persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// `thetis` itself.
    Local {
        /// On so many threads.
        threads: usize,
    },
    /// `thetis-cluster`.
    Cluster {
        /// Processes, each on one core.
        executors: usize,
    },
}

/// What one engine took for one set of persons.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who.
    pub engine: Engine,
    /// Persons.
    pub persons: usize,
    /// Seconds a cycle: of EM without acceleration, its maximisation included.
    pub cycle: f64,
    /// Seconds before the first cycle and after the last.
    pub rest: f64,
    /// Memory of the process with the persons at its highest, in bytes: of `thetis`, or of the largest executor.
    pub memory: u64,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = match self.engine {
            Engine::Local { threads } => format!("thetis, {threads} thread{}", if threads == 1 { "" } else { "s" }),
            Engine::Cluster { executors } => format!("{executors} executor{}", if executors == 1 { "" } else { "s" }),
        };
        #[expect(clippy::cast_precision_loss, reason = "megabytes")]
        let memory = self.memory as f64 / 1e6;
        write!(f, "{:>10} {who:<18} {:>10.3} {:>8.2} {memory:>10.0}", self.persons, self.cycle, self.rest)
    }
}

/// Cycles of the shorter run; enough that all files have been read once.
const SHORT: u32 = 2;
/// The longer run has so many cycles more, and lasts at least about [`LONG`] longer.
const MORE: [u32; 3] = [40, 12, 4];
const LONG: Duration = Duration::from_secs(6);
/// Of so many times the lowest counts, other work of the machine only ever adds; of large sets, whose runs are long, one.
const REPEATS: usize = 2;
const LARGE: usize = 2_000_000;
/// The search ends because its cycles are used up.
const NOT_CONVERGED: i32 = 1;
const START: Duration = Duration::from_secs(60);

impl Machine {
    /// A command line of `thetis`.
    #[must_use]
    pub fn thetis(&self) -> Command {
        Command::new(self.programs.join("thetis"))
    }

    /// Time an engine: the difference of a longer and a shorter run is what cycles take.
    ///
    /// # Errors
    /// A program that cannot be run or fails.
    pub fn time(&self, data: &Data, engine: Engine) -> io::Result<Row> {
        let cluster = match engine {
            Engine::Local { .. } => None,
            Engine::Cluster { executors } => Some(Cluster::start(self, executors)?),
        };
        let (mut cycle, mut rest, mut memory) = (f64::INFINITY, f64::INFINITY, 0);
        let repeats = if data.persons < LARGE { REPEATS } else { 1 };
        for _ in 0..repeats {
            let short = self.run(data, engine, cluster.as_ref(), SHORT)?;
            for more in MORE.into_iter().rev() {
                let long = self.run(data, engine, cluster.as_ref(), SHORT + more)?;
                let spent = long.wall.saturating_sub(short.wall);
                memory = memory.max(long.memory);
                let one = spent.as_secs_f64() / f64::from(more);
                if spent >= LONG || more == MORE[0] {
                    cycle = cycle.min(one);
                    rest = rest.min(short.wall.as_secs_f64() - f64::from(SHORT) * one);
                    break;
                }
            }
        }
        if let Some(cluster) = &cluster {
            memory = cluster.executors.iter().filter_map(|process| highest(process.0.id())).max().unwrap_or(0);
        }
        Ok(Row { engine, persons: data.persons, cycle, rest: rest.max(0.0), memory })
    }

    fn run(&self, data: &Data, engine: Engine, cluster: Option<&Cluster>, cycles: u32) -> io::Result<Run> {
        let mut command = self.thetis();
        command.arg("calibrate").arg(&data.folder);
        command.args(["--model", "2pl", "--acceleration", "none", "--se", "none", "--format", "json", "--quiet"]);
        // No search ends before that many.
        command.args(["--tolerance", "1e-6", "--cycles", &cycles.to_string()]);
        match (engine, cluster) {
            (Engine::Local { threads }, _) => {
                command.env("RAYON_NUM_THREADS", threads.to_string());
            }
            (Engine::Cluster { executors }, Some(cluster)) => {
                let parts = (executors * PARTS).to_string();
                command.args(["--engine", &format!("ballista://127.0.0.1:{}", cluster.port), "--parts", &parts]);
            }
            (Engine::Cluster { .. }, None) => {}
        }
        let report = self.folder.join("report.json");
        command.stdout(File::create(&report)?);
        let run = finish(&mut command, &[0, NOT_CONVERGED])?;
        // Data that are not sound end it with the same code, but with no report.
        let found: serde_json::Value = serde_json::from_slice(&fs::read(&report)?)?;
        if found["cycles"] == cycles {
            return Ok(run);
        }
        Err(io::Error::other(format!("{command:?} ran {} cycles instead of {cycles}", found["cycles"])))
    }
}

/// Parts of a pass for each executor.
const PARTS: usize = 4;

/// How long a program ran, and how much memory it had.
pub(super) struct Run {
    wall: Duration,
    memory: u64,
}

/// Run a program to its end.
pub(super) fn finish(command: &mut Command, codes: &[i32]) -> io::Result<Run> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let mut memory = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        memory = highest(child.id()).unwrap_or(memory);
        thread::sleep(Duration::from_millis(5));
    };
    let wall = start.elapsed();
    if status.code().is_some_and(|code| codes.contains(&code)) {
        return Ok(Run { wall, memory });
    }
    let mut said = String::new();
    if let Some(mut errors) = child.stderr.take() {
        errors.read_to_string(&mut said)?;
    }
    Err(io::Error::other(format!("{command:?}: {status}: {said}")))
}

/// The most memory that a process ever had, in bytes, as Linux counts it.
fn highest(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1_024)
}

/// A process that ends with this.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A scheduler and executors of one core each.
struct Cluster {
    port: u16,
    executors: Vec<Process>,
    _scheduler: Process,
}

impl Cluster {
    fn start(machine: &Machine, executors: usize) -> io::Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let start = |arguments: &[&str]| -> io::Result<Process> {
            let mut command = Command::new(machine.programs.join("thetis-cluster"));
            command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.spawn().map(Process)
        };
        let scheduler = start(&["scheduler", "--port", &port.to_string()])?;
        until(|| ready(port).is_some())?;
        let address = format!("127.0.0.1:{port}");
        let executor = |_| start(&["executor", "--scheduler", &address, "--cores", "1"]);
        let processes = (0..executors).map(executor).collect::<io::Result<_>>()?;
        until(|| ready(port) == Some(executors))?;
        Ok(Self { port, executors: processes, _scheduler: scheduler })
    }
}

fn until(mut done: impl FnMut() -> bool) -> io::Result<()> {
    let end = Instant::now() + START;
    while !done() {
        if Instant::now() > end {
            return Err(io::Error::other("the cluster does not start"));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// How many executors the scheduler knows.
fn ready(port: u16) -> Option<usize> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text);
    let after = text.split("ready: ").nth(1)?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
