//! Who signs: decentralised identifiers (W3C, DIDs 1.0) of the methods `key` and `web`, and their Ed25519 keys.

mod document;
mod error;
pub(crate) mod multibase;
mod web;

use ed25519_dalek::{Signature, VerifyingKey};

pub use document::DidDocument;
pub(crate) use document::from_jwk;
pub use error::DidError;
pub use web::DidWeb;

use multibase::{KEY_BYTES, KeyKind};

/// An Ed25519 public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// From its text, `z6Mk…`.
    #[must_use]
    pub fn from_multibase(text: &str) -> Option<Self> {
        Self::from_bytes(multibase::decode_key(KeyKind::Public, text)?)
    }

    /// From its bytes, if they are a point of the curve.
    #[must_use]
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Option<Self> {
        VerifyingKey::from_bytes(&bytes).ok().map(Self)
    }

    pub(crate) fn of(key: VerifyingKey) -> Self {
        Self(key)
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; KEY_BYTES] {
        self.0.to_bytes()
    }

    /// Its text, `z6Mk…`.
    #[must_use]
    pub fn multibase(&self) -> String {
        multibase::encode_key(KeyKind::Public, &self.to_bytes())
    }

    /// The identifier that is this key: `did:key:z6Mk…`.
    #[must_use]
    pub fn did(&self) -> String {
        format!("did:key:{}", self.multibase())
    }

    /// Whether a signature of a message is this key's. Refuses keys and signatures of small order, as RFC 8032 allows.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

/// The address of an identifier's key: `did:…#z6Mk…`, of `did:key` and of our `did:web` documents alike.
#[must_use]
pub fn verification_method(did: &str, key: &PublicKey) -> String {
    format!("{did}#{}", key.multibase())
}

/// The key at an address, which has to belong to `issuer`. A `did:key` is its own document; a `did:web` has to come with its.
///
/// # Errors
/// [`DidError`].
pub(crate) fn resolve(method: &str, issuer: &str, document: Option<&DidDocument>) -> Result<PublicKey, DidError> {
    let (did, fragment) = method.split_once('#').unwrap_or((method, ""));
    if did != issuer {
        return Err(DidError::NotTheIssuers { method: method.to_owned(), issuer: issuer.to_owned() });
    }
    if let Some(text) = did.strip_prefix("did:key:") {
        let key = PublicKey::from_multibase(text).ok_or_else(|| DidError::NotEd25519 { did: did.to_owned() })?;
        if fragment != text {
            return Err(DidError::NoSuchKey { method: method.to_owned() });
        }
        return Ok(key);
    }
    if did.starts_with("did:web:") {
        let web: DidWeb = did.parse()?;
        let document =
            document.ok_or_else(|| DidError::DocumentNeeded { address: web.address(), did: did.to_owned() })?;
        return document.key(did, method);
    }
    Err(DidError::UnknownMethod { did: did.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "z6MkiP7ZLtBLeYsu7ZyzcGdqoSjd2PDkjdQCVVqrQhYu8GgV";

    #[test]
    fn a_did_key_is_its_own_document() {
        let key = PublicKey::from_multibase(KEY).expect("a key");
        assert_eq!(resolve(&verification_method(&key.did(), &key), &key.did(), None), Ok(key));
        let other = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
        let refused = |method: &str, issuer: &str| resolve(method, issuer, None).expect_err("refused");
        assert!(matches!(refused(&format!("{}#{KEY}", key.did()), other), DidError::NotTheIssuers { .. }));
        assert!(matches!(refused(&format!("{}#x", key.did()), &key.did()), DidError::NoSuchKey { .. }));
        assert!(matches!(refused("did:key:zabc#zabc", "did:key:zabc"), DidError::NotEd25519 { .. }));
        assert!(matches!(refused("did:ion:abc#k", "did:ion:abc"), DidError::UnknownMethod { .. }));
        let needed = refused("did:web:example.org#k", "did:web:example.org");
        assert!(needed.to_string().contains("https://example.org/.well-known/did.json"), "{needed}");
    }
}
