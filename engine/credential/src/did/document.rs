//! DID documents: the keys of a `did:web`, as its owner publishes them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::Value;

use super::{DidError, PublicKey, verification_method};

/// A DID document that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DidDocument {
    id: String,
    document: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    #[serde(rename = "@context")]
    context: [&'static str; 2],
    id: &'a str,
    verification_method: [WrittenKey<'a>; 1],
    assertion_method: [&'a str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenKey<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    controller: &'a str,
    public_key_multibase: String,
}

impl DidDocument {
    /// The text of a `did.json` that publishes one key.
    #[must_use]
    pub fn publishing(did: &str, key: &PublicKey) -> String {
        let method = verification_method(did, key);
        let document = Written {
            context: ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            id: did,
            verification_method: [WrittenKey {
                id: &method,
                kind: "Multikey",
                controller: did,
                public_key_multibase: key.multibase(),
            }],
            assertion_method: [&method],
        };
        let mut text = serde_json::to_string_pretty(&document).expect("text and lists only");
        text.push('\n');
        text
    }

    /// Read one.
    ///
    /// # Errors
    /// [`DidError::NotADocument`].
    pub fn read(text: &str) -> Result<Self, DidError> {
        let error = |reason: &str| DidError::NotADocument { reason: reason.to_owned() };
        let document: Value = serde_json::from_str(text).map_err(|fault| error(&fault.to_string()))?;
        let id = document.get("id").and_then(Value::as_str).ok_or_else(|| error("it has no id"))?;
        Ok(Self { id: id.to_owned(), document })
    }

    /// The key at an address, if the document says that it may sign credentials.
    pub(super) fn key(&self, did: &str, method: &str) -> Result<PublicKey, DidError> {
        if self.id != did {
            return Err(DidError::OtherDocument { did: did.to_owned(), found: self.id.clone() });
        }
        let members = |name: &str| self.document.get(name).and_then(Value::as_array).into_iter().flatten();
        let is_it = |id: Option<&str>| {
            id.is_some_and(|id| {
                id == method || method.strip_prefix(did).is_some_and(|own| own.starts_with('#') && id == own)
            })
        };
        let id_of = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_owned);
        let may = members("assertionMethod").any(|entry| is_it(entry.as_str()) || is_it(id_of(entry).as_deref()));
        let mut keys = members("verificationMethod").chain(members("assertionMethod"));
        let found = keys.find(|entry| is_it(id_of(entry).as_deref()));
        let found = found.ok_or_else(|| DidError::NoSuchKey { method: method.to_owned() })?;
        if !may {
            return Err(DidError::NotForAssertions { method: method.to_owned() });
        }
        let multibase = found.get("publicKeyMultibase").and_then(Value::as_str);
        let key = multibase.and_then(PublicKey::from_multibase).or_else(|| from_jwk(found.get("publicKeyJwk")?));
        key.ok_or_else(|| DidError::NotEd25519 { did: did.to_owned() })
    }
}

/// The key of a JSON Web Key (RFC 8037).
pub(crate) fn from_jwk(jwk: &Value) -> Option<PublicKey> {
    let member = |name: &str| jwk.get(name).and_then(Value::as_str);
    if (member("kty"), member("crv")) != (Some("OKP"), Some("Ed25519")) {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(member("x")?).ok()?;
    PublicKey::from_bytes(bytes.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DID: &str = "did:web:example.org";

    fn key() -> PublicKey {
        PublicKey::from_multibase("z6MkiP7ZLtBLeYsu7ZyzcGdqoSjd2PDkjdQCVVqrQhYu8GgV").expect("a key")
    }

    #[test]
    fn what_is_published_is_found() {
        let document = DidDocument::read(&DidDocument::publishing(DID, &key())).expect("a document");
        assert_eq!(document.key(DID, &verification_method(DID, &key())), Ok(key()));
        assert!(matches!(
            document.key("did:web:other.org", "did:web:other.org#k"),
            Err(DidError::OtherDocument { .. })
        ));
        assert!(matches!(document.key(DID, "did:web:example.org#k"), Err(DidError::NoSuchKey { .. })));
    }

    #[test]
    fn keys_come_in_several_dresses() {
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(key().to_bytes())});
        let with = |assertion: Value, keys: Value| {
            let text = json!({"id": DID, "verificationMethod": keys, "assertionMethod": assertion}).to_string();
            DidDocument::read(&text).expect("a document").key(DID, "did:web:example.org#k")
        };
        let own = json!([{"id": "#k", "type": "JsonWebKey2020", "publicKeyJwk": jwk}]);
        assert_eq!(with(json!(["did:web:example.org#k"]), own.clone()), Ok(key()));
        assert_eq!(with(own.clone(), json!([])), Ok(key()));
        assert!(matches!(with(json!([]), own), Err(DidError::NotForAssertions { .. })));
        let other = json!([{"id": "#k", "publicKeyJwk": {"kty": "EC", "crv": "P-256", "x": "", "y": ""}}]);
        assert!(matches!(with(json!(["#k"]), other), Err(DidError::NotEd25519 { .. })));
        assert!(matches!(DidDocument::read("[]"), Err(DidError::NotADocument { .. })));
    }
}
