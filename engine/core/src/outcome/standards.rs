//! What a result is held against: cut scores, requirements, modules, credentials.

use alloc::vec::Vec;
use core::fmt;

use super::levels::CLEAR;

/// A level of a dimension that is asked for or led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The dimension.
    pub dimension: u32,
    /// The level, from 0 for the lowest.
    pub level: u32,
}

/// What an occupation asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Requirement {
    /// The level asked for.
    pub target: Target,
    /// How much it matters beside the others: above 0.
    pub importance: f64,
}

/// A training module.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// Workload, hours.
    pub hours: f64,
    /// The levels that it leads to.
    pub develops: Vec<Target>,
    /// The modules that come before it.
    pub after: Vec<u32>,
}

/// What a micro-credential asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    /// The levels that have to be reached.
    pub requires: Vec<Target>,
    /// How probable it has to be that all are.
    pub probability: f64,
    /// How many scored answers each of their dimensions has to have.
    pub min_answers: u32,
}

/// Everything that a result is held against.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standards {
    /// Mean and standard deviation of the population in each dimension, logits.
    pub population: Vec<(f64, f64)>,
    /// Of each dimension, where its levels but the lowest begin: ascending, logits.
    pub cuts: Vec<Vec<f64>>,
    /// Competences of which both are measured: the dimensions of evaluation and of confidence.
    pub pairs: Vec<(u32, u32)>,
    /// The profile compared with; empty without one.
    pub profile: Vec<Requirement>,
    /// Training modules, in the order in which they are best taken.
    pub pathway: Vec<Module>,
    /// Micro-credentials.
    pub credentials: Vec<Credential>,
}

/// What can be wrong with [`Standards`] or the evidence held against them. Places count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutcomeError {
    /// A list of numbers makes no standards, or lists have not one entry for each dimension.
    Malformed,
    /// A population's mean is not finite, or its standard deviation not positive and finite.
    Population {
        /// The dimension.
        dimension: u32,
    },
    /// Cut scores are not finite or do not ascend.
    CutScores {
        /// The dimension.
        dimension: u32,
    },
    /// A requirement names an unknown dimension or level, or its importance is not positive and finite.
    Requirement {
        /// Its place in the profile.
        requirement: u32,
    },
    /// A module names an unknown dimension, level or module, leads nowhere, or has hours that are not positive and finite.
    Module {
        /// Its place in the pathway.
        module: u32,
    },
    /// A module comes before itself.
    PrerequisiteCycle {
        /// A module of the circle.
        module: u32,
    },
    /// A credential names an unknown dimension or level, asks for nothing, or has a probability that is not between 0 and 1.
    Credential {
        /// Its place.
        credential: u32,
    },
    /// The evidence has numbers that are none, or is of other dimensions.
    Evidence,
}

impl OutcomeError {
    /// A number that names the kind of error, the same in Rust and JavaScript.
    #[must_use]
    pub fn code(self) -> u32 {
        match self {
            Self::Malformed => 1,
            Self::Population { .. } => 600,
            Self::CutScores { .. } => 601,
            Self::Requirement { .. } => 602,
            Self::Module { .. } => 603,
            Self::PrerequisiteCycle { .. } => 604,
            Self::Credential { .. } => 605,
            Self::Evidence => 606,
        }
    }

    /// The place concerned, where there is one.
    #[must_use]
    pub fn place(self) -> Option<u32> {
        match self {
            Self::Malformed | Self::Evidence => None,
            Self::Population { dimension } | Self::CutScores { dimension } => Some(dimension),
            Self::Requirement { requirement } => Some(requirement),
            Self::Module { module } | Self::PrerequisiteCycle { module } => Some(module),
            Self::Credential { credential } => Some(credential),
        }
    }
}

impl fmt::Display for OutcomeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the numbers make no standards to hold a result against"),
            Self::Population { dimension } => write!(
                f,
                "the population of dimension {dimension} needs a finite mean and a positive standard deviation"
            ),
            Self::CutScores { dimension } => {
                write!(f, "the cut scores of dimension {dimension} do not ascend: order its levels, the lowest first")
            }
            Self::Requirement { requirement } => write!(
                f,
                "requirement {requirement} of the profile names an unknown dimension or level, or its importance is not above 0"
            ),
            Self::Module { module } => write!(
                f,
                "module {module} names an unknown dimension, level or module, leads to no level, or its hours are not above 0"
            ),
            Self::PrerequisiteCycle { module } => {
                write!(f, "module {module} comes before itself: take one of the modules that it comes after away")
            }
            Self::Credential { credential } => write!(
                f,
                "credential {credential} names an unknown dimension or level, asks for none, or its probability is not between 0 and 1"
            ),
            Self::Evidence => f.write_str("the evidence is not of these dimensions, or has numbers that are none"),
        }
    }
}

impl core::error::Error for OutcomeError {}

impl Standards {
    /// Number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.cuts.len()
    }

    fn is_known(&self, target: Target) -> bool {
        self.cuts.get(target.dimension as usize).is_some_and(|cuts| target.level as usize <= cuts.len())
    }

    fn are_known(&self, targets: &[Target]) -> bool {
        let mut known = !targets.is_empty();
        for target in targets {
            known &= self.is_known(*target);
        }
        known
    }

    /// Whether they hang together.
    ///
    /// # Errors
    /// The first thing wrong.
    pub fn check(&self) -> Result<(), OutcomeError> {
        if self.population.len() != self.dimensions() {
            return Err(OutcomeError::Malformed);
        }
        for (dimension, ((mean, sd), cuts)) in (0..).zip(self.population.iter().zip(&self.cuts)) {
            if !(mean.abs() < f64::INFINITY && *sd > 0.0 && *sd < f64::INFINITY) {
                return Err(OutcomeError::Population { dimension });
            }
            let mut last = f64::NEG_INFINITY;
            for cut in cuts {
                if !(*cut > last && *cut < f64::INFINITY) {
                    return Err(OutcomeError::CutScores { dimension });
                }
                last = *cut;
            }
        }
        for (evaluation, confidence) in &self.pairs {
            if evaluation.max(confidence) >= &(self.dimensions() as u32) {
                return Err(OutcomeError::Malformed);
            }
        }
        for (place, requirement) in (0..).zip(&self.profile) {
            let is_positive = requirement.importance > 0.0 && requirement.importance < f64::INFINITY;
            if !(is_positive && self.is_known(requirement.target)) {
                return Err(OutcomeError::Requirement { requirement: place });
            }
        }
        for (place, module) in (0..).zip(&self.pathway) {
            let mut sound = module.hours > 0.0 && module.hours < f64::INFINITY && self.are_known(&module.develops);
            for after in &module.after {
                sound &= (*after as usize) < self.pathway.len();
            }
            if !sound {
                return Err(OutcomeError::Module { module: place });
            }
        }
        self.check_order()?;
        for (place, credential) in (0..).zip(&self.credentials) {
            let is_probability = credential.probability > 0.0 && credential.probability < 1.0;
            if !(is_probability && self.are_known(&credential.requires)) {
                return Err(OutcomeError::Credential { credential: place });
            }
        }
        Ok(())
    }

    /// Takes away, again and again, the modules that come after none that is left.
    fn check_order(&self) -> Result<(), OutcomeError> {
        let count = self.pathway.len();
        let mut placed = Vec::new();
        placed.resize(count, false);
        for _ in 0..count {
            for place in 0..count {
                let mut ready = true;
                for after in &self.pathway[place].after {
                    ready &= placed[*after as usize];
                }
                placed[place] |= ready;
            }
        }
        for (module, placed) in (0..).zip(placed) {
            if !placed {
                return Err(OutcomeError::PrerequisiteCycle { module });
            }
        }
        Ok(())
    }
}

/// Whether a probability is enough for something to count as reached.
pub(super) fn is_clear(probability: f64) -> bool {
    probability >= CLEAR
}
