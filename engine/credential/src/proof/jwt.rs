//! A credential as a JSON Web Token: compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037).
//!
//! 1EdTech, Open Badges 3.0, section 8.2 (JSON Web Token proof format): the payload is the credential itself with the claims
//! `iss`, `jti`, `nbf`, `sub` and `exp`, which repeat its members; the header has the public key (`jwk`) or its address (`kid`).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::{Map, Value};

use super::ProofError;
use crate::date::Moment;
use crate::did::{DidDocument, DidError, PublicKey, from_jwk, resolve};
use crate::key_file::Signer;
use crate::types::Credential;

#[derive(Serialize)]
struct Header {
    alg: &'static str,
    typ: &'static str,
    kid: String,
    jwk: Jwk,
}

#[derive(Serialize)]
struct Jwk {
    kty: &'static str,
    crv: &'static str,
    x: String,
}

#[derive(Serialize)]
struct Payload<'a> {
    #[serde(flatten)]
    credential: &'a Credential,
    iss: &'a str,
    jti: &'a str,
    nbf: i64,
    sub: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
}

/// Whether the signer is the one that the credential names.
pub(super) fn is_issuer(credential: &Credential, signer: &Signer) -> Result<(), ProofError> {
    if credential.issuer.id == signer.id() {
        return Ok(());
    }
    Err(DidError::NotTheIssuers { method: signer.method(), issuer: credential.issuer.id.clone() }.into())
}

fn seconds(moment: &str) -> i64 {
    moment.parse::<Moment>().expect("a credential of ours has sound moments").seconds()
}

/// Sign a credential; the result is a compact JWS. The same credential and key give the same text.
///
/// # Errors
/// [`ProofError::Key`] if the credential names another issuer than the key's.
pub fn sign_jwt(credential: &Credential, signer: &Signer) -> Result<String, ProofError> {
    is_issuer(credential, signer)?;
    let x = URL_SAFE_NO_PAD.encode(signer.public_key().to_bytes());
    let header = Header { alg: "EdDSA", typ: "JWT", kid: signer.method(), jwk: Jwk { kty: "OKP", crv: "Ed25519", x } };
    let payload = Payload {
        credential,
        iss: &credential.issuer.id,
        jti: &credential.id,
        nbf: seconds(&credential.valid_from),
        sub: &credential.credential_subject.id,
        exp: credential.valid_until.as_deref().map(seconds),
    };
    let part = |json: serde_json::Result<Vec<u8>>| URL_SAFE_NO_PAD.encode(json.expect("text and lists only"));
    let signed = format!("{}.{}", part(serde_json::to_vec(&header)), part(serde_json::to_vec(&payload)));
    let signature = URL_SAFE_NO_PAD.encode(signer.sign(signed.as_bytes()));
    Ok(format!("{signed}.{signature}"))
}

/// Whether a text has the form of a compact JWS with a JSON header.
pub(crate) fn looks_like_jwt(text: &str) -> bool {
    let of_base64 = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte == b'.';
    text.starts_with("ey") && text.bytes().all(of_base64) && text.split('.').count() == 3
}

/// A token that was read.
pub(crate) struct CheckedToken {
    /// The credential in it, without the claims that repeat it.
    pub(crate) credential: Map<String, Value>,
    /// The key that signed it, or what is wrong with the signature.
    pub(crate) signature: Result<PublicKey, ProofError>,
}

/// Check a token: the credential in it, and what is to be said of its signature.
///
/// # Errors
/// [`ProofError::Malformed`] where no credential can be read from it.
pub(crate) fn check_jwt(token: &str, did_document: Option<&DidDocument>) -> Result<CheckedToken, ProofError> {
    let malformed = |reason: &str| ProofError::Malformed { reason: reason.to_owned() };
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        return Err(malformed("a JWT has three parts"));
    };
    let object = |text: &str, what: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let value = bytes.and_then(|bytes| serde_json::from_slice::<Map<String, Value>>(&bytes).ok());
        value.ok_or_else(|| {
            malformed(&format!("the JWT's {what} cannot be read: a character is missing, added or changed"))
        })
    };
    let (header, mut credential) = (object(header, "header")?, object(payload, "content")?);
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    let message = &token[..token.rfind('.').unwrap_or(token.len())];
    let claims: Map<String, Value> =
        ["iss", "jti", "nbf", "sub", "exp", "iat"].iter().filter_map(|name| credential.remove_entry(*name)).collect();
    let found = check_parts(&header, &claims, &credential, message, &signature, did_document);
    Ok(CheckedToken { credential, signature: found })
}

fn check_parts(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    credential: &Map<String, Value>,
    message: &str,
    signature: &[u8],
    did_document: Option<&DidDocument>,
) -> Result<PublicKey, ProofError> {
    let text = |object: &Map<String, Value>, name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let malformed = |reason: String| ProofError::Malformed { reason };
    let algorithm = text(header, "alg").unwrap_or_default();
    if algorithm != "EdDSA" && algorithm != "Ed25519" {
        return Err(ProofError::UnknownSuite { found: format!("JWT with {algorithm}") });
    }
    if header.contains_key("crit") {
        return Err(malformed("it asks for extensions (crit) that this program does not have".to_owned()));
    }
    let issuer = crate::verify::issuer_id(credential).unwrap_or_default();
    let key = key(header, &issuer, did_document)?;
    if !key.verifies(message.as_bytes(), signature) {
        return Err(ProofError::Broken);
    }
    // The claims repeat what the credential says; a reader of either has to read the same.
    let subject = credential.get("credentialSubject").and_then(|subject| subject.get("id")).and_then(Value::as_str);
    let repeated = [("iss", Some(issuer)), ("jti", text(credential, "id")), ("sub", subject.map(str::to_owned))];
    for (claim, member) in repeated {
        if claims.contains_key(claim) && text(claims, claim) != member {
            return Err(malformed(format!("its claim {claim} says something other than the badge")));
        }
    }
    for (claim, member) in [("nbf", "validFrom"), ("exp", "validUntil")] {
        let said = claims.get(claim).map(Value::as_i64);
        let meant = text(credential, member).map(|text| text.parse::<Moment>().ok().map(Moment::seconds));
        if said.is_some() && said != meant {
            return Err(malformed(format!("its claim {claim} says something other than the badge's {member}")));
        }
    }
    Ok(key)
}

/// The issuer's key: at the address `kid`, or the `did:key` that the issuer is. A `jwk` beside it has to be the same key.
fn key(header: &Map<String, Value>, issuer: &str, did_document: Option<&DidDocument>) -> Result<PublicKey, ProofError> {
    let given = header.get("jwk").map(from_jwk);
    let kid = header.get("kid").and_then(Value::as_str).filter(|kid| kid.starts_with("did:"));
    let method = match (kid, issuer.strip_prefix("did:key:"), &given) {
        (Some(kid), _, _) => kid.to_owned(),
        (None, Some(key), _) => format!("{issuer}#{key}"),
        (None, None, _) => return Err(DidError::UnknownMethod { did: issuer.to_owned() }.into()),
    };
    let key = resolve(&method, issuer, did_document)?;
    match given {
        Some(jwk) if jwk != Some(key) => Err(DidError::NotTheIssuers { method, issuer: issuer.to_owned() }.into()),
        _ => Ok(key),
    }
}
