//! Why a credential is not made.

use std::{error::Error, fmt};

/// Why a credential is not made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BuildError {
    /// The test was not answered to its end.
    NotFinished {
        /// Answers so far.
        answers: u32,
    },
    /// The last day is not after the first.
    NeverValid,
    /// The bank has no such micro-credential.
    UnknownCredential {
        /// The id asked for.
        credential: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// The result does not support the micro-credential.
    NotAwarded {
        /// Its id.
        credential: String,
        /// Probability that all its levels are reached.
        probability: f64,
        /// How probable it has to be.
        asked: f64,
        /// Scored answers in that of its dimensions which has fewest.
        answers: u32,
        /// How many there have to be.
        min_answers: u32,
    },
    /// The bank's texts lack one that the credential needs.
    NoText {
        /// The language.
        language: String,
        /// What of the locale file: `credentials.credential-cleaning`.
        place: String,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinished { answers } => write!(
                f,
                "the test was not answered to its end (answers so far: {answers}): let the person finish it, and use the log of then"
            ),
            Self::NeverValid => {
                f.write_str("the credential would never be valid: its last day must come after its first")
            }
            Self::UnknownCredential { credential, known } if known.is_empty() => {
                write!(
                    f,
                    "there is no micro-credential {credential}: the bank has none; without one the result as a whole is certified"
                )
            }
            Self::UnknownCredential { credential, known } => {
                write!(f, "there is no micro-credential {credential}: the bank has {}", known.join(", "))
            }
            Self::NotAwarded { credential, probability, asked, answers, min_answers } if answers < min_answers => {
                write!(
                    f,
                    "the micro-credential {credential} is not awarded: it asks for {min_answers} scored answers in each of its areas, and one has {answers} (its probability is {probability:.2}, asked is {asked})"
                )
            }
            Self::NotAwarded { credential, probability, asked, .. } => write!(
                f,
                "the micro-credential {credential} is not awarded: its levels are reached with a probability of {probability:.2}, and {asked} is asked for"
            ),
            Self::NoText { language, place } => {
                write!(
                    f,
                    "the bank's texts in {language} have no {place}: add it, or issue the credential in another language"
                )
            }
        }
    }
}

impl Error for BuildError {}
