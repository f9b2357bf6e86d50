//! How the search went, criteria for comparing models, and the latent densities.

use thetis_calibrate::Ending;
use thetis_plots::{NOTHING, Table, decimal, escape, whole};

use super::material::{Material, counted};

pub(super) fn section(material: &Material<'_>) -> String {
    let found = material.found;
    let (calibration, provenance) = (&found.calibration, &found.provenance);
    let criteria = calibration.criteria();
    let ending = match calibration.ending {
        Ending::Converged => "converged",
        Ending::CyclesUsed => "not converged: the cycles were used up",
        Ending::Stalled => "not converged: the likelihood is flat",
        Ending::Cancelled => "stopped before it converged",
    };
    let quadrature = provenance.nodes.map_or_else(
        || "none".to_owned(),
        |(lower, upper, nodes)| {
            format!("{nodes} equally spaced nodes a dimension, {} to {} logits", decimal(lower, 1), decimal(upper, 1))
        },
    );
    let mut search = Table::new("The search", ["", ""]).class("list");
    let rows = [
        ("Method", escape(&provenance.method)),
        ("Quadrature", quadrature),
        ("Priors, fixed parameters", format!("{}, {}", some(provenance.priors), some(provenance.fixed))),
        ("End", format!("{ending} after {}", counted(calibration.cycles as usize, "cycle", "cycles"))),
        ("Largest change of a parameter, last cycle", scientific(calibration.largest_change)),
        ("Norm of the gradient", scientific(calibration.gradient_norm)),
        ("Standard errors", provenance.standard_errors.map_or_else(|| "none".to_owned(), |kind| format!("by {kind}"))),
    ];
    for (name, value) in rows {
        search.row(name, [value]);
    }
    let mut quality = Table::new(
        "Log-likelihood and criteria; among models of the same data, the lowest AIC or BIC is best",
        ["", ""],
    )
    .class("list");
    quality.row("Log-likelihood", [decimal(calibration.log_likelihood, 4)]);
    if calibration.log_prior != 0.0 {
        quality.row("Log of the prior density", [decimal(calibration.log_prior, 4)]);
    }
    quality.row("Free parameters", [whole(criteria.parameters as u64)]);
    for (name, value) in [
        ("AIC", criteria.aic),
        ("AICc", criteria.aicc),
        ("BIC", criteria.bic),
        ("SABIC (sample-size adjusted)", criteria.sabic),
    ] {
        quality.row(name, [decimal(value, 2)]);
    }
    format!(
        "<section><h2>Estimation</h2>\n<div class=\"pair\">{}{}</div>{}{}</section>\n",
        search.html(),
        quality.html(),
        groups(material),
        correlations(material)
    )
}

/// The latent density of each group.
fn groups(material: &Material<'_>) -> String {
    let found = material.found;
    let responses = &material.data.responses;
    let error = |free: Option<usize>| {
        let shown = free.map(|free| found.covariance.as_ref().map_or(f64::NAN, |covariance| covariance.se(free)));
        shown.map_or_else(|| "fixed".to_owned(), |se| decimal(se, 3))
    };
    let several = material.dimensions > 1;
    let mut heads = vec!["group"];
    if several {
        heads.push("dimension");
    }
    heads.extend(["persons", "mean", "SE", "variance", "SE"]);
    let mut table = Table::new("Distribution of ability", heads);
    for (number, (name, group)) in responses.groups().iter().zip(&found.calibration.groups).enumerate() {
        let members = (0..responses.persons()).filter(|person| responses.group(*person) == number).count();
        for dimension in 0..material.dimensions {
            // The lower triangle, row by row, follows the means.
            let variance = material.dimensions + dimension * (dimension + 1) / 2 + dimension;
            let mut cells = Vec::new();
            if several {
                cells.push(material.dimension(dimension).map_or_else(String::new, escape));
            }
            cells.extend([
                whole(members as u64),
                decimal(group.mean[dimension], 3),
                error(group.free.get(dimension).copied().flatten()),
                decimal(group.covariance[dimension * material.dimensions + dimension], 3),
                error(group.free.get(variance).copied().flatten()),
            ]);
            table.row(&escape(name), cells);
        }
    }
    table.html()
}

/// How dimensions correlate, where they do.
fn correlations(material: &Material<'_>) -> String {
    let found = material.found;
    let size = material.dimensions;
    let general = found.dimensions.general();
    if general < 2 {
        return String::new();
    }
    let mut table = Table::new(
        "Correlations of the dimensions",
        ["group, dimension", "with", "correlation", "covariance", "SE of covariance"],
    );
    for (name, group) in material.data.responses.groups().iter().zip(&found.calibration.groups) {
        for i in 1..general {
            for j in 0..i {
                let covariance = group.covariance[i * size + j];
                let spread = (group.covariance[i * size + i] * group.covariance[j * size + j]).sqrt();
                let free = group.free.get(size + i * (i + 1) / 2 + j).copied().flatten();
                let error = free.and_then(|free| Some(found.covariance.as_ref()?.se(free)));
                let of = |dimension| material.dimension(dimension).map_or_else(String::new, escape);
                table.row(
                    &format!("{}, {}", escape(name), of(i)),
                    [
                        of(j),
                        decimal(covariance / spread, 3),
                        decimal(covariance, 3),
                        error.map_or_else(|| NOTHING.to_owned(), |error| decimal(error, 3)),
                    ],
                );
            }
        }
    }
    table.html()
}

fn some(count: usize) -> String {
    if count == 0 { "none".to_owned() } else { whole(count as u64) }
}

/// A small number with its power of ten.
fn scientific(value: f64) -> String {
    if !value.is_finite() || value == 0.0 {
        return decimal(value, 0);
    }
    let text = format!("{value:.1e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{digits} × 10<sup>{}</sup>", power.replace('-', "−"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_are_set_as_such() {
        assert_eq!(scientific(4.2e-6), "4.2 × 10<sup>−6</sup>");
        assert_eq!(scientific(0.0), "0");
    }
}
