//! What the result of a session means, laid out.

use std::fmt::Write;

use thetis_bank::outcome::ScoreReportDocument;

use crate::output::{Column, TextTable};

/// A probability as a percentage.
fn percent(probability: f64) -> String {
    format!("{:.1} %", probability * 100.0)
}

/// Every part that there is, each with a heading and a blank line before it.
pub(super) fn text(report: &ScoreReportDocument) -> String {
    let mut out = String::new();
    let mut part = |heading: &str, table: &TextTable| {
        let _ = write!(out, "\n{heading}\n{}", table.render());
    };
    let mut levels =
        TextTable::new(vec![Column::words("dimension"), Column::words("level"), Column::words("probability of each")]);
    for dimension in &report.dimensions {
        let name = |place: u32| dimension.levels[place as usize].id.clone();
        let level = match dimension.between {
            None => name(dimension.level),
            Some(other) => {
                format!("between {} and {}", name(dimension.level.min(other)), name(dimension.level.max(other)))
            }
        };
        let each: Vec<String> = dimension
            .levels
            .iter()
            .map(|level| {
                let eqf = level.eqf.map_or_else(String::new, |eqf| format!(" (EQF {eqf})"));
                format!("{}{eqf} {}", level.id, percent(level.probability))
            })
            .collect();
        levels.push(vec![dimension.dimension.clone(), level, each.join(", ")]);
    }
    part("Levels; the European Qualifications Framework (EQF) is indicative", &levels);
    if !report.compared.is_empty() {
        let mut table = TextTable::new(vec![
            Column::words("competence"),
            Column::numbers("difference"),
            Column::numbers("error"),
            Column::words("confidence beside knowledge"),
        ]);
        for compared in &report.compared {
            table.push(vec![
                compared.competence.clone(),
                format!("{:.2}", compared.difference),
                format!("{:.2}", compared.error),
                compared.verdict.to_owned(),
            ]);
        }
        part("Confidence less knowledge, standard deviations of the population", &table);
    }
    if let Some(profile) = &report.profile {
        let mut table = TextTable::new(vec![
            Column::words("dimension"),
            Column::words("level asked for"),
            Column::numbers("importance"),
            Column::numbers("met"),
        ]);
        for asked in &profile.requirements {
            table.push(vec![
                asked.dimension.clone(),
                asked.level.clone(),
                asked.importance.to_string(),
                percent(asked.probability),
            ]);
        }
        part(&format!("Profile {}: all met with {}", profile.id, percent(profile.probability)), &table);
        let mut table =
            TextTable::new(vec![Column::words("gap"), Column::words("level asked for"), Column::numbers("missing")]);
        for gap in &profile.gaps {
            table.push(vec![gap.dimension.clone(), gap.level.clone(), percent(gap.missing)]);
        }
        if !profile.gaps.is_empty() {
            part("Gaps, the heaviest first", &table);
        }
    }
    if let Some(steps) = report.steps.as_ref().filter(|steps| !steps.modules.is_empty()) {
        let mut table = TextTable::new(vec![Column::words("module"), Column::numbers("hours")]);
        for step in &steps.modules {
            table.push(vec![step.module.clone(), step.hours.to_string()]);
        }
        part(&format!("Next steps, {} hours", steps.hours), &table);
    }
    if !report.credentials.is_empty() {
        let mut table = TextTable::new(vec![
            Column::words("credential"),
            Column::numbers("probability"),
            Column::numbers("answers"),
            Column::numbers("at least"),
            Column::words(""),
        ]);
        for credential in &report.credentials {
            table.push(vec![
                credential.id.clone(),
                percent(credential.probability),
                credential.answers.to_string(),
                credential.min_answers.to_string(),
                (if credential.awarded { "criteria met" } else { "not yet" }).to_owned(),
            ]);
        }
        part("Micro-credentials", &table);
    }
    if let Some(change) = &report.change {
        let mut table = TextTable::new(vec![
            Column::words("dimension"),
            Column::numbers("before"),
            Column::numbers("after"),
            Column::numbers("difference"),
            Column::numbers("error"),
            Column::words("since the earlier session"),
        ]);
        for change in change {
            let number = |value: f64| format!("{value:.2}");
            table.push(vec![
                change.dimension.clone(),
                number(change.before),
                number(change.after),
                number(change.difference),
                number(change.error),
                change.verdict.to_owned(),
            ]);
        }
        part("Change", &table);
    }
    out
}
