//! The plots of a report.

use std::fmt::Write;

use thetis_plots::{Axis, Chart, Ink, Look, Unit, decimal, escape, figure, percent, whole, wide};

use crate::{
    report::{DesignReport, StudyReport},
    statistics::{BinReport, ScatterReport},
    whole::whole as whole_part,
};

/// Size of a plot that has another beside it, in the units of its drawing: at 90 mm, letters are 7.5 points high.
const HALF: (f64, f64) = (380.0, 250.0);
/// Size of a plot of its own width.
const WIDE: (f64, f64) = (780.0, 260.0);
/// Size of a plot of the same scale on both axes: 50 and 10 beside, 8 and 38 above and below.
const SQUARE: (f64, f64) = (380.0, 366.0);
/// Classes of fewer tests are not in the plots: their means say little. Tables have them all.
pub(super) const SHOWN: u64 = 10;
/// About so many markers are on a line of exposure rates.
const MARKERS: usize = 12;

/// Half the width of a bar, in items.
const HALF_BAR: f64 = 0.44;

/// What a conditional plot shows.
pub(super) struct Measure {
    pub(super) heading: &'static str,
    pub(super) axis: &'static str,
    pub(super) aid: &'static str,
    unit: Unit,
    value: fn(&BinReport) -> f64,
    /// Where a line across is drawn, and its word.
    reference: Option<(f64, &'static str)>,
    /// Whether the axis begins at 0.
    from_zero: bool,
}

/// Heading of the plot of test length.
pub(super) const LENGTH: &str = "Test length";

/// The conditional plots, in their order.
pub(super) const MEASURES: [Measure; 5] = [
    Measure {
        heading: "Bias",
        axis: "mean of estimate − truth (logits)",
        aid: "Above the line at 0 the test places persons of this ability too high on average, below it too low.",
        unit: Unit::Number,
        value: |bin| bin.bias,
        reference: Some((0.0, "")),
        from_zero: false,
    },
    Measure {
        heading: "Error",
        axis: "RMSE (logits)",
        aid: "How far estimates really are from the truth: about two thirds lie within this distance. Lower is better.",
        unit: Unit::Number,
        value: |bin| bin.rmse,
        reference: None,
        from_zero: true,
    },
    Measure {
        heading: "Reported standard error",
        axis: "mean SE (logits)",
        aid: "How precise the tests say they are. Where this is lower than the error above, they promise too much.",
        unit: Unit::Number,
        value: |bin| bin.mean_se,
        reference: None,
        from_zero: true,
    },
    Measure {
        heading: "Coverage",
        axis: "intervals that hold the truth",
        aid: "The 95 % interval (estimate ± 1.96 SE) should hold the truth in 95 of 100 tests; far below the line, uncertainty is understated.",
        unit: Unit::Percent,
        value: |bin| bin.coverage,
        reference: Some((0.95, "95 %")),
        from_zero: false,
    },
    Measure {
        heading: LENGTH,
        axis: "mean number of items",
        aid: "How many items persons of this ability are asked on average.",
        unit: Unit::Number,
        value: |bin| bin.mean_length,
        reference: None,
        from_zero: true,
    },
];

/// Lines of all designs by true θ.
pub(super) fn conditional(report: &StudyReport, dimension: usize, measure: &Measure, id: &str) -> String {
    let bins = |design: &DesignReport| -> Vec<BinReport> {
        let all = design.dimensions[dimension].conditional.iter();
        all.filter(|bin| bin.sessions >= SHOWN).copied().collect()
    };
    let all: Vec<BinReport> = report.designs.iter().flat_map(bins).collect();
    let mut values: Vec<f64> = all.iter().map(measure.value).collect();
    values.extend(measure.reference.map(|(value, _)| value));
    if measure.from_zero {
        values.push(0.0);
    }
    let x = Axis::around(&theta_label(report), Unit::Number, all.iter().map(|bin| bin.theta));
    let y = Axis::around(measure.axis, measure.unit, values);
    let mut description = format!("{} by {}.", measure.axis, report.study.truth);
    for design in &report.designs {
        let bins = bins(design);
        let extreme = |better: fn(&f64, &f64) -> bool| {
            bins.iter().map(|bin| ((measure.value)(bin), bin.theta)).filter(|(value, _)| value.is_finite()).fold(
                None,
                |best: Option<(f64, f64)>, next| match best {
                    Some(best) if !better(&next.0, &best.0) => Some(best),
                    _ => Some(next),
                },
            )
        };
        if let (Some(low), Some(high)) = (extreme(f64::lt), extreme(f64::gt)) {
            let _ = write!(
                description,
                " {}: from {} at θ = {} to {} at θ = {}.",
                design.name,
                decimal(low.0, 3),
                decimal(low.1, 2),
                decimal(high.0, 3),
                decimal(high.1, 2)
            );
        }
    }
    let mut chart = Chart::new(id, measure.heading, &description, HALF, x, y);
    if let Some((value, word)) = measure.reference {
        chart.across(value, word);
    }
    for (index, design) in report.designs.iter().enumerate() {
        let points: Vec<(f64, f64)> = bins(design).iter().map(|bin| (bin.theta, (measure.value)(bin))).collect();
        let look = Look::of(index);
        chart.line(points.iter().copied(), look.line());
        chart.markers(points, look);
    }
    figure(&chart.svg(), measure.heading, measure.aid)
}

/// What the axis of true θ says.
fn theta_label(report: &StudyReport) -> String {
    format!("{} (logits)", report.study.truth)
}

/// Exposure rates of all designs, each sorted.
pub(super) fn exposure(report: &StudyReport, limit: Option<f64>) -> String {
    let sorted: Vec<Vec<f64>> = report
        .designs
        .iter()
        .map(|design| {
            let mut rates: Vec<f64> = design.exposure.items.iter().map(|item| item.rate).collect();
            rates.sort_by(|a, b| b.total_cmp(a));
            rates
        })
        .collect();
    let items = sorted.iter().map(Vec::len).max().unwrap_or(1);
    let apart = (items / MARKERS).max(1);
    let mut description = String::from("Exposure rates, sorted from the most to the least exposed item.");
    for design in &report.designs {
        let e = &design.exposure;
        let _ = write!(
            description,
            " {}: largest {}, {} of {} items unused.",
            design.name,
            percent(e.maximum, 1),
            e.unused,
            e.items.len()
        );
    }
    let x = Axis::between("items, from the most to the least exposed", Unit::Number, 0.5, items as f64 + 0.5);
    let y = Axis::around(
        "share of tests with the item",
        Unit::Percent,
        sorted.iter().flatten().copied().chain([0.0]).chain(limit),
    );
    let mut chart = Chart::new("exposure", "Exposure rates", &description, WIDE, x, y);
    if let Some(limit) = limit {
        chart.across(limit, &format!("limit {}", percent(limit, 0)));
    }
    for (index, rates) in sorted.iter().enumerate() {
        let look = Look::of(index);
        let place = |rank: usize| (rank + 1) as f64;
        chart.line(rates.iter().enumerate().map(|(rank, rate)| (place(rank), *rate)), look.line());
        // Shifted, so that designs do not hide each other's.
        let ranks = (0..rates.len()).skip(index * 3 % apart).step_by(apart);
        chart.markers(ranks.map(|rank| (place(rank), rates[rank])), look);
    }
    figure(
        &wide(&chart.svg(), "Exposure rates"),
        "Who sees which item",
        "A steep start means that a few items are seen by nearly everybody; a long stretch at 0 means items that are never used.",
    )
}

/// Histograms of test length, a plot a design.
pub(super) fn lengths(report: &StudyReport) -> String {
    let (lower, upper) = report.designs.iter().fold((u32::MAX, 0), |(lower, upper), design| {
        (lower.min(design.length.minimum), upper.max(design.length.maximum))
    });
    let largest = report
        .designs
        .iter()
        .flat_map(|design| design.length.distribution.iter().map(|d| d.tests as f64 / design.sessions as f64))
        .fold(0.0, f64::max);
    let mut out = String::from("<div class=\"pair\">");
    for (index, design) in report.designs.iter().enumerate() {
        let length = &design.length;
        let description = format!(
            "Distribution of the number of items. From {} to {}, mean {}, median {}.",
            length.minimum,
            length.maximum,
            decimal(length.mean, 1),
            length.quantiles[2]
        );
        let x = Axis::between("number of items", Unit::Number, f64::from(lower) - 0.5, f64::from(upper) + 0.5);
        let y = Axis::around("share of tests", Unit::Percent, [0.0, largest]);
        let title = format!("Test length, {}", design.name);
        let mut chart = Chart::new(&format!("length-{index}"), &title, &description, (HALF.0, 180.0), x, y);
        let look = Look::of(index);
        for count in &length.distribution {
            let (items, share) = (f64::from(count.items), count.tests as f64 / design.sessions as f64);
            chart.bar((items - HALF_BAR, 0.0), (items + HALF_BAR, share), look.fill());
        }
        let aid = format!(
            "{} items on average; half of the tests have {} or fewer.",
            decimal(length.mean, 1),
            length.quantiles[2]
        );
        out.push_str(&figure(&chart.svg(), &escape(&design.name), &aid));
    }
    out.push_str("</div>\n");
    out
}

/// True against estimated θ, a plot a design.
pub(super) fn scatters(report: &StudyReport, dimension: usize) -> String {
    let scatter = |design: &DesignReport| design.dimensions[dimension].scatter.clone();
    let all: Vec<ScatterReport> = report.designs.iter().map(scatter).collect();
    let cells = || all.iter().flat_map(|scatter| &scatter.cells);
    let most = cells().map(|cell| cell.sessions).max().unwrap_or(1);
    let (lower, upper) = cells()
        .flat_map(|cell| [cell.truth, cell.estimate])
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(lower, upper), value| (lower.min(value), upper.max(value)));
    let mut out = String::from("<div class=\"pair\">");
    for (index, (design, scatter)) in report.designs.iter().zip(&all).enumerate() {
        let accuracy = &design.dimensions[dimension].accuracy;
        let description = format!(
            "Estimated against true ability, counted in hexagons: {} sessions, correlation {}.",
            whole(design.sessions),
            decimal(accuracy.correlation, 3)
        );
        let axis = |label: &str| Axis::between(label, Unit::Number, lower - scatter.width, upper + scatter.width);
        let title = format!("Truth and estimate, {}", design.name);
        let id = format!("scatter-{dimension}-{index}");
        let mut chart =
            Chart::new(&id, &title, &description, SQUARE, axis(&theta_label(report)), axis("estimate (logits)"));
        // Corner to corner over width, of a regular hexagon: 1/√3.
        let radius = scatter.width / 3f64.sqrt();
        for cell in &scatter.cells {
            let corners = (0..6).map(|corner| {
                let angle = std::f64::consts::FRAC_PI_6 + f64::from(corner) * std::f64::consts::FRAC_PI_3;
                (cell.truth + radius * angle.cos(), cell.estimate + radius * angle.sin())
            });
            chart.shape(corners, Ink::Shade, opacity(cell.sessions as f64 / most as f64));
        }
        chart.line([(lower, lower), (upper, upper)], Ink::Identity);
        let aid =
            format!("Correlation {}. On the line, estimate and truth are equal.", decimal(accuracy.correlation, 3));
        out.push_str(&figure(&chart.svg(), &escape(&design.name), &aid));
    }
    let _ = write!(out, "</div>\n{}", shade_legend(most));
    out
}

/// Opacity of the fewest.
const LIGHTEST: f64 = 0.16;

/// The shade for a share of the largest count, by its square root, in steps that can be told apart.
fn opacity(share: f64) -> f64 {
    const STEPS: f64 = 100.0;
    let depth = LIGHTEST + (1.0 - LIGHTEST) * share.sqrt().clamp(0.0, 1.0);
    (depth * STEPS).round() / STEPS
}

fn shade_legend(most: u64) -> String {
    let mut swatches = String::new();
    let mut last = 0;
    for part in [0.0, 0.1, 0.3, 0.6, 1.0] {
        let count = whole_part((part * most as f64).round()).max(1);
        if count > last {
            let _ = write!(
                swatches,
                "<li><svg viewBox=\"0 0 14 14\" width=\"14\" height=\"14\" aria-hidden=\"true\"><rect class=\"shade\" width=\"14\" height=\"14\" opacity=\"{}\"/></svg> {}</li>",
                opacity(count as f64 / most as f64),
                whole(count)
            );
            last = count;
        }
    }
    format!("<ul class=\"legend\"><li>Sessions in a hexagon:</li>{swatches}</ul>\n")
}

/// The legend of all plots with lines.
pub(super) fn legend(report: &StudyReport) -> String {
    let entry = |(index, design): (usize, &DesignReport)| (Look::of(index).sample(), escape(&design.name));
    thetis_plots::legend("Designs", report.designs.iter().enumerate().map(entry))
}
