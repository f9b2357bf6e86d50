//! What a check finds: each problem with its kind, its place and its remedy.

use std::fmt;

use serde::{Serialize, Serializer};
use thetis_bank::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $severity:ident;)+) => {
        /// The kind of a problem. [`as_str`](Self::as_str) is stable across releases.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as reported, in kebab case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// A file or folder cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// A file is not JSON or lacks the form it should have.
    MalformedFile = "malformed-file", Error;
    /// The file's format is one this version does not know.
    UnknownFormat = "unknown-format", Error;

    /// An id has characters or a length that ids may not have.
    InvalidId = "invalid-id", Error;
    /// A file or folder is not named after the id in it.
    FileName = "file-name", Error;
    /// Two areas, competences, outcomes, levels or notes have the same id.
    DuplicateId = "duplicate-id", Error;
    /// A JSON object has the same key twice, or a list the same entry.
    DuplicateKey = "duplicate-key", Error;
    /// A field that has to say something is empty.
    EmptyField = "empty-field", Error;
    /// A date or time is none.
    InvalidDate = "invalid-date", Error;
    /// A language is not a BCP 47 tag.
    InvalidLanguage = "invalid-language", Error;
    /// A country is not an ISO 3166-1 code of two letters.
    InvalidCountry = "invalid-country", Error;
    /// A level of the European Qualifications Framework is not 1 to 8.
    InvalidEqf = "invalid-eqf", Error;
    /// A framework's levels do not ascend.
    LevelOrder = "level-order", Error;
    /// A unit group of ISCO-08 is not four digits.
    InvalidIsco = "invalid-isco", Error;
    /// An ESCO URI has not the form of one.
    MalformedEscoUri = "malformed-esco-uri", Error;
    /// An outcome refers to an ESCO skill whose label the framework does not give.
    UnlabelledEscoSkill = "unlabelled-esco-skill", Error;
    /// The framework labels an ESCO skill that no outcome refers to.
    UnusedEscoSkill = "unused-esco-skill", Warning;
    /// A web or mail address has not the form of one.
    MalformedAddress = "malformed-address", Error;
    /// A practice says of no way to reach the organisation.
    NoContact = "no-contact", Error;
    /// A framework without areas, an area without competences, a competence without outcomes.
    Empty = "empty", Error;
    /// A profile asks for nothing.
    NoRequirement = "no-requirement", Error;
    /// The importance of a requirement is not 1 to 3.
    InvalidImportance = "invalid-importance", Error;

    /// A profile names a framework that is not there.
    UnknownFramework = "unknown-framework", Error;
    /// A profile or an overlay names a competence that the framework does not have.
    UnknownCompetence = "unknown-competence", Error;
    /// A profile names a level that the framework does not have.
    UnknownLevel = "unknown-level", Error;
    /// A practice names an occupation that has no profile.
    UnknownProfile = "unknown-profile", Error;

    /// A language listed has no file.
    MissingLocale = "missing-locale", Error;
    /// A file's language is not listed.
    UnlistedLocale = "unlisted-locale", Error;
    /// A file says another language than its name.
    LocaleLanguage = "locale-language", Error;
    /// Something a person reads has no text.
    MissingText = "missing-text", Error;
    /// A text for something that is not there.
    StrayText = "stray-text", Error;
    /// A text is word for word that of the source language.
    UntranslatedText = "untranslated-text", Warning;
    /// Texts that no second speaker of their language has read.
    UnreviewedTexts = "unreviewed-texts", Note;
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One problem, where it is, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The kind of problem.
    pub code: Code,
    /// The file, from the folder checked: `profiles/domestic-cleaner.json`.
    pub file: String,
    /// Line of the file, from 1, where one line is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Place in the file: `outcomes.ps-role`; empty for the whole file.
    pub place: String,
    /// What is wrong, with the values at fault.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, code, file, line, place, message, remedy } = self;
        write!(formatter, "{severity} [{code}] {file}")?;
        if let Some(line) = line {
            write!(formatter, ":{line}")?;
        }
        if !place.is_empty() {
            write!(formatter, ", {place}")?;
        }
        write!(formatter, ": {message}; {remedy}")
    }
}

/// Every problem found, errors first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// The problems: errors before warnings before notes, otherwise in the order of the files.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether there is no error. There may be warnings.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity != Severity::Error)
    }

    pub(super) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn sorted(mut self) -> Self {
        // Stable: within a severity, the order in which the checks went through the files.
        self.problems.sort_by_key(|problem| problem.severity);
        self
    }
}

/// The problems of one file.
pub(super) struct Findings<'a> {
    pub(super) file: String,
    pub(super) report: &'a mut Report,
}

impl Findings<'_> {
    pub(super) fn add(
        &mut self,
        code: Code,
        place: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.report.push(Problem {
            severity: code.severity(),
            code,
            file: self.file.clone(),
            line: None,
            place: place.into(),
            message: message.into(),
            remedy: remedy.into(),
        });
    }
}
