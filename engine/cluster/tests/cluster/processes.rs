//! Processes of a cluster, which end with the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_thetis-cluster");
/// Unoptimised binaries of this size take a while to start on a busy machine.
const START: Duration = Duration::from_secs(120);
/// No test takes longer.
const LONGEST: Duration = Duration::from_secs(300);

/// A process that is killed when it goes out of scope.
pub(crate) struct Process(Child);

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(BINARY);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
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

/// A scheduler with its executors.
pub(crate) struct TestCluster {
    pub(crate) port: u16,
    _scheduler: Process,
    pub(crate) executors: Vec<Process>,
}

impl TestCluster {
    /// A scheduler, and so many executors of one core each.
    pub(crate) fn start(executors: usize) -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).expect("there are ports");
        let port = free.local_addr().expect("it is bound").port();
        drop(free);
        let scheduler = Process::start(&["scheduler", "--port", &port.to_string()]);
        wait_for(|| readiness(port).is_some(), "the scheduler");
        let mut cluster = Self { port, _scheduler: scheduler, executors: Vec::new() };
        (0..executors).for_each(|_| cluster.add_executor());
        wait_for(|| readiness(port).is_some_and(|count| count >= executors), "the executors");
        cluster
    }

    pub(crate) fn add_executor(&mut self) {
        let scheduler = format!("127.0.0.1:{}", self.port);
        self.executors.push(Process::start(&["executor", "--scheduler", &scheduler, "--cores", "1"]));
    }

    pub(crate) fn address(&self) -> String {
        format!("ballista://127.0.0.1:{}", self.port)
    }

    /// A driver to its end.
    pub(crate) fn calibrate(&self, folder: &Path, more: &[&str]) -> Output {
        self.driver(folder, more).finish()
    }

    /// A driver, running.
    pub(crate) fn driver(&self, folder: &Path, more: &[&str]) -> Driver {
        let mut command = Command::new(BINARY);
        command.arg("calibrate").arg(folder).args(["--engine", &self.address(), "--format", "json", "--parts", "6"]);
        command.args(more).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
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
        Driver { child: Some(child), lines, said: Vec::new() }
    }
}

/// A driver, and what it says.
pub(crate) struct Driver {
    child: Option<Child>,
    lines: Receiver<String>,
    pub(crate) said: Vec<String>,
}

impl Driver {
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

/// The report of a run that went well.
pub(crate) fn report(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// What a run says that did not go well.
pub(crate) fn complaint(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "it ended well: {said}");
    said
}

/// Number of executors that the scheduler knows; `None` if there is no scheduler.
pub(crate) fn readiness(port: u16) -> Option<usize> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text);
    let after = text.split("ready: ").nth(1)?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

pub(crate) fn wait_for(mut done: impl FnMut() -> bool, what: &str) {
    let end = Instant::now() + START;
    while !done() {
        assert!(Instant::now() < end, "{what} did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}
