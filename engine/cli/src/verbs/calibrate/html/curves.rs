//! Item characteristic and category curves, a small plot an item.

use std::fmt::Write;

use thetis_plots::{Axis, Chart, Ink, Look, Margins, Table, Unit, decimal, escape};

use super::material::{ItemCurves, Material, shortened};

/// Size of a small plot.
const SIZE: (f64, f64) = (200.0, 140.0);
/// Abilities in the table of a curve.
const COLUMNS: usize = 9;

pub(super) fn section(material: &Material<'_>) -> String {
    let most = material.items.iter().map(|item| item.categories.len()).max().unwrap_or(0);
    let aid = if most > 2 {
        "In colour, the probability of each category by ability; without, the expected score as part of the highest (for two categories, the probability of the upper one). A category that is nowhere the likeliest adds little; flat curves tell nobody apart."
    } else {
        "The probability of a correct (or the upper) response by ability. Steep curves tell persons apart; the further to the right, the harder the item; a floor above 0 is guessing."
    };
    let several = if material.is_one_dimensional() {
        ""
    } else {
        " Ability is that of the item’s first dimension, the others at 0."
    };
    let mut out = format!(
        "<section class=\"flow\"><h2>Item curves</h2>\n<p class=\"aid\">{aid}{several} Across, ability from {} to {} logits; upwards, probability.</p>\n",
        decimal(material.range().0, 0),
        decimal(material.range().1, 0)
    );
    if most > 2 {
        let mut entries: Vec<(String, String)> =
            (0..most).map(|k| (Look::of(k).line_sample(), format!("category {k}"))).collect();
        if material.items.iter().any(ItemCurves::is_ordered) {
            entries.push((Look::main_sample(), "expected score".to_owned()));
        }
        out.push_str(&thetis_plots::legend("Curves", entries));
    }
    let one_model = material.items.windows(2).all(|pair| pair[0].calibrated.model == pair[1].calibrated.model);
    out.push_str("<div class=\"multiples\">\n");
    for (number, item) in material.items.iter().enumerate().filter(|(_, item)| !item.categories.is_empty()) {
        let plot = plot(material, item, number);
        let _ = writeln!(
            out,
            "<figure><figcaption><b>{}</b> {}</figcaption>{plot}</figure>",
            escape(&item.name),
            what(material, item, one_model)
        );
    }
    out.push_str("</div></section>\n");
    out
}

/// What stands beside an item's name: its model where there are several, else its slope.
fn what(material: &Material<'_>, item: &ItemCurves<'_>, one_model: bool) -> String {
    let slope = item.calibrated.irt.names.iter().position(|name| name == "a").map(|at| item.calibrated.irt.values[at]);
    match slope {
        Some(slope) if one_model && material.is_one_dimensional() => format!("a {}", decimal(slope, 2)),
        _ => item.model().to_owned(),
    }
}

fn plot(material: &Material<'_>, item: &ItemCurves<'_>, number: usize) -> String {
    let (lower, upper) = material.range();
    let x = Axis::with_ticks("", Unit::Number, (lower, upper), 5);
    let y = Axis::with_ticks("", Unit::Number, (0.0, 1.0), 3);
    let expected = item.expected();
    let description = format!(
        "{} with {} categories{}; expected score from {} at θ = {} to {} at θ = {}.",
        item.model(),
        item.categories.len(),
        thresholds(item),
        decimal(expected[0], 2),
        decimal(lower, 0),
        decimal(expected[expected.len() - 1], 2),
        decimal(upper, 0)
    );
    let title = format!("Item {}", item.name);
    let mut chart = Chart::new(&format!("curve-{number}"), &title, &description, SIZE, x, y).margins(Margins::SMALL);
    let points = |values: &[f64]| material.theta.iter().copied().zip(values.iter().copied()).collect::<Vec<_>>();
    if item.categories.len() > 2 {
        for (k, values) in item.categories.iter().enumerate() {
            chart.line(points(values), Look::of(k).line());
        }
    }
    // Categories without an order have no score.
    if item.is_ordered() {
        chart.line(points(&expected), Ink::Main);
    }
    chart.svg()
}

fn thresholds(item: &ItemCurves<'_>) -> String {
    let finite: Vec<String> = item.thresholds.iter().filter(|t| t.is_finite()).map(|t| decimal(*t, 2)).collect();
    match finite.len() {
        0 => String::new(),
        1 => format!(", threshold {}", finite[0]),
        _ => format!(", thresholds {}", finite.join(", ")),
    }
}

/// The numbers of the curves.
pub(super) fn numbers(material: &Material<'_>) -> String {
    let places: Vec<usize> = (0..COLUMNS).map(|column| column * (material.theta.len() - 1) / (COLUMNS - 1)).collect();
    let mut heads = vec!["item, category".to_owned()];
    heads.extend(places.iter().map(|place| format!("θ = {}", decimal(material.theta[*place], 1))));
    let mut table = Table::new("Item and category curves: probabilities by ability", heads).class("narrow");
    for item in material.items.iter().filter(|item| !item.categories.is_empty()) {
        let cells = |values: &[f64]| places.iter().map(|place| decimal(values[*place], 3)).collect::<Vec<_>>();
        if item.categories.len() == 2 {
            table.row(&escape(&shortened(&item.name)), cells(&item.categories[1]));
            continue;
        }
        let codes = &material.data.codes[item.calibrated.item];
        for (k, values) in item.categories.iter().enumerate() {
            let code = codes.get(k).filter(|code| **code != k.to_string());
            let code = code.map_or_else(String::new, |code| format!(" (response {})", escape(code)));
            table.row(&format!("{}, {k}{code}", escape(&shortened(&item.name))), cells(values));
        }
    }
    table.folded()
}
