//! Item parameters with standard errors.

use thetis_calibrate::Model;
use thetis_plots::{NOTHING, Table, decimal, escape};

use super::material::{ItemCurves, Material};

/// A parameter as it is shown: its name, value, and what stands in brackets.
struct Shown {
    name: String,
    cell: String,
}

pub(super) fn section(material: &Material<'_>) -> String {
    let rows: Vec<Vec<Shown>> = material.items.iter().map(|item| parameters(material, item)).collect();
    let mut names: Vec<&str> = Vec::new();
    for shown in rows.iter().flatten() {
        if !names.contains(&shown.name.as_str()) {
            names.push(&shown.name);
        }
    }
    // Letters in order, and of one letter by number.
    names.sort_by_key(|name| (name.chars().next(), name.len(), (*name).to_owned()));
    let mut heads = vec!["item", "model"];
    heads.extend(&names);
    /// Tables of no more columns go in two halves beside each other.
    const FEW: usize = 4;
    let few = heads.len() <= FEW;
    let mut table = Table::new("Parameters of the items", heads).class("narrow");
    if few {
        table = table.long();
    }
    for (item, row) in material.items.iter().zip(&rows) {
        let mut cells = vec![item.model().to_owned()];
        let of = |name: &&str| {
            row.iter().find(|own| own.name == **name).map_or_else(|| NOTHING.to_owned(), |own| own.cell.clone())
        };
        cells.extend(names.iter().map(of));
        table.row(&escape(&item.name), cells);
    }
    let errors = if material.found.covariance.is_some() { " Standard errors are in brackets." } else { "" };
    format!(
        "<section class=\"flow\"><h2>Item parameters</h2>\n<p class=\"aid\">{}{errors} The logistic metric has D = 1.</p>\n{}</section>\n",
        meaning(material),
        table.html()
    )
}

/// What the letters stand for, as far as there are any.
fn meaning(material: &Material<'_>) -> String {
    let has = |wanted: &[Model]| material.items.iter().any(|item| wanted.contains(&item.calibrated.model));
    let mut parts = Vec::new();
    if material.items.iter().all(|item| item.calibrated.model == Model::Nominal) {
        // Its letters are told below.
    } else if material.is_one_dimensional() {
        parts.push("a, slope (1/logit), is how sharply the item tells abilities apart near its place; b is that place (logits): high is hard");
    } else {
        parts.push("a with a number, slope on that dimension (1/logit); d, intercept: high is easy");
    }
    if has(&[Model::Graded]) {
        parts.push("graded b<sub>k</sub>, where response k or higher has a probability of one half");
    }
    if has(&[Model::PartialCredit, Model::GeneralisedPartialCredit, Model::RatingScale]) {
        parts.push("partial-credit b<sub>k</sub>, where responses k − 1 and k are equally likely");
    }
    if has(&[Model::ThreeParameter, Model::FourParameter]) {
        parts.push("c, lower asymptote (guessing)");
    }
    if has(&[Model::FourParameter]) {
        parts.push("d, upper asymptote (slips)");
    }
    if has(&[Model::Nominal]) {
        parts.push(
            "s<sub>k</sub> and d<sub>k</sub> of nominal items, slope and intercept of category k against the lowest",
        );
    }
    parts.join("; ") + "."
}

fn parameters(material: &Material<'_>, item: &ItemCurves<'_>) -> Vec<Shown> {
    let calibrated = item.calibrated;
    let errors = material.found.covariance.as_ref().map(|covariance| covariance.item(calibrated));
    let has_lower = matches!(calibrated.model, Model::ThreeParameter | Model::FourParameter);
    let has_upper = calibrated.model == Model::FourParameter;
    let mut shown = Vec::new();
    for (at, (name, value)) in calibrated.irt.names.iter().zip(&calibrated.irt.values).enumerate() {
        // Asymptotes at 0 and 1 that the model does not have.
        let is_lower = matches!(name.as_str(), "c" | "g") && calibrated.model.is_dichotomous();
        let is_upper = matches!(name.as_str(), "u") || (name == "d" && calibrated.irt.names.iter().any(|n| n == "b"));
        if (is_lower && !has_lower) || (is_upper && calibrated.model.is_dichotomous() && !has_upper) {
            continue;
        }
        let error = errors.as_ref().map(|errors| errors.irt[at]);
        let cell = match error {
            Some(Some(se)) => format!("{} <span class=\"se\">({})</span>", decimal(*value, 3), decimal(se, 3)),
            // With no standard errors at all, nothing is said.
            None => decimal(*value, 3),
            Some(None) => format!("{} <span class=\"se\">(fixed)</span>", decimal(*value, 3)),
        };
        shown.push(Shown { name: name.clone(), cell });
    }
    shown
}
