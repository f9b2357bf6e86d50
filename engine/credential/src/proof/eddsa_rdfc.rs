//! Data Integrity with the cryptosuite `eddsa-rdfc-2022`.
//!
//! W3C, Data Integrity EdDSA Cryptosuites 1.0, section 3.2: the document without its proof and the proof without its value are
//! each brought into canonical form (RDFC-1.0) and hashed with SHA-256; Ed25519 signs the hash of the proof's options followed by
//! that of the document, 64 bytes; the signature is the proof's value in base58btc.

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::ProofError;
use crate::did::{DidDocument, PublicKey, multibase, resolve};
use crate::json_ld::{Statements, canonical, has_context};
use crate::key_file::Signer;
use crate::types::Credential;

const SUITE: &str = "eddsa-rdfc-2022";
const PURPOSE: &str = "assertionMethod";
/// The context that every credential begins with.
const FIRST_CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";

#[derive(Serialize)]
struct Signed<'a> {
    #[serde(flatten)]
    credential: &'a Credential,
    proof: Proof,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Proof {
    #[serde(rename = "type")]
    kind: &'static str,
    cryptosuite: &'static str,
    created: String,
    verification_method: String,
    proof_purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof_value: Option<String>,
}

/// Sign a credential; the result is its JSON with the proof. The proof is dated to the credential's first moment, so that the same
/// credential has the same bytes whenever it is signed.
///
/// # Errors
/// [`ProofError::Key`] if the credential names another issuer than the key's.
pub fn sign_data_integrity(credential: &Credential, signer: &Signer) -> Result<String, ProofError> {
    super::jwt::is_issuer(credential, signer)?;
    let proof = Proof {
        kind: "DataIntegrityProof",
        cryptosuite: SUITE,
        created: credential.valid_from.clone(),
        verification_method: signer.method(),
        proof_purpose: PURPOSE,
        proof_value: None,
    };
    let document = serde_json::to_value(credential).expect("text and lists only");
    let options = serde_json::to_value(&proof).expect("text only");
    let signature = signer.sign(&hash(&document, options)?);
    let signed = Signed { credential, proof: Proof { proof_value: Some(multibase::encode(&signature)), ..proof } };
    Ok(serde_json::to_string(&signed).expect("text and lists only"))
}

/// What is signed: hash of the options, hash of the document.
fn hash(document: &Value, mut options: Value) -> Result<[u8; 64], ProofError> {
    // The options are read in the document's context.
    if let (Value::Object(options), Some(context)) = (&mut options, document.get("@context")) {
        options.insert("@context".to_owned(), context.clone());
    }
    let mut hashes = [0; 64];
    hashes[..32].copy_from_slice(&Sha256::digest(canonical(&options)?));
    hashes[32..].copy_from_slice(&Sha256::digest(canonical(document)?));
    Ok(hashes)
}

/// Check the proof of a credential; the key that signed it.
pub(crate) fn check_data_integrity(
    signed: &Map<String, Value>,
    issuer: &str,
    did_document: Option<&DidDocument>,
) -> Result<PublicKey, ProofError> {
    let mut document = signed.clone();
    let proof = one_proof(&document.remove("proof").ok_or(ProofError::Missing)?)?;
    let malformed = |reason: &str| ProofError::Malformed { reason: reason.to_owned() };
    let member = |name: &str| proof.get(name).and_then(Value::as_str);
    if member("proofPurpose") != Some(PURPOSE) {
        return Err(malformed("its proofPurpose must be assertionMethod"));
    }
    let method = member("verificationMethod").ok_or_else(|| malformed("it has no verificationMethod"))?;
    let value = member("proofValue").and_then(multibase::decode).filter(|value| value.len() == 64);
    let value = value.ok_or_else(|| malformed("its proofValue must be 64 bytes in base58btc"))?;
    let key = resolve(method, issuer, did_document)?;
    let document = Value::Object(document);
    contexts_are_known(&document)?;
    let mut options = proof.clone();
    options.remove("proofValue");
    if !key.verifies(&hash(&document, Value::Object(options))?, &value) {
        return Err(ProofError::Broken);
    }
    is_covered(&document)?;
    Ok(key)
}

/// The one proof of our suite.
fn one_proof(proof: &Value) -> Result<Map<String, Value>, ProofError> {
    let proofs = proof.as_array().map_or(std::slice::from_ref(proof), Vec::as_slice);
    let is_ours = |proof: &&Value| {
        proof.get("type").and_then(Value::as_str) == Some("DataIntegrityProof")
            && proof.get("cryptosuite").and_then(Value::as_str) == Some(SUITE)
    };
    let mut ours = proofs.iter().filter(is_ours).filter_map(Value::as_object);
    match (ours.next(), ours.next()) {
        (Some(proof), None) => Ok(proof.clone()),
        (Some(_), Some(_)) => Err(ProofError::Several),
        (None, _) => {
            let name = |proof: &Value| {
                let name = proof.get("cryptosuite").or_else(|| proof.get("type"))?;
                name.as_str().map(str::to_owned)
            };
            let found: Vec<String> = proofs.iter().filter_map(name).collect();
            Err(ProofError::UnknownSuite { found: found.join(", ") })
        }
    }
}

/// Only published contexts, the credentials' first: an own vocabulary could give any word any meaning.
fn contexts_are_known(document: &Value) -> Result<(), ProofError> {
    let contexts = document.get("@context").and_then(Value::as_array);
    let malformed = |reason: &str| ProofError::Malformed { reason: reason.to_owned() };
    let contexts = contexts.ok_or_else(|| malformed("the badge has no list @context"))?;
    let mut addresses = Vec::new();
    for context in contexts {
        let address = context.as_str().ok_or_else(|| malformed("the badge brings its own vocabulary in @context"))?;
        if !has_context(address) {
            return Err(crate::json_ld::JsonLdError::UnknownContext { address: address.to_owned() }.into());
        }
        addresses.push(address);
    }
    if addresses.first() != Some(&FIRST_CONTEXT) {
        return Err(malformed("the badge's first @context must be that of Verifiable Credentials 2.0"));
    }
    Ok(())
}

/// Whether everything that can be read is signed. The signature covers statements, not text: a member that no context defines
/// makes no statement, and one under another spelling is not where a reader looks for it (W3C, Data Integrity 1.0, section 2.4.1).
/// So no member may be spelled as an address or keyword; every value, replaced by one that is nowhere else, has to be found again
/// among the statements; and every type has to be one.
fn is_covered(document: &Value) -> Result<(), ProofError> {
    let mut marked = document.clone();
    let mut reading = Reading::default();
    reading.mark(&mut marked, &mut Vec::new())?;
    let found = Statements::of(&marked)?;
    for (number, place) in reading.places.iter().enumerate() {
        if !found.has(&mark(number)) {
            return Err(ProofError::NotCovered { place: place.clone() });
        }
    }
    if found.types() < reading.types {
        return Err(ProofError::NotCovered { place: "type".to_owned() });
    }
    Ok(())
}

/// A value that is an address, so that it is kept wherever one is asked for, and is nowhere else.
fn mark(number: usize) -> String {
    format!("urn:x-thetis-value:{number}:")
}

/// What was read of a document.
#[derive(Default)]
struct Reading {
    /// Where each value is.
    places: Vec<String>,
    types: usize,
}

impl Reading {
    /// Replace every value by its mark.
    fn mark(&mut self, value: &mut Value, at: &mut Vec<String>) -> Result<(), ProofError> {
        let not_covered = |at: &[String]| Err(ProofError::NotCovered { place: at.join(".") });
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    if name == "@context" && at.is_empty() {
                        continue;
                    }
                    at.push(name.clone());
                    if name.starts_with('@') || name.contains(':') {
                        return not_covered(at);
                    }
                    if name == "type" {
                        // Types decide what the names beside them mean: they stay, and are counted.
                        self.types += value.as_array().map_or(1, Vec::len);
                    } else {
                        self.mark(value, at)?;
                    }
                    at.pop();
                }
            }
            Value::Array(list) => {
                for (number, value) in list.iter_mut().enumerate() {
                    at.push(number.to_string());
                    if value.is_array() {
                        return not_covered(at);
                    }
                    self.mark(value, at)?;
                    at.pop();
                }
            }
            Value::Null => return not_covered(at),
            leaf => {
                *leaf = Value::String(mark(self.places.len()));
                self.places.push(at.join("."));
            }
        }
        Ok(())
    }
}
