//! Processes of a cluster, which end with the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_thetis-cluster");
/// Unoptimised binaries of this size take a while to start on a busy machine.
const START: Duration = Duration::from_secs(120);
/// No test takes longer.
const LONGEST: Duration = Duration::from_secs(300);

/// A process that is killed when it goes out of scope.
pub(crate) struct Process(Child);

impl Process {
    fn start(arguments: &[&str], common: &Common) -> Self {
        let mut command = Command::new(BINARY);
        command
            .args(arguments)
            .args(&common.options)
            .envs(common.variables.clone())
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Self(command.spawn().expect("the binary was built"))
    }

    /// As `kill -9`.
    pub(crate) fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What every process of a cluster is told.
#[derive(Default)]
pub(crate) struct Common {
    pub(crate) options: Vec<String>,
    /// Of the environment.
    pub(crate) variables: Vec<(&'static str, String)>,
}

/// A scheduler with its executors.
pub(crate) struct TestCluster {
    pub(crate) port: u16,
    _scheduler: Process,
    pub(crate) executors: Vec<Process>,
    common: Common,
    /// Where executors keep their results: those that are killed leave them. After them, so that it goes last.
    work: Folder,
}

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl TestCluster {
    /// A scheduler, and so many executors of one core each.
    pub(crate) fn start(executors: usize) -> Self {
        Self::start_with(executors, Common::default(), readiness)
    }

    /// The same with what every process is told, and another way to ask the scheduler how many executors it has.
    pub(crate) fn start_with(executors: usize, common: Common, readiness: impl Fn(u16) -> Option<usize>) -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).expect("there are ports");
        let port = free.local_addr().expect("it is bound").port();
        drop(free);
        let scheduler = Process::start(&["scheduler", "--port", &port.to_string()], &common);
        wait_for(|| readiness(port).is_some(), "the scheduler");
        let work = Folder(std::env::temp_dir().join(format!("thetis-cluster-{}-work-{port}", std::process::id())));
        let mut cluster = Self { port, _scheduler: scheduler, executors: Vec::new(), common, work };
        (0..executors).for_each(|_| cluster.add_executor());
        wait_for(|| readiness(port).is_some_and(|count| count >= executors), "the executors");
        cluster
    }

    pub(crate) fn add_executor(&mut self) {
        self.add_executor_with(&[]);
    }

    pub(crate) fn add_executor_with(&mut self, more: &[&str]) {
        let scheduler = format!("127.0.0.1:{}", self.port);
        let work = self.work.0.join(self.executors.len().to_string()).display().to_string();
        let always = ["executor", "--scheduler", &scheduler, "--cores", "1", "--work", &work];
        let arguments = [always.as_slice(), more].concat();
        self.executors.push(Process::start(&arguments, &self.common));
    }

    /// Where an executor of the test's own process keeps its results.
    pub(crate) fn folder(&self) -> PathBuf {
        self.work.0.join("here")
    }

    pub(crate) fn address(&self) -> String {
        format!("ballista://127.0.0.1:{}", self.port)
    }

    /// `thetis calibrate` on the cluster, to its end.
    pub(crate) fn calibrate(&self, folder: &Path, more: &[&str]) -> Output {
        self.driver(folder, more).finish()
    }

    /// The same, running.
    pub(crate) fn driver(&self, folder: &Path, more: &[&str]) -> Driver {
        let mut command = thetis();
        command.arg("calibrate").arg(folder).args(["--engine", &self.address(), "--parts", "6"]);
        command.args(&self.common.options).envs(self.common.variables.clone()).args(more);
        Driver::start(command)
    }

    /// `thetis-cluster calibrate`.
    pub(crate) fn calibrate_by_its_name(&self, folder: &Path, more: &[&str]) -> Output {
        let mut command = Command::new(BINARY);
        command.arg("calibrate").arg(folder).args(["--engine", &self.address()]).args(more);
        Driver::start(command).finish()
    }
}

/// `thetis calibrate` in one process.
pub(crate) fn calibrate_here(folder: &Path, more: &[&str]) -> Output {
    let mut command = thetis();
    command.arg("calibrate").arg(folder).args(more);
    Driver::start(command).finish()
}

/// The other program, which has to have been built too; it finds `thetis-cluster` beside itself, or in `PATH`.
fn thetis() -> Command {
    let beside = Path::new(BINARY).parent().expect("it is in a folder");
    let program = match std::env::var_os("THETIS_CLI") {
        Some(program) => PathBuf::from(program),
        None => beside.join(format!("thetis{}", std::env::consts::EXE_SUFFIX)),
    };
    assert!(program.is_file(), "{} is not there: run `cargo build --package thetis` first", program.display());
    let mut command = Command::new(program);
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(beside.to_path_buf()).chain(std::env::split_paths(&others)));
    command.env("PATH", path.expect("it was one before"));
    command
}

/// A driver, and what it says.
pub(crate) struct Driver {
    child: Option<Child>,
    lines: Receiver<String>,
    pub(crate) said: Vec<String>,
}

impl Driver {
    fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary was built");
        let (sender, lines) = channel();
        let errors = child.stderr.take().expect("it is piped");
        std::thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child: Some(child), lines, said: Vec::new() }
    }

    /// Wait until it says this.
    pub(crate) fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + LONGEST;
        while !self.said.iter().any(|line| line.contains(text)) {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.said.push(line),
                Err(_) => panic!("it never said {text:?} but: {:#?}", self.said),
            }
        }
    }

    /// Wait until this file has so many passes.
    pub(crate) fn wait_for_passes(&mut self, checkpoint: &Path, passes: usize) {
        wait_for(|| recorded(checkpoint) >= passes, "a pass");
    }

    /// As `kill -9`.
    pub(crate) fn kill(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Its end; what it says goes to standard error of the output.
    pub(crate) fn finish(mut self) -> Output {
        let mut child = self.child.take().expect("it is not yet finished");
        let mut output = child.stdout.take().expect("it is piped");
        let reader = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = output.read_to_end(&mut text);
            text
        });
        let end = Instant::now() + LONGEST;
        let status = loop {
            if let Some(status) = child.try_wait().expect("it is a child") {
                break status;
            }
            if Instant::now() > end {
                let _ = child.kill();
                self.said.extend(self.lines.try_iter());
                panic!("it does not end: {:#?}", self.said);
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let stdout = reader.join().expect("it only reads");
        self.said.extend(self.lines.iter());
        Output { status, stdout, stderr: self.said.join("\n").into_bytes() }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Passes in a checkpoint: after eight letters each has the lengths of task and answer, these, and a checksum.
pub(crate) fn recorded(checkpoint: &Path) -> usize {
    let bytes = std::fs::read(checkpoint).unwrap_or_default();
    let length = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().expect("eight bytes")) as usize);
    let next = |at: &usize| Some(at + 24 + length(*at)? + length(at + 8)?).filter(|end| *end <= bytes.len());
    std::iter::successors(Some(8), next).count() - 1
}

/// Number of executors that the scheduler knows; `None` if there is no scheduler.
pub(crate) fn readiness(port: u16) -> Option<usize> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text);
    executors_of(&text)
}

/// The same, from the scheduler's answer.
pub(crate) fn executors_of(answer: &str) -> Option<usize> {
    let after = answer.split("ready: ").nth(1)?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

pub(crate) fn wait_for(mut done: impl FnMut() -> bool, what: &str) {
    let end = Instant::now() + START;
    while !done() {
        assert!(Instant::now() < end, "{what} did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}
