//! Why the key of a signature is not known.

use std::{error::Error, fmt};

/// Why the key of a signature is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DidError {
    /// The signature is by somebody other than the issuer.
    NotTheIssuers {
        /// Address of the key that signed.
        method: String,
        /// The issuer named.
        issuer: String,
    },
    /// A `did:key` of another kind of key.
    NotEd25519 {
        /// The identifier.
        did: String,
    },
    /// The identifier has no such key.
    NoSuchKey {
        /// Address of the key.
        method: String,
    },
    /// A `did:web` is a web address; what is published there has to be given.
    DocumentNeeded {
        /// The identifier.
        did: String,
        /// Where its document is published.
        address: String,
    },
    /// The document given is another's.
    OtherDocument {
        /// The identifier asked for.
        did: String,
        /// The document's.
        found: String,
    },
    /// The document does not say that the key may sign credentials.
    NotForAssertions {
        /// Address of the key.
        method: String,
    },
    /// What was given is no DID document.
    NotADocument {
        /// Why not.
        reason: String,
    },
    /// A `did:web` that no web address comes of.
    NoAddress {
        /// The text.
        text: String,
    },
    /// A method that this program does not know.
    UnknownMethod {
        /// The identifier.
        did: String,
    },
}

impl fmt::Display for DidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTheIssuers { method, issuer } => {
                write!(f, "the key that signed ({method}) is not the key of the issuer named ({issuer})")
            }
            Self::NotEd25519 { did } => write!(f, "{did} is no Ed25519 key, and no other kind is supported"),
            Self::NoSuchKey { method } => write!(f, "there is no key at {method}"),
            Self::DocumentNeeded { did, address } => write!(
                f,
                "the key of {did} stands at {address}: download that file yourself and give it with --did-document"
            ),
            Self::OtherDocument { did, found } => {
                write!(f, "the DID document is that of {found}, and the badge is by {did}")
            }
            Self::NotForAssertions { method } => {
                write!(f, "the DID document does not name {method} under assertionMethod: it may not sign badges")
            }
            Self::NotADocument { reason } => write!(f, "this is no DID document: {reason}"),
            Self::NoAddress { text } => write!(
                f,
                "{text:?} is no did:web: write a host name and, if need be, a path with colons, such as example.org or example.org:team"
            ),
            Self::UnknownMethod { did } => write!(f, "{did} is neither did:key nor did:web"),
        }
    }
}

impl Error for DidError {}
