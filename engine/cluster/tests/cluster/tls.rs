//! Mutual TLS: everybody shows a certificate, to everybody. They are made as docs/cluster.md says.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use thetis_cluster::{
    Client, ClientOptions, ClusterError, Dataset, ExecutorOptions, SchedulerOptions, Tls, function_name, functions,
    run_executor, run_scheduler,
};

use crate::data::{Design, Packed};
use crate::equality::check;
use crate::faults::another_release;
use crate::processes::{BINARY, Common, TestCluster, executors_of, wait_for};
use crate::report::complaint;

/// Somebody who signs certificates; they are removed in the end.
struct Authority {
    folder: PathBuf,
}

impl Authority {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("thetis-authority-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("temporary files can be written");
        let authority = Self { folder };
        authority.openssl("ca", name, &[]);
        authority
    }

    /// A key, and a certificate of it.
    fn openssl(&self, file: &str, subject: &str, more: &[&str]) {
        let mut command = Command::new("openssl");
        command.args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(' '));
        command.args(["-subj", &format!("/CN={subject}"), "-keyout", &self.file(file, "key"), "-out"]);
        let made = command.arg(self.file(file, "pem")).args(more).output().expect("openssl is there: install it");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    fn file(&self, name: &str, extension: &str) -> String {
        self.folder.join(name).with_extension(extension).display().to_string()
    }

    /// A certificate for one name, and the authority by which its owner knows others.
    fn member(&self, file: &str, name: &str, trusts: &Self) -> Member {
        let names = format!("subjectAltName={name}");
        let kind = ["basicConstraints=critical,CA:FALSE", "extendedKeyUsage=serverAuth,clientAuth"];
        let (ca, key) = (self.file("ca", "pem"), self.file("ca", "key"));
        let more = ["-CA", &ca, "-CAkey", &key, "-addext", &names, "-addext", kind[0], "-addext", kind[1]];
        self.openssl(file, file, &more);
        Member { ca: trusts.file("ca", "pem"), certificate: self.file(file, "pem"), key: self.file(file, "key") }
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The three files of a process.
#[derive(Clone)]
struct Member {
    ca: String,
    certificate: String,
    key: String,
}

impl Member {
    fn common(&self) -> Common {
        let options = ["--tls-ca", &self.ca, "--tls-cert", &self.certificate, "--tls-key", &self.key];
        Common { options: options.map(str::to_owned).to_vec(), ..Common::default() }
    }

    fn read(&self) -> Result<Tls, ClusterError> {
        Tls::read(self.ca.as_ref(), self.certificate.as_ref(), self.key.as_ref())
    }

    fn tls(&self) -> Option<Tls> {
        Some(self.read().expect("the files were just made"))
    }

    /// What an executor says that has our files, and this key, from the environment, and does not get in.
    fn executor(&self, scheduler: u16, key: &str) -> String {
        let mut command = Command::new(BINARY);
        command.args(["executor", "--cores", "1", "--scheduler", &format!("127.0.0.1:{scheduler}")]);
        command.envs([("THETIS_TLS_CA", &*self.ca), ("THETIS_TLS_CERT", &self.certificate), ("THETIS_TLS_KEY", key)]);
        complaint(&command.output().expect("the binary was built"))
    }

    /// What another program than ours, with this certificate or with none, is told at a port.
    fn spoken_to(&self, port: u16, with_certificate: bool) -> String {
        let mut command = Command::new("openssl");
        command.args(["s_client", "-quiet", "-verify_return_error", "-CAfile", &self.ca, "-connect"]);
        command.arg(format!("127.0.0.1:{port}"));
        if with_certificate {
            command.args(["-cert", &self.certificate, "-key", &self.key]);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("openssl is there: install it");
        let mut input = child.stdin.take().expect("it is piped");
        // It may have been sent away before.
        let _ = input.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let output = child.wait_with_output().expect("it ends");
        drop(input);
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }
}

const HERE: &str = "IP:127.0.0.1,DNS:localhost";

/// The sentence of a refusal.
fn refused<T>(result: Result<T, ClusterError>) -> String {
    result.err().expect("it was let in").to_string()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("threads can be had").block_on(future)
}

#[test]
fn with_certificates_as_without() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let member = ours.member("member", HERE, &ours);
    let stranger = theirs.member("stranger", HERE, &theirs);
    let intruder = theirs.member("intruder", HERE, &ours);
    let mut cluster = TestCluster::start_with(1, member.common(), |port| executors_of(&member.spoken_to(port, true)));
    let free = TcpListener::bind(("127.0.0.1", 0)).expect("there are ports");
    let results = free.local_addr().expect("it is bound").port();
    drop(free);
    cluster.add_executor_with(&["--port", &results.to_string()]);
    wait_for(|| executors_of(&member.spoken_to(cluster.port, true)) == Some(2), "the other executor");

    let packed = Packed::new("tls", Design { missing: 0.05, ..Design::new(12_000, 10, 2) });
    check(&cluster, &packed, &["--model", "2pl"], "with certificates");

    // Drivers.
    let dataset = Dataset::open(&packed.folder, None).expect("it was written");
    let connect = |tls: Option<Tls>| {
        let options = ClientOptions { tls, ..ClientOptions::at(&cluster.address()).expect("an address") };
        Client::new(options, &dataset, Box::new(|_: &str| ()))
    };
    let said = refused(connect(None));
    assert!(said.contains("asks for certificates: give --tls-ca, --tls-cert and --tls-key"), "{said}");
    let said = refused(connect(stranger.tls()));
    assert!(said.contains("not accepted here (UnknownIssuer)") && said.contains(&stranger.ca), "{said}");
    let said = refused(connect(intruder.tls()));
    assert!(said.contains("refuses the certificate") && said.contains(&intruder.certificate), "{said}");

    // Executors, which would be refused by others too, and are the first to know.
    let enter = |tls: Option<Tls>| {
        let options = ExecutorOptions { scheduler_port: cluster.port, cores: 1, tls, ..ExecutorOptions::default() };
        refused(block_on(run_executor(&options, functions())))
    };
    let said = enter(None);
    assert!(said.contains("asks for certificates"), "{said}");
    let said = enter(stranger.tls());
    assert!(said.contains("not accepted here (UnknownIssuer)"), "{said}");
    // With options or in the environment.
    let said = stranger.executor(cluster.port, &stranger.key);
    assert!(said.contains("not accepted here (UnknownIssuer)"), "{said}");
    let said = stranger.executor(cluster.port, "");
    assert!(said.contains("belong together"), "{said}");
    let said = enter(intruder.tls());
    assert!(said.contains("others would refuse this certificate from 127.0.0.1"), "{said}");
    assert_eq!(executors_of(&member.spoken_to(cluster.port, true)), Some(2));

    // Another program hears the same at both ports.
    for port in [cluster.port, results] {
        let said = member.spoken_to(port, false);
        assert!(said.contains("certificate required"), "{port}: {said}");
        let said = intruder.spoken_to(port, true);
        assert!(said.contains("unknown ca"), "{port}: {said}");
    }
}

#[test]
fn faults_are_named_where_executors_ask_for_work() {
    let ours = Authority::new("faults");
    let member = ours.member("member", HERE, &ours);
    let start = |executors| {
        TestCluster::start_with(executors, member.common(), |port| executors_of(&member.spoken_to(port, true)))
    };
    let packed = Packed::new("tls-faults", Design::new(12_000, 6, 2));

    let cluster = start(0);
    let (scheduler_port, work, tls) = (cluster.port, Some(cluster.folder()), member.tls());
    another_release(ExecutorOptions { scheduler_port, work, tls, ..ExecutorOptions::default() });
    wait_for(|| executors_of(&member.spoken_to(cluster.port, true)) == Some(1), "the executor");
    let said = complaint(&cluster.calibrate(&packed.folder, &["--model", "2pl"]));
    assert!(said.contains("not of one release") && said.contains(&function_name()), "{said}");

    let cluster = start(1);
    let file = packed.folder.join("part-00001.parquet");
    let mut bytes = fs::read(&file).expect("it was written");
    bytes[200..260].fill(0xa5);
    fs::write(&file, bytes).expect("it can be written");
    let said = complaint(&cluster.calibrate(&packed.folder, &["--model", "2pl"]));
    assert!(said.contains("part-00001.parquet"), "{said}");
}

#[test]
fn certificates_that_nobody_would_accept_are_named() {
    let ours = Authority::new("names");
    let elsewhere = ours.member("elsewhere", "DNS:node7", &ours);
    let options = SchedulerOptions { tls: elsewhere.tls(), ..SchedulerOptions::default() };
    let said = refused(block_on(run_scheduler(&options)));
    assert!(said.contains("from localhost") && said.contains("node7") && said.contains("elsewhere.pem"), "{said}");

    let other = ours.member("other", HERE, &ours);
    let said = refused(Member { key: other.key.clone(), ..elsewhere.clone() }.read());
    assert!(said.contains("other.key: this is not the key of the certificate"), "{said}");
    let said = refused(Member { key: other.certificate.clone(), ..other.clone() }.read());
    assert!(said.contains("other.pem: there is no private key in it"), "{said}");
    let said = refused(Member { ca: other.key.clone(), ..other.clone() }.read());
    assert!(said.contains("other.key: there is no certificate in it"), "{said}");
    let said = refused(Member { ca: "nowhere.pem".into(), ..other.clone() }.read());
    assert!(said.contains("nowhere.pem: No such file"), "{said}");

    // Nobody else has any.
    let plain = TestCluster::start(0);
    let options = ExecutorOptions { scheduler_port: plain.port, tls: other.tls(), ..ExecutorOptions::default() };
    let said = refused(block_on(run_executor(&options, functions())));
    assert!(said.contains("does not ask for certificates"), "{said}");
}
