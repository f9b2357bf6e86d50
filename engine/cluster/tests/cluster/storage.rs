//! Responses in a bucket of a server that speaks as Amazon S3 does: PyPI's moto, in the environment of `cargo xtask test`.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::data::{Design, Packed};
use crate::processes::{Common, TestCluster, calibrate_here, readiness, wait_for};
use crate::report::{complaint, report, same};

/// The server, which ends with the test.
struct Store {
    server: Child,
    port: u16,
}

impl Store {
    /// With one bucket, `responses`.
    fn start() -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).expect("there are ports");
        let port = free.local_addr().expect("it is bound").port();
        drop(free);
        let python = std::env::var_os("THETIS_PYTHON").expect("THETIS_PYTHON is a Python with tests/requirements.txt");
        let mut command = Command::new(python);
        command.args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()]);
        let server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
        let store = Self { server, port };
        wait_for(|| TcpStream::connect(("127.0.0.1", port)).is_ok(), "moto");
        store.put("responses", b"");
        store
    }

    /// A bucket, or an object in it.
    fn put(&self, path: &str, content: &[u8]) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let length = content.len();
        write!(
            stream,
            "PUT /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        )
        .and_then(|()| stream.write_all(content))
        .expect("it takes it");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }

    /// All files of a folder.
    fn upload(&self, packed: &Packed, name: &str) {
        for entry in fs::read_dir(&packed.folder).expect("it was written") {
            let path = entry.expect("it can be read").path();
            let file = path.file_name().and_then(|file| file.to_str()).expect("its name is text");
            self.put(&format!("responses/{name}/{file}"), &fs::read(&path).expect("it was written"));
        }
    }

    /// Where it is, for those who ask the environment.
    fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port)),
            ("AWS_ALLOW_HTTP", "true".into()),
            ("AWS_REGION", "eu-central-1".into()),
            ("AWS_ACCESS_KEY_ID", "test".into()),
            ("AWS_SECRET_ACCESS_KEY", "test".into()),
        ]
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn a_bucket_is_as_good_as_a_folder() {
    let store = Store::start();
    let common = Common { variables: store.variables(), ..Common::default() };
    let cluster = TestCluster::start_with(2, common, readiness);
    let options = ["--model", "2pl", "--format", "json"];
    // That of the bucket is what that of the folder is, but for where it is.
    let compare = |packed: &Packed, name: &str| {
        store.upload(packed, name);
        let here = report(&calibrate_here(&packed.folder, &options));
        let bucket = format!("s3://responses/{name}");
        let mut far = report(&cluster.calibrate(bucket.as_ref(), &options));
        assert_eq!(far["provenance"]["files"], json!([bucket]));
        far["provenance"] = here["provenance"].clone();
        same(&far, &here, name);
    };
    let dense = Packed::new("bucket", Design { missing: 0.05, ..Design::new(24_000, 10, 2) });
    compare(&dense, "dense");
    let sparse = Packed::new("sparse-bucket", Design { missing: 0.8, sparse: true, ..Design::new(12_000, 40, 2) });
    compare(&sparse, "sparse");

    let said = complaint(&cluster.calibrate("s3://responses/nothing".as_ref(), &options));
    assert!(said.contains("s3://responses/nothing/responses.json"), "{said}");
    let said = complaint(&cluster.calibrate("s3://nowhere/dense".as_ref(), &options));
    assert!(said.contains("s3://nowhere/dense/responses.json"), "{said}");
    let file = dense.folder.join("part-00001.parquet");
    let mut bytes = fs::read(&file).expect("it was written");
    bytes[200..260].fill(0xa5);
    fs::write(&file, bytes).expect("can be written");
    store.upload(&dense, "damaged");
    let said = complaint(&cluster.calibrate("s3://responses/damaged".as_ref(), &options));
    assert!(said.contains("s3://responses/damaged/part-00001.parquet"), "{said}");
}
