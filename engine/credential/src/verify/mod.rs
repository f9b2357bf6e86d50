//! Verifying a badge, offline: what it proves, and what it does not.

mod compare;
mod envelope;
mod sentences;

use serde_json::{Map, Value};

use crate::build::SELF_ISSUED;
use crate::date::Moment;
use crate::did::{DidDocument, PublicKey};
use crate::proof::{ProofError, check_data_integrity, check_jwt};
use crate::types::GENRE;

pub use compare::{Difference, Reissue, differences};
pub use envelope::{Carrier, OpenError, Proofed};
pub use sentences::{Sentences, sentences};

use envelope::Envelope;

/// Whether a badge is valid at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It is.
    Valid,
    /// Not yet.
    NotYet,
    /// No longer.
    Expired,
    /// Its dates cannot be read, or it has no first one.
    Unclear,
}

/// What was found out about a badge.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// What held it.
    pub carrier: Carrier,
    /// How it is signed.
    pub proofed: Proofed,
    /// The credential, without its proof.
    pub credential: Map<String, Value>,
    /// The key that signed it, or what is wrong with the signature.
    pub signature: Result<PublicKey, ProofError>,
    /// Whether it is valid now.
    pub validity: Validity,
}

impl Verification {
    /// Whether the signature is whole, and the badge valid.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.signature.is_ok() && self.validity == Validity::Valid
    }

    /// Identifier of who signed.
    #[must_use]
    pub fn issuer(&self) -> Option<String> {
        issuer_id(&self.credential)
    }

    /// Name that the issuer gives itself.
    #[must_use]
    pub fn issuer_name(&self) -> Option<&str> {
        self.credential.get("issuer")?.get("name")?.as_str()
    }

    /// Identifier of the learner.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.text("/id")
    }

    /// What the badge is called.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.credential.get("name").and_then(Value::as_str).or_else(|| self.text("/achievement/name"))
    }

    /// Whether nobody but the learner's own device has signed it.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer().is_some_and(|issuer| self.subject() == Some(&issuer)) || self.issuer_name() == Some(SELF_ISSUED)
    }

    /// Whether it says that it rests on an unsupervised self-assessment.
    #[must_use]
    pub fn is_unsupervised(&self) -> bool {
        let evidence = self.credential.get("evidence");
        let list = evidence.map_or(&[][..], |one| one.as_array().map_or(std::slice::from_ref(one), Vec::as_slice));
        list.iter().any(|one| one.get("genre").and_then(Value::as_str) == Some(GENRE))
    }

    /// Whether it may have been revoked, which takes the network to find out.
    #[must_use]
    pub fn may_be_revoked(&self) -> bool {
        self.credential.contains_key("credentialStatus")
    }

    fn text(&self, place: &str) -> Option<&str> {
        self.credential.get("credentialSubject")?.pointer(place)?.as_str()
    }
}

/// Verify a badge in any of its forms: JSON, JWT, or an SVG or PNG picture with either inside. Nothing is fetched: the document of
/// a `did:web` has to be given.
///
/// # Errors
/// [`OpenError`], where there is no badge in the bytes. What is wrong with a badge is part of the [`Verification`].
pub fn verify(bytes: &[u8], did_document: Option<&DidDocument>, now: Moment) -> Result<Verification, OpenError> {
    let (carrier, envelope) = Envelope::open(bytes)?;
    let (proofed, mut credential, signature) = match envelope {
        Envelope::Jwt(token) => {
            let checked = check_jwt(&token, did_document).map_err(OpenError::Token)?;
            (Proofed::Jwt, checked.credential, checked.signature)
        }
        Envelope::Json(credential) => {
            let issuer = issuer_id(&credential).unwrap_or_default();
            let signature = check_data_integrity(&credential, &issuer, did_document);
            (Proofed::DataIntegrity, credential, signature)
        }
    };
    credential.remove("proof");
    if !is_open_badge(&credential) {
        return Err(OpenError::NoOpenBadge);
    }
    let validity = validity(&credential, now);
    Ok(Verification { carrier, proofed, credential, signature, validity })
}

/// Identifier of a credential's issuer.
pub(crate) fn issuer_id(credential: &Map<String, Value>) -> Option<String> {
    let issuer = credential.get("issuer")?;
    issuer.as_str().or_else(|| issuer.get("id")?.as_str()).map(str::to_owned)
}

fn is_open_badge(credential: &Map<String, Value>) -> bool {
    let types = credential.get("type").and_then(Value::as_array);
    let has = |name: &str| types.is_some_and(|types| types.iter().any(|own| own.as_str() == Some(name)));
    has("VerifiableCredential") && (has("OpenBadgeCredential") || has("AchievementCredential"))
}

fn validity(credential: &Map<String, Value>, now: Moment) -> Validity {
    let moment =
        |name: &str| credential.get(name).map(|value| value.as_str().and_then(|text| text.parse::<Moment>().ok()));
    match (moment("validFrom"), moment("validUntil")) {
        (Some(Some(from)), _) if now < from => Validity::NotYet,
        (Some(Some(_)), Some(Some(until))) if now >= until => Validity::Expired,
        (Some(Some(_)), None | Some(Some(_))) => Validity::Valid,
        _ => Validity::Unclear,
    }
}
