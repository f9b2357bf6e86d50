//! Frameworks: ids, levels, references to ESCO, overlays.

use std::collections::BTreeSet;

use super::{Code, report::Findings};
use crate::{Area, EscoConcept, Framework, Outcome, Overlay, forms};

pub(super) fn check(name: &str, framework: &Framework, findings: &mut Findings<'_>) {
    findings.named(&framework.id, name);
    findings.filled("version", &framework.version);
    findings.filled("creator", &framework.creator);
    findings.filled("licence", &framework.licence);
    if !forms::is_date_time(&framework.changed) {
        let message = format!("{:?} is not a date and time", framework.changed);
        findings.add(Code::InvalidDate, "changed", message, "write it like 2026-11-22T00:00:00Z (RFC 3339)");
    }
    if let Some(address) = &framework.address {
        findings.web_address("address", address);
    }
    if framework.languages.is_empty() {
        findings.add(Code::Empty, "languages", "no language is listed", "list the source language at least");
    }
    framework.languages.iter().for_each(|language| findings.language("languages", language));
    findings.unique(Code::DuplicateKey, "languages", framework.languages.iter().map(String::as_str));
    levels(framework, findings);
    areas(framework, findings);
    overlays(framework, findings);
    let outcomes = framework.outcomes().map(|outcome| outcome.id.as_str());
    findings.unique(Code::DuplicateId, "outcomes", outcomes);
    esco_skills(framework, findings);
}

fn levels(framework: &Framework, findings: &mut Findings<'_>) {
    let levels = &framework.levels;
    for level in levels {
        findings.id("levels", &level.id);
        findings.eqf(&format!("levels.{}", level.id), level.eqf);
    }
    findings.unique(Code::DuplicateId, "levels", levels.iter().map(|level| level.id.as_str()));
    for pair in levels.windows(2) {
        if pair[1].eqf < pair[0].eqf {
            let message = format!(
                "level {} (EQF {}) follows level {} (EQF {})",
                pair[1].id, pair[1].eqf, pair[0].id, pair[0].eqf
            );
            findings.add(Code::LevelOrder, format!("levels.{}", pair[1].id), message, "list the lowest level first");
        }
    }
}

fn areas(framework: &Framework, findings: &mut Findings<'_>) {
    if framework.areas.is_empty() {
        findings.add(Code::Empty, "areas", "the framework has no areas", "add at least one");
    }
    for Area { id, competences } in &framework.areas {
        findings.id("areas", id);
        if competences.is_empty() {
            findings.add(Code::Empty, format!("areas.{id}"), "the area has no competences", "add one or remove it");
        }
        for competence in competences {
            findings.id(&format!("areas.{id}"), &competence.id);
            if competence.outcomes.is_empty() {
                let place = format!("competences.{}", competence.id);
                findings.add(Code::Empty, place, "the competence has no outcomes", "add one or remove it");
            }
            competence.outcomes.iter().for_each(|own| outcome(own, findings));
        }
    }
    findings.unique(Code::DuplicateId, "areas", framework.areas.iter().map(|area| area.id.as_str()));
    findings.unique(Code::DuplicateId, "competences", framework.competences().map(|own| own.id.as_str()));
}

fn outcome(outcome: &Outcome, findings: &mut Findings<'_>) {
    findings.id("outcomes", &outcome.id);
    let place = format!("outcomes.{}", outcome.id);
    findings.eqf(&place, outcome.eqf);
    findings.unique(Code::DuplicateKey, &place, outcome.esco.iter().map(String::as_str));
}

fn overlays(framework: &Framework, findings: &mut Findings<'_>) {
    let countries = framework.overlays.iter().map(|overlay| overlay.country.as_str());
    findings.unique(Code::DuplicateKey, "overlays", countries);
    for Overlay { country, adds, notes, qualifications } in &framework.overlays {
        let place = format!("overlays.{country}");
        findings.country(&place, country);
        findings.unique(Code::DuplicateKey, &format!("{place}.adds"), adds.keys());
        for (competence, outcomes) in adds.iter() {
            known(framework, &format!("{place}.adds"), competence, findings);
            outcomes.iter().for_each(|own| outcome(own, findings));
        }
        findings.unique(Code::DuplicateId, &format!("{place}.notes"), notes.iter().map(|note| note.id.as_str()));
        for note in notes {
            let place = format!("{place}.notes.{}", note.id);
            findings.id(&place, &note.id);
            findings.filled(&format!("{place}.source"), &note.source);
            if let Some(competence) = &note.competence {
                known(framework, &place, competence, findings);
            }
        }
        for own in qualifications {
            let place = format!("{place}.qualifications.{}", own.name);
            findings.filled(&format!("{place}.name"), &own.name);
            findings.filled(&format!("{place}.source"), &own.source);
            findings.language(&place, &own.language);
            if let Some(level) = own.eqf {
                findings.eqf(&place, level);
            }
        }
    }
}

fn known(framework: &Framework, place: &str, competence: &str, findings: &mut Findings<'_>) {
    if framework.competence(competence).is_none() {
        let remedy = format!("use one of: {}", competences(framework));
        findings.add(Code::UnknownCompetence, place, format!("there is no competence {competence:?}"), remedy);
    }
}

/// The ids of the competences, for a remedy.
pub(super) fn competences(framework: &Framework) -> String {
    framework.competences().map(|competence| competence.id.as_str()).collect::<Vec<_>>().join(", ")
}

fn esco_skills(framework: &Framework, findings: &mut Findings<'_>) {
    findings.unique(Code::DuplicateKey, "escoSkills", framework.esco_skills.keys());
    let mut used = BTreeSet::new();
    for outcome in framework.outcomes() {
        let place = format!("outcomes.{}", outcome.id);
        for uri in &outcome.esco {
            used.insert(uri.as_str());
            if findings.esco(&place, EscoConcept::Skill, uri) && !framework.esco_skills.contains(uri) {
                let remedy = "add the URI and its English preferred label to \"escoSkills\"";
                findings.add(Code::UnlabelledEscoSkill, &place, format!("{uri} has no label"), remedy);
            }
        }
    }
    for (uri, label) in framework.esco_skills.iter() {
        findings.filled(&format!("escoSkills.{uri}"), label);
        if !used.contains(uri) {
            let message = format!("no outcome refers to {uri} ({label})");
            findings.add(Code::UnusedEscoSkill, "escoSkills", message, "remove it, or name it in an outcome");
        }
    }
}
