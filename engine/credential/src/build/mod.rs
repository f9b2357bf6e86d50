//! From a result to a credential: everything but the signature.
//!
//! The browser's builder (`bindings/js/src/credential`) follows the same rules to the byte;
//! `tests/fixtures/credentials` holds what both have to write.

mod achievement;
mod alignment;
mod error;
mod evidence;
mod results;

use thetis_bank::outcome::ScoreReportDocument;
use thetis_bank::{ItemBank, Locale};

use crate::date::Day;
use crate::identifiers;
use crate::types::{CONTEXTS, Credential, IssuerProfile, Subject};
use crate::words::Words;

pub use alignment::Occupation;
pub use error::BuildError;
pub use evidence::Transcript;

/// Name of the issuer of a credential that nobody but the learner's own device has signed.
pub const SELF_ISSUED: &str = "Self-issued";

/// What a credential is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Award<'a> {
    /// The result as a whole.
    Result,
    /// A micro-credential of the bank, by id.
    MicroCredential(&'a str),
}

/// Who signs: an identifier (`did:key`, `did:web`) and a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issuer<'a> {
    /// DID of the key.
    pub id: &'a str,
    /// Name of the person or organisation; [`SELF_ISSUED`] of a learner's own device.
    pub name: &'a str,
}

/// All that a credential is made of.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The bank that was answered.
    pub bank: &'a ItemBank,
    /// Its texts in the language of the credential.
    pub locale: &'a Locale,
    /// What the session's result means.
    pub report: &'a ScoreReportDocument,
    /// The session.
    pub transcript: &'a Transcript,
    /// What the credential is given for.
    pub award: Award<'a>,
    /// The occupation that the result was compared with.
    pub occupation: Option<&'a Occupation>,
    /// Who signs.
    pub issuer: Issuer<'a>,
    /// Identifier of the learner, where there is one.
    pub subject: Option<&'a str>,
    /// First day of validity.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    pub valid_until: Option<Day>,
    /// Whether the log itself is part of the credential.
    pub include_log: bool,
}

impl Request<'_> {
    /// The credential, unsigned.
    ///
    /// # Errors
    /// [`BuildError`]: the test was not finished, the micro-credential is not the bank's or not awarded, a text is missing.
    pub fn build(&self) -> Result<Credential, BuildError> {
        if !self.transcript.finished {
            return Err(BuildError::NotFinished { answers: self.transcript.answers });
        }
        if self.valid_until.is_some_and(|until| until <= self.valid_from) {
            return Err(BuildError::NeverValid);
        }
        let words = Words::of(&self.locale.language);
        let achievement = achievement::achievement(self, &words)?;
        let fingerprint = self.transcript.fingerprint();
        let subject = self.subject.map_or_else(|| identifiers::pseudonym(&fingerprint), str::to_owned);
        Ok(Credential {
            context: CONTEXTS,
            id: identifiers::credential(
                self.issuer.id,
                self.subject.unwrap_or_default(),
                &fingerprint,
                &achievement.id,
            ),
            types: ["VerifiableCredential", "OpenBadgeCredential"],
            name: achievement.name.clone(),
            description: words.about,
            issuer: IssuerProfile {
                id: self.issuer.id.to_owned(),
                types: ["Profile"],
                name: self.issuer.name.to_owned(),
            },
            valid_from: self.valid_from.start(),
            valid_until: self.valid_until.map(Day::start),
            credential_subject: Subject {
                id: subject,
                types: ["AchievementSubject"],
                result: results::results(self),
                achievement,
            },
            evidence: [evidence::evidence(self)],
        })
    }
}
