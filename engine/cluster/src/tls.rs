//! Certificates: who may take part in a cluster.
//!
//! Every process shows a certificate to whomever it connects to and to whoever connects to it, and both sides check the
//! other's against one authority (mutual TLS). Ballista opens all connections as plain ones; it lets us replace each
//! connection before it is used, the server of an executor's results, and the scheduler's server. Where there is no such
//! place, at the port by which a scheduler calls executors, nobody listens: with certificates, executors ask for work.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_flight::flight_service_server::FlightServiceServer;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::error::BallistaError;
use ballista_core::extension::{EndpointOverrideFn, SessionConfigExt};
use ballista_core::utils::create_grpc_server;
use ballista_executor::ArrowFlightServerProvider;
use ballista_executor::flight_service::BallistaFlightService;
use datafusion::prelude::SessionConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, Error, InconsistentKeys, RootCertStore, ServerConfig, ServerConnection,
};
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity, ServerTlsConfig};

use crate::error::ClusterError;
use crate::timing;

/// The certificate of a process, and the authority that signed everybody's.
#[derive(Clone, Debug)]
pub struct Tls {
    certificate: PathBuf,
    authority: PathBuf,
    client: Arc<ClientConfig>,
    server: Arc<ServerConfig>,
    connection: ClientTlsConfig,
    listener: ServerTlsConfig,
}

impl Tls {
    /// Read three files in PEM: the authority's certificate, this process's own (after it those between it and the
    /// authority, if any), and its key, without a passphrase.
    ///
    /// # Errors
    /// A file that cannot be read or is not what it should be, named.
    pub fn read(authority: &Path, certificate: &Path, key: &Path) -> Result<Self, ClusterError> {
        // tonic takes the process's own choice, which there is only one of unless another package brings another.
        let _ = default_provider().install_default();
        let provider = Arc::new(default_provider());
        let authority_pem = pem(authority)?;
        let certificate_pem = pem(certificate)?;
        let key_pem = pem(key)?;
        let mut roots = RootCertStore::empty();
        for root in certificates(authority, &authority_pem)? {
            roots.add(root).map_err(|error| fault(authority, &error.to_string()))?;
        }
        let roots = Arc::new(roots);
        let chain = certificates(certificate, &certificate_pem)?;
        let secret = PrivateKeyDer::from_pem_slice(&key_pem)
            .map_err(|_| fault(key, "there is no private key in it: give one in PEM, without a passphrase"))?;
        let own = |error: Error| match error {
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                fault(key, &format!("this is not the key of the certificate {}", certificate.display()))
            }
            other => fault(certificate, &other.to_string()),
        };
        let client = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
        let client = client.map_err(own)?.with_root_certificates(roots.clone());
        let client = client.with_client_auth_cert(chain.clone(), secret.clone_key()).map_err(own)?;
        let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider.clone()).build();
        let verifier = verifier.map_err(|error| fault(authority, &error.to_string()))?;
        let server = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let server = server.map_err(own)?.with_client_cert_verifier(verifier);
        let server = server.with_single_cert(chain, secret).map_err(own)?;
        let root = Certificate::from_pem(authority_pem);
        let identity = Identity::from_pem(certificate_pem, key_pem);
        Ok(Self {
            certificate: certificate.to_owned(),
            authority: authority.to_owned(),
            client: Arc::new(client),
            server: Arc::new(server),
            connection: ClientTlsConfig::new().ca_certificate(root.clone()).identity(identity.clone()),
            listener: ServerTlsConfig::new().client_ca_root(root).identity(identity),
        })
    }

    /// Whether others will accept this certificate from a process that they reach by a name: a handshake with ourselves.
    ///
    /// # Errors
    /// Why they will not.
    pub(crate) fn check(&self, name: &str) -> Result<(), ClusterError> {
        self.shake(name).map_err(|error| {
            fault(
                &self.certificate,
                &format!(
                    "others would refuse this certificate from {name}: {}; give the name that is in it with --name, or \
                     have one made for {name}, for servers and clients, by the authority in {}",
                    why(&error),
                    self.authority.display()
                ),
            )
        })
    }

    fn shake(&self, name: &str) -> Result<(), Error> {
        let server_name = ServerName::try_from(name.to_owned()).map_err(|error| Error::General(error.to_string()))?;
        let mut client = ClientConnection::new(self.client.clone(), server_name)?;
        let mut server = ServerConnection::new(self.server.clone())?;
        let memory = |error: std::io::Error| Error::General(error.to_string());
        while client.is_handshaking() || server.is_handshaking() {
            let mut flight = Vec::new();
            while client.wants_write() {
                client.write_tls(&mut flight).map_err(memory)?;
            }
            let (mut read, length) = (Cursor::new(flight.as_slice()), flight.len() as u64);
            while read.position() < length {
                server.read_tls(&mut read).map_err(memory)?;
                server.process_new_packets()?;
            }
            let mut flight = Vec::new();
            while server.wants_write() {
                server.write_tls(&mut flight).map_err(memory)?;
            }
            let (mut read, length) = (Cursor::new(flight.as_slice()), flight.len() as u64);
            while read.position() < length {
                client.read_tls(&mut read).map_err(memory)?;
                client.process_new_packets()?;
            }
        }
        Ok(())
    }

    /// The file of the certificate.
    pub(crate) fn certificate(&self) -> &Path {
        &self.certificate
    }

    /// The file of the authority.
    pub(crate) fn authority(&self) -> &Path {
        &self.authority
    }

    /// What a connection of our own is opened with.
    pub(crate) fn client(&self) -> Arc<ClientConfig> {
        self.client.clone()
    }

    /// What a server of tonic's listens with.
    pub(crate) fn listener(&self) -> ServerTlsConfig {
        self.listener.clone()
    }

    /// Turns a connection that Ballista is about to open into one with certificates.
    pub(crate) fn endpoint(&self) -> EndpointOverrideFn {
        let connection = self.connection.clone();
        Arc::new(move |endpoint: Endpoint| {
            let uri = endpoint.uri();
            let secured = match (uri.scheme_str(), uri.authority()) {
                // Ballista says `http` to schedulers, whatever it is told; and a connection does not change its address.
                (Some("http"), Some(authority)) => long_lived(Endpoint::from_shared(format!("https://{authority}"))?),
                _ => endpoint,
            };
            Ok(secured.tls_config(connection.clone())?)
        })
    }

    /// The server of an executor's results.
    pub(crate) fn results(&self) -> Arc<ArrowFlightServerProvider> {
        let listener = self.listener();
        Arc::new(move |work, address, mut shutdown, config| {
            let server = create_grpc_server(&config).tls_config(listener.clone());
            tokio::spawn(async move {
                let service = FlightServiceServer::new(BallistaFlightService::new(work))
                    .max_decoding_message_size(timing::MESSAGE as usize)
                    .max_encoding_message_size(timing::MESSAGE as usize);
                let served = server?.add_service(service).serve_with_shutdown(address, shutdown.recv()).await;
                served.map_err(BallistaError::TonicError)
            })
        })
    }
}

/// A session whose results are fetched with certificates, if there are any.
pub(crate) fn secured(config: SessionConfig, tls: Option<&Tls>) -> SessionConfig {
    match tls {
        Some(tls) => {
            config.with_ballista_use_tls(true).with_ballista_override_create_grpc_client_endpoint(tls.endpoint())
        }
        None => config,
    }
}

/// Whether a scheduler calls its executors, which is sooner, or they ask it: Ballista's port for being called knows no
/// certificates.
pub(crate) fn policy(tls: Option<&Tls>) -> TaskSchedulingPolicy {
    if tls.is_some() { TaskSchedulingPolicy::PullStaged } else { TaskSchedulingPolicy::PushStaged }
}

/// What Ballista sets of the connections that we replace.
fn long_lived(endpoint: Endpoint) -> Endpoint {
    endpoint
        .connect_timeout(timing::CONNECT)
        .timeout(timing::CONNECT)
        .http2_keep_alive_interval(timing::ALIVE)
        .keep_alive_timeout(timing::CONNECT)
        .keep_alive_while_idle(true)
        .initial_connection_window_size(timing::WINDOW)
        .initial_stream_window_size(timing::WINDOW)
}

/// A refusal, in words.
pub(crate) fn why(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(error) => format!("{error}"),
        Error::AlertReceived(alert) => format!("{alert:?}"),
        other => other.to_string(),
    }
}

fn pem(file: &Path) -> Result<Vec<u8>, ClusterError> {
    fs::read(file).map_err(|error| fault(file, &error.to_string()))
}

fn certificates(file: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, ClusterError> {
    let found = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(fault(file, "there is no certificate in it: give one in PEM")),
        Err(error) => Err(fault(file, &error.to_string())),
    }
}

fn fault(file: &Path, reason: &str) -> ClusterError {
    ClusterError::Start { reason: format!("{}: {reason}", file.display()) }
}
