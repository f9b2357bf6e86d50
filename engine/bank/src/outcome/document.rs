//! A report with the bank's ids in place of numbers: the same JSON as the npm package's `ScoreReport`.

use serde::Serialize;
use thetis_core::Session;
use thetis_core::outcome::{Calibration, Direction, Evidence, ScoreReport};

use super::DeclaredStandards;

/// What a result means.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoreReportDocument {
    /// In the order of the bank.
    pub dimensions: Vec<DimensionDocument>,
    /// Competences of which confidence and knowledge are measured.
    pub compared: Vec<ComparisonDocument>,
    /// The profile asked for.
    pub profile: Option<ProfileDocument>,
    /// What to learn next; none without a profile.
    pub steps: Option<StepsDocument>,
    /// Micro-credentials, in the order of the bank.
    pub credentials: Vec<CredentialDocument>,
    /// How each dimension has changed; none without an earlier session.
    pub change: Option<Vec<ChangeDocument>>,
}

/// A dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DimensionDocument {
    /// Its id.
    pub dimension: String,
    /// Estimate, logits.
    pub theta: f64,
    /// Standard error, logits.
    pub se: f64,
    /// Scored answers to items that measure it.
    pub answers: u32,
    /// From the lowest up.
    pub levels: Vec<LevelDocument>,
    /// Place of the likeliest level.
    pub level: u32,
    /// Place of its likelier neighbour, where it is not clear.
    pub between: Option<u32>,
}

/// A level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelDocument {
    /// Its id.
    pub id: String,
    /// EQF level, indicative.
    pub eqf: Option<u8>,
    /// Its probability.
    pub probability: f64,
}

/// Confidence beside knowledge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparisonDocument {
    /// Id of the competence.
    pub competence: String,
    /// Confidence less knowledge, standard deviations of the population.
    pub difference: f64,
    /// Its standard error.
    pub error: f64,
    /// Probability that confidence is lower.
    pub underestimates: f64,
    /// Probability that the two are near each other.
    pub matches: f64,
    /// Probability that confidence is higher.
    pub overestimates: f64,
    /// `underestimates`, `matches`, `overestimates` or `unclear`.
    pub verdict: &'static str,
}

/// A profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProfileDocument {
    /// Its id.
    pub id: String,
    /// Probability of meeting every requirement.
    pub probability: f64,
    /// In the order of the bank's dimensions.
    pub requirements: Vec<RequirementDocument>,
    /// What may be missing, the heaviest first.
    pub gaps: Vec<GapDocument>,
}

/// A requirement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequirementDocument {
    /// Id of the dimension.
    pub dimension: String,
    /// Id of the level asked for.
    pub level: String,
    /// How much it matters.
    pub importance: f64,
    /// Probability of meeting it.
    pub probability: f64,
}

/// A requirement that may be missing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GapDocument {
    /// Id of the dimension.
    pub dimension: String,
    /// Id of the level asked for.
    pub level: String,
    /// Probability that it is missing.
    pub missing: f64,
    /// Importance × that.
    pub weight: f64,
}

/// What to learn next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepsDocument {
    /// In the order in which they are to be taken.
    pub modules: Vec<ModuleDocument>,
    /// Hours together.
    pub hours: f64,
}

/// A module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModuleDocument {
    /// Its id.
    pub module: String,
    /// Hours.
    pub hours: f64,
}

/// A micro-credential.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialDocument {
    /// Its id.
    pub id: String,
    /// Probability that every level asked for is reached.
    pub probability: f64,
    /// Scored answers in that of its dimensions which has fewest.
    pub answers: u32,
    /// How many there have to be.
    pub min_answers: u32,
    /// Whether its criteria are met.
    pub awarded: bool,
}

/// Change of a dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeDocument {
    /// Id of the dimension.
    pub dimension: String,
    /// Earlier estimate, logits.
    pub before: f64,
    /// Estimate now, logits.
    pub after: f64,
    /// `after − before`.
    pub difference: f64,
    /// Its standard error.
    pub error: f64,
    /// Probability of being higher now.
    pub probability: f64,
    /// `higher`, `lower` or `no-reliable-change`.
    pub verdict: &'static str,
}

pub(super) fn document(
    declared: &DeclaredStandards<'_>,
    session: &Session,
    evidence: &Evidence,
    report: &ScoreReport,
) -> ScoreReportDocument {
    let DeclaredStandards { standards, bank, pairs, profile } = declared;
    let dimension = |d: u32| bank.dimensions[d as usize].id.clone();
    let level_id = |d: u32, level: u32| bank.levels_of(&bank.dimensions[d as usize].id)[level as usize].to_owned();
    let dimensions = (0..).zip(&report.standings).map(|(d, standing)| {
        let id = dimension(d);
        let own: Vec<_> = bank.levels.iter().filter(|level| level.dimension == id).collect();
        let levels = (0..).zip(&standing.probabilities).map(|(k, probability)| LevelDocument {
            id: level_id(d, k),
            eqf: own.get(k as usize).and_then(|level| level.eqf),
            probability: *probability,
        });
        let estimate = session.estimate();
        DimensionDocument {
            levels: levels.collect(),
            dimension: id,
            theta: estimate.theta[d as usize],
            se: estimate.se[d as usize],
            answers: evidence.answers[d as usize],
            level: standing.level,
            between: standing.between,
        }
    });
    let compared = pairs.iter().zip(&report.compared).map(|(competence, compared)| ComparisonDocument {
        competence: (*competence).to_owned(),
        difference: compared.difference,
        error: compared.error,
        underestimates: compared.underestimates,
        matches: compared.matches,
        overestimates: compared.overestimates,
        verdict: match compared.verdict {
            Calibration::Underestimates => "underestimates",
            Calibration::Matches => "matches",
            Calibration::Overestimates => "overestimates",
            Calibration::Unclear => "unclear",
        },
    });
    let matched = profile.zip(report.profile.as_ref());
    let credentials = bank.credentials.iter().zip(&report.credentials).map(|((id, asked), found)| CredentialDocument {
        id: id.to_owned(),
        probability: found.probability,
        answers: found.answers,
        min_answers: asked.min_answers,
        awarded: found.awarded,
    });
    let change = (0..).zip(&report.change).map(|(d, change)| ChangeDocument {
        dimension: dimension(d),
        before: change.before,
        after: change.after,
        difference: change.difference,
        error: change.error,
        probability: change.probability,
        verdict: match change.verdict {
            Direction::Higher => "higher",
            Direction::Lower => "lower",
            Direction::NoReliableChange => "no-reliable-change",
        },
    });
    ScoreReportDocument {
        dimensions: dimensions.collect(),
        compared: compared.collect(),
        profile: matched.map(|(id, found)| ProfileDocument {
            id: id.to_owned(),
            probability: found.probability,
            requirements: standards
                .profile
                .iter()
                .zip(&found.requirements)
                .map(|(asked, probability)| RequirementDocument {
                    dimension: dimension(asked.target.dimension),
                    level: level_id(asked.target.dimension, asked.target.level),
                    importance: asked.importance,
                    probability: *probability,
                })
                .collect(),
            gaps: found
                .gaps
                .iter()
                .map(|gap| {
                    let asked = standards.profile[gap.requirement as usize].target;
                    GapDocument {
                        dimension: dimension(asked.dimension),
                        level: level_id(asked.dimension, asked.level),
                        missing: gap.missing,
                        weight: gap.weight,
                    }
                })
                .collect(),
        }),
        steps: matched.map(|(_, found)| StepsDocument {
            modules: found
                .steps
                .modules
                .iter()
                .map(|place| {
                    let module = &bank.pathway[*place as usize];
                    ModuleDocument { module: module.module.clone(), hours: module.hours }
                })
                .collect(),
            hours: found.steps.hours,
        }),
        credentials: credentials.collect(),
        change: (!report.change.is_empty()).then(|| change.collect()),
    }
}
