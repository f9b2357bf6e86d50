//! Everything that is said of a result, from one session's evidence or two.

use alloc::vec::Vec;

use super::change::Change;
use super::comparison::{Comparison, Placed};
use super::evidence::Evidence;
use super::levels::Standing;
use super::normal::cdf;
use super::orthant::all_hold;
use super::pathway::{Gap, NextSteps, gaps, next_steps};
use super::standards::{OutcomeError, Standards, Target};
use crate::list::zeros;
use crate::math::sqrt;

/// A profile beside a result.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileMatch {
    /// Probability that every requirement is met: the requirements depend on each other as the errors of the estimates do.
    pub probability: f64,
    /// Probability that each is met, in the order of the profile.
    pub requirements: Vec<f64>,
    /// What may be missing, the heaviest first.
    pub gaps: Vec<Gap>,
    /// What to learn next.
    pub steps: NextSteps,
}

/// A micro-credential beside a result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CredentialMatch {
    /// Probability that every level it asks for is reached.
    pub probability: f64,
    /// Scored answers in that of its dimensions which has fewest.
    pub answers: u32,
    /// Whether both are enough.
    pub awarded: bool,
}

/// A result as it is reported.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreReport {
    /// Of each dimension, where the person stands on its levels.
    pub standings: Vec<Standing>,
    /// Of each competence of which both are measured, confidence beside knowledge.
    pub compared: Vec<Comparison>,
    /// The profile compared with, if there is one.
    pub profile: Option<ProfileMatch>,
    /// Of each micro-credential, whether its criteria are met.
    pub credentials: Vec<CredentialMatch>,
    /// Of each dimension, how it has changed; empty without an earlier session.
    pub change: Vec<Change>,
}

/// Evidence held against standards.
pub(super) struct Attainment<'a> {
    standards: &'a Standards,
    theta: Vec<f64>,
    covariance: Vec<f64>,
    answers: &'a [u32],
    /// Of each dimension, `P(θ ≥ cut)`.
    above: Vec<Vec<f64>>,
}

impl<'a> Attainment<'a> {
    fn new(standards: &'a Standards, evidence: &'a Evidence) -> Result<Self, OutcomeError> {
        let Evidence { theta, covariance, answers, above } = evidence;
        let k = standards.dimensions();
        if theta.len() != k || covariance.len() != k * k || answers.len() != k || above.len() != k {
            return Err(OutcomeError::Evidence);
        }
        let mut found = Self { standards, theta: Vec::new(), covariance: zeros(k * k), answers, above: Vec::new() };
        for d in 0..k {
            let (mean, sd) = standards.population[d];
            let variance = covariance[d * (k + 1)];
            // NaN is neither of both.
            let is_sound = theta[d].abs() < f64::INFINITY && variance >= 0.0;
            if !is_sound {
                return Err(OutcomeError::Evidence);
            }
            // Where the answers say nothing, what is known is the population.
            let is_known = variance < f64::INFINITY;
            found.theta.push(if is_known { theta[d] } else { mean });
            for e in 0..k {
                let both = is_known && covariance[e * (k + 1)] < f64::INFINITY;
                found.covariance[d * k + e] = if both { covariance[d * k + e] } else { 0.0 };
            }
            if !is_known {
                found.covariance[d * (k + 1)] = sd * sd;
            }
            let se = sqrt(found.covariance[d * (k + 1)]);
            if above[d].len() != standards.cuts[d].len() {
                return Err(OutcomeError::Evidence);
            }
            let mut probabilities = Vec::new();
            for (cut, above) in standards.cuts[d].iter().zip(&above[d]) {
                probabilities.push(match above {
                    Some(p) if is_known && *p >= 0.0 && *p <= 1.0 => *p,
                    _ if se > 0.0 => cdf((found.theta[d] - cut) / se),
                    _ if found.theta[d] >= *cut => 1.0,
                    _ => 0.0,
                });
            }
            found.above.push(probabilities);
        }
        Ok(found)
    }

    /// Probability that a level is reached.
    pub(super) fn reached(&self, target: Target) -> f64 {
        if target.level == 0 { 1.0 } else { self.above[target.dimension as usize][target.level as usize - 1] }
    }

    /// Probability that all of some levels are reached.
    fn all_reached(&self, targets: &[Target]) -> f64 {
        let (k, n) = (self.standards.dimensions(), targets.len());
        let mut p = Vec::new();
        let mut correlation = zeros(n * n);
        for (row, target) in targets.iter().enumerate() {
            p.push(self.reached(*target));
            for (column, other) in targets.iter().enumerate() {
                let (d, e) = (target.dimension as usize, other.dimension as usize);
                let scale = sqrt(self.covariance[d * (k + 1)]) * sqrt(self.covariance[e * (k + 1)]);
                correlation[row * n + column] = if row == column {
                    1.0
                } else if scale > 0.0 {
                    self.covariance[d * k + e] / scale
                } else {
                    0.0
                };
            }
        }
        all_hold(&p, &correlation)
    }

    fn placed(&self, dimension: u32) -> Placed {
        let d = dimension as usize;
        let (mean, sd) = self.standards.population[d];
        Placed { theta: self.theta[d], variance: self.covariance[d * (self.theta.len() + 1)], mean, sd }
    }
}

impl Standards {
    /// Holds a session's evidence against these standards; `before` is the evidence of an earlier session of the same bank.
    ///
    /// A level is reached with the posterior probability of being above its cut score. Several levels together depend on each other
    /// as normal variables with the correlations of the estimates' errors. See [`Standing`], [`Comparison`], [`Gap`],
    /// [`NextSteps`], [`CredentialMatch`] and [`Change`] for what follows from it.
    ///
    /// ```
    /// use thetis_core::outcome::{Credential, Evidence, Module, Requirement, Standards, Target};
    /// // One dimension, of three levels; a job asks for the middle one, a course of ten hours leads to it.
    /// let middle = Target { dimension: 0, level: 1 };
    /// let standards = Standards {
    ///     population: vec![(0.0, 1.0)],
    ///     cuts: vec![vec![-0.5, 1.0]],
    ///     profile: vec![Requirement { target: middle, importance: 2.0 }],
    ///     pathway: vec![Module { hours: 10.0, develops: vec![middle], after: vec![] }],
    ///     credentials: vec![Credential { requires: vec![middle], probability: 0.8, min_answers: 5 }],
    ///     ..Standards::default()
    /// };
    /// // θ = −0.5 ± 0.5 after seven answers: right on the cut score.
    /// let evidence = Evidence { theta: vec![-0.5], covariance: vec![0.25], answers: vec![7], above: vec![vec![None, None]] };
    /// let report = standards.report(&evidence, None)?;
    /// let profile = report.profile.expect("a profile was asked for");
    /// assert_eq!(profile.probability, 0.5);
    /// assert_eq!(profile.gaps[0].weight, 1.0); // importance 2 × ½ a chance of being missing
    /// assert_eq!((profile.steps.modules, profile.steps.hours), (vec![0], 10.0));
    /// assert!(!report.credentials[0].awarded); // 0.5 is less than 0.8
    /// # Ok::<(), thetis_core::outcome::OutcomeError>(())
    /// ```
    ///
    /// # Errors
    /// What [`check`](Self::check) finds, and [`OutcomeError::Evidence`] for evidence of other dimensions or cut scores.
    pub fn report(&self, evidence: &Evidence, before: Option<&Evidence>) -> Result<ScoreReport, OutcomeError> {
        self.check()?;
        let now = Attainment::new(self, evidence)?;
        let k = self.dimensions();
        let mut report = ScoreReport {
            standings: now.above.iter().map(|above| Standing::new(above)).collect(),
            compared: Vec::new(),
            profile: None,
            credentials: Vec::new(),
            change: Vec::new(),
        };
        for (knowledge, confidence) in &self.pairs {
            let covariance = now.covariance[*knowledge as usize * k + *confidence as usize];
            report.compared.push(Comparison::new(now.placed(*knowledge), now.placed(*confidence), covariance));
        }
        if !self.profile.is_empty() {
            let targets: Vec<Target> = self.profile.iter().map(|requirement| requirement.target).collect();
            let gaps = gaps(&self.profile, &now);
            report.profile = Some(ProfileMatch {
                probability: now.all_reached(&targets),
                requirements: targets.iter().map(|target| now.reached(*target)).collect(),
                steps: next_steps(self, &gaps, &now),
                gaps,
            });
        }
        for credential in &self.credentials {
            let probability = now.all_reached(&credential.requires);
            let mut answers = u32::MAX;
            for target in &credential.requires {
                answers = answers.min(now.answers[target.dimension as usize]);
            }
            let awarded = probability >= credential.probability && answers >= credential.min_answers;
            report.credentials.push(CredentialMatch { probability, answers, awarded });
        }
        if let Some(before) = before {
            let before = Attainment::new(self, before)?;
            for d in 0..k {
                let of = |one: &Attainment<'_>| (one.theta[d], one.covariance[d * (k + 1)]);
                report.change.push(Change::new(of(&before), of(&now)));
            }
        }
        Ok(report)
    }
}
