//! From what a bank declares to what a result is held against.

use thetis_core::outcome::{Credential, Module, OutcomeError, Requirement, Standards, Target};

use super::ReportError;
use crate::types::{DimensionKind, IdMap, ItemBank};

/// Where the standard normal distribution parts into thirds: ∓ this, `Φ⁻¹(2/3)`.
const THIRD: f64 = 0.430_727_299_295_457;

/// A bank's declarations as the engine takes them, with the ids in the engine's order.
#[derive(Clone, Debug)]
pub struct DeclaredStandards<'b> {
    /// What the engine takes.
    pub standards: Standards,
    pub(super) bank: &'b ItemBank,
    /// Competences of which both are measured, in the order of `standards.pairs`.
    pub(super) pairs: Vec<&'b str>,
    pub(super) profile: Option<&'b str>,
}

impl<'b> DeclaredStandards<'b> {
    /// What a bank declares, with one of its profiles.
    ///
    /// # Errors
    /// An unknown profile; a dimension, level or module that is named and not there.
    pub fn of(bank: &'b ItemBank, profile: Option<&str>) -> Result<Self, ReportError> {
        let mut standards = Standards::default();
        for (d, dimension) in bank.dimensions.iter().enumerate() {
            let mean = bank.prior.mean.get(d).copied().unwrap_or(f64::NAN);
            let variance = bank.prior.covariance.get(d).and_then(|row| row.get(d)).copied().unwrap_or(f64::NAN);
            let sd = variance.sqrt();
            standards.population.push((mean, sd));
            let own: Vec<_> = bank.levels.iter().filter(|level| level.dimension == dimension.id).collect();
            standards.cuts.push(match own.split_first() {
                Some((_, others)) => others.iter().map(|level| level.from.unwrap_or(f64::NAN)).collect(),
                None => vec![mean - THIRD * sd, mean + THIRD * sd],
            });
        }
        let mut pairs = Vec::new();
        for dimension in &bank.dimensions {
            let of = |kind: DimensionKind| {
                let is_own =
                    |other: &crate::types::Dimension| other.competence == dimension.competence && other.kind == kind;
                bank.dimensions.iter().position(is_own).map(|place| place as u32)
            };
            if pairs.contains(&dimension.competence.as_str()) {
                continue;
            }
            if let (Some(evaluation), Some(confidence)) = (of(DimensionKind::Evaluation), of(DimensionKind::Confidence))
            {
                pairs.push(dimension.competence.as_str());
                standards.pairs.push((evaluation, confidence));
            }
        }
        let profile = match profile {
            None => None,
            Some(id) => Some(bank.profiles.iter().find(|(known, _)| *known == id).ok_or_else(|| {
                ReportError::UnknownProfile {
                    profile: id.to_owned(),
                    known: bank.profiles.keys().map(str::to_owned).collect(),
                }
            })?),
        };
        if let Some((id, profile)) = profile {
            for target in targets(bank, &format!("profile {id}"), &profile.requires)? {
                let dimension = &bank.dimensions[target.dimension as usize].id;
                let importance = profile.importance.get(dimension).copied().unwrap_or(1.0);
                standards.profile.push(Requirement { target, importance });
            }
        }
        for module in &bank.pathway {
            let mut after = Vec::new();
            for id in &module.after {
                let place = bank.pathway.iter().position(|other| other.module == *id);
                let unknown = || ReportError::UnknownModule { module: module.module.clone(), after: id.clone() };
                after.push(place.ok_or_else(unknown)? as u32);
            }
            let develops = targets(bank, &format!("module {}", module.module), &module.develops)?;
            standards.pathway.push(Module { hours: module.hours, develops, after });
        }
        for (id, credential) in bank.credentials.iter() {
            standards.credentials.push(Credential {
                requires: targets(bank, &format!("credential {id}"), &credential.requires)?,
                probability: credential.probability,
                min_answers: credential.min_answers,
            });
        }
        Ok(Self { standards, bank, pairs, profile: profile.map(|(id, _)| id) })
    }

    /// An error of the engine, with the id of what it concerns.
    pub(super) fn explain(&self, error: OutcomeError) -> ReportError {
        let place = match error {
            OutcomeError::Population { dimension } | OutcomeError::CutScores { dimension } => {
                Some(format!("dimension {}", self.bank.dimensions[dimension as usize].id))
            }
            OutcomeError::Requirement { .. } => self.profile.map(|id| format!("profile {id}")),
            OutcomeError::Module { module } | OutcomeError::PrerequisiteCycle { module } => {
                Some(format!("module {}", self.bank.pathway[module as usize].module))
            }
            OutcomeError::Credential { credential } => {
                self.bank.credentials.keys().nth(credential as usize).map(|id| format!("credential {id}"))
            }
            _ => None,
        };
        ReportError::Declared { place, error }
    }
}

/// Levels by dimension, in the order of the bank's dimensions.
fn targets(bank: &ItemBank, place: &str, levels: &IdMap<String>) -> Result<Vec<Target>, ReportError> {
    let mut targets = Vec::new();
    for (dimension, level) in levels.iter() {
        let unknown = || ReportError::UnknownLevel {
            place: place.to_owned(),
            dimension: dimension.to_owned(),
            level: level.clone(),
        };
        let d = bank.dimension_index(dimension).ok_or_else(unknown)?;
        let at = bank.levels_of(dimension).iter().position(|id| id == level).ok_or_else(unknown)?;
        targets.push(Target { dimension: d as u32, level: at as u32 });
    }
    targets.sort_by_key(|target| target.dimension);
    Ok(targets)
}
