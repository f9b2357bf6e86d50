//! The session that a credential rests on.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use thetis_core::{ENGINE_REVISION, Session};

use super::Request;
use crate::types::{Evidence, GENRE};

/// A replayed session: what of it goes into a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// Digest of the engine's bank.
    pub bank_digest: u64,
    /// Name of the design in the bank.
    pub design: String,
    /// Digest of the design.
    pub design_digest: u64,
    /// Revision of the engine that replayed the log.
    pub engine_revision: u16,
    /// Questions answered or passed.
    pub answers: u32,
    /// Whether the test ended by its own rules.
    pub finished: bool,
    /// The log, byte by byte.
    pub log: Vec<u8>,
}

impl Transcript {
    /// Of a session that was resumed from `log`, with the name of its design.
    #[must_use]
    pub fn of(session: &Session, design: &str, log: &[u8]) -> Self {
        Self {
            bank_digest: session.test().bank().digest(),
            design: design.to_owned(),
            design_digest: session.test().design_digest(),
            engine_revision: ENGINE_REVISION,
            answers: session.step_count(),
            finished: session.finished().is_some(),
            log: log.to_vec(),
        }
    }

    /// SHA-256 of the log, in hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        Sha256::digest(&self.log).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

pub(super) fn evidence(request: &Request<'_>) -> Evidence {
    let Transcript { bank_digest, design, design_digest, engine_revision, answers, log, .. } = request.transcript;
    let (id, version) = (&request.bank.id, &request.bank.version);
    let log = request.include_log.then(|| format!("data:application/octet-stream;base64,{}", STANDARD.encode(log)));
    Evidence {
        id: log,
        types: ["Evidence"],
        name: "Session log",
        genre: GENRE,
        narrative: format!(
            "Item bank {id} {version} (digest {bank_digest:016x}), design {design} (digest {design_digest:016x}), engine revision {engine_revision}, answers {answers}, log sha256:{}",
            request.transcript.fingerprint()
        ),
    }
}
