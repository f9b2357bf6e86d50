//! The head of the report, and what it says in short.

use std::fmt::Write;

use thetis_plots::{decimal, escape, facts, percent, whole};

use super::{
    dif::Dif,
    fit::{Flags, closeness},
    material::{Material, counted},
    precision,
};

pub(super) fn head(material: &Material<'_>) -> String {
    let found = material.found;
    let (responses, observed) = (&material.data.responses, material.data.observed());
    let share = observed as f64 / (responses.persons() * responses.items()) as f64;
    let files: Vec<String> = found.provenance.files.iter().map(|file| escape(name(file))).collect();
    let mut list = vec![
        ("Data", files.join(", ")),
        ("Persons", whole(responses.persons() as u64)),
        ("Items", whole(responses.items() as u64)),
        ("Responses", format!("{} ({})", whole(observed as u64), percent(share, 1))),
        ("Log-likelihood", decimal(found.calibration.log_likelihood, 3)),
        ("Date", escape(&found.provenance.date)),
    ];
    if responses.is_weighted() {
        list.insert(2, ("Sum of weights", decimal(responses.total_weight(), 1)));
    }
    let warning = if found.calibration.converged() {
        String::new()
    } else {
        "<p class=\"warning\">The search has not converged: these are not results.</p>\n".to_owned()
    };
    format!(
        "<header><h1>Calibration report</h1>\n<p class=\"lead\">{}, {}.</p>\n{warning}{}</header>\n",
        counted(responses.items(), "item", "items"),
        escape(&material.models()),
        facts(list)
    )
}

/// The last part of a path.
fn name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// A few sentences for those who read no further.
pub(super) fn summary(material: &Material<'_>, flags: &Flags<'_>, dif: &Dif<'_>) -> String {
    let found = material.found;
    let mut sentences = vec![convergence(material)];
    if let Some(reliability) = &found.reliability {
        let value = |(dimension, value): (usize, &f64)| match material.dimension(dimension) {
            Some(name) => format!("{} ({})", decimal(*value, 2), escape(name)),
            None => decimal(*value, 2),
        };
        let values: Vec<String> = reliability.empirical.iter().enumerate().map(value).collect();
        let mut sentence = format!("<b>Precision.</b> EAP scores have a reliability of {}", values.join(", "));
        if let Some((theta, error)) = precision::best(material) {
            let _ = write!(
                sentence,
                "; the test measures best near θ = {}, with a standard error of {} logits",
                decimal(theta, 1),
                decimal(error, 2)
            );
        }
        sentences.push(sentence + ".");
    }
    sentences.extend(targeting(material));
    if let Some(fit) = &found.fit {
        let whole = fit.c2.as_ref().map(|c2| ("C2", c2)).or_else(|| fit.m2.as_ref().map(|m2| ("M2", m2)));
        let mut sentence = "<b>Fit.</b> ".to_owned();
        if let Some((name, whole)) = whole {
            let _ = write!(
                sentence,
                "The model as a whole shows {} ({name}: RMSEA {}, 90\u{a0}% interval {} to {}). ",
                closeness(whole.rmsea),
                decimal(whole.rmsea, 3),
                decimal(whole.rmsea_interval.0, 3),
                decimal(whole.rmsea_interval.1, 3)
            );
        }
        let _ = write!(
            sentence,
            "Flagged: {} of {}, and {} of items.",
            counted(flags.items(), "item", "items"),
            material.data.responses.items(),
            flags.pairs()
        );
        sentences.push(sentence);
    }
    sentences.extend(dif.sentence());
    if !found.notes.is_empty() {
        sentences.push(format!(
            "<b>To be read with care:</b> {} under <a href=\"#notes\">Notes and warnings</a>.",
            counted(found.notes.len(), "note", "notes")
        ));
    }
    let items: String = sentences.iter().map(|sentence| format!("<li>{sentence}</li>\n")).collect();
    format!("<section class=\"short\"><h2>In short</h2>\n<ul>\n{items}</ul></section>\n")
}

fn convergence(material: &Material<'_>) -> String {
    let calibration = &material.found.calibration;
    let cycles = counted(calibration.cycles as usize, "cycle", "cycles");
    match calibration.converged() {
        true => format!(
            "<b>Estimation.</b> The search converged after {cycles}, at a log-likelihood of {}.",
            decimal(calibration.log_likelihood, 3)
        ),
        false => format!("<b>Estimation.</b> The search ended after {cycles} without converging."),
    }
}

/// Whether items are where persons are.
fn targeting(material: &Material<'_>) -> Option<String> {
    /// Distance, in standard deviations of the persons' scores, from which a test counts as off its target.
    const OFF: f64 = 0.5;
    let (mean, sd) = material.score_moments().filter(|_| material.is_one_dimensional())?;
    let all: Vec<f64> =
        material.items.iter().flat_map(|item| &item.thresholds).copied().filter(|t| t.is_finite()).collect();
    if all.is_empty() {
        return None;
    }
    let centre = all.iter().sum::<f64>() / all.len() as f64;
    let verdict = match (centre - mean) / sd {
        distance if distance > OFF => "the items are rather hard for these persons",
        distance if distance < -OFF => "the items are rather easy for these persons",
        _ => "items are where the persons are",
    };
    Some(format!(
        "<b>Targeting.</b> Thresholds lie at {} on average, persons at {} (SD {}): {verdict}.",
        decimal(centre, 2),
        decimal(mean, 2),
        decimal(sd, 2)
    ))
}
