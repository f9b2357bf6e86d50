//! A web server for static files on this machine: enough for a demo and for tests, and nothing that belongs on the open network.

mod request;
mod response;

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// How .wasm files are labelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WasmType {
    /// `application/wasm`, which lets browsers compile while loading.
    Wasm,
    /// `application/octet-stream`, which some learning platforms send; loaders must cope.
    OctetStream,
}

/// A folder, and the address it is served on.
pub(crate) struct Server {
    listener: TcpListener,
    folder: Arc<Folder>,
}

/// What is served and how.
struct Folder {
    root: PathBuf,
    wasm: WasmType,
}

/// A browser that opens a connection and says nothing must not keep a thread for ever.
const PATIENCE: Duration = Duration::from_secs(10);

impl Server {
    /// Takes the port on 127.0.0.1; port 0 is any free one.
    pub(crate) fn bind(root: PathBuf, port: u16, wasm: WasmType) -> Result<Self> {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => Ok(Self { listener, folder: Arc::new(Folder { root, wasm }) }),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                bail!(
                    "port {port} is taken by another program (another demo?): stop it, or choose another port with --port {}",
                    other(port)
                )
            }
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                bail!("port {port} is not for ordinary users: choose one from 1024 up, such as --port 8080")
            }
            Err(error) => Err(error).with_context(|| format!("cannot listen on port {port}")),
        }
    }

    /// Prints the address and serves until the process is ended.
    pub(crate) fn run(self, what: &str) -> Result<()> {
        println!("{what}: http://{}/  (Ctrl-C stops it)", self.listener.local_addr()?);
        for stream in self.listener.incoming() {
            let folder = Arc::clone(&self.folder);
            // One connection's trouble (the browser went away) is no reason to end.
            if let Ok(stream) = stream {
                thread::spawn(move || folder.answer(&stream));
            }
        }
        Ok(())
    }
}

impl Folder {
    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let request = request::read(stream);
        response::to(&request, &self.root, self.wasm).send(stream)
    }
}

/// A port to try instead.
fn other(port: u16) -> u16 {
    port.checked_add(1).unwrap_or(8080)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::Shutdown;

    use super::*;

    #[test]
    fn a_taken_port_is_named_with_a_way_out() {
        let first = Server::bind(PathBuf::new(), 0, WasmType::Wasm).unwrap();
        let port = first.listener.local_addr().unwrap().port();
        let error = Server::bind(PathBuf::new(), port, WasmType::Wasm).err().unwrap().to_string();
        assert!(error.contains(&format!("port {port} is taken")) && error.contains("--port"), "{error}");
    }

    #[test]
    fn a_file_travels_over_the_wire() {
        let folder = std::env::temp_dir().join(format!("thetis-serve-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "<h1>Thetis</h1>").unwrap();
        let server = Server::bind(folder.clone(), 0, WasmType::Wasm).unwrap();
        let mut client = TcpStream::connect(server.listener.local_addr().unwrap()).unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        client.shutdown(Shutdown::Write).unwrap();
        server.folder.answer(&server.listener.accept().unwrap().0).unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("Content-Type: text/html; charset=utf-8\r\n"), "{answer}");
        assert!(answer.contains("Content-Length: 15\r\n"), "{answer}");
        assert!(answer.ends_with("\r\n\r\n<h1>Thetis</h1>"), "{answer}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
