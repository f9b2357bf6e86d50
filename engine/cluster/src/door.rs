//! A look at the scheduler: whether it is there, lets us in, and has executors.
//!
//! It answers this by HTTP at the port of everything else. What is said when it does not let us in is said here: by the time
//! that Ballista's own connections fail, the reason is lost.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::Error;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::tls::{Tls, why};

/// A scheduler that takes longer to answer is not there.
const LONG: Duration = Duration::from_secs(5);
/// A record of TLS that is an alert begins with this: the first that somebody says who was spoken to without TLS.
const ALERT: u8 = 21;

/// What the scheduler says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It has executors.
    Ready,
    /// It has none.
    NoExecutors,
    /// Nobody answers.
    Unreachable,
    /// It is there, and we may not work with it: what it does, to follow "the scheduler at …".
    Refused(String),
}

/// Look at the scheduler of a host and port, with our certificate if we have one.
pub(crate) async fn look(host: &str, port: u16, tls: Option<&Tls>) -> State {
    let looked = async {
        let Ok(stream) = TcpStream::connect((host, port)).await else { return State::Unreachable };
        match tls {
            Some(tls) => ask_with(tls, host, stream).await,
            None => match ask(stream, host).await {
                Ok(answer) if answer.first() == Some(&ALERT) => {
                    State::Refused("asks for certificates: give --tls-ca, --tls-cert and --tls-key".into())
                }
                Ok(answer) => state(&answer),
                Err(_) => State::Unreachable,
            },
        }
    };
    tokio::time::timeout(LONG, looked).await.unwrap_or(State::Unreachable)
}

async fn ask_with(tls: &Tls, host: &str, stream: TcpStream) -> State {
    let Ok(name) = ServerName::try_from(host.to_owned()) else {
        return State::Refused(format!("cannot have a certificate: {host} is no name of a host"));
    };
    let stream = match TlsConnector::from(tls.client()).connect(name, stream).await {
        Ok(stream) => stream,
        Err(error) => return refusal(&error, tls),
    };
    // Our certificate is looked at when we believe to be in already: whether it is refused comes with the answer.
    match ask(stream, host).await {
        Ok(answer) if !answer.is_empty() => state(&answer),
        Ok(_) => refusal(&io::ErrorKind::UnexpectedEof.into(), tls),
        Err(error) => refusal(&error, tls),
    }
}

/// The beginning of the answer.
async fn ask(mut stream: impl AsyncRead + AsyncWrite + Unpin, host: &str) -> io::Result<Vec<u8>> {
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    // Who refuses us may be gone before we have asked; what it said is there nevertheless.
    let asked = async {
        stream.write_all(request.as_bytes()).await?;
        stream.flush().await
    };
    let asked = asked.await;
    let mut answer = vec![0; 64];
    let length = match stream.read(&mut answer).await {
        Ok(0) => asked.map(|()| 0)?,
        other => other?,
    };
    answer.truncate(length);
    Ok(answer)
}

fn state(answer: &[u8]) -> State {
    if answer.starts_with(b"HTTP/1.1 200") {
        State::Ready
    } else if answer.starts_with(b"HTTP/1.1 503") {
        State::NoExecutors
    } else if answer.is_empty() {
        State::Unreachable
    } else {
        State::Refused("is not one of thetis: correct the address".into())
    }
}

/// Why there is no connection with certificates.
fn refusal(error: &io::Error, tls: &Tls) -> State {
    let (certificate, authority) = (tls.certificate().display(), tls.authority().display());
    State::Refused(match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(Error::InvalidMessage(_)) => {
            "does not ask for certificates: start it with --tls-ca, --tls-cert and --tls-key, or leave them out here"
                .into()
        }
        Some(error @ Error::InvalidCertificate(_)) => format!(
            "shows a certificate that is not accepted here ({}): it must be for the name by which it is called, and by \
             the authority in {authority}",
            why(error)
        ),
        Some(error @ Error::AlertReceived(_)) => {
            format!("refuses the certificate {certificate} ({}): have one made by its authority", why(error))
        }
        _ => format!("ended the connection ({error}): does its authority know the certificate {certificate}?"),
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// What is said of somebody who reads a little and says this.
    fn said_of(answer: &'static [u8]) -> State {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there are ports");
        let port = listener.local_addr().expect("it is bound").port();
        let other = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("somebody looks");
            let _ = stream.read(&mut [0; 1_024]).expect("it says something");
            stream.write_all(answer).expect("it listens");
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it can be had");
        let state = runtime.block_on(look("127.0.0.1", port, None));
        other.join().expect("it answered");
        state
    }

    #[test]
    fn schedulers_are_known_by_their_answers() {
        assert_eq!(said_of(b"HTTP/1.1 200 OK\r\n\r\n"), State::Ready);
        assert_eq!(said_of(b"HTTP/1.1 503 Service Unavailable\r\n\r\n"), State::NoExecutors);
        assert_eq!(said_of(b""), State::Unreachable);
        let refused = |answer, why: &str| match said_of(answer) {
            State::Refused(reason) => assert!(reason.contains(why), "{reason}"),
            other => panic!("{other:?}"),
        };
        refused(b"HTTP/1.1 404 Not Found\r\n\r\n", "is not one of thetis");
        // Fatal: unexpected message.
        refused(&[21, 3, 3, 0, 2, 2, 10], "asks for certificates");
    }
}
