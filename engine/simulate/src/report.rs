//! What a study found out: numbers only, ready to be laid out.

use serde::Serialize;

use crate::statistics::{
    AccuracyReport, BinReport, ClassificationReport, ContentReport, ExposureReport, LengthReport, ScatterReport,
    TimeReport,
};

/// What a study found out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StudyReport {
    /// What was simulated.
    pub study: StudySummary,
    /// What came of it, design by design.
    pub designs: Vec<DesignReport>,
}

/// What was simulated.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StudySummary {
    /// The bank's id and version, or the file of a parameter table.
    pub bank: String,
    /// The bank's digest, hexadecimal.
    pub bank_digest: String,
    /// Revision of the engine.
    pub engine_revision: u16,
    /// Whom the study tests, in words.
    pub simulees: String,
    /// What true θ is: `true ability`, or `full-bank estimate` for real persons.
    pub truth: &'static str,
    /// Number of simulees.
    pub simulee_count: u32,
    /// How often each takes each test.
    pub replications: u32,
    /// The seed, as text: above 2⁵³ JSON numbers lose digits in other programs.
    pub seed: String,
    /// Number of items in the bank that tests may use.
    pub operational_items: u32,
}

/// What came of one design.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DesignReport {
    /// The design's name.
    pub name: String,
    /// Its digest, hexadecimal.
    pub digest: String,
    /// Number of sessions.
    pub sessions: u64,
    /// Accuracy, dimension by dimension.
    pub dimensions: Vec<DimensionReport>,
    /// Test length.
    pub length: LengthReport,
    /// Mean testing time under the study's model of response times, seconds.
    pub mean_seconds: f64,
    /// Why tests ended.
    pub stopping: Vec<ReasonCount>,
    /// Exposure, overlap and bank use.
    pub exposure: ExposureReport,
    /// What tests were made of.
    pub content: ContentReport,
    /// Person fit; `None` where the design does not watch it.
    pub fit: Option<FitReport>,
    /// Computing time, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeReport>,
}

/// One dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DimensionReport {
    /// Its id.
    pub id: String,
    /// Over all sessions.
    pub accuracy: AccuracyReport,
    /// By classes of true θ.
    pub conditional: Vec<BinReport>,
    /// By cut scores, where the design has any.
    pub classification: Option<ClassificationReport>,
    /// True against estimated θ.
    pub scatter: ScatterReport,
}

/// How many tests ended for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonCount {
    /// The engine's number of the reason.
    pub code: u32,
    /// Its name.
    pub reason: &'static str,
    /// Number of sessions.
    pub sessions: u64,
}

/// Share of sessions that the design says should be read with care, and why. All simulees answer as the model
/// says (real persons aside): these are false alarms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FitReport {
    /// For any reason.
    pub flagged: f64,
    /// lz* below its bound.
    pub lz_star: f64,
    /// CUSUM beyond its bound.
    pub cusum: f64,
    /// Too many Guttman errors.
    pub guttman: f64,
    /// Too many fast answers.
    pub fast: f64,
}

/// The name of a stopping reason, by its code.
#[must_use]
pub fn reason_name(code: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "unfinished",
        "maximum-length",
        "bank-exhausted",
        "standard-error",
        "information",
        "all-rules",
        "predicted-reduction",
        "change",
        "plateau",
        "time",
        "classified",
        "no-feasible-test",
    ];
    NAMES.get(code as usize).copied().unwrap_or("unknown")
}
