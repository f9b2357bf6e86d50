//! A credential as JSON: Open Badges 3.0 on the Verifiable Credentials Data Model 2.0, member by member in the order written.
//!
//! Names and value lists: 1EdTech, Open Badges Specification 3.0, appendix B (data models); W3C, Verifiable Credentials Data
//! Model 2.0.

use serde::Serialize;

/// Contexts of every credential of ours, in their order.
pub const CONTEXTS: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];

/// An achievement credential, as yet without a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Credential {
    /// [`CONTEXTS`].
    #[serde(rename = "@context")]
    pub context: [&'static str; 2],
    /// `urn:uuid:`, a function of issuer, subject, log and achievement.
    pub id: String,
    /// `VerifiableCredential`, `OpenBadgeCredential`.
    #[serde(rename = "type")]
    pub types: [&'static str; 2],
    /// Name of the achievement.
    pub name: String,
    /// What kind of assessment it was.
    pub description: String,
    /// Who signs.
    pub issuer: IssuerProfile,
    /// First moment of validity.
    pub valid_from: String,
    /// Last moment of validity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// Who has achieved what.
    pub credential_subject: Subject,
    /// What it rests on.
    pub evidence: [Evidence; 1],
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IssuerProfile {
    /// `did:key` or `did:web`.
    pub id: String,
    /// `Profile`.
    #[serde(rename = "type")]
    pub types: [&'static str; 1],
    /// Name of the person or organisation.
    pub name: String,
}

/// Who has achieved what, with which results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// A DID, or a pseudonym made from the log.
    pub id: String,
    /// `AchievementSubject`.
    #[serde(rename = "type")]
    pub types: [&'static str; 1],
    /// What has been achieved.
    pub achievement: Achievement,
    /// A level and its probability for each dimension.
    pub result: Vec<ResultEntry>,
}

/// What has been achieved: the same for everybody who achieves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Achievement {
    /// `urn:uuid:`, a function of the bank, its version and the micro-credential.
    pub id: String,
    /// `Achievement`.
    #[serde(rename = "type")]
    pub types: [&'static str; 1],
    /// `MicroCredential` or `Assessment`, of the specification's `AchievementType`.
    pub achievement_type: &'static str,
    /// Name, in the credential's language.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// What has to be shown.
    pub criteria: Criteria,
    /// BCP 47.
    pub in_language: String,
    /// Version of the bank.
    pub version: String,
    /// Occupation compared with, levels of the European Qualifications Framework.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alignment: Vec<Alignment>,
    /// What can be a result.
    pub result_description: Vec<ResultDescription>,
}

/// What has to be shown for an achievement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Criteria {
    /// In words.
    pub narrative: String,
}

/// A place in somebody else's framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alignment {
    /// `Alignment`.
    #[serde(rename = "type")]
    pub types: [&'static str; 1],
    /// What is there.
    pub target_name: String,
    /// Its address.
    pub target_url: String,
    /// How it is meant.
    pub target_description: String,
    /// Name of the framework.
    pub target_framework: &'static str,
    /// Code within it.
    pub target_code: String,
    /// An extension of the specification's `AlignmentTargetType`: `ext:EscoOccupation`, `ext:EqfLevel`.
    pub target_type: &'static str,
}

/// What can be a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultDescription {
    /// `urn:uuid:`, a function of achievement and dimension.
    pub id: String,
    /// `ResultDescription`.
    #[serde(rename = "type")]
    pub types: [&'static str; 1],
    /// Name of the dimension, and what is said of it.
    pub name: String,
    /// `RubricCriterionLevel` or `Percent`.
    pub result_type: &'static str,
    /// Id of the level that a micro-credential asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_level: Option<String>,
    /// The levels, from the lowest up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rubric_criterion_level: Vec<RubricCriterionLevel>,
    /// Highest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_max: Option<&'static str>,
    /// Lowest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_min: Option<&'static str>,
}

/// A level of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RubricCriterionLevel {
    /// `urn:uuid:`, a function of achievement, dimension and level.
    pub id: String,
    /// `RubricCriterionLevel`.
    #[serde(rename = "type")]
    pub types: [&'static str; 1],
    /// Name of the level.
    pub name: String,
    /// What a person of this level knows or can do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `EQF 2`, where the bank's authors see a level of the framework in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

/// A result: of a level which one, of a probability how many per cent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultEntry {
    /// `Result`.
    #[serde(rename = "type")]
    pub types: [&'static str; 1],
    /// Id of the [`ResultDescription`].
    pub result_description: String,
    /// Id of the [`RubricCriterionLevel`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub achieved_level: Option<String>,
    /// Per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What a credential rests on: the log of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The log itself as a `data:` address, where it is given along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `Evidence`.
    #[serde(rename = "type")]
    pub types: [&'static str; 1],
    /// `Session log`.
    pub name: &'static str,
    /// [`GENRE`].
    pub genre: &'static str,
    /// Bank, design, engine, number of answers and fingerprint of the log.
    pub narrative: String,
}

/// What a self-test is, in the words of the Council Recommendation on micro-credentials (2022/C 243/02, annex I): form of
/// supervision and of identity verification. English in every language, so that programs find it.
pub const GENRE: &str = "unsupervised self-assessment, no identity verification";

impl Credential {
    /// Compact JSON, members in the order of this type: what the browser's builder writes too.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("text and lists only")
    }
}
