//! Options of certificates.

use std::path::PathBuf;

use clap::Args;
use thetis_cluster::{ClusterError, Tls};

/// Files in PEM: all three, or none. What is not given is looked for in the environment, where processes of a job find it.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Certificates (mutual TLS): all three everywhere, or none")]
pub(crate) struct TlsArguments {
    /// Certificate of the authority that signed the certificates of all processes of the cluster [env: THETIS_TLS_CA]
    #[arg(long, value_name = "FILE", requires_all = ["tls_cert", "tls_key"])]
    tls_ca: Option<PathBuf>,
    /// Certificate of this process, for its host's name [env: THETIS_TLS_CERT]
    #[arg(long, value_name = "FILE", requires_all = ["tls_ca", "tls_key"])]
    tls_cert: Option<PathBuf>,
    /// The certificate's key [env: THETIS_TLS_KEY]
    #[arg(long, value_name = "FILE", requires_all = ["tls_ca", "tls_cert"])]
    tls_key: Option<PathBuf>,
}

impl TlsArguments {
    /// Read the files, if there are any.
    pub(crate) fn read(&self) -> Result<Option<Tls>, ClusterError> {
        let authority = file(&self.tls_ca, "THETIS_TLS_CA");
        let certificate = file(&self.tls_cert, "THETIS_TLS_CERT");
        let key = file(&self.tls_key, "THETIS_TLS_KEY");
        match (authority, certificate, key) {
            (Some(authority), Some(certificate), Some(key)) => Tls::read(&authority, &certificate, &key).map(Some),
            (None, None, None) => Ok(None),
            _ => {
                let reason =
                    "THETIS_TLS_CA, THETIS_TLS_CERT and THETIS_TLS_KEY belong together: give all three or none";
                Err(ClusterError::Start { reason: reason.into() })
            }
        }
    }
}

fn file(option: &Option<PathBuf>, variable: &str) -> Option<PathBuf> {
    let said = || std::env::var_os(variable).filter(|said| !said.is_empty()).map(PathBuf::from);
    option.clone().or_else(said)
}
