//! Standards, evidence and reports as plain lists of numbers: how they cross into WebAssembly and back.

use alloc::vec::Vec;

use super::change::Direction;
use super::comparison::Calibration;
use super::evidence::Evidence;
use super::report::ScoreReport;
use super::standards::{Credential, Module, OutcomeError, Requirement, Standards, Target};
use crate::wire::{Reader, put_items, put_list};

/// Holds evidence against standards, both as numbers, and writes the report as numbers.
///
/// | read | |
/// |---|---|
/// | dimensions | number K; K times mean, standard deviation, number of cut scores, cut scores |
/// | pairs | number; of each the dimensions of evaluation and of confidence |
/// | profile | number of requirements; of each dimension, level, importance |
/// | pathway | number of modules; of each hours, number of levels led to, dimension and level of each, number of modules before it, their places |
/// | credentials | number; of each number of levels, dimension and level of each, probability, least answers |
/// | evidence | K estimates, K × K covariances, K numbers of answers, of each dimension the probabilities of being above its cut scores, NaN where they follow from the estimate |
/// | earlier evidence | 0, or 1 and the same again |
///
/// | written | |
/// |---|---|
/// | dimensions | of each the probabilities of its levels, level, the other level or −1 |
/// | pairs | of each difference, error, probabilities of underestimating, matching, overestimating, verdict 0 to 3 in the order of [`Calibration`] |
/// | profile, if there is one | probability of all, probability of each requirement; number of gaps, of each requirement, probability of being missing, weight; number of steps, places, hours |
/// | credentials | of each probability, answers, 1 if awarded |
/// | change, if there is earlier evidence | of each dimension before, after, difference, error, probability, verdict 0 to 2 in the order of [`Direction`] |
///
/// # Errors
/// [`OutcomeError::Malformed`] for a list that is none of this, and those of [`Standards::report`].
pub fn report_words(words: &[f64], out: &mut Vec<f64>) -> Result<(), OutcomeError> {
    let mut reader = Reader::new(words);
    let standards = read_standards(&mut reader);
    let evidence = read_evidence(&standards, &mut reader);
    let before = if reader.integer() == 1 { Some(read_evidence(&standards, &mut reader)) } else { None };
    reader.finish().map_err(|_| OutcomeError::Malformed)?;
    write(&standards.report(&evidence, before.as_ref())?, out);
    Ok(())
}

/// What [`report_words`] reads.
#[must_use]
pub fn request_words(standards: &Standards, evidence: &Evidence, before: Option<&Evidence>) -> Vec<f64> {
    let mut out = Vec::new();
    let count = |list: usize, out: &mut Vec<f64>| out.push(list as f64);
    count(standards.cuts.len(), &mut out);
    for ((mean, sd), cuts) in standards.population.iter().zip(&standards.cuts) {
        out.extend_from_slice(&[*mean, *sd]);
        put_list(cuts, &mut out);
    }
    count(standards.pairs.len(), &mut out);
    for (evaluation, confidence) in &standards.pairs {
        out.extend_from_slice(&[f64::from(*evaluation), f64::from(*confidence)]);
    }
    count(standards.profile.len(), &mut out);
    for Requirement { target, importance } in &standards.profile {
        out.extend_from_slice(&[f64::from(target.dimension), f64::from(target.level), *importance]);
    }
    count(standards.pathway.len(), &mut out);
    for module in &standards.pathway {
        out.push(module.hours);
        put_targets(&module.develops, &mut out);
        put_items(&module.after, &mut out);
    }
    count(standards.credentials.len(), &mut out);
    for credential in &standards.credentials {
        put_targets(&credential.requires, &mut out);
        out.extend_from_slice(&[credential.probability, f64::from(credential.min_answers)]);
    }
    put_evidence(evidence, &mut out);
    count(usize::from(before.is_some()), &mut out);
    if let Some(before) = before {
        put_evidence(before, &mut out);
    }
    out
}

fn put_targets(targets: &[Target], out: &mut Vec<f64>) {
    out.push(targets.len() as f64);
    for target in targets {
        out.extend_from_slice(&[f64::from(target.dimension), f64::from(target.level)]);
    }
}

fn put_evidence(evidence: &Evidence, out: &mut Vec<f64>) {
    out.extend_from_slice(&evidence.theta);
    out.extend_from_slice(&evidence.covariance);
    out.extend(evidence.answers.iter().map(|count| f64::from(*count)));
    out.extend(evidence.above.iter().flatten().map(|above| above.unwrap_or(f64::NAN)));
}

fn read_targets(reader: &mut Reader<'_>) -> Vec<Target> {
    let mut targets = Vec::new();
    let count = reader.count();
    for _ in 0..count {
        targets.push(Target { dimension: reader.integer(), level: reader.integer() });
    }
    targets
}

fn read_standards(reader: &mut Reader<'_>) -> Standards {
    let mut standards = Standards::default();
    let count = reader.count();
    for _ in 0..count {
        standards.population.push((reader.number(), reader.number()));
        let mut cuts = Vec::new();
        let count = reader.count();
        reader.words(count, &mut cuts);
        standards.cuts.push(cuts);
    }
    let count = reader.count();
    for _ in 0..count {
        standards.pairs.push((reader.integer(), reader.integer()));
    }
    let count = reader.count();
    for _ in 0..count {
        let target = Target { dimension: reader.integer(), level: reader.integer() };
        standards.profile.push(Requirement { target, importance: reader.number() });
    }
    let count = reader.count();
    for _ in 0..count {
        let mut module = Module { hours: reader.number(), develops: read_targets(reader), after: Vec::new() };
        reader.items(&mut module.after);
        standards.pathway.push(module);
    }
    let count = reader.count();
    for _ in 0..count {
        let requires = read_targets(reader);
        standards.credentials.push(Credential {
            requires,
            probability: reader.number(),
            min_answers: reader.integer(),
        });
    }
    standards
}

fn read_evidence(standards: &Standards, reader: &mut Reader<'_>) -> Evidence {
    let k = standards.dimensions() as u32;
    let mut evidence = Evidence { theta: Vec::new(), covariance: Vec::new(), answers: Vec::new(), above: Vec::new() };
    reader.words(k, &mut evidence.theta);
    reader.words(k * k, &mut evidence.covariance);
    reader.integers(k, &mut evidence.answers);
    for cuts in &standards.cuts {
        let mut above = Vec::new();
        for _ in cuts {
            let p = reader.word();
            above.push(if p.is_nan() { None } else { Some(p) });
        }
        evidence.above.push(above);
    }
    evidence
}

fn write(report: &ScoreReport, out: &mut Vec<f64>) {
    for standing in &report.standings {
        out.extend_from_slice(&standing.probabilities);
        out.push(f64::from(standing.level));
        out.push(standing.between.map_or(-1.0, f64::from));
    }
    for compared in &report.compared {
        let verdict = match compared.verdict {
            Calibration::Underestimates => 0.0,
            Calibration::Matches => 1.0,
            Calibration::Overestimates => 2.0,
            Calibration::Unclear => 3.0,
        };
        out.extend_from_slice(&[
            compared.difference,
            compared.error,
            compared.underestimates,
            compared.matches,
            compared.overestimates,
            verdict,
        ]);
    }
    if let Some(profile) = &report.profile {
        out.push(profile.probability);
        out.extend_from_slice(&profile.requirements);
        out.push(profile.gaps.len() as f64);
        for gap in &profile.gaps {
            out.extend_from_slice(&[f64::from(gap.requirement), gap.missing, gap.weight]);
        }
        out.push(profile.steps.modules.len() as f64);
        for module in &profile.steps.modules {
            out.push(f64::from(*module));
        }
        out.push(profile.steps.hours);
    }
    for credential in &report.credentials {
        out.extend_from_slice(&[
            credential.probability,
            f64::from(credential.answers),
            if credential.awarded { 1.0 } else { 0.0 },
        ]);
    }
    for change in &report.change {
        let verdict = match change.verdict {
            Direction::Higher => 0.0,
            Direction::Lower => 1.0,
            Direction::NoReliableChange => 2.0,
        };
        out.extend_from_slice(&[
            change.before,
            change.after,
            change.difference,
            change.error,
            change.probability,
            verdict,
        ]);
    }
}
