//! What can be said of a log.

use serde::{Serialize, Serializer};

/// What can be said of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// The engine asks the same items, takes the same answers and ends where the log does; what was kept beside it agrees.
    Reproduced,
    /// The log is reproduced, but what was kept beside it says otherwise.
    Contradicted,
    /// The engine asks otherwise than the log says.
    Differs,
    /// It is of another bank, or another version.
    OtherBank,
    /// It is of another version of the bank, which the file around it says.
    OtherVersion,
    /// It is of a design that the bank does not have.
    OtherDesign,
    /// It is of an engine that chooses otherwise.
    OtherEngine,
    /// Its checksum is wrong.
    Damaged,
    /// Its end is missing.
    Truncated,
    /// There is something else, or nothing where something has to be.
    NoLog,
    /// There is nothing, and nothing says that there has to be something.
    Empty,
}

impl Verdict {
    pub(super) const ALL: [Self; 11] = [
        Self::Reproduced,
        Self::Contradicted,
        Self::Differs,
        Self::OtherBank,
        Self::OtherVersion,
        Self::OtherDesign,
        Self::OtherEngine,
        Self::Damaged,
        Self::Truncated,
        Self::NoLog,
        Self::Empty,
    ];

    /// As JSON and CSV have it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Reproduced => "reproduced",
            Self::Contradicted => "contradicted",
            Self::Differs => "differs",
            Self::OtherBank => "other-bank",
            Self::OtherVersion => "other-version",
            Self::OtherDesign => "other-design",
            Self::OtherEngine => "other-engine",
            Self::Damaged => "damaged",
            Self::Truncated => "truncated",
            Self::NoLog => "no-log",
            Self::Empty => "empty",
        }
    }

    /// As a heading.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Reproduced => "Reproduced exactly",
            Self::Contradicted => "Reproduced, but what was kept beside it says otherwise",
            Self::Differs => "Not reproduced",
            Self::OtherBank => "Of another bank",
            Self::OtherVersion => "Of another version of the bank",
            Self::OtherDesign => "Of another design",
            Self::OtherEngine => "Of another engine",
            Self::Damaged => "Damaged",
            Self::Truncated => "Cut off",
            Self::NoLog => "No log",
            Self::Empty => "Empty",
        }
    }

    /// Whether nothing is wrong.
    pub(super) const fn is_good(self) -> bool {
        matches!(self, Self::Reproduced | Self::Empty)
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.name().serialize(serializer)
    }
}

/// Where somebody stands in a dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Standing {
    pub(super) dimension: String,
    pub(super) theta: f64,
    pub(super) se: f64,
    /// Id of the likeliest level; a table of item parameters has no levels.
    pub(super) level: Option<String>,
    pub(super) level_probability: Option<f64>,
    /// T score, 0 to 100.
    pub(super) score: Option<f64>,
}

/// What was found out about a log. Of one that is not reproduced, nothing is said that would follow from its answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verified {
    pub(super) id: String,
    pub(super) verdict: Verdict,
    /// Number of the answer, from 1, where it is one that is at fault.
    pub(super) step: Option<u32>,
    /// Why it is not reproduced, in sentences; empty if it is.
    pub(super) reason: String,
    /// What was kept beside it and is not what comes out, in sentences.
    pub(super) differences: Vec<String>,
    pub(super) answers: Option<u32>,
    /// Answers that were changed.
    pub(super) amended: Option<u32>,
    pub(super) finished: Option<bool>,
    pub(super) language: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) design: Option<String>,
    // As text: above 2⁵³ JSON numbers lose digits in other programs.
    pub(super) seed: Option<String>,
    pub(super) fingerprint: Option<String>,
    /// Mean T score, 0 to 100, of a finished session.
    pub(super) score: Option<f64>,
    /// `passed`, `failed` or `unknown`, of a finished session and if there is a rule.
    pub(super) success: Option<&'static str>,
    pub(super) dimensions: Vec<Standing>,
}

impl Verified {
    /// Nothing but a verdict.
    pub(super) const fn new(id: String, verdict: Verdict, reason: String) -> Self {
        Self {
            id,
            verdict,
            step: None,
            reason,
            differences: Vec::new(),
            answers: None,
            amended: None,
            finished: None,
            language: None,
            profile: None,
            design: None,
            seed: None,
            fingerprint: None,
            score: None,
            success: None,
            dimensions: Vec::new(),
        }
    }
}
