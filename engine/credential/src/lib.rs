//! Open Badges 3.0 credentials of results: made, signed, baked into pictures, and verified.
//!
//! A [`Request`] makes an unsigned [`Credential`] of a replayed session; [`sign_data_integrity`] and [`sign_jwt`] sign it with the
//! [`Signer`] of a [`KeyFile`]; [`bake_svg`] and [`bake_png`] put it into a picture. [`verify`] reads any of these, offline, and
//! [`sentences`] says what is proven and what is not. [`elm`] writes the same result for European Digital Credentials.
//!
//! ```
//! use thetis_credential::{Entropy, KeyFile, KeyOwner, Moment, sentences, verify};
//!
//! let picture = std::fs::read("../../tests/fixtures/credentials/housekeeping-result-fr.svg")?;
//! let found = verify(&picture, None, "2026-11-30T12:00:00Z".parse::<Moment>()?)?;
//! assert!(found.holds() && found.is_self_issued());
//! for sentence in sentences(&found).open {
//!     println!("Not proven: {sentence}");
//! }
//!
//! // 60 bytes of the system's random numbers; these are none.
//! let entropy = Entropy::new([7; Entropy::BYTES]);
//! let file = KeyFile::new(&KeyOwner::Web("learning.example".parse()?), &entropy, Some("several words"));
//! assert!(file.open(None).is_err());
//! let signer = file.open(Some("several words"))?;
//! assert_eq!(signer.id(), "did:web:learning.example");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Issuing, from a bank's folder and a log:
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use thetis_bank::{BankFolder, score_report};
//! # use thetis_core::Session;
//! # use thetis_credential::{Award, Issuer, KeyFile, Request, Token, Transcript, bake_svg, sign_jwt};
//! let folder = BankFolder::read("item-banks/housekeeping")?;
//! let log = std::fs::read("session.log")?;
//! let session = Session::resume(Arc::new(folder.compile_test("default")?), &log)?;
//! let signer = KeyFile::read(&std::fs::read_to_string("key.json")?)?.open(None)?;
//! let request = Request {
//!     bank: &folder.bank,
//!     locale: &folder.locales["en"],
//!     report: &score_report(&folder.bank, &session, None, None)?,
//!     transcript: &Transcript::of(&session, "default", &log),
//!     award: Award::MicroCredential("credential-cleaning"),
//!     occupation: None,
//!     issuer: Issuer { id: signer.id(), name: "Learning Centre" },
//!     subject: None,
//!     valid_from: "2026-11-22".parse()?,
//!     valid_until: None,
//!     include_log: false,
//! };
//! let credential = request.build()?;
//! let token = sign_jwt(&credential, &signer)?;
//! std::fs::write("badge.svg", bake_svg(&credential, Token::Jwt(&token)))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Determinism
//!
//! Identifiers are a function of what they name, Ed25519 signatures of key and message, and the proof is dated to the first day of
//! validity: the same log, key and date give the same bytes.

#![forbid(unsafe_code)]

mod bake;
mod build;
mod date;
mod did;
mod elm;
mod identifiers;
mod json_ld;
mod key_file;
mod proof;
mod types;
mod verify;
mod words;

pub use bake::{Token, UnbakeError, bake_png, bake_svg};
pub use build::{Award, BuildError, Issuer, Occupation, Request, SELF_ISSUED, Transcript};
pub use date::{DateError, Day, Moment};
pub use did::{DidDocument, DidError, DidWeb, PublicKey, verification_method};
pub use elm::{ElmError, elm};
pub use json_ld::JsonLdError;
pub use key_file::{Entropy, KeyFile, KeyFileError, KeyOwner, Signer};
pub use proof::{ProofError, sign_data_integrity, sign_jwt};
pub use types::{
    Achievement, Alignment, CONTEXTS, Credential, Criteria, Evidence, GENRE, IssuerProfile, ResultDescription,
    ResultEntry, RubricCriterionLevel, Subject,
};
pub use verify::{
    Carrier, Difference, OpenError, Proofed, Reissue, Sentences, Validity, Verification, differences, sentences, verify,
};
