//! What a verification says, in plain sentences.

use super::{Proofed, Validity, Verification};

/// What is proven, what is not, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences {
    /// What is proven.
    pub proven: Vec<String>,
    /// What nobody should read into it.
    pub open: Vec<String>,
    /// What is wrong.
    pub wrong: Vec<String>,
}

/// A verification in sentences.
#[must_use]
pub fn sentences(found: &Verification) -> Sentences {
    let mut told = Sentences::default();
    let moment = |name: &str| found.credential.get(name).and_then(serde_json::Value::as_str).unwrap_or("unknown");
    let issuer = found.issuer().unwrap_or_default();
    match &found.signature {
        Ok(_) => {
            let how = match found.proofed {
                Proofed::DataIntegrity => "Data Integrity, eddsa-rdfc-2022",
                Proofed::Jwt => "JWT, EdDSA",
            };
            told.proven.push(format!(
                "The signature is whole ({how}): nothing in the badge was changed after the holder of the key of {issuer} signed it."
            ));
            if found.is_self_issued() {
                told.open.push(
                    "The badge is self-issued: the device of the person who took the test signed it, and no organisation stands behind it."
                        .to_owned(),
                );
            } else if issuer.starts_with("did:web:") {
                told.open.push(format!(
                    "That the DID document you gave is what {issuer} publishes, this program did not check: it asks nothing of the network."
                ));
            } else {
                told.open.push(format!(
                    "Who holds this key is not known to this program: ask the issuer, by a way you trust, whether {issuer} is theirs."
                ));
            }
            if let Some(name) = found.issuer_name().filter(|_| !found.is_self_issued()) {
                told.open.push(format!("The issuer calls itself “{name}”; the key does not prove the name."));
            }
        }
        Err(error) => told.wrong.push(sentence(&error.to_string())),
    }
    match found.validity {
        Validity::Valid => {
            let until = found
                .credential
                .get("validUntil")
                .map_or(String::new(), |_| format!(" until {}", moment("validUntil")));
            told.proven.push(format!("It is valid from {}{until}.", moment("validFrom")));
        }
        Validity::NotYet => told.wrong.push(format!("It is not valid yet: it begins at {}.", moment("validFrom"))),
        Validity::Expired => told.wrong.push(format!("It has expired: it ended at {}.", moment("validUntil"))),
        Validity::Unclear => told.wrong.push("Its dates cannot be read.".to_owned()),
    }
    if found.is_unsupervised() {
        told.open.push(
            "It rests on an unsupervised self-assessment: nobody checked who answered, or whether they had help."
                .to_owned(),
        );
    }
    if found.may_be_revoked() {
        told.open.push(
            "It names a list of revoked badges, which was not asked: this program works without the network."
                .to_owned(),
        );
    }
    told
}

/// An error's words as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
