//! How exactly the test measures: information, conditional standard error, reliability.

use thetis_plots::{Axis, Beside, Chart, Ink, Look, Table, Unit, decimal, escape, figure};

use super::{classical::Classical, material::Material};

/// Size of a plot that has another beside it.
const SIZE: (f64, f64) = (400.0, 250.0);
/// Standard errors above this are not drawn: the test says nothing there.
const LARGEST_ERROR: f64 = 2.0;

/// Test information on a dimension over the grid, the others at 0, of the first group's items.
fn information(material: &Material<'_>, dimension: usize) -> Vec<f64> {
    let mut point = vec![0.0; material.dimensions];
    let mut at = |theta: &f64| {
        point[dimension] = *theta;
        material.found.calibration.test_information(0, &point)[dimension]
    };
    material.theta.iter().map(&mut at).collect()
}

/// Information and standard errors of a dimension.
struct Series {
    information: Vec<f64>,
    errors: Vec<f64>,
    ink: Ink,
}

fn series(material: &Material<'_>) -> Vec<Series> {
    let of = |dimension: usize| {
        let information = information(material, dimension);
        let errors = information.iter().map(|value| value.sqrt().recip()).collect();
        let ink = if material.is_one_dimensional() { Ink::Main } else { Look::of(dimension).line() };
        Series { information, errors, ink }
    };
    (0..material.dimensions).map(of).collect()
}

/// Where the test measures best, and its standard error there.
pub(super) fn best(material: &Material<'_>) -> Option<(f64, f64)> {
    if !material.is_one_dimensional() {
        return None;
    }
    let found = information(material, 0).into_iter().zip(&material.theta);
    let (most, theta) = found.filter(|(value, _)| value.is_finite()).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (most > 0.0).then(|| (*theta, most.sqrt().recip()))
}

pub(super) fn section(material: &Material<'_>, classical: &Classical) -> String {
    format!(
        "<section class=\"flow\"><h2>Precision</h2>\n{}{}</section>\n",
        plots(material),
        reliabilities(material, classical)
    )
}

fn plots(material: &Material<'_>) -> String {
    let all = series(material);
    let (lower, upper) = material.range();
    let x = || Axis::between("ability θ (logits)", Unit::Number, lower, upper);
    let values = all.iter().flat_map(|one| one.information.iter().copied()).chain([0.0]);
    let y = Axis::around("information (1/logit²)", Unit::Number, values);
    let description = told(material, &all, "Test information", "largest", |one| &one.information, f64::max);
    let mut one = Chart::new("information", "Test information", &description, SIZE, x(), y);
    let shown = |error: f64| if error <= LARGEST_ERROR { error } else { f64::NAN };
    let sd = material.found.calibration.groups[0].covariance[0].sqrt();
    let values = all.iter().flat_map(|one| one.errors.iter().map(|error| shown(*error))).chain([0.0, sd]);
    let y = Axis::around("standard error (logits)", Unit::Number, values);
    let mut description = told(material, &all, "Standard error", "smallest", |one| &one.errors, f64::min);
    description.push_str(&format!(" The standard deviation of ability is {}.", decimal(sd, 2)));
    let mut other = Chart::new("error", "Conditional standard error", &description, SIZE, x(), y);
    other.across(sd, "");
    // In the middle, where the curve is far below.
    let mean = material.found.calibration.groups[0].mean[0];
    other.word((mean, sd), "standard deviation of ability", Beside::Above);
    for series in &all {
        one.line(material.theta.iter().copied().zip(series.information.iter().copied()), series.ink);
        other.line(material.theta.iter().copied().zip(series.errors.iter().map(|error| shown(*error))), series.ink);
    }
    let names =
        (0..material.dimensions).filter_map(|d| Some((Look::of(d).line_sample(), escape(material.dimension(d)?))));
    let responses = &material.data.responses;
    let incomplete = if responses.is_complete() {
        String::new()
    } else {
        format!(
            "<p class=\"aid\">This is what all {} items together say; a person answered {} of them on average.</p>\n",
            responses.items(),
            decimal(material.data.observed() as f64 / responses.persons() as f64, 1)
        )
    };
    let legend = match material.is_one_dimensional() {
        true => String::new(),
        false => format!(
            "<p class=\"aid\">Of each dimension by itself, at 0 on the others.</p>{}",
            thetis_plots::legend("Dimensions", names)
        ),
    };
    format!(
        "{incomplete}{legend}<div class=\"pair\">{}{}</div>",
        figure(
            &one.svg(),
            "Test information",
            "High where the items together tell abilities apart well; it adds up over items."
        ),
        figure(
            &other.svg(),
            "Conditional standard error",
            "1/√information: two thirds of the estimates of persons of this ability lie within it. At the dotted line, a score says no more than that the person is one of the group."
        )
    )
}

/// What a plot shows, for those who cannot see it.
fn told(
    material: &Material<'_>,
    all: &[Series],
    what: &str,
    which: &str,
    values: fn(&Series) -> &Vec<f64>,
    better: fn(f64, f64) -> f64,
) -> String {
    let mut out = format!("{what} by ability.");
    for (dimension, one) in all.iter().enumerate() {
        let finite = values(one).iter().copied().filter(|value| value.is_finite());
        let best = finite.reduce(better).unwrap_or(f64::NAN);
        let place = values(one).iter().position(|value| value.to_bits() == best.to_bits());
        let theta = place.map_or(f64::NAN, |place| material.theta[place]);
        let of = material.dimension(dimension).map_or_else(String::new, |name| format!(" of {name}"));
        out.push_str(&format!(" The {which}{of}, {}, is at θ = {}.", decimal(best, 2), decimal(theta, 2)));
    }
    out
}

fn reliabilities(material: &Material<'_>, classical: &Classical) -> String {
    let mut table = Table::new("Reliability", ["coefficient", "value", "what it says"]).class("told");
    if let Some(reliability) = &material.found.reliability {
        for (dimension, value) in reliability.empirical.iter().enumerate() {
            let name = match material.dimension(dimension) {
                Some(name) => format!("Empirical (EAP scores), {}", escape(name)),
                None => "Empirical (EAP scores)".to_owned(),
            };
            let meaning = "Variance of the scores over that and their mean squared standard error, in these persons.";
            table.row(&name, [decimal(*value, 3), meaning.to_owned()]);
        }
        if let Some(marginal) = reliability.marginal {
            let meaning = "Expected from the model, over its distribution of ability (Green et al. 1984).";
            table.row("Marginal", [decimal(marginal, 3), meaning.to_owned()]);
        }
    }
    for (name, value, meaning) in classical.reliabilities() {
        table.row(name, [value, escape(meaning)]);
    }
    if table.is_empty() { String::new() } else { table.html() }
}

/// The numbers of the plots.
pub(super) fn numbers(material: &Material<'_>) -> String {
    /// Every so many points.
    const EVERY: usize = 3;
    let all = series(material);
    let mut heads = vec!["θ".to_owned()];
    for dimension in 0..all.len() {
        let of = material.dimension(dimension).map_or_else(String::new, |name| format!(", {}", escape(name)));
        heads.extend([format!("information{of}"), format!("standard error{of}")]);
    }
    let mut table = Table::new("Test information and standard error", heads);
    if all.len() == 1 {
        table = table.long();
    }
    for (place, theta) in material.theta.iter().enumerate().step_by(EVERY) {
        let cells = all.iter().flat_map(|one| [decimal(one.information[place], 3), decimal(one.errors[place], 3)]);
        table.row(&decimal(*theta, 2), cells);
    }
    table.folded()
}
